//! Numbers that measure nothing: years, ordinals, document numbers, names.

use crate::facts::number::Number;
use rust_decimal::Decimal;

/// Tells numbers that measure nothing.
pub(super) fn is_look_alike(before: &str, behind: &str, number: &Number) -> bool {
    let last = before.chars().next_back().unwrap_or(' ');
    let next = behind.chars().next().unwrap_or(' ');
    is_glued(before, last, behind, next)
        || is_marked(before, last, behind, next, number)
        || is_time(behind, next, number)
        || is_named(last, behind, number)
}

/// Letters, signs and dashes make it a part of something longer: `6+1`, `G20`, `7×24`, `1-2`.
fn is_glued(before: &str, last: char, behind: &str, next: char) -> bool {
    let glued = |c: char| c.is_ascii_alphanumeric() || "+×*/=~^_&·".contains(c);
    let digit_behind = behind
        .chars()
        .nth(1)
        .is_some_and(|c| c.is_ascii_digit() || c == 'N');
    let digit_before = before
        .chars()
        .rev()
        .nth(1)
        .is_some_and(|c| c.is_ascii_digit());
    // A blank stands only between letters and digits: `A 4`.
    let letter = last == ' '
        && before
            .chars()
            .rev()
            .nth(1)
            .is_some_and(|c| c.is_ascii_alphabetic());
    glued(last)
        || glued(next)
        || letter
        || matches!(last, '.' | '-' | '—')
        || (matches!(next, '-' | '—' | ':') && digit_behind)
        || (last == ':' && digit_before)
}

/// Marks around it: `第3`, `〔2019〕`, `9号`, `“12345”`, `(二期)`, `1.` before a word, `一是`.
fn is_marked(before: &str, last: char, behind: &str, next: char, number: &Number) -> bool {
    if matches!(last, '第' | '〔' | '〕' | '【' | '[') {
        return true;
    }
    if next == '号' && !behind.starts_with("号召") {
        return true;
    }
    if matches!((last, next), ('“', '”') | ('(', ')')) || next == '是' {
        return true;
    }
    if last == '(' && number.hanzi && behind.chars().nth(1) == Some(')') {
        return true;
    }
    let starts = before.is_empty() || matches!(last, '。' | ';' | ':' | '!' | '?');
    let small = number.value < Decimal::ONE_HUNDRED && !number.percent;
    let word_behind = behind.chars().nth(1).is_some_and(|c| !c.is_ascii_digit());
    starts && small && matches!(next, '.' | '、') && word_behind
}

/// Times of day, years, months, sessions, floors, grades.
fn is_time(behind: &str, next: char, number: &Number) -> bool {
    let unit = matches!(
        next,
        '年' | '月' | '日' | '时' | '点' | '届' | '楼' | '层' | '级' | '岁' | '周' | '世'
    );
    if unit && !number.more {
        return true;
    }
    // The round-the-clock 24小时, and the 15分钟 of a 服务圈.
    let rest = behind
        .strip_prefix("分钟")
        .or_else(|| behind.strip_prefix("小时"));
    let head: String = rest.unwrap_or("").chars().take(12).collect();
    (behind.starts_with("小时") && number.value == Decimal::from(24)) || head.contains('圈')
}

/// Names that hold a number, and numbers that nobody counted: 前30名, 三项制度, 数十.
fn is_named(last: char, behind: &str, number: &Number) -> bool {
    const NAMES: [&str; 39] = [
        "项制度",
        "个维护",
        "个意识",
        "个自信",
        "个确立",
        "个统筹",
        "个亲自",
        "个一批",
        "个必须",
        "个坚持",
        "张网",
        "张清单",
        "件事",
        "件套",
        "次办",
        "次性",
        "次申报",
        "次告知",
        "把手",
        "条龙",
        "条主线",
        "条例",
        "位一体",
        "所一庭",
        "会一课",
        "门式",
        "面旗",
        "部曲",
        "支柱",
        "门办",
        "期工程",
        "期项目",
        "期建设",
        "期改造",
        "个一",
        "个百年",
        "个结合",
        "个走在前",
        "个率先",
    ];
    let name = number.value <= Decimal::TEN && NAMES.iter().any(|name| behind.starts_with(name));
    // 六届二次全会 is the second one.
    let session = last == '届' && number.hanzi;
    let ranked = last == '前' && behind.starts_with(['名', '位', '列', '强']);
    let vague = number.hanzi && matches!(last, '数' | '几' | '每');
    let more_digits =
        number.hanzi && behind.starts_with(|c: char| "一二三四五六七八九十两".contains(c));
    name || session || ranked || vague || more_digits
}

/// How far to skip behind a look-alike: `7×24`, `1+2+N`, `12·4`.
pub(super) fn tail(behind: &str) -> usize {
    behind
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "+*/-.×·—:".contains(*c))
        .map(char::len_utf8)
        .sum()
}

/// A number without a unit is kept where its unit was visibly lost: `发放许可证821。`, and as
/// the start of a change: `由120增加到135项`.
pub(super) fn stands_bare(before: &str, behind: &str, number: &Number) -> bool {
    if number.hanzi {
        return false;
    }
    let last = before.chars().next_back().unwrap_or(' ');
    let next = behind.chars().next().unwrap_or('。');
    let in_cell = before.is_empty() || last == '\t';
    if in_cell {
        return next == '\t' || behind.is_empty();
    }
    let is_word = ('\u{4E00}'..='\u{9FFF}').contains(&last);
    let starts_change = matches!(last, '由' | '从') && goes_to_number(behind);
    (is_word && ",。;、)".contains(next) && !is_address(before, number)) || starts_change
}

/// `增加到135`: a number stands behind 到 or 至, near by.
fn goes_to_number(behind: &str) -> bool {
    let head: String = behind.chars().take(10).collect();
    head.split_once(['到', '至', '为', '成'])
        .is_some_and(|(_, rest)| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Telephone numbers, hotlines, codes and the like.
fn is_address(before: &str, number: &Number) -> bool {
    const WORDS: [&str; 19] = [
        "电话", "热线", "拨打", "号码", "编号", "代码", "邮编", "传真", "短信", "微信", "平台",
        "版本", "国道", "省道", "编码", "证号", "附件", "表", "图",
    ];
    const SERVICES: [i64; 12] = [
        12345, 12348, 12315, 12319, 12369, 12388, 12333, 12309, 12368, 110, 119, 120,
    ];
    WORDS.iter().any(|word| before.ends_with(word))
        || SERVICES.iter().any(|n| number.value == Decimal::from(*n))
}

/// Words behind which even few things are counted, written with a Chinese numeral: 设立三个站.
const COUNTING: [&str; 44] = [
    "建立", "设立", "成立", "新增", "新建", "建成", "创建", "配备", "增设", "设置", "制定", "出台",
    "印发", "编制", "完成", "查处", "查办", "办理", "受理", "审结", "评选", "选树", "选派", "聘请",
    "选聘", "召开", "举办", "组织", "发现", "整改", "解决", "废止", "修订", "取消", "下放", "承接",
    "公布", "发布", "出具", "移送", "共有", "共", "等", "达",
];

/// Chinese numerals count only where they cannot be part of a name: 三项制度, 两个维护.
///
/// `quoted` is whether it stands inside of quotes.
pub(super) fn hanzi_counts(before: &str, number: &Number, unit: &str, quoted: bool) -> bool {
    if unit.is_empty() || quoted {
        return false;
    }
    // 上百件, 近百起, 上千人次.
    if before.ends_with(['上', '近', '逾', '超'])
        && is_bare_power(number.value)
        && number.value > Decimal::TEN
    {
        return true;
    }
    let in_number = before.ends_with(['第', '每', '十', '百', '千', '万']);
    let in_word = number.value < Decimal::TEN
        && before.ends_with([
            '这', '同', '逐', '首', '再', '进', '统', '某', '另', '以', '任', '唯', '前', '后',
            '上', '下', '各', '两', '整', '头',
        ]);
    if in_number || in_word {
        return number.more;
    }
    let counted = COUNTING.iter().any(|word| before.ends_with(word));
    let loose = matches!(
        unit,
        "个" | "类" | "种" | "面" | "门" | "条" | "项" | "张" | "把" | "支"
    );
    let bare_power = !number.more && is_bare_power(number.value);
    if number.more || (number.value > Decimal::TEN && !bare_power) {
        true
    } else if bare_power {
        // 百名律师, 千名干部 and 十项行动 are names; 十次 and 十件 are counted.
        number.value == Decimal::TEN && (counted || !loose)
    } else {
        number.value > Decimal::ONE && (counted || !loose)
    }
}

fn is_bare_power(value: Decimal) -> bool {
    [10, 100, 1_000, 10_000]
        .iter()
        .any(|power| value == Decimal::from(*power))
}
