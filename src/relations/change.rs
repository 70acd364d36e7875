//! Changes with both ends: `由120项增加到135项，增长12.5%`, `72件，比上年的60件增长20%`.

use crate::facts::FactKind;
use crate::relations;
use crate::relations::Certainty;
use crate::relations::Kind;
use crate::relations::Relation;
use crate::relations::Verdict;
use crate::relations::label;
use crate::relations::line::Line;
use crate::relations::size;

/// Which way a change goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Way {
    Up,
    Down,
}

/// Words between both ends: `增加到`, and `增加为`, `增至`.
const UP: [&str; 10] = [
    "增加", "增长", "上升", "提高", "提升", "扩大", "增至", "升至", "扩充", "拓展",
];
const DOWN: [&str; 13] = [
    "减少", "下降", "降低", "压缩", "缩短", "压减", "精简", "降至", "缩减", "减至", "缩至", "回落",
    "降到",
];

/// Words by which a figure is one of the year before.
const FORMER: [&str; 16] = [
    "同比上年",
    "同比去年",
    "相比上年",
    "相比去年",
    "相较上年",
    "相较去年",
    "比上年",
    "较上年",
    "比去年",
    "较去年",
    "上年同期",
    "去年同期",
    "上年",
    "去年",
    "上一年",
    "同期",
];

/// Both ends of a change.
pub(super) struct Ends {
    pub(super) from: usize,
    pub(super) to: usize,
    way: Option<Way>,
    /// The first figure behind both.
    pub(super) next: usize,
}

/// Finds the changes of one line.
pub(super) fn find(line: &Line<'_>, relations: &mut Vec<Relation>) {
    for index in 1..line.figures.len() {
        let ends = from_to(line, index).or_else(|| against_former(line, index));
        let Some(ends) = ends.filter(|ends| line.same_unit(ends.from, ends.to)) else {
            continue;
        };
        let trend = trend(line, &ends);
        let wrong = trend
            .as_ref()
            .is_some_and(|trend| trend.verdict == Verdict::Violated);
        relations.extend(trend);
        if !wrong {
            relations.extend(size::of(line, &ends));
        }
    }
}

/// The way that the word names which stands nearest to the end of `text`.
pub(super) fn way(text: &str) -> Option<Way> {
    let last = |words: &[&str]| words.iter().filter_map(|word| text.rfind(word)).max();
    match (last(&UP), last(&DOWN)) {
        (None, None) => None,
        (up, down) if up > down => Some(Way::Up),
        _ => Some(Way::Down),
    }
}

/// `由120项增加到135项`: `to` is the second one.
fn from_to(line: &Line<'_>, to: usize) -> Option<Ends> {
    let from = to.checked_sub(1)?;
    let lead = line.lead(from);
    let gap = line.gap(to);
    let starts = lead.rfind(['由', '从']).filter(|at| lead.len() - at <= 40);
    let reaches = gap
        .trim_end_matches(['的', '约', '近'])
        .ends_with(['到', '至', '为', '成'])
        || gap.ends_with("年的")
        || gap.ends_with("今年");
    let one_clause =
        gap.matches(',').count() <= 1 && !gap.contains(['。', ';', '(', ')', '、', ':']);
    if starts.is_none()
        || !one_clause
        || !reaches
        || gap.chars().count() > 24
        || is_rank(line, from)
    {
        return None;
    }
    let way = way(gap)?;
    // 时限由20天提升到5天 means well.
    let time = line
        .fact(to)
        .is_some_and(|fact| fact.kind == FactKind::Days);
    (!(time && way == Way::Up && !gap.contains("增"))).then_some(Ends {
        from,
        to,
        way: Some(way),
        next: to + 1,
    })
}

/// A place in a ranking gets better by getting smaller.
fn is_rank(line: &Line<'_>, index: usize) -> bool {
    let unit = line.fact(index).map_or("", |fact| fact.unit.as_str());
    unit == "位"
        || label::any(
            line.sentence_before(index),
            &["名次", "排名", "位次", "位列", "位居", "排位"],
        )
}

/// `72件，比上年的60件增长20%`: the former year's figure is `index`.
fn against_former(line: &Line<'_>, from: usize) -> Option<Ends> {
    let to = from.checked_sub(1)?;
    let lead = line.lead(from);
    let rest = FORMER
        .iter()
        .filter_map(|word| lead.strip_prefix(word))
        .min_by_key(|rest| rest.len())?;
    let plain = [
        "",
        "的",
        "为",
        "是",
        "同期",
        "同期的",
        "同期为",
        "有",
        "度",
        "度的",
    ]
    .contains(&rest);
    let near = line.same_sentence(to, from) && line.gap(from).matches(',').count() <= 1;
    if !plain || !near || line.gap(from).contains(['。', ';', '、']) {
        return None;
    }
    let next = line.gap(from + 1);
    let clause: String = next.chars().take(12).collect();
    Some(Ends {
        from,
        to,
        way: way(&clause),
        next: from + 1,
    })
}

/// A growth must grow, a fall must fall.
fn trend(line: &Line<'_>, ends: &Ends) -> Option<Relation> {
    let way = ends.way?;
    let (from, to) = (line.interval(ends.from), line.interval(ends.to));
    let same = from.single().is_some() && from.single() == to.single();
    let wrong = match way {
        Way::Up => to.is_below(&from),
        Way::Down => from.is_below(&to),
    };
    let verdict = if wrong || same {
        Verdict::Violated
    } else {
        Verdict::Holds
    };
    let sign = match (wrong, way) {
        _ if same => '＝',
        (true, Way::Up) | (false, Way::Down) => '＜',
        _ => '＞',
    };
    Some(Relation {
        kind: Kind::Trend,
        name: if way == Way::Up {
            "增加".to_owned()
        } else {
            "减少".to_owned()
        },
        operands: vec![
            line.operand("后来的数", ends.to),
            line.operand("原来的数", ends.from),
        ],
        verdict,
        reason: String::new(),
        certainty: Certainty::Sure,
        computation: format!("{}{sign}{}", line.figure(ends.to), line.figure(ends.from)),
        distance: match way {
            Way::Up => relations::excess(&from, &to),
            Way::Down => relations::excess(&to, &from),
        },
    })
}

/// The way of a text that holds nothing but the word: `增长`, `增加了`, `增幅为`.
pub(super) fn own_way(text: &str) -> Option<Way> {
    let bare = text.trim_end_matches(['了', '约', '为', '达', '率', '幅']);
    let is = |words: &[&str]| words.contains(&bare);
    if is(&UP) || bare == "增" {
        Some(Way::Up)
    } else if is(&DOWN) || bare == "降" || bare == "减" {
        Some(Way::Down)
    } else {
        None
    }
}
