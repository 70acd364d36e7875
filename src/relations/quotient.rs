//! Numerators and denominators tried against a rate, until one pair gives it.

use crate::facts::Bound;
use crate::facts::Interval;
use crate::relations;
use crate::relations::Certainty;
use crate::relations::Kind;
use crate::relations::Operand;
use crate::relations::Relation;
use crate::relations::Verdict;
use crate::relations::line::Line;
use crate::relations::show;
use rust_decimal::Decimal;

/// Figures that together are the numerator, and those that together are the denominator.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Pair {
    pub(super) part: Vec<usize>,
    pub(super) whole: Vec<usize>,
}

/// A rate and what it may be of.
pub(super) struct Tried<'a, 'b> {
    pub(super) line: &'b Line<'a>,
    /// The rate.
    pub(super) index: usize,
    /// What it may be of, the likeliest first.
    pub(super) pairs: Vec<Pair>,
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) certainty: Certainty,
    /// Cases of former years are among the figures: what is the denominator is not told.
    pub(super) carried: bool,
}

impl Pair {
    pub(super) fn of(part: usize, whole: usize) -> Self {
        Self {
            part: vec![part],
            whole: vec![whole],
        }
    }
}

impl Tried<'_, '_> {
    /// Looks for a pair that gives the rate; `None` where there is nothing to try.
    pub(super) fn relation(self) -> Option<Relation> {
        let first = self.pairs.first()?;
        let written = self.line.interval(self.index);
        let fitting = self.pairs.iter().find(|pair| self.fits(pair, &written));
        let cut = self
            .cut_off()
            .and_then(|cut| self.pairs.iter().find(|pair| self.fits(pair, &cut)));
        let (verdict, certainty) = match (fitting, cut) {
            (Some(_), _) => (Verdict::Holds, self.certainty),
            // 66.6% for two thirds is cut off, not wrong.
            (None, Some(_)) => (Verdict::Violated, Certainty::Slight),
            (None, None) if self.carried => (Verdict::Undecidable, Certainty::Slight),
            (None, None) => (Verdict::Violated, self.certainty.min(self.doubt())),
        };
        let pair = fitting.or(cut).unwrap_or(first);
        let reason = match (verdict, certainty) {
            (Verdict::Undecidable, _) => "有上年结转，分母没有写明",
            (Verdict::Violated, Certainty::Slight) => "截去尾数，没有四舍五入",
            _ => "",
        };
        Some(Relation {
            kind: self.kind,
            operands: self.operands(pair, verdict),
            verdict,
            reason: reason.to_owned(),
            certainty,
            computation: self.computation(pair, verdict),
            distance: self
                .quotient(pair)
                .and_then(|rate| relations::distance(&rate, &written)),
            name: self.name,
        })
    }

    /// With several numerators, which one is meant is not told.
    fn doubt(&self) -> Certainty {
        let first = self.pairs.first().map(|pair| &pair.part);
        let one = self.pairs.iter().all(|pair| Some(&pair.part) == first);
        if one {
            Certainty::Sure
        } else {
            Certainty::Likely
        }
    }

    fn fits(&self, pair: &Pair, written: &Interval) -> bool {
        self.quotient(pair)
            .is_none_or(|rate| rate.intersects(written))
    }

    /// The quotient in percent; `None` where nothing is known of it.
    fn quotient(&self, pair: &Pair) -> Option<Interval> {
        let part = self.line.sum(pair.part.iter().copied());
        let whole = self.line.sum(pair.whole.iter().copied());
        let zero = whole.single().is_some_and(|value| value.is_zero());
        (!zero).then(|| part * Interval::exact(Decimal::ONE_HUNDRED) / whole)
    }

    /// What the rate stands for where its author cut digits off instead of rounding.
    fn cut_off(&self) -> Option<Interval> {
        let fact = self.line.fact(self.index)?;
        let step = fact.printed.step;
        let exact = fact.bound == Bound::Exact && step < Decimal::ONE;
        let high = fact.value.checked_add(step)?;
        exact.then(|| Interval::half_open(fact.value, high))
    }

    fn operands(&self, pair: &Pair, verdict: Verdict) -> Vec<Operand> {
        let mut operands = vec![self.line.operand("率", self.index)];
        operands.extend(
            pair.part
                .iter()
                .map(|part| self.line.operand("分子", *part)),
        );
        operands.extend(
            pair.whole
                .iter()
                .map(|whole| self.line.operand("分母", *whole)),
        );
        if verdict == Verdict::Violated {
            let mut others: Vec<usize> = self
                .pairs
                .iter()
                .flat_map(|other| other.whole.iter().copied())
                .collect();
            others.sort_unstable();
            others.dedup();
            others.retain(|other| !pair.whole.contains(other) && !pair.part.contains(other));
            operands.extend(
                others
                    .into_iter()
                    .map(|other| self.line.operand("另一个分母", other)),
            );
        }
        operands
    }

    fn computation(&self, pair: &Pair, verdict: Verdict) -> String {
        let added = |figures: &[usize]| -> String {
            let numbers: Vec<String> = figures
                .iter()
                .map(|index| self.line.number(*index))
                .collect();
            if numbers.len() == 1 {
                numbers.concat()
            } else {
                format!("({})", numbers.join("+"))
            }
        };
        let left = format!("{}÷{}", added(&pair.part), added(&pair.whole));
        let places = self
            .line
            .fact(self.index)
            .map_or(0, |fact| fact.value.scale());
        let Some(value) = self.value(pair) else {
            return left;
        };
        let left = format!("{left}={}", show::percent(value, places));
        match verdict {
            Verdict::Violated => format!("{left}，原文写{}", self.line.figure(self.index)),
            _ => left,
        }
    }

    /// The quotient of the numbers as they are written.
    fn value(&self, pair: &Pair) -> Option<Decimal> {
        let part = self.line.added(pair.part.iter().copied())?;
        let whole = self.line.added(pair.whole.iter().copied())?;
        part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)
    }
}
