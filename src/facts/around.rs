//! What the words around a number tell: a change, a bound, a look-alike that measures nothing.

use crate::facts::Bound;
use crate::facts::number::Number;
use rust_decimal::Decimal;

/// Words that turn a figure into a change.
pub(super) const CHANGES: [&str; 18] = [
    "同比",
    "环比",
    "较上年",
    "比上年",
    "较去年",
    "比去年",
    "增长",
    "下降",
    "提升",
    "压缩",
    "减少了",
    "提高",
    "上升",
    "提速",
    "降低",
    "增加",
    "缩短",
    "减幅",
];

pub(super) fn is_change(lead: &str) -> bool {
    // 提升到98% and 增加到135项 are levels again.
    let level = lead.ends_with('到')
        || lead.ends_with('至')
        || lead.ends_with("达")
        || lead.ends_with("为");
    !level
        && CHANGES.iter().any(|word| {
            lead.rfind(word)
                .is_some_and(|at| lead.len() - at <= word.len() + 9)
        })
}

/// Between the name of a rate and its number stand words like 为, 均达到, 一直保持在.
pub(super) fn leads_to_number(between: &str) -> bool {
    let between = without_years(behind_other_rates(between));
    let between = between.as_str();
    let n = between.chars().count();
    const OTHER: [&str; 7] = ["率", "纳入", "列入", "占", "权重", "作为", "其中"];
    n <= 14
        && !OTHER.iter().any(|word| between.contains(word))
        && !between.contains(['。', ';', '%'])
        && !between.contains(|c: char| c.is_ascii_digit())
        && (n <= 8
            || ["达", "为", "均", "保持", "全部", "同比", "由", "从"]
                .iter()
                .any(|w| between.contains(w)))
}

/// The year of a figure stands between its name and it: `出庭应诉率较2022年提高`.
fn without_years(between: &str) -> String {
    let mut kept = String::new();
    for piece in between.split_inclusive('年') {
        let bare = piece.trim_end_matches('年');
        let digits = bare.bytes().rev().take_while(u8::is_ascii_digit).count();
        match bare.get(..bare.len() - digits) {
            Some(rest) if digits == 4 || rest.ends_with("连续") => kept.push_str(rest),
            _ => kept.push_str(piece),
        }
    }
    // 连续26个月 is a length of time as well.
    if let Some((before, behind)) = kept.split_once("连续")
        && let Some((digits, rest)) = behind.split_once('个')
        && digits.bytes().all(|b| b.is_ascii_digit())
    {
        return format!(
            "{before}连续{}",
            rest.trim_start_matches(['月', '季', '度'])
        );
    }
    kept
}

/// Skips rates without a name of ours that share the number: `、司法建议反馈率均为`.
fn behind_other_rates(between: &str) -> &str {
    let mut rest = between;
    while let Some(name) = rest.strip_prefix(['、', '和', '与', '及'])
        && let Some(at) = name.find('率')
        && name.get(..at).is_some_and(|name| {
            name.chars().count() <= 14 && !name.contains([',', '。', ';', '%', '、'])
        })
    {
        rest = name.get(at + '率'.len_utf8()..).unwrap_or("");
    }
    rest
}

/// Between two values of one rate stands no more than the other year: `,2023年为`, `、今年`.
pub(super) fn tells_another_year(between: &str) -> bool {
    const WORDS: [&str; 8] = [
        "今年", "去年", "上年", "本年", "全年", "当年", "前年", "明年",
    ];
    const LEADS: [&str; 16] = [
        "",
        "为",
        "达",
        "达到",
        "达到了",
        "是",
        "的",
        "则为",
        "则达",
        "则达到",
        "均为",
        "均达",
        "又提高到",
        "提高到",
        "上升到",
        "升至",
    ];
    let rest = between.trim_start_matches([',', '、', ';', '和', '与', '及', '(']);
    let rest = rest
        .trim_start_matches("提高到")
        .trim_start_matches("上升到");
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let rest = match digits {
        4 => rest.get(4..).and_then(|rest| rest.strip_prefix('年')),
        _ => WORDS.iter().find_map(|word| rest.strip_prefix(word)),
    };
    rest.is_some_and(|rest| {
        let rest = rest.trim_start_matches('度').trim_start_matches("全年");
        LEADS.contains(&rest)
    })
}

/// Between two names that share one number stand 、, 和 and the like.
pub(super) fn joins_names(between: &str) -> bool {
    [
        "、",
        "和",
        "与",
        "及",
        "以及",
        ",",
        "、及",
        "率、",
        "率和",
        "均达100%,",
    ]
    .contains(&between)
        || (between.chars().count() <= 6
            && between.contains(['、', '和', '与', '及'])
            && !between.contains(|c: char| c.is_ascii_digit()))
}

/// Tells numbers that measure nothing: years, ordinals, document numbers, names.
pub(super) fn is_look_alike(before: &str, behind: &str, number: &Number) -> bool {
    let last = before.chars().next_back().unwrap_or(' ');
    let next = behind.chars().next().unwrap_or(' ');
    let glued = |c: char| c.is_ascii_alphanumeric() || "+×*/=~^_&·".contains(c);
    if glued(last) || last == '第' || last == '.' || (last == '-' || last == '—') {
        return true;
    }
    if next == '号' && !behind.starts_with("号召") || glued(next) || next == '·' {
        return true;
    }
    if (next == '-' || next == '—') && behind.chars().nth(1).is_some_and(|c| c.is_ascii_digit()) {
        return true;
    }
    if matches!(
        next,
        '年' | '月' | '日' | '时' | '点' | '届' | '楼' | '层' | '级' | '岁'
    ) && !behind.starts_with("级行政")
        && !number.more
    {
        return true;
    }
    // Ranks (前30名) and the round-the-clock 24小时 count nothing.
    if (last == '前' && behind.starts_with('名'))
        || (behind.starts_with("小时") && number.value == Decimal::from(24))
    {
        return true;
    }
    // 〔2019〕, “12345”, (二期)
    matches!(
        (last, next),
        ('〔', '〕') | ('[', ']') | ('“', '”') | ('(', ')')
    ) || behind.starts_with("是")
        || (number.hanzi
            && behind.starts_with(['、', '是'])
            && !number.percent
            && before.is_empty())
}

/// How far to skip behind a look-alike: `7×24`, `1+2+N`.
pub(super) fn look_alike_tail(behind: &str) -> usize {
    behind
        .bytes()
        .take_while(|b| b.is_ascii_alphanumeric() || b"+*/-.".contains(b))
        .count()
}

/// A number without a unit is kept where its unit was visibly lost: `发放许可证821。`
pub(super) fn stands_bare(before: &str, behind: &str, number: &Number) -> bool {
    let next = behind.chars().next().unwrap_or('。');
    let in_cell = before.is_empty() || before.ends_with('\t');
    let cell_ends = next == '\t' || behind.is_empty();
    let last = before.chars().next_back().unwrap_or(' ');
    !number.hanzi
        && ((in_cell && cell_ends)
            || (",。;、)".contains(next) && ('\u{4E00}'..='\u{9FFF}').contains(&last)))
}

/// Chinese numerals count only where they cannot be part of a name: 三项制度, 两个维护.
pub(super) fn hanzi_counts(before: &str, number: &Number, unit: &str, behind: &str) -> bool {
    const NAMES: [&str; 16] = [
        "件事",
        "次办",
        "次性",
        "窗",
        "件套",
        "站式",
        "体化",
        "把手",
        "个人",
        "人一",
        "家人",
        "批次",
        "条龙",
        "张网",
        "张清单",
        "次会议",
    ];
    if number.more || number.value >= Decimal::TEN {
        return !unit.is_empty() && !["个", "类", "种", "面", "门"].contains(&unit);
    }
    let strong = [
        "次", "期", "场", "件", "份", "起", "宗", "名", "人次", "场次", "部", "学时",
    ]
    .contains(&unit);
    let name = NAMES.iter().any(|name| behind.starts_with(name));
    let inside = before.ends_with([
        '第', '“', '十', '这', '每', '同', '逐', '首', '再', '进', '统', '某', '另', '以', '任',
        '唯',
    ]);
    let quoted = before.rfind('“') > before.rfind('”');
    strong && !name && !inside && !quoted && number.value > Decimal::ONE
}

/// Words behind a number that bound it.
const BEHIND: [(&str, Bound); 9] = [
    ("左右", Bound::About),
    ("上下", Bound::About),
    ("以上", Bound::AtLeast),
    ("及以上", Bound::AtLeast),
    ("以下", Bound::AtMost),
    ("以内", Bound::AtMost),
    ("余", Bound::More),
    ("多", Bound::More),
    ("有余", Bound::More),
];
/// Words before a number that bound it, the longer ones first.
const BEFORE: [(&str, Bound); 19] = [
    ("不低于", Bound::AtLeast),
    ("不少于", Bound::AtLeast),
    ("至少", Bound::AtLeast),
    ("不超过", Bound::AtMost),
    ("不高于", Bound::AtMost),
    ("超过", Bound::MoreThan),
    ("高于", Bound::MoreThan),
    ("低于", Bound::LessThan),
    ("不足", Bound::LessThan),
    ("不到", Bound::LessThan),
    ("将近", Bound::Nearly),
    ("接近", Bound::Nearly),
    ("逾", Bound::MoreThan),
    ("超", Bound::MoreThan),
    ("近", Bound::Nearly),
    ("突破", Bound::MoreThan),
    ("约为", Bound::About),
    ("约达", Bound::About),
    ("约", Bound::About),
];

/// Reads the bound from the words around: `约30件`, `90%以上`, `近两万`; bytes taken behind.
pub(super) fn bound(before: &str, number: &Number, behind: &str) -> (Bound, usize) {
    // 余 before a unit belongs to the number; a longer word that starts so is none.
    let after = BEHIND
        .iter()
        .find(|(word, bound)| behind.starts_with(word) && *bound != Bound::More);
    if let Some((word, bound)) = after {
        return (*bound, word.len());
    }
    let not = [
        "最近",
        "附近",
        "邻近",
        "靠近",
        "节约",
        "契约",
        "预约",
        "赶超",
        "公约",
        "大约束",
    ];
    let is_other = not.iter().any(|word| before.ends_with(word));
    if !is_other && let Some((_, bound)) = BEFORE.iter().find(|(word, _)| before.ends_with(word)) {
        return (*bound, 0);
    }
    let bound = if number.more {
        Bound::More
    } else {
        Bound::Exact
    };
    (bound, 0)
}
