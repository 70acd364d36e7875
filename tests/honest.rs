//! Honest reports: decent ones in many shapes, on which the duty pack must have little to say.
//!
//! What it says about each is recorded; every line was read and agreed with.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::fmt::Write as _;
use std::path::Path;
use std::path::PathBuf;
use yifa::document::Document;
use yifa::finding::Profile;
use yifa::finding::Severity;

/// Lines that a decent report gets at most.
const MOST_LINES: usize = 3;

fn reports() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/honest");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending != "snap"))
        .collect();
    files.sort();
    assert!(files.len() >= 20);
    files
}

#[test]
fn the_duty_pack_has_little_to_say_about_decent_reports() {
    let checker = common::checker();
    let mut recorded = String::new();
    for path in reports() {
        let checked = common::check(&checker, &path);
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let findings: Vec<_> = checked
            .outcome
            .findings
            .iter()
            .filter(|finding| finding.rule.starts_with("duty-2019/"))
            .collect();
        writeln!(recorded, "{name}").unwrap();
        for finding in &findings {
            let severity = finding.severity.name();
            writeln!(
                recorded,
                "  {severity} {} {}",
                finding.rule, finding.message
            )
            .unwrap();
        }
        assert!(findings.len() <= MOST_LINES, "{name}: too many lines");
        let no_error = findings.iter().all(|f| f.severity < Severity::Error);
        assert!(no_error, "{name}: an error on a decent report");
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("honest");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("findings", recorded));
}

/// Sentences as real reports have them, each of which a rule could stumble over: figures that
/// look wrong, words that look misspelt, marks in marks. Set into a complete report, no rule of
/// any pack may say anything, to an auditor neither.
#[test]
fn no_rule_stumbles_over_clean_passages() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/passages");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let (frame, passages) = (read("frame.txt"), read("clean.txt"));
    let checker = common::checker_for(Profile::Auditor);
    let mut said = String::new();
    let mut n = 0;
    for block in passages.split("@@ ").skip(1) {
        let (name, passage) = block.split_once('\n').unwrap();
        let report = frame.replace("{passage}\n", passage);
        let source = yifa::reader::read("passage.txt", report.as_bytes()).unwrap();
        let checked = checker.check(Document::new(source), None);
        n += 1;
        for finding in &checked.outcome.findings {
            let quote = checked.document.source.quote(finding.span);
            writeln!(said, "{name}: {} {quote} {}", finding.rule, finding.message).unwrap();
        }
    }
    assert!(n >= 60);
    assert!(said.is_empty(), "{said}");
}
