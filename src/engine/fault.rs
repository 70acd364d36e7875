//! What Rhai says of a script, in Chinese and at its place.

use crate::engine::host::HOST;
use crate::finding::Fault;
use crate::finding::nearest;
use crate::text::Span;
use rhai::EvalAltResult;
use rhai::ParseError;
use rhai::Position;

/// Gives the byte span of the word or the mark at a position of a script.
pub(super) fn span(text: &str, at: Position) -> Option<Span> {
    let (line, column) = (at.line()?, at.position().unwrap_or(1).max(1));
    let start: usize = text
        .split_inclusive('\n')
        .take(line - 1)
        .map(str::len)
        .sum();
    let rest = text.get(start..)?;
    let line = rest.split('\n').next().unwrap_or("");
    let skipped = line.chars().take(column - 1).map(char::len_utf8).sum();
    let rest = line.get(skipped..)?;
    let at = start + skipped;
    Some(Span::new(at, at + token(rest)))
}

/// The length of the word, the text in quotes, or the mark that `rest` starts with.
fn token(rest: &str) -> usize {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    match rest.chars().next() {
        None => 0,
        Some(first) if is_word(first) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
        Some(quote @ ('"' | '`')) => {
            let inner = rest.get(1..).unwrap_or("");
            inner.find(quote).map_or(rest.len(), |end| end + 2)
        }
        Some(_)
            if ["==", "!=", "<=", ">=", "&&", "||"]
                .iter()
                .any(|two| rest.starts_with(two)) =>
        {
            2
        }
        Some(mark) => mark.len_utf8(),
    }
}

/// Names the function that an error happened in, where it is not `check` itself.
pub(super) fn innermost_function(error: &EvalAltResult) -> Option<&str> {
    let mut function = None;
    let mut inner = error;
    while let EvalAltResult::ErrorInFunctionCall(name, _, cause, _) = inner {
        function = Some(name.as_str());
        inner = cause;
    }
    function
}

fn placed(fault: Fault, text: &str, at: Position) -> Fault {
    match span(text, at) {
        Some(span) => fault.at(span),
        None => fault,
    }
}

/// Makes a fault of an error while compiling.
pub(super) fn of_compile(error: &ParseError, file: &str, text: &str) -> Fault {
    let at = error.position();
    let message = error.err_type().to_string();
    let next = span(text, at)
        .and_then(|span| text.get(span.from()..))
        .and_then(|rest| rest.chars().next());
    let help = match next {
        Some(c) if is_full_width(c) || message.contains(is_full_width) => {
            "脚本里的标点要用半角，引号用 \" \"".to_owned()
        }
        _ if ["import", "export"]
            .iter()
            .any(|word| message.contains(word)) =>
        {
            "几条规则共用的函数写在规则包的 shared.rhai 里，直接用".to_owned()
        }
        _ => String::new(),
    };
    let fault = Fault::new(file, text, compile_message(&message)).help(help);
    placed(fault, text, at)
}

fn is_full_width(c: char) -> bool {
    "，。；：（）“”‘’！？、【】｛｝＝＜＞＋　".contains(c)
}

fn compile_message(english: &str) -> String {
    let quoted = english.split('\'').nth(1).unwrap_or("");
    if english.starts_with("Undefined variable") || english.starts_with("Variable") {
        let name = english.rsplit(' ').next().unwrap_or(quoted);
        return format!("没有变量 {name}");
    }
    if english.starts_with("Unexpected") || english.starts_with("Unknown") {
        return format!(
            "这里不应有 {}",
            if quoted.is_empty() { english } else { quoted }
        );
    }
    if english.contains("maximum complexity") {
        return "表达式套得太深，请拆成几步".to_owned();
    }
    if english.contains("reserved") || english.contains("disabled") {
        return format!("规则里不能用 {quoted}");
    }
    format!("脚本写法有误：{english}")
}

/// Makes a fault of an error while running: the innermost place, in the file it stands in.
pub(super) fn of_run(error: &EvalAltResult, file: &str, text: &str) -> Fault {
    let mut inner = error;
    let mut at = error.position();
    while let EvalAltResult::ErrorInFunctionCall(_, _, cause, _) = inner {
        inner = cause;
        if !inner.position().is_none() {
            at = inner.position();
        }
    }
    let (message, help) = run_message(inner);
    let fault = placed(Fault::new(file, text, message).help(help), text, at);
    at_check(fault)
}

/// Places a fault at the rule's `fn check` where it has no place of its own: a limit that is
/// reached between two statements has none.
pub(super) fn at_check(fault: Fault) -> Fault {
    match (fault.span, fault.text.find("fn check")) {
        (None, Some(start)) => fault.at(Span::new(start, start + "fn check".len())),
        _ => fault,
    }
}

fn run_message(error: &EvalAltResult) -> (String, String) {
    match error {
        EvalAltResult::ErrorFunctionNotFound(signature, _) => function_message(signature),
        EvalAltResult::ErrorDotExpr(english, _) | EvalAltResult::ErrorIndexingType(english, _) => {
            property_message(english)
        }
        other => {
            let (message, help) = plain_message(other);
            (message, help.to_owned())
        }
    }
}

fn plain_message(error: &EvalAltResult) -> (String, &'static str) {
    match error {
        EvalAltResult::ErrorTooManyOperations(_) | EvalAltResult::ErrorTerminated(..) => (
            "运算太多，已停止".to_owned(),
            "是否有不会结束的循环？先用关键词缩小范围",
        ),
        EvalAltResult::ErrorStackOverflow(_) => (
            "函数调用套得太深，已停止".to_owned(),
            "是否有不会结束的递归？",
        ),
        EvalAltResult::ErrorDataTooLarge(what, _) => (
            format!("数据太大，已停止（{}）", data(what)),
            "不要在脚本里拼接大段文字或大数组",
        ),
        EvalAltResult::ErrorTooManyVariables(_) => ("变量太多，已停止".to_owned(), ""),
        EvalAltResult::ErrorPropertyNotFound(name, _) => {
            (format!("没有属性 {name}"), "见 docs/host-functions.md")
        }
        EvalAltResult::ErrorVariableNotFound(name, _) => (format!("没有变量 {name}"), ""),
        EvalAltResult::ErrorMismatchDataType(expected, found, _) => {
            (format!("类型不对：应为 {expected}，实为 {found}"), "")
        }
        EvalAltResult::ErrorRuntime(value, _) => (value.to_string(), ""),
        EvalAltResult::ErrorDataRace(..) => (
            "闭包里用到了这一串调用开头的变量".to_owned(),
            "先用 let 把结果取出来，再另起一句调用 filter、any 等",
        ),
        EvalAltResult::ErrorArithmetic(english, _) => (format!("计算有误：{english}"), ""),
        EvalAltResult::ErrorArrayBounds(n, index, _) => {
            (format!("数组只有{n}项，没有第[{index}]项"), "")
        }
        other => (
            format!("脚本出错：{}", without_place(&other.to_string())),
            "",
        ),
    }
}

fn data(english: &str) -> &str {
    if english.contains("string") {
        "文字"
    } else if english.contains("array") {
        "数组"
    } else {
        english
    }
}

/// `nope (Place, i64)` names a function with the types it was called with.
fn function_message(signature: &str) -> (String, String) {
    let (name, types) = signature.split_once('(').unwrap_or((signature, ""));
    let name = name.trim();
    let types: Vec<String> = types
        .trim_end_matches(')')
        .split(", ")
        .filter(|kind| !kind.is_empty())
        .map(kind)
        .collect();
    let first = types.first().map_or("", String::as_str);
    if let Some(property) = name.strip_prefix("get$") {
        return no_property(first, property);
    }
    if first == NOTHING {
        return nothing(name);
    }
    let usage = HOST
        .iter()
        .find(|function| function.signature.split('(').next() == Some(name));
    let help = usage.map_or_else(
        || "见 docs/host-functions.md".to_owned(),
        |function| format!("用法：{}", function.signature),
    );
    let message = format!("函数 {name} 不能这样用（参数：{}）", types.join("，"));
    (message, help)
}

/// `Unknown property 'x' - a getter is not registered for type 'Place'`.
fn property_message(english: &str) -> (String, String) {
    let mut quoted = english.split('\'').skip(1).step_by(2);
    match (quoted.next(), quoted.next()) {
        (Some(property), Some(on)) => no_property(&kind(on), property),
        _ => (format!("写法有误：{english}"), String::new()),
    }
}

fn no_property(on: &str, property: &str) -> (String, String) {
    if on == NOTHING {
        return nothing(property);
    }
    let functions = HOST.iter().filter(|function| function.on == on);
    let names = functions.filter_map(|function| function.signature.split('(').next());
    let names: Vec<&str> = names.collect();
    let help = match nearest(property, &names) {
        Some(near) if near == property => format!("{near} 是函数，后面要有括号"),
        Some(near) => format!("你是不是想用 {near}？"),
        None => "见 docs/host-functions.md".to_owned(),
    };
    (format!("{on} 没有属性 {property}"), help)
}

const NOTHING: &str = "“没有”（()）";

fn nothing(name: &str) -> (String, String) {
    let message = format!("对{NOTHING}取 {name}");
    (message, "可能没有的东西，先用 x == () 判断".to_owned())
}

/// Names a type of Rhai or of ours.
pub(super) fn kind(name: &str) -> String {
    match name.trim() {
        "()" => NOTHING.to_owned(),
        "i64" => "整数".to_owned(),
        "f64" => "小数".to_owned(),
        "bool" => "真假".to_owned(),
        "array" => "数组".to_owned(),
        "map" => "对象".to_owned(),
        "Fn" => "函数".to_owned(),
        text if text.contains("tring") || text.contains("&str") => "文字".to_owned(),
        other => other.rsplit("::").next().unwrap_or(other).to_owned(),
    }
}

fn without_place(english: &str) -> &str {
    english.split(" (line ").next().unwrap_or(english)
}
