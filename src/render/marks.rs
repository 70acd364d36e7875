//! What an annotating renderer is handed, and what it hands back.

use crate::document::Document;
use crate::finding::Outcome;
use crate::finding::Severity;
use std::collections::BTreeMap;
use std::fmt;

/// What is to be written into a report.
#[derive(Clone, Copy, Debug)]
pub struct Marks<'a> {
    /// The report as it was read from the bytes that are written into.
    pub document: &'a Document,
    /// What was found.
    pub outcome: &'a Outcome,
    /// Titles of rules by id, for the summary.
    pub titles: &'a BTreeMap<String, String>,
    /// Findings below this get no comment.
    pub shown: Severity,
    /// Whether safe fixes are made, as tracked changes.
    pub fix: bool,
}

/// A report with comments.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Annotated {
    /// The Word document or the PDF file.
    pub bytes: Vec<u8>,
    /// How many findings have a comment; there is one more, the summary.
    pub comments: usize,
    /// How many places were corrected as tracked changes.
    pub fixed: usize,
    /// How many safe fixes were not made: not in plain text of the file.
    pub unfixed: usize,
    /// The reading text that the document has once the changes are accepted.
    pub text: String,
    /// What the user must know of what was written, in Chinese.
    pub notices: Vec<String>,
}

/// Why nothing was written, in Chinese for the user.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refused(String);

impl Refused {
    pub(super) fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}
