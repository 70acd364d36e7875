//! The piece table: where the characters of the document stand in the file ([MS-DOC] 2.8.35).
//!
//! A file that was saved fast has its changes at its end; only the pieces say in which order
//! all is to be read.

use super::bytes::part;
use super::bytes::size_at;
use super::bytes::u16_at;
use super::bytes::u32_at;
use super::fib;
use std::ops::Range;

/// Bit of a place that says that each character is one byte.
const NARROW: u32 = 0x4000_0000;

/// A piece: characters that stand side by side in the file.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Which characters of the document.
    pub(super) range: Range<usize>,
    /// Byte of the first one.
    pub(super) at: usize,
    /// Whether each is one byte of Windows-1252, not two of UTF-16.
    pub(super) narrow: bool,
    /// Properties that were put on it by fast saving.
    pub(super) change: Change,
}

/// Properties of a piece.
#[derive(Clone, Debug)]
pub(super) enum Change {
    /// One property as it stands in a list of properties.
    One([u8; 3]),
    /// The list with this index.
    Listed(usize),
}

/// The pieces, and the lists of properties that they refer to.
#[derive(Default, Debug)]
pub(super) struct Pieces {
    /// In the order of the characters.
    pub(super) all: Vec<Piece>,
    lists: Vec<Vec<u8>>,
}

impl Pieces {
    /// Reads the table.
    pub(super) fn read(mut table: &[u8]) -> Self {
        let mut pieces = Self::default();
        loop {
            match table.first() {
                Some(1) => {
                    let length = usize::from(u16_at(table, 1).unwrap_or(0));
                    pieces.lists.push(part(table, 3, length).to_vec());
                    table = table.get(3 + length..).unwrap_or(&[]);
                }
                Some(2) => {
                    let length = size_at(table, 1).unwrap_or(0);
                    let listed = fib::places(part(table, 5, length), 8);
                    pieces.all = listed.into_iter().filter_map(Piece::read).collect();
                    // Places among the characters only ever rise.
                    pieces.all.sort_by_key(|piece| piece.range.start);
                    return pieces;
                }
                _ => return pieces,
            }
        }
    }

    /// Returns the properties that fast saving put on a piece.
    pub(super) fn change<'p>(&'p self, piece: &'p Piece) -> &'p [u8] {
        match &piece.change {
            Change::One(property) => property,
            Change::Listed(index) => self.lists.get(*index).map_or(&[], Vec::as_slice),
        }
    }
}

impl Piece {
    fn read((from, to, bytes): (usize, usize, &[u8])) -> Option<Self> {
        let place = u32_at(bytes, 2)?;
        let change = u16_at(bytes, 6)?;
        let narrow = place & NARROW != 0;
        let at = usize::try_from(place & (NARROW - 1)).ok()?;
        (from < to).then(|| Self {
            range: from..to,
            at: if narrow { at / 2 } else { at },
            narrow,
            change: if change & 1 == 1 {
                Change::Listed(usize::from(change >> 1))
            } else {
                let [low, value] = change.to_le_bytes();
                Change::One(short(low >> 1, value))
            },
        })
    }
}

/// Writes out a property that is told in two bytes ([MS-DOC] 2.9.213), of those that matter.
fn short(index: u8, value: u8) -> [u8; 3] {
    let sprm: u16 = match index {
        0x05 => 0x2403,
        0x0C => 0x260A,
        0x18 => 0x2416,
        0x19 => 0x2417,
        0x41 => 0x0800,
        0x42 => 0x0801,
        0x55 => 0x0835,
        0x5C => 0x083C,
        _ => 0,
    };
    let [low, high] = sprm.to_le_bytes();
    [low, high, value]
}

/// What the bytes 0x80 to 0x9F of a narrow piece are; all others are their own code points.
pub(super) fn narrow(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž',
        '\u{8F}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}',
        'ž', 'Ÿ',
    ];
    let high = byte
        .checked_sub(0x80)
        .and_then(|at| HIGH.get(usize::from(at)));
    high.copied().unwrap_or(char::from(byte))
}
