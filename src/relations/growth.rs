//! How large the change between two years is: in its unit, in percent, in points.

use crate::facts::Fact;
use crate::facts::Family;
use crate::facts::Interval;
use crate::facts::Trend;
use crate::relations::show;
use rust_decimal::Decimal;

/// How large a change really is, and how that is calculated.
pub(super) struct Size {
    /// What it can be; two where it is not told what the percent are of.
    pub(super) readings: Vec<Interval>,
    /// The calculation with the authors' numbers.
    pub(super) shown: String,
}

impl Size {
    pub(super) fn of(change: &Fact, level: &Fact, last: &Fact, trend: Trend) -> Option<Self> {
        let (now, before) = (level.interval(), last.interval());
        let difference = match trend {
            Trend::Up => now - before,
            Trend::Down => before - now,
        };
        let share = || {
            let zero = before.contains(Decimal::ZERO);
            let hundred = Interval::exact(Decimal::ONE_HUNDRED);
            // now ÷ before is taken once, so that nothing is counted twice.
            let grown = now * hundred / before - hundred;
            (!zero).then_some(if trend == Trend::Up { grown } else { -grown })
        };
        let (a, b) = match trend {
            Trend::Up => (level, last),
            Trend::Down => (last, level),
        };
        let of_difference = format!(
            "上年报告{}，本年{}，{}-{}={}",
            number(last),
            number(level),
            number(a),
            number(b),
            show::value(a.value.checked_sub(b.value)?)
        );
        match (change.family(), level.family()) {
            (Family::Point, Family::Percent) => Some(Self {
                readings: vec![difference],
                shown: of_difference,
            }),
            (Family::Percent, Family::Percent) => Some(Self {
                readings: [Some(difference), share()].into_iter().flatten().collect(),
                shown: of_difference,
            }),
            (Family::Percent, _) => Some(Self {
                readings: vec![share()?],
                shown: share_shown(level, last, trend, change.value.scale())?,
            }),
            (of, counted) if of == counted && change.unit == level.unit => Some(Self {
                readings: vec![difference],
                shown: of_difference,
            }),
            _ => None,
        }
    }
}

fn share_shown(level: &Fact, last: &Fact, trend: Trend, places: u32) -> Option<String> {
    let (a, b) = match trend {
        Trend::Up => (level, last),
        Trend::Down => (last, level),
    };
    let share = a
        .value
        .checked_sub(b.value)?
        .checked_mul(Decimal::ONE_HUNDRED)?
        .checked_div(last.value)?;
    Some(format!(
        "上年报告{}，本年{}，({}-{})÷{}={}",
        number(last),
        number(level),
        number(a),
        number(b),
        number(last),
        show::percent(share, places)
    ))
}

/// The number without unit, as it is calculated with.
fn number(fact: &Fact) -> String {
    let value = fact.value.normalize();
    match fact.family() {
        Family::Percent => format!("{value}%"),
        _ => value.to_string(),
    }
}
