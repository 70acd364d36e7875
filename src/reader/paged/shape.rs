//! Which lines are one paragraph: by margins, indents and gaps, then by what they say.
//!
//! What the words say is told by [`rejoin`], as for text files; a page adds what it knows of its
//! margins.

use super::line::Row;
use crate::reader::rejoin;
use crate::reader::rejoin::Layout;
use crate::text::JoinKind;

/// A line of running text with what is known of its place.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) row: Row,
    pub(super) text: String,
    pub(super) page: u32,
    /// Which column of which page it stands in.
    pub(super) column: usize,
    pub(super) indented: bool,
    /// How much room it leaves before the right margin, in em.
    pub(super) room: f32,
    pub(super) centred: bool,
    /// How far the line above is, in em.
    pub(super) gap: Option<f32>,
    /// Whether that is more than usual.
    pub(super) apart: bool,
}

impl Line {
    /// What the rules for joining need.
    fn bare(&self, starts: bool, full: bool) -> rejoin::Line<'_> {
        rejoin::Line {
            text: &self.text,
            at: 0,
            indented: starts,
            apart: false,
            full: Some(full),
        }
    }

    /// Tells whether the line was full when `next` came: what may not be broken of it, a number
    /// or a word with the marks behind it, did not fit any more.
    fn wraps_before(&self, next: &Self) -> bool {
        let is_whole = |c: char| c.is_ascii_alphanumeric() || ".,%-/".contains(c);
        let mut needed = 0.0;
        let mut before = None;
        for c in next.row.chars.iter() {
            let goes_on = before.is_none_or(is_whole) && is_whole(c.c);
            let clings = rejoin::cannot_start(c.c);
            if before.is_some() && !goes_on && !clings {
                break;
            }
            needed += c.right - c.left;
            before = Some(c.c);
        }
        self.room <= RAGGED || self.room * self.row.size <= needed + 0.6 * self.row.size
    }
}

/// How much room a full line may leave, in em: marks are pulled along to the next line, and
/// characters that may not end a line.
const RAGGED: f32 = 2.2;

/// Tells whether a line is of the size of running text.
pub(super) fn is_usual(row: &Row, size: f32) -> bool {
    (row.size - size).abs() <= 0.1 * size
}

/// How paragraphs are told apart in a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    layout: Layout,
    /// Paragraphs are not indented but stand apart.
    gapped: bool,
    size: f32,
}

impl Shape {
    pub(super) fn of(lines: &[&Line], size: f32, [left, right]: [f32; 2]) -> Self {
        let usual: Vec<&&Line> = lines
            .iter()
            .filter(|line| is_usual(&line.row, size))
            .collect();
        let n_indented = usual
            .iter()
            .filter(|line| line.indented && !line.centred)
            .count();
        let n_apart = usual.iter().filter(|line| line.apart).count();
        let indents = n_indented >= 3 && n_indented * 10 >= usual.len();
        let gapped = !indents && n_apart >= 3 && n_apart * 20 >= usual.len();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a float becomes the nearest number there is"
        )]
        let wrap = ((right - left) / size.max(0.1)) as usize;
        Self {
            layout: Layout::with_margins(wrap, indents || gapped),
            gapped,
            size,
        }
    }

    /// Tells whether `next` goes on where `last` stops; `first` is the first line of the paragraph.
    pub(super) fn joins(&self, first: &Line, last: &Line, next: &Line) -> Option<JoinKind> {
        let kind = if last.page == next.page {
            JoinKind::HardWrap
        } else {
            JoinKind::PageBreak
        };
        let ratio = last.row.size / next.row.size.max(0.1);
        if !(0.88..1.14).contains(&ratio) {
            return None;
        }
        if last.centred || next.centred {
            // A title that takes more than one line.
            let is_title = last.row.size > 1.15 * self.size && next.column == last.column;
            let wraps = last.room <= RAGGED || last.row.right - last.row.left > 0.6 * self.width();
            let is_near = next.gap.is_some_and(|gap| gap < 2.6);
            return (is_title && next.centred && wraps && is_near).then_some(kind);
        }
        let starts = self.starts(next);
        let full = last.wraps_before(next);
        let is_new = rejoin::ends_sentence(&last.text) && rejoin::is_heading(&next.text)
            || rejoin::stands_alone(&next.text);
        if self.layout.indents() && full && !starts && !is_new {
            return Some(kind);
        }
        self.layout
            .joins(
                &first.bare(false, full),
                &last.bare(false, full),
                &next.bare(starts, full),
            )
            .map(|_| kind)
    }

    fn width(&self) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "a line has few characters")]
        let n = self.layout.wrap().unwrap_or(0) as f32;
        n * self.size
    }

    /// Tells whether a line visibly starts a paragraph.
    fn starts(&self, line: &Line) -> bool {
        if self.gapped {
            line.apart
        } else {
            line.indented
        }
    }
}
