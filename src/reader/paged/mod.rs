//! Characters on pages to a reading text: what PDF and OFD have in common.
//!
//! Such a file knows no lines, paragraphs or tables, only characters and strokes at places. They
//! are put together again in this order: the page is turned upright and what was printed twice is
//! taken once ([`upright`]); tables are taken out by their rules ([`grid`]); characters become
//! lines ([`line`]), lines stand in one or two columns ([`column`]); running heads, page numbers
//! and notes are told from the text ([`edge`]); lines become paragraphs ([`shape`]) and blocks
//! ([`writer`]).

mod column;
mod edge;
mod flow;
mod grid;
mod heading;
mod line;
mod shape;
mod unify;
mod upright;
mod writer;

pub(super) use flow::write;
pub(super) use unify::unify;

/// One character as the file places it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Glyph {
    /// What it stands for; U+FFFD where nothing tells.
    pub(super) c: char,
    /// Where its baseline starts, in the coordinates of the file.
    pub(super) origin: [f32; 2],
    /// From there to the end of its baseline.
    pub(super) advance: [f32; 2],
    /// From its baseline to its top: how large it is, and which way is up.
    pub(super) up: [f32; 2],
    /// Which style it has: one number for each font of the file.
    pub(super) style: u16,
    pub(super) bold: bool,
    /// Not drawn: the text that a scanner recognised lies under its picture.
    pub(super) hidden: bool,
    /// The file says that it belongs to the page and not to the text.
    pub(super) artifact: bool,
}

/// A straight horizontal or vertical stroke.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Stroke {
    pub(super) from: [f32; 2],
    pub(super) to: [f32; 2],
}

/// One page of the file.
#[derive(Clone, Debug, Default)]
pub(super) struct Sheet {
    /// Left, lower, right and upper edge, in the coordinates of the file.
    pub(super) edges: [f32; 4],
    /// In the order of the file.
    pub(super) glyphs: Vec<Glyph>,
    pub(super) strokes: Vec<Stroke>,
    /// The part of the page that its largest picture covers, 0 to 1.
    pub(super) picture: f32,
}

impl Sheet {
    /// Tells whether it is the picture of a page without text.
    pub(super) fn is_scan(&self) -> bool {
        let visible = self.glyphs.iter().filter(|glyph| !glyph.c.is_whitespace());
        self.picture > 0.4 && visible.take(10).count() < 10
    }
}
