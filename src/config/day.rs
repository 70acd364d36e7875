//! A day: what `until` names, and what the program says is today.

use std::fmt;
use std::str::FromStr;

/// A day of the calendar. Earlier days are less.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Day {
    year: i32,
    month: u8,
    day: u8,
}

impl Day {
    /// Returns the day that is `days` after 1 January 1970.
    #[must_use]
    pub fn since_1970(days: u64) -> Self {
        let mut day = Self {
            year: 1970,
            month: 1,
            day: 1,
        };
        let mut left = days.min(3_000_000);
        while left >= days_of_year(day.year) {
            left -= days_of_year(day.year);
            day.year += 1;
        }
        while left >= u64::from(days_of_month(day.year, day.month)) {
            left -= u64::from(days_of_month(day.year, day.month));
            day.month += 1;
        }
        day.day += u8::try_from(left).unwrap_or(0);
        day
    }
}

fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_of_year(year: i32) -> u64 {
    if is_leap(year) { 366 } else { 365 }
}

fn days_of_month(year: i32, month: u8) -> u8 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl FromStr for Day {
    type Err = &'static str;

    /// Reads `2026-06-30`, and no other form: `2026/6/30` could be read as something else.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const FORM: &str = "日期要写成 2026-06-30 这样";
        let mut parts = text.split('-');
        let mut part = |n: usize| {
            let digits = parts.next().filter(|part| part.len() == n)?;
            let all = digits.bytes().all(|byte| byte.is_ascii_digit());
            digits.parse::<u16>().ok().filter(|_| all)
        };
        let (Some(year), Some(month), Some(day)) = (part(4), part(2), part(2)) else {
            return Err(FORM);
        };
        if parts.next().is_some() {
            return Err(FORM);
        }
        let (year, month, day) = (i32::from(year), month as u8, day as u8);
        let is_month = (1..=12).contains(&month);
        if !is_month || !(1..=days_of_month(year, month)).contains(&day) || year < 1949 {
            return Err("没有这一天");
        }
        Ok(Self { year, month, day })
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_days_of_the_calendar_are_read() {
        for text in ["2026-06-30", "2024-02-29", "1949-10-01"] {
            assert_eq!(text.parse::<Day>().unwrap().to_string(), text);
        }
        for text in [
            "2015/10/21",
            "2026-6-30",
            "2026-13-01",
            "2025-02-29",
            "2026-06-30-1",
            "",
            "２０２６-06-30",
        ] {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
        assert!("2026-06-30".parse::<Day>().unwrap() < "2026-07-01".parse().unwrap());
    }

    #[test]
    fn days_are_counted() {
        let check = |days: u64, text: &str| assert_eq!(Day::since_1970(days).to_string(), text);
        check(0, "1970-01-01");
        check(59, "1970-03-01");
        check(19_782, "2024-02-29");
        check(20_634, "2026-06-30");
        check(20_819, "2027-01-01");
    }
}
