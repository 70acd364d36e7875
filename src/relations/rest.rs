//! What is left over: `发现隐患3105处，已整改3091处，其余14处正在整改`.

use crate::relations;
use crate::relations::Certainty;
use crate::relations::Kind;
use crate::relations::Relation;
use crate::relations::Verdict;
use crate::relations::label;
use crate::relations::line::Line;
use crate::relations::line::REACH;
use crate::relations::show;
use crate::text::Span;

/// Words at the start of a clause that name what is left over.
const LEFT: [&str; 8] = [
    "其余", "剩余", "余下", "剩下", "尚余", "还剩", "另外", "其他",
];

/// Finds what one line says to be left over.
pub(super) fn find(line: &Line<'_>, relations: &mut Vec<Relation>) {
    for rest in 2..line.figures.len() {
        let named = LEFT.iter().any(|word| line.lead(rest).starts_with(word));
        let place = line.operand("其余", rest).span;
        let known = relations.iter().rev().take(REACH);
        let known = known.filter(|relation| relation.verdict != Verdict::Open);
        let is_listed = known
            .into_iter()
            .any(|relation| relation.operands.iter().any(|o| o.span == place));
        if named && line.is_count(rest) && !is_listed {
            relations.extend(relation(line, rest));
        }
    }
}

/// The figures of one unit before the rest, nearest first: those of its sentence, and where it has
/// but one of its own, those of the sentence before.
fn before(line: &Line<'_>, rest: usize) -> Vec<usize> {
    let own = within(line, rest, 0);
    if own.len() >= 2 {
        own
    } else {
        within(line, rest, 1)
    }
}

fn within(line: &Line<'_>, rest: usize, sentences: usize) -> Vec<usize> {
    let figure = |i: usize| line.figures.get(i);
    let sentence = |i: usize| figure(i).map_or(0, |figure| figure.sentence);
    let depth = |i: usize| figure(i).map(|figure| figure.depth);
    (0..rest)
        .rev()
        .take(REACH)
        .take_while(|index| sentence(*index) + sentences >= sentence(rest))
        .filter(|index| line.same_unit(*index, rest) && line.is_count(*index))
        .filter(|index| depth(*index) == depth(rest))
        .collect()
}

fn relation(line: &Line<'_>, rest: usize) -> Option<Relation> {
    let before = before(line, rest);
    // Some total, less the figures behind it, is the rest.
    let fits = |n: &usize| {
        let sum = line.sum(before.iter().take(*n).copied().chain([rest]));
        before
            .get(*n)
            .is_some_and(|total| line.interval(*total).intersects(&sum))
    };
    let fitting = (1..before.len()).find(fits);
    let n = fitting.unwrap_or(1);
    let total = *before.get(n)?;
    let taken: Vec<usize> = before.iter().take(n).rev().copied().collect();
    let verdict = match fitting {
        Some(_) => Verdict::Holds,
        None if is_open(line, rest, &before) => Verdict::Open,
        None => Verdict::Violated,
    };
    let mut operands = vec![line.operand("其余", rest), line.operand("总数", total)];
    operands.extend(taken.iter().map(|index| line.operand("已列出", *index)));
    let reason = if verdict == Verdict::Open {
        "前面的数不止一组，或有约数、结转"
    } else {
        ""
    };
    Some(Relation {
        kind: Kind::Rest,
        name: String::new(),
        operands,
        verdict,
        reason: reason.to_owned(),
        certainty: if line.same_sentence(total, rest) {
            Certainty::Sure
        } else {
            Certainty::Likely
        },
        computation: computation(line, rest, total, &taken, verdict),
        distance: relations::distance(
            &(line.interval(total) - line.sum(taken.iter().copied())),
            &line.interval(rest),
        ),
    })
}

/// With more than one figure before it, which of them are taken off is not told.
fn is_open(line: &Line<'_>, rest: usize, before: &[usize]) -> bool {
    let [done, total] = before else { return true };
    let from = line.figures.get(*done).map_or(0, |figure| figure.span.to());
    let to = line
        .figures
        .get(rest)
        .map_or(from, |figure| figure.span.from());
    let exact = [rest, *done, *total]
        .iter()
        .all(|index| line.is_exact(*index));
    let sentence = line.sentence_before(rest);
    let odd = line.value(*done) > line.value(*total);
    odd || !exact || label::any(sentence, &label::CARRIED) || line.has_unread(Span::new(from, to))
}

fn computation(
    line: &Line<'_>,
    rest: usize,
    total: usize,
    taken: &[usize],
    verdict: Verdict,
) -> String {
    let numbers: Vec<String> = taken.iter().map(|index| line.number(*index)).collect();
    let left = format!("{}-{}", line.number(total), numbers.join("-"));
    let sum = line.added(taken.iter().copied());
    let difference = sum.and_then(|sum| line.value(total).checked_sub(sum));
    match (verdict, difference) {
        (Verdict::Violated, Some(value)) => {
            format!("{left}={}，原文写{}", show::value(value), line.number(rest))
        }
        (Verdict::Holds, _) => format!("{left}={}", line.number(rest)),
        _ => left,
    }
}
