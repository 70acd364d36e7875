//! Figures that cannot be above others: `受理72件，审结75件`.

use crate::relations;
use crate::relations::Certainty;
use crate::relations::Kind;
use crate::relations::Relation;
use crate::relations::Verdict;
use crate::relations::label;
use crate::relations::line::Line;
use crate::relations::line::MARKS;
use crate::relations::line::REACH;
use crate::relations::words;
use crate::relations::words::Words;

/// Finds the ordered figures of one line.
pub(super) fn find(line: &Line<'_>, words: &Words, relations: &mut Vec<Relation>) {
    let beside: Vec<String> = (0..line.figures.len())
        .map(|index| whole(line, index))
        .collect();
    for less in 1..line.figures.len() {
        if !line.is_count(less) || line.fact(less).is_some_and(crate::facts::Fact::is_change) {
            continue;
        }
        let label = part(line, less);
        for order in &words.orders {
            let own = label::longest(&label, &order.less);
            let is_less = own > 0
                && own >= label::longest(&label, &order.more)
                && !label::has(&label, &order.not);
            if is_less {
                relations.extend(relation(line, less, order, &beside));
            }
        }
    }
}

/// The words that make a figure the lesser one. `46件已全部化解` is all of 46.
fn part(line: &Line<'_>, index: usize) -> String {
    let tail = line.tail(index);
    let all = label::any(tail, &["全部", "均", "都", "皆"]);
    format!("{}{}", line.lead(index), if all { "" } else { tail })
}

/// The words that make a figure the greater one: with those up to the next figure, where no mark
/// divides them: `113件上级交办积案已化解105件`.
fn whole(line: &Line<'_>, index: usize) -> String {
    let gap = line.gap(index + 1);
    let own = if gap.contains(MARKS) || index + 1 == line.figures.len() {
        line.tail(index)
    } else {
        gap
    };
    format!("{}{own}", line.lead(index))
}

/// The figures before that the lesser one is of: in the same sentence.
fn greater(line: &Line<'_>, less: usize, order: &words::Order, beside: &[String]) -> Vec<usize> {
    (0..less)
        .rev()
        .take(REACH)
        .take_while(|index| line.same_sentence(*index, less))
        .filter(|index| line.is_count(*index) && line.same_unit(*index, less))
        .filter(|index| line.fact(*index).is_some_and(|fact| !fact.is_change()))
        .filter(|index| {
            let words = beside.get(*index).map_or("", String::as_str);
            let more = label::longest(words, &order.more);
            more > 0
                && (more >= label::longest(words, &order.less)
                    || !label::has(line.lead(*index), &order.less) && *index + 1 == less)
        })
        .collect()
}

fn relation(
    line: &Line<'_>,
    less: usize,
    order: &words::Order,
    beside: &[String],
) -> Option<Relation> {
    let greater = greater(line, less, order, beside);
    let nearest = *greater.first()?;
    let above = |index: &usize| line.interval(*index).is_below(&line.interval(less));
    // 省级交办15件，市级交办32件，已化解45件: figures of one word may be meant together.
    let word =
        |index: &usize| label::word(beside.get(*index).map_or("", String::as_str), &order.more);
    let alike = greater
        .iter()
        .copied()
        .filter(|index| word(index) == word(&nearest));
    let together = line.sum(alike).is_below(&line.interval(less));
    let exceeds = greater.iter().all(above) && together;
    let sentence = line.sentence(less);
    let open = label::any(sentence, &label::CARRIED) || period_differs(line, less, nearest);
    let verdict = match (exceeds, open) {
        (false, _) => Verdict::Holds,
        (true, true) => Verdict::Open,
        (true, false) => Verdict::Violated,
    };
    let among = line.gap(less).contains("其中") && less == nearest + 1;
    let certainty = match (order.carried, among) {
        (true, false) => Certainty::Slight,
        _ => Certainty::Sure,
    };
    let sign = if exceeds { '＞' } else { '≤' };
    let shown = greater
        .iter()
        .find(|index| !above(index))
        .unwrap_or(&nearest);
    Some(Relation {
        kind: if order.carried {
            Kind::Flow
        } else {
            Kind::Order
        },
        name: order.name.clone(),
        operands: vec![
            line.operand("较小的数", less),
            line.operand("较大的数", *shown),
        ],
        verdict,
        reason: if verdict == Verdict::Open {
            "含上年结转，或者不是同一时期".to_owned()
        } else {
            String::new()
        },
        certainty,
        computation: format!("{}{sign}{}", line.number(less), line.number(*shown)),
        distance: relations::excess(&line.interval(less), &line.interval(*shown)),
    })
}

/// Tells whether two figures are of two times or of two bodies.
fn period_differs(line: &Line<'_>, a: usize, b: usize) -> bool {
    match (line.fact(a), line.fact(b)) {
        (Some(a), Some(b)) => {
            let bodies = (&a.population, &b.population);
            let other_body = matches!(bodies, (Some(a), Some(b)) if a.words != b.words);
            a.period != b.period || !a.period.is_known() || other_body
        }
        _ => true,
    }
}
