//! Annotations of GitHub Actions: one command a line.

use crate::finding::Severity;
use crate::render::Render;
use crate::render::Report;
use crate::render::Rules;
use crate::render::json::Failure;
use crate::render::json::Summary;
use crate::render::lines::Lines;
use std::fmt::Write as _;

/// The format.
#[derive(Debug)]
pub(super) struct GitHub;

impl Render for GitHub {
    fn head(&self, _rules: &Rules) -> String {
        String::new()
    }

    fn report(&self, report: &Report<'_>) -> String {
        let lines = report.document.source.decoded().map(Lines::new);
        let mut out = String::new();
        for finding in report.findings() {
            let command = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Advice => "notice",
            };
            let _ = write!(out, "::{command} file={}", property(report.path));
            let place = report.document.source.locate(finding.span);
            let range = lines.as_ref().and_then(|lines| lines.range(&place));
            let mut message = finding.message.clone();
            match range {
                Some((start, end)) if start.line == end.line => {
                    let _ = write!(
                        out,
                        ",line={},col={},endLine={},endColumn={}",
                        start.line, start.column, end.line, end.column
                    );
                }
                Some((start, end)) => {
                    let _ = write!(out, ",line={},endLine={}", start.line, end.line);
                }
                None => message = format!("{}：{message}", place.chinese()),
            }
            if !finding.advice.is_empty() {
                let _ = write!(message, "\n建议：{}", finding.advice);
            }
            let _ = writeln!(
                out,
                ",title={}::{}",
                property(&finding.rule),
                data(&message)
            );
        }
        for excepted in &report.outcome.excepted {
            let place = report.place(&excepted.finding);
            let message = &excepted.finding.message;
            let message = format!("已豁免：{place}，{message}；理由：{excepted}");
            let (path, rule) = (property(report.path), property(&excepted.finding.rule));
            let _ = writeln!(out, "::notice file={path},title={rule}::{}", data(&message));
        }
        out
    }

    fn tail(&self, failures: &[Failure], summary: &Summary) -> String {
        let mut out = String::new();
        for failure in failures {
            let path = property(&failure.path);
            let message = data(&format!("无法检查：{}", failure.message));
            let _ = writeln!(out, "::error file={path},title=yifa::{message}");
        }
        let left_out = summary.left_out().join("；");
        if !left_out.is_empty() {
            let _ = writeln!(out, "::notice title=yifa::{}", data(&left_out));
        }
        out
    }
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
