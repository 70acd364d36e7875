//! Figures that are added up behind them: `制定5件、修改3件、废止2件，共计10件`.

use crate::relations;
use crate::relations::Certainty;
use crate::relations::Kind;
use crate::relations::Relation;
use crate::relations::Verdict;
use crate::relations::label;
use crate::relations::line::Line;
use crate::relations::line::REACH;
use crate::relations::show;
use crate::text::slice;

/// Words that add up what stands before them, and nothing else.
const ADDED: [&str; 7] = ["共计", "合计", "总计", "总共", "一共", "总数", "共"];
/// Words that tell that the total is of something else, or of a longer time.
const OTHER: [&str; 6] = ["累计", "以来", "同比", "上年", "去年", "其中"];

/// Finds the totals of one line that stand behind their parts.
pub(super) fn find(line: &Line<'_>, relations: &mut Vec<Relation>) {
    for total in 2..line.figures.len() {
        if is_total(line, total)
            && let Some(parts) = parts(line, total)
        {
            relations.extend(relation(line, total, &parts));
        }
    }
}

/// Tells whether 共计 and the like stand right before a figure, at the start of its clause.
fn is_total(line: &Line<'_>, index: usize) -> bool {
    let lead = line.lead(index);
    let Some(word) = ADDED.iter().find(|word| lead.starts_with(**word)) else {
        return false;
    };
    let rest = lead.get(word.len()..).unwrap_or("");
    let plain = ["", "为", "达", "有", "是", "约", "近"].contains(&rest);
    line.is_count(index) && plain && !label::any(line.gap(index), &OTHER)
}

/// The figures of one unit right before the total, in the order of the text.
fn parts(line: &Line<'_>, total: usize) -> Option<Vec<usize>> {
    let mut parts = Vec::new();
    for index in (0..total).rev().take(REACH) {
        let near = line.same_sentence(index, total) && line.same_unit(index, total);
        let depth = |i: usize| line.figures.get(i).map(|figure| figure.depth);
        if !near || depth(index) != depth(total) || !line.is_count(index) {
            break;
        }
        let gap = line.gap(index + 1);
        // A sentence that goes on for long between two figures adds nothing up.
        if gap.contains(['。', ';', ':', '(', ')']) || gap.matches(',').count() > 1 {
            break;
        }
        if line.has_unread(line.gap_span(index + 1)) {
            return None;
        }
        parts.push(index);
    }
    parts.reverse();
    (parts.len() >= 2).then_some(parts)
}

fn relation(line: &Line<'_>, total: usize, parts: &[usize]) -> Option<Relation> {
    let written = line.interval(total);
    let own = |from: usize| parts.get(from..).unwrap_or(&[]).iter().copied();
    let sum = |from: usize| line.sum(own(from));
    let exact = line.is_exact(total) && parts.iter().all(|part| line.is_exact(*part));
    let fitting = (0..parts.len() - 1).find(|from| written.intersects(&sum(*from)));
    let from = fitting.unwrap_or(0);
    let numbers: Vec<String> = own(from).map(|part| line.number(part)).collect();
    let left = numbers.join("+");
    let written_number = line.number(total);
    let (verdict, computation) = match (fitting, line.added(own(0))) {
        (Some(_), _) if exact => (Verdict::Holds, format!("{left}={written_number}")),
        (None, Some(sum)) if exact && !is_open(line, total) => (
            Verdict::Violated,
            format!("{left}={}，原文写{written_number}", show::value(sum)),
        ),
        _ => (Verdict::Open, format!("{left}，原文写{written_number}")),
    };
    let mut operands = vec![line.operand("总数", total)];
    operands.extend(own(from).map(|part| line.operand("部分", part)));
    let reason = if verdict == Verdict::Open {
        "有约数，或者前面没有列全"
    } else {
        ""
    };
    Some(Relation {
        kind: Kind::Total,
        name: String::new(),
        operands,
        verdict,
        reason: reason.to_owned(),
        certainty: Certainty::Likely,
        computation,
        distance: exact
            .then(|| relations::distance(&sum(from), &written))
            .flatten(),
    })
}

/// Tells whether 等 closes the figures before the total.
fn is_open(line: &Line<'_>, total: usize) -> bool {
    let sentence = slice(line.text, line.gap_span(total));
    sentence.starts_with('等') || label::is_open(line.sentence_before(total))
}
