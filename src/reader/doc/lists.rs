//! Lists ([MS-DOC] 2.9.131 to 2.9.150), as the numbering of a `.docx` file.

use super::bytes::part;
use super::bytes::size_at;
use super::bytes::u16_at;
use super::bytes::u32_at;
use super::fib::Fib;
use super::fib::Table;
use crate::reader::docx::numbering::Gap;
use crate::reader::docx::numbering::Level;
use crate::reader::docx::numbering::Numbering;
use std::collections::BTreeMap;

/// Bytes of the head of a list, of the use of one, and of the head of a level.
const LIST: usize = 28;
const USE: usize = 16;
const LEVEL: usize = 28;

/// Levels of a list that is not simple.
const LEVELS: usize = 9;

/// A style number that means “none”.
const NO_STYLE: u16 = 0x0FFF;

/// Reads the lists, and which of them the numbers in paragraphs stand for.
pub(super) fn read(tables: &[u8], fib: &Fib) -> Numbering {
    let mut numbering = Numbering::default();
    let (at, length) = fib.place(Table::Lists);
    let lists = part(tables, at, length);
    let n = usize::from(u16_at(lists, 0).unwrap_or(0));
    // The levels follow behind the list of heads, which its length does not cover.
    let mut levels = Cursor {
        bytes: tables,
        at: at.saturating_add(length),
    };
    for head in lists.get(2..).unwrap_or(&[]).chunks_exact(LIST).take(n) {
        let id = u32_at(head, 0).unwrap_or(0);
        let is_simple = head.get(26).is_some_and(|flags| flags & 1 == 1);
        let n_levels = if is_simple { 1 } else { LEVELS };
        let mut pattern = BTreeMap::new();
        for index in 0..n_levels {
            let Some(mut level) = levels.level(index) else {
                break;
            };
            let style = u16_at(head, 8 + 2 * index).filter(|style| *style != NO_STYLE);
            level.style = style.map(usize::from);
            pattern.insert(index, level);
        }
        numbering.add_pattern(i64::from(id), pattern);
    }
    read_uses(fib.cut(tables, Table::ListUses), &mut numbering);
    numbering
}

/// Reads what paragraphs refer to, by its number from 1.
fn read_uses(uses: &[u8], numbering: &mut Numbering) {
    let n = size_at(uses, 0).unwrap_or(0).min(uses.len() / USE);
    let heads = part(uses, 4, n * USE);
    let mut more = Cursor {
        bytes: uses,
        at: 4 + n * USE,
    };
    for (head, number) in heads.chunks_exact(USE).zip(1_i64..) {
        let mut starts = BTreeMap::new();
        let mut levels = BTreeMap::new();
        let n_changed = head.get(12).copied().unwrap_or(0);
        more.at += 4;
        for _ in 0..n_changed {
            more.change(&mut starts, &mut levels);
        }
        let pattern = i64::from(u32_at(head, 0).unwrap_or(0));
        numbering.add_list(number, pattern, starts, levels);
    }
}

/// A place in a table of things of various lengths.
struct Cursor<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl Cursor<'_> {
    /// Reads what a use changes of one level of its list.
    fn change(&mut self, starts: &mut BTreeMap<usize, u32>, levels: &mut BTreeMap<usize, Level>) {
        let start = u32_at(self.bytes, self.at);
        let flags = u32_at(self.bytes, self.at + 4).unwrap_or(0);
        self.at += 8;
        let index = (flags & 0x0F) as usize;
        if flags & 0x10 != 0 {
            starts.extend(start.map(|start| (index, start)));
        }
        if flags & 0x20 != 0 {
            levels.extend(self.level(index).map(|level| (index, level)));
        }
    }

    /// Reads a level.
    fn level(&mut self, index: usize) -> Option<Level> {
        let head = part(self.bytes, self.at, LEVEL);
        let byte = |at: usize| head.get(at).copied();
        let flags = byte(5)?;
        let n_properties = usize::from(byte(24)?) + usize::from(byte(25)?);
        self.at += LEVEL + n_properties;
        let length = usize::from(u16_at(self.bytes, self.at)?);
        let text = part(self.bytes, self.at + 2, 2 * length);
        self.at += 2 + 2 * length;
        let restarts_above = i64::from(byte(26)?);
        Some(Level {
            start: u32_at(head, 0)?,
            format: format(byte(4)?).to_owned(),
            text: template(text),
            restart: (flags & 0x08 != 0).then_some(restarts_above.min(index as i64)),
            legal: flags & 0x04 != 0,
            gap: match byte(15)? {
                0 => Gap::Tab,
                1 => Gap::Blank,
                _ => Gap::Nothing,
            },
            style: None,
        })
    }
}

/// Writes the text of a level as `.docx` has it: the number of level 0 is `%1`.
fn template(text: &[u8]) -> String {
    let mut written = String::new();
    for c in super::bytes::wide(text).chars() {
        match u32::from(c) {
            level @ 0..=8 => written.push_str(&format!("%{}", level + 1)),
            _ => written.push(c),
        }
    }
    written
}

/// Names a number format ([MS-OSHARED] 2.2.1.3) as `.docx` does.
fn format(code: u8) -> &'static str {
    match code {
        1 => "upperRoman",
        2 => "lowerRoman",
        3 => "upperLetter",
        4 => "lowerLetter",
        10 => "ideographDigital",
        11 => "japaneseCounting",
        14 => "decimalFullWidth",
        17 => "japaneseDigitalTenThousand",
        18 => "decimalEnclosedCircle",
        19 => "decimalFullWidth2",
        22 => "decimalZero",
        23 => "bullet",
        26 => "decimalEnclosedFullstop",
        27 => "decimalEnclosedParen",
        28 => "decimalEnclosedCircleChinese",
        29 => "ideographEnclosedCircle",
        30 => "ideographTraditional",
        31 => "ideographZodiac",
        33 => "taiwaneseCounting",
        34 => "ideographLegalTraditional",
        35 => "taiwaneseCountingThousand",
        36 => "taiwaneseDigital",
        37 => "chineseCounting",
        38 => "chineseLegalSimplified",
        39 => "chineseCountingThousand",
        57 => "numberInDash",
        0xFF => "none",
        _ => "decimal",
    }
}
