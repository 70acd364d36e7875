//! Numbers that are not exact: what a printed number can stand for, and arithmetic on it.
//!
//! A relation between numbers is violated only when no choice inside their intervals satisfies
//! it. So every operation here gives the set of all results, never less.

use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::fmt;

/// One end of an interval.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct End {
    /// The number at the end.
    pub value: Decimal,
    /// The number itself is not reached.
    pub open: bool,
}

/// The numbers that something printed can stand for; an end that is `None` has no limit.
///
/// ```
/// use yifa::facts::Interval;
/// let printed = Interval::half_open("98.15".parse().unwrap(), "98.25".parse().unwrap());
/// assert_eq!(printed.to_string(), "[98.15, 98.25)");
/// let rate = Interval::exact(484.into()) / Interval::exact(493.into()) * Interval::exact(100.into());
/// assert!(rate.intersects(&printed));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Interval {
    low: Option<End>,
    high: Option<End>,
}

impl Interval {
    /// Every number.
    pub const ALL: Self = Self {
        low: None,
        high: None,
    };

    /// Returns the interval between two ends, whichever is the lower one; an end that is `None`
    /// has no limit. Equal ends of which one is open still hold their number: an interval is
    /// never empty.
    #[must_use]
    pub fn new(low: Option<End>, high: Option<End>) -> Self {
        match (low, high) {
            (Some(a), Some(b)) if a.value > b.value => Self {
                low: Some(b),
                high: Some(a),
            },
            (Some(a), Some(b)) if a.value == b.value => Self::exact(a.value),
            _ => Self { low, high },
        }
    }

    /// Returns the interval of one number.
    #[must_use]
    pub fn exact(value: Decimal) -> Self {
        let end = Some(End { value, open: false });
        Self {
            low: end,
            high: end,
        }
    }

    /// Returns `[low, high]`.
    #[must_use]
    pub fn closed(low: Decimal, high: Decimal) -> Self {
        Self::new(closed(low), closed(high))
    }

    /// Returns `[low, high)`.
    #[must_use]
    pub fn half_open(low: Decimal, high: Decimal) -> Self {
        Self::new(closed(low), open(high))
    }

    /// Returns `(low, high)`.
    #[must_use]
    pub fn open(low: Decimal, high: Decimal) -> Self {
        Self::new(open(low), open(high))
    }

    /// Returns `[low, ∞)`.
    #[must_use]
    pub fn at_least(low: Decimal) -> Self {
        Self::new(closed(low), None)
    }

    /// Returns `(low, ∞)`.
    #[must_use]
    pub fn more_than(low: Decimal) -> Self {
        Self::new(open(low), None)
    }

    /// Returns `(-∞, high]`.
    #[must_use]
    pub fn at_most(high: Decimal) -> Self {
        Self::new(None, closed(high))
    }

    /// Returns `(-∞, high)`.
    #[must_use]
    pub fn less_than(high: Decimal) -> Self {
        Self::new(None, open(high))
    }

    /// Returns the lower end; `None` where there is no limit.
    #[must_use]
    pub fn low(&self) -> Option<End> {
        self.low
    }

    /// Returns the upper end; `None` where there is no limit.
    #[must_use]
    pub fn high(&self) -> Option<End> {
        self.high
    }

    /// Returns the one number that is in it, if there is only one.
    #[must_use]
    pub fn single(&self) -> Option<Decimal> {
        match (self.low, self.high) {
            (Some(low), Some(high)) if low.value == high.value => Some(low.value),
            _ => None,
        }
    }

    /// Tells whether a number is in it.
    #[must_use]
    pub fn contains(&self, value: Decimal) -> bool {
        self.intersects(&Self::exact(value))
    }

    /// Tells whether some number is in both.
    #[must_use]
    pub fn intersects(&self, other: &Self) -> bool {
        !self.is_below(other) && !other.is_below(self)
    }

    /// Returns what is in both; `None` where nothing is.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        if !self.intersects(other) {
            return None;
        }
        Some(Self {
            low: tighter(self.low, other.low, Ordering::Greater),
            high: tighter(self.high, other.high, Ordering::Less),
        })
    }

    /// Returns the smallest interval that holds both.
    #[must_use]
    pub fn hull(&self, other: &Self) -> Self {
        Self {
            low: wider(self.low, other.low, Ordering::Less),
            high: wider(self.high, other.high, Ordering::Greater),
        }
    }

    /// Tells whether every number in it is less than every number in `other`.
    #[must_use]
    pub fn is_below(&self, other: &Self) -> bool {
        match (self.high, other.low) {
            (Some(high), Some(low)) => {
                high.value < low.value || (high.value == low.value && (high.open || low.open))
            }
            _ => false,
        }
    }

    /// Returns it with both ends a share of `tolerance` further out: a tenth for 0.1.
    #[must_use]
    pub fn widened(&self, tolerance: Decimal) -> Self {
        let out = |end: Option<End>, sign: Decimal| {
            end.and_then(|end| {
                let slack = end.value.abs().checked_mul(tolerance)?;
                let value = end.value.checked_add(slack.checked_mul(sign)?)?;
                Some(End { value, ..end })
            })
        };
        Self {
            low: out(self.low, Decimal::NEGATIVE_ONE),
            high: out(self.high, Decimal::ONE),
        }
    }

    /// One over it; everything where zero is inside of it.
    fn inverse(self) -> Self {
        let zero = Decimal::ZERO;
        let low_sign = self.low.map_or(Ordering::Less, |end| end.value.cmp(&zero));
        let high_sign = self
            .high
            .map_or(Ordering::Greater, |end| end.value.cmp(&zero));
        // Dividing by zero gives no number: an end at zero is never reached.
        let one_over = |end: Option<End>| match end {
            None => open(zero),
            Some(end) => Decimal::ONE.checked_div(end.value).map(|value| End {
                value,
                open: end.open,
            }),
        };
        match (low_sign, high_sign) {
            (Ordering::Less, Ordering::Greater) | (Ordering::Equal, Ordering::Equal) => Self::ALL,
            _ => Self {
                low: one_over(self.high),
                high: one_over(self.low),
            },
        }
    }
}

fn closed(value: Decimal) -> Option<End> {
    Some(End { value, open: false })
}

fn open(value: Decimal) -> Option<End> {
    Some(End { value, open: true })
}

/// The end that leaves less: `side` is how the tighter value compares to the other.
fn tighter(a: Option<End>, b: Option<End>, side: Ordering) -> Option<End> {
    match (a, b) {
        (Some(a), Some(b)) => {
            let order = a.value.cmp(&b.value);
            let first = order == side || (order == Ordering::Equal && a.open);
            Some(if first { a } else { b })
        }
        (a, b) => a.or(b),
    }
}

/// The end that leaves more: `side` is how the wider value compares to the other.
fn wider(a: Option<End>, b: Option<End>, side: Ordering) -> Option<End> {
    let (a, b) = (a?, b?);
    let order = a.value.cmp(&b.value);
    let first = order == side || (order == Ordering::Equal && !a.open);
    Some(if first { a } else { b })
}

/// Adds two ends of one side; too large a sum has no limit.
fn sum(a: Option<End>, b: Option<End>) -> Option<End> {
    let (a, b) = (a?, b?);
    Some(End {
        value: a.value.checked_add(b.value)?,
        open: a.open || b.open,
    })
}

impl std::ops::Neg for Interval {
    type Output = Self;

    fn neg(self) -> Self {
        let minus = |end: End| End {
            value: -end.value,
            ..end
        };
        Self {
            low: self.high.map(minus),
            high: self.low.map(minus),
        }
    }
}

impl std::ops::Add for Interval {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            low: sum(self.low, other.low),
            high: sum(self.high, other.high),
        }
    }
}

impl std::ops::Sub for Interval {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

/// An end while it is multiplied: without limit it still has a sign.
#[derive(Clone, Copy)]
enum Corner {
    /// Without limit, downwards or upwards.
    Endless(Ordering),
    At(End),
}

impl Corner {
    fn low(end: Option<End>) -> Self {
        end.map_or(Self::Endless(Ordering::Less), Self::At)
    }

    fn high(end: Option<End>) -> Self {
        end.map_or(Self::Endless(Ordering::Greater), Self::At)
    }

    fn sign(self) -> Ordering {
        match self {
            Self::Endless(side) => side,
            Self::At(end) => end.value.cmp(&Decimal::ZERO),
        }
    }

    fn times(self, other: Self) -> Self {
        let side = match (self.sign(), other.sign()) {
            (Ordering::Equal, _) | (_, Ordering::Equal) => Ordering::Equal,
            (a, b) if a == b => Ordering::Greater,
            _ => Ordering::Less,
        };
        if side == Ordering::Equal {
            // Zero times anything is zero; it is reached where a zero that is reached stands.
            let reached =
                |corner: Self| matches!(corner, Self::At(end) if end.value.is_zero() && !end.open);
            return Self::At(End {
                value: Decimal::ZERO,
                open: !reached(self) && !reached(other),
            });
        }
        match (self, other) {
            (Self::At(a), Self::At(b)) => match a.value.checked_mul(b.value) {
                Some(value) => Self::At(End {
                    value,
                    open: a.open || b.open,
                }),
                None => Self::Endless(side),
            },
            _ => Self::Endless(side),
        }
    }

    /// Orders corners by value; of equal ones the reached one counts as further out by `side`.
    fn further(self, other: Self, side: Ordering) -> Self {
        match (self, other) {
            (Self::Endless(a), Self::Endless(b)) => {
                if a == side || a == b {
                    self
                } else {
                    other
                }
            }
            (Self::Endless(a), Self::At(_)) => {
                if a == side {
                    self
                } else {
                    other
                }
            }
            (Self::At(_), Self::Endless(b)) => {
                if b == side {
                    other
                } else {
                    self
                }
            }
            (Self::At(a), Self::At(b)) => {
                let order = a.value.cmp(&b.value);
                if order == side || (order == Ordering::Equal && !a.open) {
                    self
                } else {
                    other
                }
            }
        }
    }

    fn end(self) -> Option<End> {
        match self {
            Self::Endless(_) => None,
            Self::At(end) => Some(end),
        }
    }
}

impl std::ops::Mul for Interval {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        let mine = [Corner::low(self.low), Corner::high(self.high)];
        let theirs = [Corner::low(other.low), Corner::high(other.high)];
        let [first, rest @ ..] = [
            mine[0].times(theirs[0]),
            mine[0].times(theirs[1]),
            mine[1].times(theirs[0]),
            mine[1].times(theirs[1]),
        ];
        let furthest = |side| {
            rest.iter()
                .fold(first, |known, corner| known.further(*corner, side))
                .end()
        };
        Self {
            low: furthest(Ordering::Less),
            high: furthest(Ordering::Greater),
        }
    }
}

impl std::ops::Div for Interval {
    type Output = Self;

    /// Divides; where zero is among the divisors nothing is known: every number.
    ///
    /// A quotient that does not come out even is rounded at the 28th digit: where equality
    /// matters, multiply instead.
    #[expect(
        clippy::suspicious_arithmetic_impl,
        reason = "division is multiplication by the inverse"
    )]
    fn div(self, other: Self) -> Self {
        match (self.single(), other.single()) {
            // 1 ÷ 3 × 6 is not 2 in decimals: the quotient of two numbers is taken at once.
            (Some(a), Some(b)) => a.checked_div(b).map_or(Self::ALL, Self::exact),
            _ => self * other.inverse(),
        }
    }
}

impl fmt::Display for Interval {
    /// Shows it as mathematicians do: `[98.15, 98.25)`, `(30, ∞)`, one number as itself.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(value) = self.single() {
            return write!(f, "{}", value.normalize());
        }
        match self.low {
            Some(end) => {
                let mark = if end.open { '(' } else { '[' };
                write!(f, "{mark}{}, ", end.value.normalize())?;
            }
            None => write!(f, "(-∞, ")?,
        }
        match self.high {
            Some(end) => {
                let mark = if end.open { ')' } else { ']' };
                write!(f, "{}{mark}", end.value.normalize())
            }
            None => write!(f, "∞)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads `[1, 2)`, `(-∞, 3]` or `5`.
    fn read(text: &str) -> Interval {
        let Some((low, high)) = text.split_once(", ") else {
            return Interval::exact(text.parse().unwrap());
        };
        let end = |text: &str, mark: char| {
            let value = text.trim_matches(['[', ']', '(', ')']);
            (!value.contains('∞')).then(|| End {
                value: value.parse().unwrap(),
                open: text.contains(mark),
            })
        };
        Interval::new(end(low, '('), end(high, ')'))
    }

    #[test]
    fn it_is_shown_as_it_is_written() {
        for text in [
            "[98.15, 98.25)",
            "(30, ∞)",
            "(-∞, 3]",
            "(-∞, ∞)",
            "72",
            "-5",
        ] {
            assert_eq!(read(text).to_string(), text);
        }
        assert_eq!(read("[5, 5)").to_string(), "5");
        assert_eq!(read("[7, 3)").to_string(), "(3, 7]");
    }

    #[test]
    fn ends_are_in_it_when_closed() {
        let check = |interval: &str, value: &str, want: bool| {
            let got = read(interval).contains(value.parse().unwrap());
            assert_eq!(got, want, "{value} in {interval}");
        };
        check("[98.15, 98.25)", "98.15", true);
        check("[98.15, 98.25)", "98.2499", true);
        check("[98.15, 98.25)", "98.25", false);
        check("(30, 40)", "30", false);
        check("(30, ∞)", "1000000", true);
        check("(-∞, 30]", "30", true);
        check("72", "72.0", true);
        check("72", "73", false);
    }

    #[test]
    fn two_meet_where_a_number_is_in_both() {
        let check = |a: &str, b: &str, both: Option<&str>| {
            let (a, b) = (read(a), read(b));
            let got = a.intersection(&b).map(|both| both.to_string());
            assert_eq!(got.as_deref(), both, "{a} and {b}");
            assert_eq!(a.intersects(&b), both.is_some(), "{a} and {b}");
            assert_eq!(b.intersection(&a), a.intersection(&b));
        };
        check("[1, 5]", "[5, 9]", Some("5"));
        check("[1, 5)", "[5, 9]", None);
        check("[1, 5]", "(5, 9]", None);
        check("(1, 5)", "[2, ∞)", Some("[2, 5)"));
        check("[1, 5)", "(1, 5]", Some("(1, 5)"));
        check("(-∞, ∞)", "[2, 3)", Some("[2, 3)"));
        check("72", "72", Some("72"));
        check("72", "73", None);
    }

    #[test]
    fn one_can_be_below_the_other() {
        assert!(read("[1, 5)").is_below(&read("5")));
        assert!(!read("[1, 5]").is_below(&read("5")));
        assert!(!read("[1, ∞)").is_below(&read("5")));
        assert!(read("29").is_below(&read("30")));
    }

    #[test]
    fn the_hull_holds_both() {
        assert_eq!(read("(1, 2)").hull(&read("[1, 1.5]")).to_string(), "[1, 2)");
        assert_eq!(read("5").hull(&read("[9, ∞)")).to_string(), "[5, ∞)");
    }

    #[test]
    fn results_hold_every_choice() {
        let add = |a: &str, b: &str| (read(a) + read(b)).to_string();
        assert_eq!(add("29", "43"), "72");
        assert_eq!(add("(30, 40)", "[1, 2]"), "(31, 42)");
        assert_eq!(add("[1, ∞)", "5"), "[6, ∞)");
        let sub = |a: &str, b: &str| (read(a) - read(b)).to_string();
        assert_eq!(sub("[10, 20)", "[1, 2]"), "[8, 19)");
        assert_eq!(sub("[10, 20)", "[1, ∞)"), "(-∞, 19)");
        let mul = |a: &str, b: &str| (read(a) * read(b)).to_string();
        assert_eq!(mul("[2, 3)", "[4, 5]"), "[8, 15)");
        assert_eq!(mul("[-2, 3)", "[4, 5]"), "[-10, 15)");
        assert_eq!(mul("[0, 3)", "[4, ∞)"), "[0, ∞)");
        assert_eq!(mul("(0, 3)", "[4, ∞)"), "(0, ∞)");
        assert_eq!(mul("0", "(-∞, ∞)"), "0");
        assert_eq!(mul("(-∞, -1]", "[2, ∞)"), "(-∞, -2]");
        let div = |a: &str, b: &str| (read(a) / read(b)).to_string();
        assert_eq!(div("10", "4"), "2.5");
        assert_eq!(div("10", "[4, 5)"), "(2, 2.5]");
        assert_eq!(div("10", "[0, 5]"), "[2, ∞)");
        assert_eq!(div("10", "[-1, 5]"), "(-∞, ∞)");
        assert_eq!(div("10", "0"), "(-∞, ∞)");
        assert_eq!(div("[10, 20]", "[2, ∞)"), "(0, 10]");
        assert_eq!(div("10", "[-5, -2]"), "[-5, -2]");
    }

    #[test]
    fn numbers_without_end_are_no_trouble() {
        let most = Interval::exact(Decimal::MAX);
        assert_eq!(most + most, Interval::ALL);
        assert_eq!(most * most, Interval::ALL);
        assert_eq!((-most) * most, Interval::ALL);
    }

    #[test]
    fn it_is_widened_by_a_share() {
        let wide = read("[100, 200]").widened("0.1".parse().unwrap());
        assert_eq!(wide.to_string(), "[90, 220]");
    }
}
