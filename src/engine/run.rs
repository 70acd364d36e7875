//! One rule on one report: what it was handed, what it answered, what it may still spend.

use crate::document::Document;
use crate::document::Echo;
use crate::engine::limits;
use crate::engine::matcher::Matchers;
use crate::engine::matcher::Scan;
use crate::facts::Fact;
use crate::facts::LookUp;
use crate::facts::Slip;
use crate::finding::Fix;
use crate::finding::OtherReport;
use crate::finding::Related;
use crate::finding::Severity;
use crate::pack::Library;
use crate::pack::Table;
use crate::relations;
use crate::relations::Relation;
use crate::relations::Side;
use crate::text::Span;
use rhai::EvalAltResult;
use rhai::Position;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::OnceLock;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

/// A report as all rules of one check see it.
#[derive(Debug)]
pub struct Subject {
    /// The parsed report.
    pub document: Document,
    /// What it states.
    pub facts: Vec<Fact>,
    /// The kind of body, after the configuration.
    pub kind: String,
    /// The year reported, after the configuration.
    pub year: Option<i32>,
    /// The report of the year before, where one was given.
    pub previous: Option<Arc<Subject>>,
    /// Its name for findings on another report; `None` for the report that is checked.
    pub(super) other: Option<Arc<OtherReport>>,
    /// Its stretches of text, for comparisons, found when first asked for.
    pub(super) echo: OnceLock<Echo>,
    /// What the figures say about each other, found when first asked for.
    pub(super) relations: OnceLock<Vec<Relation>>,
    /// Doubled characters, found when first asked for.
    pub(super) doubled: OnceLock<Vec<Span>>,
    /// Misspelt terms, found when first asked for.
    pub(super) slips: OnceLock<Vec<Slip>>,
    /// What the catalogue knows of each citation, looked up when first asked for.
    pub(super) look_ups: Vec<OnceLock<Arc<LookUp>>>,
    pub(super) scan: Scan,
    pub(super) matchers: Arc<Matchers>,
    pub(super) library: Arc<Library>,
}

impl Subject {
    /// Tells whether a set or pattern occurs anywhere. A pattern that cannot be run counts: the
    /// run tells why.
    pub(super) fn holds(&self, looker: Looker) -> bool {
        match looker {
            Looker::Set(set) => self.scan.has_set(set),
            Looker::Pattern(pattern) => {
                let hits = self.scan.pattern(&self.matchers, &self.document, pattern);
                hits.map_or(true, |hits| !hits.is_empty())
            }
            Looker::Table(table) => {
                let hits = self.scan.table(&self.matchers, &self.document, table);
                hits.map_or(true, |hits| !hits.is_empty())
            }
        }
    }

    /// Returns what the figures of the report say about each other.
    #[must_use]
    pub fn relations(&self) -> &[Relation] {
        self.relations.get_or_init(|| {
            let mut found = relations::read(&self.document, &self.facts, self.library.relations());
            if let Some((now, before)) = self.side().zip(self.previous_side()) {
                found.extend(relations::years(now, before));
                found.sort_by_key(|relation| (relation.place(), relation.kind, relation.span()));
            }
            found
        })
    }

    fn side(&self) -> Option<Side<'_>> {
        Some(Side {
            document: &self.document,
            facts: &self.facts,
            year: self.year?,
        })
    }

    fn previous_side(&self) -> Option<Side<'_>> {
        let now = self.year?;
        let previous = self.previous.as_ref()?;
        Some(Side {
            document: &previous.document,
            facts: &previous.facts,
            year: previous.year.unwrap_or(now - 1),
        })
    }

    /// Returns the stretches of its text that can be found again in another report.
    pub(super) fn echo(&self) -> &Echo {
        self.echo.get_or_init(|| Echo::new(&self.document))
    }
}

/// Where a set or pattern of a rule is found.
#[derive(Clone, Copy, Debug)]
pub(super) enum Looker {
    Set(usize),
    Pattern(usize),
    Table(usize),
}

/// What stands behind a name that a rule's script may look for.
#[derive(Clone, Debug)]
pub(super) struct Looking {
    pub(super) looker: Looker,
    /// The words of a set.
    pub(super) words: Arc<[String]>,
    /// The rows of a table.
    pub(super) table: Option<Arc<Table>>,
}

impl Looking {
    pub(super) fn new(looker: Looker) -> Self {
        Self {
            looker,
            words: Vec::new().into(),
            table: None,
        }
    }

    pub(super) fn of(self, words: &[String]) -> Self {
        Self {
            words: words.into(),
            ..self
        }
    }

    pub(super) fn rows(self, table: &Arc<Table>) -> Self {
        Self {
            table: Some(Arc::clone(table)),
            ..self
        }
    }
}

/// The names a rule's script may look for.
pub(super) type Lookers = BTreeMap<String, Looking>;

/// Where a script asks `x == ()`: line and column.
pub(super) type Questions = BTreeSet<(usize, usize)>;

/// What a script said so far.
#[derive(Debug, Default)]
pub(super) struct Answers {
    pub(super) findings: Vec<Said>,
    /// There were more findings than are kept.
    pub(super) more: bool,
    pub(super) evidence: Vec<Span>,
    pub(super) not_applicable: Option<String>,
    pub(super) undecided: Option<String>,
    pub(super) note: Option<String>,
}

/// A finding as a script gave it.
#[derive(Clone, Debug)]
pub struct Said {
    /// Its words.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to do, where the script said it.
    pub advice: Option<String>,
    /// Other places.
    pub related: Vec<Related>,
    /// A lower severity.
    pub weakened: Option<Severity>,
    /// How it can be corrected by a program.
    pub fixes: Vec<Fix>,
    /// The words that what is missing should stand behind.
    pub gap: Option<Span>,
}

/// One rule on one report.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) subject: Arc<Subject>,
    pub(super) lookers: Arc<Lookers>,
    pub(super) questions: Arc<Questions>,
    /// Whether the rule may tell fixes.
    pub(super) safe_fix: bool,
    pub(super) answers: Mutex<Answers>,
    /// The same rule on the report of the year before: it can look there, not answer.
    pub(super) previous: Option<Arc<Run>>,
    fuel: AtomicU64,
    operations: AtomicU64,
    allowed: u64,
}

/// The result of a host function.
pub(super) type Hosted<T> = Result<T, Box<EvalAltResult>>;

/// Makes the error of a host function; its place is that of the call.
pub(super) fn refuse<T>(message: impl Into<String>) -> Hosted<T> {
    Err(Box::new(EvalAltResult::ErrorRuntime(
        message.into().into(),
        Position::NONE,
    )))
}

impl Run {
    pub(super) fn new(
        subject: Arc<Subject>,
        lookers: Arc<Lookers>,
        questions: Arc<Questions>,
        safe_fix: bool,
    ) -> Self {
        let sentences = subject.document.sentences.len() as u64;
        let previous = subject.previous.as_ref().map(|previous| {
            let (lookers, questions) = (Arc::clone(&lookers), Arc::clone(&questions));
            Arc::new(Self::new(Arc::clone(previous), lookers, questions, false))
        });
        Self {
            previous,
            subject,
            lookers,
            questions,
            safe_fix,
            answers: Mutex::new(Answers::default()),
            fuel: AtomicU64::new(limits::FUEL + sentences * limits::FUEL_PER_SENTENCE),
            operations: AtomicU64::new(0),
            allowed: limits::OPERATIONS + sentences * limits::OPERATIONS_PER_SENTENCE,
        }
    }

    /// Tells whether it looks at the report of the year before.
    pub(super) fn is_previous(&self) -> bool {
        self.subject.other.is_some()
    }

    /// Returns the operations that the script may use.
    pub(super) fn operations_allowed(&self) -> u64 {
        self.allowed
    }

    /// Returns the operations that the script has used.
    pub(super) fn operations(&self) -> u64 {
        self.operations.load(Ordering::Relaxed)
    }

    /// Counts one operation; tells whether the script may go on.
    ///
    /// Rhai counts as well, but forgets what happened inside a closure that a function called
    /// (`list.filter(|x| …)`): closures in closures would be free. A run has one thread, so a
    /// load and a store are enough.
    pub(super) fn step(&self) -> bool {
        self.work(1);
        self.operations() <= self.allowed
    }

    /// Counts operations that Rhai does not see.
    pub(super) fn work(&self, operations: u64) {
        let used = self.operations().saturating_add(operations);
        self.operations.store(used, Ordering::Relaxed);
    }

    pub(super) fn document(&self) -> &Document {
        &self.subject.document
    }

    /// Pays for `n` elements that a host function hands out.
    ///
    /// Who cannot pay has nothing left: a script that catches the error is stopped all the same.
    pub(super) fn charge(&self, n: usize) -> Hosted<()> {
        let cost = n as u64 + 1;
        let fuel = self.fuel.load(Ordering::Relaxed);
        self.fuel
            .store(fuel.saturating_sub(cost), Ordering::Relaxed);
        if cost <= fuel {
            return Ok(());
        }
        self.work(self.allowed);
        refuse("规则取用的内容太多，已停止；请先用关键词缩小范围")
    }

    /// Pays for a text.
    pub(super) fn charge_text(&self, text: &str) -> Hosted<()> {
        if text.len() > limits::STRING {
            return refuse(format!(
                "这段文字有{}字，超过一次能取的上限；请用 matches 查找",
                text.chars().count()
            ));
        }
        self.charge(text.len() / 16)
    }

    /// What was spent so far, in elements.
    pub(super) fn spent(&self) -> u64 {
        let sentences = self.document().sentences.len() as u64;
        let all = limits::FUEL + sentences * limits::FUEL_PER_SENTENCE;
        all.saturating_sub(self.fuel.load(Ordering::Relaxed))
    }

    pub(super) fn answer<T>(&self, say: impl FnOnce(&mut Answers) -> Hosted<T>) -> Hosted<T> {
        match self.answers.lock() {
            Ok(mut answers) => say(&mut answers),
            Err(_) => refuse("规则的结果不能写入"),
        }
    }
}
