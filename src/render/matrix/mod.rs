//! The indicator matrix as people file it: text, CSV, a web page, a workbook.
//!
//! All four show the same cells, which are put into words here once. JSON is in [`super::json`].

mod csv;
mod form;
mod html;
mod text;
#[cfg(feature = "xlsx")]
mod xlsx;

pub(super) use csv::HEAD as CSV_HEAD;
pub use form::Form;
pub(super) use html::folded;
#[cfg(feature = "xlsx")]
pub use xlsx::book;

use crate::document::Document;
use crate::matrix::Behind;
use crate::matrix::Row;
use crate::matrix::Status;
use crate::matrix::Table;
use crate::matrix::chinese;
use crate::render::Report;
use crate::text::Span;

/// The matrix of one report in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sheet {
    /// The report's file.
    pub path: String,
    /// The report's title; the file's name where it has none.
    pub title: String,
    /// One for each system.
    pub parts: Vec<SheetPart>,
}

/// One system in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SheetPart {
    /// The system's title with its edition.
    pub title: String,
    /// What a reader must know; may be empty.
    pub notes: Vec<String>,
    /// A line for each first-level item.
    pub headings: Vec<SheetHeading>,
    /// The rows.
    pub rows: Vec<SheetRow>,
}

/// A first-level item in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SheetHeading {
    /// Its id in the project.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Rows by status, in the order of [`Status::NAMES`].
    pub counts: [usize; 6],
}

/// One row in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SheetRow {
    /// The item's id in the project.
    pub id: String,
    /// The first-level item.
    pub group: String,
    /// The second-level item; may be empty.
    pub section: String,
    /// What it asks for.
    pub title: String,
    /// The status: 达到, 未达到 ….
    pub status: &'static str,
    /// The status as a name for programs.
    pub status_name: &'static str,
    /// The words of the report with their places.
    pub quotes: Vec<SheetQuote>,
    /// Why, in one sentence; may be empty.
    pub reason: String,
    /// The rules behind it with their verdicts.
    pub rules: Vec<String>,
    /// What the machine cannot see.
    pub cannot_see: String,
    /// What it stands on, and what of it was seen.
    pub basis: String,
}

/// Words of the report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SheetQuote {
    /// Where: 第3页第5行.
    pub place: String,
    /// The words; a long stretch is cut, and says so.
    pub words: String,
}

/// Characters of a quote that are shown to people. JSON has all of them.
const QUOTED: usize = 120;

impl Sheet {
    /// Puts the tables that a report comes with into words.
    pub(super) fn of(report: &Report<'_>) -> Self {
        Self::new(report.path, report.document, report.matrix)
    }

    /// Puts the tables of a report into words.
    #[must_use]
    pub fn new(path: &str, document: &Document, tables: &[Table]) -> Self {
        Self {
            path: path.to_owned(),
            title: document.title().unwrap_or_else(|| path.to_owned()),
            parts: tables.iter().map(|table| part(document, table)).collect(),
        }
    }
}

fn part(document: &Document, table: &Table) -> SheetPart {
    let edition = table.edition.as_ref();
    let title = edition.map_or(table.title.clone(), |edition| {
        format!("{}（{}）", table.title, edition.title)
    });
    let notes = [
        Some(table.note.as_str()),
        edition.map(|edition| edition.note.as_str()),
    ];
    let group = |row: &Row| {
        let heading = table
            .headings
            .iter()
            .find(|heading| heading.id == row.group);
        heading.map_or(String::new(), |heading| heading.title.clone())
    };
    SheetPart {
        title,
        notes: notes
            .into_iter()
            .flatten()
            .filter(|note| !note.is_empty())
            .map(str::to_owned)
            .collect(),
        headings: table
            .headings
            .iter()
            .map(|heading| SheetHeading {
                id: heading.id.clone(),
                title: heading.title.clone(),
                counts: heading.counts,
            })
            .collect(),
        rows: table
            .rows
            .iter()
            .map(|row| in_words(document, row, group(row)))
            .collect(),
    }
}

fn in_words(document: &Document, row: &Row, group: String) -> SheetRow {
    let quoted = row.status.quoted();
    SheetRow {
        id: row.id.clone(),
        group,
        section: row.section.clone(),
        title: row.title.clone(),
        status: row.status.chinese(),
        status_name: row.status.name(),
        quotes: quoted.iter().map(|span| quote(document, *span)).collect(),
        reason: row.reason.clone(),
        rules: row.rules.iter().map(behind).collect(),
        cannot_see: row.cannot_see.clone(),
        basis: basis(row),
    }
}

fn quote(document: &Document, span: Span) -> SheetQuote {
    let words = document.source.quote(span);
    let words: String = words.split('\n').map(str::trim).collect();
    let n = words.chars().count();
    let words = if n > QUOTED {
        let shown: String = words.chars().take(QUOTED).collect();
        format!("{shown}……（共{n}字）")
    } else {
        words
    };
    SheetQuote {
        place: document.source.locate(span).chinese(),
        words,
    }
}

fn behind(rule: &Behind) -> String {
    let verdict = match rule.verdict {
        "pass" => "通过",
        "fail" => "不通过",
        "not-applicable" => "不适用",
        "undecided" => "需人工核对",
        "broken" => "故障",
        _ => "没有运行",
    };
    format!("{}（{verdict}）", rule.rule)
}

/// What the duty stands on. The official number and an article stand there only where they were
/// seen.
fn basis(row: &Row) -> String {
    let mut told: Vec<String> = Vec::new();
    match (&row.official, row.seen) {
        (Some(number), true) => told.push(format!("原编号第{number}项")),
        (None, true) => {}
        _ => told.push("指标条目待核".to_owned()),
    }
    told.extend(row.basis.iter().map(ToString::to_string));
    told.join("；")
}

/// Says how many rows have each status: 达到 12 · 未达到 1.
fn counted(counts: &[usize; 6]) -> String {
    let counted = counts.iter().enumerate().filter(|(_, n)| **n > 0);
    let counted: Vec<String> = counted
        .map(|(index, n)| format!("{} {n}", chinese(index)))
        .collect();
    counted.join(" · ")
}

/// The counts of several first-level items together.
fn total(headings: &[SheetHeading]) -> [usize; 6] {
    let mut total = [0; Status::NAMES.len()];
    for heading in headings {
        for (sum, n) in total.iter_mut().zip(heading.counts) {
            *sum += n;
        }
    }
    total
}
