//! Days and years in running text. They are facts of their own, and their digits no figures.

use crate::document::find_date;
use crate::facts::FactKind;
use crate::text::Span;
use crate::text::slice;
use rust_decimal::Decimal;

/// A day or a year; the span is of the line.
#[derive(Clone, Copy)]
pub(super) struct Dated {
    pub(super) kind: FactKind,
    pub(super) value: Decimal,
    pub(super) span: Span,
}

/// The stretches of a line that are dates, those without a year (`7月11日`) included.
pub(super) fn spans(line: &str, dates: &[Dated]) -> Vec<Span> {
    let mut spans: Vec<Span> = dates.iter().map(|dated| dated.span).collect();
    let mut at = 0;
    while let Some(found) = line.get(at..).and_then(|rest| rest.find('月')) {
        let mark = at + found;
        let digits = line
            .as_bytes()
            .iter()
            .take(mark)
            .rev()
            .take(5)
            .take_while(|b| b.is_ascii_digit())
            .count();
        let behind = line.get(mark + '月'.len_utf8()..).unwrap_or("");
        let day = behind.bytes().take_while(u8::is_ascii_digit).count();
        let mut end = mark + '月'.len_utf8();
        let rest = behind.get(day..).unwrap_or("");
        if (1..=2).contains(&day) && rest.starts_with(['日', '号']) {
            end += day + '日'.len_utf8();
        }
        if digits > 0 {
            spans.push(Span::new(mark - digits, end));
        }
        at = mark + '月'.len_utf8();
    }
    spans.sort_unstable();
    spans
}

/// Finds the days and years of a line outside of `shut`, in order.
pub(super) fn all(line: &str, shut: &[Span]) -> Vec<Dated> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(date) = find_date(line, at) {
        at = date.span.to();
        if overlaps_any(shut, date.span) {
            continue;
        }
        let value =
            i64::from(date.year) * 10_000 + i64::from(date.month) * 100 + i64::from(date.day);
        found.push(Dated {
            kind: FactKind::Date,
            value: Decimal::from(value),
            span: date.span,
        });
    }
    let days: Vec<Span> = found.iter().map(|dated| dated.span).collect();
    years(line, shut, &days, &mut found);
    found.sort_by_key(|dated| dated.span);
    found
}

/// `2022年`, `2022年度`: four digits before 年 that belong to no date and no range.
fn years(line: &str, shut: &[Span], days: &[Span], found: &mut Vec<Dated>) {
    for (mark, _) in line.match_indices('年') {
        let before = slice(line, Span::new(0, mark));
        let digits = before
            .as_bytes()
            .iter()
            .rev()
            .take(5)
            .take_while(|b| b.is_ascii_digit())
            .count();
        let start = mark - digits;
        let lead = slice(line, Span::new(0, start));
        let mut end = mark + '年'.len_utf8();
        if line.get(end..).is_some_and(|rest| rest.starts_with('度')) {
            end += '度'.len_utf8();
        }
        let span = Span::new(start, end);
        let taken = overlaps_any(days, span) || overlaps_any(shut, span);
        let Some(year) = before
            .get(start..)
            .and_then(|digits| digits.parse::<i64>().ok())
        else {
            continue;
        };
        if digits == 4
            && (1949..=2099).contains(&year)
            && !taken
            && !lead.ends_with(['—', '-', '~'])
        {
            found.push(Dated {
                kind: FactKind::Year,
                value: Decimal::from(year),
                span,
            });
        }
    }
}

/// Tells whether one of `sorted`, which do not overlap each other, overlaps `span`.
fn overlaps_any(sorted: &[Span], span: Span) -> bool {
    let next = sorted.partition_point(|s| s.to() <= span.from());
    sorted.get(next).is_some_and(|s| s.overlaps(span))
}
