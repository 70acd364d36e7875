//! Where something stands in the user's file.

use crate::text::Place;
use crate::text::SourceText;
use crate::text::Span;
use serde::Serialize;

/// Code points of the decoded file for txt and md; page and paragraph for other formats.
#[derive(Serialize)]
pub(super) struct Range {
    start: Option<usize>,
    end: Option<usize>,
    page: Option<usize>,
    paragraph: Option<usize>,
}

/// The words at a place.
#[derive(Serialize)]
pub(super) struct Quoted {
    quote: String,
    #[serde(flatten)]
    range: Range,
}

impl Range {
    pub(super) fn of(source: &SourceText, span: Span) -> Self {
        Self::from(&source.locate(span))
    }
}

impl From<&Place> for Range {
    fn from(place: &Place) -> Self {
        Self {
            start: place.start,
            end: place.end,
            page: place.page,
            paragraph: place.paragraph,
        }
    }
}

impl Quoted {
    pub(super) fn of(source: &SourceText, span: Span) -> Self {
        Self {
            quote: quote(source, span),
            range: Range::of(source, span),
        }
    }
}

/// The author's words; empty where something is missing from the text.
pub(super) fn quote(source: &SourceText, span: Span) -> String {
    if span.is_empty() {
        String::new()
    } else {
        source.quote(span).into_owned()
    }
}
