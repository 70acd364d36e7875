//! The mistakes a TOML reader reports, in Chinese, at their place, with a likely remedy.

use crate::finding::Fault;
use crate::finding::toml_syntax;
use crate::text::Span;

/// Makes a fault of what a TOML reader said about `text`.
///
/// `message` is the reader's English message; `span` the bytes it points at.
#[must_use]
pub fn toml_fault(file: &str, text: &str, message: &str, span: Option<Span>) -> Fault {
    let (message, help) = in_chinese(message);
    let wide = span.and_then(|span| toml_syntax::wide_mark(text, span));
    let help = match wide {
        Some(wide) if help.is_empty() => wide,
        _ => help,
    };
    let fault = Fault::new(file, text, message).help(help);
    match span {
        Some(span) => fault.at(span),
        None => fault,
    }
}

fn in_chinese(message: &str) -> (String, String) {
    let ticked: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let first = ticked.first().copied().unwrap_or("");
    let rest = ticked.get(1..).unwrap_or(&[]);
    if message.starts_with("unknown field") {
        let help = match nearest(first, rest) {
            Some(known) => format!("你是不是想写“{known}”？"),
            None => format!("这里可以写的键有：{}", rest.join("、")),
        };
        return (format!("没有“{first}”这个键"), help);
    }
    if message.starts_with("unknown variant") {
        let help = match nearest(first, rest) {
            Some(known) => format!("你是不是想写“{known}”？"),
            None => format!("可以写的值有：{}", rest.join("、")),
        };
        return (format!("没有“{first}”这个值"), help);
    }
    if message.starts_with("missing field") {
        return (format!("缺少“{first}”"), format!("补写 {first} = …"));
    }
    if message.starts_with("duplicate") {
        return ("同一个键写了两次".to_owned(), "删掉其中一个".to_owned());
    }
    let syntax = toml_syntax::chinese(message);
    if syntax != message {
        return (format!("TOML 语法有误：{syntax}"), String::new());
    }
    if let Some(rest) = message.strip_prefix("invalid type: ") {
        let (found, expected) = rest.split_once(", expected ").unwrap_or((rest, ""));
        let help = if expected.is_empty() {
            String::new()
        } else {
            format!("应当是{}", kind(expected))
        };
        return (format!("值的类型不对：这里是{}", kind(found)), help);
    }
    if message.is_ascii() {
        return (
            "TOML 语法有误".to_owned(),
            format!("解析器的说明：{message}"),
        );
    }
    (message.to_owned(), String::new())
}

fn kind(english: &str) -> String {
    let words = [
        ("string", "文字（加引号）"),
        ("integer", "整数"),
        ("i64", "整数"),
        ("i32", "整数"),
        ("floating point", "小数"),
        ("boolean", "true 或 false"),
        ("a boolean", "true 或 false"),
        ("sequence", "列表（加方括号）"),
        ("map", "表"),
        ("struct", "表"),
    ];
    words
        .iter()
        .find(|(word, _)| english.contains(word))
        .map_or_else(|| english.to_owned(), |(_, chinese)| (*chinese).to_owned())
}

/// Gives the one of `known` that `word` is most likely a slip of.
#[must_use]
pub fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let longest = word.chars().count().max(3) / 3 + 1;
    known
        .iter()
        .map(|candidate| (distance(word, candidate), *candidate))
        .filter(|(distance, _)| *distance <= longest)
        .min()
        .map(|(_, candidate)| candidate)
}

/// The number of characters to insert, delete, replace or swap.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, c) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, d) in row.iter_mut().skip(1).zip(&b) {
            let up = *cell;
            let cost = diagonal + usize::from(c != *d);
            left = cost.min(up + 1).min(left + 1);
            diagonal = up;
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_keys_are_named() {
        let fault = toml_fault(
            "a.toml",
            "titel = 1",
            "unknown field `titel`, expected one of `title`, `severity`",
            None,
        );
        assert_eq!(fault.message, "没有“titel”这个键");
        assert_eq!(fault.help, "你是不是想写“title”？");
        assert_eq!(nearest("xyz", &["title"]), None);
    }
}
