//! Tables of what stands apart from the text: fonts, text boxes.

use super::bytes::part;
use super::bytes::size_at;
use super::bytes::u16_at;
use super::bytes::u32_at;
use super::bytes::wide;
use super::fib;
use super::fib::Fib;
use super::fib::Story;
use std::collections::BTreeMap;
use std::ops::Range;

/// Reads the names of the fonts ([MS-DOC] 2.9.79), as far as they are there.
pub(super) fn fonts(table: &[u8]) -> Vec<String> {
    /// Bytes of a font before its name.
    const HEAD: usize = 39;
    let n = u16_at(table, 0).unwrap_or(0);
    let mut at = 4;
    let mut fonts = Vec::new();
    for _ in 0..n {
        let Some(length) = table.get(at).map(|length| usize::from(*length)) else {
            break;
        };
        let name = part(table, at + 1 + HEAD, length.saturating_sub(HEAD));
        let name = wide(name);
        fonts.push(name.split('\0').next().unwrap_or("").to_owned());
        at += 1 + length;
    }
    fonts
}

/// Finds out which character each text box hangs on: both name the same drawing. One without
/// is put behind all characters.
pub(super) fn boxes(fib: &Fib, anchors: &[u8], boxes: &[u8]) -> BTreeMap<usize, Range<usize>> {
    let drawings: BTreeMap<u32, usize> = fib::places(anchors, 26)
        .into_iter()
        .filter_map(|(cp, _, drawing)| Some((u32_at(drawing, 0)?, cp)))
        .collect();
    let all = fib.range(Story::Boxes);
    let mut found = BTreeMap::new();
    let mut last = 0;
    for (index, (from, to, of)) in fib::places(boxes, 22).into_iter().enumerate() {
        let is_free = u16_at(of, 8).is_some_and(|free| free != 0);
        let from = all.start.saturating_add(from);
        let to = all.start.saturating_add(to).min(all.end);
        let drawing = size_at(of, 14).and_then(|id| u32::try_from(id).ok());
        let cp = drawing.and_then(|id| drawings.get(&id).copied());
        let behind = all.end.saturating_add(index);
        if !is_free && from < to && from >= last {
            last = to;
            found.insert(cp.unwrap_or(behind), from..to);
        }
    }
    found
}
