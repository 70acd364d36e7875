//! Calculations as they are shown: with the author's numbers.

use crate::facts::Family;
use crate::relations::line::Line;
use rust_decimal::Decimal;
use rust_decimal::RoundingStrategy;

/// Decimals of a computed percentage, at least.
const PLACES: u32 = 2;

impl Line<'_> {
    /// The author's number, without unit: `72`, `1.2万`, `98.2%`.
    pub(super) fn number(&self, index: usize) -> String {
        let Some(fact) = self.fact(index) else {
            return String::new();
        };
        if fact.family() == Family::Percent {
            return format!("{}%", fact.value);
        }
        match self.interval(index).single() {
            Some(value) => value.normalize().to_string(),
            None => self
                .document
                .folded(fact.span)
                .trim_end_matches(fact.unit.as_str())
                .to_owned(),
        }
    }

    /// The author's number with its unit.
    pub(super) fn figure(&self, index: usize) -> String {
        self.fact(index)
            .map_or("", |fact| self.document.folded(fact.span))
            .to_owned()
    }
}

/// A value with no more decimals than it needs.
pub(super) fn value(value: Decimal) -> String {
    value.normalize().to_string()
}

/// A percentage, to two decimals and not fewer than the author's.
pub(super) fn percent(value: Decimal, places: u32) -> String {
    let places = places.max(PLACES);
    let rounded = value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    format!("{}%", rounded.normalize())
}
