//! The whole run of one report, in a fixed order; levels are applied after the rules.

mod directives;
mod examples;
mod except;
mod locks;
mod mutants;
mod mutator;
mod one;
mod pair;
mod settings;

pub use examples::ExampleResult;
pub use examples::Judged;
pub use examples::examples;
pub use except::Use;
pub use mutants::Mutated;
pub use mutants::Survivor;
pub use mutants::mutate;
pub use pair::Previous;

use crate::check::settings::RuleRun;
use crate::config::Config;
use crate::config::Day;
use crate::config::Exception;
use crate::document::BodyKind;
use crate::document::Document;
use crate::engine::Engine;
use crate::engine::Subject;
use crate::facts;
use crate::facts::Fact;
use crate::finding::Fault;
use crate::finding::Outcome;
use crate::pack::Library;
use crate::pack::Rule;
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

/// A clock handed in by the program, in nanoseconds from any start. The core has none.
pub type Clock = fn() -> u64;

/// Calls work on two threads and comes back when both are done, handed in by the program. The
/// core starts none.
pub type Both = fn(&(dyn Fn() + Sync));

/// Compiled rules and the user's choices: made once, used for all reports, on any thread.
#[derive(Debug)]
pub struct Checker {
    library: Arc<Library>,
    engine: Engine,
    rules: Vec<RuleRun>,
    kind: Option<String>,
    year: Option<i32>,
    exceptions: Vec<Exception>,
    /// Whether a report may take findings out by comments.
    directives: bool,
    today: Option<Day>,
}

/// What one rule cost on one report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cost {
    /// The rule's id.
    pub rule: String,
    /// Nanoseconds by the clock handed in; 0 without one.
    pub nanoseconds: u64,
    /// Elements that host functions handed out to it.
    pub elements: u64,
    /// Operations of its script.
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
    /// What each exception did, in the order of [`Checker::exceptions`].
    pub uses: Vec<Use>,
    /// The kind of body, after the configuration.
    pub kind: String,
    /// The year reported, after the configuration.
    pub year: Option<i32>,
    /// What is wrong with the comments of the report that are meant for this program, at their
    /// place in it. The file's name is left empty.
    pub directives: Vec<Fault>,
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
        let chosen = settings::resolve(&library, config)?;
        let rules: Vec<&Arc<Rule>> = library
            .shared_rules()
            .filter(|rule| chosen.contains_key(&rule.id))
            .collect();
        let (engine, compiled) = Engine::new(Arc::clone(&library), &rules);
        let rules = rules
            .iter()
            .zip(compiled)
            .map(|(rule, compiled)| RuleRun {
                rule: Arc::clone(rule),
                compiled,
                setting: chosen.get(&rule.id).cloned().unwrap_or_default(),
            })
            .collect();
        Ok(Self {
            engine,
            rules,
            kind: config.said(|layer| layer.kind.as_ref().map(|(kind, _)| kind.clone())),
            year: config.said(|layer| layer.year),
            exceptions: config.all_exceptions().cloned().collect(),
            directives: config.allows_directives(),
            today: config.today,
            library: Arc::clone(&library),
        })
    }

    /// Returns the exceptions of the configuration.
    #[must_use]
    pub fn exceptions(&self) -> &[Exception] {
        &self.exceptions
    }

    /// Returns the packs it was made from.
    #[must_use]
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// Compiles the scripts that every report needs. Nothing waits for it: a script that is not
    /// compiled when it is run first is compiled then.
    pub fn prepare(&self) {
        for rule in &self.rules {
            self.engine.prepare(&rule.compiled);
        }
    }

    /// Checks a report.
    #[must_use]
    pub fn check(&self, document: Document, clock: Option<Clock>) -> Checked {
        self.check_after(None, document, clock, None)
    }

    /// Checks a report, and holds it against that of the year before, where one is given: of this
    /// checker, and only where [`Checker::pairs`] says nothing against it. With `both` two threads
    /// share the rules; the result is the same.
    #[must_use]
    pub fn check_after(
        &self,
        previous: Option<&Previous>,
        document: Document,
        clock: Option<Clock>,
        both: Option<Both>,
    ) -> Checked {
        // The facts are read as of the year that the user says, where he says one.
        let mut document = document;
        document.year = self.year.or(document.year);
        let facts = facts::read(&document, &self.library.catalog);
        let kind = self
            .kind
            .clone()
            .unwrap_or_else(|| document.head.issuer_kind.name().to_owned());
        let year = document.year;
        let engine = &self.engine;
        let subject = match previous {
            Some(before) => engine.subject_after(&before.subject, document, facts, kind, year),
            None => engine.subject(document, facts, kind, year),
        };
        let (mut outcome, costs) = self.run(&subject, clock, both);
        outcome
            .findings
            .sort_by(|a, b| (a.span, &a.rule, &a.message).cmp(&(b.span, &b.rule, &b.message)));
        outcome.findings.dedup();
        let kind = subject.kind.clone();
        let (document, facts) = match Arc::try_unwrap(subject) {
            Ok(subject) => (subject.document, subject.facts),
            Err(subject) => (subject.document.clone(), subject.facts.clone()),
        };
        let uses = except::apply(&self.exceptions, self.today, &document, &mut outcome);
        let directives = match self.directives {
            true => directives::apply(&self.library, &document, &mut outcome),
            false => directives::refuse(&document),
        };
        Checked {
            document,
            facts,
            outcome,
            costs,
            uses,
            kind,
            year,
            directives,
        }
    }

    /// Runs the rules, each thread the next that nobody has taken.
    fn run(
        &self,
        subject: &Arc<Subject>,
        clock: Option<Clock>,
        both: Option<Both>,
    ) -> (Outcome, Vec<Cost>) {
        let done: Vec<OnceLock<(Outcome, Cost)>> =
            self.rules.iter().map(|_| OnceLock::new()).collect();
        let next = AtomicUsize::new(0);
        let work = || {
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let (Some(rule), Some(done)) = (self.rules.get(index), done.get(index)) else {
                    return;
                };
                // Nobody else has this index.
                let _ = done.set(self.run_rule(rule, subject, clock));
            }
        };
        match both {
            Some(both) => both(&work),
            None => work(),
        }
        let mut outcome = Outcome::default();
        let mut costs = Vec::with_capacity(self.rules.len());
        for (said, cost) in done.into_iter().filter_map(OnceLock::into_inner) {
            outcome.verdicts.extend(said.verdicts);
            outcome.findings.extend(said.findings);
            costs.push(cost);
        }
        (outcome, costs)
    }

    fn run_rule(
        &self,
        rule: &RuleRun,
        subject: &Arc<Subject>,
        clock: Option<Clock>,
    ) -> (Outcome, Cost) {
        let mut outcome = Outcome::default();
        let started = clock.map_or(0, |clock| clock());
        let (elements, operations) =
            one::run(&self.engine, rule, &rule.setting, subject, &mut outcome);
        let ended = clock.map_or(0, |clock| clock());
        let cost = Cost {
            rule: rule.rule.id.clone(),
            nanoseconds: ended.saturating_sub(started),
            elements,
            operations,
        };
        (outcome, cost)
    }
}

/// Tells the kind of body of this name.
pub(crate) fn kind_named(name: &str) -> Option<BodyKind> {
    BodyKind::ALL.into_iter().find(|kind| kind.name() == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checker_serves_all_threads() {
        fn is_shared<T: Send + Sync>() {}
        is_shared::<Checker>();
    }

    /// `only-if` spares work and never changes a result.
    #[test]
    fn a_rule_that_is_not_run_would_have_said_the_same() {
        let library = Arc::new(Library::read(&crate::pack::builtin()));
        let config = Config {
            profile: Some(crate::finding::Profile::Auditor),
            ..Config::default()
        };
        let checker = Checker::new(Arc::clone(&library), &config).unwrap();
        let examples = library.rules().flat_map(|rule| rule.examples());
        for example in examples.take(400) {
            let text = example.text.clone();
            let source = crate::reader::read("例.txt", text.as_bytes()).unwrap();
            let document = Document::new(source);
            let facts = facts::read(&document, &library.catalog);
            let kind = document.head.issuer_kind.name().to_owned();
            let year = document.year;
            let subject = checker.engine.subject(document, facts, kind, year);
            for rule in &checker.rules {
                if checker.engine.has_work(&rule.compiled, &subject) {
                    continue;
                }
                let params = &rule.setting.params;
                let answer = checker.engine.run(&rule.compiled, &subject, params);
                let answer = answer.unwrap();
                let said = (answer.findings.len(), answer.undecided.is_some());
                assert_eq!(said, (0, false), "{}: {text}", rule.rule.id);
                let reason = answer.not_applicable.unwrap_or_default();
                assert_eq!(reason, rule.rule.otherwise, "{}: {text}", rule.rule.id);
            }
        }
    }

    #[test]
    fn packs_name_the_kinds_that_documents_have() {
        assert_eq!(crate::pack::KINDS, BodyKind::ALL.map(BodyKind::name));
    }
}
