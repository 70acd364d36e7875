//! A zip file as its records: what is not replaced is written back byte for byte.
//!
//! Writers of Office files differ in everything the format leaves open (order, dates, extra
//! fields, data descriptors). So a record is never taken apart: it is the bytes from its local
//! header to the next one, and of its directory entry only the offset is changed.

use crate::ooxml::Error;
use crate::ooxml::damaged;
use crate::ooxml::package::normal;
use flate2::Compression;
use flate2::Crc;
use flate2::write::DeflateEncoder;
use std::borrow::Cow;
use std::io::Write;

/// Signatures of the zip specification (APPNOTE 4.3): local header, directory entry, end.
const LOCAL: &[u8] = b"PK\x03\x04";
const ENTRY: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";
const WIDE_END: &[u8] = b"PK\x06\x06";
const WIDE_LOCATOR: &[u8] = b"PK\x06\x07";

/// Fixed bytes of a directory entry and of the end record, before names and comments.
const ENTRY_BYTES: usize = 46;
const END_BYTES: usize = 22;

/// 1 January 1980, the first day the format can say: what is added has no other date.
const NO_DATE: [u8; 4] = [0, 0, 0x21, 0];

/// A zip file, open for the replacement of whole parts.
#[derive(Debug)]
pub(crate) struct Records<'b> {
    before: &'b [u8],
    /// In the order of the directory.
    list: Vec<Record<'b>>,
    comment: &'b [u8],
}

#[derive(Debug)]
struct Record<'b> {
    /// Place in the order of the file.
    place: usize,
    /// Local header, data, and whatever stands before the next record.
    local: Cow<'b, [u8]>,
    /// Directory entry.
    entry: Cow<'b, [u8]>,
}

impl<'b> Records<'b> {
    /// Starts an empty file.
    pub(crate) fn new() -> Self {
        Self {
            before: &[],
            list: Vec::new(),
            comment: &[],
        }
    }

    /// Finds the records of a zip file.
    pub(crate) fn parse(bytes: &'b [u8]) -> Result<Self, Error> {
        Self::find(bytes).ok_or_else(|| damaged("压缩包结构不完整"))
    }

    fn find(bytes: &'b [u8]) -> Option<Self> {
        let directory = Directory::find(bytes)?;
        let mut entries = Vec::new();
        let mut rest = bytes.get(directory.start..)?;
        for _ in 0..directory.n_entries {
            let (entry, after) = rest.split_at_checked(entry_len(rest)?)?;
            let start = directory.shift + usize::try_from(offset(entry)?.1).ok()?;
            bytes.get(start..)?.starts_with(LOCAL).then_some(())?;
            entries.push((start, entry));
            rest = after;
        }
        let mut starts: Vec<usize> = entries.iter().map(|(start, _)| *start).collect();
        starts.sort_unstable();
        let first = starts.first().copied().unwrap_or(directory.start);
        let mut list = Vec::new();
        for (start, entry) in entries {
            let place = starts.binary_search(&start).ok()?;
            let end = starts.get(place + 1).copied().unwrap_or(directory.start);
            // Two entries for one record, or a record behind the directory.
            (start < end).then_some(())?;
            list.push(Record {
                place,
                local: Cow::Borrowed(bytes.get(start..end)?),
                entry: Cow::Borrowed(entry),
            });
        }
        Some(Self {
            before: bytes.get(..first)?,
            list,
            comment: directory.comment,
        })
    }

    /// Replaces the part `name` in its place, or adds it at the end.
    pub(crate) fn put(&mut self, name: &str, data: &[u8]) {
        let wanted = normal(name);
        let known = |record: &&mut Record<'_>| {
            let known = entry_name(&record.entry);
            normal(&String::from_utf8_lossy(known)) == wanted
        };
        match self.list.iter_mut().find(known) {
            Some(record) => record.replace(data),
            None => {
                let mut record = Record::new(name, self.list.len());
                record.replace(data);
                self.list.push(record);
            }
        }
    }

    /// Writes the file.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        let mut out = self.before.to_vec();
        let mut order: Vec<usize> = (0..self.list.len()).collect();
        order.sort_by_key(|i| self.list.get(*i).map(|record| record.place));
        let mut offsets = vec![0_usize; self.list.len()];
        for index in order {
            if let (Some(record), Some(at)) = (self.list.get(index), offsets.get_mut(index)) {
                *at = out.len();
                out.extend_from_slice(&record.local);
            }
        }
        let start = out.len();
        for (record, at) in self.list.iter().zip(offsets) {
            out.extend(moved(&record.entry, at));
        }
        let size = out.len() - start;
        let n = u16::try_from(self.list.len()).unwrap_or(u16::MAX);
        out.extend_from_slice(END);
        out.extend_from_slice(&[0; 4]);
        out.extend(n.to_le_bytes());
        out.extend(n.to_le_bytes());
        out.extend(four(size));
        out.extend(four(start));
        let n_comment = u16::try_from(self.comment.len()).unwrap_or(0);
        out.extend(n_comment.to_le_bytes());
        out.extend_from_slice(self.comment);
        out
    }
}

impl Record<'_> {
    /// A record without data.
    fn new(name: &str, place: usize) -> Self {
        let mut entry = vec![0; ENTRY_BYTES];
        set(&mut entry, 0, ENTRY);
        set(&mut entry, 4, &[20, 0]);
        set(&mut entry, 12, &NO_DATE);
        let n_name = u16::try_from(name.len()).unwrap_or(u16::MAX);
        set(&mut entry, 28, &n_name.to_le_bytes());
        entry.extend_from_slice(name.as_bytes());
        Self {
            place,
            local: Cow::Borrowed(&[]),
            entry: Cow::Owned(entry),
        }
    }

    /// Sets the data; name, date, attributes and remark stay.
    fn replace(&mut self, data: &[u8]) {
        let packed = deflate(data);
        let mut crc = Crc::new();
        crc.update(data);
        let mut common = Vec::new();
        common.extend_from_slice(&[20, 0]);
        // Of the flags only “the name is UTF-8” stays.
        common.extend_from_slice(&[0, self.entry.get(9).copied().unwrap_or(0) & 0x08]);
        common.extend_from_slice(&[8, 0]);
        common.extend_from_slice(self.entry.get(12..16).unwrap_or(&NO_DATE));
        common.extend(crc.sum().to_le_bytes());
        common.extend(four(packed.len()));
        common.extend(four(data.len()));
        let name = entry_name(&self.entry);
        common.extend_from_slice(self.entry.get(28..30).unwrap_or(&[0, 0]));
        common.extend_from_slice(&[0, 0]);
        let local = [LOCAL, common.as_slice(), name, packed.as_slice()].concat();

        let writer = self.entry.get(4..6).unwrap_or(&[20, 0]);
        let rest = self.entry.get(32..ENTRY_BYTES).unwrap_or(&[0; 14]);
        let remark = entry_remark(&self.entry);
        let entry = [ENTRY, writer, common.as_slice(), rest, name, remark].concat();
        self.local = Cow::Owned(local);
        self.entry = Cow::Owned(entry);
    }
}

/// Where the directory stands.
struct Directory<'b> {
    start: usize,
    n_entries: usize,
    /// What is to be added to every offset: bytes that were put before the file.
    shift: usize,
    comment: &'b [u8],
}

impl<'b> Directory<'b> {
    fn find(bytes: &'b [u8]) -> Option<Self> {
        let latest = bytes.len().checked_sub(END_BYTES)?;
        let earliest = latest.saturating_sub(usize::from(u16::MAX));
        let end = (earliest..=latest).rev().find(|at| {
            let at = *at;
            let fits = |n: u64| n as usize <= latest - at;
            bytes.get(at..at + 4) == Some(END) && number(bytes, at + 20, 2).is_some_and(fits)
        })?;
        let n_comment = usize::try_from(number(bytes, end + 20, 2)?).ok()?;
        let comment = bytes.get(end + END_BYTES..end + END_BYTES + n_comment)?;
        let (n_entries, size, start, behind) = match wide_end(bytes, end) {
            Some(at) => (
                number(bytes, at + 32, 8)?,
                number(bytes, at + 40, 8)?,
                number(bytes, at + 48, 8)?,
                at,
            ),
            None => (
                number(bytes, end + 10, 2)?,
                number(bytes, end + 12, 4)?,
                number(bytes, end + 16, 4)?,
                end,
            ),
        };
        let told = usize::try_from(start).ok()?;
        let real = behind.checked_sub(usize::try_from(size).ok()?)?;
        Some(Self {
            start: real,
            n_entries: usize::try_from(n_entries).ok()?,
            shift: real.checked_sub(told)?,
            comment,
        })
    }
}

/// Finds the end record of the 64-bit form, which some writers use for small files too.
fn wide_end(bytes: &[u8], end: usize) -> Option<usize> {
    let locator = end.checked_sub(20)?;
    bytes
        .get(locator..)?
        .starts_with(WIDE_LOCATOR)
        .then_some(())?;
    // It stands right before its locator, 56 bytes long unless extended.
    let told = usize::try_from(number(bytes, locator + 8, 8)?).ok()?;
    let usual = locator.checked_sub(56)?;
    [told, usual]
        .into_iter()
        .find(|at| bytes.get(*at..).is_some_and(|b| b.starts_with(WIDE_END)))
}

/// The little-endian number of `n` bytes at `at`.
fn number(bytes: &[u8], at: usize, n: usize) -> Option<u64> {
    let bytes = bytes.get(at..at.checked_add(n)?)?;
    Some(
        bytes
            .iter()
            .rev()
            .fold(0, |sum, byte| sum << 8 | u64::from(*byte)),
    )
}

fn entry_len(bytes: &[u8]) -> Option<usize> {
    bytes.starts_with(ENTRY).then_some(())?;
    let parts = [28, 30, 32].map(|at| number(bytes, at, 2));
    let more = parts.into_iter().sum::<Option<u64>>()?;
    Some(ENTRY_BYTES + usize::try_from(more).ok()?)
}

/// The stretches of a directory entry behind its fixed bytes: name, extra fields, remark.
fn tails(entry: &[u8]) -> Option<[&[u8]; 3]> {
    let n = |at| usize::try_from(number(entry, at, 2)?).ok();
    let (name, rest) = entry.get(ENTRY_BYTES..)?.split_at_checked(n(28)?)?;
    let (extra, remark) = rest.split_at_checked(n(30)?)?;
    Some([name, extra, remark])
}

fn entry_name(entry: &[u8]) -> &[u8] {
    tails(entry).map_or(&[], |[name, ..]| name)
}

fn entry_remark(entry: &[u8]) -> &[u8] {
    tails(entry).map_or(&[], |[.., remark]| remark)
}

/// The offset of a directory entry, and where in the entry it stands with how many bytes.
fn offset(entry: &[u8]) -> Option<((usize, usize), u64)> {
    const WIDE: u64 = 0xFFFF_FFFF;
    let narrow = number(entry, 42, 4)?;
    if narrow != WIDE {
        return Some(((42, 4), narrow));
    }
    let [name, extra, _] = tails(entry)?;
    let mut at = ENTRY_BYTES + name.len();
    let end = at + extra.len();
    while at + 4 <= end {
        let (id, n) = (number(entry, at, 2)?, number(entry, at + 2, 2)?);
        at += 4;
        if id == 1 {
            // Sizes stand before the offset where they do not fit either.
            let sizes = [20, 24].map(|size| number(entry, size, 4) == Some(WIDE));
            let at = at + 8 * sizes.into_iter().filter(|wide| *wide).count();
            return Some(((at, 8), number(entry, at, 8)?));
        }
        at += usize::try_from(n).ok()?;
    }
    None
}

/// A directory entry for a record that stands at `at`.
fn moved(entry: &[u8], at: usize) -> Vec<u8> {
    let mut moved = entry.to_vec();
    if let Some(((place, n), _)) = offset(entry) {
        let at = (at as u64).to_le_bytes();
        set(&mut moved, place, at.get(..n).unwrap_or_default());
    }
    moved
}

fn set(bytes: &mut [u8], at: usize, value: &[u8]) {
    if let Some(place) = bytes.get_mut(at..at + value.len()) {
        place.copy_from_slice(value);
    }
}

/// A length as the format has it; files of this room are far below four gigabytes.
fn four(n: usize) -> [u8; 4] {
    u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes()
}

fn deflate(data: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    // Writing into memory does not fail.
    let _ = encoder.write_all(data);
    encoder.finish().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ooxml::Package;
    use std::io::Cursor;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn made(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            let options = SimpleFileOptions::default().large_file(*name == "wide.xml");
            zip.start_file(*name, options).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.set_comment("说明").unwrap();
        zip.finish().unwrap().into_inner()
    }

    fn read(bytes: &[u8], name: &str) -> Option<String> {
        let mut package = Package::open(bytes).unwrap();
        package.part(name).unwrap().map(|text| text.text)
    }

    const PARTS: [(&str, &str); 3] = [
        ("a.xml", "<甲/>"),
        ("wide.xml", "<乙/>"),
        ("c/D.xml", "<丙/>"),
    ];

    #[test]
    fn what_is_not_touched_is_written_back() {
        for before in [&b""[..], b"#!/bin/sh\n"] {
            let bytes = [before, &made(&PARTS)].concat();
            let back = Records::parse(&bytes).unwrap().into_bytes();
            let again = Records::parse(&back).unwrap().into_bytes();
            assert_eq!(back, again);
            if before.is_empty() {
                assert_eq!(bytes, back);
            }
            for (name, text) in PARTS {
                assert_eq!(read(&back, name).as_deref(), Some(text));
            }
        }
    }

    #[test]
    fn one_part_is_replaced_and_one_added() {
        let bytes = made(&PARTS);
        let mut records = Records::parse(&bytes).unwrap();
        records.put("c/d.xml", "<丁>很长很长</丁>".as_bytes());
        records.put("e.xml", b"<e/>");
        let new = records.into_bytes();
        assert_eq!(read(&new, "c/D.xml").as_deref(), Some("<丁>很长很长</丁>"));
        assert_eq!(read(&new, "e.xml").as_deref(), Some("<e/>"));
        assert_eq!(read(&new, "a.xml").as_deref(), Some("<甲/>"));
        let (old, new) = (
            Records::parse(&bytes).unwrap(),
            Records::parse(&new).unwrap(),
        );
        for index in [0, 1] {
            assert_eq!(old.list[index].local, new.list[index].local);
        }
        assert_eq!(entry_name(&new.list[2].entry), b"c/D.xml");
        assert_eq!(new.comment, "说明".as_bytes());
    }

    #[test]
    fn a_file_can_be_made_from_nothing() {
        let mut records = Records::new();
        records.put("[Content_Types].xml", b"<Types/>");
        records.put("word/document.xml", b"<w:document/>");
        let bytes = records.into_bytes();
        assert_eq!(
            read(&bytes, "word/document.xml").as_deref(),
            Some("<w:document/>")
        );
    }

    #[test]
    fn damage_is_refused_and_never_panics() {
        let bytes = made(&PARTS);
        for cut in 0..bytes.len() {
            let _ = Records::parse(&bytes[..cut]);
            let mut flipped = bytes.clone();
            flipped[cut] ^= 0xFF;
            if let Ok(mut records) = Records::parse(&flipped) {
                records.put("a.xml", b"<a/>");
                let _ = records.into_bytes();
            }
        }
        assert!(Records::parse(b"PK").is_err());
    }
}
