//! A first walk through the page: what shows, where the text is thickest, which tables hold
//! data.

use super::dom::Dom;
use super::dom::Element;
use super::dom::Id;
use super::dom::ROOT;
use super::dom::Step;
use super::look;
use html5ever::local_name;

/// What the first walk found out.
pub(super) struct Survey {
    nodes: Vec<Info>,
    /// The element that holds the text: the body, where none stands out.
    pub(super) container: Option<Id>,
}

/// What was found out of one node.
#[derive(Clone, Copy, Default)]
pub(super) struct Info {
    /// Place in document order.
    pub(super) first: u32,
    /// Place of the last node inside it.
    pub(super) last: u32,
    /// Index among the text nodes in document order.
    pub(super) text: u32,
    /// A table whose rows are data; other tables only place things on the page.
    pub(super) is_data: bool,
}

impl Survey {
    /// Walks through a page.
    pub(super) fn of(dom: &Dom) -> Self {
        let mut walker = Walker {
            dom,
            nodes: vec![Info::default(); dom.len()],
            place: 0,
            n_texts: 0,
            hidden: None,
            open: vec![Sums::default()],
            tables: Vec::new(),
            best: None,
            body: None,
        };
        for step in dom.walk(ROOT) {
            match step {
                Step::Open(id) => walker.open(id),
                Step::Close(id) => walker.close(id),
            }
        }
        let container = walker.best.map(|(_, id)| id).or(walker.body);
        let mut survey = Self {
            nodes: walker.nodes,
            container,
        };
        survey.spare_tables_around(dom);
        survey
    }

    /// Returns what was found out of a node.
    pub(super) fn info(&self, id: Id) -> Info {
        self.nodes.get(id as usize).copied().unwrap_or_default()
    }

    /// A table that the text stands in holds no data.
    fn spare_tables_around(&mut self, dom: &Dom) {
        let mut around = self.container;
        while let Some(id) = around {
            if let Some(info) = self.nodes.get_mut(id as usize) {
                info.is_data = false;
            }
            around = dom.parent(id);
        }
    }
}

/// What an element holds, all in all.
#[derive(Clone, Copy, Default)]
struct Sums {
    /// Visible characters that are no blanks.
    chars: usize,
    /// Marks between and behind Chinese clauses.
    marks: usize,
    /// Characters in links.
    links: usize,
    /// Line ends.
    breaks: usize,
    /// Whether there is a heading.
    heading: bool,
}

/// A table that was opened.
#[derive(Clone, Copy)]
struct Table {
    id: Id,
    /// Cells of the open row.
    cells: usize,
    /// Cells of the longest row.
    widest: usize,
    /// Something in it is no data.
    is_layout: bool,
}

/// A cell of a data table has no more characters.
const LONGEST_CELL: usize = 600;

/// A cell of a data table of more than one line has no more characters.
const LONGEST_LINES: usize = 200;

/// What one more level of nesting is worth: decides between an element and the wrapper that
/// holds the same text.
const DEPTH: f64 = 0.002;

struct Walker<'a> {
    dom: &'a Dom,
    nodes: Vec<Info>,
    place: u32,
    n_texts: u32,
    /// The outermost element that does not show.
    hidden: Option<Id>,
    /// Sums of the open elements; the first is the document's.
    open: Vec<Sums>,
    tables: Vec<Table>,
    best: Option<(f64, Id)>,
    body: Option<Id>,
}

impl Walker<'_> {
    fn open(&mut self, id: Id) {
        if let Some(info) = self.nodes.get_mut(id as usize) {
            info.first = self.place;
            info.text = self.n_texts;
        }
        self.place += 1;
        if let Some(text) = self.dom.text(id) {
            self.n_texts += 1;
            if self.hidden.is_none() {
                self.count(text);
            }
        }
        let Some(element) = self.dom.element(id) else {
            return;
        };
        if self.hidden.is_none() && look::is_dropped(element) {
            self.hidden = Some(id);
        }
        self.open.push(Sums::default());
        if self.hidden.is_none() {
            self.open_element(id, element);
        }
    }

    fn open_element(&mut self, id: Id, element: &Element) {
        match element.name {
            local_name!("body") => self.body = self.body.or(Some(id)),
            local_name!("table") => {
                if let Some(outer) = self.tables.last_mut() {
                    outer.is_layout = true;
                }
                self.tables.push(Table {
                    id,
                    cells: 0,
                    widest: 0,
                    is_layout: false,
                });
            }
            local_name!("tr") => {
                if let Some(table) = self.tables.last_mut() {
                    table.cells = 0;
                }
            }
            local_name!("td") | local_name!("th") => {
                if let Some(table) = self.tables.last_mut() {
                    table.cells += 1;
                    table.widest = table.widest.max(table.cells);
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, id: Id) {
        if let Some(info) = self.nodes.get_mut(id as usize) {
            info.last = self.place.saturating_sub(1);
        }
        let Some(element) = self.dom.element(id) else {
            return;
        };
        let sums = self.open.pop().unwrap_or_default();
        if self.hidden == Some(id) {
            self.hidden = None;
            return;
        }
        if self.hidden.is_none() {
            self.close_element(id, element, sums);
        }
    }

    fn close_element(&mut self, id: Id, element: &Element, mut sums: Sums) {
        if look::is_cell(element)
            && let Some(table) = self.tables.last_mut()
        {
            table.is_layout |= sums.heading
                || sums.chars > LONGEST_CELL
                || sums.chars > LONGEST_LINES && sums.breaks > 1;
        }
        if element.name == local_name!("table")
            && let Some(table) = self.tables.pop()
            && let Some(info) = self.nodes.get_mut(table.id as usize)
        {
            info.is_data = !table.is_layout && table.widest > 1;
        }
        if look::is_container(element) {
            self.rate(id, sums);
        }
        if look::is_link(element) {
            sums.links = sums.chars;
        }
        sums.heading |= look::heading(element).is_some();
        sums.breaks += usize::from(look::is_block(element) || element.name == local_name!("br"));
        if let Some(outer) = self.open.last_mut() {
            outer.chars += sums.chars;
            outer.marks += sums.marks;
            outer.links += sums.links;
            outer.breaks += sums.breaks;
            outer.heading |= sums.heading;
        }
    }

    /// Keeps the element where text is thickest: many marks, few links, deep inside.
    #[expect(clippy::cast_precision_loss, reason = "a comparison of rough scores")]
    fn rate(&mut self, id: Id, sums: Sums) {
        if sums.marks == 0 {
            return;
        }
        let plain = 1.0 - sums.links as f64 / sums.chars.max(1) as f64;
        let depth = self.open.len().min(100) as f64;
        let score = sums.marks as f64 * plain * plain * (1.0 + DEPTH * depth);
        if self.best.is_none_or(|(best, _)| score > best) {
            self.best = Some((score, id));
        }
    }

    fn count(&mut self, text: &str) {
        let Some(sums) = self.open.last_mut() else {
            return;
        };
        let mut before = ' ';
        for c in text.chars() {
            sums.chars += usize::from(!c.is_whitespace());
            let is_mark = match c {
                '，' | '。' | '；' | '、' | '！' | '？' => true,
                // Half-width marks of Chinese text; those of scripts and addresses do not count.
                ',' | ';' => !before.is_ascii(),
                _ => false,
            };
            sums.marks += usize::from(is_mark);
            before = c;
        }
    }
}
