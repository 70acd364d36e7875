//! Compiled rules, and one of them run on one report.

use super::call::Answers;
use super::call::Call;
use super::call::Reading;
use super::explain;
use super::host::Given;
use super::host::Report;
use super::host::named;
use super::limits;
use super::meter::Meter;
use super::program::Program;
use super::program::param_map;
use super::sandbox::base;
use super::vocabulary::Vocabulary;
use super::vocabulary::VocabularyBuilder;
use crate::document::BodyKind;
use crate::document::Document;
use crate::facts::Fact;
use crate::finding::Fault;
use crate::pack::Library;
use crate::pack::Pack;
use crate::pack::ParamValue;
use crate::pack::Rule;
use rhai::CallFnOptions;
use rhai::Dynamic;
use rhai::EvalAltResult;
use rhai::Map;
use rhai::Scope;
use std::sync::Arc;

/// Rules, compiled, with the vocabulary of all of them.
#[derive(Debug)]
pub struct Rules {
    library: Arc<Library>,
    vocabulary: Arc<Vocabulary>,
    programs: Vec<Arc<Program>>,
}

/// The parameters of one rule, as its script has them.
#[derive(Clone, Debug, Default)]
pub struct Params(Map);

/// What one rule gave on one report.
#[derive(Debug)]
pub struct Run {
    /// What the script answered, until it ended or broke.
    pub answers: Answers,
    /// Why it broke.
    pub fault: Option<Fault>,
    /// Operations used.
    pub operations: u64,
}

impl Params {
    /// Makes the parameters from names, as in TOML, and values.
    #[must_use]
    pub fn new<'a>(params: impl Iterator<Item = (&'a str, &'a ParamValue)>) -> Self {
        Self(param_map(params.map(|(name, value)| (name.replace('-', "_"), value))))
    }
}

impl AsRef<Meter> for Call {
    fn as_ref(&self) -> &Meter {
        &self.meter
    }
}

impl Rules {
    /// Compiles rules. One that does not compile is kept, and every run of it is broken.
    #[must_use]
    pub fn compile<'a>(
        library: Arc<Library>,
        rules: impl Iterator<Item = (&'a Pack, &'a Rule)>,
    ) -> Self {
        let mut builder = VocabularyBuilder::default();
        let mut programs = Vec::new();
        for (pack, rule) in rules {
            let searches = builder.add(rule);
            programs.push(Arc::new(Program::new(pack, rule, searches)));
        }
        Self {
            library,
            vocabulary: Arc::new(builder.build()),
            programs,
        }
    }

    /// Prepares a report: looks for the words of all rules, once.
    #[must_use]
    pub fn read(
        &self,
        document: Document,
        facts: Vec<Fact>,
        kind: BodyKind,
        year: Option<i32>,
    ) -> Arc<Reading> {
        let hits = self.vocabulary.scan(&document.folded);
        Arc::new(Reading {
            document,
            facts,
            kind,
            year,
            hits,
            vocabulary: Arc::clone(&self.vocabulary),
            library: Arc::clone(&self.library),
        })
    }

    /// Returns why the rule at `index` cannot be run, where it cannot.
    #[must_use]
    pub fn fault(&self, index: usize) -> Option<&Fault> {
        self.programs.get(index)?.code.as_ref().err()
    }

    /// Runs the rule at `index` on a report.
    #[must_use]
    pub fn run(&self, index: usize, reading: &Arc<Reading>, params: &Params) -> Run {
        let Some(program) = self.programs.get(index) else {
            return Run::broken(Fault::new("", "", "没有这条规则"));
        };
        let code = match &program.code {
            Ok(code) => code,
            Err(fault) => return Run::broken(fault.clone()),
        };
        let paragraphs = u64::try_from(reading.document.paragraphs.len()).unwrap_or(u64::MAX);
        let more = paragraphs.saturating_mul(limits::OPERATIONS_PER_PARAGRAPH);
        let allowed = limits::OPERATIONS.saturating_add(more);
        let call = Arc::new(Call::new(Arc::clone(reading), Arc::clone(program), allowed));
        let engine = base().runner(allowed, Arc::clone(&call));
        let report = Report(Arc::clone(&call));
        let options = CallFnOptions::new().with_tag(report.clone()).eval_ast(false);
        let scope = &mut Scope::new();
        let result: Result<Dynamic, Box<EvalAltResult>> = if code.takes_params {
            let arguments = (report, params.0.clone());
            engine.call_fn_with_options(options, scope, &code.ast, "check", arguments)
        } else {
            engine.call_fn_with_options(options, scope, &code.ast, "check", (report,))
        };
        let fault = match result {
            // A finding at the end without a semicolon does no harm.
            Ok(value) if value.is_unit() || value.is::<Given>() => None,
            Ok(value) => Some(explain::returned(&named(&value), program)),
            Err(error) => Some(explain::run_error(&error, program)),
        };
        Run {
            answers: std::mem::take(&mut *call.answers()),
            fault,
            operations: call.meter.used(),
        }
    }
}

impl Run {
    fn broken(fault: Fault) -> Self {
        Self {
            answers: Answers::default(),
            fault: Some(fault),
            operations: 0,
        }
    }
}

impl Reading {
    /// Returns the report.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Returns the kind of body that rules are told.
    #[must_use]
    pub fn kind(&self) -> BodyKind {
        self.kind
    }

    /// Returns the year that rules are told.
    #[must_use]
    pub fn year(&self) -> Option<i32> {
        self.year
    }

    /// Gives the report back after the last run.
    #[must_use]
    pub fn finish(reading: Arc<Self>) -> (Document, Vec<Fact>) {
        match Arc::try_unwrap(reading) {
            Ok(reading) => (reading.document, reading.facts),
            Err(reading) => (reading.document.clone(), reading.facts.clone()),
        }
    }
}
