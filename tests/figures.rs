//! Relations between figures: what is found, what is proven, and what must stay silent.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod common;

use std::fmt::Write as _;
use yifa::check::Checked;
use yifa::check::Checker;
use yifa::document::Document;
use yifa::finding::Finding;
use yifa::reader;

const CLEAN: &str = include_str!("figures/clean.txt");
const MISTAKES: &str = include_str!("figures/mistakes.txt");

/// The passages of a file: paragraphs without `#`.
fn passages(text: &'static str) -> Vec<&'static str> {
    let paragraphs = text.split("\n\n").map(str::trim);
    paragraphs
        .filter(|p| !p.is_empty() && !p.starts_with('#'))
        .collect()
}

/// Checks a passage as the body of a report.
fn check(checker: &Checker, passage: &str) -> Checked {
    let text = format!(
        "临溯县人民政府2023年度法治政府建设情况报告\n一、2023年主要举措和成效\n{passage}\n"
    );
    checker.check(
        Document::new(reader::read("report.txt", text.as_bytes()).unwrap()),
        None,
    )
}

fn of_figures(checked: &Checked) -> Vec<&Finding> {
    let findings = checked.outcome.findings.iter();
    findings
        .filter(|finding| finding.rule.starts_with("figures/"))
        .collect()
}

#[test]
fn honest_prose_raises_no_alarm() {
    let checker = common::checker();
    let passages = passages(CLEAN);
    assert!(passages.len() >= 60, "{}", passages.len());
    let mut alarms = String::new();
    for passage in &passages {
        for finding in of_figures(&check(&checker, passage)) {
            writeln!(alarms, "{} {}: {passage}", finding.rule, finding.message).unwrap();
        }
    }
    eprintln!(
        "{} honest passages, {} alarms",
        passages.len(),
        alarms.lines().count()
    );
    assert!(alarms.is_empty(), "\n{alarms}");
}

#[test]
fn mistakes_are_found_at_their_figures() {
    let checker = common::checker();
    let passages = passages(MISTAKES);
    assert!(passages.len() >= 40, "{}", passages.len());
    let mut missed = String::new();
    let mut n_found = 0;
    for passage in &passages {
        let marked: Vec<&str> = passage
            .split('⟦')
            .skip(1)
            .map(|rest| rest.split('⟧').next().unwrap())
            .collect();
        let checked = check(&checker, &passage.replace(['⟦', '⟧'], ""));
        let findings = of_figures(&checked);
        let quotes = findings.iter().flat_map(|finding| {
            let related = finding.related.iter().map(|related| related.span);
            related
                .chain([finding.span])
                .map(|span| checked.document.slice(span).to_owned())
        });
        let quotes: Vec<String> = quotes.collect();
        if marked
            .iter()
            .all(|mark| quotes.iter().any(|quote| quote == mark))
            && !findings.is_empty()
        {
            n_found += 1;
        } else {
            writeln!(missed, "{passage}").unwrap();
        }
    }
    eprintln!(
        "{n_found} of {} mistakes found; missed:\n{missed}",
        passages.len()
    );
    assert!(n_found * 10 >= passages.len() * 9, "\n{missed}");
}
