//! The JSON of a check as one of the formats.

use super::CHECK;
use super::Failure;
use super::Stream;
use super::Summary;
use crate::render::Render;
use crate::render::Report;
use crate::render::Rules;

/// The format.
#[derive(Debug)]
pub(in crate::render) struct Json;

impl Render for Json {
    fn head(&self, _rules: &Rules) -> String {
        // Writing into memory does not fail.
        let head = Stream::start(Vec::new(), CHECK).map(|stream| stream.out);
        String::from_utf8(head.unwrap_or_default()).unwrap_or_default()
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
        let line = super::check_report(path, document, year, outcome, shown, matrix);
        format!("\n{line}")
    }

    fn between(&self) -> &'static str {
        ","
    }

    fn tail(&self, failures: &[Failure], summary: &Summary) -> String {
        let end = Stream {
            out: Vec::new(),
            n_reports: 0,
        };
        let end = end.finish(failures, Some(summary));
        String::from_utf8(end.unwrap_or_default()).unwrap_or_default()
    }
}
