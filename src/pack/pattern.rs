//! Patterns: folded like the text that they are run on, and what is wrong with them in Chinese.

use crate::pack::pattern_fold::fold_pattern;
use crate::text::fold;

/// A pattern a rule looks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pattern {
    /// The regular expression as written.
    pub regex: String,
    /// The regular expression as it is run: folded, unless `raw`.
    pub folded: String,
    /// At least one of these stands in a line where the pattern can match; any line where empty.
    pub near: Vec<String>,
    /// It runs over the reading text and not over the folded one.
    pub raw: bool,
    /// It is part of the program: the tests looked at it.
    pub trusted: bool,
}

impl Pattern {
    /// Makes a pattern out of what `rule.toml` says. The syntax of a `trusted` one, which is
    /// part of the program, was looked at by the tests.
    ///
    /// # Errors
    /// In Chinese, what is wrong with the expression. Only its syntax is looked at: compiling
    /// takes long and waits until a report needs it.
    pub(super) fn read(
        regex: &str,
        near: Vec<String>,
        raw: bool,
        trusted: bool,
    ) -> Result<Self, String> {
        let folded = if raw {
            regex.to_owned()
        } else {
            fold_pattern(regex, fold).ok_or(BLANK)?
        };
        if !trusted && let Err(error) = regex_syntax::parse(&folded) {
            return Err(explain(&error.to_string()));
        }
        Ok(Self {
            regex: regex.to_owned(),
            folded,
            near,
            raw,
            trusted,
        })
    }
}

const BLANK: &str =
    "匹配时空格已经去掉（只留英文、数字之间的一个），汉字旁边不会有空格；删去它，或者写 raw = true";

/// Says in Chinese what is wrong with a regular expression.
pub(crate) fn explain(english: &str) -> String {
    const KNOWN: [(&str, &str); 9] = [
        ("look-around", "不支持断言（(?=、(?!、(?<= 等）"),
        ("backreferences", "不支持反向引用（\\1 等）"),
        ("unclosed group", "括号没有成对：缺少 )"),
        ("unopened group", "括号没有成对：多了 )"),
        ("unclosed character class", "方括号没有成对：缺少 ]"),
        (
            "repetition operator missing",
            "重复号（*、+、?、{n}）前面没有内容",
        ),
        ("unrecognized escape", "反斜线后面的字符没有意义"),
        ("duplicate capture group", "两个捕获组用了同一个名字"),
        (
            "size limit",
            "展开后太大：减少重复次数（如 {1,1000}），或者拆成几个",
        ),
    ];
    if let Some((_, chinese)) = KNOWN.iter().find(|(words, _)| english.contains(words)) {
        return format!("正则写错了：{chinese}");
    }
    let last = english.lines().last().unwrap_or_default();
    format!("正则写错了：{}", last.trim_start_matches("error: "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_marks_are_literals_and_never_syntax() {
        let check = |regex: &str, want: &str| assert_eq!(fold_pattern(regex, fold).unwrap(), want);
        check("（一）[，；]20％", r"\(一\)[,;]20%");
        check("[（）％]", r"[\(\)%]");
        check("[０-９]+％", "[0-9]+%");
        check(r"\（\．\，", r"\(\.,");
        check("百分之．", r"百分之\.");
        check("建設(?<n>\\d+)", "建设(?<n>\\d+)");
        check("[－]", r"[\-]");
        check("Word [0-9]+", "Word [0-9]+");
        check(r"\\（", r"\\\(");
        for blank in ["共 \\d+件", "第　章", "\\d 件"] {
            assert!(fold_pattern(blank, fold).is_none(), "{blank}");
        }
    }

    #[test]
    fn every_folded_mark_matches_itself() {
        for code in 0xFF01..=0xFF5E {
            let c = char::from_u32(code).unwrap();
            let mark = fold(c).unwrap();
            for regex in [
                format!("甲{c}乙"),
                format!("甲[{c}]乙"),
                format!("甲\\{c}乙"),
            ] {
                let folded = fold_pattern(&regex, fold).unwrap();
                let compiled = regex::Regex::new(&folded).unwrap();
                assert!(
                    compiled.is_match(&format!("甲{mark}乙")),
                    "{regex} {folded}"
                );
            }
        }
    }

    #[test]
    fn what_is_wrong_is_said_in_chinese() {
        let check = |regex: &str, words: &str| {
            let message = Pattern::read(regex, Vec::new(), false, false).unwrap_err();
            assert!(message.contains(words), "{message}");
        };
        check("(一", "缺少 )");
        check("（一)", "多了 )");
        check("(?=一)", "断言");
        check(r"(一)\1", "反向引用");
        check("*一", "重复号");
    }
}
