//! Of when a figure is, told by the last mark of time in front of it: 2022年, 去年, 上半年, 全年.

use crate::facts::figure::CHANGES;
use crate::text::Span;
use crate::text::slice;

/// Of when a figure is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum When {
    /// The year reported, or not told.
    Now,
    /// A year before.
    Before,
    /// A year that has not come.
    Later,
    /// Only a part of a year.
    Part,
}

/// A mark of time in the words before a figure.
struct Mark {
    span: Span,
    when: When,
}

/// Words for the past, for a part of a year, and for the year reported.
const WORDS: [(&str, When); 39] = [
    ("上年", When::Before),
    ("上一年", When::Before),
    ("去年", When::Before),
    ("前年", When::Before),
    ("往年", When::Before),
    ("历年", When::Before),
    ("同期", When::Before),
    ("以前年度", When::Before),
    ("此前", When::Before),
    ("原来", When::Before),
    ("近年来", When::Now),
    ("近两年", When::Before),
    ("近三年", When::Before),
    ("近五年", When::Before),
    ("上半年", When::Part),
    ("下半年", When::Part),
    ("一季度", When::Part),
    ("二季度", When::Part),
    ("三季度", When::Part),
    ("四季度", When::Part),
    ("1季度", When::Part),
    ("2季度", When::Part),
    ("3季度", When::Part),
    ("4季度", When::Part),
    ("当季", When::Part),
    ("当月", When::Part),
    ("上月", When::Part),
    ("今年", When::Now),
    ("本年", When::Now),
    ("当年", When::Now),
    ("全年", When::Now),
    ("年末", When::Now),
    ("年底", When::Now),
    ("年终", When::Now),
    ("年内", When::Now),
    ("目前", When::Now),
    ("现在", When::Now),
    ("明年", When::Later),
    ("下一年", When::Later),
];

/// In front of a mark these words make it something to compare with.
const BESIDE: [&str; 14] = [
    "较", "比", "与", "同", "跟", "和", "于", "超过", "相比", "相较", "按", "对照", "较之", "好过",
];

/// Tells of when a figure is from the words before it, in its sentence and without brackets.
///
/// `year` is the year reported, where it is known.
pub(super) fn when(lead: &str, year: Option<i32>) -> When {
    marks(lead, year)
        .iter()
        .rev()
        .find(|mark| governs(lead, mark))
        .map_or(When::Now, |mark| mark.when)
}

/// `近三年…分别为85%、92%、97%`: of when the figure at `turn` (from 0) of `n` is.
///
/// `None` where the words do not give one time for each figure.
pub(super) fn in_turn(lead: &str, turn: usize, n: usize, year: Option<i32>) -> Option<When> {
    const SPANS: [(&str, usize); 8] = [
        ("近两年", 2),
        ("近三年", 3),
        ("近四年", 4),
        ("近五年", 5),
        ("近2年", 2),
        ("近3年", 3),
        ("近4年", 4),
        ("近5年", 5),
    ];
    let last = if turn + 1 == n {
        When::Now
    } else {
        When::Before
    };
    if SPANS
        .iter()
        .any(|(word, years)| *years == n && lead.contains(word))
    {
        return Some(last);
    }
    let mut marks = Vec::new();
    years(lead, year, &mut marks);
    let is_range = |mark: &Mark| mark.span.len() > "2023年".len();
    match marks.as_slice() {
        [range] if is_range(range) => Some(if range.when == When::Now {
            last
        } else {
            range.when
        }),
        marks if marks.len() == n => marks.get(turn).map(|mark| mark.when),
        _ => None,
    }
}

/// Tells whether a mark speaks of what stands behind `lead`.
///
/// `较2022年提高3个百分点，达到` does not, `较2022年的` does; `由去年的95%提高到` does not.
fn governs(lead: &str, mark: &Mark) -> bool {
    let before = slice(lead, Span::new(0, mark.span.from()));
    let between = slice(lead, Span::new(mark.span.to(), lead.len()));
    let n = between.chars().count();
    if BESIDE.iter().any(|word| before.ends_with(word)) {
        return n <= 3;
    }
    let moves = CHANGES.iter().any(|word| between.contains(word)) || between.contains("到");
    if before.ends_with(['由', '从', '自']) {
        return !moves;
    }
    // 去年为95%提高到: the figure in between took the mark.
    !(moves && between.contains('%'))
}

fn marks(lead: &str, year: Option<i32>) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (word, when) in WORDS {
        for (at, _) in lead.match_indices(word) {
            let span = Span::new(at, at + word.len());
            marks.push(Mark { span, when });
        }
    }
    years(lead, year, &mut marks);
    months(lead, &mut marks);
    marks.sort_by_key(|mark| (mark.span.to(), mark.span.from()));
    marks
}

/// `2022年`, `2021—2023年`; not `2021年以来`.
fn years(lead: &str, year: Option<i32>, marks: &mut Vec<Mark>) {
    let Some(year) = year else { return };
    for (at, _) in lead.match_indices('年') {
        let before = slice(lead, Span::new(0, at));
        let behind = lead.get(at + '年'.len_utf8()..).unwrap_or("");
        let Some(last) = digits_at_end(before, 4) else {
            continue;
        };
        if ["以来", "起", "开始", "至今", "初", "度以来"]
            .iter()
            .any(|word| behind.starts_with(word))
        {
            continue;
        }
        let from = at - 4;
        let range = slice(before, Span::new(0, from));
        let range = range.trim_end_matches(['-', '—', '–', '~', '至', '到', '年']);
        let is_range = range.len() < from;
        let first = digits_at_end(range, 4).filter(|_| is_range);
        let when = match (first, last) {
            (Some(first), last) if (first..=last).contains(&year) => When::Now,
            (_, last) if last < year => When::Before,
            (_, last) if last > year => When::Later,
            _ => When::Now,
        };
        let start = if first.is_some() {
            range.len() - 4
        } else {
            from
        };
        let span = Span::new(start, at + '年'.len_utf8());
        marks.push(Mark { span, when });
    }
}

/// `1—6月`, `前9个月`, `3月份`; not a day (`6月15日`), not `截至11月底`, not `1—12月`.
fn months(lead: &str, marks: &mut Vec<Mark>) {
    for (at, _) in lead.match_indices('月') {
        let before = slice(lead, Span::new(0, at));
        let behind = lead.get(at + '月'.len_utf8()..).unwrap_or("");
        let before = before.strip_suffix('个').unwrap_or(before);
        let digits = before.chars().rev().take_while(char::is_ascii_digit);
        let n = digits.count();
        let Some(month) = before
            .get(before.len() - n..)
            .and_then(|m| m.parse::<u32>().ok())
        else {
            continue;
        };
        let is_day = behind.starts_with(|c: char| c.is_ascii_digit());
        if is_day || !(1..=12).contains(&month) {
            continue;
        }
        let start = before.len() - n;
        let window = slice(before, Span::new(0, start));
        let tail: String = window.chars().rev().take(8).collect();
        let until = tail.contains("至截") || tail.contains("止截");
        let when = if month >= 11 || until {
            When::Now
        } else {
            When::Part
        };
        let span = Span::new(start, at + '月'.len_utf8());
        marks.push(Mark { span, when });
    }
}

/// The number that `text` ends with, where it has just `n` digits.
fn digits_at_end(text: &str, n: usize) -> Option<i32> {
    let count = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    if count != n {
        return None;
    }
    text.get(text.len() - n..)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(lead: &str, expected: When) {
        assert_eq!(when(lead, Some(2023)), expected, "{lead}");
    }

    #[test]
    fn the_last_mark_counts() {
        is("出庭应诉率为", When::Now);
        is("2022年出庭应诉率为", When::Before);
        is("2022年出庭应诉率95%,2023年为", When::Now);
        is("去年为90.1%,今年为", When::Now);
        is("上半年为92%,全年达到", When::Now);
        is("到2025年,出庭应诉率达到", When::Later);
        is("2021—2023年出庭应诉率均为", When::Now);
        is("2019—2021年出庭应诉率均为", When::Before);
    }

    #[test]
    fn what_is_compared_with_does_not_count() {
        is("出庭应诉率较2022年提高2.6个百分点,达到", When::Now);
        is("出庭应诉率较2022年的", When::Before);
        is("出庭应诉率由上年的", When::Before);
        is("出庭应诉率由上年的92%提高到", When::Now);
        is("由2021年的85%、2022年的", When::Before);
        is("由2021年的85%、2022年的93%提高到2023年的", When::Now);
        is("出庭应诉率较去年提升15%,达", When::Now);
        is("自2020年以来持续提升,达到", When::Now);
        is("2022年全县出庭应诉率提高到", When::Before);
    }

    #[test]
    fn each_figure_has_its_year() {
        let lead = "近三年出庭应诉率分别为85%、92%、";
        assert_eq!(in_turn(lead, 2, 3, Some(2023)), Some(When::Now));
        assert_eq!(in_turn(lead, 1, 3, Some(2023)), Some(When::Before));
        let lead = "2022年、2023年出庭应诉率分别为95%、";
        assert_eq!(in_turn(lead, 0, 2, Some(2023)), Some(When::Before));
        assert_eq!(in_turn(lead, 1, 2, Some(2023)), Some(When::Now));
        assert_eq!(
            in_turn("败诉率和出庭应诉率分别为5%、", 1, 2, Some(2023)),
            None
        );
    }

    #[test]
    fn parts_of_a_year_are_told() {
        is("上半年,出庭应诉率为", When::Part);
        is("1至6月,出庭应诉率为", When::Part);
        is("前9个月出庭应诉率为", When::Part);
        is("1—12月,出庭应诉率为", When::Now);
        is("截至10月底,出庭应诉率为", When::Now);
        is("6月15日召开会议,出庭应诉率为", When::Now);
    }
}
