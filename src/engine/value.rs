//! The values a script holds: opaque handles on one report, and exact numbers.

use crate::engine::run::Hosted;
use crate::engine::run::Run;
use crate::engine::run::refuse;
use crate::pack::Table;
use crate::text::Span;
use rhai::Dynamic;
use rhai::NativeCallContext;
use rust_decimal::Decimal;
use std::fmt;
use std::sync::Arc;

/// The report: the `doc` of `check(doc, param)`.
#[derive(Clone)]
pub(super) struct Report(pub(super) Arc<Run>);

/// A stretch of the report that a script can pass on but not compute.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) run: Arc<Run>,
    pub(super) span: Span,
}

macro_rules! handle {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone)]
        pub(super) struct $name {
            pub(super) run: Arc<Run>,
            pub(super) index: usize,
        }
    )+};
}

handle! {
    /// A section of the outline.
    Section,
    /// A mandatory part that was found.
    Part,
    /// Something the report states.
    Fact,
    /// What several figures say about each other.
    Relation,
    /// A title in book-title marks.
    Citation,
    /// A mark without partner.
    Unpaired,
    /// A finding just given.
    Given,
}

/// A hit of a keyword set or a pattern.
#[derive(Clone)]
pub(super) struct Match {
    pub(super) run: Arc<Run>,
    pub(super) span: Span,
    pub(super) keyword: Arc<str>,
    pub(super) groups: Arc<[(String, Span)]>,
    /// The table and the row that it is a hit of.
    pub(super) row: Option<(Arc<Table>, usize)>,
}

/// A figure that takes part in a relation.
#[derive(Clone)]
pub(super) struct Operand {
    pub(super) run: Arc<Run>,
    pub(super) operand: crate::relations::Operand,
}

/// What of a place stands in another report.
#[derive(Clone)]
pub(super) struct Copied {
    /// Characters in copied clauses, and in all that were compared.
    pub(super) same: usize,
    pub(super) all: usize,
    /// The longest copied stretch, and where it stands in the other report.
    pub(super) here: Place,
    pub(super) there: Place,
}

/// A day as written.
#[derive(Clone)]
pub(super) struct Date {
    pub(super) run: Arc<Run>,
    pub(super) date: crate::document::Date,
}

/// Words of the letterhead.
#[derive(Clone)]
pub(super) struct Words {
    pub(super) run: Arc<Run>,
    pub(super) words: crate::document::Words,
}

/// What the catalogue of instruments knows of a title, and the time it was asked for.
#[derive(Clone)]
pub(super) struct LookUp {
    pub(super) found: Arc<crate::facts::LookUp>,
    pub(super) as_of: Option<crate::facts::AsOf>,
}

/// An exact decimal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Number(pub(super) Decimal);

/// The numbers that something printed can stand for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Interval(pub(super) crate::facts::Interval);

/// A list handed out by the host.
#[derive(Clone)]
pub(super) struct List(pub(super) Arc<Vec<Dynamic>>);

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.normalize())
    }
}

impl IntoIterator for List {
    type Item = Dynamic;
    type IntoIter = ListIter;

    fn into_iter(self) -> ListIter {
        ListIter {
            list: self.0,
            next: 0,
        }
    }
}

/// Goes through a list without copying it.
pub(super) struct ListIter {
    list: Arc<Vec<Dynamic>>,
    next: usize,
}

impl Iterator for ListIter {
    type Item = Dynamic;

    fn next(&mut self) -> Option<Dynamic> {
        let item = self.list.get(self.next).cloned();
        self.next += 1;
        item
    }
}

impl List {
    /// Makes a list of what `items` gives, and pays for it.
    pub(super) fn new<T>(run: &Arc<Run>, items: impl Iterator<Item = T>) -> Hosted<Self>
    where
        T: rhai::Variant + Clone,
    {
        // What the iterator surely gives is paid for before it is made.
        let sure = items.size_hint().0;
        run.charge(sure)?;
        let list: Vec<Dynamic> = items.map(Dynamic::from).collect();
        run.charge(list.len().saturating_sub(sure))?;
        Ok(Self(Arc::new(list)))
    }
}

/// Returns the run that a host function is called in: the tag of the call.
pub(super) fn run_of(ctx: &NativeCallContext<'_>) -> Hosted<Arc<Run>> {
    let report = ctx.tag().and_then(|tag| tag.read_lock::<Report>());
    match report {
        Some(report) => Ok(Arc::clone(&report.0)),
        None => refuse("只能在 check 里调用"),
    }
}

impl Place {
    pub(super) fn new(run: &Arc<Run>, span: Span) -> Self {
        Self {
            run: Arc::clone(run),
            span,
        }
    }

    /// Gives the place as a script value, `()` where there is none.
    pub(super) fn optional(run: &Arc<Run>, span: Option<Span>) -> Dynamic {
        span.map_or(Dynamic::UNIT, |span| Dynamic::from(Self::new(run, span)))
    }
}

impl Number {
    pub(super) fn of_float(float: f64) -> Hosted<Self> {
        match float.to_string().parse() {
            Ok(value) => Ok(Self(value)),
            Err(_) => refuse(format!("{float} 不能当作精确的数")),
        }
    }
}
