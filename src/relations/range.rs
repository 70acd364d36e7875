//! Percentages that cannot be: a share above 100 %, a fall by more than everything.

use crate::relations;
use crate::relations::Certainty;
use crate::relations::Kind;
use crate::relations::Relation;
use crate::relations::Verdict;
use crate::relations::label;
use crate::relations::line::Line;
use crate::relations::words::Words;
use rust_decimal::Decimal;

/// Words of growth and of plans, which may well be above 100 %.
const MORE: [&str; 12] = [
    "增长",
    "增幅",
    "增加",
    "上升",
    "提高",
    "提升",
    "完成率",
    "超额",
    "任务",
    "计划",
    "目标",
    "进度",
];

/// Words of a fall.
const FALL: [&str; 9] = [
    "下降", "减少", "降低", "压缩", "压减", "缩短", "减幅", "降幅", "精简",
];

/// Finds the percentages of one line that have a limit.
pub(super) fn find(line: &Line<'_>, words: &Words, relations: &mut Vec<Relation>) {
    for index in 0..line.figures.len() {
        let Some(fact) = line.fact(index).filter(|_| line.is_percent(index)) else {
            continue;
        };
        let lead = line.lead(index);
        let grows = label::any(lead, &MORE);
        let falls = !grows && fact.is_change() && label::any(lead, &FALL);
        let share = !grows
            && !fact.is_change()
            && words.shares.iter().any(|word| lead.contains(word.as_str()));
        if !falls && !share {
            continue;
        }
        let hundred = crate::facts::Interval::exact(Decimal::ONE_HUNDRED);
        let verdict = if hundred.is_below(&line.interval(index)) {
            Verdict::Violated
        } else {
            Verdict::Holds
        };
        let sign = if verdict == Verdict::Violated {
            '＞'
        } else {
            '≤'
        };
        relations.push(Relation {
            kind: Kind::Range,
            name: if falls {
                "降幅".to_owned()
            } else {
                "比率".to_owned()
            },
            operands: vec![line.operand("百分数", index)],
            verdict,
            reason: String::new(),
            certainty: Certainty::Sure,
            computation: format!("{}{sign}100%", line.number(index)),
            distance: relations::excess(&line.interval(index), &hundred),
        });
    }
}
