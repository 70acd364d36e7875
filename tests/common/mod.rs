//! What several tests share: checking a file as the program does.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr
)]

pub(crate) mod pdf;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use yifa::check::Checked;
use yifa::check::Checker;
use yifa::config::Config;
use yifa::document::Document;
use yifa::finding::Profile;
use yifa::pack::Library;
use yifa::reader;

/// A checker with the built-in packs, for drafters.
pub(crate) fn checker() -> Checker {
    checker_for(Profile::Drafter)
}

/// A checker with the built-in packs, for drafters or for auditors.
pub(crate) fn checker_for(profile: Profile) -> Checker {
    let library = Library::read(&yifa::pack::builtin());
    assert_eq!(library.faults, [], "the built-in packs have no faults");
    let config = Config {
        profile: Some(profile),
        ..Config::default()
    };
    Checker::new(Arc::new(library), &config).expect("no configuration, no faults")
}

/// Reads and checks one file.
pub(crate) fn check(checker: &Checker, path: &Path) -> Checked {
    let bytes = std::fs::read(path).unwrap();
    let source = reader::read(&path.to_string_lossy(), &bytes)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    checker.check(Document::new(source), None)
}

/// The report file of each folder below `reports/`, sorted by folder.
pub(crate) fn made_reports() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("reports");
    let mut found: Vec<PathBuf> = std::fs::read_dir(root)
        .unwrap()
        .filter_map(|entry| {
            let folder = entry.unwrap().path();
            let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
                .ok()?
                .map(|file| file.unwrap().path())
                .filter(|file| file.file_stem().is_some_and(|stem| stem == "report"))
                .collect();
            assert_eq!(files.len(), 1, "{}: one report a folder", folder.display());
            files.pop()
        })
        .collect();
    found.sort();
    found
}

/// The real reports, where they are; they stay outside the repository.
pub(crate) fn real_reports() -> Option<Vec<PathBuf>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/reports");
    let Ok(entries) = std::fs::read_dir(&root) else {
        let ci = std::env::var("CI").is_ok_and(|value| value == "true");
        assert!(
            !ci,
            "in CI the real reports must be there: {}",
            root.display()
        );
        eprintln!("the real reports are not here; nothing was checked");
        return None;
    };
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    found.sort();
    assert!(!found.is_empty());
    Some(found)
}

/// Findings and verdicts as they are recorded: those only auditors see are marked, `words` says
/// whether quotes are shown.
pub(crate) fn recorded(checker: &Checker, checked: &Checked, words: bool) -> String {
    let rules = checker.library().rules();
    let audit: BTreeSet<&str> = rules
        .filter(|rule| rule.profile == Profile::Auditor)
        .map(|rule| rule.id.as_str())
        .collect();
    let who = |rule: &str| if audit.contains(rule) { " (audit)" } else { "" };
    let source = &checked.document.source;
    let mut text = String::new();
    for finding in &checked.outcome.findings {
        let place = source.locate(finding.span);
        let at = match (place.line, place.column) {
            (Some(line), Some(column)) => format!("{line}:{column}"),
            _ => place.chinese(),
        };
        let rule = &finding.rule;
        write!(text, "{at} {} {rule}{}", finding.severity.name(), who(rule)).unwrap();
        if words {
            let quote = source.quote(finding.span).replace('\n', "⏎");
            write!(text, " 「{quote}」 {}", finding.message).unwrap();
        }
        for related in &finding.related {
            let place = source.locate(related.span);
            match (place.line, place.column) {
                (Some(line), Some(column)) => write!(text, " ← {line}:{column}").unwrap(),
                _ => write!(text, " ← {}", place.chinese()).unwrap(),
            }
        }
        text.push('\n');
    }
    text.push('\n');
    for verdict in &checked.outcome.verdicts {
        let rule = &verdict.rule;
        writeln!(text, "{} {rule}{}", verdict.status.name(), who(rule)).unwrap();
    }
    text
}

/// What was understood and found, without places.
pub(crate) fn understood(checker: &Checker, name: &str, bytes: &[u8]) -> String {
    let source = reader::read(name, bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
    let checked = checker.check(Document::new(source), None);
    let document = &checked.document;
    let mut text = format!(
        "{:?} {:?} {:?}\n",
        document.title(),
        document.year,
        document.head.date.map(|d| d.iso())
    );
    for section in &document.sections {
        writeln!(
            text,
            "{} {} {:?}",
            section.level,
            document.slice(section.heading),
            section.part
        )
        .unwrap();
    }
    for part in &document.parts {
        writeln!(
            text,
            "{:?} {:?} {}",
            part.kind,
            part.form,
            document.slice(part.heading)
        )
        .unwrap();
    }
    for fact in &checked.facts {
        writeln!(
            text,
            "{} {} {} {}",
            fact.metric,
            fact.value,
            fact.unit,
            document.slice(fact.span)
        )
        .unwrap();
    }
    for finding in &checked.outcome.findings {
        writeln!(
            text,
            "{} 「{}」",
            finding.rule,
            document.slice(finding.span)
        )
        .unwrap();
    }
    text
}
