//! One figure that stands twice: with one value it is confirmed, with two one of them is wrong.
//!
//! Nothing here is more dangerous than to take two figures for one. So only those are compared
//! whose words are the same, of one time and one body, and only of metrics that a report has once
//! (named by a pack), or where a whole clause of some length is repeated word for word.

use crate::document::PartKind;
use crate::facts;
use crate::facts::FactKind;
use crate::facts::Family;
use crate::facts::Period;
use crate::relations;
use crate::relations::Certainty;
use crate::relations::Kind;
use crate::relations::Relation;
use crate::relations::Verdict;
use crate::relations::label;
use crate::relations::line::Line;
use crate::relations::line::MARKS;
use crate::relations::words::Words;
use crate::text::slice;
use std::collections::BTreeMap;

/// A clause repeated word for word has at least so many characters without its number.
const CLAUSE: usize = 14;
/// How far before a figure another body may be named.
const NEAR: usize = 240;

/// Words by which a figure is of a part of the bodies or of more than the year.
const PARTIAL: [&str; 6] = ["为被告", "被申请人", "涉及", "正职", "一把手", "以来累计"];

/// Words of time and extent that change nothing where the period is known.
const NEUTRAL: [&str; 34] = [
    "2016年",
    "2017年",
    "2018年",
    "2019年",
    "2020年",
    "2021年",
    "2022年",
    "2023年",
    "2024年",
    "2025年",
    "2026年",
    "今年以来",
    "今年",
    "全年",
    "本年度",
    "年度",
    "全区",
    "全市",
    "全县",
    "全镇",
    "全乡",
    "我区",
    "我市",
    "我县",
    "我局",
    "我镇",
    "累计",
    "共计",
    "共",
    "已",
    "达到",
    "达",
    "为",
    "均",
];

/// What makes two figures one.
type Key = (String, String, Family, Period);

/// One place of a figure.
struct Stated {
    line: usize,
    index: usize,
}

/// Finds the figures that stand more than once.
pub(super) fn find(lines: &[Line<'_>], words: &Words, relations: &mut Vec<Relation>) {
    let mut groups: BTreeMap<String, Vec<Stated>> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        for index in 0..line.figures.len() {
            if let Some(key) = key(line, index, words) {
                groups
                    .entry(format!("{key:?}"))
                    .or_default()
                    .push(Stated { line: at, index });
            }
        }
    }
    for group in groups.values() {
        for pair in group.windows(2) {
            if let [first, second] = pair {
                relations.extend(relation(lines, first, second));
            }
        }
    }
}

/// What a figure states; `None` where it may be one of several.
fn key(line: &Line<'_>, index: usize, words: &Words) -> Option<Key> {
    let fact = line.fact(index)?;
    let stated = matches!(
        fact.relation,
        facts::Relation::Stated | facts::Relation::Rate
    );
    let kind = matches!(
        fact.kind,
        FactKind::Count | FactKind::Rate | FactKind::Money
    );
    let time = matches!(fact.period, Period::Report | Period::Until { .. });
    let planned = line
        .document
        .part_at(fact.span.start)
        .is_some_and(|part| part.kind == PartKind::NextYear);
    let inside = line
        .figures
        .get(index)
        .is_none_or(|figure| figure.depth > 0);
    if !stated
        || !kind
        || !time
        || planned
        || inside
        || fact.population.is_some()
        || !line.is_exact(index)
    {
        return None;
    }
    let clause = clause(line, index)?;
    let plain = plain(&clause);
    if plain.chars().count() >= CLAUSE {
        return Some((String::new(), plain, fact.family(), Period::Report));
    }
    let known = |id: &String| words.stocks.contains(id);
    fact.id.as_ref().filter(|id| known(id))?;
    let before = line.sentence_before(index);
    let near: String = before
        .chars()
        .rev()
        .take(NEAR)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    let other = [&label::BODIES[..], &PARTIAL, &label::CARRIED, &["其中"]];
    let other = other.iter().any(|words| label::any(&near, words));
    (!other).then(|| ("一年一个".to_owned(), plain, fact.family(), fact.period))
}

/// The clause of a figure, with a mark instead of the number; `None` where it has two numbers.
fn clause(line: &Line<'_>, index: usize) -> Option<String> {
    let figure = line.figures.get(index)?;
    let floor = figure.lead.from();
    let alone_before = line
        .text
        .get(..floor)?
        .chars()
        .next_back()
        .is_none_or(|c| MARKS.contains(&c));
    let next = line.gap(index + 1);
    let end = next.find(MARKS);
    let alone_behind = end.is_some() || index + 1 == line.figures.len();
    let before = slice(line.text, figure.lead);
    let after = next.get(..end.unwrap_or(next.len()))?;
    (alone_before && alone_behind).then(|| format!("{before}#{after}"))
}

fn plain(clause: &str) -> String {
    NEUTRAL
        .iter()
        .fold(clause.trim_start_matches('一').to_owned(), |text, word| {
            text.replace(word, "")
        })
}

fn relation(lines: &[Line<'_>], first: &Stated, second: &Stated) -> Option<Relation> {
    let (a, b) = (lines.get(first.line)?, lines.get(second.line)?);
    let same_place = first.line == second.line && a.same_sentence(first.index, second.index);
    if same_place {
        return None;
    }
    let equal = a
        .interval(first.index)
        .intersects(&b.interval(second.index));
    let (old, new) = (a.figure(first.index), b.figure(second.index));
    let fact = b.fact(second.index)?;
    Some(Relation {
        kind: Kind::Repeat,
        name: fact.metric.clone(),
        operands: vec![
            b.operand("后一处", second.index),
            a.operand("前一处", first.index),
        ],
        verdict: if equal {
            Verdict::Holds
        } else {
            Verdict::Violated
        },
        reason: String::new(),
        certainty: Certainty::Likely,
        distance: relations::distance(&a.interval(first.index), &b.interval(second.index)),
        computation: if equal {
            format!("两处都是{new}")
        } else {
            format!("前面写{old}，后面写{new}")
        },
    })
}
