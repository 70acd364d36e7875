//! One paragraph as its figures see it: what stands between them, and where marks divide it.

use crate::document::Document;
use crate::document::Role;
use crate::facts::Bound;
use crate::facts::Fact;
use crate::facts::FactKind;
use crate::facts::Family;
use crate::facts::Interval;
use crate::relations::Operand;
use crate::text::Span;
use crate::text::slice;
use rust_decimal::Decimal;

/// Marks that divide clauses.
pub(super) const MARKS: [char; 9] = [',', '。', ';', ':', '!', '?', '(', ')', '\t'];

/// No figure looks further than this many figures to either side.
pub(super) const REACH: usize = 16;

/// No figure looks further than this many bytes (300 characters) into its sentence.
const WINDOW: usize = 900;

/// One number of a paragraph. Spans are of the folded paragraph.
#[derive(Clone, Debug)]
pub(super) struct Figure {
    /// Index of its first fact; a number that states two metrics has two facts.
    pub(super) fact: usize,
    /// Number, bound and unit.
    pub(super) span: Span,
    /// The words before it: from the last mark or figure.
    pub(super) lead: Span,
    /// The words behind it, up to the next mark; empty where they belong to another figure.
    pub(super) tail: Span,
    /// Index of its sentence.
    pub(super) sentence: usize,
    /// In how many brackets it stands.
    pub(super) depth: u8,
}

/// A paragraph with its figures.
pub(super) struct Line<'a> {
    pub(super) document: &'a Document,
    pub(super) facts: &'a [Fact],
    /// The folded paragraph.
    pub(super) text: &'a str,
    /// Byte of the folded text where it starts.
    pub(super) offset: usize,
    pub(super) figures: Vec<Figure>,
    /// Stretches whose digits are no figures: days, years, titles of documents.
    pub(super) shut: Vec<Span>,
    pub(super) paragraph: usize,
}

/// Reads the paragraphs of running text.
pub(super) fn all<'a>(document: &'a Document, facts: &'a [Fact]) -> Vec<Line<'a>> {
    let mut next = 0;
    let mut lines = Vec::new();
    for (index, paragraph) in document.paragraphs.iter().enumerate() {
        let first = next;
        while facts
            .get(next)
            .is_some_and(|fact| fact.span.start < paragraph.span.end)
        {
            next += 1;
        }
        let is_text = matches!(paragraph.role, Role::Text | Role::Note | Role::Heading);
        if is_text {
            lines.push(line(document, facts, index, first..next));
        }
    }
    lines
}

fn line<'a>(
    document: &'a Document,
    facts: &'a [Fact],
    paragraph: usize,
    range: std::ops::Range<usize>,
) -> Line<'a> {
    let whole = document
        .paragraphs
        .get(paragraph)
        .map_or(Span::default(), |p| p.span);
    let folded = document.folded.to_folded(whole);
    let mut line = Line {
        document,
        facts,
        text: slice(document.folded.text(), folded),
        offset: folded.from(),
        figures: Vec::new(),
        shut: shut(document, whole, folded.from()),
        paragraph,
    };
    let mut depth = Depth::default();
    for index in range {
        let Some(fact) = facts.get(index) else {
            continue;
        };
        let span = line.folded(fact.span);
        match fact.kind {
            FactKind::Claim => {}
            FactKind::Date | FactKind::Year => line.shut.push(span),
            _ if line
                .figures
                .last()
                .is_some_and(|known| known.span.overlaps(span)) => {}
            _ => {
                depth.go_to(line.text, span.from());
                line.figures.push(Figure {
                    fact: index,
                    span,
                    lead: Span::default(),
                    tail: Span::default(),
                    sentence: document.sentence_at(fact.span.start).unwrap_or(0),
                    depth: depth.now,
                });
            }
        }
    }
    line.shut.sort_unstable();
    line.settle();
    line
}

/// Titles of documents in a paragraph.
fn shut(document: &Document, paragraph: Span, offset: usize) -> Vec<Span> {
    let first = document
        .citations
        .partition_point(|c| c.span.start < paragraph.start);
    let inside = document.citations.iter().skip(first);
    let inside = inside.take_while(|citation| citation.span.start < paragraph.end);
    let folded = inside.map(|citation| document.folded.to_folded(citation.span));
    folded
        .map(|span| {
            Span::new(
                span.from() - offset.min(span.from()),
                span.to() - offset.min(span.to()),
            )
        })
        .collect()
}

/// How many brackets are open, while a line is gone through.
#[derive(Default)]
struct Depth {
    at: usize,
    now: u8,
}

impl Depth {
    fn go_to(&mut self, text: &str, to: usize) {
        for c in slice(text, Span::new(self.at, to)).chars() {
            match c {
                '(' => self.now = self.now.saturating_add(1),
                ')' => self.now = self.now.saturating_sub(1),
                // A bracket that was never closed ends with its sentence.
                '。' => self.now = 0,
                _ => {}
            }
        }
        self.at = to;
    }
}

impl<'a> Line<'a> {
    /// The span of the paragraph's folded text.
    fn folded(&self, reading: Span) -> Span {
        let span = self.document.folded.to_folded(reading);
        Span::new(
            span.from().saturating_sub(self.offset),
            span.to().saturating_sub(self.offset),
        )
    }

    /// The span of the reading text.
    pub(super) fn reading(&self, span: Span) -> Span {
        self.document.folded.to_reading(span.shift(self.offset))
    }

    /// Gives each figure the words before and behind it.
    fn settle(&mut self) {
        let spans: Vec<Span> = self.figures.iter().map(|figure| figure.span).collect();
        for (index, figure) in self.figures.iter_mut().enumerate() {
            let floor = index
                .checked_sub(1)
                .and_then(|i| spans.get(i))
                .map_or(0, |s| s.to());
            let before = slice(self.text, Span::new(floor, figure.span.from()));
            let start = before
                .rfind(MARKS)
                .map_or(0, |at| at + mark_len(before, at));
            figure.lead = Span::new(floor + start, figure.span.from());
            let next = spans.get(index + 1).map_or(self.text.len(), |s| s.from());
            let behind = slice(self.text, Span::new(figure.span.to(), next));
            // Words between two figures without a mark are the second one's.
            let end = behind.find(MARKS).or_else(|| behind.find('、'));
            let end = end.or((next == self.text.len()).then_some(behind.len()));
            figure.tail = Span::new(figure.span.to(), figure.span.to() + end.unwrap_or(0));
        }
    }

    pub(super) fn fact(&self, index: usize) -> Option<&'a Fact> {
        self.figures
            .get(index)
            .and_then(|figure| self.facts.get(figure.fact))
    }

    /// The words before figure `index`, without the marks that join lists.
    pub(super) fn lead(&self, index: usize) -> &'a str {
        let span = self
            .figures
            .get(index)
            .map_or(Span::default(), |figure| figure.lead);
        slice(self.text, span).trim_start_matches(['、', '和', '及'])
    }

    /// The words behind figure `index`.
    pub(super) fn tail(&self, index: usize) -> &'a str {
        let span = self
            .figures
            .get(index)
            .map_or(Span::default(), |figure| figure.tail);
        slice(self.text, span)
    }

    /// What stands between figure `index - 1` and figure `index`; before the first figure, from
    /// the start.
    pub(super) fn gap(&self, index: usize) -> &'a str {
        slice(self.text, self.gap_span(index))
    }

    pub(super) fn gap_span(&self, index: usize) -> Span {
        let floor = index
            .checked_sub(1)
            .and_then(|i| self.figures.get(i))
            .map_or(0, |f| f.span.to());
        let end = self
            .figures
            .get(index)
            .map_or(self.text.len(), |figure| figure.span.from());
        Span::new(floor, end)
    }

    /// The text of the sentence of figure `index` up to the figure, as far as it is looked at.
    pub(super) fn sentence_before(&self, index: usize) -> &'a str {
        let Some(figure) = self.figures.get(index) else {
            return "";
        };
        let start = self
            .sentence_span(index)
            .from()
            .max(self.back(figure.span.from(), WINDOW));
        slice(self.text, Span::new(start, figure.span.from()))
    }

    /// The sentence of figure `index`, as far as it is looked at.
    pub(super) fn sentence(&self, index: usize) -> &'a str {
        let Some(figure) = self.figures.get(index) else {
            return "";
        };
        let sentence = self.sentence_span(index);
        let start = sentence.from().max(self.back(figure.span.from(), WINDOW));
        let mut end = sentence.to().min(figure.span.to() + WINDOW);
        while end > start && !self.text.is_char_boundary(end) {
            end -= 1;
        }
        slice(self.text, Span::new(start, end))
    }

    fn sentence_span(&self, index: usize) -> Span {
        let figure = self.figures.get(index);
        let sentence = figure.and_then(|figure| self.document.sentences.get(figure.sentence));
        sentence.map_or(Span::default(), |sentence| self.folded(sentence.span))
    }

    /// The place `by` bytes before `at`, on a character.
    fn back(&self, at: usize, by: usize) -> usize {
        let mut from = at.saturating_sub(by);
        while from < at && !self.text.is_char_boundary(from) {
            from += 1;
        }
        from
    }

    pub(super) fn same_sentence(&self, a: usize, b: usize) -> bool {
        let sentence = |index: usize| self.figures.get(index).map(|figure| figure.sentence);
        sentence(a) == sentence(b)
    }

    /// Tells whether a digit stands in `span` that no fact was read from.
    pub(super) fn has_unread(&self, span: Span) -> bool {
        let text = slice(self.text, span);
        let mut digits = text.char_indices().filter(|(_, c)| c.is_ascii_digit());
        digits.any(|(at, _)| {
            let at = span.from() + at;
            let holds = |known: &Span| known.from() <= at && at < known.to();
            let next = self
                .figures
                .partition_point(|figure| figure.span.to() <= at);
            let read = self
                .figures
                .get(next)
                .is_some_and(|figure| holds(&figure.span));
            let next = self.shut.partition_point(|shut| shut.to() <= at);
            !read && !self.shut.get(next).is_some_and(holds)
        })
    }

    /// Tells whether two figures count the same: 件 and 起, 人 and 名, or one unit.
    pub(super) fn same_unit(&self, a: usize, b: usize) -> bool {
        let (Some(a), Some(b)) = (self.fact(a), self.fact(b)) else {
            return false;
        };
        if a.kind != b.kind {
            return false;
        }
        let alike = [Family::Case, Family::Person, Family::PersonTimes];
        a.unit == b.unit || (a.family() == b.family() && alike.contains(&a.family()))
    }

    /// Tells a plain number of things, no percentage, no change, no target.
    pub(super) fn is_count(&self, index: usize) -> bool {
        self.fact(index).is_some_and(|fact| {
            matches!(fact.kind, FactKind::Count | FactKind::Money)
                && !matches!(
                    fact.family(),
                    Family::Point | Family::Percent | Family::Time
                )
        })
    }

    pub(super) fn is_percent(&self, index: usize) -> bool {
        self.fact(index)
            .is_some_and(|fact| fact.kind == FactKind::Rate && fact.unit == "%")
    }

    pub(super) fn interval(&self, index: usize) -> Interval {
        self.fact(index).map_or(Interval::ALL, Fact::interval)
    }

    /// Tells whether the author gives a number without 余, 约 and the like. It may be rounded.
    pub(super) fn is_exact(&self, index: usize) -> bool {
        self.fact(index)
            .is_some_and(|fact| fact.bound == Bound::Exact)
    }

    /// The number as it is written, whatever it can stand for.
    pub(super) fn value(&self, index: usize) -> Decimal {
        self.fact(index).map_or(Decimal::ZERO, |fact| fact.value)
    }

    /// The sum of numbers as they are written; `None` where it is too large.
    pub(super) fn added(&self, figures: impl IntoIterator<Item = usize>) -> Option<Decimal> {
        let mut figures = figures.into_iter();
        figures.try_fold(Decimal::ZERO, |sum, index| {
            sum.checked_add(self.value(index))
        })
    }

    /// What the numbers can stand for together.
    pub(super) fn sum(&self, figures: impl IntoIterator<Item = usize>) -> Interval {
        let intervals = figures.into_iter().map(|index| self.interval(index));
        intervals.reduce(|a, b| a + b).unwrap_or(Interval::ALL)
    }

    pub(super) fn operand(&self, role: &'static str, index: usize) -> Operand {
        Operand {
            role,
            span: self.fact(index).map_or(Span::default(), |fact| fact.span),
            interval: self.interval(index),
            former: false,
        }
    }
}

fn mark_len(text: &str, at: usize) -> usize {
    text.get(at..)
        .and_then(|rest| rest.chars().next())
        .map_or(0, char::len_utf8)
}
