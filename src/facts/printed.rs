//! How a number was printed, and the interval that it can stand for.

use crate::facts::Bound;
use crate::facts::Interval;
use rust_decimal::Decimal;

/// What the places of a printed number are worth, in its value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Printed {
    /// One more in the last place written: 0.1 for `98.2`, 1000 for `1.2万`, 1 for `72` and `30`.
    pub step: Decimal,
    /// Places below `step` may have been rounded away: decimals, 万 and 亿.
    pub rounded: bool,
}

impl Printed {
    /// A number without decimals and powers.
    pub const WHOLE: Self = Self {
        step: Decimal::ONE,
        rounded: false,
    };
}

/// 约 and 左右 stand for up to a tenth more or less: enough for silence, never for an error.
pub const TOLERANCE: Decimal = Decimal::from_parts(1, 0, 0, false, 1);

/// Half of the last place.
const HALF: Decimal = Decimal::from_parts(5, 0, 0, false, 1);
/// 近 and 将近 are at most a tenth below.
const NEARLY: Decimal = Decimal::from_parts(9, 0, 0, false, 1);

/// What a number is of, as far as its interval depends on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Scale {
    /// A share in percent: not above 100, and 100 and 0 are meant exactly.
    Share,
    /// Any other percentage or 百分点: rounded, not limited.
    Percent,
    /// Anything else.
    Number,
}

/// Gives the numbers that `value` can stand for, as it was printed and bounded.
pub(super) fn interval(
    value: Decimal,
    printed: Printed,
    bound: Bound,
    scale: Scale,
    tolerance: Decimal,
) -> Interval {
    let found = match bound {
        Bound::Exact => rounded(value, printed, scale),
        Bound::About => rounded(value, printed, scale).widened(tolerance),
        Bound::More => Interval::open(value, next(value, printed)),
        Bound::Nearly => match value.checked_mul(NEARLY) {
            Some(low) => Interval::open(low, value),
            None => Interval::less_than(value),
        },
        Bound::AtLeast => Interval::at_least(value),
        Bound::MoreThan => Interval::more_than(value),
        Bound::AtMost => Interval::closed(Decimal::ZERO, value),
        Bound::LessThan => Interval::half_open(Decimal::ZERO, value),
    };
    capped(found, value, scale)
}

/// `98.2` is [98.15, 98.25), `1.2万` is [11500, 12500), 72 is itself.
fn rounded(value: Decimal, printed: Printed, scale: Scale) -> Interval {
    let extreme = value.is_zero() || value == Decimal::ONE_HUNDRED;
    let rounds = match scale {
        Scale::Share => !extreme,
        Scale::Percent => !value.is_zero(),
        Scale::Number => printed.rounded,
    };
    let half = printed.step.checked_mul(HALF);
    let ends = half.and_then(|half| Some((value.checked_sub(half)?, value.checked_add(half)?)));
    match ends {
        Some((low, high)) if rounds => Interval::half_open(low, high),
        _ => Interval::exact(value),
    }
}

/// Where 余 and 多 end: one more in the last place that is not zero.
///
/// 余 behind ones (`12余次`) is a slip; the author can mean anything below the next ten.
fn next(value: Decimal, printed: Printed) -> Decimal {
    let lead = lead(value);
    let is_slip = lead == Decimal::ONE && !printed.rounded;
    let step = if is_slip {
        let ones = value % Decimal::TEN;
        Decimal::TEN - ones
    } else {
        lead
    };
    value.checked_add(step).unwrap_or(Decimal::MAX)
}

/// One in the last place that is not zero: 10 for 30, 100 for 1600, 1000 for 12000.
fn lead(value: Decimal) -> Decimal {
    let value = value.normalize();
    let mut lead = Decimal::from_parts(1, 0, 0, false, value.scale());
    if value.scale() > 0 || value.is_zero() {
        return lead;
    }
    let mut rest = value;
    while (rest % Decimal::TEN).is_zero() {
        rest /= Decimal::TEN;
        lead *= Decimal::TEN;
    }
    lead
}

/// A share is not above 100, unless the author himself says so.
fn capped(found: Interval, value: Decimal, scale: Scale) -> Interval {
    if scale != Scale::Share || value > Decimal::ONE_HUNDRED {
        return found;
    }
    let share = Interval::closed(Decimal::ZERO, Decimal::ONE_HUNDRED);
    found.intersection(&share).unwrap_or(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::number;

    fn shown(text: &str, bound: Bound, scale: Scale) -> String {
        let number = number::read(text).unwrap_or_else(|| panic!("{text}"));
        interval(number.value, number.printed, bound, scale, TOLERANCE).to_string()
    }

    #[test]
    fn counts() {
        let check = |text: &str, bound: Bound, want: &str| {
            assert_eq!(shown(text, bound, Scale::Number), want, "{text} {bound:?}");
        };
        check("72", Bound::Exact, "72");
        check("1,234", Bound::Exact, "1234");
        check("1.2万", Bound::Exact, "[11500, 12500)");
        check("1.20万", Bound::Exact, "[11950, 12050)");
        check("3万", Bound::Exact, "[25000, 35000)");
        check("1.5亿", Bound::Exact, "[145000000, 155000000)");
        check("1715.8", Bound::Exact, "[1715.75, 1715.85)");
        check("一百二十", Bound::Exact, "120");
        check("30余", Bound::More, "(30, 40)");
        check("1600余", Bound::More, "(1600, 1700)");
        check("120多", Bound::More, "(120, 130)");
        check("3万多", Bound::More, "(30000, 40000)");
        check("30余万", Bound::More, "(300000, 400000)");
        check("千余", Bound::More, "(1000, 2000)");
        check("两万余", Bound::More, "(20000, 30000)");
        check("10089.1万余", Bound::More, "(100891000, 100892000)");
        check("6余", Bound::More, "(6, 10)");
        check("12余", Bound::More, "(12, 20)");
        check("500", Bound::Nearly, "(450, 500)");
        check("500", Bound::About, "[450, 550]");
        check("1.5亿", Bound::About, "[130500000, 170500000)");
        check("500", Bound::AtLeast, "[500, ∞)");
        check("500", Bound::MoreThan, "(500, ∞)");
        check("5", Bound::AtMost, "[0, 5]");
        check("5", Bound::LessThan, "[0, 5)");
    }

    #[test]
    fn rates() {
        let check = |text: &str, bound: Bound, want: &str| {
            assert_eq!(shown(text, bound, Scale::Share), want, "{text} {bound:?}");
        };
        check("98.2", Bound::Exact, "[98.15, 98.25)");
        check("98.20", Bound::Exact, "[98.195, 98.205)");
        check("98", Bound::Exact, "[97.5, 98.5)");
        check("百分之九十八点五", Bound::Exact, "[98.45, 98.55)");
        check("九成", Bound::Exact, "[85, 95)");
        check("九成", Bound::AtLeast, "[90, 100]");
        check("100", Bound::Exact, "100");
        check("100.00", Bound::Exact, "100");
        check("99.9", Bound::Exact, "[99.85, 99.95)");
        check("99.99", Bound::Exact, "[99.985, 99.995)");
        check("0", Bound::Exact, "0");
        check("90", Bound::AtLeast, "[90, 100]");
        check("90", Bound::MoreThan, "(90, 100]");
        check("98", Bound::About, "[87.75, 100]");
        check("100", Bound::Nearly, "(90, 100)");
        check("120", Bound::Exact, "[119.5, 120.5)");
    }

    #[test]
    fn changes_have_no_limit() {
        let shown = |text: &str, bound| shown(text, bound, Scale::Percent);
        assert_eq!(shown("20", Bound::AtLeast), "[20, ∞)");
        assert_eq!(shown("100", Bound::Exact), "[99.5, 100.5)");
        assert_eq!(shown("3.4", Bound::Exact), "[3.35, 3.45)");
    }
}
