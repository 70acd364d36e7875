//! Title, metadata and mandatory parts, the same in all formats of this room.

use super::place::Range;
use crate::document::Date;
use crate::document::Document;
use crate::document::Words;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Head<'a> {
    title: Option<&'a str>,
    issuer: Option<&'a str>,
    issuer_kind: &'static str,
    document_number: Option<&'a str>,
    signer: Option<&'a str>,
    addressee: Option<&'a str>,
    date: Option<String>,
    year: Option<i32>,
}

#[derive(Serialize)]
pub(super) struct Part<'a> {
    part: &'static str,
    heading: &'a str,
    #[serde(flatten)]
    range: Range,
}

pub(super) fn head(document: &Document) -> Head<'_> {
    let head = &document.head;
    Head {
        title: title(document),
        issuer: words(head.issuer.as_ref()),
        issuer_kind: head.issuer_kind.name(),
        document_number: words(head.document_number.as_ref()),
        signer: words(head.signer.as_ref()),
        addressee: words(head.addressee.as_ref()),
        date: head.date.and_then(iso),
        year: document.year,
    }
}

/// The title as it stands in the text; a title over several lines keeps its line feeds.
pub(super) fn title(document: &Document) -> Option<&str> {
    document.head.title.map(|span| document.slice(span))
}

pub(super) fn parts(document: &Document) -> Vec<Part<'_>> {
    document
        .parts
        .iter()
        .map(|part| Part {
            part: part.kind.name(),
            heading: document.slice(part.heading),
            range: Range::of(&document.source, part.span),
        })
        .collect()
}

fn words(words: Option<&Words>) -> Option<&str> {
    words.map(|words| words.text.as_str())
}

/// `yyyy-mm-dd`, where a whole day is written.
fn iso(date: Date) -> Option<String> {
    let whole = (1..=9999).contains(&date.year) && date.month > 0 && date.day > 0;
    whole.then(|| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day))
}
