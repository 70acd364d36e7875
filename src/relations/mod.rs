//! What the figures of a report say about each other: sums, rates, limits, changes, counts.
//!
//! A relation is found by grammar and by the words of a pack ([`Words`]), never by its values:
//! whether it holds is looked at last. It is violated only when no choice inside the intervals of
//! its operands satisfies it; where the text leaves it open, that is said. Nothing here decides
//! what a drafter is told: that is a rule's business.

mod base;
mod change;
mod label;
mod line;
mod list;
mod order;
mod partition;
mod points;
mod quotient;
mod range;
mod rate;
mod repeat;
mod rest;
mod show;
mod size;
mod sum;
mod table;
mod titles;
mod total;
mod words;
mod years;

pub use words::Words;
pub use years::Side;
pub use years::years;

use crate::document::Document;
use crate::facts::Fact;
use crate::facts::Interval;
use crate::text::Span;
use rust_decimal::Decimal;

/// What kind of relation it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Kind {
    /// Parts that make up their total: 72件，其中29件、43件.
    Sum,
    /// Parts that do not exceed their whole.
    Parts,
    /// Figures that are added up behind them: 共计, 合计.
    Total,
    /// What is left: 其余14处.
    Rest,
    /// A row or column 合计 of a table.
    Table,
    /// A rate with its numerator and denominator.
    Rate,
    /// A rate with the pair that should be equal: 应出庭, 实际出庭.
    Pair,
    /// A share that cannot be above 100 %, a fall that cannot be either.
    Range,
    /// One figure that cannot be above another: 整改 and 发现.
    Order,
    /// One figure that can be above another only with what former years left: 审结 and 受理.
    Flow,
    /// One figure that stands twice.
    Repeat,
    /// A change with both of its ends.
    Change,
    /// A word like 增加 with both of its ends.
    Trend,
    /// A change in percent whose base must have been a whole number.
    Base,
    /// Titles listed and counted: 《甲》《乙》等2件.
    Titles,
    /// Points announced and made: 三个方面, 一是…三是.
    Points,
    /// A change against the number that last year's report states.
    Year,
    /// Last year's number as this report tells it, against last year's report.
    Former,
}

impl Kind {
    /// All kinds, in the order they are documented.
    pub const ALL: [Self; 18] = [
        Self::Sum,
        Self::Parts,
        Self::Total,
        Self::Rest,
        Self::Table,
        Self::Rate,
        Self::Pair,
        Self::Range,
        Self::Order,
        Self::Flow,
        Self::Repeat,
        Self::Change,
        Self::Trend,
        Self::Base,
        Self::Titles,
        Self::Points,
        Self::Year,
        Self::Former,
    ];

    /// Returns the name used in rules and JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Parts => "parts",
            Self::Total => "total",
            Self::Rest => "rest",
            Self::Table => "table",
            Self::Rate => "rate",
            Self::Pair => "pair",
            Self::Range => "range",
            Self::Order => "order",
            Self::Flow => "flow",
            Self::Repeat => "repeat",
            Self::Change => "change",
            Self::Trend => "trend",
            Self::Base => "base",
            Self::Titles => "titles",
            Self::Points => "points",
            Self::Year => "year",
            Self::Former => "former",
        }
    }
}

/// Whether a relation holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Verdict {
    /// Some choice inside the intervals satisfies it.
    Holds,
    /// No choice does.
    Violated,
    /// It cannot be told; the reason says why.
    Undecidable,
    /// The text leaves it open: 等, 主要, 余. What it does claim holds.
    Open,
}

impl Verdict {
    /// Returns the name used in rules and JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Violated => "violated",
            Self::Undecidable => "undecidable",
            Self::Open => "open",
        }
    }
}

/// How sure it is that the author claims the relation. What is violated and sure cannot be true
/// however it is read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Certainty {
    /// Another reading is quite possible, or the slip is one of rounding.
    Slight,
    /// Another reading would be odd.
    Likely,
    /// There is no other reading.
    Sure,
}

impl Certainty {
    /// Returns the name used in rules and JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Slight => "slight",
            Self::Likely => "likely",
            Self::Sure => "sure",
        }
    }
}

/// A figure that takes part in a relation.
#[derive(Clone, PartialEq, Debug)]
pub struct Operand {
    /// What it is in the relation, Chinese: 总数, 部分, 分母.
    pub role: &'static str,
    /// Where it stands in the reading text.
    pub span: Span,
    /// What it can stand for.
    pub interval: Interval,
    /// Whether the span is one of last year's report.
    pub former: bool,
}

impl Operand {
    /// A figure of the report itself.
    fn own(role: &'static str, span: Span, interval: Interval) -> Self {
        Self {
            role,
            span,
            interval,
            former: false,
        }
    }
}

/// What two or more figures say about each other.
#[derive(Clone, PartialEq, Debug)]
pub struct Relation {
    /// What kind it is.
    pub kind: Kind,
    /// What it is about, Chinese: 整改率, 行政处罚程序; empty where the grammar alone tells it.
    pub name: String,
    /// Its figures, the one in question first: the total, the rate, the figure said again.
    pub operands: Vec<Operand>,
    /// Whether it holds.
    pub verdict: Verdict,
    /// Why it is open or cannot be told, Chinese; else empty.
    pub reason: String,
    /// How sure it is that the author claims it.
    pub certainty: Certainty,
    /// The calculation with the author's numbers: `20÷29=68.97%`.
    pub computation: String,
    /// How far the figure in question is from where it would hold, in its own unit: 0 where it
    /// holds, `None` where that cannot be told.
    pub distance: Option<Decimal>,
}

impl Relation {
    /// Returns where it is shown: its first operand.
    #[must_use]
    pub fn place(&self) -> Span {
        self.operands.first().map_or(Span::default(), |o| o.span)
    }

    /// Returns the stretch that covers all operands of this report.
    #[must_use]
    pub fn span(&self) -> Span {
        let own = self.operands.iter().filter(|operand| !operand.former);
        let spans = own.map(|operand| operand.span);
        spans.reduce(Span::cover).unwrap_or_default()
    }
}

/// Tells how far two intervals are apart: 0 where they meet.
fn distance(a: &Interval, b: &Interval) -> Option<Decimal> {
    if a.intersects(b) {
        return Some(Decimal::ZERO);
    }
    let (lower, upper) = if a.is_below(b) { (a, b) } else { (b, a) };
    upper.low()?.value.checked_sub(lower.high()?.value)
}

/// Tells how far `less` is above `more`: 0 where it need not be.
fn excess(less: &Interval, more: &Interval) -> Option<Decimal> {
    if more.is_below(less) {
        distance(less, more)
    } else {
        Some(Decimal::ZERO)
    }
}

/// Finds the relations of a report, ordered by place, then kind.
///
/// The time it takes grows with the length of the report and the number of facts, not with the
/// square of either: every figure looks at no more than a fixed number of others.
#[must_use]
pub fn read(document: &Document, facts: &[Fact], words: &Words) -> Vec<Relation> {
    let mut relations = Vec::new();
    let lines = line::all(document, facts);
    for line in &lines {
        sum::find(line, words, &mut relations);
        total::find(line, &mut relations);
        rest::find(line, &mut relations);
        rate::find(line, words, &mut relations);
        range::find(line, words, &mut relations);
        order::find(line, words, &mut relations);
        change::find(line, &mut relations);
        base::find(line, &mut relations);
        titles::find(line, &mut relations);
        points::find(line, &mut relations);
    }
    table::find(document, &mut relations);
    repeat::find(&lines, words, &mut relations);
    relations.sort_by_key(|relation| (relation.place(), relation.kind, relation.span()));
    relations.dedup();
    relations
}
