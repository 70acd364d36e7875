//! How large a change is said to be, where both of its ends are stated: `由120项增加到135项，增长12.5%`.

use crate::facts::Bound;
use crate::facts::Fact;
use crate::facts::Family;
use crate::facts::Interval;
use crate::relations;
use crate::relations::Certainty;
use crate::relations::Kind;
use crate::relations::Relation;
use crate::relations::Verdict;
use crate::relations::change;
use crate::relations::change::Ends;
use crate::relations::change::Way;
use crate::relations::line::Line;
use crate::relations::show;
use rust_decimal::Decimal;

/// Between both ends and the size stand no more characters than this.
const NEAR: usize = 14;

/// Words in front of the one that names the change.
const LEADS: [&str; 8] = [
    "同比",
    "环比",
    "共",
    "累计",
    "相应",
    "较上年",
    "比上年",
    "的",
];

/// What the size is measured in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Measure {
    /// Percent of the first end.
    Share,
    /// The unit of both ends, or points of a rate.
    Difference,
    /// Percent of a rate: its points, or its share; which is not told.
    Either,
}

/// A size with what it is of.
struct Sized<'a, 'b> {
    line: &'b Line<'a>,
    ends: &'b Ends,
    index: usize,
    way: Way,
    measure: Measure,
}

/// Finds the size of a change right behind it.
pub(super) fn of(line: &Line<'_>, ends: &Ends) -> Option<Relation> {
    let index = ends.next;
    let gap = line.gap(index);
    let fact = line.fact(index)?;
    let near = gap.chars().count() <= NEAR && !gap.contains(['、', ';', '。']);
    if !near || !line.same_sentence(index, ends.to) || fact.bound != Bound::Exact {
        return None;
    }
    let bare = gap.trim_start_matches([',', '(']).to_owned();
    let bare = LEADS
        .iter()
        .fold(bare, |bare, word| bare.replacen(word, "", 1));
    let sized = Sized {
        line,
        ends,
        index,
        way: change::own_way(&bare)?,
        measure: measure(line, ends, fact)?,
    };
    sized.relation()
}

fn measure(line: &Line<'_>, ends: &Ends, fact: &Fact) -> Option<Measure> {
    match (fact.family(), line.is_percent(ends.to)) {
        (Family::Percent, true) => Some(Measure::Either),
        (Family::Percent, false) => Some(Measure::Share),
        (Family::Point, true) => Some(Measure::Difference),
        _ => line
            .same_unit(ends.next, ends.to)
            .then_some(Measure::Difference),
    }
}

impl Sized<'_, '_> {
    fn relation(&self) -> Option<Relation> {
        let written = self.line.interval(self.index);
        let real = self.real()?;
        let verdict = match (real.intersects(&written), self.measure) {
            (true, _) => Verdict::Holds,
            (false, Measure::Either) => Verdict::Undecidable,
            (false, _) => Verdict::Violated,
        };
        let reason = match verdict {
            Verdict::Undecidable => "比率的变化没有写明是百分点还是百分比",
            _ => "",
        };
        Some(Relation {
            kind: Kind::Change,
            name: if self.way == Way::Up {
                "增加"
            } else {
                "减少"
            }
            .to_owned(),
            operands: vec![
                self.line.operand("变化", self.index),
                self.line.operand("后来的数", self.ends.to),
                self.line.operand("原来的数", self.ends.from),
            ],
            verdict,
            reason: reason.to_owned(),
            certainty: Certainty::Sure,
            computation: self.computation(verdict),
            distance: relations::distance(&real, &written),
        })
    }

    /// The change of the numbers, with all that they can stand for.
    fn real(&self) -> Option<Interval> {
        let (from, to) = (
            self.line.interval(self.ends.from),
            self.line.interval(self.ends.to),
        );
        let difference = match self.way {
            Way::Up => to - from,
            Way::Down => from - to,
        };
        if self.measure != Measure::Share {
            return Some(difference);
        }
        let zero = from.single().is_some_and(|value| value.is_zero());
        (!zero).then(|| difference * Interval::exact(Decimal::ONE_HUNDRED) / from)
    }

    /// The change of the numbers as they are written.
    fn nominal(&self) -> Option<Decimal> {
        let (from, to) = (
            self.line.value(self.ends.from),
            self.line.value(self.ends.to),
        );
        let difference = match self.way {
            Way::Up => to.checked_sub(from)?,
            Way::Down => from.checked_sub(to)?,
        };
        match self.measure {
            Measure::Share => difference
                .checked_mul(Decimal::ONE_HUNDRED)?
                .checked_div(from),
            _ => Some(difference),
        }
    }

    fn computation(&self, verdict: Verdict) -> String {
        let (to, from) = (
            self.line.number(self.ends.to),
            self.line.number(self.ends.from),
        );
        let (large, small) = if self.way == Way::Up {
            (&to, &from)
        } else {
            (&from, &to)
        };
        let places = self
            .line
            .fact(self.index)
            .map_or(0, |fact| fact.value.scale());
        let (left, result) = match self.measure {
            Measure::Share => (
                format!("({large}-{small})÷{from}"),
                self.nominal().map(|value| show::percent(value, places)),
            ),
            _ => (format!("{large}-{small}"), self.nominal().map(show::value)),
        };
        match (verdict, result) {
            (Verdict::Violated, Some(result)) => {
                format!("{left}={result}，原文写{}", self.line.figure(self.index))
            }
            (_, Some(result)) => format!("{left}={result}"),
            _ => left,
        }
    }
}
