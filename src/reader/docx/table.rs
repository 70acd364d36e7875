//! Tables: each row becomes one line, its cells separated by tabs.

use super::line::Line;
use super::story::Flow;
use super::story::Story;
use crate::reader::ReadError;
use crate::text::BlockKind;

/// Most columns of a table, after Word's own limit.
const MAX_COLUMNS: usize = 63;

#[derive(Default)]
struct Row {
    cells: Vec<Flow>,
    /// Columns left free before the first cell.
    n_before: usize,
    /// Deleted by a tracked change.
    deleted: bool,
}

impl Row {
    /// Returns the row as one line. None where nothing is in it.
    ///
    /// A row that is a single cell with several paragraphs is no row but a frame around them
    /// (pages made from a web site put a whole report into one): they stay what they are.
    fn into_lines(mut self) -> Vec<Line> {
        if self.deleted {
            return Vec::new();
        }
        if let [cell] = self.cells.as_mut_slice()
            && cell.n_covered == 0
            && (cell.lines.len() > 1
                || cell
                    .lines
                    .iter()
                    .any(|line| line.kind == BlockKind::TableRow))
        {
            return std::mem::take(&mut cell.lines);
        }
        let mut row = Line::new();
        row.kind = BlockKind::TableRow;
        row.make(&"\t".repeat(self.n_before));
        for (at, cell) in self.cells.iter().enumerate() {
            if at > 0 {
                row.make("\t");
            }
            for (at, line) in cell.lines.iter().enumerate() {
                row.append(if at > 0 { " " } else { "" }, line);
            }
            // A cell over three columns is followed by two empty ones: columns stay in line.
            row.make(&"\t".repeat(cell.n_covered));
        }
        if row.is_blank() {
            return Vec::new();
        }
        vec![row]
    }
}

impl Story<'_, '_> {
    /// Consumes an open `w:tbl`.
    pub(super) fn table(&mut self, flow: &mut Flow) -> Result<(), ReadError> {
        while let Some(element) = self.xml.child()? {
            match element.name() {
                "tr" => {
                    let mut row = Row::default();
                    self.row(&mut row)?;
                    for line in row.into_lines() {
                        self.add(line, flow)?;
                    }
                }
                "tblPr" | "tblGrid" => self.skip(&element)?,
                _ => self.within(&element, |story| story.table(flow))?,
            }
        }
        Ok(())
    }

    /// Consumes an open `w:tr`, or what wraps cells in it.
    fn row(&mut self, row: &mut Row) -> Result<(), ReadError> {
        while let Some(element) = self.xml.child()? {
            match element.name() {
                "tc" => {
                    let mut cell = Flow::cell();
                    self.fill(&mut cell)?;
                    if !cell.deleted {
                        row.cells.push(cell);
                    }
                }
                "trPr" => self.row_props(row)?,
                "tblPrEx" => self.skip(&element)?,
                _ => self.within(&element, |story| story.row(row))?,
            }
        }
        Ok(())
    }

    fn row_props(&mut self, row: &mut Row) -> Result<(), ReadError> {
        while let Some(element) = self.xml.child()? {
            match element.name() {
                "del" => {
                    row.deleted = true;
                    self.found.changes = true;
                    self.skip(&element)?;
                }
                "gridBefore" => row.n_before = columns(self.xml.number(&element)?),
                _ => self.skip(&element)?,
            }
        }
        Ok(())
    }

    /// Consumes an open `w:tcPr`. A cell that goes on from the row above (`w:vMerge`) is empty
    /// in the file already.
    pub(super) fn cell_props(&mut self, cell: &mut Flow) -> Result<(), ReadError> {
        while let Some(element) = self.xml.child()? {
            match element.name() {
                "cellDel" => {
                    cell.deleted = true;
                    self.found.changes = true;
                    self.skip(&element)?;
                }
                "gridSpan" => {
                    let n_columns = columns(self.xml.number(&element)?);
                    cell.n_covered = n_columns.saturating_sub(1);
                }
                _ => self.skip(&element)?,
            }
        }
        Ok(())
    }
}

/// A number of columns within bounds.
fn columns(number: Option<i64>) -> usize {
    let number = number.and_then(|n| usize::try_from(n).ok());
    number.unwrap_or(0).min(MAX_COLUMNS)
}
