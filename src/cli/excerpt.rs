//! The stretch of a report that is shown for a finding, broken into rows.

use crate::cli::paint::breaks;
use crate::cli::paint::columns;
use crate::cli::paint::visible;
use crate::cli::snippet::Label;
use crate::cli::snippet::Row;
use yifa::text::SourceText;
use yifa::text::Span;
use yifa::text::slice;

/// Rows of a paragraph that is shown whole.
const WHOLE_ROWS: usize = 3;
/// Rows of marked words that are shown; what is longer ends with ….
const MARKED_ROWS: usize = 4;

/// One character as it is shown.
#[derive(Clone, Copy)]
struct Cell {
    /// Bytes of the reading text; empty for a … of ours.
    span: Span,
    shown: char,
}

/// A shown stretch of one paragraph.
pub(crate) struct Excerpt {
    /// The stretch of the reading text.
    span: Span,
    cells: Vec<Cell>,
    /// Ends of the rows in `cells`.
    ends: Vec<usize>,
}

impl Excerpt {
    /// Takes the surroundings of `span` from its paragraph, in rows of `width` columns; what is
    /// `related` is taken along where it stands near.
    pub(crate) fn of(
        source: &SourceText,
        span: Span,
        related: impl Iterator<Item = Span>,
        width: usize,
    ) -> Self {
        let paragraph = paragraph(source, span);
        let text = source.text();
        let near = |cover: Span, other: Span| {
            let both = cover.cover(other);
            let few = || cut_at(slice(text, both).chars(), MARKED_ROWS * width).is_none();
            if paragraph.contains(other) && few() {
                both
            } else {
                cover
            }
        };
        let cover = related.fold(span, near);
        let (start, end) = stretch(text, paragraph, cover, width);
        let span = Span::new(start, end);
        let mut cells = Vec::new();
        if start > paragraph.from() {
            cells.push(dots(start));
        }
        for (at, c) in slice(text, span).char_indices() {
            let at = start + at;
            cells.push(Cell {
                span: Span::new(at, at + c.len_utf8()),
                shown: visible(c),
            });
        }
        if end < paragraph.to() {
            cells.push(dots(end));
        }
        let shown: Vec<char> = cells.iter().map(|cell| cell.shown).collect();
        let ends = breaks(&shown, width);
        Self { span, cells, ends }
    }

    /// Tells whether all of `span` is shown.
    pub(crate) fn shows(&self, span: Span) -> bool {
        self.span.contains(span)
    }

    /// Returns the rows with the line (or paragraph) each begins in, where it is another one.
    pub(crate) fn rows(&self, source: &SourceText) -> Vec<Row> {
        let mut before = None;
        self.lines()
            .map(|cells| {
                let first = cells.iter().find(|cell| !cell.span.is_empty());
                let number = first.and_then(|cell| line_of(source, cell.span));
                let new = number.filter(|number| before != Some(*number));
                before = number.or(before);
                Row {
                    number: new,
                    text: cells.iter().map(|cell| cell.shown).collect(),
                }
            })
            .collect()
    }

    /// Marks `span`: one label for each row it touches, `text` at the last one.
    pub(crate) fn mark(&self, span: Span, text: Option<&str>) -> Vec<Label> {
        let mut labels: Vec<Label> = self
            .lines()
            .enumerate()
            .filter_map(|(row, cells)| mark_row(row, cells, span))
            .collect();
        if labels.is_empty() {
            labels.extend(self.mark_end());
        }
        // Nothing is missing at the end of one row and at the start of the next at once.
        if span.is_empty() {
            labels.truncate(1);
        }
        if let Some(last) = labels.last_mut() {
            last.text = text.map(str::to_owned);
        }
        labels
    }

    fn lines(&self) -> impl Iterator<Item = &[Cell]> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let cells = self.cells.get(start..*end).unwrap_or_default();
            start = *end;
            cells
        })
    }

    fn mark_end(&self) -> Option<Label> {
        let (row, cells) = self.lines().enumerate().last()?;
        let end = cells.iter().map(|cell| cell.shown.len_utf8()).sum();
        Some(Label {
            row,
            start: end,
            end,
            text: None,
        })
    }
}

fn mark_row(row: usize, cells: &[Cell], span: Span) -> Option<Label> {
    let mut at = 0;
    let mut marked: Option<(usize, usize)> = None;
    for cell in cells {
        let next = at + cell.shown.len_utf8();
        if !span.is_empty() && cell.span.overlaps(span) {
            marked = Some((marked.map_or(at, |(start, _)| start), next));
        } else if span.is_empty() && !cell.span.is_empty() && cell.span.start >= span.start {
            marked = Some((at, at));
            break;
        }
        at = next;
    }
    let (start, end) = marked?;
    Some(Label {
        row,
        start,
        end,
        text: None,
    })
}

fn dots(at: usize) -> Cell {
    Cell {
        span: Span::empty(at),
        shown: '…',
    }
}

/// Returns the line of the file, or the paragraph where the format has no lines.
pub(crate) fn line_of(source: &SourceText, span: Span) -> Option<usize> {
    let place = source.locate(Span::empty(span.from()));
    place.line.or(place.paragraph)
}

fn paragraph(source: &SourceText, span: Span) -> Span {
    let blocks = source.blocks();
    let next = blocks.partition_point(|block| block.span.start <= span.start);
    let index = next.saturating_sub(1);
    blocks.get(index).map_or(span, |block| block.span)
}

/// Chooses what of the paragraph is shown: all of it where it is short, else the sentences
/// around the marked words, else the words with half a row on both sides.
fn stretch(text: &str, paragraph: Span, span: Span, width: usize) -> (usize, usize) {
    let whole = cut_at(slice(text, paragraph).chars(), WHOLE_ROWS * width);
    if whole.is_none() {
        return (paragraph.from(), paragraph.to());
    }
    let from = span.from().clamp(paragraph.from(), paragraph.to());
    let to = span.to().clamp(from, paragraph.to());
    let before = slice(text, Span::new(paragraph.from(), from));
    let marked = slice(text, Span::new(from, to));
    let after = slice(text, Span::new(to, paragraph.to()));
    let start = from - reach(before.chars().rev(), width, false);
    let end = match cut_at(marked.chars(), MARKED_ROWS * width) {
        Some(bytes) => from + bytes,
        None if marked.chars().next_back().is_some_and(is_end) => to,
        None => to + reach(after.chars(), width, true),
    };
    (start, end)
}

/// Counts the bytes to the next end of a sentence; half a row where that is further than a row.
/// Where `past`, the end mark itself is taken along.
fn reach(chars: impl Iterator<Item = char> + Clone, width: usize, past: bool) -> usize {
    let mut bytes = 0;
    let mut used = 0;
    for c in chars.clone() {
        if is_end(c) {
            return if past { bytes + c.len_utf8() } else { bytes };
        }
        bytes += c.len_utf8();
        used += columns(c);
        if used > width {
            return cut_at(chars, width / 2).unwrap_or(bytes);
        }
    }
    bytes
}

/// Returns the bytes of the start that fits into `width` columns, or `None` where all of it does.
fn cut_at(chars: impl Iterator<Item = char>, width: usize) -> Option<usize> {
    let mut bytes = 0;
    let mut used = 0;
    for c in chars {
        used += columns(c);
        if used > width {
            return Some(bytes);
        }
        bytes += c.len_utf8();
    }
    None
}

fn is_end(c: char) -> bool {
    matches!(c, '。' | '；' | '！' | '？')
}
