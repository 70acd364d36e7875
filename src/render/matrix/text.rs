//! The matrix in a terminal: one item after the other below its first-level item.

use super::Sheet;
use super::SheetPart;
use super::SheetRow;
use super::counted;
use super::total;
use std::fmt::Write;

/// Columns that the status takes.
const STATUS: usize = 12;

/// Writes the matrix of one report.
#[must_use]
pub(super) fn report(sheet: &Sheet) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "══ {}", sheet.path);
    if sheet.title != sheet.path {
        let _ = writeln!(out, "{}", sheet.title);
    }
    for part in &sheet.parts {
        system(part, &mut out);
    }
    out.push('\n');
    out
}

fn system(part: &SheetPart, out: &mut String) {
    let _ = writeln!(out, "\n{}", part.title);
    for note in &part.notes {
        let _ = writeln!(out, "  注：{note}");
    }
    for heading in &part.headings {
        let _ = writeln!(
            out,
            "\n{} {}　{}",
            heading.id,
            heading.title,
            counted(&heading.counts)
        );
        for row in part.rows.iter().filter(|row| row.group == heading.title) {
            item(row, out);
        }
    }
    if part.headings.len() > 1 {
        let _ = writeln!(out, "\n合计　{}", counted(&total(&part.headings)));
    }
}

fn item(row: &SheetRow, out: &mut String) {
    let width = row.status.chars().count() * 2;
    let gap = " ".repeat(STATUS.saturating_sub(width) + 1);
    let _ = write!(out, "  {}{gap}{} {}", row.status, row.id, row.title);
    if row.reason.is_empty() {
        out.push('\n');
    } else {
        let _ = writeln!(out, "　{}", row.reason);
    }
    let indent = " ".repeat(STATUS + 3);
    for quote in &row.quotes {
        let _ = writeln!(out, "{indent}{} “{}”", quote.place, quote.words);
    }
    if row.status_name == "person" {
        let _ = writeln!(out, "{indent}{}", row.cannot_see);
    }
}
