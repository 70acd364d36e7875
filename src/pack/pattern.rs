//! Keyword sets and patterns: what a rule declares to be looked for.

use crate::text::Folded;
use crate::text::Span;
use crate::text::fold;
use regex::Regex;
use regex::RegexBuilder;

/// How large a compiled pattern may become, in bytes: linear search, but not free.
pub(crate) const PATTERN_SIZE_LIMIT: usize = 1 << 20;

/// Literal words that are looked for together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeywordSet {
    /// The name, by which a script asks for its matches.
    pub name: String,
    /// The words in the order of the file.
    pub words: Vec<Keyword>,
}

/// One literal word.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Keyword {
    /// As declared.
    pub literal: String,
    /// As looked for in the folded text.
    pub folded: String,
}

/// A regular expression that is matched line by line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pattern {
    /// The name, by which a script asks for its matches.
    pub name: String,
    /// As declared.
    pub regex: String,
    /// As matched against the folded text.
    pub folded: String,
    /// At least one of these stands in every line that can match; empty where any line can.
    pub near: Vec<Keyword>,
    /// Where it is declared in `rule.toml`.
    pub span: Span,
}

impl Keyword {
    /// Folds a literal.
    ///
    /// # Errors
    /// In Chinese, where it can never be found.
    pub fn new(literal: &str) -> Result<Self, String> {
        if literal.contains(['\n', '\r']) {
            return Err("关键词不能跨行".to_owned());
        }
        let folded = Folded::new(literal).text().to_owned();
        if folded.is_empty() {
            return Err("关键词不能是空白".to_owned());
        }
        Ok(Self {
            literal: literal.to_owned(),
            folded,
        })
    }
}

impl Pattern {
    /// Compiles it.
    ///
    /// # Errors
    /// In Chinese, why it is not a regular expression, or that it is too large.
    pub fn compile(&self) -> Result<Regex, String> {
        let built = RegexBuilder::new(&self.folded)
            .size_limit(PATTERN_SIZE_LIMIT)
            .dfa_size_limit(4 * PATTERN_SIZE_LIMIT)
            .nest_limit(64)
            .build();
        built.map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => {
                "正则表达式太大：减少重复次数（如 {1,1000}）或拆成几个".to_owned()
            }
            other => explain(&other.to_string()),
        })
    }
}

/// Says in Chinese what is wrong with a regular expression, from the words of the reader.
fn explain(message: &str) -> String {
    const KNOWN: [(&str, &str); 8] = [
        ("look-around", "不支持断言（(?=、(?!、(?<= 等）"),
        ("backreferences", "不支持反向引用（\\1 等）"),
        ("unclosed group", "括号没有成对：缺少 )"),
        ("unopened group", "括号没有成对：多了 )"),
        ("unclosed character class", "方括号没有成对：缺少 ]"),
        ("repetition operator missing", "重复号（*、+、?、{n}）前面没有内容"),
        ("unrecognized escape", "反斜线后面的字符没有意义"),
        ("duplicate capture group", "两个捕获组用了同一个名字"),
    ];
    let last = message.lines().last().unwrap_or_default();
    let detail = last.trim_start_matches("error: ");
    match KNOWN.iter().find(|(english, _)| message.contains(english)) {
        Some((_, chinese)) => format!("正则表达式不对：{chinese}"),
        None => format!("正则表达式不对：{detail}"),
    }
}

/// Folds a regular expression as the text is folded that it is matched against.
///
/// ASCII is the syntax and stays. Any other character becomes its folded form; one that folds
/// to a mark of the syntax (`（`) is escaped, inside classes as well.
///
/// # Errors
/// In Chinese, where a blank is written that the folded text never has.
pub(crate) fn fold_pattern(regex: &str) -> Result<String, String> {
    let mut folded = String::with_capacity(regex.len());
    let mut escaped = false;
    let mut before = ' ';
    let mut chars = regex.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_ascii() {
            let beside_han = !before.is_ascii() || chars.peek().is_some_and(|next| !next.is_ascii());
            if c == ' ' && beside_han {
                return Err(BLANK.to_owned());
            }
            folded.push(c);
            escaped = c == '\\' && !escaped;
        } else {
            let to = fold(c).ok_or_else(|| BLANK.to_owned())?;
            if escaped && !is_syntax(to) {
                folded.pop();
            } else if !escaped && is_syntax(to) {
                folded.push('\\');
            }
            folded.push(to);
            escaped = false;
        }
        before = c;
    }
    Ok(folded)
}

const BLANK: &str = "匹配时空格已经去掉（只留英文、数字之间的一个），汉字旁边不会有空格；删去它即可";

fn is_syntax(c: char) -> bool {
    c.is_ascii() && !c.is_ascii_alphanumeric() && !matches!(c, '<' | '>' | '"' | '\'' | '`' | '/')
        && !matches!(c, ',' | ':' | ';' | '=' | '!' | '@' | '%' | '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(regex: &str) -> Pattern {
        Pattern {
            name: "p".to_owned(),
            regex: regex.to_owned(),
            folded: fold_pattern(regex).unwrap(),
            near: Vec::new(),
            span: Span::default(),
        }
    }

    #[test]
    fn full_width_marks_are_literals_and_never_syntax() {
        let check = |regex: &str, want: &str| assert_eq!(fold_pattern(regex).unwrap(), want);
        check("（一）", r"\(一\)");
        check("[（）％]", r"[\(\)%]");
        check("[０-９]+％", "[0-9]+%");
        check(r"\（", r"\(");
        check("百分之．", r"百分之\.");
        check("建設(?<n>\\d+)", "建设(?<n>\\d+)");
        check("[－]", r"[\-]");
        assert!(fold_pattern("共 \\d+件").is_err());
        assert!(fold_pattern("第　章").is_err());
        check("Word [0-9]+", "Word [0-9]+");
    }

    #[test]
    fn every_folded_mark_compiles() {
        for code in 0xFF01..=0xFF5E {
            let c = char::from_u32(code).unwrap();
            let folded = fold(c).unwrap();
            for regex in [format!("{c}"), format!("[{c}]"), format!("a{c}b")] {
                let compiled = pattern(&regex).compile().unwrap();
                let text = if regex.starts_with('a') { format!("a{folded}b") } else { folded.to_string() };
                assert!(compiled.is_match(&text), "{regex} {text}");
            }
        }
    }

    #[test]
    fn what_is_wrong_is_said_in_chinese() {
        let check = |regex: &str, words: &str| {
            let message = pattern(regex).compile().unwrap_err();
            assert!(message.contains(words), "{message}");
        };
        check("(一", "缺少 )");
        check("(?=一)", "断言");
        check(r"(一)\1", "反向引用");
        check("((((一{1,99}){1,99}){1,99}){1,99})", "太大");
    }
}
