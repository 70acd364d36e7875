//! From what the script engine says to a fault that a rule author understands, at its place.

use super::limits;
use super::program::Program;
use super::sandbox::base;
use crate::finding::Fault;
use crate::pack::Source;
use crate::pack::nearest;
use crate::text::Span;
use rhai::EvalAltResult;
use rhai::LexError;
use rhai::ParseError;
use rhai::ParseErrorType;
use rhai::Position;

/// Turns line and column (in characters) into the word or the mark that stands there.
pub(super) fn span(text: &str, position: Position) -> Option<Span> {
    let line = position.line()?;
    let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let line = text.get(start..)?.lines().next().unwrap_or("");
    let Some(column) = position.position() else {
        return Some(Span::new(start, start + line.trim_end().len()));
    };
    let skipped: usize = line.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum();
    let rest = line.get(skipped..).unwrap_or("");
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let length = match rest.chars().next() {
        None => 0,
        Some(first) if is_word(first) => {
            rest.find(|c| !is_word(c)).unwrap_or(rest.len())
        }
        Some(quote @ ('"' | '`' | '\'')) => {
            let inner = rest.get(1..).unwrap_or("");
            inner.find(quote).map_or(rest.len(), |at| at + 2)
        }
        Some(mark) => mark.len_utf8(),
    };
    let at = start + skipped;
    Some(Span::new(at, at + length))
}

fn fault(source: &Source, position: Position, message: String, help: String) -> Fault {
    let fault = Fault::new(&source.file, &source.text, message).help(help);
    match span(&source.text, position) {
        Some(span) => fault.at(span),
        None => fault,
    }
}

/// Explains why a script does not compile.
pub(super) fn parse_error(error: &ParseError, source: &Source) -> Fault {
    let position = error.position();
    if let Some((wide, narrow)) = wide_mark(&source.text, position) {
        let message = format!("这里是全角的“{wide}”");
        let help = format!("脚本里的标点用半角：{narrow}（引号里的文字除外）");
        return fault(source, position, message, help);
    }
    let (message, help) = parse_words(error.err_type());
    fault(source, position, message, help)
}

/// Returns the full-width mark at a place, with the mark that a script needs there.
fn wide_mark(text: &str, position: Position) -> Option<(char, &'static str)> {
    const MARKS: [(char, &str); 21] = [
        ('（', "("), ('）', ")"), ('，', ","), ('；', ";"), ('：', ":"), ('。', "."), ('！', "!"),
        ('？', "?"), ('“', "\""), ('”', "\""), ('‘', "\""), ('’', "\""), ('【', "["), ('】', "]"),
        ('｛', "{"), ('｝', "}"), ('＝', "="), ('＞', ">"), ('＜', "<"), ('、', ","), ('　', "空格"),
    ];
    let at = span(text, position)?.from();
    let here = text.get(at..)?.chars().next()?;
    MARKS.into_iter().find(|(wide, _)| *wide == here)
}

fn parse_words(kind: &ParseErrorType) -> (String, String) {
    use ParseErrorType as P;
    let plain = |words: &str| (words.to_owned(), String::new());
    match kind {
        P::UnexpectedEOF => ("脚本没有写完".to_owned(), "检查花括号、圆括号是否成对".to_owned()),
        P::BadInput(LexError::UnterminatedString) => plain("引号没有成对"),
        P::BadInput(LexError::ImproperSymbol(symbol, _)) => (format!("“{symbol}”不是这门语言的写法"), String::new()),
        P::BadInput(error) => (format!("写法不对：{error}"), String::new()),
        P::UnknownOperator(operator) => (format!("没有“{operator}”这个运算符"), String::new()),
        P::MissingToken(token, _) => (format!("这里缺少“{token}”"), String::new()),
        P::VariableUndefined(name) => (format!("没有“{name}”这个变量"), String::from("变量要先用 let 定义；文字要写在引号里")),
        P::Reserved(word) if matches!(word.as_str(), "eval" | "import" | "export") => {
            (format!("规则里不能用 {word}"), "几条规则共用的函数写在规则包的 shared.rhai 里，直接用".to_owned())
        }
        P::Reserved(word) => (format!("“{word}”是保留字，不能这样用"), String::new()),
        P::ExprTooDeep => (format!("表达式套得太深（最多 {} 层）", limits::FUNCTION_EXPRESSION_DEPTH), "拆成几句，用 let 存中间结果".to_owned()),
        P::TooManyFunctions => (format!("函数太多（最多 {} 个）", limits::FUNCTIONS), String::new()),
        P::FnDuplicatedDefinition(name, _) => (format!("函数“{name}”定义了两次"), String::new()),
        P::WrongFnDefinition => plain("函数要定义在最外层"),
        P::LiteralTooLarge(..) => plain("直接写出的文字或数组太大"),
        P::MismatchedType(wanted, got) => (format!("这里应当是 {wanted}，写的是 {got}"), String::new()),
        P::LoopBreak => plain("break 和 continue 只能用在循环里"),
        other => (format!("写法不对：{other}"), String::new()),
    }
}

/// Explains why a script stopped.
pub(super) fn run_error(error: &EvalAltResult, program: &Program) -> Fault {
    let (inner, function, position) = innermost(error);
    let source = source_of(function, program);
    let (message, help) = run_words(inner);
    fault(source, position, message, help)
}

/// Walks to where it happened; returns the function that it happened in.
fn innermost(error: &EvalAltResult) -> (&EvalAltResult, Option<&str>, Position) {
    let mut function = None;
    let mut inner = error;
    let mut position = error.position();
    while let EvalAltResult::ErrorInFunctionCall(name, _, cause, _) = inner {
        function = Some(name.as_str());
        inner = cause;
        if !inner.position().is_none() {
            position = inner.position();
        }
    }
    (inner, function, position)
}

fn source_of<'a>(function: Option<&str>, program: &'a Program) -> &'a Source {
    let is_shared = function.is_some_and(|function| {
        let functions = program.code.as_ref().map(|code| &code.shared_functions);
        functions.is_ok_and(|functions| functions.iter().any(|(name, _)| name == function))
    });
    match (&program.shared, is_shared) {
        (Some(shared), true) => shared,
        _ => &program.script,
    }
}

fn run_words(error: &EvalAltResult) -> (String, String) {
    use EvalAltResult as E;
    let plain = |words: String| (words, String::new());
    match error {
        E::ErrorTooManyOperations(_) | E::ErrorTerminated(..) => {
            ("运算太多，已停止".to_owned(), "是不是有停不下来的循环？逐字逐句的查找交给 keywords、patterns".to_owned())
        }
        E::ErrorStackOverflow(_) => plain(format!("函数套得太深（最多 {} 层）", limits::CALL_LEVELS)),
        E::ErrorTooManyVariables(_) => plain(format!("变量太多（最多 {} 个）", limits::VARIABLES)),
        E::ErrorDataTooLarge(what, _) => plain(too_large(what)),
        E::ErrorFunctionNotFound(signature, _) => no_function(signature),
        E::ErrorDotExpr(message, _) => no_property(message),
        E::ErrorPropertyNotFound(name, _) => plain(format!("没有“{name}”这个属性")),
        E::ErrorIndexingType(message, _) => no_property(message),
        E::ErrorVariableNotFound(name, _) => plain(format!("没有“{name}”这个变量")),
        E::ErrorArrayBounds(length, index, _) => plain(format!("没有第 {index} 项：一共 {length} 项，从 0 数")),
        E::ErrorStringBounds(length, index, _) => plain(format!("没有第 {index} 个字：一共 {length} 个，从 0 数")),
        E::ErrorFor(_) => plain("for 后面的值不能逐个取".to_owned()),
        E::ErrorMismatchDataType(wanted, got, _) | E::ErrorMismatchOutputType(wanted, got, _) => {
            plain(format!("这里应当是{}，得到的是{}", type_name(wanted), type_name(got)))
        }
        E::ErrorArithmetic(message, _) => plain(format!("计算出错：{message}")),
        E::ErrorRuntime(value, _) => plain(value.to_string()),
        E::ErrorAssignmentToConstant(name, _) => plain(format!("“{name}”不能改")),
        other => plain(format!("脚本出错：{other}")),
    }
}

fn too_large(what: &str) -> String {
    if what.contains("string") {
        format!("文字太长（最多 {} 字节）", limits::STRING_BYTES)
    } else if what.contains("map") {
        format!("对象太大（最多 {} 项）", limits::MAP_ENTRIES)
    } else {
        format!("数组太大（最多 {} 项）", limits::ARRAY_ITEMS)
    }
}

/// `name (type, type)`: there is such a name, but not for these types.
fn no_function(signature: &str) -> (String, String) {
    let (name, types) = signature.split_once(" (").unwrap_or((signature, ""));
    let types: Vec<String> = types
        .trim_end_matches(')')
        .split(", ")
        .filter(|kind| !kind.is_empty())
        .map(type_name)
        .collect();
    if let Some(property) = name.strip_prefix("get$") {
        return property_of(property, types.first().map_or("", String::as_str));
    }
    if !name.chars().all(|c| c.is_alphanumeric() || c == '_') {
        return (format!("不能计算：{}", types.join(&format!(" {name} "))), String::new());
    }
    if types.first().is_some_and(|first| first.starts_with("()")) {
        let message = format!("对 () 用了 {name}：这个值可能没有");
        return (message, "先用 if x == () 判断".to_owned());
    }
    let host = base().entries.iter().find(|entry| entry.name == name);
    let help = host.map_or_else(String::new, |entry| format!("用法：{} {}", entry.name, entry.signature));
    (format!("{name} 不能用于（{}）", types.join("，")), help)
}

/// “Unknown property 'titel' - a getter is not registered for type 'Report'”.
fn no_property(message: &str) -> (String, String) {
    let mut quoted = message.split('\'').skip(1).step_by(2);
    match (quoted.next(), quoted.next()) {
        (Some(property), Some(on)) => property_of(property, &type_name(on)),
        _ => (format!("脚本出错：{message}"), String::new()),
    }
}

fn property_of(property: &str, on: &str) -> (String, String) {
    if on.starts_with("()") {
        let message = format!("对 () 取“{property}”：这个值可能没有");
        return (message, "先用 if x == () 判断，或写 x?.y".to_owned());
    }
    let base = base();
    let entries = base.entries.iter().filter(|entry| entry.on == on);
    let mut names = entries.map(|entry| entry.name);
    let help = match nearest(property, names.clone()) {
        Some(near) if near == property => format!("“{property}”要加括号：.{property}(…)"),
        Some(near) => format!("你是不是想写“{near}”？"),
        None if names.next().is_some() => format!("{on} 的属性见 docs/host-functions.md"),
        None => String::new(),
    };
    (format!("{on}没有“{property}”这个属性"), help)
}

/// Names a type as authors know it.
fn type_name(name: &str) -> String {
    let name = name.trim();
    match name {
        "()" => "()（没有）".to_owned(),
        "i64" | "INT" => "整数".to_owned(),
        "f64" | "FLOAT" => "小数".to_owned(),
        "bool" => "真假".to_owned(),
        "array" => "数组".to_owned(),
        "map" => "对象".to_owned(),
        "Fn" => "函数".to_owned(),
        _ if name.contains("tring") || name.contains("str") || name == "char" => "文字".to_owned(),
        _ => name.rsplit("::").next().unwrap_or(name).to_owned(),
    }
}

/// Says that `check` must not return anything.
pub(super) fn returned(value: &str, program: &Program) -> Fault {
    let message = format!("check 返回了{value}，应当什么也不返回");
    let help = "问题用 finding(位置, 说明) 报；最后一句后面加分号";
    Fault::new(&program.script.file, &program.script.text, message).help(help)
}

