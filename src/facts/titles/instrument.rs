//! One instrument of the table, and how it stood at the time of a report.

use crate::facts::titles::day::AsOf;
use crate::facts::titles::day::Day;

/// A law, regulation, interpretation or document that reports cite.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Instrument {
    /// The official title, without 《》.
    pub title: String,
    /// The usual short form.
    pub short: String,
    /// 法律, 行政法规 ….
    pub level: String,
    /// Days on which it was adopted, revised or made public, in order.
    pub versions: Vec<Day>,
    /// Days from which a version is in force, as far as they are known, in order.
    pub effective: Vec<Day>,
    /// What the source says of its being in force.
    pub status: String,
    /// Where it was seen.
    pub source: String,
    /// The day from which it is no longer in force.
    pub until: Option<Day>,
    /// What took its place.
    pub successor: String,
    /// Who issued it, where the table says so.
    pub issuer: String,
    /// Its document number.
    pub number: String,
}

/// How an instrument stood at the time of a report.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// Nothing is known of its dates, or of the report's.
    Unknown,
    /// It was there and in force at some time between the year's start and the report.
    InForce,
    /// It did not exist when the report was written.
    Later,
    /// It was adopted, but not yet in force when the report was written.
    NotYet,
    /// It was no longer in force when the year began.
    Repealed,
    /// The years that it was made for were over when the year began.
    Over,
}

impl Standing {
    /// Returns the name used in rules.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::InForce => "in-force",
            Self::Later => "later",
            Self::NotYet => "not-yet",
            Self::Repealed => "repealed",
            Self::Over => "over",
        }
    }
}

impl Instrument {
    /// Reads a line of the table.
    pub(super) fn read(line: &str) -> Self {
        let mut cells = line.split('\t').map(str::trim);
        let mut next = || cells.next().unwrap_or_default().to_owned();
        let (title, short, level, _place) = (next(), next(), next(), next());
        let (versions, effective, status) = (days(&next()), days(&next()), next());
        let (_aliases, source, until) = (next(), next(), next());
        Self {
            title,
            short,
            level,
            versions,
            effective,
            status,
            source,
            until: Day::parse(&until),
            successor: next(),
            issuer: next(),
            number: next(),
        }
    }

    /// Tells whether somebody only remembers it, or its dates.
    #[must_use]
    pub fn is_recalled(&self) -> bool {
        self.source.contains("recalled")
    }

    /// The years it was made for: 2021 and 2025 of （2021—2025年）.
    #[must_use]
    pub fn period(&self) -> Option<(i32, i32)> {
        match super::numbers(&self.title).as_slice() {
            [from, to] if from < to => Some((*from, *to)),
            _ => None,
        }
    }

    /// How it stood at the time of a report.
    #[must_use]
    pub fn standing(&self, as_of: Option<AsOf>) -> Standing {
        let Some(as_of) = as_of else {
            return Standing::Unknown;
        };
        if self.versions.first().is_some_and(|day| *day > as_of.to) {
            return Standing::Later;
        }
        if self.until.is_some_and(|day| day.latest() <= as_of.from) {
            return Standing::Repealed;
        }
        if self
            .period()
            .is_some_and(|(_, last)| last < as_of.from.year)
        {
            return Standing::Over;
        }
        let first = self.versions.first().map(|day| self.in_force_from(*day));
        match first {
            None => Standing::Unknown,
            Some(day) if day > as_of.to => Standing::NotYet,
            Some(_) => Standing::InForce,
        }
    }

    /// The day from which the version adopted on `version` is in force: the first one known
    /// that comes before the next version, else the day itself.
    #[must_use]
    pub fn in_force_from(&self, version: Day) -> Day {
        let next = self.versions.iter().find(|day| {
            // A text is often adopted on one day and made public weeks later.
            **day > version && months(version, **day) > PUBLISHED_WITHIN
        });
        let known = self.effective.iter().find(|day| **day >= version);
        match (known, next) {
            (Some(known), Some(next)) if known >= next => version,
            (Some(known), _) => *known,
            (None, _) => version,
        }
    }

    /// The version that was in force at the end of the year reported.
    #[must_use]
    pub fn version(&self, as_of: AsOf) -> Option<Day> {
        let end = Day::new(as_of.from.year, 12, 31).min(as_of.to);
        let in_force = |day: &&Day| self.in_force_from(**day) <= end;
        self.versions.iter().rev().find(in_force).copied()
    }
}

/// Two days that are not further apart than this, in months, are one version.
const PUBLISHED_WITHIN: i32 = 6;

fn months(from: Day, to: Day) -> i32 {
    (to.year - from.year) * 12 + to.month as i32 - from.month as i32
}

fn days(cell: &str) -> Vec<Day> {
    let mut days: Vec<Day> = cell.split(';').filter_map(Day::parse).collect();
    days.sort_unstable();
    days
}
