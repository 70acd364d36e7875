//! What the report says: figures, rates, dates and claims, each with its place.
//!
//! The grammar of Chinese numbers and dates lives here; the words by which a metric is known
//! come in as a [`Catalog`]. Nothing here judges.

mod around;
mod bound;
mod catalog;
mod claim;
mod clause;
mod dates;
mod doubled;
mod lexicon;
mod naming;
mod number;
mod phrase;
mod scan;
mod titles;

pub use bound::Bound;
pub use catalog::Catalog;
pub use catalog::Metric;
pub use catalog::MetricKind;
pub use doubled::doubled;
pub use titles::LookUp;
pub use titles::Near;
pub use titles::Title;
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
    /// A change (同比增长 12%) and not a level.
    pub change: bool,
}

/// Finds the facts of a document, in order of their first byte.
///
/// Figures in titles of documents, ordinals, document numbers and names such as 12345热线 are no
/// facts. A number whose unit was visibly lost is kept with an empty unit.
#[must_use]
pub fn read(document: &Document, catalog: &Catalog) -> Vec<Fact> {
    scan::all(document, catalog)
}
