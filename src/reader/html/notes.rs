//! Where the comments that are meant for this program stand in the file: the parser tells the
//! line that each of them ends in.

use super::lines::Note;
use crate::text::Span;
use crate::text::slice;

/// A comment with its place in the decoded file.
pub(super) struct Placed {
    /// What it says.
    pub(super) text: String,
    /// Its place.
    pub(super) span: Span,
    /// The index of the first line of the page that begins behind it.
    pub(super) next: usize,
}

/// Finds the places of comments, which come in the order of the page.
pub(super) fn placed(notes: Vec<Note>, file: &str) -> impl Iterator<Item = Placed> {
    let starts: Vec<usize> = match notes.is_empty() {
        true => Vec::new(),
        false => lines(file).collect(),
    };
    let mut from = 0;
    notes.into_iter().map(move |note| {
        let first = note
            .line
            .saturating_sub(1 + note.text.matches('\n').count());
        let start = starts.get(first).copied().unwrap_or(0).max(from);
        let span = stretch(file, start, &note.text).unwrap_or_else(|| {
            let line = slice(file, Span::new(start, file.len()));
            let line = line.lines().next().unwrap_or_default();
            Span::new(start, start + line.len())
        });
        from = span.to();
        Placed {
            text: note.text,
            span,
            next: note.next,
        }
    })
}

/// The bytes that lines start at. A carriage return alone ends a line, as the parser has it.
fn lines(file: &str) -> impl Iterator<Item = usize> {
    let ends = file.char_indices().filter(|(at, c)| match c {
        '\n' => true,
        '\r' => file
            .get(at + 1..)
            .is_none_or(|rest| !rest.starts_with('\n')),
        _ => false,
    });
    [0].into_iter().chain(ends.map(|(at, _)| at + 1))
}

/// The comment at or behind `start` with this text, on the line that begins there.
fn stretch(file: &str, start: usize, text: &str) -> Option<Span> {
    let rest = file.get(start..)?;
    let whole = format!("<!--{text}-->");
    let line = rest.find('\n').unwrap_or(rest.len());
    // Nothing behind the line is looked through.
    let mut end = rest.len().min(line + whole.len());
    while !rest.is_char_boundary(end) {
        end += 1;
    }
    let at = rest.get(..end)?.find(&whole)?;
    Some(Span::new(start + at, start + at + whole.len()))
}
