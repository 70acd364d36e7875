//! Titles listed and counted: `印发《甲办法》《乙细则》等3件`.

use crate::facts::Interval;
use crate::relations::Certainty;
use crate::relations::Kind;
use crate::relations::Operand;
use crate::relations::Relation;
use crate::relations::Verdict;
use crate::relations::line::Line;
use crate::text::Span;
use crate::text::slice;
use rust_decimal::Decimal;

/// Units that documents are counted in.
const UNITS: [&str; 9] = ["件", "个", "项", "部", "份", "篇", "种", "本", "册"];
/// What may stand between two titles of one list.
const JOINTS: [&str; 8] = ["", "、", "和", "及", "与", "以及", ",", ";"];
/// What may stand between the last title and the number.
const CLOSES: [&str; 18] = [
    "",
    "等",
    "共",
    "共计",
    "等共",
    "等共计",
    "等文件",
    "等法律法规",
    "等制度",
    "等法律",
    "等法规",
    "等规范性文件",
    "等制度文件",
    "等配套文件",
    "等政策文件",
    "这",
    "等配套制度",
    "等规章制度",
];
/// More of them are no count of the titles: `《甲》《乙》等内容，开展培训2次`.
const MOST: usize = 60;

/// Finds the counted lists of titles of one line.
pub(super) fn find(line: &Line<'_>, relations: &mut Vec<Relation>) {
    for index in 0..line.figures.len() {
        relations.extend(relation(line, index));
    }
}

fn relation(line: &Line<'_>, index: usize) -> Option<Relation> {
    let fact = line.fact(index)?;
    let figure = line.figures.get(index)?.span;
    let count = line
        .interval(index)
        .single()
        .filter(|_| UNITS.contains(&fact.unit.as_str()))?;
    let titles = titles(line, figure.from());
    let (first, last) = (titles.first()?, titles.last()?);
    let close = slice(line.text, Span::new(last.to(), figure.from()));
    if !CLOSES.contains(&close) || titles.len() < 2 {
        return None;
    }
    let n = Decimal::from(titles.len());
    let open = close.starts_with('等');
    let verdict = match (n.cmp(&count), open) {
        (std::cmp::Ordering::Equal, _) => Verdict::Holds,
        (std::cmp::Ordering::Less, true) => Verdict::Open,
        _ => Verdict::Violated,
    };
    let reason = if verdict == Verdict::Open {
        "写了“等”，没有全部列出"
    } else {
        ""
    };
    let listed = Operand {
        role: "列出的文件",
        span: line.reading(Span::new(first.from(), last.to())),
        interval: Interval::exact(n),
        former: false,
    };
    Some(Relation {
        kind: Kind::Titles,
        name: "文件".to_owned(),
        operands: vec![line.operand("写的件数", index), listed],
        verdict,
        reason: reason.to_owned(),
        certainty: if n > count {
            Certainty::Sure
        } else {
            Certainty::Likely
        },
        computation: format!("列出{n}个名称，原文写{}", line.figure(index)),
        distance: Some((n - count).abs()).filter(|_| verdict != Verdict::Open),
    })
}

/// The titles that stand one behind the other right before `end`.
fn titles(line: &Line<'_>, end: usize) -> Vec<Span> {
    let upto = line.shut.partition_point(|span| span.to() <= end);
    let mut titles: Vec<Span> = Vec::new();
    for span in line.shut.get(..upto).unwrap_or(&[]).iter().rev().take(MOST) {
        if !slice(line.text, *span).starts_with('《') {
            break;
        }
        let joined = titles.last().is_none_or(|next| {
            let between = slice(line.text, Span::new(span.to(), next.from()));
            JOINTS.contains(&between) || is_note(between)
        });
        if !joined {
            break;
        }
        titles.push(*span);
    }
    titles.reverse();
    titles
}

/// A bracket behind a title belongs to it: `（试行）`, a document number.
fn is_note(between: &str) -> bool {
    let bare = between.trim_end_matches(['、', ',', ';', '和', '及', '与']);
    bare.starts_with('(') && bare.ends_with(')') && bare.matches(['(', '《']).count() == 1
}
