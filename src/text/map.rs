//! The map from the reading text back to the user's file.

use crate::text::Span;
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
    /// Line in the source file, from 1 (txt, md).
    pub line: Option<usize>,
    /// Column in code points, from 1 (txt, md).
    pub column: Option<usize>,
    /// Page, from 1, where the format has pages.
    pub page: Option<usize>,
    /// Paragraph of the reading text, from 1.
    pub paragraph: Option<usize>,
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

    pub(crate) fn locate(&self, span: Span) -> Place {
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
