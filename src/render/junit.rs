//! JUnit XML: a report is a suite, a rule on it is a case.

use crate::finding::Finding;
use crate::finding::Status;
use crate::finding::Verdict;
use crate::render::Render;
use crate::render::Report;
use crate::render::Rules;
use crate::render::escape::xml;
use crate::render::json::Failure;
use crate::render::json::Summary;
use std::fmt::Write as _;

/// The format.
#[derive(Debug)]
pub(super) struct JUnit;

impl Render for JUnit {
    fn head(&self, _rules: &Rules) -> String {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"yifa\">\n".to_owned()
    }

    fn report(&self, report: &Report<'_>) -> String {
        let mut cases = String::new();
        let (mut failed, mut broken, mut skipped) = (0, 0, 0);
        for verdict in &report.outcome.verdicts {
            let inside = inside(report, verdict);
            failed += usize::from(inside.starts_with("<failure"));
            broken += usize::from(inside.starts_with("<error"));
            skipped += usize::from(inside.starts_with("<skipped"));
            let name = format!("{}（{}）", report.rules.title(&verdict.rule), verdict.rule);
            let _ = writeln!(
                cases,
                "<testcase name=\"{}\" classname=\"{}\">{inside}</testcase>",
                xml(&name),
                xml(report.path)
            );
        }
        let n = report.outcome.verdicts.len();
        let path = xml(report.path);
        let left_out = left_out(report);
        format!(
            "<testsuite name=\"{path}\" tests=\"{n}\" failures=\"{failed}\" errors=\"{broken}\" \
             skipped=\"{skipped}\">\n{left_out}{cases}</testsuite>\n"
        )
    }

    fn tail(&self, failures: &[Failure], _summary: &Summary) -> String {
        let mut out = String::new();
        for failure in failures {
            let (path, message) = (xml(&failure.path), xml(&failure.message));
            let _ = writeln!(
                out,
                "<testsuite name=\"{path}\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\">\n\
                 <testcase name=\"读取\" classname=\"{path}\"><error message=\"{message}\"/></testcase>\n\
                 </testsuite>"
            );
        }
        out.push_str("</testsuites>\n");
        out
    }
}

/// What exceptions and the baseline took out, counted.
fn left_out(report: &Report<'_>) -> String {
    let outcome = report.outcome;
    let counts = [
        ("excepted", outcome.excepted.len()),
        ("known", outcome.known.len()),
        ("stale", outcome.stale),
    ];
    let counts = counts.into_iter().filter(|(_, n)| *n > 0);
    let counts: String = counts
        .map(|(name, n)| format!("<property name=\"yifa.{name}\" value=\"{n}\"/>\n"))
        .collect();
    match counts.is_empty() {
        true => counts,
        false => format!("<properties>\n{counts}</properties>\n"),
    }
}

/// What stands in the case of a rule; empty where it passed.
fn inside(report: &Report<'_>, verdict: &Verdict) -> String {
    match &verdict.status {
        Status::Pass => String::new(),
        Status::NotApplicable => format!("<skipped message=\"不适用：{}\"/>", xml(&verdict.reason)),
        Status::Undecided => format!(
            "<skipped message=\"需人工核对：{}\"/>",
            xml(&verdict.reason)
        ),
        Status::Broken(fault) => format!("<error message=\"{}\"/>", xml(&fault.to_string())),
        Status::Fail => {
            let own = report
                .findings()
                .filter(|finding| finding.rule == verdict.rule);
            let own: Vec<&Finding> = own.collect();
            let excepted = report.outcome.excepted.iter();
            let excepted = excepted.filter(|excepted| excepted.finding.rule == verdict.rule);
            let excepted = excepted.map(|excepted| {
                format!(
                    "已豁免：{}\n理由：{excepted}",
                    told(report, &excepted.finding)
                )
            });
            let text = own.iter().map(|finding| told(report, finding));
            let text: Vec<String> = text.chain(excepted).collect();
            let text = xml(&text.join("\n"));
            let fails =
                |finding: &&Finding| report.fails.is_some_and(|from| finding.severity >= from);
            match own.iter().find(|finding| fails(finding)) {
                Some(first) => format!(
                    "<failure type=\"{}\" message=\"{}\">{text}</failure>",
                    first.severity.name(),
                    xml(&first.message)
                ),
                // It is told and does not fail the run.
                None => format!("<system-out>{text}</system-out>"),
            }
        }
    }
}

fn told(report: &Report<'_>, finding: &Finding) -> String {
    let place = report.place(finding);
    let (level, message) = (finding.severity.chinese(), &finding.message);
    let quote = report.quote(finding);
    format!(
        "{level} {place}：{message}\n原文：{quote}\n建议：{}",
        finding.advice
    )
}
