//! What Rhai says of a script, in Chinese and at its place.

use crate::finding::Fault;
use crate::text::Span;
use rhai::EvalAltResult;
use rhai::ParseError;
use rhai::Position;

/// Gives the byte span of the character at a position of a script.
pub(super) fn span(text: &str, at: Position) -> Option<Span> {
    let (line, column) = (at.line()?, at.position().unwrap_or(1).max(1));
    let start: usize = text
        .split_inclusive('\n')
        .take(line - 1)
        .map(str::len)
        .sum();
    let rest = text.get(start..)?;
    let line = rest.split('\n').next().unwrap_or("");
    let (offset, len) = line
        .char_indices()
        .nth(column - 1)
        .map_or((line.len(), 0), |(offset, c)| (offset, c.len_utf8()));
    Some(Span::new(start + offset, start + offset + len))
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
        _ => String::new(),
    };
    let fault = Fault::new(file, text, compile_message(&message)).help(help);
    placed(fault, text, at)
}

fn is_full_width(c: char) -> bool {
    "，。；：（）“”‘’！？、【】".contains(c)
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

fn run_message(error: &EvalAltResult) -> (String, &'static str) {
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
        EvalAltResult::ErrorFunctionNotFound(signature, _) => {
            (function_message(signature), "见 docs/host-functions.md")
        }
        EvalAltResult::ErrorPropertyNotFound(name, _) => {
            (format!("没有属性 {name}"), "见 docs/host-functions.md")
        }
        EvalAltResult::ErrorDotExpr(english, _) => {
            (property_message(english), "见 docs/host-functions.md")
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
fn function_message(signature: &str) -> String {
    let (name, types) = signature.split_once('(').unwrap_or((signature, ""));
    let name = name.trim();
    if let Some(property) = name.strip_prefix("get$") {
        return format!("没有属性 {property}");
    }
    format!(
        "函数 {name} 不能这样用（参数：{}）",
        types.trim_end_matches(')')
    )
}

/// `Unknown property 'x' - a getter is not registered for type 'Place'`.
fn property_message(english: &str) -> String {
    let mut quoted = english.split('\'').skip(1).step_by(2);
    match (quoted.next(), quoted.next()) {
        (Some(property), Some(kind)) => format!("{kind} 没有属性 {property}"),
        (Some(property), None) => format!("没有属性 {property}"),
        _ => format!("写法有误：{english}"),
    }
}

fn without_place(english: &str) -> &str {
    english.split(" (line ").next().unwrap_or(english)
}
