//! A text as characters, with the byte that each begins at.

use crate::text::Span;
use std::ops::Range;

/// The characters of one text.
#[derive(Debug)]
pub(crate) struct Letters {
    letters: Vec<char>,
    /// Where each begins, and behind them where the text ends.
    starts: Vec<u32>,
}

impl Letters {
    /// Takes a text apart.
    pub(crate) fn new(text: &str) -> Self {
        let mut letters = Vec::with_capacity(text.len() / 2);
        let mut starts = Vec::with_capacity(text.len() / 2);
        for (at, c) in text.char_indices() {
            letters.push(c);
            starts.push(Span::empty(at).start);
        }
        starts.push(Span::empty(text.len()).start);
        Self { letters, starts }
    }

    /// Returns the characters of a stretch with the index of the first.
    pub(super) fn of(&self, span: Span) -> (&[char], usize) {
        let at = |byte: u32| self.starts.partition_point(|start| *start < byte);
        let range: Range<usize> = at(span.start)..at(span.end);
        let from = range.start;
        (self.letters.get(range).unwrap_or_default(), from)
    }

    /// Returns the byte at which the character with this index begins.
    pub(super) fn byte(&self, index: usize) -> usize {
        let start = self.starts.get(index).or(self.starts.last());
        start.map_or(0, |start| *start as usize)
    }
}
