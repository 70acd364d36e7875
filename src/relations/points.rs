//! Points announced and made: `主要存在以下三个方面问题：一是…；二是…；三是…`.

use crate::document::Mark;
use crate::document::to_hanzi;
use crate::facts::Interval;
use crate::relations::Certainty;
use crate::relations::Kind;
use crate::relations::Operand;
use crate::relations::Relation;
use crate::relations::Verdict;
use crate::relations::line::Line;
use crate::relations::line::MARKS;
use crate::text::Span;
use crate::text::slice;
use rust_decimal::Decimal;

/// What is announced by number.
const ANNOUNCED: [&str; 14] = [
    "个方面",
    "方面",
    "项措施",
    "条措施",
    "项举措",
    "个问题",
    "类问题",
    "项工作",
    "个重点",
    "项重点",
    "点",
    "个环节",
    "个短板",
    "个着力",
];
/// Between the announcement and 一是 stand no more characters than this.
const NEAR: usize = 16;
/// Nobody makes more points.
const MOST: u32 = 20;

/// Finds the announced points of one line.
pub(super) fn find(line: &Line<'_>, relations: &mut Vec<Relation>) {
    let first = line.text.find("一是").unwrap_or(line.text.len());
    if let Some((announced, place)) = announced(slice(line.text, Span::new(0, first))) {
        relations.extend(relation(line, announced, place, first));
    }
}

/// The number announced at the end of `before`, and where it stands.
fn announced(before: &str) -> Option<(u32, Span)> {
    let (at, word) = ANNOUNCED
        .iter()
        .filter_map(|word| Some((before.rfind(word)?, *word)))
        .max_by_key(|(at, word)| (at + word.len(), word.len()))?;
    let tail = before.get(at + word.len()..)?;
    let lead = before.get(..at)?;
    // Only what leads straight to the points announces them.
    let plain = tail.chars().count() <= NEAR
        && tail.ends_with([':', ',', '。'])
        && tail.matches(MARKS).count() == 1;
    let digits: String = lead
        .chars()
        .rev()
        .take_while(char::is_ascii_digit)
        .collect();
    let (number, length) = if digits.is_empty() {
        let last = lead.chars().next_back()?;
        ("二两三四五六七八九十".contains(last)).then(|| (hanzi(last), last.len_utf8()))?
    } else {
        (
            digits.chars().rev().collect::<String>().parse().ok()?,
            digits.len(),
        )
    };
    let first = at - length;
    let before = lead.get(..first)?;
    let odd =
        before.ends_with(['第', '十', '之', '.', '每', '这']) || !plain || tail.contains("主要");
    (!odd && (2..=MOST).contains(&number)).then(|| (number, Span::new(first, at + word.len())))
}

fn hanzi(c: char) -> u32 {
    match c {
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => 10,
    }
}

fn relation(line: &Line<'_>, announced: u32, place: Span, first: usize) -> Option<Relation> {
    let mut made: Vec<Span> = Vec::new();
    let mut from = first;
    for n in 1..=MOST {
        let mark = format!("{}是", to_hanzi(n));
        let Some(at) = line.text.get(from..).and_then(|rest| rest.find(&mark)) else {
            break;
        };
        made.push(line.reading(Span::new(from + at, from + at + mark.len())));
        from += at + mark.len();
    }
    made.extend(next_paragraphs(line, made.len()));
    if made.len() < 2 {
        return None;
    }
    let n = u32::try_from(made.len()).unwrap_or(0);
    let skipped = made.len() < usize::try_from(announced).unwrap_or(0)
        && line.text.contains(&format!("{}是", to_hanzi(announced)));
    let verdict = match (n == announced, skipped) {
        (true, _) => Verdict::Holds,
        (false, true) => Verdict::Undecidable,
        _ => Verdict::Violated,
    };
    let exact = |n: u32| Interval::exact(Decimal::from(n));
    let mut operands = vec![Operand {
        role: "写的个数",
        span: line.reading(place),
        interval: exact(announced),
        former: false,
    }];
    let listed = made.iter().enumerate().map(|(index, span)| Operand {
        role: "第几点",
        span: *span,
        interval: exact(u32::try_from(index + 1).unwrap_or(0)),
        former: false,
    });
    operands.extend(listed);
    Some(Relation {
        kind: Kind::Points,
        name: slice(line.text, place).to_owned(),
        operands,
        verdict,
        reason: if skipped {
            "序号不连续".to_owned()
        } else {
            String::new()
        },
        certainty: Certainty::Likely,
        computation: format!("列了{n}点，原文写{}", slice(line.text, place)),
        distance: (verdict != Verdict::Undecidable).then(|| Decimal::from(n.abs_diff(announced))),
    })
}

/// Points that go on in paragraphs of their own: the outline has them.
fn next_paragraphs(line: &Line<'_>, n: usize) -> Vec<Span> {
    let document = line.document;
    let end = document
        .paragraphs
        .get(line.paragraph)
        .map_or(0, |p| p.span.end);
    let from = document
        .sections
        .partition_point(|section| section.span.start < end);
    let first = u32::try_from(n).unwrap_or(0) + 1;
    let mut made = Vec::new();
    let mut mark = (n > 0).then_some(Mark::Clause);
    for (section, next) in document.sections.iter().skip(from).zip(first..=MOST) {
        let Some(ordinal) = section.ordinal.as_ref().filter(|o| o.number == next) else {
            break;
        };
        // Numbered points may be of one level with what stands behind them.
        if ordinal.mark != *mark.get_or_insert(ordinal.mark) || ordinal.mark < Mark::Arabic {
            break;
        }
        made.push(ordinal.span);
    }
    made
}
