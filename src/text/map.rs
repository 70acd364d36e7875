//! The map from the reading text back to the user's file.

use crate::text::Span;
use crate::text::page::Area;
use crate::text::page::Placed;
use crate::text::slice;

/// The part of a Word package that a paragraph stands in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord)]
pub enum Part {
    /// `word/document.xml`.
    Body,
    /// `word/footnotes.xml`.
    Footnotes,
    /// `word/endnotes.xml`.
    Endnotes,
}

/// Where the first byte of a stretch stands in the user's file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    /// Byte of the decoded txt or md file.
    File {
        /// Byte offset in the decoded file.
        byte: u32,
    },
    /// A run of a Word package.
    Docx {
        /// The part of the package.
        part: Part,
        /// Index of the `w:p` element in document order of the part, nested ones included.
        paragraph: u32,
        /// Index of the `w:r` element in document order of the whole part.
        run: u32,
        /// Code points before it in the text of the run (its `w:t`, `w:tab`, `w:br` content).
        char: u32,
    },
    /// A text node of a web page.
    Html {
        /// Index of the text node in document order.
        node: u32,
        /// Byte in the text node.
        byte: u32,
    },
    /// A character on a page (PDF, OFD).
    Page {
        /// Index of the character among those that the reader placed.
        index: u32,
    },
    /// Not in the file: an automatic number, a cell boundary.
    Made,
}

/// Where a span stands in the user's file, as far as its format can say.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Place {
    /// First code point in the decoded source file (txt, md).
    pub start: Option<usize>,
    /// One past the last code point in the decoded source file (txt, md).
    pub end: Option<usize>,
    /// Line from 1: of the source file (txt, md), or of the page where there is one (PDF, OFD).
    pub line: Option<usize>,
    /// Column in code points, from 1 (txt, md).
    pub column: Option<usize>,
    /// Page, from 1, where the format has pages.
    pub page: Option<usize>,
    /// Paragraph of the reading text, from 1.
    pub paragraph: Option<usize>,
}

impl Place {
    /// Says the place as people do: 第3页第5行, 第12行, or 第4段 where there are no lines.
    #[must_use]
    pub fn chinese(&self) -> String {
        match (self.page, self.line, self.paragraph) {
            (Some(page), Some(line), _) => format!("第{page}页第{line}行"),
            (Some(page), None, _) => format!("第{page}页"),
            (None, Some(line), _) => format!("第{line}行"),
            (None, None, Some(paragraph)) => format!("第{paragraph}段"),
            (None, None, None) => String::new(),
        }
    }
}

/// One stretch of the reading text that was copied from one stretch of the file.
#[derive(Clone, Copy, Debug)]
struct Piece {
    span: Span,
    origin: Origin,
}

/// How many bytes lie between two counted positions of the decoded file.
const STRIDE: usize = 1024;

/// The map from reading text to file: stretches in reading order.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    pieces: Vec<Piece>,
    decoded: Option<String>,
    placed: Vec<Placed>,
    /// Code points and line feeds before byte `i * STRIDE` of the decoded file.
    counted: Vec<Counted>,
}

#[derive(Clone, Copy, Debug)]
struct Counted {
    code_points: usize,
    lines: usize,
    line_start: usize,
}

impl SourceMap {
    pub(crate) fn push(&mut self, span: Span, origin: Origin) {
        if let (Some(last), Origin::File { byte }) = (self.pieces.last_mut(), origin)
            && let Origin::File { byte: before } = last.origin
            && last.span.end == span.start
            && before as usize + last.span.len() == byte as usize
        {
            last.span.end = span.end;
            return;
        }
        // Placed characters are numbered as they are written: what is adjacent goes on.
        if let (Some(last), Origin::Page { .. }) = (self.pieces.last_mut(), origin)
            && matches!(last.origin, Origin::Page { .. })
            && last.span.end == span.start
        {
            last.span.end = span.end;
            return;
        }
        self.pieces.push(Piece { span, origin });
    }

    pub(crate) fn finish(&mut self, decoded: Option<String>) {
        self.pieces.shrink_to_fit();
        let Some(decoded) = decoded else { return };
        let mut now = Counted {
            code_points: 0,
            lines: 0,
            line_start: 0,
        };
        for (at, byte) in decoded.bytes().enumerate() {
            if at.is_multiple_of(STRIDE) {
                self.counted.push(now);
            }
            // Continuation bytes are 0b10xx_xxxx: every other byte starts a code point.
            if byte & 0xC0 != 0x80 {
                now.code_points += 1;
            }
            if byte == b'\n' {
                now.lines += 1;
                now.line_start = now.code_points;
            }
        }
        self.decoded = Some(decoded);
    }

    pub(crate) fn decoded(&self) -> Option<&str> {
        self.decoded.as_deref()
    }

    /// Returns the stretches under `span` with the origin of the first byte of each, in order.
    ///
    /// A span that covers several runs gives one entry a run; made-up text gives `Made`.
    #[must_use]
    pub fn stretches(&self, span: Span, text: &str) -> Vec<(Span, Origin)> {
        let first = self.pieces.partition_point(|p| p.span.end <= span.start);
        let mut found = Vec::new();
        for piece in self.pieces.iter().skip(first) {
            if piece.span.start >= span.end {
                break;
            }
            let start = piece.span.start.max(span.start);
            let cut = Span {
                start,
                end: piece.span.end.min(span.end),
            };
            let before = slice(
                text,
                Span {
                    start: piece.span.start,
                    end: start,
                },
            );
            found.push((
                cut,
                piece.origin.advance(before.len(), before.chars().count()),
            ));
        }
        found
    }

    /// Returns the bytes of the decoded file that `span` was read from.
    fn file_span(&self, span: Span) -> Option<Span> {
        // Nothing at the end of a paragraph stands there, and not at the start of the next one.
        let passed = |end: u32| end < span.start || (end == span.start && !span.is_empty());
        let first = self.pieces.partition_point(|p| passed(p.span.end));
        let mut file: Option<Span> = None;
        for piece in self.pieces.iter().skip(first) {
            if piece.span.start >= span.end && (file.is_some() || !span.is_empty()) {
                break;
            }
            let Origin::File { byte } = piece.origin else {
                continue;
            };
            let from = span.start.saturating_sub(piece.span.start);
            let to = span.end.min(piece.span.end).max(piece.span.start) - piece.span.start;
            let here = Span {
                start: byte + from.min(to),
                end: byte + to,
            };
            file = Some(file.map_or(here, |before| before.cover(here)));
            if span.is_empty() {
                break;
            }
        }
        file.or_else(|| self.end_of_file_span(span))
    }

    /// An empty span behind the last stretch stands at the end of the last stretch.
    fn end_of_file_span(&self, span: Span) -> Option<Span> {
        self.pieces
            .iter()
            .rev()
            .find_map(|piece| match piece.origin {
                Origin::File { byte } if piece.span.start <= span.start => {
                    Some(Span::empty(byte as usize + piece.span.len()))
                }
                _ => None,
            })
    }

    /// Adds a character of a page; the number it gets is what `Origin::Page` holds.
    pub(crate) fn place(&mut self, placed: Placed) -> u32 {
        let index = Span::empty(self.placed.len()).start;
        self.placed.push(placed);
        index
    }

    /// Returns what the characters of `span` cover of the pages: one area a line, or several
    /// where a wide gap parts them, as between the cells of a table.
    pub(crate) fn areas(&self, span: Span, text: &str) -> Vec<Area> {
        let mut areas: Vec<Area> = Vec::new();
        for (cut, origin) in self.stretches(span, text) {
            let Origin::Page { index } = origin else {
                continue;
            };
            let n = slice(text, cut).chars().count();
            for placed in self.placed.iter().skip(index as usize).take(n) {
                match areas.last_mut() {
                    Some(last) if last.goes_on(placed) => last.cover(placed),
                    _ => areas.push(Area::of(placed)),
                }
            }
        }
        areas
    }

    /// Returns the first character of a page in `span`; for an empty span the one behind it, or
    /// the last one before it.
    fn first_placed(&self, span: Span, text: &str) -> Option<&Placed> {
        let behind = Span {
            start: span.start,
            end: span.end.max(span.start + 1),
        };
        let first = self
            .pieces
            .partition_point(|piece| piece.span.end <= behind.start);
        let within = |piece: &&Piece| piece.span.start < behind.end;
        let found = self.pieces.iter().skip(first).take_while(within);
        let before = self.pieces.iter().take(first).rev();
        for (piece, is_before) in found
            .map(|piece| (piece, false))
            .chain(before.map(|p| (p, true)))
        {
            let Origin::Page { index } = piece.origin else {
                continue;
            };
            let start = if is_before {
                piece.span.end
            } else {
                piece.span.start.max(span.start)
            };
            let passed = Span {
                start: piece.span.start,
                end: start,
            };
            let n = slice(text, passed).chars().count();
            let n = if is_before { n.saturating_sub(1) } else { n };
            return self.placed.get(index as usize + n);
        }
        None
    }

    pub(crate) fn locate(&self, span: Span, text: &str) -> Place {
        if !self.placed.is_empty() {
            let placed = self.first_placed(span, text);
            return Place {
                page: placed.map(|placed| placed.page as usize),
                line: placed.map(|placed| placed.line as usize),
                ..Place::default()
            };
        }
        let Some(decoded) = self.decoded() else {
            return Place::default();
        };
        let Some(file) = self.file_span(span) else {
            return Place::default();
        };
        let (start, line, column) = self.count(decoded, file.from());
        let (end, _, _) = self.count(decoded, file.to());
        Place {
            start: Some(start),
            end: Some(end),
            line: Some(line + 1),
            column: Some(column + 1),
            ..Place::default()
        }
    }

    /// Returns code points, lines and code points in the line before `byte` of the file.
    fn count(&self, decoded: &str, byte: usize) -> (usize, usize, usize) {
        let Some(&from) = self
            .counted
            .get((byte / STRIDE).min(self.counted.len().saturating_sub(1)))
        else {
            return (0, 0, 0);
        };
        let start = (byte / STRIDE).min(self.counted.len().saturating_sub(1)) * STRIDE;
        let mut now = from;
        for byte in decoded.bytes().take(byte).skip(start) {
            if byte & 0xC0 != 0x80 {
                now.code_points += 1;
            }
            if byte == b'\n' {
                now.lines += 1;
                now.line_start = now.code_points;
            }
        }
        (now.code_points, now.lines, now.code_points - now.line_start)
    }

    /// Returns the file's own words for `span` where something visible was dropped inside it.
    pub(crate) fn verbatim(&self, span: Span) -> Option<&str> {
        let decoded = self.decoded()?;
        let file = self.file_span(span)?;
        let first = self.pieces.partition_point(|p| p.span.end <= span.start);
        let mut end: Option<u32> = None;
        let mut dropped = false;
        for piece in self.pieces.iter().skip(first) {
            if piece.span.start >= span.end {
                break;
            }
            let Origin::File { byte } = piece.origin else {
                dropped = true;
                continue;
            };
            if let Some(end) = end {
                let gap = slice(
                    decoded,
                    Span {
                        start: end,
                        end: byte.max(end),
                    },
                );
                dropped |= byte < end || !gap.trim().is_empty();
            }
            end = Some(byte + piece.span.end - piece.span.start);
        }
        dropped.then(|| slice(decoded, file))
    }
}

#[cfg(test)]
mod tests {
    use crate::text::BlockKind;
    use crate::text::Format;
    use crate::text::Origin;
    use crate::text::Placed;
    use crate::text::SourceBuilder;
    use crate::text::SourceText;
    use crate::text::Span;

    /// Two lines of a first page and one of a second; a tab of ours on the first.
    fn source() -> SourceText {
        let mut builder = SourceBuilder::new(Format::Pdf, "");
        let mut put = |page: u32, line: u32, text: &str, begins: bool| {
            if begins {
                builder.begin(BlockKind::Paragraph);
            }
            for (i, c) in (0_u8..).zip(text.chars()) {
                if c == '\t' {
                    builder.push("\t", Origin::Made);
                    continue;
                }
                let left = f32::from(i) * 10.0;
                let edges = [left, 0.0, left + 10.0, 12.0];
                builder.push_placed(c, Placed { page, line, edges });
            }
        };
        put(1, 1, "甲乙\t丙", true);
        put(1, 2, "丁戊", false);
        put(2, 1, "己", true);
        builder.finish(None)
    }

    #[test]
    fn a_character_stands_on_its_page_and_line() {
        let source = source();
        let check = |words: &str, expected: &str| {
            let at = source.text().find(words).unwrap();
            let place = source.locate(Span::new(at, at + words.len()));
            assert_eq!(place.chinese(), expected, "{words}");
        };
        check("乙", "第1页第1行");
        check("\t丙", "第1页第1行");
        check("戊", "第1页第2行");
        check("己", "第2页第1行");
        let end = Span::empty(source.text().len());
        assert_eq!(source.locate(end).chinese(), "第2页第1行");
        let end_of_first = source.blocks()[0].span.to();
        assert_eq!(source.locate(Span::empty(end_of_first)).page, Some(1));
    }

    #[test]
    fn a_stretch_covers_one_area_a_line() {
        let source = source();
        let whole = source.areas(Span::new(0, source.text().len()));
        let edges: Vec<_> = whole.iter().map(|area| (area.page, area.edges)).collect();
        assert_eq!(
            edges,
            [
                (1, [0.0, 0.0, 40.0, 12.0]),
                (1, [0.0, 0.0, 20.0, 12.0]),
                (2, [0.0, 0.0, 10.0, 12.0]),
            ]
        );
    }
}
