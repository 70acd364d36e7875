//! The time that a figure is of.

use std::fmt;

/// The time that a figure is of. Two figures are of one time when their periods are equal, but see
/// [`Period::is_known`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord, Hash)]
pub enum Period {
    /// The year of the report: nothing else is said, or 今年, 全年, 1—12月, or its own number.
    Report,
    /// Another year: `2020年`, 去年.
    Year(i32),
    /// Several years, both ends included: `2021—2025年`.
    Years(i32, i32),
    /// Months, both ends included; 上半年 and quarters are months. `year` is `None` in the year of
    /// the report.
    Months {
        /// The year, where it is not that of the report.
        year: Option<i32>,
        /// First month.
        from: u8,
        /// Last month.
        to: u8,
    },
    /// Up to a day or a month: `截至6月底`; with neither it is 截至目前.
    Until {
        /// The year, where it is not that of the report.
        year: Option<i32>,
        /// The month, where one is named.
        month: Option<u8>,
        /// The day, where one is named.
        day: Option<u8>,
    },
    /// One day.
    Day {
        /// The year, where it is not that of the report.
        year: Option<i32>,
        /// Month.
        month: u8,
        /// Day.
        day: u8,
    },
    /// Over and over: 每周, 每月.
    Each(Cycle),
    /// Before a change, without saying when: the first number of `由120项增加到135项`.
    Before,
    /// Another stretch that cannot be compared: 近年来, 五年来, “十四五”以来, 自…实施以来.
    Other,
}

/// How often something comes again.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord, Hash)]
pub enum Cycle {
    /// 每天, 每日
    Day,
    /// 每周
    Week,
    /// 每月
    Month,
    /// 每季度
    Quarter,
    /// 每半年
    HalfYear,
    /// 每年
    Year,
}

impl Period {
    /// Tells whether equal periods are one and the same time: not so for [`Period::Other`]
    /// and [`Period::Before`].
    #[must_use]
    pub fn is_known(self) -> bool {
        !matches!(self, Self::Other | Self::Before)
    }
}

impl fmt::Display for Period {
    /// Shows it in Chinese: 报告年度, 2020年, 1—6月, 截至6月, 每周.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year_of = |f: &mut fmt::Formatter<'_>, year: &Option<i32>| match year {
            Some(year) => write!(f, "{year}年"),
            None => Ok(()),
        };
        match self {
            Self::Report => f.write_str("报告年度"),
            Self::Year(year) => write!(f, "{year}年"),
            Self::Years(from, to) => write!(f, "{from}—{to}年"),
            Self::Months { year, from, to } => {
                year_of(f, year)?;
                if from == to {
                    write!(f, "{from}月")
                } else {
                    write!(f, "{from}—{to}月")
                }
            }
            Self::Until { year, month, day } => {
                f.write_str("截至")?;
                year_of(f, year)?;
                match (month, day) {
                    (Some(month), Some(day)) => write!(f, "{month}月{day}日"),
                    (Some(month), None) => write!(f, "{month}月"),
                    (None, _) if year.is_some() => f.write_str("底"),
                    (None, _) => f.write_str("目前"),
                }
            }
            Self::Day { year, month, day } => {
                year_of(f, year)?;
                write!(f, "{month}月{day}日")
            }
            Self::Each(cycle) => f.write_str(match cycle {
                Cycle::Day => "每天",
                Cycle::Week => "每周",
                Cycle::Month => "每月",
                Cycle::Quarter => "每季度",
                Cycle::HalfYear => "每半年",
                Cycle::Year => "每年",
            }),
            Self::Before => f.write_str("此前"),
            Self::Other => f.write_str("其他时期"),
        }
    }
}
