//! The file information block at the start of a Word document ([MS-DOC] 2.5).

use super::bytes::part;
use super::bytes::size_at;
use super::bytes::u16_at;
use crate::reader::ReadError;
use std::ops::Range;

/// What the first two bytes of a document of Word 97 and later are; of Word 6 and 95 the second.
const WORD: u16 = 0xA5EC;
const OLD_WORD: u16 = 0xA5DC;

/// The first version with the structure that is read here (a test version of Word 97).
const FIRST_VERSION: u16 = 0xC0;

/// Where the places of the tables begin, of a block as Word 97 to 2003 write it.
const PLACES_AT: usize = 0x9A;

/// What is read of the block.
#[derive(Debug)]
pub(super) struct Fib {
    /// The stream that the tables stand in.
    pub(super) table: &'static str,
    /// Characters of the parts of the document, in the order in which they stand.
    lengths: [usize; 7],
    /// Bytes of all places of tables.
    places: Vec<u8>,
}

/// Parts of a document, by their place among its characters.
#[derive(Clone, Copy)]
pub(super) enum Story {
    /// The text.
    Body = 0,
    /// Footnotes.
    Footnotes = 1,
    /// Page headers and footers.
    Headers = 2,
    /// Endnotes.
    Endnotes = 5,
    /// Text boxes.
    Boxes = 6,
}

/// Tables, by the index of their place.
#[derive(Clone, Copy)]
pub(super) enum Table {
    /// Styles.
    Styles = 1,
    /// Sections.
    Sections = 6,
    /// Headers and footers.
    Headers = 11,
    /// Pages of character properties.
    Runs = 12,
    /// Pages of paragraph properties.
    Paragraphs = 13,
    /// Names of the fonts.
    Fonts = 15,
    /// The pieces of the text.
    Pieces = 33,
    /// Anchors of drawings in the text.
    Anchors = 40,
    /// Text boxes.
    Boxes = 56,
    /// Lists.
    Lists = 73,
    /// What paragraphs refer to as lists.
    ListUses = 74,
}

impl Fib {
    /// Reads the block, or says why the document cannot be read.
    pub(super) fn read(word: &[u8]) -> Result<Self, ReadError> {
        let cut = || super::damaged("文件头不完整".to_owned());
        let number = |at| u16_at(word, at).ok_or_else(cut);
        let (mark, version, flags) = (number(0)?, number(2)?, number(0x0A)?);
        if mark == OLD_WORD || (mark == WORD && version < FIRST_VERSION) {
            return Err(ReadError::NotYet {
                format: "Word 6.0/95 的旧文档",
                instead: "请用 Word 或 WPS 打开，另存为 docx 后再检查",
            });
        }
        if mark != WORD {
            return Err(super::damaged("正文部分不是 Word 格式".to_owned()));
        }
        if flags & 0x0100 != 0 {
            return Err(ReadError::Encrypted {
                format: super::NAME,
            });
        }
        let length = |at| size_at(word, at).ok_or_else(cut);
        // Macro text (0x58) has been empty since Word 97, comments (0x5C) are no text of a report.
        Ok(Self {
            table: if flags & 0x0200 == 0 {
                "0Table"
            } else {
                "1Table"
            },
            lengths: [
                length(0x4C)?,
                length(0x50)?,
                length(0x54)?,
                length(0x58)?,
                length(0x5C)?,
                length(0x60)?,
                length(0x64)?,
            ],
            places: part(word, PLACES_AT, usize::from(number(0x98)?) * 8).to_vec(),
        })
    }

    /// Returns the characters of a part.
    pub(super) fn range(&self, story: Story) -> Range<usize> {
        let before = self.lengths.iter().take(story as usize);
        let start = before.fold(0_usize, |sum, length| sum.saturating_add(*length));
        let length = self.lengths.get(story as usize).copied().unwrap_or(0);
        start..start.saturating_add(length)
    }

    /// Returns where a table stands, and how many bytes it has.
    pub(super) fn place(&self, table: Table) -> (usize, usize) {
        let at = table as usize * 8;
        let number = |at| size_at(&self.places, at).unwrap_or(0);
        (number(at), number(at + 4))
    }

    /// Cuts a table out of the stream of tables.
    pub(super) fn cut<'t>(&self, tables: &'t [u8], table: Table) -> &'t [u8] {
        let (at, length) = self.place(table);
        part(tables, at, length)
    }
}

/// Returns the places among the characters that a list of them with `size` bytes each begins
/// with, and these bytes.
pub(super) fn places(table: &[u8], size: usize) -> Vec<(usize, usize, &[u8])> {
    let n = table.len().saturating_sub(4) / (4 + size);
    (0..n)
        .filter_map(|i| {
            let from = size_at(table, 4 * i)?;
            let to = size_at(table, 4 * i + 4)?;
            Some((from, to, part(table, 4 * (n + 1) + size * i, size)))
        })
        .collect()
}
