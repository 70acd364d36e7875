//! A text as characters, with the byte that each begins at.

use crate::text::Span;
use std::ops::Range;

/// The characters of one text.
#[derive(Debug)]
pub(crate) struct Letters {
    letters: Vec<char>,
    /// Where each begins, and behind them where the text ends.
    starts: Vec<u32>,
    /// For each block of characters a bit for the low bits of each character in it.
    blocks: Vec<[u64; BITS / 64]>,
}

/// Characters of a block.
const BLOCK: usize = 64;

/// Bits by which the characters of a block are told.
const BITS: usize = 1 << 11;

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
        let blocks = letters.chunks(BLOCK).map(block).collect();
        Self {
            letters,
            starts,
            blocks,
        }
    }

    /// Tells whether one of each list of characters may stand in a stretch of so many characters.
    pub(super) fn may_hold(&self, lists: &[Vec<char>], from: usize, length: usize) -> bool {
        let blocks = from / BLOCK..(from + length).div_ceil(BLOCK);
        let blocks = self.blocks.get(blocks).unwrap_or_default();
        let holds = |c: &char| {
            let bit = *c as usize % BITS;
            let has = |block: &[u64; BITS / 64]| {
                let bits = block.get(bit / 64).copied().unwrap_or(0);
                bits >> (bit % 64) & 1 == 1
            };
            blocks.iter().any(has)
        };
        lists.iter().all(|list| list.iter().any(holds))
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

fn block(letters: &[char]) -> [u64; BITS / 64] {
    let mut block = [0; BITS / 64];
    for c in letters {
        let bit = *c as usize % BITS;
        if let Some(bits) = block.get_mut(bit / 64) {
            *bits |= 1_u64 << (bit % 64);
        }
    }
    block
}
