//! The indicator matrix of one report.

use super::check::JsonBasis;
use super::check::basis;
use super::place::Quoted;
use crate::matrix::Heading;
use crate::matrix::Row;
use crate::matrix::Status;
use crate::matrix::Table;
use crate::text::SourceText;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
pub(super) struct JsonTable<'a> {
    pack: &'a str,
    system: &'a str,
    edition: Option<&'a str>,
    edition_title: Option<&'a str>,
    notes: Vec<&'a str>,
    groups: Vec<JsonGroup<'a>>,
    items: Vec<JsonItem<'a>>,
}

#[derive(Serialize)]
struct JsonGroup<'a> {
    id: &'a str,
    title: &'a str,
    /// Whether the title was seen in a text of the system.
    seen: bool,
    counts: BTreeMap<&'static str, usize>,
}

#[derive(Serialize)]
struct JsonItem<'a> {
    id: &'a str,
    group: &'a str,
    section: &'a str,
    title: &'a str,
    official_number: Option<&'a str>,
    seen: bool,
    status: &'static str,
    reason: &'a str,
    evidence: Vec<Quoted>,
    rules: Vec<JsonRule<'a>>,
    cannot_see: &'a str,
    basis: Vec<JsonBasis<'a>>,
}

#[derive(Serialize)]
struct JsonRule<'a> {
    rule: &'a str,
    /// Null where the rule was not run.
    status: Option<&'static str>,
}

pub(super) fn table<'a>(source: &SourceText, table: &'a Table) -> JsonTable<'a> {
    let edition = table.edition.as_ref();
    let notes = [Some(table.note.as_str()), edition.map(|e| e.note.as_str())];
    JsonTable {
        pack: &table.pack,
        system: &table.title,
        edition: edition.map(|edition| edition.id.as_str()),
        edition_title: edition.map(|edition| edition.title.as_str()),
        notes: notes
            .into_iter()
            .flatten()
            .filter(|note| !note.is_empty())
            .collect(),
        groups: table.headings.iter().map(group).collect(),
        items: table.rows.iter().map(|row| item(source, row)).collect(),
    }
}

fn group(heading: &Heading) -> JsonGroup<'_> {
    JsonGroup {
        id: &heading.id,
        title: &heading.title,
        seen: heading.seen,
        counts: Status::NAMES.into_iter().zip(heading.counts).collect(),
    }
}

fn item<'a>(source: &SourceText, row: &'a Row) -> JsonItem<'a> {
    let quoted = row.status.quoted();
    // A number that nobody has seen is never shown.
    let official = row.official.as_deref().filter(|_| row.seen);
    JsonItem {
        id: &row.id,
        group: &row.group,
        section: &row.section,
        title: &row.title,
        official_number: official,
        seen: row.seen,
        status: row.status.name(),
        reason: &row.reason,
        evidence: quoted
            .iter()
            .map(|span| Quoted::of(source, *span))
            .collect(),
        rules: row
            .rules
            .iter()
            .map(|behind| JsonRule {
                rule: &behind.rule,
                status: Some(behind.verdict).filter(|verdict| !verdict.is_empty()),
            })
            .collect(),
        cannot_see: &row.cannot_see,
        basis: row.basis.iter().map(basis).collect(),
    }
}
