//! Clauses, sentences and quotes of one folded line: as far as a figure looks around itself.

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

/// No clause and no topic is looked for further away than this many bytes (300 characters), so
/// that a line without marks costs no more than its length.
pub(super) const REACH: usize = 900;

/// Where the clauses, the sentences and the short quotes of a line are.
pub(super) struct Layout {
    /// Without their end marks, in order.
    clauses: Vec<Span>,
    /// Where sentences start, in order; the first is 0.
    sentences: Vec<usize>,
    /// Short stretches in “”, marks included, in order.
    quotes: Vec<Span>,
}

/// Longer quotes are sentences that somebody said, not names.
const QUOTE: usize = 48;

impl Layout {
    pub(super) fn new(text: &str) -> Self {
        let mut layout = Self {
            clauses: Vec::new(),
            sentences: vec![0],
            quotes: Vec::new(),
        };
        let mut start = 0;
        let mut open = None;
        for (at, c) in text.char_indices() {
            match c {
                '“' => open = Some(at),
                '”' => layout.quote(open.take(), at + c.len_utf8()),
                _ if !CLAUSE_ENDS.contains(&c) || is_inside_number(text, at) => {}
                _ => {
                    layout.clauses.push(Span::new(start, at));
                    start = at + c.len_utf8();
                    if !matches!(c, ',' | ';' | ':') {
                        layout.sentences.push(start);
                    }
                }
            }
        }
        layout.clauses.push(Span::new(start, text.len()));
        layout
    }

    fn quote(&mut self, open: Option<usize>, end: usize) {
        if let Some(start) = open.filter(|start| end - start <= QUOTE) {
            self.quotes.push(Span::new(start, end));
        }
    }

    /// The clause that `span` stands in, as far as it is looked at.
    pub(super) fn clause(&self, text: &str, span: Span) -> Span {
        let next = self.clauses.partition_point(|c| c.from() <= span.from());
        let found = next.checked_sub(1).and_then(|i| self.clauses.get(i));
        let clause = found.copied().unwrap_or(span);
        let from = clause.from().max(back(text, span.from()));
        let to = clause.to().min(forth(text, span.to())).max(span.to());
        Span::new(from, to)
    }

    /// The clause before the one that byte `from` stands in; `None` for the first of a sentence.
    pub(super) fn clause_before(&self, from: usize) -> Option<Span> {
        let own = self
            .clauses
            .partition_point(|c| c.from() <= from)
            .checked_sub(1)?;
        let before = *self.clauses.get(own.checked_sub(1)?)?;
        let sentence_of = |at| self.sentences.partition_point(|start| *start <= at);
        (sentence_of(before.from()) == sentence_of(from)).then_some(before)
    }

    /// Where the sentence of byte `at` starts, as far as it is looked at.
    pub(super) fn sentence(&self, text: &str, at: usize) -> usize {
        let next = self.sentences.partition_point(|start| *start <= at);
        let start = next.checked_sub(1).and_then(|i| self.sentences.get(i));
        start.copied().unwrap_or(0).max(back(text, at))
    }

    /// Tells whether byte `at` stands in a short quote.
    pub(super) fn is_quoted(&self, at: usize) -> bool {
        let next = self.quotes.partition_point(|q| q.to() <= at);
        self.quotes.get(next).is_some_and(|q| q.from() < at)
    }
}

/// A comma between groups of three digits is part of a number.
pub(super) fn is_inside_number(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let digit = |i: Option<usize>| i.and_then(|i| bytes.get(i)).is_some_and(u8::is_ascii_digit);
    bytes.get(at) == Some(&b',')
        && digit(at.checked_sub(1))
        && (1..4).all(|i| digit(Some(at + i)))
        && !digit(Some(at + 4))
}

/// As far back from `at` as one looks.
pub(super) fn back(text: &str, at: usize) -> usize {
    let mut from = at.saturating_sub(REACH);
    while from < at && !text.is_char_boundary(from) {
        from += 1;
    }
    from
}

/// As far ahead of `at` as one looks.
fn forth(text: &str, at: usize) -> usize {
    let mut to = (at + REACH).min(text.len());
    while to > at && !text.is_char_boundary(to) {
        to -= 1;
    }
    to
}

/// The text before `at`, as far as it is looked at.
pub(super) fn window(text: &str, at: usize) -> &str {
    slice(text, Span::new(back(text, at), at))
}

/// The clause around `span`, found without a layout: for one look, not for many.
pub(super) fn clause_of(text: &str, span: Span) -> Span {
    let before = window(text, span.from());
    let base = span.from() - before.len();
    let start = before
        .rmatch_indices(CLAUSE_ENDS)
        .find(|(at, _)| !is_inside_number(text, base + at))
        .map_or(base, |(at, mark)| base + at + mark.len());
    let behind = slice(text, Span::new(span.to(), forth(text, span.to())));
    let end = behind
        .match_indices(CLAUSE_ENDS)
        .find(|(at, _)| !is_inside_number(text, span.to() + at))
        .map_or(span.to() + behind.len(), |(at, _)| span.to() + at);
    Span::new(start, end.max(span.to()))
}

/// Where the sentence of `at` starts, found without a layout.
pub(super) fn sentence_start(text: &str, at: usize) -> usize {
    let before = window(text, at);
    let base = at - before.len();
    before
        .rmatch_indices(['。', '!', '?', '\t'])
        .next()
        .map_or(base, |(end, mark)| base + end + mark.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clause(text: &str, at: &str) -> String {
        let layout = Layout::new(text);
        let at = text.find(at).unwrap();
        slice(text, layout.clause(text, Span::empty(at))).to_owned()
    }

    #[test]
    fn clauses_end_at_marks_but_not_inside_numbers() {
        let text = "受理64件,办结1,234件。其中:撤销2件;驳回3件";
        assert_eq!(clause(text, "64"), "受理64件");
        assert_eq!(clause(text, "1,2"), "办结1,234件");
        assert_eq!(clause(text, "2件;"), "撤销2件");
        assert_eq!(clause(text, "3件"), "驳回3件");
    }

    #[test]
    fn the_clause_before_is_of_the_same_sentence() {
        let text = "甲。乙,丙;丁";
        let layout = Layout::new(text);
        let before = |at: &str| {
            let found = layout.clause_before(text.find(at).unwrap());
            found.map(|span| slice(text, span).to_owned())
        };
        assert_eq!(before("甲"), None);
        assert_eq!(before("乙"), None);
        assert_eq!(before("丙").as_deref(), Some("乙"));
        assert_eq!(before("丁").as_deref(), Some("丙"));
    }

    #[test]
    fn short_quotes_are_names() {
        let text = "推行“三减一提”改革,他说“这是三句很长很长的话,一句接一句地说了很久”";
        let layout = Layout::new(text);
        assert!(layout.is_quoted(text.find("三减").unwrap()));
        assert!(!layout.is_quoted(text.find("三句").unwrap()));
        assert!(!layout.is_quoted(text.find("改革").unwrap()));
    }

    #[test]
    fn a_line_without_marks_is_looked_at_near_by_only() {
        let text = "字".repeat(10_000);
        let layout = Layout::new(&text);
        let clause = layout.clause(&text, Span::empty(15_000));
        assert_eq!((clause.from(), clause.to()), (14_100, 15_900));
    }
}
