//! Every rule folder is complete and its examples hold.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use yifa::check::Judged;
use yifa::check::examples;
use yifa::pack::Library;
use yifa::pack::builtin;

#[test]
fn the_examples_of_all_rules_hold() {
    let library = Arc::new(Library::read(&builtin()));
    assert_eq!(library.faults, []);
    let results = examples(&library, "");
    let wrong: Vec<String> = results
        .iter()
        .filter(|result| result.judged != Judged::Passed)
        .map(|result| {
            format!(
                "{}/rule.md:{} {:?}",
                result.rule, result.line, result.judged
            )
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for rule in library.rules() {
        assert!(
            results.iter().any(|result| result.rule == rule.id),
            "{}",
            rule.id
        );
    }
}
