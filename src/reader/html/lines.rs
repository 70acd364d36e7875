//! The visible lines of a page, and where each piece of them stands in its text nodes.

use super::dom::Dom;
use super::dom::Element;
use super::dom::Id;
use super::dom::ROOT;
use super::dom::Step;
use super::look;
use super::look::Look;
use super::survey::Survey;
use crate::text::BlockKind;
use crate::text::Origin;
use crate::text::Span;
use crate::text::slice;
use html5ever::local_name;

/// One line of a page: a paragraph, a heading, a row of a table.
pub(super) struct Line {
    /// Its text, put together from the pieces.
    pub(super) text: String,
    /// Where the text comes from, in order.
    pub(super) pieces: Vec<(Span, Origin)>,
    /// What the page says it is.
    pub(super) kind: BlockKind,
    /// Whether all visible characters are bold.
    pub(super) bold: bool,
    /// Whether it is centred.
    pub(super) centred: bool,
    /// Place of its first text node in document order.
    pub(super) place: u32,
    /// The block element it stands in.
    pub(super) block: Id,
    /// Whether nearly all of it is links.
    pub(super) is_links: bool,
}

/// More comments than the reading text takes.
const MOST_NOTES: usize = 1000;

/// A comment that is meant for this program, between the lines of a page.
pub(super) struct Note {
    /// What it says.
    pub(super) text: String,
    /// The line of the file that it ends in, from 1.
    pub(super) line: usize,
    /// The index of the first line of the page that begins behind it.
    pub(super) next: usize,
}

/// Lays out a page: its lines, and the comments that are meant for this program.
pub(super) fn lay_out(dom: &Dom, survey: &Survey) -> (Vec<Line>, Vec<Note>) {
    let mut layout = Layout {
        dom,
        survey,
        lines: Vec::new(),
        notes: Vec::new(),
        open: Vec::new(),
        draft: Draft::default(),
        row: None,
    };
    let mut walk = dom.walk(ROOT);
    while let Some(step) = walk.next() {
        match step {
            Step::Open(id) => match (dom.element(id), dom.text(id)) {
                (Some(element), _) if look::is_dropped(element) => walk.leave(id),
                (Some(element), _) => layout.open(id, element),
                (_, Some(text)) => layout.text(id, text),
                _ => layout.note(id),
            },
            Step::Close(id) => layout.close(id),
        }
    }
    layout.end_line();
    (layout.lines, layout.notes)
}

/// An element whose end has not come yet.
struct Open {
    id: Id,
    look: Look,
    /// The innermost block element, this one included.
    block: Id,
    is_block: bool,
}

/// A row of a data table.
struct Row {
    id: Id,
    n_cells: usize,
}

struct Layout<'a> {
    dom: &'a Dom,
    survey: &'a Survey,
    lines: Vec<Line>,
    notes: Vec<Note>,
    open: Vec<Open>,
    draft: Draft,
    row: Option<Row>,
}

/// A line that is being put together.
#[derive(Default)]
struct Draft {
    text: String,
    pieces: Vec<(Span, Origin)>,
    /// Blanks that become part of the line when something visible follows.
    blanks: Vec<Blank>,
    /// What the first visible character told.
    start: Option<(Look, Id, u32)>,
    n_visible: usize,
    n_bold: usize,
    n_links: usize,
}

/// Blanks that stand behind the last visible character.
#[derive(Clone, Copy)]
enum Blank {
    /// A run of blanks that shows as one; whether there is a line end of the source in it.
    Run { origin: Origin, wraps: bool },
    /// A blank that is kept as it is.
    Wide { c: char, origin: Origin },
    /// The end of a line inside a cell.
    Break,
    /// The boundary of two cells.
    Cell,
}

impl Layout<'_> {
    fn open(&mut self, id: Id, element: &Element) {
        let outer = self.open.last();
        let look = outer
            .map_or_else(Look::default, |outer| outer.look)
            .inside(element);
        let is_block = look::is_block(element);
        let block = match outer {
            Some(outer) if !is_block => outer.block,
            _ => id,
        };
        if is_block || element.name == local_name!("br") {
            self.break_line();
        }
        if element.name == local_name!("tr") && self.row.is_none() && self.is_in_data(id) {
            self.row = Some(Row { id, n_cells: 0 });
        }
        if look::is_cell(element)
            && let Some(row) = &mut self.row
        {
            if row.n_cells > 0 {
                self.draft.blanks.push(Blank::Cell);
            }
            row.n_cells += 1;
        }
        self.open.push(Open {
            id,
            look,
            block,
            is_block,
        });
    }

    fn note(&mut self, id: Id) {
        let Some((text, line)) = self.dom.directive(id) else {
            return;
        };
        if self.notes.len() > MOST_NOTES {
            return;
        }
        let is_open = self.draft.start.is_some();
        self.notes.push(Note {
            text: text.to_owned(),
            line,
            next: self.lines.len() + usize::from(is_open),
        });
    }

    fn close(&mut self, id: Id) {
        if self.open.last().is_none_or(|open| open.id != id) {
            return;
        }
        let is_block = self.open.pop().is_some_and(|open| open.is_block);
        if self.row.as_ref().is_some_and(|row| row.id == id) {
            self.end_line();
            self.row = None;
        } else if is_block {
            self.break_line();
        }
    }

    /// Tells whether a row belongs to a table of data.
    fn is_in_data(&self, row: Id) -> bool {
        let mut around = self.dom.parent(row);
        // A row stands in its table or in a part of it.
        for _ in 0..2 {
            let Some(id) = around else { return false };
            let is_table = self
                .dom
                .element(id)
                .is_some_and(|element| element.name == local_name!("table"));
            if is_table {
                return self.survey.info(id).is_data;
            }
            around = self.dom.parent(id);
        }
        false
    }

    fn break_line(&mut self) {
        if self.row.is_some() {
            self.draft.blanks.push(Blank::Break);
        } else {
            self.end_line();
        }
    }

    fn end_line(&mut self) {
        let draft = std::mem::take(&mut self.draft);
        let Some((look, block, place)) = draft.start else {
            return;
        };
        let kind = match look {
            _ if self.row.is_some() => BlockKind::TableRow,
            Look {
                heading: Some(level),
                ..
            } => BlockKind::Heading(level),
            Look { item: true, .. } => BlockKind::ListItem,
            _ => BlockKind::Paragraph,
        };
        self.lines.push(Line {
            text: draft.text,
            pieces: draft.pieces,
            kind,
            bold: draft.n_bold == draft.n_visible,
            centred: look.centred,
            place,
            block,
            is_links: draft.n_links * 5 >= draft.n_visible * 4,
        });
    }

    fn text(&mut self, id: Id, text: &str) {
        let Some(open) = self.open.last() else { return };
        let (look, block) = (open.look, open.block);
        let info = self.survey.info(id);
        let origin = |at: usize| Origin::Html {
            node: info.text,
            byte: Span::empty(at).start,
        };
        // Where the stretch of visible characters that is being passed began.
        let mut start = None;
        for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
            if !is_blank(c) {
                start = start.or(Some(at));
                continue;
            }
            if let Some(from) = start.take() {
                let words = slice(text, Span::new(from, at));
                self.draft
                    .push(words, origin(from), look, (block, info.first));
            }
            if at == text.len() {
                break;
            }
            if c == '\n' && look.preformatted {
                self.break_line();
            } else {
                self.draft.blank(c, origin(at));
            }
        }
    }
}

impl Draft {
    fn blank(&mut self, c: char, origin: Origin) {
        if !matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
            self.blanks.push(Blank::Wide { c, origin });
            return;
        }
        let is_end = matches!(c, '\n' | '\r');
        match self.blanks.last_mut() {
            Some(Blank::Run { wraps, .. }) => *wraps |= is_end,
            _ => self.blanks.push(Blank::Run {
                origin,
                wraps: is_end,
            }),
        }
    }

    fn push(&mut self, words: &str, origin: Origin, look: Look, place: (Id, u32)) {
        let next = words.chars().next().unwrap_or(' ');
        self.settle_blanks(next);
        self.start.get_or_insert((look, place.0, place.1));
        let n = words.chars().count();
        self.n_visible += n;
        self.n_bold += if look.bold { n } else { 0 };
        self.n_links += if look.link { n } else { 0 };
        self.piece(words, origin);
    }

    /// Writes the blanks between two visible characters as they show.
    fn settle_blanks(&mut self, next: char) {
        let blanks = std::mem::take(&mut self.blanks);
        let n_cells = blanks.iter().filter(|b| matches!(b, Blank::Cell)).count();
        if n_cells > 0 {
            for _ in 0..n_cells {
                self.piece("\t", Origin::Made);
            }
            return;
        }
        let Some(before) = self.text.chars().next_back() else {
            return;
        };
        if blanks.iter().any(|b| matches!(b, Blank::Break)) {
            self.piece(" ", Origin::Made);
            return;
        }
        let n_blanks = blanks.len();
        for blank in blanks {
            match blank {
                Blank::Run { wraps: true, .. }
                    if n_blanks == 1 && is_wide(before) && is_wide(next) => {}
                Blank::Run { origin, .. } => self.piece(" ", origin),
                Blank::Wide { c, origin } => self.piece(c.encode_utf8(&mut [0; 4]), origin),
                Blank::Break | Blank::Cell => {}
            }
        }
    }

    fn piece(&mut self, words: &str, origin: Origin) {
        let from = self.text.len();
        self.text.push_str(words);
        self.pieces.push((Span::new(from, self.text.len()), origin));
    }
}

/// Tells blanks, and characters that do not show, from visible ones.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}'
        )
}

/// Tells characters of Chinese text, which no blank separates, from others.
fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{2018}'..='\u{201D}' | '—' | '…' | '·' | '\u{2E80}'..='\u{A4CF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FF60}'
        | '\u{20000}'..='\u{3FFFF}')
}
