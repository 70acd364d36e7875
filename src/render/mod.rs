//! Results to bytes: one file per format, with types of its own.
//!
//! What is rendered comes in as data (document, facts, outcome); how it came about is not known
//! here. The annotated terminal view is the program's, since it needs a terminal.

pub mod docx;
mod escape;
pub mod figures;
mod github;
mod gitlab;
mod html;
pub mod json;
mod jsonl;
mod junit;
mod lines;
mod markdown;
mod marks;
pub mod matrix;
#[cfg(feature = "pdf")]
pub mod pdf;
mod report;
mod sarif;
mod words;
#[cfg(feature = "xlsx")]
pub mod xlsx;

pub use report::Render;
pub use report::Report;
pub use report::RuleInfo;
pub use report::Rules;

use std::str::FromStr;

/// A format of the results of a check.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// `yifa-check/1`.
    Json,
    /// A line of JSON a report.
    JsonLines,
    /// SARIF 2.1.0.
    Sarif,
    /// JUnit XML.
    JUnit,
    /// Annotations of GitHub Actions.
    GitHub,
    /// Code Quality of GitLab.
    GitLab,
    /// A summary in Markdown.
    Markdown,
    /// One HTML file that stands alone.
    Html,
}

impl Format {
    /// All formats, in the order they are documented.
    pub const ALL: [Self; 8] = [
        Self::Json,
        Self::JsonLines,
        Self::Sarif,
        Self::JUnit,
        Self::GitHub,
        Self::GitLab,
        Self::Markdown,
        Self::Html,
    ];

    /// Returns the name used on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::JsonLines => "jsonl",
            Self::Sarif => "sarif",
            Self::JUnit => "junit",
            Self::GitHub => "github",
            Self::GitLab => "gitlab",
            Self::Markdown => "markdown",
            Self::Html => "html",
        }
    }

    /// Returns what writes this format.
    #[must_use]
    pub fn renderer(self) -> &'static dyn Render {
        match self {
            Self::Json => &json::Json,
            Self::JsonLines => &jsonl::JsonLines,
            Self::Sarif => &sarif::Sarif,
            Self::JUnit => &junit::JUnit,
            Self::GitHub => &github::GitHub,
            Self::GitLab => &gitlab::GitLab,
            Self::Markdown => &markdown::Markdown,
            Self::Html => &html::Html,
        }
    }

    /// Tells whether the start of an existing file shows that this program wrote it, for formats
    /// whose files a user may have written too.
    #[must_use]
    pub fn is_own(start: &str) -> bool {
        start.starts_with(markdown::MARK)
            || start.contains(html::MARK)
            || start.starts_with(matrix::CSV_HEAD)
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|format| format.name() == name);
        found.ok_or_else(|| format!("没有“{name}”这种格式"))
    }
}
