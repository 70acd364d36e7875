//! Tables: cells end one after another, and the end of a row says where its edges are.

use super::Line;
use crate::reader::docx::story::Flow;
use crate::reader::docx::table::Row;

/// Edges that lie closer together than this (twentieths of a point) are one.
const SAME_EDGE: i32 = 20;

/// Most columns that a cell covers, after Word's own limit.
const MAX_COLUMNS: usize = 63;

/// A table while it is told.
#[derive(Default)]
pub(super) struct Table {
    rows: Vec<Told>,
    cells: Vec<Flow>,
    cell: Vec<Line>,
}

/// A finished row.
struct Told {
    cells: Vec<Flow>,
    edges: Vec<i32>,
}

impl Table {
    /// Adds lines to the open cell.
    pub(super) fn add(&mut self, lines: Vec<Line>) {
        self.cell.extend(lines);
    }

    /// Ends the open cell.
    pub(super) fn end_cell(&mut self) {
        let mut cell = Flow::cell();
        cell.lines = std::mem::take(&mut self.cell);
        self.cells.push(cell);
    }

    /// Ends the row.
    pub(super) fn end_row(&mut self, edges: Vec<i32>) {
        if !self.cell.is_empty() {
            self.end_cell();
        }
        let mut cells = std::mem::take(&mut self.cells);
        // LibreOffice ends one cell too many in a row with a table inside.
        while edges.len() > 1
            && cells.len() >= edges.len()
            && cells.last().is_some_and(|cell| cell.lines.is_empty())
        {
            cells.pop();
        }
        self.rows.push(Told { cells, edges });
    }

    /// Gives the rows as lines.
    pub(super) fn into_lines(mut self) -> Vec<Line> {
        if !self.cells.is_empty() || !self.cell.is_empty() {
            self.end_row(Vec::new());
        }
        let columns = columns(&self.rows);
        let rows = self.rows.into_iter();
        rows.flat_map(|row| row.among(&columns).into_lines())
            .collect()
    }
}

/// All edges of a table, in their order.
fn columns(rows: &[Told]) -> Vec<i32> {
    let mut edges: Vec<i32> = rows
        .iter()
        .filter(|row| row.has_edges())
        .flat_map(|row| row.edges.iter().copied())
        .collect();
    edges.sort_unstable();
    edges.dedup_by(|next, last| next.saturating_sub(*last) <= SAME_EDGE);
    edges
}

impl Told {
    /// Tells whether the edges are those of the cells.
    fn has_edges(&self) -> bool {
        self.edges.len() == self.cells.len() + 1 && self.edges.is_sorted()
    }

    /// Finds out which columns of the table the cells cover: columns stay in line.
    fn among(mut self, columns: &[i32]) -> Row {
        let mut n_before = 0;
        if self.has_edges() {
            let between = |from: i32, to: i32| {
                let first = columns.partition_point(|c| *c <= from.saturating_add(SAME_EDGE));
                let end = columns.partition_point(|c| *c < to.saturating_sub(SAME_EDGE));
                end.saturating_sub(first).min(MAX_COLUMNS)
            };
            if let Some(first) = self.edges.first() {
                let end = columns.partition_point(|c| *c < first.saturating_sub(SAME_EDGE));
                n_before = end.min(MAX_COLUMNS);
            }
            for (cell, edges) in self.cells.iter_mut().zip(self.edges.windows(2)) {
                if let [from, to] = edges {
                    cell.n_covered = between(*from, *to);
                }
            }
        }
        Row {
            cells: self.cells,
            n_before,
            ..Row::default()
        }
    }
}
