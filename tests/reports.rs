//! Findings on the reports written for the project are as recorded.
//!
//! `INSTA_UPDATE=always cargo test --test reports` records them anew; then read the diff.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::indexing_slicing
)]

mod common;

use serde::Deserialize;
use yifa::finding::Profile;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)]
struct Source {
    title: String,
    year: i32,
    kind: String,
    made: bool,
    shows: String,
    expect: Vec<String>,
}

#[test]
fn findings_are_as_recorded() {
    let checker = common::checker_for(Profile::Auditor);
    let reports = common::made_reports();
    assert!(reports.len() >= 8);
    for path in reports {
        let folder = path.parent().unwrap();
        let checked = common::check(&checker, &path);
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| {
            insta::assert_snapshot!("findings", common::recorded(&checker, &checked, true))
        });
    }
}

#[test]
fn year_and_kind_are_understood() {
    for path in common::made_reports() {
        let folder = path.parent().unwrap();
        let text = std::fs::read_to_string(folder.join("source.toml")).unwrap();
        let source: Source = toml::from_str(&text).unwrap();
        assert!(
            source.made,
            "{}: real reports stay outside",
            folder.display()
        );
        let bytes = std::fs::read(&path).unwrap();
        let read = yifa::reader::read(&path.to_string_lossy(), &bytes).unwrap();
        let document = yifa::document::Document::new(read);
        assert_eq!(document.year, Some(source.year), "{}", folder.display());
        assert_eq!(
            document.head.issuer_kind.name(),
            source.kind,
            "{}",
            folder.display()
        );
    }
}

/// A clean report is clean: what a strict expert would not say, no rule says.
#[test]
fn clean_reports_have_no_findings_above_advice() {
    let checker = common::checker();
    for path in common::made_reports() {
        let text = std::fs::read_to_string(path.parent().unwrap().join("source.toml")).unwrap();
        let source: Source = toml::from_str(&text).unwrap();
        if !source.expect.is_empty() {
            continue;
        }
        let checked = common::check(&checker, &path);
        let loud: Vec<&String> = checked
            .outcome
            .findings
            .iter()
            .filter(|finding| finding.severity > yifa::finding::Severity::Advice)
            .map(|finding| &finding.message)
            .collect();
        assert_eq!(loud, Vec::<&String>::new(), "{}", path.display());
    }
}
