//! Rates with their figures: `受理29件，纠错20件，综合纠错率为68.97%`.

use crate::relations::Certainty;
use crate::relations::Kind;
use crate::relations::Relation;
use crate::relations::label;
use crate::relations::line::Line;
use crate::relations::line::MARKS;
use crate::relations::line::REACH;
use crate::relations::quotient::Pair;
use crate::relations::quotient::Tried;
use crate::relations::words;
use crate::relations::words::Words;

/// Words in front of a rate's name that change nothing of its figures.
const PLAIN: [&str; 34] = [
    "全区",
    "全市",
    "全县",
    "全镇",
    "全乡",
    "全局",
    "全省",
    "全街道",
    "全年",
    "行政机关",
    "行政复议",
    "行政诉讼",
    "案件",
    "问题",
    "隐患",
    "纠纷",
    "综合",
    "总体",
    "整体",
    "累计",
    "其",
    "的",
    "均",
    "总",
    "复议",
    "事项",
    "负责人",
    "平均",
    "矛盾",
    "人民",
    "信访",
    "各",
    "法律援助",
    "该",
];

/// Finds the rates of one line whose figures stand near them.
pub(super) fn find(line: &Line<'_>, words: &Words, relations: &mut Vec<Relation>) {
    for index in 0..line.figures.len() {
        if !line.is_percent(index) || !is_level(line, index) {
            continue;
        }
        if line.lead(index).starts_with('占') {
            relations.extend(share(line, index));
        } else if let Some(whole) = share_whole(line, index) {
            relations.extend(share_of(line, index, whole));
        } else {
            let known = named(line, index, words);
            relations.extend(
                known
                    .and_then(|(rate, at)| known_rate(line, index, rate, at))
                    .or_else(|| by_name(line, index)),
            );
        }
    }
}

/// Tells a rate of this report from a change, an aim, and a rate that stands for a former year.
fn is_level(line: &Line<'_>, index: usize) -> bool {
    let Some(fact) = line.fact(index) else {
        return false;
    };
    let states = fact.relation == crate::facts::Relation::Rate;
    let lead = line.lead(index);
    let former = [
        "由",
        "从",
        "上年",
        "去年",
        "同期",
        "全国",
        "全省平均",
        "目标",
    ];
    let to = line.gap(index + 1);
    let moves = index + 1 < line.figures.len()
        && line.is_percent(index + 1)
        && label::any(
            to,
            &[
                "提高到",
                "上升到",
                "提升到",
                "下降到",
                "提升至",
                "提高至",
                "降至",
                "上升至",
                "下降至",
            ],
        );
    states && !label::any(lead, &former) && !moves
}

/// The entry of the words whose name stands in front of a rate, and where its name starts.
fn named<'w>(line: &Line<'_>, index: usize, words: &'w Words) -> Option<(&'w words::Rate, usize)> {
    let lead = line.lead(index);
    let names = words
        .rates
        .iter()
        .flat_map(|rate| rate.rate.iter().map(move |name| (rate, name)));
    names
        .filter_map(|(rate, name)| Some((rate, lead.rfind(name.as_str())?, name.len())))
        .max_by_key(|(_, at, len)| (at + len, *len))
        .map(|(rate, at, _)| (rate, at))
}

/// A rate of the words with its numerators and denominators.
fn known_rate(line: &Line<'_>, index: usize, rate: &words::Rate, at: usize) -> Option<Relation> {
    let qualifier = qualifier(line.lead(index).get(..at)?);
    let mut parts = Vec::new();
    let mut wholes = Vec::new();
    let mut carried = Vec::new();
    for other in near(line, index) {
        let beside = format!("{}{}", line.lead(other), line.tail(other));
        let part = label::longest(&beside, &rate.part);
        let whole = label::longest(&beside, &rate.whole);
        let qualified = qualifier.is_empty() || beside.contains(&qualifier);
        if label::any(&beside, &label::CARRIED) {
            carried.push(other);
        } else if part > 0 && part >= whole && qualified {
            parts.push(other);
        } else if whole > 0 {
            wholes.push(other);
        }
    }
    let mut pairs = pairs(line, &parts, &wholes, &carried);
    // 制定规章1件。审核文件31件，审核率100%: what is above its whole is no part of it.
    pairs.retain(|pair| rate.pair || !is_above(line, pair));
    let tried = Tried {
        line,
        index,
        pairs,
        kind: if rate.pair { Kind::Pair } else { Kind::Rate },
        name: rate.name.clone(),
        certainty: if rate.sure {
            Certainty::Sure
        } else {
            Certainty::Likely
        },
        // What former years left was tried where its number is told.
        carried: carried.is_empty() && label::any(line.sentence_before(index), &label::CARRIED),
    };
    tried.relation()
}

/// Tells whether the numerator is above the denominator whatever both stand for.
fn is_above(line: &Line<'_>, pair: &Pair) -> bool {
    let sum = |figures: &[usize]| line.sum(figures.iter().copied());
    sum(&pair.whole).is_below(&sum(&pair.part))
}

/// Numerators with denominators of the same unit, the nearest first; then all numerators together,
/// and denominators with what former years left.
fn pairs(line: &Line<'_>, parts: &[usize], wholes: &[usize], carried: &[usize]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for part in parts.iter().rev() {
        let same = wholes
            .iter()
            .rev()
            .filter(|whole| line.same_unit(*part, **whole));
        pairs.extend(same.map(|whole| Pair::of(*part, *whole)));
    }
    let single = pairs.clone();
    let all = |unit: usize| {
        parts
            .iter()
            .copied()
            .filter(move |part| line.same_unit(*part, unit))
    };
    if parts.len() > 1 {
        pairs.extend(wholes.iter().map(|whole| Pair {
            part: all(*whole).collect(),
            whole: vec![*whole],
        }));
    }
    // 省级交办15件，市级交办32件: the denominator may be both.
    let sums = parts.iter().filter(|_| wholes.len() > 1).map(|part| Pair {
        part: vec![*part],
        whole: wholes
            .iter()
            .copied()
            .filter(|whole| line.same_unit(*part, *whole))
            .collect(),
    });
    pairs.extend(sums.filter(|pair| !pair.whole.is_empty()));
    for extra in carried {
        let same = single.iter().filter(|pair| {
            pair.whole
                .iter()
                .all(|whole| line.same_unit(*whole, *extra))
        });
        pairs.extend(same.map(|pair| Pair {
            whole: pair.whole.iter().copied().chain([*extra]).collect(),
            ..pair.clone()
        }));
    }
    pairs.retain(|pair| !pair.part.is_empty());
    pairs
}

/// What stands in front of a rate's name and may make it a rate of something else: 一审, 按期.
fn qualifier(before: &str) -> String {
    let start = before.rfind(['、', '和', '与']).map_or(0, |at| {
        at + before
            .get(at..)
            .and_then(|r| r.chars().next())
            .map_or(0, char::len_utf8)
    });
    let mut rest = before.get(start..).unwrap_or("").to_owned();
    for word in PLAIN {
        rest = rest.replace(word, "");
    }
    rest.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// The counts near a rate: those of its sentence, and of the one before where it has fewer than
/// two of its own.
fn near(line: &Line<'_>, index: usize) -> Vec<usize> {
    let sentence = |i: usize| line.figures.get(i).map_or(0, |figure| figure.sentence);
    let from = index.saturating_sub(REACH);
    let to = (index + 4).min(line.figures.len());
    let own: Vec<usize> = (from..to)
        .filter(|i| line.is_count(*i) && sentence(*i) == sentence(index))
        .collect();
    if own.len() >= 2 {
        return own;
    }
    (from..to)
        .filter(|i| {
            line.is_count(*i)
                && sentence(*i) <= sentence(index)
                && sentence(*i) + 1 >= sentence(index)
        })
        .collect()
}

/// `民事236件，占60.8%`: of one of the figures before.
fn share(line: &Line<'_>, index: usize) -> Option<Relation> {
    let part = index.checked_sub(1)?;
    let lead = line.lead(index);
    let names = [
        "占",
        "占比",
        "占比为",
        "占比达",
        "占总数的",
        "占总数",
        "占总量的",
        "占比约",
    ];
    if !names.contains(&lead) || !line.is_count(part) || !line.same_sentence(part, index) {
        return None;
    }
    let wholes: Vec<usize> = (0..part)
        .rev()
        .take(REACH)
        .take_while(|i| line.same_sentence(*i, index))
        .filter(|i| line.is_count(*i) && line.same_unit(*i, part))
        .collect();
    plain(
        line,
        index,
        "占比",
        wholes.iter().map(|whole| Pair::of(part, *whole)).collect(),
    )
}

/// The whole that a share names itself, right before it: `占全部1240项依申请事项的93.9%`.
fn share_whole(line: &Line<'_>, index: usize) -> Option<usize> {
    let whole = index.checked_sub(1)?;
    let one_clause = line.same_sentence(whole, index) && !line.gap(index).contains(MARKS);
    let named = line.lead(whole).starts_with('占') && line.gap(index).ends_with('的');
    (named && one_clause && line.is_count(whole)).then_some(whole)
}

/// `事项1102项，占全部1240项的88.9%`: the part is the figure before, or those that 、 joins to it.
fn share_of(line: &Line<'_>, index: usize, whole: usize) -> Option<Relation> {
    let part = whole.checked_sub(1)?;
    let of_one =
        |i: usize| line.is_count(i) && line.same_sentence(i, index) && line.same_unit(i, whole);
    let gap = line.gap(whole);
    let behind = gap.matches(',').count() <= 1 && !gap.contains(['。', ';', ':', '(', '、']);
    if !of_one(part) || !behind || line.has_unread(line.gap_span(whole)) {
        return None;
    }
    let mut pairs = vec![Pair::of(part, whole)];
    let mut parts = vec![part];
    for i in (part.saturating_sub(REACH)..part).rev() {
        let joint = line.gap(i + 1);
        let joined = joint.contains('、') || joint.starts_with(['和', '及']);
        if !joined || joint.contains([',', '。', ';']) || !of_one(i) {
            break;
        }
        parts.insert(0, i);
        pairs.push(Pair {
            part: parts.clone(),
            whole: vec![whole],
        });
    }
    plain(line, index, "占比", pairs)
}

/// A rate that no pack knows: the two figures of its sentence, of which one has its word beside
/// it: `1862项事项中，1795项实现全程网办，全程网办率为96.4%`.
fn by_name(line: &Line<'_>, index: usize) -> Option<Relation> {
    let lead = line.lead(index);
    let before = lead.get(..lead.rfind('率')?)?;
    let word: String = {
        let mut chars: Vec<char> = before.chars().rev().take(2).collect();
        chars.reverse();
        chars.into_iter().collect()
    };
    if word.chars().count() < 2
        || label::any(
            lead,
            &["同比", "满意", "完成", "增长", "按期", "按时", "及时", "占"],
        )
    {
        return None;
    }
    let counts: Vec<usize> = (index.saturating_sub(REACH)..index)
        .filter(|i| line.is_count(*i) && line.same_sentence(*i, index))
        .collect();
    let [a, b] = counts.as_slice() else {
        return None;
    };
    let beside = |i: usize| format!("{}{}", line.lead(i), line.tail(i));
    let has = |i: usize| beside(i).contains(&word);
    let is_part = has(*b) && !has(*a) && line.same_unit(*a, *b);
    let among = line.gap(*b).contains("中,");
    if !is_part || !among {
        return None;
    }
    plain(line, index, &format!("{word}率"), vec![Pair::of(*b, *a)])
}

/// A rate that no pack tells anything of.
fn plain(line: &Line<'_>, index: usize, name: &str, pairs: Vec<Pair>) -> Option<Relation> {
    let tried = Tried {
        line,
        index,
        pairs,
        kind: Kind::Rate,
        name: name.to_owned(),
        certainty: Certainty::Likely,
        carried: label::any(line.sentence_before(index), &label::CARRIED),
    };
    tried.relation()
}
