//! What the words beside a figure say: which word of a list stands in them.

/// In front of these a word is denied: 不予受理 is no 受理, 未整改 no 整改.
const DENIED: [&str; 10] = [
    "不予", "未", "不", "没有", "尚未", "无", "未予", "拒不", "暂未", "待",
];

/// Gives the length of the longest of `words` in `label`, in bytes; 0 where none stands there.
pub(super) fn longest(label: &str, words: &[String]) -> usize {
    let stands = |word: &&String| {
        label
            .match_indices(word.as_str())
            .any(|(at, _)| !is_denied(label, at))
    };
    words
        .iter()
        .filter(stands)
        .map(String::len)
        .max()
        .unwrap_or(0)
}

/// Gives the longest of `words` in `label`; empty where none stands there.
pub(super) fn word<'w>(label: &str, words: &'w [String]) -> &'w str {
    let length = longest(label, words);
    let found = words
        .iter()
        .find(|word| word.len() == length && label.contains(word.as_str()));
    found.map_or("", String::as_str)
}

/// Tells whether one of `words` stands in `label`.
pub(super) fn has(label: &str, words: &[String]) -> bool {
    longest(label, words) > 0
}

/// Tells whether one of `words` stands in `text`, denied or not.
pub(super) fn any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

fn is_denied(label: &str, at: usize) -> bool {
    let before = label.get(..at).unwrap_or("");
    DENIED.iter().any(|word| before.ends_with(word))
}

/// Words that say that a figure holds cases of former years as well.
pub(super) const CARRIED: [&str; 15] = [
    "结转",
    "上年",
    "去年",
    "往年",
    "历年",
    "遗留",
    "旧存",
    "存量",
    "跨年",
    "以前年度",
    "上一年",
    "积存",
    "结存",
    "前期",
    "历史",
];

/// Tells whether a list is one of examples only.
pub(super) fn is_open(text: &str) -> bool {
    any(
        text,
        &[
            "主要",
            "重点",
            "例如",
            "比如",
            "特别是",
            "尤其",
            "部分",
            "代表",
            "典型",
            "多数",
        ],
    )
}

/// Words that name another body than the report's own, or a stretch of it.
pub(super) const BODIES: [&str; 16] = [
    "局",
    "镇",
    "街道",
    "乡",
    "村",
    "社区",
    "大队",
    "法院",
    "检察",
    "各部门",
    "各单位",
    "企业",
    "园区",
    "示范",
    "试点",
    "近年",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn denied_words_do_not_count() {
        let words = ["受理".to_owned(), "整改".to_owned(), "未整改".to_owned()];
        assert_eq!(longest("不予受理", &words), 0);
        assert_eq!(longest("共受理", &words), "受理".len());
        assert_eq!(longest("未整改", &words), "未整改".len());
        assert_eq!(longest("已整改", &words), "整改".len());
    }
}
