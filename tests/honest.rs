//! Honest reports: decent ones in many shapes, on which the duty pack must have little to say.
//!
//! What it says about each is recorded; every line was read and agreed with.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::fmt::Write as _;
use std::path::Path;
use std::path::PathBuf;
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
