//! The sandbox: rules compiled once, run on one report at a time, on any thread.
//!
//! A script can ask what the host offers and answer with findings; it cannot read, print,
//! remember or see another rule. Every limit is set in [`limits`].

mod compile;
mod fault;
mod host;
mod language;
pub mod limits;
mod lint;
mod matcher;
mod run;
mod sandbox;
mod table;
mod value;

pub use host::HOST;
pub use host::HostFunction;
pub use run::Said;
pub use run::Subject;
pub use sandbox::registered;

use crate::document::Document;
use crate::engine::compile::Common;
use crate::engine::compile::Script;
use crate::engine::matcher::Matchers;
use crate::engine::run::Lookers;
use crate::engine::run::Run;
use crate::engine::value::Number;
use crate::engine::value::Report;
use crate::facts::Fact;
use crate::finding::Fault;
use crate::finding::OtherReport;
use crate::pack::Library;
use crate::pack::ParamValue;
use crate::pack::Rule;
use crate::text::Span;
use rhai::CallFnOptions;
use rhai::Dynamic;
use rhai::EvalAltResult;
use rhai::Scope;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::OnceLock;

/// The rules of one run.
#[derive(Debug)]
pub struct Engine {
    compiler: rhai::Engine,
    common: Common,
    matchers: Arc<Matchers>,
    library: Arc<Library>,
}

/// One rule, ready to run; or what is wrong with it.
///
/// The script of a built-in rule is compiled when it is run first: the tests compile all of them,
/// and most are not needed for most reports. A user's own is compiled at once, so that its
/// mistakes are told whatever the report says.
#[derive(Debug)]
pub struct Compiled {
    rule: Arc<Rule>,
    script: OnceLock<Result<Script, Box<Fault>>>,
    lookers: Arc<Lookers>,
}

/// What a rule answered on one report.
#[derive(Debug)]
pub struct Answer {
    /// Its findings, in the order it gave them.
    pub findings: Vec<Said>,
    /// There were more findings than are kept: [`limits::FINDINGS`].
    pub more: bool,
    /// What it saw.
    pub evidence: Vec<Span>,
    /// Why it does not apply.
    pub not_applicable: Option<String>,
    /// Why a person must look.
    pub undecided: Option<String>,
    /// The reason of a pass.
    pub note: Option<String>,
    /// Elements that host functions handed out to it.
    pub elements: u64,
    /// Operations of its script.
    pub operations: u64,
}

impl Compiled {
    /// Tells whether it is known not to compile: every run of it is broken.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        self.script.get().is_some_and(Result::is_err)
    }

    fn script(&self, compiler: &rhai::Engine, common: &Common) -> Result<&Script, Box<Fault>> {
        self.script
            .get_or_init(|| common.script(compiler, &self.rule))
            .as_ref()
            .map_err(Clone::clone)
    }
}

impl Engine {
    /// Makes `rules` ready, in their order.
    #[must_use]
    pub fn new(library: Arc<Library>, rules: &[&Arc<Rule>]) -> (Self, Vec<Compiled>) {
        let compiler = sandbox::compiler();
        let mut matchers = Matchers::default();
        let mut common = Common::default();
        for rule in rules {
            common.add(rule);
        }
        let compiled = rules
            .iter()
            .map(|rule| {
                let compiled = Compiled {
                    rule: Arc::clone(rule),
                    script: OnceLock::new(),
                    lookers: Arc::new(compile::lookers(rule, &mut matchers)),
                };
                if !rule.script.is_builtin() || !rule.faults.is_empty() {
                    // What is wrong is kept, and told at every run.
                    let _ = compiled.script(&compiler, &common);
                }
                compiled
            })
            .collect();
        let engine = Self {
            compiler,
            common,
            matchers: Arc::new(matchers),
            library,
        };
        (engine, compiled)
    }

    /// Compiles a rule that runs on every report.
    pub fn prepare(&self, rule: &Compiled) {
        if !rule.rule.is_conditional() {
            // A mistake is kept, and told when the rule is run.
            let _ = rule.script(&self.compiler, &self.common);
        }
    }

    /// Tells whether the report holds what the rule's `only-if` asks for.
    #[must_use]
    pub fn has_work(&self, rule: &Compiled, subject: &Subject) -> bool {
        if !rule.rule.is_conditional() {
            return true;
        }
        let holds = |name: &String| match rule.lookers.get(name) {
            Some(looking) => subject.holds(looking.looker),
            // It has a fault, which a run tells.
            None => true,
        };
        let states = |id: &String| {
            let mut facts = subject.facts.iter();
            facts.any(|fact| fact.id.as_deref() == Some(id.as_str()))
        };
        let relates = |kind: &String| {
            let mut relations = subject.relations().iter();
            relations.any(|relation| relation.kind.name() == kind)
        };
        let rule = &rule.rule;
        (rule.only_if_previous && subject.previous.is_some())
            || rule.only_if.iter().any(holds)
            || rule.only_if_facts.iter().any(states)
            || rule.only_if_relations.iter().any(relates)
    }

    /// Makes the rule that `like` is with another script: with the same words and patterns.
    #[must_use]
    pub fn again(&self, rule: Rule, like: &Compiled) -> Compiled {
        Compiled {
            script: OnceLock::from(self.common.script(&self.compiler, &rule)),
            rule: Arc::new(rule),
            lookers: Arc::clone(&like.lookers),
        }
    }

    /// Makes a report ready for the rules: one pass over it for all of their words.
    #[must_use]
    pub fn subject(
        &self,
        document: Document,
        facts: Vec<Fact>,
        kind: String,
        year: Option<i32>,
    ) -> Arc<Subject> {
        Arc::new(self.read(document, facts, kind, year))
    }

    /// Makes a report ready that is held against that of the year before.
    #[must_use]
    pub fn subject_after(
        &self,
        previous: &Arc<Subject>,
        document: Document,
        facts: Vec<Fact>,
        kind: String,
        year: Option<i32>,
    ) -> Arc<Subject> {
        Arc::new(Subject {
            previous: Some(Arc::clone(previous)),
            ..self.read(document, facts, kind, year)
        })
    }

    /// Makes the report of the year before ready: `path` is its name in findings.
    #[must_use]
    pub fn previous(
        &self,
        path: &str,
        document: Document,
        facts: Vec<Fact>,
        kind: String,
        year: Option<i32>,
    ) -> Arc<Subject> {
        let other = OtherReport {
            path: path.to_owned(),
            source: document.source.clone(),
        };
        Arc::new(Subject {
            other: Some(Arc::new(other)),
            ..self.read(document, facts, kind, year)
        })
    }

    fn read(
        &self,
        document: Document,
        facts: Vec<Fact>,
        kind: String,
        year: Option<i32>,
    ) -> Subject {
        let scan = self.matchers.scan(&document);
        let look_ups = document.citations.iter().map(|_| OnceLock::new());
        Subject {
            previous: None,
            other: None,
            echo: OnceLock::new(),
            look_ups: look_ups.collect(),
            document,
            facts,
            kind,
            year,
            relations: OnceLock::new(),
            doubled: OnceLock::new(),
            slips: OnceLock::new(),
            scan,
            matchers: Arc::clone(&self.matchers),
            library: Arc::clone(&self.library),
        }
    }

    /// Runs one rule on one report.
    ///
    /// # Errors
    /// Where the rule breaks: at its place in the script.
    pub fn run(
        &self,
        rule: &Compiled,
        subject: &Arc<Subject>,
        params: &BTreeMap<String, ParamValue>,
    ) -> Result<Answer, Box<Fault>> {
        let script = rule.script(&self.compiler, &self.common)?;
        let run = Arc::new(Run::new(
            Arc::clone(subject),
            Arc::clone(&rule.lookers),
            Arc::clone(&script.questions),
            rule.rule.safe_fix,
        ));
        let report = Report(Arc::clone(&run));
        let param: rhai::Map = params
            .iter()
            .map(|(name, value)| (script_name(name).into(), dynamic(value)))
            .collect();
        let options = CallFnOptions::new()
            .eval_ast(false)
            .with_tag(report.clone());
        let mut scope = Scope::new();
        let rhai = sandbox::runner(&run);
        let result: Result<Dynamic, _> = rhai.call_fn_with_options(
            options,
            &mut scope,
            &script.ast,
            "check",
            (report, Dynamic::from_map(param)),
        );
        let value = result.map_err(|error| Box::new(fault_of(rule, script, &error)))?;
        if !value.is_unit() && !value.is::<value::Given>() {
            let fault = Fault::new(
                rule.rule.script_file.as_str(),
                &*rule.rule.script,
                format!(
                    "check 不应返回值，这里返回了{}",
                    fault::kind(value.type_name())
                ),
            );
            let fault = fault.help("用 finding(…) 报告问题，语句末尾加分号");
            return Err(Box::new(fault::at_check(fault)));
        }
        run.answer(|answers| Ok(std::mem::take(answers)))
            .map(|answers| Answer {
                findings: answers.findings,
                more: answers.more,
                evidence: answers.evidence,
                not_applicable: answers.not_applicable,
                undecided: answers.undecided,
                note: answers.note,
                elements: run.spent(),
                operations: run.operations(),
            })
            .map_err(|error| Box::new(fault_of(rule, script, &error)))
    }
}

/// Makes the fault of an error, in the file that it stands in.
fn fault_of(rule: &Compiled, script: &Script, error: &EvalAltResult) -> Fault {
    let inner = fault::innermost_function(error);
    let is_shared = inner.is_some_and(|name| script.shared.contains(name));
    match &rule.rule.shared {
        Some((file, text)) if is_shared => fault::of_run(error, file, text),
        _ => fault::of_run(error, &rule.rule.script_file, &rule.rule.script),
    }
}

/// The name by which a script reads a parameter: `-` would be a minus there.
pub(crate) fn script_name(name: &str) -> String {
    name.replace('-', "_")
}

fn dynamic(value: &ParamValue) -> Dynamic {
    match value {
        ParamValue::Number(number) => Dynamic::from(Number(*number)),
        ParamValue::Int(number) => Dynamic::from(*number),
        ParamValue::Text(text) => text.clone().into(),
        ParamValue::Bool(yes) => Dynamic::from(*yes),
        ParamValue::List(items) => {
            let items: rhai::Array = items.iter().map(|item| item.clone().into()).collect();
            Dynamic::from_array(items)
        }
    }
}
