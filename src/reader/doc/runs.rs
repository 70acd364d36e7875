//! Which properties hold from which byte of the file to which ([MS-DOC] 2.9.33, 2.9.174).

use super::bytes::part;
use super::bytes::size_at;
use super::bytes::u32_at;
use super::fib;
use crate::reader::ReadError;
use crate::reader::limits::MAX_RUNS;
use std::ops::Range;

/// Bytes of a page of properties; the last one says how many stretches it tells of.
const PAGE: usize = 512;

/// Stretches of the file with their properties.
#[derive(Default, Debug)]
pub(super) struct Runs {
    /// In the order of the file.
    all: Vec<Run>,
}

#[derive(Debug)]
struct Run {
    bytes: Range<usize>,
    /// Where its properties stand.
    props: Range<usize>,
}

/// Whose properties a page tells.
#[derive(Clone, Copy)]
pub(super) enum Of {
    /// Those of characters.
    Characters,
    /// Those of paragraphs, behind the number of the style.
    Paragraphs,
}

impl Runs {
    /// Reads all pages that `table` names.
    pub(super) fn read(word: &[u8], table: &[u8], of: Of) -> Result<Self, ReadError> {
        let mut all = Vec::new();
        for (_, _, number) in fib::places(table, 4) {
            let number = u32_at(number, 0).unwrap_or(0) & 0x003F_FFFF;
            let start = (number as usize).saturating_mul(PAGE);
            let page = part(word, start, PAGE);
            let n = usize::from(page.get(PAGE - 1).copied().unwrap_or(0));
            all.extend((0..n).filter_map(|i| run(page, start, n, i, of)));
            if all.len() > MAX_RUNS {
                return Err(ReadError::Limit {
                    what: format!("{}的格式段超过 {} 万", super::NAME, MAX_RUNS / 10_000),
                });
            }
        }
        all.sort_by_key(|run| run.bytes.start);
        Ok(Self { all })
    }

    /// Returns where the properties of the byte `at` stand, and the byte with which others begin.
    pub(super) fn at(&self, at: usize) -> (Range<usize>, usize) {
        let next = self.all.partition_point(|run| run.bytes.start <= at);
        let end = self.all.get(next).map_or(usize::MAX, |run| run.bytes.start);
        let run = next.checked_sub(1).and_then(|i| self.all.get(i));
        match run.filter(|run| run.bytes.contains(&at)) {
            Some(run) => (run.props.clone(), run.bytes.end.min(end)),
            None => (0..0, end),
        }
    }
}

/// Reads stretch `i` of the `n` of a page.
fn run(page: &[u8], start: usize, n: usize, i: usize, of: Of) -> Option<Run> {
    let bytes = size_at(page, 4 * i)?..size_at(page, 4 * i + 4)?;
    let entry = match of {
        Of::Characters => 1,
        Of::Paragraphs => 13,
    };
    let at = usize::from(*page.get(4 * (n + 1) + entry * i)?) * 2;
    let (from, length) = match (of, usize::from(*page.get(at)?)) {
        _ if at == 0 => (0, 0),
        (Of::Characters, length) => (at + 1, length),
        (Of::Paragraphs, 0) => (at + 2, usize::from(*page.get(at + 1)?) * 2),
        (Of::Paragraphs, words) => (at + 1, words * 2 - 1),
    };
    let end = (from + length).min(PAGE);
    let props = start + from..start + end.max(from);
    (!bytes.is_empty()).then_some(Run { bytes, props })
}
