//! The matrix as CSV: one line an item, quoted after RFC 4180, with a mark that says UTF-8.

use super::Sheet;
use super::SheetRow;

/// The first line, behind the mark by which spreadsheets know UTF-8.
pub(in crate::render) const HEAD: &str =
    "\u{FEFF}报告,体系,编号,一级,二级,条目,状态,佐证原文,位置,说明,相关规则,机器看不到,依据\r\n";

/// Writes the rows of one report.
#[must_use]
pub(super) fn report(sheet: &Sheet) -> String {
    let mut out = String::new();
    for part in &sheet.parts {
        for row in &part.rows {
            line(sheet, &part.title, row, &mut out);
        }
    }
    out
}

fn line(sheet: &Sheet, system: &str, row: &SheetRow, out: &mut String) {
    let words: Vec<&str> = row
        .quotes
        .iter()
        .map(|quote| quote.words.as_str())
        .collect();
    let places: Vec<&str> = row
        .quotes
        .iter()
        .map(|quote| quote.place.as_str())
        .collect();
    let cells = [
        sheet.path.as_str(),
        system,
        &row.id,
        &row.group,
        &row.section,
        &row.title,
        row.status,
        &words.join("\n"),
        &places.join("\n"),
        &row.reason,
        &row.rules.join("\n"),
        &row.cannot_see,
        &row.basis,
    ];
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
    out.push_str(&cells.join(","));
    out.push_str("\r\n");
}

/// A cell that a spreadsheet would take for a formula is kept a text.
fn quoted(cell: &str) -> String {
    let guard = if cell.starts_with(['=', '+', '-', '@', '\t']) {
        "'"
    } else {
        ""
    };
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stay_cells() {
        assert_eq!(quoted("甲\"乙\",丙\n丁"), "\"甲\"\"乙\"\",丙\n丁\"");
        assert_eq!(quoted("=1+1"), "\"'=1+1\"");
    }
}
