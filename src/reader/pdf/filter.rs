//! Unpacking streams, never more than the budget allows.
//!
//! hayro unpacks without a limit, so only what it needs to find its objects is left to it (see
//! `guard`). What a damaged stream gives before it breaks is kept: a page with half of its text is
//! said to be damaged elsewhere, a page with none would look empty.

use super::Stop;
use crate::reader::limits::MAX_FILTERS;
use crate::reader::limits::MAX_PART_BYTES;
use crate::reader::limits::MAX_TOTAL_BYTES;
use flate2::read::DeflateDecoder;
use flate2::read::ZlibDecoder;
use hayro_syntax::Filter;
use hayro_syntax::object::Stream;
use std::borrow::Cow;
use std::io::Read;

/// What may still be unpacked of a file.
#[derive(Debug)]
pub(super) struct Budget {
    left: usize,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self {
            left: usize::try_from(MAX_TOTAL_BYTES).unwrap_or(usize::MAX),
        }
    }

    /// Returns how many bytes the next stream may have.
    fn next(&self) -> usize {
        let part = usize::try_from(MAX_PART_BYTES).unwrap_or(usize::MAX);
        part.min(self.left)
    }

    fn take(&mut self, bytes: usize) -> Result<(), Stop> {
        if bytes > self.next() {
            return Err(Stop::Limit(format!(
                "PDF 内的数据解压后超过 {} MB",
                MAX_PART_BYTES >> 20
            )));
        }
        self.left -= bytes;
        Ok(())
    }
}

/// Unpacks `stream`. An image is not unpacked: it gives nothing.
pub(super) fn decode(stream: &Stream<'_>, budget: &mut Budget) -> Result<Vec<u8>, Stop> {
    let filters = stream.filters();
    let raw = stream.raw_data();
    budget.take(raw.len())?;
    let mut data: Cow<'_, [u8]> = raw;
    if filters.len() > MAX_FILTERS {
        return Ok(Vec::new());
    }
    for filter in filters {
        let max = budget.next();
        let decoded = match filter {
            Filter::FlateDecode => inflate(&data, max),
            Filter::LzwDecode => lzw(&data, max),
            Filter::AsciiHexDecode => ascii_hex(&data),
            Filter::Ascii85Decode => ascii_85(&data),
            Filter::RunLengthDecode => run_length(&data, max),
            Filter::Crypt => continue,
            Filter::CcittFaxDecode
            | Filter::Jbig2Decode
            | Filter::DctDecode
            | Filter::JpxDecode => return Ok(Vec::new()),
        };
        budget.take(decoded.len())?;
        data = Cow::Owned(decoded);
    }
    Ok(data.into_owned())
}

/// Inflates until the end, the first error, or one byte more than `max`.
pub(super) fn inflate(data: &[u8], max: usize) -> Vec<u8> {
    let limit = max as u64 + 1;
    let mut out = Vec::new();
    // What was read before an error stays in `out`.
    let whole = ZlibDecoder::new(data).take(limit).read_to_end(&mut out);
    if whole.is_err() && out.is_empty() {
        // Some writers leave the head of two bytes out, or break it.
        for skip in [0, 2] {
            let rest = data.get(skip..).unwrap_or(&[]);
            let done = DeflateDecoder::new(rest).take(limit).read_to_end(&mut out);
            if done.is_ok() && !out.is_empty() {
                break;
            }
            if skip == 0 {
                out.clear();
            }
        }
    }
    out
}

/// Codes of an LZW stream grow from 9 to 12 bits.
const WIDEST_CODE: u32 = 12;

/// Unpacks LZW as old writers used it, with the width growing one code early.
fn lzw(data: &[u8], max: usize) -> Vec<u8> {
    const CLEAR: usize = 256;
    const END: usize = 257;
    let mut out: Vec<u8> = Vec::new();
    // Where each entry from 258 on stands in `out`.
    let mut table: Vec<(usize, usize)> = Vec::new();
    let mut previous: Option<(usize, usize)> = None;
    let mut bits: u32 = 0;
    let mut n_bits = 0;
    let mut bytes = data.iter();
    loop {
        let width = (usize::BITS - (table.len() + 259).leading_zeros()).clamp(9, WIDEST_CODE);
        while n_bits < width {
            let Some(byte) = bytes.next() else { return out };
            bits = (bits << 8) | u32::from(*byte);
            n_bits += 8;
        }
        n_bits -= width;
        let code = (bits >> n_bits) as usize & ((1 << width) - 1);
        bits &= (1 << n_bits) - 1;
        match code {
            CLEAR => {
                table.clear();
                previous = None;
                continue;
            }
            END => return out,
            _ => {}
        }
        let start = out.len();
        if code < CLEAR {
            out.push(u8::try_from(code).unwrap_or_default());
        } else {
            let known = table.get(code - 258).copied();
            let Some((from, n)) = known.or_else(|| previous.map(|(from, n)| (from, n + 1))) else {
                return out;
            };
            for i in from..from + n {
                let Some(byte) = out.get(i).copied() else {
                    return out;
                };
                out.push(byte);
            }
        }
        if let Some((from, n)) = previous
            && table.len() < (1 << WIDEST_CODE) - 258
        {
            // The entry before, and the first byte of this one, which stands right behind it.
            table.push((from, n + 1));
        }
        previous = Some((start, out.len() - start));
        if out.len() > max {
            return out;
        }
    }
}

fn ascii_hex(data: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = data
        .iter()
        .take_while(|byte| **byte != b'>')
        .filter_map(|byte| char::from(*byte).to_digit(16))
        .filter_map(|digit| u8::try_from(digit).ok())
        .collect();
    digits
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => high << 4 | low,
            [high] => high << 4,
            _ => 0,
        })
        .collect()
}

fn ascii_85(data: &[u8]) -> Vec<u8> {
    let data = data.strip_prefix(b"<~").unwrap_or(data);
    let mut out = Vec::with_capacity(data.len() / 5 * 4);
    let mut group: Vec<u8> = Vec::with_capacity(5);
    for byte in data {
        match byte {
            b'z' if group.is_empty() => out.extend_from_slice(&[0; 4]),
            b'!'..=b'u' => group.push(byte - b'!'),
            b'~' => break,
            _ => continue,
        }
        if group.len() == 5 {
            out.extend_from_slice(&word(&group));
            group.clear();
        }
    }
    let n = group.len();
    if n > 1 {
        group.resize(5, 84);
        out.extend(word(&group).iter().take(n - 1));
    }
    out
}

fn word(group: &[u8]) -> [u8; 4] {
    let value = group.iter().fold(0_u32, |value, digit| {
        value.wrapping_mul(85).wrapping_add(u32::from(*digit))
    });
    value.to_be_bytes()
}

fn run_length(data: &[u8], max: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(&length) = data.get(at) {
        at += 1;
        let n = usize::from(length);
        match length {
            0..=127 => {
                let end = (at + n + 1).min(data.len());
                out.extend_from_slice(data.get(at..end).unwrap_or(&[]));
                at = end;
            }
            128 => break,
            _ => {
                let Some(&byte) = data.get(at) else { break };
                out.resize(out.len() + 257 - n, byte);
                at += 1;
            }
        }
        if out.len() > max {
            break;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::DeflateEncoder;
    use flate2::write::ZlibEncoder;
    use std::io::Write;

    fn zlib(data: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(data).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn what_was_inflated_before_an_error_is_kept() {
        let text = "依法行政。".repeat(4000);
        let packed = zlib(text.as_bytes());
        assert_eq!(inflate(&packed, 1 << 20), text.as_bytes());
        let half = inflate(&packed[..packed.len() - 8], 1 << 20);
        assert!(half.len() > 10_000 && text.as_bytes().starts_with(&half));
        let mut raw = DeflateEncoder::new(Vec::new(), Compression::fast());
        raw.write_all(text.as_bytes()).unwrap();
        assert_eq!(inflate(&raw.finish().unwrap(), 1 << 20), text.as_bytes());
        assert_eq!(inflate(b"no stream", 9).len(), 0);
    }

    #[test]
    fn a_bomb_is_not_blown_up() {
        let packed = zlib(&vec![0; 64 << 20]);
        assert!(packed.len() < 100 << 10);
        assert_eq!(inflate(&packed, 1000).len(), 1001);
        assert!(run_length(&[129, 0].repeat(1000), 1000).len() < 1200);
    }

    #[test]
    fn text_filters() {
        assert_eq!(ascii_hex(b"4 8 65 6C6c6F7>zz"), b"Hellop");
        assert_eq!(ascii_85(b"<~87cURD]i,\"Ebo80~>"), b"Hello World!");
        assert_eq!(ascii_85(b"87cUR\nD]i,\"Ebo7~>"), b"Hello World");
        assert_eq!(ascii_85(b"z!!~>"), [0, 0, 0, 0, 0]);
        assert_eq!(run_length(b"\x02abc\xFEx\x80rest", 99), b"abcxxx");
    }

    #[test]
    fn lzw_as_in_the_specification() {
        // The example of ISO 32000-1, 7.4.4.2.
        let packed = [0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01];
        assert_eq!(lzw(&packed, 99), [45, 45, 45, 45, 45, 65, 45, 45, 45, 66]);
    }
}
