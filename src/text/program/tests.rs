//! A program answers what `regex` answers.

use super::Letters;
use super::Program;
use super::compile;
use super::stored;
use crate::text::Span;
use proptest::prelude::*;
use regex::Regex;

/// A match and its named groups.
type Found = (Span, Vec<Option<Span>>);

fn made(pattern: &str) -> Option<Program> {
    Program::read(&compile::store(pattern))
}

fn by_program(program: &Program, text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let all = Span::new(0, text.len());
    program.each(&Letters::new(text), all, |span, groups| {
        found.push((span, groups.to_vec()));
    });
    found
}

fn by_regex(regex: &Regex, text: &str) -> Vec<Found> {
    let span = |hit: regex::Match<'_>| Span::new(hit.start(), hit.end());
    let names: Vec<&str> = regex.capture_names().flatten().collect();
    let found = regex.captures_iter(text).map(|hit| {
        let groups = names.iter().map(|name| hit.name(name).map(span)).collect();
        (span(hit.get(0).unwrap()), groups)
    });
    found.collect()
}

fn agrees(pattern: &str, text: &str) {
    let Some(program) = made(pattern) else {
        return;
    };
    let regex = Regex::new(pattern).unwrap();
    let (got, wanted) = (by_program(&program, text), by_regex(&regex, text));
    assert_eq!(got, wanted, "{pattern} on {text}");
}

#[test]
fn what_it_cannot_do_it_leaves() {
    for pattern in [r"\b甲", "(?m)^甲", "(?:甲?)*乙", "甲*", "(?:甲{50}){50}"] {
        assert!(made(pattern).is_none(), "{pattern}");
    }
}

#[test]
fn what_is_stored_is_what_was_made() {
    for pattern in ["^(?P<a>甲[^乙]{0,3}?)(?:乙|(?P<b>丙)+)$", "[a-z王李张]"] {
        let steps = compile::compile(pattern).unwrap();
        assert_eq!(stored::read(&compile::store(pattern)).unwrap(), steps);
    }
}

#[test]
fn groups_and_preferences_are_those_of_regex() {
    let text = "2021年度,2022年至2023年,甲乙甲乙丙。";
    for pattern in [
        "(?P<year>20[0-9]{2}年)(?:度)?(?:(?P<span>以来|至|—|-)|[^以至—-]|$)",
        "(?:(?P<a>甲)|(?P<b>乙))+丙",
        "甲.{0,3}?乙",
        "甲.{0,3}乙",
        "^2021(?P<rest>.*)$",
        "[^甲乙]+$",
        "(?i)[a-z]|丙",
        "甲乙|甲|乙丙",
    ] {
        assert!(made(pattern).is_some(), "{pattern}");
        agrees(pattern, text);
    }
}

/// The time grows with the text where a plain search would try every way.
#[test]
fn many_ways_are_tried_once_each() {
    let program = made("(?:(?:甲|甲甲|甲甲甲)+乙)+丙").unwrap();
    assert_eq!(by_program(&program, &"甲".repeat(5_000)), []);
}

/// Expressions with groups, classes, choices and repetitions, greedy and not.
fn patterns() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        "[甲乙丙ab]{1,2}",
        Just("[甲乙]".to_owned()),
        Just("[^甲a]".to_owned()),
        Just("[一-龥]".to_owned()),
        Just("^".to_owned()),
        Just("$".to_owned()),
        Just(".".to_owned()),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a}{b}")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("(?:{a}|{b})")),
            (inner.clone(), "[*+?]|\\{1,3\\}|\\{0,2\\}", "\\??")
                .prop_map(|(a, n, lazy)| format!("(?:{a}){n}{lazy}")),
            inner.prop_map(|a| format!("({a})")),
        ]
    })
}

proptest! {
    #[test]
    fn it_answers_what_regex_answers(
        before in patterns(),
        inside in patterns(),
        behind in patterns(),
        text in "[甲乙丙ab]{0,24}",
    ) {
        agrees(&format!("{before}(?P<x>{inside}){behind}"), &text);
        agrees(&format!("(?:{before}|(?P<x>{inside})){{1,3}}(?P<y>{behind})"), &text);
    }
}
