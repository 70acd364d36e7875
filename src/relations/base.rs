//! Changes in percent whose base is not stated, but must have been a whole number:
//! `7件，同比下降40%`.

use crate::facts::Bound;
use crate::facts::FactKind;
use crate::relations::Certainty;
use crate::relations::Kind;
use crate::relations::Relation;
use crate::relations::Verdict;
use crate::relations::change::Way;
use crate::relations::change::way;
use crate::relations::label;
use crate::relations::line::Line;
use crate::relations::show;
use rust_decimal::Decimal;

/// Above this every percentage has a base.
const SMALL: Decimal = Decimal::from_parts(100_000, 0, 0, false, 0);

/// What may stand between a figure and its change.
const BETWEEN: [&str; 28] = [
    "同比",
    "较上年同期",
    "比上年同期",
    "较去年同期",
    "比去年同期",
    "与上年同期相比",
    "与去年同期相比",
    "与上年相比",
    "与去年相比",
    "较上年度",
    "比上年度",
    "较上一年",
    "比上一年",
    "较上年",
    "比上年",
    "较去年",
    "比去年",
    "增长",
    "增加",
    "上升",
    "提高",
    "下降",
    "减少",
    "降低",
    "了",
    "率",
    "幅",
    "为",
];

/// Finds the changes of one line that stand right behind their figure.
pub(super) fn find(line: &Line<'_>, relations: &mut Vec<Relation>) {
    for index in 1..line.figures.len() {
        if line.is_percent(index) && line.fact(index).is_some_and(crate::facts::Fact::is_change) {
            relations.extend(relation(line, index));
        }
    }
}

fn relation(line: &Line<'_>, index: usize) -> Option<Relation> {
    let of = index - 1;
    let gap = line.gap(index);
    let (fact, count) = (line.fact(index)?, line.fact(of)?);
    let own =
        is_change_alone(gap) && count.kind == FactKind::Count && line.same_sentence(of, index);
    // One change may be of several figures: 受理72件、审结65件，同比分别增长….
    let alone = !line.gap(of).contains('、') && !line.gap(index + 1).starts_with('、');
    // 比上年增加180件，增长128.6%; 上年36份，同比增长13.9%: the change is not of that figure.
    let former =
        count.is_change() || label::any(line.lead(of), &["上年", "去年", "上一年", "同期"]);
    if !own || !alone || former || fact.bound != Bound::Exact {
        return None;
    }
    let now = line
        .interval(of)
        .single()
        .filter(|now| now.is_integer() && *now <= SMALL)?;
    let way = way(gap)?;
    let (verdict, base) = base(now, fact.value, fact.printed.step, way)?;
    let sign = if way == Way::Up { '+' } else { '-' };
    let left = format!("{}÷(1{sign}{}%)", line.number(of), fact.value);
    let computation = match base {
        Some(base) => format!("{left}≈{base}"),
        None if fact.value == Decimal::ONE_HUNDRED && way == Way::Down => {
            format!("下降100%应为0，原文写{}", line.number(of))
        }
        None => {
            let plain = plain_base(now, fact.value, way)?;
            format!("{left}={}，不是整数", show::value(plain.round_dp(2)))
        }
    };
    Some(Relation {
        kind: Kind::Base,
        name: if way == Way::Up {
            "增长".to_owned()
        } else {
            "下降".to_owned()
        },
        operands: vec![line.operand("变化", index), line.operand("本年数", of)],
        verdict,
        reason: String::new(),
        certainty: Certainty::Likely,
        computation,
        distance: (verdict == Verdict::Holds).then_some(Decimal::ZERO),
    })
}

/// Tells whether nothing but words of change stand in a gap, behind at most one comma.
fn is_change_alone(gap: &str) -> bool {
    let mut rest = gap.trim_start_matches([',', '(']);
    while let Some(word) = BETWEEN
        .iter()
        .filter(|word| rest.starts_with(**word))
        .max_by_key(|w| w.len())
    {
        rest = rest.get(word.len()..).unwrap_or("");
    }
    rest.is_empty() && gap.chars().filter(|c| *c == ',').count() <= 1 && !gap.is_empty()
}

/// Looks for a whole number that the change started from; digits of the percentage may have been
/// rounded or cut off. `None` where nothing can be told.
fn base(
    now: Decimal,
    percent: Decimal,
    step: Decimal,
    way: Way,
) -> Option<(Verdict, Option<Decimal>)> {
    let hundred = Decimal::ONE_HUNDRED;
    let at = |percent: Decimal| -> Option<Decimal> {
        let factor = if way == Way::Up {
            hundred + percent
        } else {
            hundred - percent
        };
        (factor > Decimal::ZERO).then(|| now.checked_mul(hundred)?.checked_div(factor))?
    };
    if way == Way::Down && percent >= hundred {
        return (percent == hundred && !now.is_zero()).then_some((Verdict::Violated, None));
    }
    if now.is_zero() {
        return None;
    }
    let (a, b) = (at(percent - step), at(percent + step));
    let (low, high) = match (a, b) {
        (Some(a), Some(b)) => (a.min(b), a.max(b)),
        _ => return None,
    };
    let base = low.ceil();
    // A change there must be: 增长 from the same number is none.
    if base <= high && !(base == now && low.ceil() + Decimal::ONE > high) {
        let plain = plain_base(now, percent, way)?.round();
        let base = if plain >= low && plain <= high {
            plain
        } else {
            base
        };
        return Some((Verdict::Holds, Some(base)));
    }
    Some((Verdict::Violated, None))
}

fn plain_base(now: Decimal, percent: Decimal, way: Way) -> Option<Decimal> {
    let hundred = Decimal::ONE_HUNDRED;
    let factor = if way == Way::Up {
        hundred + percent
    } else {
        hundred - percent
    };
    if factor.is_zero() {
        return Some(Decimal::ZERO);
    }
    now.checked_mul(hundred)?.checked_div(factor)
}
