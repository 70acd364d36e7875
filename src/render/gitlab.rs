//! The Code Quality report of GitLab: a JSON array of issues.

use crate::finding::Severity;
use crate::render::Render;
use crate::render::Report;
use crate::render::Rules;
use crate::render::json::Failure;
use crate::render::json::Summary;
use crate::render::report::hash;
use serde_json::json;

/// The format.
#[derive(Debug)]
pub(super) struct GitLab;

impl Render for GitLab {
    fn head(&self, _rules: &Rules) -> String {
        "[".to_owned()
    }

    fn report(&self, report: &Report<'_>) -> String {
        let prints = report.fingerprints();
        let excepted = report.outcome.excepted.iter().map(|excepted| {
            let finding = &excepted.finding;
            let place = report.document.source.locate(finding.span);
            let line = place.line.filter(|_| place.page.is_none()).unwrap_or(1);
            // The format knows no exceptions: they are shown as what needs nothing.
            let place = place.chinese();
            let message = &finding.message;
            let print = hash(&[report.path, &finding.rule, &place, message, "excepted"]);
            let issue = json!({
                "description": format!("已豁免：{place}，{message}；理由：{excepted}"),
                "check_name": finding.rule,
                "fingerprint": format!("{print:016x}"),
                "severity": "info",
                "location": {"path": report.path, "lines": {"begin": line}},
            });
            format!("\n{issue}")
        });
        let issues = report.findings().zip(prints).map(|(finding, print)| {
            let place = report.document.source.locate(finding.span);
            let severity = match finding.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Advice => "info",
            };
            // The format knows lines only; where there are none the description says the place.
            let description = match place.line.filter(|_| place.page.is_none()) {
                Some(_) => finding.message.clone(),
                None => format!("{}：{}", place.chinese(), finding.message),
            };
            let line = place.line.filter(|_| place.page.is_none()).unwrap_or(1);
            let issue = json!({
                "description": description,
                "check_name": finding.rule,
                "fingerprint": format!("{:016x}{print}", hash(&[report.path])),
                "severity": severity,
                "location": {"path": report.path, "lines": {"begin": line}},
            });
            format!("\n{issue}")
        });
        issues.chain(excepted).collect::<Vec<String>>().join(",")
    }

    fn between(&self) -> &'static str {
        ","
    }

    fn tail(&self, failures: &[Failure], summary: &Summary) -> String {
        let issues = failures.iter().map(|failure| {
            let issue = json!({
                "description": format!("无法检查：{}", failure.message),
                "check_name": "yifa",
                "fingerprint": format!("{:016x}{:016x}", hash(&[&failure.path]), hash(&["yifa"])),
                "severity": "blocker",
                "location": {"path": failure.path, "lines": {"begin": 1}},
            });
            format!("\n{issue}")
        });
        let issues = issues.collect::<Vec<String>>().join(",");
        let comma = if issues.is_empty() || summary.findings.all() + summary.excepted == 0 {
            ""
        } else {
            ","
        };
        format!("{comma}{issues}\n]\n")
    }
}
