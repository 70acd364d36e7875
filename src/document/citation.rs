//! Titles in book-title marks, nested ones included.

use crate::document::Citation;
use crate::document::Document;
use crate::text::Span;
use crate::text::slice;

/// A title is never longer than this, in bytes of the folded text: an unclosed 《 does not
/// swallow the paragraph. The longest title of the catalogue has 70 characters.
const LONGEST: usize = 160 * 3;

/// Finds the citations of the document.
pub(super) fn all(document: &Document) -> Vec<Citation> {
    let mut found = Vec::new();
    let text = document.folded.text();
    for block in document.source.blocks() {
        let span = document.folded.to_folded(block.span);
        in_line(document, slice(text, span), span.from(), &mut found);
    }
    found
}

fn in_line(document: &Document, line: &str, offset: usize, found: &mut Vec<Citation>) {
    // Indices of `found` that are still open, outermost first, with the byte behind the mark.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut pending: Vec<(Citation, bool)> = Vec::new();
    let base = found.len();
    for (at, c) in line.char_indices() {
        let opens = c == '《' || (matches!(c, '〈' | '<') && !open.is_empty());
        let closes = match c {
            '》' => !open.is_empty(),
            '〉' | '>' => open.len() > 1,
            _ => false,
        };
        if open.first().is_some_and(|(_, from)| at - from > LONGEST) {
            open.clear();
        }
        if opens {
            let parent = open.last().map(|(index, _)| base + index);
            open.push((pending.len(), at + c.len_utf8()));
            let depth = u8::try_from(open.len()).unwrap_or(u8::MAX);
            let citation = Citation {
                span: Span::empty(offset + at),
                title: Span::default(),
                depth,
                parent,
                half_width: c == '<',
            };
            pending.push((citation, false));
        } else if closes
            && let Some((index, from)) = open.pop()
            && let Some((citation, closed)) = pending.get_mut(index)
        {
            let span = Span::new(citation.span.from(), offset + at + c.len_utf8());
            citation.title = document
                .folded
                .to_reading(Span::new(offset + from, offset + at));
            citation.span = document.folded.to_reading(span);
            *closed = from < at;
        }
    }
    keep_closed(pending, base, found);
}

/// Drops what was never closed, and renumbers the parents of what stays.
fn keep_closed(pending: Vec<(Citation, bool)>, base: usize, found: &mut Vec<Citation>) {
    let mut moved: Vec<Option<usize>> = Vec::with_capacity(pending.len());
    let mut next = base;
    for (_, closed) in &pending {
        moved.push(closed.then_some(next));
        next += usize::from(*closed);
    }
    for (mut citation, closed) in pending {
        if closed {
            citation.parent = citation
                .parent
                .and_then(|parent| moved.get(parent - base).copied().flatten());
            citation.depth = if citation.parent.is_some() {
                citation.depth
            } else {
                1
            };
            found.push(citation);
        }
    }
}
