//! Whether a text is a rule-of-law report at all, or one of its look-alikes.

use crate::document::Document;

/// What kind of text was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Genre {
    /// A rule-of-law report, or a text that may be (part of) one.
    Report,
    /// Another kind of text, by its name.
    Other(String),
    /// Nothing in it speaks of rule of law.
    Unrelated,
}

pub(super) fn of(_document: &Document) -> Genre {
    Genre::Report
}
