//! Every rule folder is complete and its examples hold.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use yifa::check::Judged;
use yifa::check::examples;
use yifa::check::mutate;
use yifa::pack::Library;
use yifa::pack::builtin;
use yifa::text::Folded;

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

/// Of a hundred slips made on purpose in the scripts, the examples notice ninety.
#[test]
fn the_examples_hold_the_scripts() {
    let library = Arc::new(Library::read(&builtin()));
    let mut n_mutants = 0;
    let mut unnoticed = Vec::new();
    for mutated in mutate(&library, "") {
        assert!(!mutated.unsound, "{}", mutated.rule);
        n_mutants += mutated.n_mutants;
        for survivor in mutated.survivors {
            let place = format!("{}:{}", survivor.line, survivor.column);
            unnoticed.push(format!("{}/rule.rhai:{place}", mutated.rule));
        }
    }
    assert!(n_mutants > 1_000);
    assert!(
        unnoticed.len() * 10 <= n_mutants,
        "{} of {n_mutants}:\n{}",
        unnoticed.len(),
        unnoticed.join("\n")
    );
}

/// Whatever a table says is written wrongly stands in an example of its rule: a slip in a row is
/// noticed.
#[test]
fn the_examples_show_every_row_with_a_right_form() {
    let library = Library::read(&builtin());
    let mut n_rows = 0;
    let mut missing = Vec::new();
    for rule in library.rules() {
        let texts: Vec<Folded> = rule
            .examples()
            .iter()
            .map(|example| Folded::new(&example.text))
            .collect();
        let shown = |word: &str| {
            let word = Folded::new(word);
            texts.iter().any(|text| text.text().contains(word.text()))
        };
        let rows = rule.tables.values().flat_map(|table| &table.rows);
        for row in rows.filter(|row| row.cells.contains_key("right")) {
            n_rows += 1;
            if let Some(pattern) = &row.pattern {
                let regex = regex::Regex::new(&pattern.folded).unwrap();
                if !texts.iter().any(|text| regex.is_match(text.text())) {
                    missing.push(format!("{}: {}", rule.id, pattern.regex));
                }
            } else if !row.words.iter().all(|word| shown(word)) {
                missing.push(format!("{}: {:?}", rule.id, row.words));
            }
        }
    }
    assert!(n_rows > 100);
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}
