//! One rule on one report: what the script asks of, and what it has answered.

use super::limits;
use super::meter::Meter;
use super::program::Program;
use super::vocabulary::Hit;
use super::vocabulary::Hits;
use super::vocabulary::Vocabulary;
use crate::document::BodyKind;
use crate::document::Document;
use crate::facts::Fact;
use crate::finding::Related;
use crate::finding::Severity;
use crate::pack::Library;
use crate::text::Span;
use rhai::EvalAltResult;
use rhai::Position;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

/// What a host function returns.
pub(super) type Hosted<T> = Result<T, Box<EvalAltResult>>;

/// A report as all rules see it.
#[derive(Debug)]
pub struct Reading {
    pub(super) document: Document,
    pub(super) facts: Vec<Fact>,
    pub(super) kind: BodyKind,
    pub(super) year: Option<i32>,
    pub(super) hits: Hits,
    pub(super) vocabulary: Arc<Vocabulary>,
    pub(super) library: Arc<Library>,
}

/// A finding as the script gave it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    /// Its words.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to do; empty where the script did not say.
    pub advice: String,
    /// Other places.
    pub related: Vec<Related>,
    /// A severity that it must not exceed.
    pub at_most: Option<Severity>,
}

/// What a script has answered so far.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Answers {
    /// Findings in the order the script gave them.
    pub findings: Vec<Draft>,
    /// Places it named as evidence, in its order.
    pub evidence: Vec<Span>,
    /// Why it does not apply.
    pub not_applicable: Option<String>,
    /// Why a person must look.
    pub undecided: Option<String>,
    /// What it says beside a pass.
    pub note: Option<String>,
}

/// One rule on one report.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) reading: Arc<Reading>,
    pub(super) program: Arc<Program>,
    pub(super) meter: Meter,
    answers: Mutex<Answers>,
}

impl Call {
    pub(super) fn new(reading: Arc<Reading>, program: Arc<Program>, operations: u64) -> Self {
        Self {
            reading,
            program,
            meter: Meter::new(operations),
            answers: Mutex::default(),
        }
    }

    pub(super) fn document(&self) -> &Document {
        &self.reading.document
    }

    pub(super) fn answers(&self) -> MutexGuard<'_, Answers> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the places of a set or pattern of the rule's own `rule.toml`.
    pub(super) fn matches(&self, name: &str) -> Hosted<(usize, Arc<[Hit]>)> {
        let search = self.program.search(name)?;
        let reading = &self.reading;
        let found = reading.vocabulary.find(&reading.hits, search, &reading.document);
        found.map(|hits| (search, hits)).map_err(|message| error(format!("正则“{name}”：{message}")))
    }

    /// Returns how many findings the script may give.
    pub(super) fn findings_allowed(&self) -> usize {
        limits::FINDINGS + self.document().paragraphs.len()
    }
}

/// Makes the error of a host function; the place is filled in by the engine.
pub(super) fn error(message: impl Into<String>) -> Box<EvalAltResult> {
    let message: String = message.into();
    EvalAltResult::ErrorRuntime(message.into(), Position::NONE).into()
}

/// Refuses a text that is too long for people to read.
pub(super) fn short(what: &str, text: &str) -> Hosted<String> {
    let length = text.chars().take(limits::MESSAGE_CHARS + 1).count();
    if length > limits::MESSAGE_CHARS {
        return Err(error(format!("{what}太长：最多 {} 字", limits::MESSAGE_CHARS)));
    }
    Ok(text.trim().to_owned())
}
