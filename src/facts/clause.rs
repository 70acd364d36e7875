//! Clauses and sentences of one folded line: as far as a figure looks around itself.

use crate::document::Document;
use crate::text::Span;
use crate::text::slice;

/// Gives the clause round a place of the reading text, without the marks at its ends.
#[must_use]
pub fn clause_in(document: &Document, place: Span) -> Span {
    let paragraph = document
        .paragraph_at(place.start)
        .and_then(|index| document.paragraphs.get(index));
    let Some(paragraph) = paragraph else {
        return place;
    };
    let line = document.folded.to_folded(paragraph.span);
    let text = slice(document.folded.text(), line);
    let span = document.folded.to_folded(place);
    let from = span.from().saturating_sub(line.from());
    let to = span.to().saturating_sub(line.from());
    let clause = clause_of(text, Span::new(from, to));
    document.folded.to_reading(clause.shift(line.from()))
}

/// Clauses end at these marks.
pub(super) const CLAUSE_ENDS: [char; 7] = [',', '。', ';', '!', '?', '\t', ':'];

/// Splits a line into clauses; a comma between digits is part of a number.
pub(super) fn clauses(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = 0;
    for (at, mark) in text.match_indices(CLAUSE_ENDS) {
        if is_inside_number(text, at) {
            continue;
        }
        spans.push(Span::new(start, at));
        start = at + mark.len();
    }
    spans.push(Span::new(start, text.len()));
    spans
}

pub(super) fn is_inside_number(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let digit = |i: Option<usize>| i.and_then(|i| bytes.get(i)).is_some_and(u8::is_ascii_digit);
    bytes.get(at) == Some(&b',')
        && digit(at.checked_sub(1))
        && (1..4).all(|i| digit(Some(at + i)))
        && !digit(Some(at + 4))
}

/// No clause and no topic is looked for further away than this many bytes (300 characters), so
/// that a line without marks costs no more than its length.
pub(super) const REACH: usize = 900;

/// The text before `at`, as far as it is looked at.
pub(super) fn window(text: &str, at: usize) -> &str {
    let mut from = at.saturating_sub(REACH);
    while from < at && !text.is_char_boundary(from) {
        from += 1;
    }
    slice(text, Span::new(from, at))
}

/// The text from `at` on, as far as it is looked at.
pub(super) fn window_behind(text: &str, at: usize) -> &str {
    let mut to = (at + REACH).min(text.len());
    while to > at && !text.is_char_boundary(to) {
        to -= 1;
    }
    slice(text, Span::new(at, to))
}

pub(super) fn clause_of(text: &str, span: Span) -> Span {
    let before = window(text, span.from());
    let base = span.from() - before.len();
    let start = before
        .rmatch_indices(CLAUSE_ENDS)
        .find(|(at, _)| !is_inside_number(text, base + at))
        .map_or(base, |(at, mark)| base + at + mark.len());
    let behind = window_behind(text, span.to());
    let end = behind
        .match_indices(CLAUSE_ENDS)
        .find(|(at, _)| !is_inside_number(text, span.to() + at))
        .map_or(span.to() + behind.len(), |(at, _)| span.to() + at);
    Span::new(start, end.max(span.to()))
}

pub(super) fn sentence_start(text: &str, at: usize) -> usize {
    let before = window(text, at);
    let base = at - before.len();
    before
        .rmatch_indices(['。', '!', '?', '\t'])
        .next()
        .map_or(base, |(end, mark)| base + end + mark.len())
}
