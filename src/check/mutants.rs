//! How good the examples of a rule are: its script is spoilt at one place at a time, and some
//! example must notice.

use crate::check::examples::Judged;
use crate::check::examples::Trial;
use crate::check::examples::concerned;
use crate::check::mutator;
use crate::check::mutator::Change;
use crate::pack::Library;
use crate::pack::Rule;
use crate::text::Span;
use crate::text::slice;
use std::sync::Arc;

/// One rule and what its examples noticed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mutated {
    /// The rule's id.
    pub rule: String,
    /// Its examples do not hold as it is: nothing was tried.
    pub unsound: bool,
    /// Mutants that could be run.
    pub n_mutants: usize,
    /// Those that no example noticed, in order of place.
    pub survivors: Vec<Survivor>,
}

/// A mutant that no example noticed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Survivor {
    /// The line of the script, from 1.
    pub line: usize,
    /// The column in it, from 1, in characters.
    pub column: usize,
    /// What stands there.
    pub was: String,
    /// What the mutant has instead; empty where it was left out.
    pub now: String,
}

/// Spoils the scripts of the rules that `selector` names: a pack, a rule, or all where empty.
#[must_use]
pub fn mutate(library: &Arc<Library>, selector: &str) -> Vec<Mutated> {
    concerned(library, selector)
        .map(|rule| of_rule(library, rule))
        .collect()
}

fn of_rule(library: &Arc<Library>, rule: &Arc<Rule>) -> Mutated {
    let mut mutated = Mutated {
        rule: rule.id.clone(),
        unsound: false,
        n_mutants: 0,
        survivors: Vec::new(),
    };
    let trial = Trial::new(library, rule);
    let holds = |case| trial.judge(case, None) == Judged::Passed;
    mutated.unsound = !trial.cases.iter().all(holds);
    if mutated.unsound {
        return mutated;
    }
    for change in mutator::changes(&rule.script) {
        // What does not compile is noticed without any example: it proves nothing.
        let Some(mutant) = trial.with(change.apply(&rule.script)) else {
            continue;
        };
        mutated.n_mutants += 1;
        let noticed = |case| trial.judge(case, Some(&mutant)) != Judged::Passed;
        if !trial.cases.iter().any(noticed) {
            mutated.survivors.push(survivor(&rule.script, change));
        }
    }
    mutated
}

fn survivor(script: &str, change: Change) -> Survivor {
    let before = slice(script, Span::new(0, change.span.from()));
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let on_line = slice(before, Span::new(line_start, before.len()));
    Survivor {
        line: before.matches('\n').count() + 1,
        column: on_line.chars().count() + 1,
        was: slice(script, change.span).to_owned(),
        now: change.now,
    }
}
