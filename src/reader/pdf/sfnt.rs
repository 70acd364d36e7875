//! Font programs, as far as they tell which character a glyph is.

use crate::reader::limits::MAX_MAPPINGS;
use std::collections::BTreeMap;

/// Returns the characters of a TrueType font by the number of their glyph.
pub(super) fn characters(font: &[u8]) -> BTreeMap<u32, char> {
    table(font, b"cmap").map_or_else(BTreeMap::new, |cmap| {
        let mut found = Found::default();
        for i in 0..u16_at(cmap, 2).unwrap_or(0).min(64) {
            let record = 4 + usize::from(i) * 8;
            let platform = u16_at(cmap, record);
            let encoding = u16_at(cmap, record + 2);
            // Unicode, or Windows with Unicode.
            let is_unicode =
                platform == Some(0) || platform == Some(3) && matches!(encoding, Some(1 | 10));
            let offset = u32_at(cmap, record + 4).and_then(|at| cmap.get(at as usize..));
            if let (true, Some(subtable)) = (is_unicode, offset) {
                read_subtable(subtable, &mut found);
            }
        }
        found.characters
    })
}

#[derive(Default)]
struct Found {
    characters: BTreeMap<u32, char>,
    /// How many codes were looked at.
    n: usize,
}

fn table<'a>(font: &'a [u8], tag: &[u8]) -> Option<&'a [u8]> {
    let n = usize::from(u16_at(font, 4)?);
    let mut records = (0..n).map(|i| 12 + i * 16);
    let record = records.find(|at| font.get(*at..at + 4) == Some(tag))?;
    let from = u32_at(font, record + 8)? as usize;
    font.get(from..)
}

fn read_subtable(table: &[u8], found: &mut Found) {
    match u16_at(table, 0) {
        Some(4) => read_segments(table, found),
        Some(12) => read_groups(table, found),
        _ => {}
    }
}

/// Format 4: segments of the basic plane.
fn read_segments(table: &[u8], found: &mut Found) {
    let double = usize::from(u16_at(table, 6).unwrap_or(0)) & !1;
    for at in (0..double).step_by(2) {
        let ends = 14 + at;
        let starts = 16 + double + at;
        let deltas = 16 + 2 * double + at;
        let offsets = 16 + 3 * double + at;
        let (Some(end), Some(start), Some(delta), Some(offset)) = (
            u16_at(table, ends),
            u16_at(table, starts),
            u16_at(table, deltas),
            u16_at(table, offsets),
        ) else {
            return;
        };
        for code in start..=end {
            let glyph = if offset == 0 {
                code.wrapping_add(delta)
            } else {
                let place = offsets + usize::from(offset) + 2 * usize::from(code - start);
                match u16_at(table, place) {
                    Some(0) | None => 0,
                    Some(glyph) => glyph.wrapping_add(delta),
                }
            };
            if !found.add(u32::from(glyph), u32::from(code)) {
                return;
            }
        }
    }
}

/// Format 12: groups of all planes.
fn read_groups(table: &[u8], found: &mut Found) {
    let n = u32_at(table, 12).unwrap_or(0).min(100_000) as usize;
    for at in (0..n).map(|i| 16 + 12 * i) {
        let (Some(start), Some(end), Some(glyph)) = (
            u32_at(table, at),
            u32_at(table, at + 4),
            u32_at(table, at + 8),
        ) else {
            return;
        };
        // A font has at most 65 536 glyphs.
        for i in 0..=end.saturating_sub(start).min(0xFFFF) {
            let (Some(glyph), Some(code)) = (glyph.checked_add(i), start.checked_add(i)) else {
                return;
            };
            if glyph > 0xFFFF {
                break;
            }
            if !found.add(glyph, code) {
                return;
            }
        }
    }
}

impl Found {
    /// Adds a character; tells whether to go on. The first character of a glyph counts, but a
    /// radical gives way to the character.
    fn add(&mut self, glyph: u32, code: u32) -> bool {
        self.n += 1;
        let is_form = |c: char| matches!(c, '\u{2E80}'..='\u{2FDF}' | '\u{E000}'..='\u{F8FF}');
        if let Some(c) = char::from_u32(code).filter(|c| !c.is_control())
            && glyph != 0
        {
            let known = self.characters.entry(glyph).or_insert(c);
            if is_form(*known) && !is_form(c) {
                *known = c;
            }
        }
        self.n < MAX_MAPPINGS
    }
}

/// Reads the encoding that a Type 1 font program has: `dup 65 /A put`.
pub(super) fn type_1_encoding(program: &[u8]) -> Vec<(u8, String)> {
    // What follows `eexec` is encrypted, and the encoding stands before it.
    let end = super::guard::find(program, b"eexec").unwrap_or(program.len());
    let head = String::from_utf8_lossy(program.get(..end).unwrap_or(program));
    let Some((_, rest)) = head.split_once("/Encoding") else {
        return Vec::new();
    };
    let mut words = rest.split_ascii_whitespace();
    let mut found = Vec::new();
    while let Some(word) = words.next() {
        match word {
            "dup" => {
                let code = words.next().and_then(|code| code.parse().ok());
                let name = words.next().and_then(|name| name.strip_prefix('/'));
                if let (Some(code), Some(name)) = (code, name) {
                    found.push((code, name.to_owned()));
                }
            }
            "def" | "readonly" if !found.is_empty() => break,
            _ => {}
        }
    }
    found
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_be_bytes(pair.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_be_bytes(four.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A font with nothing but a table of characters: two segments and the closing one.
    fn font() -> Vec<u8> {
        let mut cmap: Vec<u16> = vec![0, 1, 3, 1, 0, 12];
        cmap.extend([4, 40, 0, 6, 0, 0, 0]);
        cmap.extend([0x2F00, 0x4E01, 0xFFFF, 0]);
        cmap.extend([0x2F00, 0x4E00, 0xFFFF]);
        cmap.extend([7_u16.wrapping_sub(0x2F00), 7_u16.wrapping_sub(0x4E00), 1]);
        cmap.extend([0, 0, 0]);
        let mut font = vec![0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        font.extend(b"cmap");
        font.extend([0, 0, 0, 0, 0, 0, 0, 28, 0, 0, 0, 60]);
        font.extend(cmap.into_iter().flat_map(u16::to_be_bytes));
        font
    }

    #[test]
    fn a_font_read_backwards() {
        let found = characters(&font());
        assert_eq!(
            found.get(&7),
            Some(&'一'),
            "not the radical of the same shape"
        );
        assert_eq!(found.get(&8), Some(&'丁'));
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn broken_fonts_give_nothing() {
        for n in 0..font().len() {
            let _ = characters(&font()[..n]);
        }
        assert!(characters(b"OTTO").is_empty());
    }

    #[test]
    fn the_encoding_of_a_type_1_font() {
        let program = b"%!PS /Encoding 256 array\n0 1 255 {1 index exch /.notdef put} for\n\
                        dup 12 /fi put\ndup 65 /A put\nreadonly def\ncurrentfile eexec dup 66 /B put";
        let found = type_1_encoding(program);
        assert_eq!(found, [(12, "fi".to_owned()), (65, "A".to_owned())]);
    }
}
