//! What the report says: figures, rates, dates and claims, each with its place.
//!
//! The grammar of Chinese numbers and dates lives here; the words by which a metric is known
//! come in as a [`Catalog`]. Nothing here judges.

mod bound;
mod catalog;
mod claim;
mod clause;
mod codes;
mod dates;
mod doubled;
mod family;
mod figure;
mod interval;
mod lexicon;
mod line;
mod lookalike;
mod names;
mod naming;
mod number;
mod period;
mod periods;
mod phrase;
mod population;
mod printed;
mod rates;
mod relation;
mod scope;
mod slips;
mod table;
mod titles;
mod topic;
mod turn;
mod unit;
mod when;
mod words;

pub use bound::Bound;
pub use catalog::Catalog;
pub use catalog::Metric;
pub use catalog::MetricKind;
pub use clause::clause_in;
pub use codes::codes;
pub use doubled::doubled;
pub use family::Family;
pub use interval::End;
pub use interval::Interval;
pub use period::Cycle;
pub use period::Period;
pub use population::Population;
pub use printed::Printed;
pub use printed::TOLERANCE;
pub use relation::Polarity;
pub use relation::Relation;
pub use relation::Trend;
pub use scope::Scope;
pub use scope::scope;
pub use scope::scope_at;
pub use slips::Slip;
pub use slips::slips;
pub use titles::AsOf;
pub use titles::Day;
pub use titles::Instrument;
pub use titles::Likeness;
pub use titles::LookUp;
pub use titles::Near;
pub use titles::Standing;
pub use titles::Titles;

use crate::document::Document;
use crate::text::Span;
use rust_decimal::Decimal;

/// What a fact measures.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord)]
pub enum FactKind {
    /// Things counted: 件, 次, 人 ….
    Count,
    /// A share in percent: `98.2%` has the value 98.2.
    Rate,
    /// Money; the value is in the unit written (万元, 元).
    Money,
    /// A length of time.
    Days,
    /// A statement without a number (均, 全部, 无) that stands for a value.
    Claim,
    /// A day; the value is `year * 10000 + month * 100 + day`.
    Date,
    /// A year.
    Year,
}

impl FactKind {
    /// Returns the name used in JSON and in rules.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Rate => "rate",
            Self::Money => "money",
            Self::Days => "days",
            Self::Claim => "qual",
            Self::Date => "date",
            Self::Year => "year",
        }
    }
}

/// Something the report states. It is what the text says, not what is true.
#[derive(Clone, PartialEq, Debug)]
pub struct Fact {
    /// The id of the metric in the catalog.
    pub id: Option<String>,
    /// The metric's name in the catalog, else the author's own noun phrase; may be empty.
    pub metric: String,
    /// What is measured.
    pub kind: FactKind,
    /// The value, exact: percent for rates, plain number for counts (万 and 亿 multiplied out).
    pub value: Decimal,
    /// What the places of the number are worth.
    pub printed: Printed,
    /// How sure the author is of it.
    pub bound: Bound,
    /// The unit as written, folded: 件, 万元, %; may be empty.
    pub unit: String,
    /// Number, bound and unit.
    pub span: Span,
    /// The words that name the metric.
    pub named: Option<Span>,
    /// The clause it stands in.
    pub clause: Span,
    /// The time it is of.
    pub period: Period,
    /// Whose figure it is; `None` where it is the report's own.
    pub population: Option<Population>,
    /// How it stands in its sentence.
    pub relation: Relation,
    /// Which way a change goes; `None` where it is no change or not said.
    pub trend: Option<Trend>,
    /// Whether it is said to be or not to be.
    pub polarity: Polarity,
}

impl Fact {
    /// Tells a change (同比增长 12%) from a level.
    #[must_use]
    pub fn is_change(&self) -> bool {
        self.relation == Relation::Change
    }

    /// Returns what the unit counts.
    #[must_use]
    pub fn family(&self) -> Family {
        Family::of(&self.unit)
    }

    /// Returns the numbers that the figure can stand for.
    ///
    /// | as written | interval |
    /// |---|---|
    /// | `72` | 72 |
    /// | `1.2万`, `98.2%`, `98%`: rounded at the last place | [11500, 12500), [98.15, 98.25), [97.5, 98.5) |
    /// | `100%` and `0` of a rate are meant exactly | 100 |
    /// | `30余`, `1600余`, `3万多`: to the next in the last place that is not zero | (30, 40), (1600, 1700), (30000, 40000) |
    /// | `近500`, `将近`: at most a tenth below, never reached | (450, 500) |
    /// | `约`, `左右`, `上下`: [`TOLERANCE`] both ways | [450, 550] |
    /// | `以上`, `不低于` | [90, 100] for a rate, [90, ∞) for a count |
    /// | `超过`, `逾` | (90, 100], (90, ∞) |
    /// | `以下`, `不超过` and `不足`, `低于` | [0, 5] and [0, 5) |
    ///
    /// Rates that are no change end at 100, unless the author wrote more. Days and years are
    /// themselves.
    #[must_use]
    pub fn interval(&self) -> Interval {
        self.interval_within(TOLERANCE)
    }

    /// The same with another tolerance for 约 and 左右: 0.1 is a tenth more or less.
    #[must_use]
    pub fn interval_within(&self, tolerance: Decimal) -> Interval {
        let scale = match self.kind {
            FactKind::Claim | FactKind::Date | FactKind::Year => {
                return Interval::exact(self.value);
            }
            FactKind::Rate if !self.is_change() && self.unit == "%" => printed::Scale::Share,
            FactKind::Rate => printed::Scale::Percent,
            _ if self.family() == Family::Point => printed::Scale::Percent,
            _ => printed::Scale::Number,
        };
        printed::interval(self.value, self.printed, self.bound, scale, tolerance)
    }
}

/// Finds the facts of a document, in order of their first byte.
///
/// Figures in titles of documents, ordinals, document numbers and names such as 12345热线 are no
/// facts. A number whose unit was visibly lost is kept with an empty unit.
#[must_use]
pub fn read(document: &Document, catalog: &Catalog) -> Vec<Fact> {
    line::all(document, catalog)
}
