//! JSON for programs: the shapes that are promised, over all reports written for the project.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod common;

use serde_json::Value;
use std::collections::BTreeSet;
use yifa::check::Checked;
use yifa::finding::Category;
use yifa::finding::Severity;
use yifa::render::json;
use yifa::render::json::Failure;
use yifa::render::json::Stream;
use yifa::render::json::Summary;

/// The keys of an object, in the order they are written in.
fn keys(line: &str) -> Vec<String> {
    let mut keys = Vec::new();
    let (mut depth, mut in_string, mut text, mut escaped) = (0, false, String::new(), false);
    for c in line.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => {
                in_string = !in_string;
                if in_string {
                    text.clear();
                }
            }
            _ if in_string => text.push(c),
            '{' | '[' => depth += 1,
            '}' | ']' => depth -= 1,
            ':' if depth == 1 => keys.push(text.clone()),
            _ => {}
        }
    }
    keys
}

fn has_keys(value: &Value, want: &[&str]) {
    let found: BTreeSet<&str> = value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(found, want.iter().copied().collect(), "{value}");
}

fn all() -> Vec<(String, Checked)> {
    let checker = common::checker();
    let paths = common::made_reports();
    let checked = |path: &std::path::PathBuf| {
        let name = path.to_string_lossy().into_owned();
        (name, common::check(&checker, path))
    };
    paths.iter().map(checked).collect()
}

const PLACE: [&str; 4] = ["start", "end", "page", "paragraph"];

/// Code points for txt and md, a paragraph for all; the quote stands at its place.
fn is_placed(value: &Value, checked: &Checked, quote: Option<&str>) {
    let source = &checked.document.source;
    assert!(
        value["paragraph"].as_u64().is_some_and(|n| n > 0),
        "{value}"
    );
    assert_eq!(value["page"], Value::Null);
    let Some(decoded) = source.decoded() else {
        assert_eq!(
            (&value["start"], &value["end"]),
            (&Value::Null, &Value::Null)
        );
        return;
    };
    let start = usize::try_from(value["start"].as_u64().unwrap()).unwrap();
    let end = usize::try_from(value["end"].as_u64().unwrap()).unwrap();
    assert!(start <= end, "{value}");
    let there: String = decoded.chars().skip(start).take(end - start).collect();
    if let Some(quote) = quote {
        let bare = |text: &str| -> String { text.split_whitespace().collect() };
        assert_eq!(bare(&there), bare(quote), "{value}");
    }
}

#[test]
fn a_checked_report_has_the_promised_shape() {
    for (path, checked) in all() {
        let year = checked.document.year;
        let outcome = &checked.outcome;
        let line = json::check_report(
            &path,
            &checked.document,
            year,
            outcome,
            Severity::Advice,
            &[],
        );
        assert!(!line.contains('\n'));
        let want = [
            "path", "reader", "document", "year", "title", "parts", "findings", "excepted",
            "verdicts",
        ];
        assert_eq!(keys(&line), want);
        let report: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(report["year"], report["document"]["year"]);
        assert_eq!(report["title"], report["document"]["title"]);
        has_keys(
            &report["document"],
            &[
                "title",
                "issuer",
                "issuer_kind",
                "document_number",
                "signer",
                "addressee",
                "date",
                "year",
            ],
        );
        if let Some(date) = report["document"]["date"].as_str() {
            assert!(date.len() == 10 && date.split('-').count() == 3, "{date}");
        }
        for part in report["parts"].as_array().unwrap() {
            has_keys(part, &[&["part", "heading"][..], &PLACE].concat());
            is_placed(part, &checked, None);
        }
        findings(&report, &checked);
        verdicts(&report, &checked);
    }
}

fn findings(report: &Value, checked: &Checked) {
    let categories: BTreeSet<&str> = Category::ALL.map(Category::name).into();
    let findings = report["findings"].as_array().unwrap();
    assert_eq!(findings.len(), checked.outcome.findings.len());
    for finding in findings {
        let own = [
            "rule", "severity", "category", "message", "advice", "quote", "line", "column",
            "basis", "related", "fixes",
        ];
        has_keys(finding, &[&own[..], &PLACE].concat());
        is_placed(finding, checked, finding["quote"].as_str());
        assert!(categories.contains(finding["category"].as_str().unwrap()));
        assert!(
            finding["severity"]
                .as_str()
                .unwrap()
                .parse::<Severity>()
                .is_ok()
        );
        let has_lines = checked.document.source.decoded().is_some();
        assert_eq!(finding["line"].is_u64(), has_lines);
        assert_eq!(finding["column"].is_u64(), has_lines);
        for basis in finding["basis"].as_array().unwrap() {
            has_keys(basis, &["document", "item", "seen", "text"]);
            assert!(basis["seen"] == true || basis["item"] == "", "{basis}");
        }
        for fix in finding["fixes"].as_array().unwrap() {
            has_keys(fix, &[&["quote", "replacement"][..], &PLACE].concat());
            is_placed(fix, checked, fix["quote"].as_str());
            assert_ne!(fix["quote"], fix["replacement"]);
        }
        for related in finding["related"].as_array().unwrap() {
            has_keys(related, &[&["quote", "label"][..], &PLACE].concat());
            is_placed(related, checked, related["quote"].as_str());
        }
    }
}

fn verdicts(report: &Value, checked: &Checked) {
    let statuses = ["pass", "fail", "not-applicable", "undecided", "broken"];
    for verdict in report["verdicts"].as_array().unwrap() {
        has_keys(verdict, &["rule", "status", "reason", "evidence"]);
        assert!(statuses.contains(&verdict["status"].as_str().unwrap()));
        for evidence in verdict["evidence"].as_array().unwrap() {
            has_keys(evidence, &[&["quote"][..], &PLACE].concat());
            is_placed(evidence, checked, evidence["quote"].as_str());
        }
    }
}

#[test]
fn an_inspected_report_has_the_promised_shape() {
    for (path, checked) in all() {
        let line = json::inspect_report(&path, &checked.document, &checked.facts);
        let want = [
            "path",
            "title",
            "year",
            "document",
            "parts",
            "sections",
            "facts",
            "citations",
        ];
        assert_eq!(keys(&line), want);
        let report: Value = serde_json::from_str(&line).unwrap();
        for section in report["sections"].as_array().unwrap() {
            has_keys(
                section,
                &[&["level", "number", "title", "part"][..], &PLACE].concat(),
            );
            is_placed(section, &checked, None);
        }
        for fact in report["facts"].as_array().unwrap() {
            let own = [
                "metric",
                "value",
                "unit",
                "kind",
                "approx",
                "quote",
                "bound",
                "low",
                "high",
                "interval",
                "family",
                "period",
                "population",
                "relation",
                "trend",
                "negative",
            ];
            has_keys(fact, &[&own[..], &PLACE].concat());
            assert!(fact["value"].is_number() && fact["approx"].is_boolean());
            is_placed(fact, &checked, fact["quote"].as_str());
        }
        for citation in report["citations"].as_array().unwrap() {
            has_keys(
                citation,
                &[&["title", "quote", "depth"][..], &PLACE].concat(),
            );
            is_placed(citation, &checked, citation["quote"].as_str());
        }
    }
}

#[test]
fn findings_below_the_severity_asked_for_are_counted_and_left_out() {
    let mut summary = Summary::default();
    let mut n_shown = 0;
    for (path, checked) in all() {
        let outcome = &checked.outcome;
        summary.add(outcome, Severity::Error);
        let line = json::check_report(
            &path,
            &checked.document,
            None,
            outcome,
            Severity::Error,
            &[],
        );
        let report: Value = serde_json::from_str(&line).unwrap();
        n_shown += report["findings"].as_array().unwrap().len();
    }
    assert_eq!(summary.findings.all(), n_shown);
    assert_eq!(summary.findings.error, n_shown);
    assert!(summary.hidden > 0 && n_shown > 0);
}

#[test]
fn a_run_is_one_object() {
    let stream = || Stream::start(Vec::new(), json::CHECK).unwrap();
    let empty = stream().finish(&[], Some(&Summary::default())).unwrap();
    let empty: Value = serde_json::from_slice(&empty).unwrap();
    has_keys(&empty, &["format", "tool", "reports", "errors", "summary"]);
    assert_eq!(empty["format"], "yifa-check/1");
    assert_eq!(empty["tool"]["name"], "yifa");
    has_keys(
        &empty["summary"],
        &[
            "reports",
            "checked",
            "unreadable",
            "findings",
            "hidden",
            "excepted",
            "known",
            "stale",
            "verdicts",
        ],
    );

    let mut stream = stream();
    for _ in 0..3 {
        stream.report("{}").unwrap();
    }
    let failure = Failure {
        path: "a\"b.txt".to_owned(),
        message: "没有\n权限".to_owned(),
    };
    let three = stream.finish(&[failure], None).unwrap();
    let three: Value = serde_json::from_slice(&three).unwrap();
    assert_eq!(three["reports"].as_array().unwrap().len(), 3);
    assert_eq!(three["errors"][0]["path"], "a\"b.txt");
}
