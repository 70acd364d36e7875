//! JSON Lines: a line a report as soon as it is checked, then what could not be checked, then
//! the summary. The shape of a report is that of `yifa-check/1`.

use crate::render::Render;
use crate::render::Report;
use crate::render::Rules;
use crate::render::json;
use crate::render::json::Failure;
use crate::render::json::Summary;
use std::fmt::Write as _;

/// The format.
#[derive(Debug)]
pub(super) struct JsonLines;

impl Render for JsonLines {
    fn head(&self, _rules: &Rules) -> String {
        String::new()
    }

    fn report(&self, report: &Report<'_>) -> String {
        let Report {
            path,
            document,
            year,
            outcome,
            shown,
            matrix,
            ..
        } = *report;
        let line = json::check_report(path, document, year, outcome, shown, matrix);
        let rest = line.strip_prefix('{').unwrap_or_default();
        format!("{{\"type\":\"report\",{rest}\n")
    }

    fn tail(&self, failures: &[Failure], summary: &Summary) -> String {
        let mut out = String::new();
        for failure in failures {
            let line = serde_json::to_string(failure).unwrap_or_default();
            let _ = writeln!(out, "{{\"type\":\"error\",{}", line.trim_start_matches('{'));
        }
        let line = serde_json::to_string(summary).unwrap_or_default();
        let _ = writeln!(
            out,
            "{{\"type\":\"summary\",{}",
            line.trim_start_matches('{')
        );
        out
    }
}
