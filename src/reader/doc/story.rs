//! The walk over the characters of a part of the document.

use super::apart;
use super::bytes::part;
use super::bytes::u16_at;
use super::fib;
use super::fib::Fib;
use super::fib::Story;
use super::fib::Table;
use super::lists;
use super::pieces;
use super::pieces::Piece;
use super::pieces::Pieces;
use super::runs;
use super::runs::Runs;
use super::sprm::Characters;
use super::sprm::Paragraph;
use super::styles;
use crate::reader::ReadError;
use crate::reader::docx::Book;
use crate::reader::docx::symbol;
use crate::reader::legacy::End;
use crate::reader::legacy::Told;
use crate::reader::legacy::Writer;
use crate::reader::limits::MAX_PROPERTY_BYTES;
use crate::reader::limits::MAX_SIGNS;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;

/// A document with all that its characters refer to.
pub(super) struct Document<'d> {
    word: &'d [u8],
    data: &'d [u8],
    pieces: Pieces,
    runs: Runs,
    paragraphs: Runs,
    book: Book,
    fonts: Vec<String>,
    /// Characters that end a section.
    sections: BTreeSet<usize>,
    /// Characters of the text boxes, by the character that they hang on.
    boxes: BTreeMap<usize, Range<usize>>,
    /// Bytes of properties applied so far.
    n_applied: Cell<usize>,
    /// Characters walked over so far, seen or not.
    n_walked: Cell<usize>,
}

/// Where the walk is.
struct Walk {
    writer: Writer,
    story: Story,
    /// The first half of a character that UTF-16 writes as two.
    half: Option<u16>,
    text: String,
}

impl<'d> Document<'d> {
    /// Reads the tables.
    pub(super) fn new(
        fib: &Fib,
        word: &'d [u8],
        tables: &'d [u8],
        data: &'d [u8],
    ) -> Result<Self, ReadError> {
        let cut = |table| fib.cut(tables, table);
        let pieces = Pieces::read(cut(Table::Pieces));
        if pieces.all.is_empty() {
            return Err(super::damaged("缺少正文的分段表".to_owned()));
        }
        let sections = fib::places(cut(Table::Sections), 12);
        Ok(Self {
            word,
            data,
            pieces,
            runs: Runs::read(word, cut(Table::Runs), runs::Of::Characters)?,
            paragraphs: Runs::read(word, cut(Table::Paragraphs), runs::Of::Paragraphs)?,
            book: Book {
                styles: styles::read(cut(Table::Styles)),
                numbering: lists::read(tables, fib),
            },
            fonts: apart::fonts(cut(Table::Fonts)),
            sections: sections
                .into_iter()
                .filter_map(|(_, to, _)| to.checked_sub(1))
                .collect(),
            boxes: apart::boxes(fib, cut(Table::Anchors), cut(Table::Boxes)),
            n_applied: Cell::new(0),
            n_walked: Cell::new(0),
        })
    }

    /// Reads the characters `range`.
    pub(super) fn tell(&self, range: Range<usize>, story: Story) -> Result<Told, ReadError> {
        let mut walk = Walk {
            writer: Writer::new(super::NAME),
            story,
            half: None,
            text: String::new(),
        };
        let pieces = &self.pieces.all;
        let first = pieces.partition_point(|piece| piece.range.start < range.start);
        let mut at = range.start;
        for piece in pieces.iter().skip(first.saturating_sub(1)) {
            if piece.range.start >= range.end {
                break;
            }
            // Pieces of a damaged file may overlap: no character is read twice.
            let from = piece.range.start.max(at);
            let to = piece.range.end.min(range.end);
            if from < to {
                self.tell_piece(piece, from..to, &mut walk)?;
                at = to;
            }
        }
        if let Story::Body = story {
            // What hangs on nothing is read behind the text.
            let loose = self.boxes.range(range.end..).map(|(_, part)| part.clone());
            for part in loose.collect::<Vec<_>>() {
                self.tell_box(part, &mut walk)?;
            }
        }
        walk.writer.finish(&self.book)
    }

    /// Reads characters of one piece, stretch by stretch of the same look.
    fn tell_piece(
        &self,
        piece: &Piece,
        range: Range<usize>,
        walk: &mut Walk,
    ) -> Result<(), ReadError> {
        let width = if piece.narrow { 1 } else { 2 };
        let byte_of = |cp: usize| piece.at.saturating_add((cp - piece.range.start) * width);
        let mut cp = range.start;
        while cp < range.end && byte_of(cp) < self.word.len() {
            let at = byte_of(cp);
            let (props, end) = self.runs.at(at);
            let n = end.saturating_sub(at).div_ceil(width).max(1);
            let to = cp.saturating_add(n).min(range.end);
            let look = self.look(props, piece, at)?;
            let n_bytes = self.word.len().saturating_sub(at);
            self.count(&self.n_walked, (to - cp).min(n_bytes), MAX_SIGNS)?;
            for here in cp..to {
                let byte = byte_of(here);
                let Some(unit) = self.unit(byte, piece.narrow) else {
                    break;
                };
                self.sign(unit, here, byte, piece, &look, walk)?;
            }
            walk.flush(&look)?;
            cp = to;
        }
        Ok(())
    }

    fn unit(&self, at: usize, narrow: bool) -> Option<u16> {
        if narrow {
            return Some(pieces::narrow(*self.word.get(at)?) as u16);
        }
        u16_at(self.word, at)
    }

    /// What the characters at byte `at` look like.
    fn look(&self, props: Range<usize>, piece: &Piece, at: usize) -> Result<Characters, ReadError> {
        let mut look = Characters::default();
        let change = self.pieces.change(piece);
        self.count(
            &self.n_applied,
            props.len() + change.len(),
            MAX_PROPERTY_BYTES,
        )?;
        look.apply(self.word.get(props).unwrap_or(&[]));
        look.apply(change);
        if look.opposite != (false, false) {
            let paragraph = self.paragraph(at, piece)?;
            let style = self.book.styles.look(&paragraph.props);
            let opposite = |is: bool, of: bool| is.then_some(!of);
            look.run.bold = opposite(look.opposite.0, style.bold).or(look.run.bold);
            look.run.hidden = opposite(look.opposite.1, style.hidden).or(look.run.hidden);
        }
        Ok(look)
    }

    /// What the paragraph of byte `at` is.
    fn paragraph(&self, at: usize, piece: &Piece) -> Result<Paragraph, ReadError> {
        let (props, _) = self.paragraphs.at(at);
        let change = self.pieces.change(piece);
        self.count(
            &self.n_applied,
            props.len() + change.len(),
            MAX_PROPERTY_BYTES,
        )?;
        let mut paragraph = Paragraph::read(self.word.get(props).unwrap_or(&[]));
        if let Some(place) = paragraph.elsewhere {
            let place = place as usize;
            let length = usize::from(u16_at(self.data, place).unwrap_or(0));
            self.count(&self.n_applied, length, MAX_PROPERTY_BYTES)?;
            paragraph.apply(part(self.data, place.saturating_add(2), length));
        }
        paragraph.apply(change);
        Ok(paragraph)
    }

    /// Counts what is done over and over: pieces of a hostile file may lie upon one another.
    fn count(&self, so_far: &Cell<usize>, n: usize, limit: usize) -> Result<(), ReadError> {
        let n = so_far.get().saturating_add(n);
        so_far.set(n);
        if n <= limit {
            return Ok(());
        }
        Err(ReadError::Limit {
            what: format!("{}的文字或格式信息过多", super::NAME),
        })
    }

    /// Reads one character, or half of one.
    fn sign(
        &self,
        unit: u16,
        cp: usize,
        at: usize,
        piece: &Piece,
        look: &Characters,
        walk: &mut Walk,
    ) -> Result<(), ReadError> {
        walk.writer.found.changes |= look.deleted || look.inserted;
        let is_end = matches!(unit, 0x07 | 0x0D) || unit == 0x0C && self.sections.contains(&cp);
        if look.deleted && unit != 0x07 {
            return Ok(());
        }
        if is_end {
            walk.flush(look)?;
            let mut paragraph = self.paragraph(at, piece)?;
            let depth = paragraph.depth();
            let of = paragraph.of(unit);
            // The mark of a cell counts whatever its properties say.
            let depth = if unit == 0x07 { depth.max(1) } else { depth };
            let props = paragraph.props;
            return walk.writer.end(End { props, depth, of }, &self.book);
        }
        match unit {
            0x09 => walk.text.push(' '),
            0x1E => walk.text.push('-'),
            0x0B => {
                walk.flush(look)?;
                walk.writer.line_break(&look.run);
            }
            0x13..=0x15 => {
                walk.flush(look)?;
                let kind = ["begin", "separate", "end"];
                let kind = kind.get(usize::from(unit - 0x13)).copied();
                walk.writer.field(kind.unwrap_or(""));
            }
            0x02 => walk.writer.after_mark = !matches!(walk.story, Story::Body),
            0x08 => {
                if let (Story::Body, Some(part)) = (walk.story, self.boxes.get(&cp)) {
                    self.tell_box(part.clone(), walk)?;
                }
            }
            // Pictures, comments, page ends, hyphens that are not shown.
            0..=0x1F => {}
            0x28 if look.symbol.is_some() => self.symbol(look, walk),
            _ => walk.push(unit),
        }
        Ok(())
    }

    fn symbol(&self, look: &Characters, walk: &mut Walk) {
        let Some((font, place)) = look.symbol else {
            return;
        };
        let font = self.fonts.get(usize::from(font)).map_or("", String::as_str);
        let sign = symbol::decode(font, &format!("{place:x}"));
        walk.writer.found.symbols |= sign.is_none() && look.run.hidden != Some(true);
        walk.text.extend(sign);
    }

    /// Reads a text box, whose lines follow the paragraph it hangs on.
    fn tell_box(&self, range: Range<usize>, walk: &mut Walk) -> Result<(), ReadError> {
        let told = self.tell(range, Story::Boxes)?;
        walk.writer.boxes.extend(told.lines);
        walk.writer.unnumbered |= told.unnumbered;
        crate::reader::legacy::gather(&mut walk.writer.found, told.found);
        Ok(())
    }
}

impl Walk {
    /// Adds a unit of UTF-16.
    fn push(&mut self, unit: u16) {
        let pair: Vec<u16> = self.half.take().into_iter().chain([unit]).collect();
        match String::from_utf16(&pair) {
            Ok(text) => self.text.push_str(&text),
            Err(_) if (0xD800..0xDC00).contains(&unit) => self.half = Some(unit),
            Err(_) => self.text.push('\u{FFFD}'),
        }
    }

    /// Hands the text so far to the writer.
    fn flush(&mut self, look: &Characters) -> Result<(), ReadError> {
        let text = std::mem::take(&mut self.text);
        self.writer.text(&text, &look.run)
    }
}
