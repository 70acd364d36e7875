//! The whole run of one report, in a fixed order; levels are applied after the rules.

mod examples;
mod plan;
mod verdict;

pub use examples::ExampleResult;
pub use examples::Problem;
pub use examples::ProblemKind;
pub use examples::examples;

use crate::config::Config;
use crate::document::BodyKind;
use crate::document::Document;
use crate::engine::Rules;
use crate::facts::Fact;
use crate::finding::Fault;
use crate::finding::Outcome;
use crate::pack::Library;
use plan::Plan;
use std::sync::Arc;
use verdict::Judged;

/// A clock handed in by the program, in nanoseconds from any start. The core has none.
pub type Clock = fn() -> u64;

/// Compiled rules and the user's choices: made once, used for all reports, on any thread.
#[derive(Debug)]
pub struct Checker {
    library: Arc<Library>,
    rules: Rules,
    /// One for every rule that is run, in the order of `rules`.
    plans: Vec<Plan>,
    kind: Option<BodyKind>,
    year: Option<i32>,
}

/// What one rule cost on one report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cost {
    /// The rule's id.
    pub rule: String,
    /// Nanoseconds by the clock handed in; 0 without one.
    pub nanoseconds: u64,
    /// Operations of the script.
    pub operations: u64,
}

/// One report, checked.
#[derive(Debug)]
pub struct Checked {
    /// The parsed report.
    pub document: Document,
    /// What it states.
    pub facts: Vec<Fact>,
    /// Findings and verdicts.
    pub outcome: Outcome,
    /// What each rule cost, in the order of the verdicts.
    pub costs: Vec<Cost>,
}

impl Checker {
    /// Compiles the rules that `config` asks for.
    ///
    /// A rule that does not compile is kept: its verdict is *broken* on every report.
    ///
    /// # Errors
    /// What is wrong in the configuration: an unknown rule, pack, parameter or kind, each at its
    /// place.
    pub fn new(library: Arc<Library>, config: &Config) -> Result<Self, Vec<Fault>> {
        let resolved = plan::resolve(&library, config)?;
        let chosen: Vec<_> = resolved.plans.iter().filter_map(|plan| plan.find(&library)).collect();
        let rules = Rules::compile(Arc::clone(&library), chosen.into_iter());
        Ok(Self {
            library,
            rules,
            plans: resolved.plans,
            kind: resolved.kind,
            year: config.year,
        })
    }

    /// Returns the packs it was made from.
    #[must_use]
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// Returns what is wrong with the rules that are run: every rule here will be *broken*.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        let faults = (0..self.plans.len()).filter_map(|index| self.rules.fault(index));
        faults.cloned().collect()
    }

    /// Checks a report.
    #[must_use]
    pub fn check(&self, document: Document, clock: Option<Clock>) -> Checked {
        let facts = crate::facts::read(&document, &self.library.catalog);
        let kind = self.kind.unwrap_or(document.head.issuer_kind);
        let year = self.year.or(document.year);
        let reading = self.rules.read(document, facts, kind, year);
        let now = || clock.map_or(0, |clock| clock());
        let mut judged: Vec<(Judged, u64)> = Vec::new();
        for (index, plan) in self.plans.iter().enumerate() {
            let Some((pack, rule)) = plan.find(&self.library) else {
                continue;
            };
            let before = now();
            let one = verdict::judge(&self.rules, index, &reading, plan, pack, rule);
            judged.push((one, now().saturating_sub(before)));
        }
        judged.sort_by(|(a, _), (b, _)| a.verdict.rule.cmp(&b.verdict.rule));
        let mut outcome = Outcome::default();
        let mut costs = Vec::new();
        for (one, nanoseconds) in judged {
            costs.push(Cost {
                rule: one.verdict.rule.clone(),
                nanoseconds,
                operations: one.operations,
            });
            outcome.verdicts.push(one.verdict);
            outcome.findings.extend(one.findings);
        }
        verdict::sort(&mut outcome.findings);
        let (document, facts) = crate::engine::Reading::finish(reading);
        Checked {
            document,
            facts,
            outcome,
            costs,
        }
    }
}
