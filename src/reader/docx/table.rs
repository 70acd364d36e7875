//! Tables: each row becomes one line, its cells separated by tabs.

use super::line::Line;
use super::story::Flow;
use super::story::Story;
use crate::reader::ReadError;
use crate::text::BlockKind;

/// Most columns of a table, after Word's own limit.
const MAX_COLUMNS: usize = 63;

/// A row of a table.
#[derive(Default)]
pub(in crate::reader) struct Row {
    /// Its cells.
    pub(in crate::reader) cells: Vec<Flow>,
    /// Columns left free before the first cell.
    pub(in crate::reader) n_before: usize,
    /// Deleted by a tracked change.
    pub(in crate::reader) deleted: bool,
}

impl Row {
    /// Returns the row as one line. None where nothing is in it.
    ///
    /// A row that is a single cell with several paragraphs is no row but a frame around them
    /// (pages made from a web site put a whole report into one): they stay what they are.
    pub(in crate::reader) fn into_lines(mut self) -> Vec<Line> {
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

#[cfg(test)]
mod tests {
    use crate::reader::docx::tests::check;
    use crate::reader::docx::tests::p;

    #[test]
    fn tables_are_read_row_by_row() {
        let cell =
            |props: &str, inner: &str| format!("<w:tc><w:tcPr>{props}</w:tcPr>{inner}</w:tc>");
        let row = |cells: &[String]| {
            format!(
                "<w:tr><w:trPr><w:trHeight/></w:trPr>{}</w:tr>",
                cells.concat()
            )
        };
        let plain = |text: &str| cell("", &p("", text));
        let table = format!(
            "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>{}</w:tbl>",
            [
                row(&[plain("指标"), plain("数量"), plain("比率")]),
                row(&[
                    cell("<w:gridSpan w:val='2'/>", &p("", "合并")),
                    plain("98%")
                ]),
                row(&[
                    cell("<w:vMerge w:val='restart'/>", &p("", "竖")),
                    plain("1"),
                    plain("")
                ]),
                row(&[cell("<w:vMerge/>", "<w:p/>"), plain("2"), plain("")]),
                row(&[
                    cell("", &(p("", "第一段") + &*p("", "") + &*p("", "第二段"))),
                    plain("3")
                ]),
                row(&[
                    cell(
                        "",
                        "<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r></w:p>"
                    ),
                    plain("4"),
                ]),
                row(&[plain(""), plain("")]),
                row(&[
                    plain("外"),
                    cell(
                        "",
                        &format!(
                            "<w:tbl>{}</w:tbl><w:p/>",
                            row(&[plain("内一"), plain("内二")])
                        )
                    )
                ]),
                format!(
                    "<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{}</w:tr>",
                    plain("缩进")
                ),
                format!(
                    "<w:tr><w:trPr><w:del w:id='1'/></w:trPr>{}</w:tr>",
                    plain("删去的行")
                ),
                format!(
                    "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
                    row(&[plain("控件"), plain("5")])
                ),
            ]
            .concat()
        );
        check(
            &(p("", "前") + &*table + &*p("", "后")),
            &[
                "p 前",
                "tr 指标\t数量\t比率",
                "tr 合并\t\t98%",
                "tr 竖\t1\t",
                "tr \t2\t",
                "tr 第一段 第二段\t3",
                "tr 甲 乙 丙\t4",
                "tr 外\t内一 内二",
                "tr \t缩进",
                "tr 控件\t5",
                "p 后",
            ],
        );
    }

    #[test]
    fn a_single_cell_around_a_text_is_a_frame() {
        let inner = p("<w:outlineLvl w:val='0'/>", "一、甲")
            + &*p("", "正文。")
            + "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>2</w:t>\
               </w:r></w:p></w:tc></w:tr></w:tbl><w:p/>";
        let frame = |inner: &str| format!("<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>");
        check(&frame(&inner), &["h1 一、甲", "p 正文。", "tr 1\t2"]);
        check(&frame(&p("", "一格")), &["tr 一格"]);
    }
}
