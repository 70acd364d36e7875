//! Ordinals of headings and lists: 一、（一）1.（1）一是 and their variants.

use crate::text::Span;

/// The shape of an ordinal. The order is the order of levels that GB/T 9704 gives.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Mark {
    /// `一、`
    Chinese,
    /// `（一）`
    ChineseParen,
    /// `1.` `1、` `1．`
    Arabic,
    /// `（1）` `1）` `①`
    ArabicParen,
    /// `一是` `第一，` `首先`
    Clause,
    /// No ordinal: `#` of markdown or a heading style only.
    None,
}

impl Mark {
    /// Returns the name used in rules.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Chinese => "chinese",
            Self::ChineseParen => "chinese-paren",
            Self::Arabic => "arabic",
            Self::ArabicParen => "arabic-paren",
            Self::Clause => "clause",
            Self::None => "none",
        }
    }
}

/// An ordinal as written and as understood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ordinal {
    /// Its shape.
    pub mark: Mark,
    /// Its number, from 1.
    pub number: u32,
    /// Where it stands, marks included.
    pub span: Span,
}

/// An ordinal at the start of a folded text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Found {
    pub(super) mark: Mark,
    pub(super) number: u32,
    /// Bytes of the folded text it takes, marks included.
    pub(super) len: usize,
}

/// Reads the ordinal that `folded` starts with.
pub(super) fn read(folded: &str) -> Option<Found> {
    bracketed(folded)
        .or_else(|| clause(folded))
        .or_else(|| chinese(folded))
        .or_else(|| arabic(folded))
        .or_else(|| circled(folded))
}

fn found(mark: Mark, number: u32, len: usize) -> Option<Found> {
    (number > 0).then_some(Found { mark, number, len })
}

/// `(一)` and `(1)`, with the brackets that are met instead.
fn bracketed(text: &str) -> Option<Found> {
    let open = text.chars().next()?;
    let close = match open {
        '(' => ')',
        '〔' => '〕',
        '[' => ']',
        '【' => '】',
        _ => return None,
    };
    let rest = text.get(open.len_utf8()..)?;
    let (mark, number, len) = match hanzi(rest) {
        Some((number, len)) => (Mark::ChineseParen, number, len),
        None => {
            let (number, len) = digits(rest)?;
            (Mark::ArabicParen, number, len)
        }
    };
    let mut rest = rest.get(len..)?.strip_prefix(close)?;
    let mut len = open.len_utf8() + len + close.len_utf8();
    // `（一）、` is a slip that is met; the mark belongs to the ordinal.
    if let Some(after) = rest.strip_prefix('、') {
        len += '、'.len_utf8();
        rest = after;
    }
    let _ = rest;
    found(mark, number, len)
}

/// `一是`, `第一,`, `首先,`, `其一,`.
fn clause(text: &str) -> Option<Found> {
    if let Some((number, len)) = hanzi(text) {
        let rest = text.get(len..)?;
        if number <= 20 && rest.starts_with('是') && !rest.starts_with("是一") {
            return found(Mark::Clause, number, len + '是'.len_utf8());
        }
    }
    let rest = text
        .strip_prefix('第')
        .or_else(|| text.strip_prefix('其'))?;
    let lead = text.len() - rest.len();
    let (number, len) = hanzi(rest)?;
    let after = rest.get(len..)?;
    let mark = after.chars().next().filter(|c| ",、:".contains(*c))?;
    found(Mark::Clause, number, lead + len + mark.len_utf8())
}

/// `一、`, `一.`, `一,` and `第一部分`.
fn chinese(text: &str) -> Option<Found> {
    if let Some(rest) = text.strip_prefix('第')
        && let Some((number, len)) = hanzi(rest)
        && let Some(after) = rest.get(len..)
    {
        let word = ["部分", "章"].into_iter().find(|w| after.starts_with(w))?;
        let marks = after.get(word.len()..)?;
        let mark = marks
            .chars()
            .next()
            .filter(|c| "、:,.".contains(*c))
            .map_or(0, char::len_utf8);
        let len = '第'.len_utf8() + len + word.len() + mark;
        return found(Mark::Chinese, number, len);
    }
    let (number, len) = hanzi(text)?;
    let mark = text.get(len..)?.chars().next()?;
    let is_mark = mark == '、' || ("., :".contains(mark) && number <= 20);
    if !is_mark {
        return None;
    }
    found(Mark::Chinese, number, len + mark.len_utf8())
}

/// `1.`, `1、`, `1)`: not `12.4` and not `2022年`.
fn arabic(text: &str) -> Option<Found> {
    let (number, len) = digits(text)?;
    if len > 2 {
        return None;
    }
    let mut rest = text.get(len..)?.chars();
    let mark = rest.next()?;
    let next = rest.next();
    match mark {
        '.' | '、' if next.is_none_or(|c| !c.is_ascii_digit()) || starts_with_year(text, len) => {
            found(Mark::Arabic, number, len + mark.len_utf8())
        }
        ')' => found(Mark::ArabicParen, number, len + 1),
        _ => None,
    }
}

/// `1.2022年工作情况`: the digits behind the mark are a year, not decimals.
fn starts_with_year(text: &str, len: usize) -> bool {
    let behind = text
        .get(len..)
        .unwrap_or("")
        .trim_start_matches(['.', '、']);
    digits(behind).is_some_and(|(year, n)| {
        n == 4
            && (1990..=2099).contains(&year)
            && behind.get(n..).is_some_and(|rest| rest.starts_with('年'))
    })
}

fn circled(text: &str) -> Option<Found> {
    let c = text.chars().next()?;
    let (base, first) = match c {
        '①'..='⑳' => ('①', 1),
        '⑴'..='⒇' => ('⑴', 1),
        '⒈'..='⒛' => {
            return found(Mark::Arabic, c as u32 - '⒈' as u32 + 1, c.len_utf8());
        }
        '㈠'..='㈩' => {
            return found(Mark::ChineseParen, c as u32 - '㈠' as u32 + 1, c.len_utf8());
        }
        _ => return None,
    };
    found(
        Mark::ArabicParen,
        c as u32 - base as u32 + first,
        c.len_utf8(),
    )
}

fn digits(text: &str) -> Option<(u32, usize)> {
    let len = text.bytes().take(6).take_while(u8::is_ascii_digit).count();
    let number = text.get(..len)?.parse().ok()?;
    Some((number, len))
}

/// Reads a Chinese number up to 九十九, and gives its length in bytes.
pub(super) fn hanzi(text: &str) -> Option<(u32, usize)> {
    let mut number = 0;
    let mut digit = 0;
    let mut len = 0;
    // Four characters are enough for 九十九; a longer run is no ordinal.
    for c in text.chars().take(4) {
        match c {
            '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' => {
                if digit > 0 {
                    return None;
                }
                digit = "一二三四五六七八九".chars().position(|d| d == c)? as u32 + 1;
            }
            '十' => {
                number += digit.max(1) * 10;
                digit = 0;
            }
            _ => break,
        }
        len += c.len_utf8();
    }
    (len > 0).then_some((number + digit, len))
}

/// Writes a number below one hundred as an ordinal is written: 三, 十二, 二十.
#[must_use]
pub fn to_hanzi(number: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: u32| DIGITS.get(n as usize).copied().unwrap_or("");
    match number {
        0 => "零".to_owned(),
        1..=9 => digit(number).to_owned(),
        10..=99 => format!(
            "{}十{}",
            if number < 20 { "" } else { digit(number / 10) },
            digit(number % 10)
        ),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_of_an_ordinal_is_read() {
        let check = |text: &str, mark, number, len: usize| {
            let expected = Some(Found { mark, number, len });
            assert_eq!(read(text), expected, "{text}");
        };
        check("一、主要", Mark::Chinese, 1, 6);
        check("十二、主要", Mark::Chinese, 12, 9);
        check("第二部分主要", Mark::Chinese, 2, 12);
        check("(三)依法", Mark::ChineseParen, 3, 5);
        check("(一)、依法", Mark::ChineseParen, 1, 8);
        check("1.推进", Mark::Arabic, 1, 2);
        check("10、推进", Mark::Arabic, 10, 5);
        check("1.2022年工作情况", Mark::Arabic, 1, 2);
        check("(2)推进", Mark::ArabicParen, 2, 3);
        check("③推进", Mark::ArabicParen, 3, 3);
        check("一是推进", Mark::Clause, 1, 6);
        check("第一,推进", Mark::Clause, 1, 7);
    }

    #[test]
    fn numbers_that_are_no_ordinals_are_left_alone() {
        for text in [
            "2022年,推进",
            "12.4宣传日",
            "一般程序",
            "三项制度",
            "一是一二是二",
            "第一责任人",
            "100%",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_are_written_as_ordinals() {
        for (number, words) in [
            (3, "三"),
            (10, "十"),
            (12, "十二"),
            (20, "二十"),
            (35, "三十五"),
        ] {
            assert_eq!(to_hanzi(number), words);
        }
    }
}
