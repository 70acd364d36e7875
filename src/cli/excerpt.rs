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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::paint::width_of;
    use yifa::text::BlockKind;
    use yifa::text::Format;
    use yifa::text::Origin;
    use yifa::text::SourceBuilder;

    fn source(lines: &[String]) -> SourceText {
        let mut builder = SourceBuilder::new(Format::Txt, "UTF-8");
        let mut at = 0;
        for line in lines {
            builder.begin(BlockKind::Paragraph);
            builder.push(line, Origin::File { byte: at });
            at += u32::try_from(line.len()).unwrap() + 1;
        }
        builder.finish(Some(lines.join("\n")))
    }

    /// Shows every stretch of a few lengths, in a few widths.
    fn check(lines: &[String]) {
        let source = source(lines);
        let text = source.text();
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        for width in [16, 33, 69] {
            for (index, start) in ends.iter().enumerate() {
                for length in [0, 1, 3, 40, 300] {
                    let end = ends.get(index + length).copied().unwrap_or(text.len());
                    let span = Span::new(*start, end);
                    let excerpt = Excerpt::of(&source, span, [].into_iter(), width);
                    let rows = excerpt.rows(&source);
                    assert!(
                        !rows.is_empty() && rows.len() <= 8,
                        "{span:?}: {} rows",
                        rows.len()
                    );
                    for row in &rows {
                        assert!(width_of(&row.text) <= width + 2, "{span:?}: {}", row.text);
                    }
                    marks_are_the_words(&excerpt, &source, &rows, span);
                }
            }
        }
    }

    fn marks_are_the_words(excerpt: &Excerpt, source: &SourceText, rows: &[Row], span: Span) {
        let labels = excerpt.mark(span, None);
        assert!(!labels.is_empty(), "{span:?} is not marked");
        let marked: String = labels
            .iter()
            .map(|label| slice(&rows[label.row].text, Span::new(label.start, label.end)))
            .collect();
        if excerpt.shows(span) {
            let words: String = source.slice(span).chars().map(visible).collect();
            assert_eq!(marked, words, "{span:?}");
        }
    }

    #[test]
    fn what_is_marked_is_what_was_found_and_rows_fit() {
        let long =
            "全年办理行政复议案件72件，其中维持51件；Word 2016 review\t均用于审核。".repeat(9);
        let endless = "法治".repeat(300);
        let marks = "。。、、）））".repeat(40);
        check(&["标题".to_owned(), long, "一、短".to_owned()]);
        check(&[endless, marks]);
        check(&["法".to_owned()]);
    }

    #[test]
    fn a_line_of_five_megabytes_is_shown_at_once() {
        let source = source(&["行政应诉38件，".repeat(260_000)]);
        let middle = source.text().len() / 2 / 20 * 20;
        let span = Span::new(middle, middle + 6);
        let excerpt = Excerpt::of(&source, span, [].into_iter(), 69);
        assert!(excerpt.cells.len() < 300);
    }
}
