//! Days as the table of titles has them: sometimes only a month or a year is known.

use crate::document::Date;
use std::fmt;

/// A day; month and day are 0 where they are not known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Day {
    /// The year.
    pub year: i32,
    /// The month, 0 where only the year is known.
    pub month: u32,
    /// The day, 0 where only the month is known.
    pub day: u32,
}

impl Day {
    /// Makes a day.
    #[must_use]
    pub fn new(year: i32, month: u32, day: u32) -> Self {
        Self { year, month, day }
    }

    /// Reads `2022-05-01`, `2022-05` or `2022`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().split('-');
        let year: i32 = parts.next()?.parse().ok()?;
        let mut next = || parts.next().map_or(Ok(0), str::parse);
        let (month, day) = (next().ok()?, next().ok()?);
        let possible = (1900..2200).contains(&year) && month <= 12 && day <= 31;
        possible.then_some(Self { year, month, day })
    }

    /// The last day that it may be.
    #[must_use]
    pub fn latest(self) -> Self {
        Self {
            year: self.year,
            month: if self.month == 0 { 12 } else { self.month },
            day: if self.day == 0 { 31 } else { self.day },
        }
    }
}

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        Self::new(date.year, date.month, date.day)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}年", self.year)?;
        if self.month > 0 {
            write!(f, "{}月", self.month)?;
        }
        if self.day > 0 {
            write!(f, "{}日", self.day)?;
        }
        Ok(())
    }
}

/// The time that a report speaks of and the day it was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AsOf {
    /// The first day of the year reported.
    pub from: Day,
    /// The day the report was written, or the last one on which it may have been.
    pub to: Day,
    /// The report itself tells that day.
    pub dated: bool,
}

impl AsOf {
    /// The time of a report for `year`, written on `written`; `None` where neither is known.
    #[must_use]
    pub fn new(year: Option<i32>, written: Option<Day>) -> Option<Self> {
        let written = written.filter(|day| year.is_none_or(|year| day.year >= year));
        let year = year.or_else(|| written.map(|day| day.year - 1))?;
        Some(Self {
            from: Day::new(year, 1, 1),
            // A report is due by April; one that is late is written within the year.
            to: written.unwrap_or(Day::new(year + 1, 12, 31)),
            dated: written.is_some(),
        })
    }
}
