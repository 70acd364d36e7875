//! The year reported: from title, preamble, headings and date, never from a plan's years.

use crate::document::Document;
use crate::document::Role;
use crate::document::when;
use crate::text::Span;
use crate::text::slice;

/// Settles the year reported: title, then preamble, then headings, then the date.
pub(super) fn settle(document: &mut Document) {
    let mut found = None;
    for title in &document.head.titles {
        found = found.or_else(|| year_in(document, *title));
    }
    let preamble_end = document
        .sections
        .first()
        .map_or(u32::MAX, |section| section.span.start);
    let preamble = document
        .paragraphs
        .iter()
        .filter(|p| p.role == Role::Text && p.span.start < preamble_end)
        .take(4);
    for (i, paragraph) in preamble.enumerate() {
        let opening = |span| (i == 0).then(|| year_opening(document, span)).flatten();
        found = found
            .or_else(|| opening(paragraph.span))
            .or_else(|| year_told(document, paragraph.span));
    }
    for section in document.sections.iter().filter(|s| s.level == 1) {
        let next = ["下一", "打算", "安排", "计划", "思路"];
        let heading = document.folded(section.heading);
        if !next.iter().any(|w| heading.contains(w)) {
            found = found.or_else(|| year_in(document, section.heading));
        }
    }
    let dated = document.head.date.or(document.head.issued);
    let from_title = document.source.file_title().and_then(|title| {
        let folded = crate::text::Folded::new(title);
        year_at(folded.text(), |rest| rest.starts_with('年')).map(|(year, ..)| year)
    });
    match (found, dated, from_title) {
        (Some((year, span)), ..) => {
            document.year = Some(year);
            document.year_at = Some(span);
        }
        (None, _, Some(year)) => document.year = Some(year),
        // Reports are written at the very end of the year or early in the next one.
        (None, Some(date), None) => {
            document.year = Some(if date.month >= 11 {
                date.year
            } else {
                date.year - 1
            });
            document.year_at = Some(date.span);
        }
        (None, None, None) => {}
    }
}

fn year_in(document: &Document, span: Span) -> Option<(i32, Span)> {
    let folded = document.folded.to_folded(span);
    let text = slice(document.folded.text(), folded);
    let (year, from, to) = year_at(text, |rest| rest.starts_with('年'))?;
    let at = Span::new(folded.from() + from, folded.from() + to);
    Some((year, document.folded.to_reading(at)))
}

/// The first paragraph starts with the year: `2022年是…`, `2022年在…`, but no date.
fn year_opening(document: &Document, span: Span) -> Option<(i32, Span)> {
    let folded = document.folded.to_folded(span);
    let text = slice(document.folded.text(), folded);
    let (year, from, to) = year_at(text, |rest| {
        let behind = rest.strip_prefix('年').and_then(|rest| rest.chars().next());
        behind.is_some_and(|c| !c.is_ascii_digit() && !"底初前末后".contains(c))
    })?;
    let at = Span::new(folded.from() + from, folded.from() + to);
    (from == 0).then(|| (year, document.folded.to_reading(at)))
}

/// A preamble names the year as `2022年度`, `2022年以来`, `2022年,`: not in a title or a plan.
fn year_told(document: &Document, span: Span) -> Option<(i32, Span)> {
    let folded = document.folded.to_folded(span);
    let text = slice(document.folded.text(), folded);
    let behind = [
        "年度",
        "年以来",
        "年,",
        "年来",
        "年全",
        "年我",
        "年法治",
        "年推进",
        "年依法",
    ];
    let (year, from, to) = year_at(text, |rest| behind.iter().any(|b| rest.starts_with(b)))?;
    let at = Span::new(folded.from() + from, folded.from() + to);
    Some((year, document.folded.to_reading(at)))
}

/// Finds a year outside of titles whose following text `fits`: year, start, end with 年.
fn year_at(text: &str, fits: impl Fn(&str) -> bool) -> Option<(i32, usize, usize)> {
    let mut depth = 0_u32;
    let mut previous = ' ';
    for (at, c) in text.char_indices() {
        let before = std::mem::replace(&mut previous, c);
        match c {
            '《' => depth += 1,
            '》' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let rest = text.get(at..)?;
        let (year, len) = if c.is_ascii_digit() && !before.is_ascii_digit() {
            match rest.bytes().take(5).take_while(u8::is_ascii_digit).count() {
                4 => (rest.get(..4)?.parse().ok()?, 4),
                _ => continue,
            }
        } else if c == '二' && when::digit(before).is_none() {
            match when::hanzi_year(rest) {
                Some(found) => found,
                None => continue,
            }
        } else {
            continue;
        };
        // A range of years (2021—2025年) belongs to a plan.
        let range = matches!(before, '—' | '-' | '~');
        let behind = rest.get(len..)?;
        if depth == 0 && !range && (1990..=2099).contains(&year) && fits(behind) {
            return Some((i32::try_from(year).ok()?, at, at + len + '年'.len_utf8()));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_of_plans_are_not_the_year() {
        let year = |text: &str| year_at(text, |rest| rest.starts_with('年')).map(|(y, ..)| y);
        assert_eq!(year("落实纲要(2021—2025年),2022年以来"), Some(2022));
        assert_eq!(year("《2021年计划》二〇二二年度"), Some(2022));
        assert_eq!(year("2021-2025年"), None);
    }
}
