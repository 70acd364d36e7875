//! Text: bytes decoded and put where they go.

use super::reader::Reader;
use super::state::Goal;
use crate::reader::ReadError;
use crate::reader::docx::symbol;

/// Most characters of the number before a paragraph, of a name, of the file's title.
const MAX_NAME: usize = 256;

impl Reader {
    /// Takes a byte of text. `raw`: it stands in the file as it is.
    pub(super) fn byte(&mut self, byte: u8, raw: bool) {
        if matches!(
            self.state.goal,
            Goal::Nowhere | Goal::Quiet | Goal::InnerRow
        ) {
            return;
        }
        if self.pending.is_empty() {
            self.is_raw = true;
        }
        self.is_raw &= raw;
        self.pending.push(byte);
    }

    /// Decodes the bytes so far.
    pub(super) fn flush(&mut self) -> Result<(), ReadError> {
        if self.pending.is_empty() {
            return Ok(());
        }
        let bytes = std::mem::take(&mut self.pending);
        let font = self.state.font;
        let is_symbol = self.charsets.symbol_font(font).is_some();
        if is_symbol && self.state.goal == Goal::Number {
            return self.text("•");
        }
        if is_symbol && self.state.goal == Goal::Text {
            let signs: Vec<u32> = bytes.iter().map(|byte| u32::from(*byte)).collect();
            return self.symbols(&signs);
        }
        let text = self.charsets.decode(&bytes, font, self.is_raw);
        self.text(&text)
    }

    /// Writes characters of a symbol font.
    fn symbols(&mut self, places: &[u32]) -> Result<(), ReadError> {
        let font = self.charsets.symbol_font(self.state.font);
        let name = font.map_or("", |font| font.name.as_str());
        let mut text = String::new();
        let mut unknown = false;
        for place in places {
            match symbol::decode(name, &format!("{place:x}")) {
                Some(sign) => text.push(sign),
                None if *place == 0x20 => text.push(' '),
                None => unknown = true,
            }
        }
        if let Some(story) = self.stories.last_mut() {
            story.found.symbols |= unknown;
        }
        self.text(&text)
    }

    /// Reads `\u`: a unit of UTF-16, behind which stands what older programs show.
    pub(super) fn unit(&mut self, number: i32) -> Result<(), ReadError> {
        self.flush()?;
        self.n_skip = self.state.n_fallback;
        // Units from 0x8000 are written as negative numbers.
        let Ok(unit) = u16::try_from(number.rem_euclid(0x1_0000)) else {
            return Ok(());
        };
        let is_private = (0xF020..=0xF0FF).contains(&unit);
        if is_private && self.charsets.symbol_font(self.state.font).is_some() {
            return self.symbols(&[u32::from(unit)]);
        }
        let pair: Vec<u16> = self.half.take().into_iter().chain([unit]).collect();
        match String::from_utf16(&pair) {
            // NUL, and numbers that are none.
            Ok(text) if text.starts_with('\0') => Ok(()),
            Ok(text) => self.text(&text),
            Err(_) if (0xD800..0xDC00).contains(&unit) => {
                self.half = Some(unit);
                Ok(())
            }
            Err(_) => self.text("\u{FFFD}"),
        }
    }

    /// Puts decoded text where it goes.
    pub(super) fn text(&mut self, text: &str) -> Result<(), ReadError> {
        match self.state.goal {
            Goal::Text => self.body_text(text),
            Goal::Title => {
                append(&mut self.title, text);
                Ok(())
            }
            Goal::Styles | Goal::Number => {
                append(&mut self.name, text);
                Ok(())
            }
            Goal::Fonts => {
                let number = self.state.font.unwrap_or(0);
                if let Some(font) = self.charsets.font_mut(number) {
                    append(&mut font.name, text.trim_end_matches(';'));
                }
                Ok(())
            }
            Goal::Nowhere | Goal::Quiet | Goal::InnerRow => Ok(()),
        }
    }

    fn body_text(&mut self, text: &str) -> Result<(), ReadError> {
        let Some(story) = self.stories.last_mut() else {
            return Ok(());
        };
        if self.state.deleted {
            story.found.changes = true;
            return Ok(());
        }
        let n_unknown = text.matches('\u{FFFD}').count();
        if n_unknown == 0 {
            return story.text(text, &self.state.run);
        }
        self.n_unknown += n_unknown;
        story.text(&text.replace('\u{FFFD}', ""), &self.state.run)
    }
}

/// Adds to a name, up to the length that names have.
fn append(name: &mut String, text: &str) {
    let room = MAX_NAME.saturating_sub(name.chars().count());
    name.extend(text.chars().take(room));
}
