//! Dates as reports write them.

use crate::text::Span;
use crate::text::slice;

/// A day as written in the report.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Date {
    /// The year.
    pub year: i32,
    /// The month as written, possible or not; 0 where it is not written.
    pub month: u32,
    /// The day of the month as written; 0 where it is not written.
    pub day: u32,
    /// Where it stands.
    pub span: Span,
    /// Written with Chinese numerals.
    pub hanzi: bool,
}

impl Date {
    /// Tells whether the calendar has this day.
    #[must_use]
    pub fn is_possible(&self) -> bool {
        let leap = self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0);
        let days = match self.month {
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            _ => return false,
        };
        (1..=days).contains(&self.day)
    }

    /// Writes the day as `yyyy-mm-dd`.
    #[must_use]
    pub fn iso(&self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// Finds the first full date in `folded` from byte `from` on. Its span is of `folded`.
///
/// Read are `2023年1月10日`, `二〇二三年一月十日`, `2023-01-10`, `2023/1/10`, `2023.1.10`.
pub(crate) fn find(folded: &str, from: usize) -> Option<Date> {
    let mut at = from;
    while let Some(rest) = folded.get(at..) {
        let c = rest.chars().next()?;
        let before_is_digit = slice(folded, Span::new(0, at))
            .chars()
            .next_back()
            .is_some_and(|c| c.is_ascii_digit());
        if !before_is_digit
            && (c.is_ascii_digit() || digit(c).is_some())
            && let Some(date) = at_start(rest)
        {
            return Some(Date {
                span: date.span.shift(at),
                ..date
            });
        }
        at += c.len_utf8();
    }
    None
}

/// Reads a full date at the start of `text`.
pub(crate) fn at_start(text: &str) -> Option<Date> {
    let hanzi = !text.starts_with(|c: char| c.is_ascii_digit());
    let (year, mut at) = if hanzi {
        hanzi_year(text)?
    } else {
        arabic(text, 4)?
    };
    if !(1949..=2099).contains(&year) || (!hanzi && at != 4) {
        return None;
    }
    let mark = text.get(at..)?.chars().next()?;
    if !"年-/.".contains(mark) {
        return None;
    }
    at += mark.len_utf8();
    let (month, len) = small(text.get(at..)?)?;
    at += len;
    let between = text.get(at..)?.chars().next()?;
    if between != '月' && (mark == '年' || between != mark) {
        return None;
    }
    at += between.len_utf8();
    let (day, len) = small(text.get(at..)?)?;
    at += len;
    let rest = text.get(at..)?;
    if let Some(last) = rest.chars().next().filter(|c| "日号".contains(*c)) {
        at += last.len_utf8();
    } else if mark == '年' || rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    Some(Date {
        year: i32::try_from(year).ok()?,
        month,
        day,
        span: Span::new(0, at),
        hanzi,
    })
}

/// The value of a Chinese digit as years are written with.
pub(crate) fn digit(c: char) -> Option<u32> {
    "〇一二三四五六七八九"
        .chars()
        .position(|d| d == c)
        .or_else(|| (c == '零').then_some(0))
        .map(|n| n as u32)
}

/// Reads `二〇二三`: four digits.
pub(crate) fn hanzi_year(text: &str) -> Option<(u32, usize)> {
    let mut year = 0;
    let mut len = 0;
    for c in text.chars().take(4) {
        year = year * 10 + digit(c)?;
        len += c.len_utf8();
    }
    Some((year, len)).filter(|_| text.chars().take(4).count() == 4)
}

fn arabic(text: &str, longest: usize) -> Option<(u32, usize)> {
    let len = text
        .bytes()
        .take(longest + 1)
        .take_while(u8::is_ascii_digit)
        .count();
    if len == 0 || len > longest {
        return None;
    }
    Some((text.get(..len)?.parse().ok()?, len))
}

/// A month or a day, in either script.
fn small(text: &str) -> Option<(u32, usize)> {
    let first = text.starts_with("元月").then_some((1, '元'.len_utf8()));
    first
        .or_else(|| arabic(text, 2))
        .or_else(|| super::ordinal::hanzi(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_date_is_read() {
        for text in [
            "2023年1月10日",
            "二〇二三年一月十日",
            "2023-01-10",
            "2023/1/10",
            "2023.1.10",
            "2023年01月10日",
        ] {
            let date = find(&format!("于{text}印发"), 0).unwrap();
            assert_eq!((date.year, date.month, date.day), (2023, 1, 10), "{text}");
            assert_eq!(date.span, Span::new(3, 3 + text.len()), "{text}");
        }
    }

    #[test]
    fn the_calendar_is_known() {
        let possible = |text: &str| find(text, 0).unwrap().is_possible();
        assert!(possible("2024年2月29日"));
        assert!(!possible("2023年2月29日"));
        assert!(!possible("2023年11月31日"));
        assert!(!possible("2023年13月1日"));
    }

    #[test]
    fn ranges_and_numbers_are_no_dates() {
        for text in [
            "2021—2025年",
            "2023年度",
            "〔2023〕2号",
            "12.4",
            "2023年1月",
            "20231.1.10",
        ] {
            assert_eq!(find(text, 0), None, "{text}");
        }
    }
}
