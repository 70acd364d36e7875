//! What all pages of a file share while they are read.

use super::Stop;
use super::filter::Budget;
use super::font::Font;
use crate::reader::limits::MAX_CHARACTERS;
use crate::reader::limits::MAX_OPERATORS;
use hayro_syntax::object::Dict;
use hayro_syntax::object::ObjectIdentifier;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::rc::Rc;

/// What all pages of a file share while they are read.
pub(super) struct Shared {
    pub(super) budget: Budget,
    /// Fonts by the place of their dictionary.
    fonts: BTreeMap<usize, (Rc<Font>, u16)>,
    /// Numbers of fonts by name.
    styles: BTreeMap<String, u16>,
    /// Layers that are switched off.
    pub(super) hidden_layers: BTreeSet<ObjectIdentifier>,
    n_operators: usize,
    n_glyphs: usize,
}

impl Shared {
    pub(super) fn new(hidden_layers: BTreeSet<ObjectIdentifier>) -> Self {
        Self {
            budget: Budget::new(),
            fonts: BTreeMap::new(),
            styles: BTreeMap::new(),
            hidden_layers,
            n_operators: 0,
            n_glyphs: 0,
        }
    }

    /// Counts a drawing operator.
    pub(super) fn operator(&mut self) -> Result<(), Stop> {
        self.n_operators += 1;
        if self.n_operators > MAX_OPERATORS {
            return Err(Stop::Limit(format!(
                "PDF 的绘图指令超过 {} 万条",
                MAX_OPERATORS / 10_000
            )));
        }
        Ok(())
    }

    /// Counts a character.
    pub(super) fn character(&mut self) -> Result<(), Stop> {
        self.n_glyphs += 1;
        if self.n_glyphs > MAX_CHARACTERS {
            return Err(Stop::Limit(format!(
                "PDF 的文字超过 {} 万字",
                MAX_CHARACTERS / 10_000
            )));
        }
        Ok(())
    }

    /// Returns a font with its number, read once.
    pub(super) fn font(&mut self, dict: &Dict<'_>) -> Result<(Rc<Font>, u16), Stop> {
        let key = dict.data().as_ptr().addr();
        if let Some(known) = self.fonts.get(&key) {
            return Ok(known.clone());
        }
        let font = Rc::new(Font::read(dict, &mut self.budget)?);
        let next = u16::try_from(self.styles.len()).unwrap_or(u16::MAX);
        let style = *self.styles.entry(font.name.clone()).or_insert(next);
        self.fonts.insert(key, (Rc::clone(&font), style));
        Ok((font, style))
    }
}
