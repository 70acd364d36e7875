//! The matrix as a web page: one file, no script, nothing from elsewhere, fit to be printed.

use super::Sheet;
use super::SheetHeading;
use super::SheetPart;
use super::SheetRow;
use super::counted;
use super::total;
use crate::render::escape::xml as escaped;
use crate::render::json::Failure;
use std::fmt::Write;

/// The page up to the first report.
pub(super) const HEAD: &str = concat!(
    "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n",
    // By this an earlier result is known: the mark of all pages of this program.
    "<meta name=\"generator\" content=\"yifa\">\n",
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
    "<title>指标矩阵</title>\n<style>\n",
    include_str!("matrix.css"),
    "</style>\n</head>\n<body>\n"
);

/// The page behind the last report, with what could not be checked.
pub(super) fn tail(failures: &[Failure]) -> String {
    let mut out = String::from("<footer>\n");
    for failure in failures {
        let _ = writeln!(
            out,
            "<p class=\"unchecked\">没能检查 {}：{}</p>",
            escaped(&failure.path),
            escaped(&failure.message)
        );
    }
    out.push_str("<p>“达到”只说明报告里写到了，并引出了原文；是否属实要人工核对。</p>\n</footer>\n</body>\n</html>\n");
    out
}

/// Writes the matrix of one report.
#[must_use]
pub(super) fn report(sheet: &Sheet) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "<main>\n<h1>{}</h1>", escaped(&sheet.title));
    if sheet.title != sheet.path {
        let _ = writeln!(out, "<p class=\"file\">{}</p>", escaped(&sheet.path));
    }
    for part in &sheet.parts {
        system(part, "h2", &mut out);
    }
    out.push_str("</main>\n");
    out
}

/// The matrix inside another page: folded, each system told by its counts.
#[must_use]
pub(in crate::render) fn folded(sheet: &Sheet) -> String {
    let mut out = String::new();
    for part in &sheet.parts {
        let _ = writeln!(
            out,
            "<details class=\"matrix\"><summary>指标矩阵：{}（{}）</summary>",
            escaped(&part.title),
            escaped(&counted(&total(&part.headings)))
        );
        system(part, "h3", &mut out);
        out.push_str("</details>\n");
    }
    out
}

fn system(part: &SheetPart, head: &str, out: &mut String) {
    let _ = writeln!(out, "<section>\n<{head}>{}</{head}>", escaped(&part.title));
    for note in &part.notes {
        let _ = writeln!(out, "<p class=\"note\">{}</p>", escaped(note));
    }
    let _ = writeln!(
        out,
        "<p class=\"total\">{}</p>",
        escaped(&counted(&total(&part.headings)))
    );
    out.push_str(
        "<table>\n<thead><tr><th scope=\"col\">编号</th><th scope=\"col\">条目</th>\
         <th scope=\"col\">状态</th><th scope=\"col\">佐证原文</th>\
         <th scope=\"col\">相关规则</th><th scope=\"col\">机器看不到</th>\
         <th scope=\"col\">依据</th></tr></thead>\n",
    );
    for heading in &part.headings {
        group(part, heading, out);
    }
    out.push_str("</table>\n</section>\n");
}

fn group(part: &SheetPart, heading: &SheetHeading, out: &mut String) {
    let _ = writeln!(
        out,
        "<tbody>\n<tr class=\"group\"><th colspan=\"7\" scope=\"rowgroup\">{} {} \
         <span>{}</span></th></tr>",
        escaped(&heading.id),
        escaped(&heading.title),
        escaped(&counted(&heading.counts))
    );
    for row in part.rows.iter().filter(|row| row.group == heading.title) {
        item(row, out);
    }
    out.push_str("</tbody>\n");
}

fn item(row: &SheetRow, out: &mut String) {
    let _ = write!(
        out,
        "<tr class=\"{name}\"><td>{}</td><th scope=\"row\">",
        escaped(&row.id),
        name = row.status_name,
    );
    if !row.section.is_empty() {
        let _ = write!(out, "<small>{}</small> ", escaped(&row.section));
    }
    let _ = write!(
        out,
        "{}</th><td class=\"status\"><b>{}</b></td><td>",
        escaped(&row.title),
        row.status
    );
    if !row.reason.is_empty() {
        let _ = write!(out, "<p class=\"reason\">{}</p>", escaped(&row.reason));
    }
    for quote in &row.quotes {
        let _ = write!(
            out,
            "<p><q>{}</q> <small>{}</small></p>",
            escaped(&quote.words),
            escaped(&quote.place)
        );
    }
    out.push_str("</td><td class=\"rules\">");
    for rule in &row.rules {
        let _ = write!(out, "<p>{}</p>", escaped(rule));
    }
    let _ = writeln!(
        out,
        "</td><td class=\"blind\">{}</td><td class=\"basis\">{}</td></tr>",
        escaped(&row.cannot_see),
        escaped(&row.basis)
    );
}
