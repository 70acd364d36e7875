//! OLE compound files: streams in chains of sectors ([MS-CFB]).
//!
//! Read by hand: one stream after another is all that is needed, and files of WPS and of damaged
//! disks break rules on which a general library insists (order of the directory, sectors that
//! nobody owns, a last sector that is cut off). What is read is never more than the file has.

use super::bytes::part;
use super::bytes::size_at;
use super::bytes::u16_at;
use super::bytes::wide;
use std::collections::BTreeSet;

/// Where the sectors of the allocation table are listed in the header, and how many.
const LISTED_AT: usize = 0x4C;
const N_LISTED: usize = 109;

/// Bytes of an entry of the directory.
const ENTRY: usize = 128;

/// Sector numbers from here on are marks: free, end of chain.
const MARKS: usize = 0xFFFF_FFFA;

/// An opened file.
#[derive(Debug)]
pub(super) struct Ole<'b> {
    bytes: &'b [u8],
    /// log2 of the bytes of a sector.
    shift: u32,
    next: Vec<u32>,
    small: Small,
    directory: Vec<Entry>,
}

/// Short streams, which share one long one.
#[derive(Default, Debug)]
struct Small {
    below: usize,
    shift: u32,
    next: Vec<u32>,
    bytes: Vec<u8>,
}

#[derive(Debug)]
struct Entry {
    name: String,
    is_stream: bool,
    /// Left, right and child entry.
    links: [usize; 3],
    start: usize,
    length: usize,
}

impl<'b> Ole<'b> {
    /// Opens a file. None where its tables cannot be followed.
    pub(super) fn open(bytes: &'b [u8]) -> Option<Self> {
        let shift = u32::from(u16_at(bytes, 0x1E)?);
        let small_shift = u32::from(u16_at(bytes, 0x20)?);
        if !matches!(shift, 9 | 12) || !(4..=9).contains(&small_shift) {
            return None;
        }
        let mut ole = Self {
            bytes,
            shift,
            next: Vec::new(),
            small: Small::default(),
            directory: Vec::new(),
        };
        ole.next = ole.table()?;
        let directory = ole.chain(size_at(bytes, 0x30)?, usize::MAX);
        ole.directory = directory
            .chunks_exact(ENTRY)
            .filter_map(Entry::read)
            .collect();
        let root = ole.directory.first()?;
        ole.small = Small {
            below: size_at(bytes, 0x38)?,
            shift: small_shift,
            next: numbers(&ole.chain(size_at(bytes, 0x3C)?, usize::MAX)),
            bytes: ole.chain(root.start, root.length),
        };
        Some(ole)
    }

    /// Reads a stream that lies directly in the file, not in a document embedded in it.
    pub(super) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let is_it = |entry: &&Entry| entry.is_stream && entry.name.eq_ignore_ascii_case(name);
        let of_root = self.of_root();
        let entries = of_root.iter().filter_map(|at| self.directory.get(*at));
        // Where the tree is broken the first of that name is the best guess.
        let found = entries.chain(self.directory.iter()).find(is_it)?;
        if found.length < self.small.below {
            return Some(self.small.chain(found.start, found.length));
        }
        Some(self.chain(found.start, found.length))
    }

    /// Returns the indices of the entries directly in the file.
    fn of_root(&self) -> BTreeSet<usize> {
        let mut seen = BTreeSet::new();
        let child = |at: usize| self.directory.get(at).map(|entry| entry.links);
        let mut todo: Vec<usize> = child(0)
            .iter()
            .filter_map(|links| links.last().copied())
            .collect();
        while let Some(at) = todo.pop() {
            if let Some([left, right, _]) = child(at)
                && seen.insert(at)
            {
                todo.extend([left, right]);
            }
        }
        seen
    }

    fn sector(&self, number: usize) -> &'b [u8] {
        let at = number.saturating_add(1).checked_shl(self.shift);
        part(self.bytes, at.unwrap_or(usize::MAX), 1 << self.shift)
    }

    fn n_sectors(&self) -> usize {
        (self.bytes.len() >> self.shift) + 1
    }

    /// Reads the allocation table: for each sector the one that follows it.
    fn table(&self) -> Option<Vec<u32>> {
        let mut listed: Vec<u32> = numbers(part(self.bytes, LISTED_AT, 4 * N_LISTED));
        let mut more = size_at(self.bytes, 0x44)?;
        while more < MARKS && listed.len() < self.n_sectors() {
            let mut numbers = numbers(self.sector(more));
            let next = numbers.pop()?;
            listed.extend(numbers);
            more = usize::try_from(next).ok()?;
        }
        let mut next = Vec::new();
        for number in listed {
            let number = usize::try_from(number).ok()?;
            if number < MARKS && next.len() < self.n_sectors() {
                next.extend(numbers(self.sector(number)));
            }
        }
        (!next.is_empty()).then_some(next)
    }

    /// Reads a chain of sectors, `length` bytes at most.
    fn chain(&self, start: usize, length: usize) -> Vec<u8> {
        let sector = |number| self.sector(number);
        follow(start, length, &self.next, self.n_sectors(), sector)
    }
}

impl Small {
    fn chain(&self, start: usize, length: usize) -> Vec<u8> {
        let size = 1 << self.shift;
        let sector = |number: usize| part(&self.bytes, number.saturating_mul(size), size);
        let n_sectors = self.bytes.len() / size + 1;
        follow(start, length, &self.next, n_sectors, sector)
    }
}

/// Puts a chain of sectors together. One in a circle ends with as many as there are.
fn follow<'s>(
    start: usize,
    length: usize,
    next: &[u32],
    n_sectors: usize,
    sector: impl Fn(usize) -> &'s [u8],
) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut at = start;
    for _ in 0..n_sectors {
        let here = sector(at);
        if at >= MARKS || here.is_empty() || bytes.len() >= length {
            break;
        }
        bytes.extend_from_slice(here);
        at = match next.get(at).map(|next| usize::try_from(*next)) {
            Some(Ok(next)) => next,
            _ => break,
        };
    }
    bytes.truncate(length);
    bytes
}

impl Entry {
    fn read(bytes: &[u8]) -> Option<Self> {
        let length = usize::from(u16_at(bytes, 0x40)?).clamp(2, 64);
        Some(Self {
            name: wide(part(bytes, 0, length - 2)),
            is_stream: bytes.get(0x42) == Some(&2),
            links: [
                size_at(bytes, 0x44)?,
                size_at(bytes, 0x48)?,
                size_at(bytes, 0x4C)?,
            ],
            start: size_at(bytes, 0x74)?,
            length: size_at(bytes, 0x78)?,
        })
    }
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    let four = bytes.chunks_exact(4);
    four.filter_map(|four| super::bytes::u32_at(four, 0))
        .collect()
}
