//! Units: what stands behind a number and says what is counted.

/// Units met in reports. Of those that fit the longest is taken.
const UNITS: [&str; 132] = [
    "通",
    "个百分点",
    "百分点",
    "个工作日",
    "工作日",
    "个小时",
    "个月",
    "个学时",
    "个课时",
    "平方公里",
    "平方千米",
    "平方米",
    "立方米",
    "公里",
    "海里",
    "公顷",
    "公斤",
    "千克",
    "万元",
    "亿元",
    "元",
    "人次",
    "人天",
    "人",
    "件次",
    "件(次)",
    "件/次",
    "件",
    "起次",
    "起(次)",
    "起",
    "宗次",
    "宗(次)",
    "宗",
    "例次",
    "例",
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
    "项(次)",
    "项",
    "份次",
    "份",
    "次",
    "个",
    "名",
    "位",
    "期次",
    "期",
    "部",
    "篇次",
    "篇",
    "册",
    "票",
    "艘次",
    "艘",
    "台次",
    "台(套)",
    "台",
    "航次",
    "架次",
    "车次",
    "班次",
    "笔",
    "处次",
    "处",
    "本",
    "学时",
    "课时",
    "节课",
    "堂课",
    "节",
    "堂",
    "课",
    "批次",
    "批",
    "亩",
    "吨",
    "支",
    "辆次",
    "辆",
    "块",
    "面",
    "张",
    "幅",
    "段",
    "款",
    "所",
    "座",
    "间",
    "卷",
    "只",
    "套",
    "倍",
    "集",
    "班",
    "天",
    "小时",
    "分钟",
    "类",
    "种",
    "轮次",
    "轮",
    "头",
    "株",
    "把",
    "门",
    "颗",
    "封",
    "组",
    "队",
    "则",
    "首",
    "枚",
    "盏",
    "盒",
    "单",
    "趟",
    "桩",
    "讲",
    "盘",
    "棵",
];

/// Words that only start like a unit: there the unit was left out, or the number is a name.
const OTHER: [(&str, &[&str]); 25] = [
    (
        "通",
        &["过", "知", "报", "告", "道", "用", "常", "信", "办", "行"],
    ),
    ("项", &["目"]),
    ("户", &["籍", "口", "外"]),
    ("场", &["所", "地", "景", "馆"]),
    ("位", &["于", "列", "居", "一体"]),
    (
        "人",
        &[
            "民", "大", "员", "工", "才", "均", "社", "口", "事", "力", "身", "行",
        ],
    ),
    ("部", &["门", "分", "委", "署", "队", "级"]),
    (
        "本",
        &["级", "地", "区", "县", "市", "年", "辖", "月", "季"],
    ),
    ("面", &["向", "对", "积", "临"]),
    ("次", &["要", "性", "日"]),
    ("家", &["庭", "长", "属", "园"]),
    ("所", &["有", "属", "在"]),
    ("节", &["约", "点", "能", "假"]),
    ("组", &["织", "建", "团", "长"]),
    ("单", &["位", "元", "独", "一"]),
    ("张", &["贴"]),
    ("处", &["理", "置", "罚", "于", "长", "级"]),
    ("支", &["持", "部", "付", "出", "队伍建设", "撑"]),
    ("段", &["落"]),
    ("集", &["中", "体", "市", "团"]),
    ("把", &["手", "关"]),
    ("门", &["户", "口"]),
    ("条", &["例", "款", "龙"]),
    ("例", &["如", "外", "会"]),
    (
        "首",
        &["次", "违", "批", "问", "席", "位", "长", "先", "府"],
    ),
];

/// Reads the unit at the start of `text`; empty where there is none.
pub(super) fn unit(text: &str) -> &str {
    let Some(first) = text.chars().next() else {
        return "";
    };
    // Few units start with the same character.
    let found = UNITS
        .iter()
        .filter(|unit| unit.starts_with(first) && text.starts_with(**unit))
        .max_by_key(|unit| unit.len());
    let Some(unit) = found else { return "" };
    let rest = text.get(unit.len()..).unwrap_or("");
    let is_other = OTHER
        .iter()
        .any(|(name, ends)| name == unit && ends.iter().any(|end| rest.starts_with(end)));
    if is_other {
        ""
    } else {
        text.get(..unit.len()).unwrap_or("")
    }
}

/// Tells whether a text is a unit and nothing else: a cell of a column of units.
pub(super) fn is_whole(text: &str) -> bool {
    text == "%" || (!text.is_empty() && UNITS.contains(&text))
}

/// Tells a unit of money.
pub(super) fn is_money(unit: &str) -> bool {
    unit.ends_with('元')
}

/// Tells a unit of time.
pub(super) fn is_time(unit: &str) -> bool {
    matches!(
        unit,
        "个工作日" | "工作日" | "天" | "个小时" | "小时" | "分钟" | "个月"
    )
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
            ("支队伍", "支"),
            ("处理", ""),
            ("条例", ""),
            ("个月", "个月"),
        ] {
            assert_eq!(unit(text), expected, "{text}");
        }
    }
}
