//! Single properties ([MS-DOC] 2.6): which there are, and what they say.

use super::bytes::part;
use super::bytes::u16_at;
use super::bytes::u32_at;
use crate::reader::docx::props::ParagraphProps;
use crate::reader::docx::props::RunProps;
use crate::reader::legacy::Of;

/// Properties with a length of their own.
const TABLE_DEFINITION: u16 = 0xD608;
const TAB_STOPS: u16 = 0xC615;

/// Properties of a paragraph that stand elsewhere, at a place of the stream `Data`.
const ELSEWHERE: [u16; 2] = [0x6645, 0x6646];

/// What characters look like.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(super) struct Characters {
    /// Style, bold, hidden.
    pub(super) run: RunProps,
    /// Said of bold and hidden: the opposite of what the style says.
    pub(super) opposite: (bool, bool),
    /// Deleted by a tracked change.
    pub(super) deleted: bool,
    /// Inserted by a tracked change.
    pub(super) inserted: bool,
    /// Font and place of a sign of a symbol font.
    pub(super) symbol: Option<(u16, u16)>,
}

/// What a paragraph is.
#[derive(Default, Debug)]
pub(super) struct Paragraph {
    /// Style, outline, place, numbering.
    pub(super) props: ParagraphProps,
    in_table: bool,
    depth: Option<u32>,
    ends_row: bool,
    ends_inner_cell: bool,
    ends_inner_row: bool,
    edges: Vec<i32>,
    /// Where more of its properties stand.
    pub(super) elsewhere: Option<u32>,
}

impl Characters {
    /// Applies a list of properties.
    pub(super) fn apply(&mut self, properties: &[u8]) {
        for (sprm, operand) in Properties(properties) {
            let byte = operand.first().copied().unwrap_or(0);
            match sprm {
                0x0835 => {
                    self.run.bold = switch(byte);
                    self.opposite.0 = byte == 0x81;
                }
                0x083C => {
                    self.run.hidden = switch(byte);
                    self.opposite.1 = byte == 0x81;
                }
                0x0800 => self.deleted = byte != 0,
                0x0801 => self.inserted = byte != 0,
                0x4A30 => self.run.style = u16_at(operand, 0).map(|istd| istd.to_string()),
                0x2A33 => {
                    self.run = RunProps::default();
                    self.opposite = (false, false);
                }
                0x6A09 => self.symbol = u16_at(operand, 0).zip(u16_at(operand, 2)),
                _ => {}
            }
        }
    }
}

/// Reads a toggle: 0x80 and 0x81 refer to the style.
fn switch(byte: u8) -> Option<bool> {
    match byte {
        0 => Some(false),
        1 => Some(true),
        _ => None,
    }
}

impl Paragraph {
    /// Reads the number of a style and the properties behind it.
    pub(super) fn read(bytes: &[u8]) -> Self {
        let mut paragraph = Self::default();
        let style = u16_at(bytes, 0).unwrap_or(0);
        paragraph.props.style = Some(style.to_string());
        paragraph.apply(bytes.get(2..).unwrap_or(&[]));
        paragraph
    }

    /// Applies a list of properties.
    pub(super) fn apply(&mut self, properties: &[u8]) {
        for (sprm, operand) in Properties(properties) {
            let byte = operand.first().copied().unwrap_or(0);
            match sprm {
                0x4600 => self.props.style = u16_at(operand, 0).map(|istd| istd.to_string()),
                0x2416 => self.in_table = byte != 0,
                0x2417 => self.ends_row = byte != 0,
                0x244B => self.ends_inner_cell = byte != 0,
                0x244C => self.ends_inner_row = byte != 0,
                0x6649 => self.depth = u32_at(operand, 0),
                0x2640 => self.props.outline = Some(i64::from(byte)),
                0x260A => self.props.level = Some(i64::from(byte)),
                0x460B => self.props.numbering = u16_at(operand, 0).map(list),
                0x2403 | 0x2461 => self.props.centred = Some(byte == 1),
                TABLE_DEFINITION => self.edges = edges(operand),
                _ if ELSEWHERE.contains(&sprm) => self.elsewhere = u32_at(operand, 0),
                _ => {}
            }
        }
    }

    /// In how many tables it stands.
    pub(super) fn depth(&self) -> usize {
        let depth = self.depth.unwrap_or(u32::from(self.in_table));
        usize::try_from(depth).unwrap_or(usize::MAX)
    }

    /// What ends with it, where its mark is `mark`.
    pub(super) fn of(&mut self, mark: u16) -> Of {
        let is_cell = mark == 0x07;
        if self.ends_inner_row || is_cell && self.ends_row {
            Of::Row(std::mem::take(&mut self.edges))
        } else if is_cell || self.ends_inner_cell {
            Of::Cell
        } else {
            Of::Paragraph
        }
    }
}

/// Reads which list a paragraph is in. Negative numbers say that it is in none any more.
fn list(number: u16) -> i64 {
    if number >= 0xF801 {
        0
    } else {
        i64::from(number)
    }
}

/// Reads where the cells of a row begin and end.
fn edges(operand: &[u8]) -> Vec<i32> {
    let n = usize::from(operand.first().copied().unwrap_or(0));
    let edge = |i: usize| u16_at(operand, 1 + 2 * i).map(|edge| i32::from(edge.cast_signed()));
    (0..=n).filter_map(edge).collect()
}

/// The properties of a list, with their operands.
struct Properties<'p>(&'p [u8]);

impl<'p> Iterator for Properties<'p> {
    type Item = (u16, &'p [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let sprm = u16_at(self.0, 0)?;
        let rest = self.0.get(2..)?;
        let (before, length) = match sprm >> 13 {
            0 | 1 => (0, 1),
            2 | 4 | 5 => (0, 2),
            3 => (0, 4),
            7 => (0, 3),
            _ => variable(sprm, rest),
        };
        let operand = part(rest, before, length);
        self.0 = rest.get(before + length..).unwrap_or(&[]);
        Some((sprm, operand))
    }
}

/// Returns where the operand of a property begins that says its own length, and that length.
fn variable(sprm: u16, rest: &[u8]) -> (usize, usize) {
    let byte = |at: usize| usize::from(rest.get(at).copied().unwrap_or(0));
    match (sprm, byte(0)) {
        (TABLE_DEFINITION, _) => {
            let length = usize::from(u16_at(rest, 0).unwrap_or(0));
            (2, length.saturating_sub(1))
        }
        // More tab stops than a byte can count bytes of: deleted ones, then added ones.
        (TAB_STOPS, 255) => {
            let deleted = 1 + 4 * byte(1);
            (1, deleted + 1 + 3 * byte(1 + deleted))
        }
        (_, length) => (1, length),
    }
}
