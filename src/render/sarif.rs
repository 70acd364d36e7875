//! SARIF 2.1.0, for code scanning and editors.
//!
//! Columns are UTF-16 units, as `columnKind` says. A report without lines (Word, web page) is
//! placed by its paragraph, as a logical location.

use crate::finding::Basis;
use crate::finding::Finding;
use crate::finding::OtherReport;
use crate::finding::Severity;
use crate::render::Render;
use crate::render::Report;
use crate::render::Rules;
use crate::render::json::Failure;
use crate::render::json::Summary;
use crate::render::lines::Lines;
use crate::text::Span;
use serde_json::Value;
use serde_json::json;
use std::fmt::Write as _;

/// The format.
#[derive(Debug)]
pub(super) struct Sarif;

impl Render for Sarif {
    fn head(&self, rules: &Rules) -> String {
        let rules: Vec<Value> = rules
            .iter()
            .map(|rule| {
                json!({
                    "id": rule.id,
                    "shortDescription": {"text": rule.title},
                    "help": {"text": rule.page, "markdown": rule.page},
                    "defaultConfiguration": {"level": level(rule.severity)},
                    "properties": {"category": rule.category.name(), "tags": [rule.category.name()]},
                })
            })
            .collect();
        let driver = json!({
            "name": "yifa",
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "language": "zh-CN",
            "rules": rules,
        });
        format!(
            "{{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\
             \"runs\":[{{\"tool\":{{\"driver\":{driver}}},\"columnKind\":\"utf16CodeUnits\",\
             \"results\":["
        )
    }

    fn report(&self, report: &Report<'_>) -> String {
        let lines = report.document.source.decoded().map(Lines::new);
        let prints = report.fingerprints();
        let results = report.findings().zip(prints);
        let results: Vec<String> = results
            .map(|(finding, print)| {
                format!("\n{}", result(report, lines.as_ref(), finding, &print))
            })
            .collect();
        let excepted = report.outcome.excepted.iter();
        let excepted = excepted.map(|excepted| {
            let mut result = result(report, lines.as_ref(), &excepted.finding, "");
            let kind = if excepted.in_report {
                "inSource"
            } else {
                "external"
            };
            let why = json!([{"kind": kind, "justification": excepted.to_string()}]);
            add(&mut result, "suppressions", why);
            if let Some(result) = result.as_object_mut() {
                result.remove("partialFingerprints");
            }
            format!("\n{result}")
        });
        let results: Vec<String> = results.into_iter().chain(excepted).collect();
        results.join(",")
    }

    fn between(&self) -> &'static str {
        ","
    }

    fn tail(&self, failures: &[Failure], summary: &Summary) -> String {
        let notes: Vec<Value> = failures
            .iter()
            .map(|failure| {
                json!({
                    "level": "error",
                    "message": {"text": failure.message},
                    "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(&failure.path)}}}],
                })
            })
            .collect();
        let invocation = json!({
            "executionSuccessful": failures.is_empty() && summary.verdicts.broken == 0,
            "toolExecutionNotifications": notes,
        });
        let counts = json!({
            "findings": summary.findings.all(),
            "hidden": summary.hidden,
            "excepted": summary.excepted,
            "known": summary.known,
            "stale": summary.stale,
        });
        format!("\n],\"invocations\":[{invocation}],\"properties\":{counts}}}]}}\n")
    }
}

/// The word of SARIF for a severity.
fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}

fn result(report: &Report<'_>, lines: Option<&Lines<'_>>, finding: &Finding, print: &str) -> Value {
    let mut text = finding.message.clone();
    if !finding.advice.is_empty() {
        let _ = write!(text, "\n建议：{}", finding.advice);
    }
    let basis: Vec<String> = finding.basis.iter().map(Basis::to_string).collect();
    if !basis.is_empty() {
        let _ = write!(text, "\n依据：{}", basis.join("；"));
    }
    let related = finding.related.iter().zip(1..);
    let related: Vec<Value> = related
        .map(|(related, id)| {
            let mut found = match &related.report {
                Some(other) => elsewhere(other, related.span),
                None => location(report, lines, related.span),
            };
            add(&mut found, "id", json!(id));
            add(&mut found, "message", json!({"text": related.label}));
            found
        })
        .collect();
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level(finding.severity),
        "message": {"text": text},
        "locations": [location(report, lines, finding.span)],
        "partialFingerprints": {"yifa/v1": print},
        "properties": {"category": finding.category.name(), "basis": basis},
    });
    if let Some((index, _)) = report.rules.get(&finding.rule) {
        add(&mut result, "ruleIndex", json!(index));
    }
    if !related.is_empty() {
        add(&mut result, "relatedLocations", json!(related));
    }
    result
}

fn location(report: &Report<'_>, lines: Option<&Lines<'_>>, span: Span) -> Value {
    let source = &report.document.source;
    let place = source.locate(span);
    let mut physical = json!({"artifactLocation": {"uri": uri(report.path)}});
    if let Some((start, end)) = lines.and_then(|lines| lines.range(&place)) {
        let mut region = json!({
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        });
        if !span.is_empty() {
            add(&mut region, "snippet", json!({"text": source.quote(span)}));
        }
        add(&mut physical, "region", region);
        return json!({"physicalLocation": physical});
    }
    json!({
        "physicalLocation": physical,
        "logicalLocations": [{"fullyQualifiedName": place.chinese(), "name": source.quote(span)}],
    })
}

/// A place in another report, by its line where its format has lines.
fn elsewhere(report: &OtherReport, span: Span) -> Value {
    let place = report.source.locate(span);
    let quote = report.source.quote(span);
    let mut physical = json!({"artifactLocation": {"uri": uri(&report.path)}});
    if let (Some(line), Some(column)) = (place.line, place.column) {
        let region = json!({
            "startLine": line,
            "startColumn": column,
            "snippet": {"text": quote},
        });
        add(&mut physical, "region", region);
        return json!({"physicalLocation": physical});
    }
    json!({
        "physicalLocation": physical,
        "logicalLocations": [{"fullyQualifiedName": place.chinese(), "name": quote}],
    })
}

fn add(object: &mut Value, key: &str, value: Value) {
    if let Some(map) = object.as_object_mut() {
        map.insert(key.to_owned(), value);
    }
}

/// A path as a URI reference: what is not plain is percent-encoded byte by byte.
pub(super) fn uri(path: &str) -> String {
    let path = path
        .strip_prefix(r"\\?\")
        .unwrap_or(path)
        .replace('\\', "/");
    let mut uri = String::with_capacity(path.len() * 2);
    // A drive letter would be read as a scheme.
    let has_drive = path.as_bytes().get(1) == Some(&b':');
    if has_drive {
        uri.push_str("file:///");
    } else if path.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            b':' if has_drive => uri.push(':'),
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_uris() {
        assert_eq!(uri("甲/a b.docx"), "%E7%94%B2/a%20b.docx");
        assert_eq!(uri("/tmp/a.txt"), "file:///tmp/a.txt");
        assert_eq!(uri(r"C:\报告\1.txt"), "file:///C:/%E6%8A%A5%E5%91%8A/1.txt");
        assert_eq!(
            uri("a:b/c%.txt"),
            "a%3Ab/c%25.txt".replace("a%3A", "file:///a:")
        );
    }
}
