//! One line of the reading text while it is put together, with the origin of each stretch.

use crate::text::BlockKind;
use crate::text::Origin;
use crate::text::SourceBuilder;
use crate::text::Span;
use crate::text::slice;

/// A line: a paragraph, the part of one before a line break, or a row of a table.
#[derive(Debug)]
pub(in crate::reader) struct Line {
    /// What it becomes.
    pub(in crate::reader) kind: BlockKind,
    /// Whether it is centred.
    pub(in crate::reader) centred: bool,
    /// The automatic number before the text; not part of what makes a line blank.
    pub(in crate::reader) ordinal: String,
    text: String,
    stretches: Vec<Stretch>,
    /// Whether all visible characters so far are bold; `None` before the first.
    bold: Option<bool>,
}

/// Text from one place of the file: within it, characters correspond one to one.
#[derive(Debug)]
struct Stretch {
    end: usize,
    chars: usize,
    origin: Origin,
}

impl Line {
    /// Starts an empty line.
    pub(in crate::reader) fn new() -> Self {
        Self {
            kind: BlockKind::Paragraph,
            centred: false,
            ordinal: String::new(),
            text: String::new(),
            stretches: Vec::new(),
            bold: None,
        }
    }

    /// Adds text whose first character stands at `origin`.
    ///
    /// A line feed would end the line and a tab would be a cell boundary: both become a blank.
    pub(in crate::reader) fn push(&mut self, text: &str, origin: Origin, bold: bool) {
        if text.is_empty() {
            return;
        }
        if text.chars().any(is_visible) {
            self.bold = Some(self.bold.unwrap_or(true) && bold);
        }
        if text.contains(['\t', '\n', '\r']) {
            self.text.push_str(&text.replace(['\t', '\n', '\r'], " "));
        } else {
            self.text.push_str(text);
        }
        self.stretch(self.text.len(), text.chars().count(), origin);
    }

    /// Adds `line` behind `between`, which stands in no file.
    pub(in crate::reader) fn append(&mut self, between: &str, line: &Self) {
        self.make(between);
        // The numbers of the cells of a row stand inside its text.
        self.make(&line.ordinal);
        let before = self.text.len();
        // Tabs of a table inside a cell would look like boundaries of this table's cells.
        if line.text.contains('\t') {
            self.text.push_str(&line.text.replace('\t', " "));
        } else {
            self.text.push_str(&line.text);
        }
        for stretch in &line.stretches {
            self.stretch(before + stretch.end, stretch.chars, stretch.origin);
        }
        if let Some(bold) = line.bold {
            self.bold = Some(self.bold.unwrap_or(true) && bold);
        }
    }

    /// Adds text that stands in no file.
    pub(in crate::reader) fn make(&mut self, text: &str) {
        if !text.is_empty() {
            self.text.push_str(text);
            self.stretch(self.text.len(), text.chars().count(), Origin::Made);
        }
    }

    /// Tells whether there is nothing to see but perhaps its number.
    pub(in crate::reader) fn is_blank(&self) -> bool {
        !self.text.chars().any(is_visible)
    }

    /// Returns its text without an automatic number.
    pub(in crate::reader) fn text(&self) -> &str {
        &self.text
    }

    /// Writes the line as one block.
    pub(in crate::reader) fn write(&self, builder: &mut SourceBuilder) {
        builder.begin(self.kind);
        builder.push(&self.ordinal, Origin::Made);
        let mut start = 0;
        for stretch in &self.stretches {
            let text = slice(&self.text, Span::new(start, stretch.end));
            builder.push(text, stretch.origin);
            start = stretch.end;
        }
        builder.look(self.bold == Some(true), self.centred);
    }

    fn stretch(&mut self, end: usize, chars: usize, origin: Origin) {
        if let Some(last) = self.stretches.last_mut()
            && last.origin.advance(0, last.chars) == origin
        {
            last.end = end;
            last.chars += chars;
            return;
        }
        self.stretches.push(Stretch { end, chars, origin });
    }
}

/// Tells whether `c` can be seen: neither a blank of any width nor of no width at all.
pub(in crate::reader) fn is_visible(c: char) -> bool {
    !c.is_whitespace()
        && !c.is_control()
        && !matches!(
            c,
            '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}'
        )
}
