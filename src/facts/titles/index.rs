//! Reads the index of a table, without copying it: a check of one report looks up a few dozen
//! titles, and start-up is part of what a drafter feels.

use crate::facts::titles::prepare::WHOLE;
use crate::facts::titles::prepare::WORDS;
use crate::facts::titles::prepare::Way;
use crate::text::Span;
use std::borrow::Cow;

/// The index of one table.
#[derive(Clone, Debug, Default)]
pub(super) struct Index(Cow<'static, [u8]>);

/// A form of a title whose whole spelling has the hash that was looked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Whole {
    /// Its bytes in the table.
    pub(super) span: Span,
    /// Where its line starts.
    pub(super) line: u32,
    /// How it relates to the title.
    pub(super) way: Way,
}

/// The words of a form.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    /// One bit for each of its characters.
    pub(super) mask: u128,
    /// Its bytes in the table.
    pub(super) span: Span,
    /// Where its line starts.
    pub(super) line: u32,
}

impl Index {
    pub(super) fn new(bytes: impl Into<Cow<'static, [u8]>>) -> Self {
        Self(bytes.into())
    }

    fn counts(&self) -> (usize, usize) {
        let whole = u32_at(&self.0, 0) as usize;
        let words = u32_at(&self.0, 4) as usize;
        (whole, words)
    }

    /// The forms whose whole spelling has this hash.
    pub(super) fn whole(&self, hash: u64) -> impl Iterator<Item = Whole> {
        let (n, _) = self.counts();
        let records = self.0.get(8..8 + n * WHOLE).unwrap_or_default();
        let first = first_not_below(n, |at| u64_at(records, at * WHOLE) < hash);
        records
            .chunks_exact(WHOLE)
            .skip(first)
            .take_while(move |record| u64_at(record, 0) == hash)
            .map(|record| Whole {
                span: span(record, 8, 16),
                line: u32_at(record, 12),
                way: way(u16_at(record, 18)),
            })
    }

    /// The forms that have `least..=most` characters.
    pub(super) fn words(&self, least: usize, most: usize) -> impl Iterator<Item = Words> {
        let (whole, n) = self.counts();
        let start = 8 + whole * WHOLE;
        let records = self.0.get(start..start + n * WORDS).unwrap_or_default();
        let length = |at: usize| usize::from(u16_at(records, at * WORDS + 26));
        let from = first_not_below(n, |at| length(at) < least);
        let to = first_not_below(n, |at| length(at) <= most);
        records
            .chunks_exact(WORDS)
            .skip(from)
            .take(to.saturating_sub(from))
            .map(|record| Words {
                mask: u128_at(record, 0),
                span: span(record, 16, 24),
                line: u32_at(record, 20),
            })
    }
}

/// The first of `0..n` for which `below` is false.
fn first_not_below(n: usize, below: impl Fn(usize) -> bool) -> usize {
    let (mut from, mut to) = (0, n);
    while from < to {
        let middle = from + (to - from) / 2;
        if below(middle) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    from
}

macro_rules! reads {
    ($($name:ident $type:ty),+) => {$(
        /// Reads a number in little endian; 0 behind the end.
        fn $name(bytes: &[u8], at: usize) -> $type {
            let bytes = bytes.get(at..at + size_of::<$type>());
            let bytes = bytes.and_then(|bytes| bytes.try_into().ok());
            bytes.map_or(0, <$type>::from_le_bytes)
        }
    )+};
}

reads!(u16_at u16, u32_at u32, u64_at u64, u128_at u128);

fn span(record: &[u8], start: usize, length: usize) -> Span {
    let from = u32_at(record, start) as usize;
    Span::new(from, from + usize::from(u16_at(record, length)))
}

fn way(code: u16) -> Way {
    const WAYS: [Way; 6] = [
        Way::Title,
        Way::Short,
        Way::Name,
        Way::WithoutIssuer,
        Way::WithoutAbout,
        Way::Issued,
    ];
    let known = WAYS.into_iter().find(|way| *way as u16 == code);
    known.unwrap_or(Way::Name)
}
