//! What rule authors are promised of the engine.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::sync::Arc;
use yifa::check::Checked;
use yifa::check::Checker;
use yifa::config::Config;
use yifa::document::Document;
use yifa::finding::Status;
use yifa::pack::Library;
use yifa::pack::Tree;
use yifa::reader;

/// A pack of one rule with this script.
fn tree(toml: &str, script: &str) -> Tree {
    let head = "title = \"规则\"\nseverity = \"warning\"\ncategory = \"wording\"\nchecks = \"fully\"\n";
    let basis = "\n[[basis]]\ndocument = \"通行体例\"\nseen = true\n";
    let page = "```report\n⟦坏⟧\n```\n```report\n好\n```\n";
    let mut tree = Tree::new();
    tree.insert("p/pack.toml".into(), "title = \"包\"\nsource = \"通行体例\"\n".into());
    tree.insert("p/r/rule.toml".into(), format!("{head}{toml}{basis}"));
    tree.insert("p/r/rule.rhai".into(), script.into());
    tree.insert("p/r/rule.md".into(), page.into());
    tree
}

fn checker(tree: &Tree) -> Checker {
    let library = Library::read(tree);
    assert_eq!(library.faults, [], "the pack is in order");
    Checker::new(Arc::new(library), &Config::default()).unwrap()
}

fn run(toml: &str, script: &str, report: &str) -> Checked {
    let source = reader::read("x.txt", report.as_bytes()).unwrap();
    checker(&tree(toml, script)).check(Document::new(source), None)
}

/// The words of the findings, with their messages.
fn found(toml: &str, script: &str, report: &str) -> Vec<(String, String)> {
    let checked = run(toml, script, report);
    let outcome = &checked.outcome;
    if let Status::Broken(fault) = &outcome.verdicts[0].status {
        panic!("broken: {fault}");
    }
    let words = |finding: &yifa::finding::Finding| checked.document.slice(finding.span).to_owned();
    outcome.findings.iter().map(|finding| (words(finding), finding.message.clone())).collect()
}

#[test]
fn words_and_patterns_are_found_in_folded_text_and_reported_in_the_authors() {
    let toml = "[keywords]\nset = [\"一府两院\", \"两院\"]\n[patterns.rate]\nregex = \"(?<n>\\\\d+)％\"\nnear = [\"%\"]\n";
    let script = r#"fn check(doc) {
        for m in doc.matches("set") { finding(m.place, m.keyword); }
        for m in doc.matches("rate") { finding(m.group("n"), `${number(m.group("n").text) + 1}`); }
    }"#;
    let findings = found(toml, script, "一 府两院的率为９８ ％。\n两院。");
    let want = [("一 府两院", "一府两院"), ("９８", "99"), ("两院", "两院")];
    assert_eq!(findings, want.map(|(a, b)| (a.to_owned(), b.to_owned())));
}
