//! Lines and rows of tables to blocks of the reading text.

use super::edge;
use super::heading::Headings;
use super::line::Row;
use super::line::Spelled;
use super::shape::Line;
use super::shape::Shape;
use crate::text::BlockKind;
use crate::text::JoinKind;
use crate::text::Origin;
use crate::text::Placed;
use crate::text::SourceBuilder;

/// Writes lines as blocks.
pub(super) struct Writer<'b, 'l> {
    builder: &'b mut SourceBuilder,
    shape: Shape,
    headings: Headings,
    /// What was left out since the last line.
    dropped: Vec<String>,
    /// First and last line of the open paragraph, and whether all of it is bold.
    open: Option<(&'l Line, &'l Line, bool)>,
}

impl<'b, 'l> Writer<'b, 'l> {
    pub(super) fn new(builder: &'b mut SourceBuilder, shape: Shape, headings: Headings) -> Self {
        Self {
            builder,
            shape,
            headings,
            dropped: Vec::new(),
            open: None,
        }
    }

    /// Adds a line of running text.
    pub(super) fn line(&mut self, line: &'l Line) {
        let open = self.open.take();
        let join = open.and_then(|(first, last, _)| self.shape.joins(first, last, line));
        self.drop_edges();
        match (join, open) {
            (Some(kind), Some((first, last, bold))) => {
                self.builder.join(kind, "");
                let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
                if is_letter(last.text.chars().next_back()) && is_letter(line.text.chars().next()) {
                    self.builder.push(" ", Origin::Made);
                }
                self.open = Some((first, line, bold && line.row.bold));
            }
            _ => {
                self.builder.begin(self.headings.kind_of(line));
                self.open = Some((line, line, line.row.bold));
            }
        }
        self.spell(line.page, line.row.number, &line.row.spell());
        if let Some((first, _, bold)) = self.open {
            self.builder.look(bold, first.centred);
        }
    }

    /// Adds a row of a table.
    pub(super) fn cells(&mut self, page: u32, cells: &[Vec<Row>]) {
        self.open = None;
        self.drop_edges();
        if cells.iter().all(Vec::is_empty) {
            return;
        }
        self.builder.begin(BlockKind::TableRow);
        for (at, rows) in cells.iter().enumerate() {
            if at > 0 {
                self.builder.push("\t", Origin::Made);
            }
            for row in rows {
                self.spell(page, row.number, &row.spell());
            }
        }
        let bold = cells.iter().flatten().all(|row| row.bold);
        self.builder.look(bold, false);
    }

    /// Leaves out heads, feet and page numbers.
    pub(super) fn edges(&mut self, edges: &[String]) {
        self.dropped.extend_from_slice(edges);
    }

    /// Records what was left out, where the text goes on.
    fn drop_edges(&mut self) {
        for text in std::mem::take(&mut self.dropped) {
            self.builder.join(JoinKind::Dropped, &text);
        }
    }

    fn spell(&mut self, page: u32, line: u32, spelled: &[Spelled]) {
        for Spelled { c, at } in spelled {
            match at {
                Some(at) => {
                    let edges = at.edges;
                    self.builder.push_placed(*c, Placed { page, line, edges });
                }
                None => self.builder.push(" ", Origin::Made),
            }
        }
    }

    /// Adds the notes behind the text.
    pub(super) fn finish(mut self, notes: &'l [Line]) {
        self.drop_edges();
        let mut last: Option<&Line> = None;
        for note in notes {
            let goes_on =
                last.is_some_and(|last| last.page == note.page && !edge::starts_note(&note.text));
            if goes_on {
                self.builder.join(JoinKind::HardWrap, "");
            } else {
                self.builder.begin(BlockKind::Footnote);
            }
            let spelled = note.row.spell();
            let mark = if goes_on {
                0
            } else {
                edge::mark_length(&note.row, &spelled)
            };
            let rest = spelled.get(mark..).unwrap_or(&spelled);
            self.spell(note.page, note.row.number, rest);
            last = Some(note);
        }
    }
}
