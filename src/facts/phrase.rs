//! Units, and the noun phrase by which the author names what is counted.

use crate::text::Span;
use crate::text::slice;

/// Units met in reports, the longest first among those with the same beginning.
const UNITS: [&str; 92] = [
    "个百分点",
    "个工作日",
    "工作日",
    "平方公里",
    "平方米",
    "公里",
    "海里",
    "万元",
    "亿元",
    "元",
    "人次",
    "人天",
    "人",
    "件次",
    "件(次)",
    "件",
    "起",
    "宗",
    "场次",
    "场(次)",
    "场",
    "户次",
    "户(次)",
    "户",
    "家次",
    "家(次)",
    "家",
    "条次",
    "条(次)",
    "条",
    "项次",
    "项",
    "份",
    "次",
    "个",
    "名",
    "位",
    "期",
    "部",
    "篇",
    "册",
    "票",
    "艘次",
    "艘",
    "台次",
    "台",
    "航次",
    "笔",
    "处",
    "本",
    "学时",
    "课时",
    "课",
    "批次",
    "批",
    "亩",
    "吨",
    "支",
    "辆",
    "块",
    "面",
    "张",
    "幅",
    "段",
    "款",
    "例",
    "所",
    "座",
    "间",
    "卷",
    "只",
    "套",
    "倍",
    "集",
    "站",
    "班次",
    "班",
    "场所",
    "天",
    "小时",
    "分钟",
    "宗次",
    "起次",
    "类",
    "种",
    "轮",
    "届",
    "头",
    "株",
    "把",
    "门",
    "颗",
];

/// Reads the unit at the start of `text`; empty where there is none.
pub(super) fn unit(text: &str) -> &str {
    let found = UNITS
        .iter()
        .filter(|unit| text.starts_with(**unit))
        .max_by_key(|unit| unit.len());
    match found {
        // 人大, 人民, 部门 and the like start another word: there the unit was left out.
        Some(unit) => {
            let rest = text.get(unit.len()..).unwrap_or("");
            const NOT: [(&str, &[&str]); 5] = [
                ("人", &["民", "大", "员", "工", "才"]),
                ("部", &["门", "分", "委", "署"]),
                ("本", &["级", "地", "区", "县", "市", "年"]),
                ("面", &["向", "对"]),
                ("次", &["要"]),
            ];
            let other = NOT
                .iter()
                .any(|(name, ends)| name == unit && ends.iter().any(|end| rest.starts_with(end)));
            if other {
                ""
            } else {
                slice(text, Span::new(0, unit.len()))
            }
        }
        None => "",
    }
}

/// Tells a unit of money.
pub(super) fn is_money(unit: &str) -> bool {
    unit.ends_with('元')
}

/// Tells a unit of time.
pub(super) fn is_time(unit: &str) -> bool {
    matches!(unit, "个工作日" | "工作日" | "天" | "小时" | "分钟")
}

/// Words before a number that tell nothing of what is counted.
const LEADS: [&str; 40] = [
    "今年以来",
    "一年来",
    "截至目前",
    "截止目前",
    "截至",
    "全年",
    "全年共",
    "本年度",
    "年内",
    "累计",
    "共计",
    "合计",
    "总计",
    "共",
    "已",
    "其中",
    "分别",
    "达到",
    "达",
    "为",
    "有",
    "约",
    "近",
    "超过",
    "超",
    "逾",
    "均",
    "的",
    "了",
    "先后",
    "以及",
    "并",
    "和",
    "与",
    "及",
    "则",
    "由",
    "至",
    "到",
    "将近",
];

/// Gives the noun phrase before a number as a span of `clause`: `其中政府规范性文件29件`.
///
/// Empty where nothing is left once the words that tell nothing are taken off.
pub(super) fn noun_before(clause: &str, number_at: usize) -> Span {
    let before = slice(clause, Span::new(0, number_at));
    let start = before
        .rfind(['、', '(', ')', '：', ':', '“', '”', '；'])
        .map_or(0, |at| {
            at + before
                .get(at..)
                .and_then(|rest| rest.chars().next())
                .map_or(0, char::len_utf8)
        });
    let mut span = Span::new(start, before.len());
    // Marks of time in front are no part of the name.
    let text = slice(before, span);
    for lead in ["年以来", "年度", "年,", "年"] {
        if let Some(at) = text.find(lead)
            && text
                .get(..at)
                .is_some_and(|year| year.chars().all(|c| c.is_ascii_digit()))
        {
            span = Span::new(span.from() + at + lead.len(), span.to());
            break;
        }
    }
    // The number before this one ends the phrase that belongs to this one.
    let text = slice(before, span);
    if let Some(at) = text.rfind(|c: char| c.is_ascii_digit()) {
        let behind = text.get(at + 1..).unwrap_or("");
        let rest = behind.trim_start_matches(['余', '多', '万', '千', '百', '亿', '%']);
        let skipped = at + 1 + behind.len() - rest.len();
        let unit_len = unit(rest).len();
        span = Span::new(span.from() + skipped + unit_len, span.to());
    }
    loop {
        let text = slice(before, span);
        if let Some(lead) = LEADS
            .iter()
            .filter(|lead| text.starts_with(**lead))
            .max_by_key(|l| l.len())
        {
            span = Span::new(span.from() + lead.len(), span.to());
        } else if let Some(tail) = LEADS
            .iter()
            .filter(|tail| text.ends_with(**tail))
            .max_by_key(|t| t.len())
        {
            span = Span::new(span.from(), span.to() - tail.len());
        } else {
            return span;
        }
    }
}

/// Tells a phrase before a number that names nothing: 全区27个行政执法单位, 编制50个指南.
pub(super) fn is_vague(phrase: &str) -> bool {
    phrase.chars().count() <= 2
        || ["将全", "对全", "组织全", "在全", "我", "本"]
            .iter()
            .any(|start| phrase.starts_with(start) && phrase.chars().count() <= 4)
}

/// Gives the noun phrase behind number and unit: `64件行政复议申请`, up to the clause's end.
pub(super) fn noun_behind(clause: &str, end: usize) -> Span {
    let rest = clause.get(end..).unwrap_or("");
    let rest_bare = rest.trim_start_matches('的');
    let start = end + rest.len() - rest_bare.len();
    let stop = rest_bare
        .find(['、', '(', ')', '“', '”', '《'])
        .unwrap_or(rest_bare.len());
    let text = slice(rest_bare, Span::new(0, stop));
    let n: usize = text.chars().take(16).map(char::len_utf8).sum();
    if n < text.len() {
        return Span::empty(start);
    }
    Span::new(start, start + n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_the_longest_that_fit() {
        for (text, expected) in [
            ("件次", "件次"),
            ("户(次)被", "户(次)"),
            ("个百分点", "个百分点"),
            ("人大代表", ""),
            ("部门", ""),
            ("部法律", "部"),
            ("万元", "万元"),
            ("。", ""),
            ("人次参加", "人次"),
        ] {
            assert_eq!(unit(text), expected, "{text}");
        }
    }

    #[test]
    fn noun_phrases_are_the_authors_words() {
        let before = |clause: &str| {
            let at = clause.find(|c: char| c.is_ascii_digit()).unwrap();
            slice(clause, noun_before(clause, at)).to_owned()
        };
        assert_eq!(before("其中政府规范性文件29件"), "政府规范性文件");
        assert_eq!(before("全年共开展培训30次"), "开展培训");
        let behind = |clause: &str, end: usize| slice(clause, noun_behind(clause, end)).to_owned();
        assert_eq!(behind("64件行政复议申请", 5), "行政复议申请");
    }
}
