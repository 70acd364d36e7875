//! JSON for programs: `yifa-check/1`, `yifa-inspect/1` and `yifa-facts/1`.
//!
//! The shapes are versioned: a key is added freely, and never renamed, retyped or dropped without
//! a new version. A run is written as a stream: the head, then one report a line, then what is
//! known only at the end. So memory does not grow with the number of reports.

mod check;
mod document;
mod inspect;
mod matrix;
mod place;
mod render;

pub use check::Summary;
pub use check::report as check_report;
pub use inspect::facts as facts_report;
pub use inspect::report as inspect_report;
pub(super) use render::Json;

use serde::Serialize;
use std::io;
use std::io::Write;

/// The format of `check --format json`.
pub const CHECK: &str = "yifa-check/1";
/// The format of `inspect --format json`.
pub const INSPECT: &str = "yifa-inspect/1";
/// The format of `inspect --facts --format json`.
pub const FACTS: &str = "yifa-facts/1";

/// A file that could not be checked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Failure {
    /// The path as given or as found below a folder; `-` for standard input.
    pub path: String,
    /// Why, Chinese.
    pub message: String,
}

/// Writes one run as a JSON object, report by report.
#[derive(Debug)]
pub struct Stream<W> {
    out: W,
    n_reports: usize,
}

#[derive(Serialize)]
struct Tool<'a> {
    name: &'a str,
    version: &'a str,
}

impl<W: Write> Stream<W> {
    /// Starts the object.
    ///
    /// # Errors
    /// Whatever writing fails with.
    pub fn start(mut out: W, format: &str) -> io::Result<Self> {
        let tool = Tool {
            name: "yifa",
            version: env!("CARGO_PKG_VERSION"),
        };
        write!(out, "{{\"format\":")?;
        serde_json::to_writer(&mut out, format)?;
        write!(out, ",\"tool\":")?;
        serde_json::to_writer(&mut out, &tool)?;
        write!(out, ",\"reports\":[")?;
        Ok(Self { out, n_reports: 0 })
    }

    /// Adds a report: the bytes that [`check_report`] or [`inspect_report`] gave.
    ///
    /// # Errors
    /// Whatever writing fails with.
    pub fn report(&mut self, report: &str) -> io::Result<()> {
        let comma = if self.n_reports == 0 { "" } else { "," };
        self.n_reports += 1;
        write!(self.out, "{comma}\n{report}")
    }

    /// Ends the object with what could not be checked and, for a check, the summary.
    ///
    /// # Errors
    /// Whatever writing fails with.
    pub fn finish(mut self, errors: &[Failure], summary: Option<&Summary>) -> io::Result<W> {
        write!(self.out, "\n],\"errors\":")?;
        serde_json::to_writer(&mut self.out, errors)?;
        if let Some(summary) = summary {
            write!(self.out, ",\"summary\":")?;
            serde_json::to_writer(&mut self.out, summary)?;
        }
        writeln!(self.out, "}}")?;
        Ok(self.out)
    }
}

/// Serialises one report; the types of this room cannot fail to serialise.
fn line<T: Serialize>(report: &T) -> String {
    serde_json::to_string(report).unwrap_or_default()
}
