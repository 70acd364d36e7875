//! Finds the words of time in a line, and which of them a figure is of.

use crate::facts::Cycle;
use crate::facts::Period;
use crate::facts::clause;
use crate::text::Span;
use crate::text::slice;

/// Words of time in a line, in order; spans are of the line.
pub(super) struct Periods {
    found: Vec<Mark>,
}

struct Mark {
    span: Span,
    period: Period,
    /// 较2021年, 比去年: only the number right behind 的 is of that time.
    compared: bool,
}

impl Periods {
    /// Finds the words of time outside of `shut`, which is sorted; `year` is that of the report.
    pub(super) fn new(text: &str, shut: &[Span], year: Option<i32>) -> Self {
        let mut found: Vec<Mark> = Vec::new();
        let mut shut = shut.iter().peekable();
        let mut at = 0;
        while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
            while shut.next_if(|span| span.to() <= at).is_some() {}
            if let Some(span) = shut.peek()
                && span.from() <= at
            {
                at = span.to();
                continue;
            }
            let mut next = at + c.len_utf8();
            if let Some((period, len)) = text.get(at..).and_then(|rest| read(c, rest, year)) {
                next = at + len.max(c.len_utf8());
                let before = slice(text, Span::new(0, at));
                if !before.ends_with(|c: char| c.is_ascii_digit()) {
                    found.push(Mark {
                        span: Span::new(at, next),
                        period,
                        compared: is_compared(before),
                    });
                }
            } else if c.is_ascii_digit() {
                let digits = text.bytes().skip(at).take_while(u8::is_ascii_digit).count();
                next = at + digits;
            }
            at = next;
        }
        Self { found }
    }

    /// The time that a figure is of: the last words before it in its sentence, which starts at
    /// byte `sentence`.
    pub(super) fn of(&self, text: &str, figure: Span, clause: Span, sentence: usize) -> Period {
        const LOOKED_AT: usize = 4;
        self.before(figure.from())
            .take(LOOKED_AT)
            .take_while(|mark| mark.span.from() >= sentence)
            .find(|mark| mark.governs(text, figure, clause))
            .map_or(Period::Report, |mark| mark.period)
    }

    /// The first words of time.
    pub(super) fn first(&self) -> Option<Period> {
        self.found.first().map(|mark| mark.period)
    }

    /// Where the last words of time before byte `at` end; 0 where there are none.
    pub(super) fn end_before(&self, at: usize) -> usize {
        self.before(at).next().map_or(0, |mark| mark.span.to())
    }

    /// Where the last words of time before byte `at` start.
    pub(super) fn start_before(&self, at: usize) -> Option<usize> {
        self.before(at).next().map(|mark| mark.span.from())
    }

    fn before(&self, at: usize) -> impl Iterator<Item = &Mark> {
        let upto = self.found.partition_point(|mark| mark.span.to() <= at);
        self.found.iter().take(upto).rev()
    }
}

impl Mark {
    fn governs(&self, text: &str, figure: Span, clause: Span) -> bool {
        let between = slice(text, Span::new(self.span.to(), figure.from()));
        if self.compared {
            // 较上年的58件.
            return matches!(between, "的" | "同期的" | "度的");
        }
        match self.period {
            Period::Each(_) => self.span.from() >= clause.from(),
            // A day is that of a meeting or a notice; numbers are of it in its own clause only.
            Period::Day { .. } => self.span.from() >= clause.from(),
            _ => true,
        }
    }
}

/// 较2021年, 比去年: what is compared with is not the time of the figure.
fn is_compared(before: &str) -> bool {
    before.ends_with(['较', '比', '与', '同'])
}

/// Reads the words of time that `rest`, which starts with `c`, starts with.
fn read(c: char, rest: &str, year: Option<i32>) -> Option<(Period, usize)> {
    if c.is_ascii_digit() {
        return digits(rest, year);
    }
    match c {
        '截' => until(rest, year),
        '每' => each(rest),
        '今' | '本' | '年' | '当' | '明' | '全' | '去' | '上' | '下' | '前' | '近' | '历'
        | '一' | '二' | '三' | '四' | '“' | '自' | '五' => word(rest, year),
        _ => None,
    }
}

fn word(rest: &str, year: Option<i32>) -> Option<(Period, usize)> {
    let words = words_of_time(year);
    if let Some((word, period)) = words.iter().find(|(word, _)| rest.starts_with(word)) {
        return Some((*period, word.len()));
    }
    // 自2019年实施以来
    if rest.starts_with('自') {
        let clause = rest
            .find(clause::CLAUSE_ENDS)
            .unwrap_or(rest.len())
            .min(120);
        let end = rest.get(..clause)?.find("以来")?;
        return Some((Period::Other, end + "以来".len()));
    }
    None
}

/// Words of time with what they mean in a report of `year`.
fn words_of_time(year: Option<i32>) -> [(&'static str, Period); 36] {
    let end = Period::Until {
        year: None,
        month: Some(12),
        day: None,
    };
    let half = |from, to| Period::Months {
        year: None,
        from,
        to,
    };
    let last = year.map_or(Period::Other, |year| Period::Year(year - 1));
    let next = year.map_or(Period::Other, |year| Period::Year(year + 1));
    [
        ("今年以来", Period::Report),
        ("今年", Period::Report),
        ("年初", Period::Other),
        ("年末", end),
        ("年底", end),
        ("本年", Period::Report),
        ("当年", Period::Report),
        ("明年", next),
        ("前年", Period::Other),
        ("本年度", Period::Report),
        ("全年", Period::Report),
        ("去年同期", last),
        ("去年以来", Period::Other),
        ("去年", last),
        ("上一年度", last),
        ("上一年", last),
        ("上年度", last),
        ("上年", last),
        ("下一年度", next),
        ("下一年", next),
        ("上半年", half(1, 6)),
        ("下半年", half(7, 12)),
        ("前三季度", half(1, 9)),
        ("一季度", half(1, 3)),
        ("二季度", half(4, 6)),
        ("三季度", half(7, 9)),
        ("四季度", half(10, 12)),
        ("近年来", Period::Other),
        ("历年", Period::Other),
        ("三年来", Period::Other),
        ("五年来", Period::Other),
        ("近三年", Period::Other),
        ("近五年", Period::Other),
        ("“十三五”", Period::Other),
        ("“十四五”", Period::Other),
        ("“十五五”", Period::Other),
    ]
}

fn each(rest: &str) -> Option<(Period, usize)> {
    let words = [
        ("每半年", Cycle::HalfYear),
        ("每季度", Cycle::Quarter),
        ("每季", Cycle::Quarter),
        ("每个月", Cycle::Month),
        ("每月", Cycle::Month),
        ("每周", Cycle::Week),
        ("每天", Cycle::Day),
        ("每日", Cycle::Day),
        ("每年", Cycle::Year),
    ];
    let (word, cycle) = words.iter().find(|(word, _)| rest.starts_with(word))?;
    Some((Period::Each(*cycle), word.len()))
}

/// `截至2022年12月底`, `截止目前`, `截至12月31日`.
fn until(rest: &str, report: Option<i32>) -> Option<(Period, usize)> {
    let lead = ["截至", "截止到", "截止至", "截止"]
        .into_iter()
        .find(|word| rest.starts_with(word))?;
    let behind = rest.get(lead.len()..)?;
    if let Some((day, len)) = digits(behind, report) {
        let (year, month, day) = match day {
            Period::Report => (None, None, None),
            Period::Year(year) => (Some(year), None, None),
            Period::Months { year, to, .. } => (year, Some(to), None),
            Period::Day { year, month, day } => (year, Some(month), Some(day)),
            other => return Some((other, lead.len() + len)),
        };
        let period = match (year, month) {
            // The end of the report's year.
            (None, None) => Period::Until {
                year: None,
                month: Some(12),
                day: None,
            },
            _ => Period::Until { year, month, day },
        };
        return Some((period, lead.len() + len));
    }
    let now = ["目前", "现在", "年底", "年末"]
        .into_iter()
        .find(|word| behind.starts_with(word));
    let month = now.filter(|word| word.starts_with('年')).map(|_| 12);
    let until = Period::Until {
        year: None,
        month,
        day: None,
    };
    now.map(|word| (until, lead.len() + word.len()))
}

/// A number at the start of a text, and what stands behind it.
fn take(rest: &str) -> Option<(i32, &str)> {
    let n = rest.bytes().take(5).take_while(u8::is_ascii_digit).count();
    Some((rest.get(..n)?.parse().ok()?, rest.get(n..)?))
}

/// Takes off the dash of a range.
fn dash(rest: &str) -> Option<&str> {
    let bare = rest.trim_start_matches(['—', '-', '–', '~', '至', '到']);
    (bare.len() < rest.len() && rest.len() - bare.len() <= 6).then_some(bare)
}

/// `2022年`, `2021—2025年`, `2022年1—6月`, `1至11月份`, `12月5日`.
fn digits(rest: &str, report: Option<i32>) -> Option<(Period, usize)> {
    let (first, behind) = take(rest)?;
    if !(1949..=2099).contains(&first) {
        let (period, left) = months(rest, None, report)?;
        return Some((period, rest.len() - left.len()));
    }
    if let Some((to, left)) = dash(behind.strip_prefix('年').unwrap_or(behind)).and_then(take)
        && (1949..=2099).contains(&to)
        && let Some(left) = left.strip_prefix('年')
    {
        return Some((Period::Years(first, to), rest.len() - left.len()));
    }
    let left = behind.strip_prefix('年')?;
    let year = Some(first).filter(|year| Some(*year) != report);
    if let Some((period, left)) = months(left, year, report) {
        return Some((period, rest.len() - left.len()));
    }
    if let Some((Period::Months { from, to, .. }, len)) = word(left, report) {
        let left = left.get(len..)?;
        return Some((Period::Months { year, from, to }, rest.len() - left.len()));
    }
    let left = left.strip_prefix('度').unwrap_or(left);
    let left = left.strip_prefix('底').unwrap_or(left);
    let since = left.starts_with("以来") || left.starts_with('起');
    let period = match year {
        None => Period::Report,
        Some(_) if since => Period::Other,
        Some(year) => Period::Year(year),
    };
    Some((period, rest.len() - left.len()))
}

/// Months, or a day, at the start of a text; and what stands behind.
fn months(rest: &str, year: Option<i32>, report: Option<i32>) -> Option<(Period, &str)> {
    let month = |n: i32| u8::try_from(n).ok().filter(|n| (1..=12).contains(n));
    let (from, behind) = take(rest)?;
    let from = month(from)?;
    if let Some((to, left)) = dash(behind.strip_prefix('月').unwrap_or(behind)).and_then(take)
        && let Some(to) = month(to).filter(|to| *to >= from)
        && let Some(left) = left.strip_prefix('月')
    {
        let left = left.strip_prefix('份').unwrap_or(left);
        return Some((of_months(year, from, to, report), left));
    }
    let left = behind.strip_prefix('月')?;
    if let Some((day, left)) = take(left)
        && let Some(left) = left.strip_prefix(['日', '号'])
        && let Some(day) = u8::try_from(day).ok().filter(|day| (1..=31).contains(day))
    {
        return Some((
            Period::Day {
                year,
                month: from,
                day,
            },
            left,
        ));
    }
    let left = left.strip_prefix('份').unwrap_or(left);
    let left = left.strip_prefix(['底', '末']).unwrap_or(left);
    Some((of_months(year, from, from, report), left))
}

/// January to December are the year itself.
fn of_months(year: Option<i32>, from: u8, to: u8, report: Option<i32>) -> Period {
    match (from, to, year) {
        (1, 12, None) => Period::Report,
        (1, 12, Some(year)) if Some(year) == report => Period::Report,
        (1, 12, Some(year)) => Period::Year(year),
        _ => Period::Months { year, from, to },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The periods of a line in a report of 2022, as shown.
    fn shown(text: &str) -> Vec<String> {
        Periods::new(text, &[], Some(2022))
            .found
            .iter()
            .filter(|mark| !mark.compared)
            .map(|mark| mark.period.to_string())
            .collect()
    }

    #[test]
    fn words_of_time_are_read() {
        let check = |text: &str, want: &[&str]| assert_eq!(shown(text), want, "{text}");
        check("2022年,办理案件", &["报告年度"]);
        check("2021年度办理", &["2021年"]);
        check("1—12月,办理", &["报告年度"]);
        check("2022年1至6月份", &["1—6月"]);
        check("2021年1-12月", &["2021年"]);
        check("截至2022年12月底", &["截至12月"]);
        check("截至12月31日", &["截至12月31日"]);
        check("截止目前,完成", &["截至目前"]);
        check("上半年办理", &["1—6月"]);
        check("2021年上半年", &["2021年1—6月"]);
        check("第三季度", &["7—9月"]);
        check("2021—2025年", &["2021—2025年"]);
        check("2021年—2025年", &["2021—2025年"]);
        check("每周开展", &["每周"]);
        check("6月组织", &["6月"]);
        check("12月4日组织", &["12月4日"]);
        check("去年受理120件,今年", &["2021年", "报告年度"]);
        check("较2021年增长", &[]);
        check("比上年增加", &[]);
        check("2019年以来", &["其他时期"]);
        check("2022年以来", &["报告年度"]);
        check("自条例实施以来", &["其他时期"]);
        check("112件,72月", &[]);
    }
}
