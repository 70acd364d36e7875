//! `rule.md`: why the rule is there, and the examples that are its tests.

use super::param::Given;
use super::param::Param;
use super::param::ParamValue;
use super::rule_toml::given;
use super::rule_toml::known_kinds;
use super::toml_file::TomlFile;
use super::toml_file::get;
use super::nearest::suggestion;
use crate::finding::Fault;
use crate::text::Span;
use toml::de::DeTable;

/// The marks round the words that a finding must cover.
pub const MARKS: (char, char) = ('⟦', '⟧');

/// The verdicts that an example may ask for.
const VERDICTS: [&str; 4] = ["pass", "fail", "not-applicable", "undecided"];

/// An example of a rule page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Example {
    /// The report, without the marks.
    pub input: String,
    /// The marked stretches of `input` in code points, start and end, in order.
    pub marked: Vec<(usize, usize)>,
    /// The format it is read as: `txt`, `md` or `html`.
    pub format: String,
    /// The kind of body, where the example sets it.
    pub kind: Option<String>,
    /// The year reported, where the example sets it.
    pub year: Option<i32>,
    /// The parameters that the example sets.
    pub params: Vec<(String, ParamValue)>,
    /// The verdict that it demands beside its findings.
    pub verdict: Option<String>,
    /// The line of the page, from 1, where the report begins.
    pub line: usize,
    /// Where the report stands in the page, marks included.
    pub span: Span,
}

/// A fenced block of the page.
struct Block<'t> {
    info: &'t str,
    text: &'t str,
    /// Byte and line of the page where `text` begins.
    at: usize,
    line: usize,
    /// Byte of the page behind the closing fence.
    end: usize,
}

/// Reads the examples of a page.
pub(crate) fn examples(file: &str, page: &str, params: &[Param]) -> (Vec<Example>, Vec<Fault>) {
    let mut found = Vec::new();
    let mut faults = Vec::new();
    let mut above: Option<Block<'_>> = None;
    for block in blocks(page) {
        let mut words = block.info.split_whitespace();
        if words.next() == Some("report") {
            let settings = above
                .take()
                .filter(|toml| toml.info == "toml" && is_blank(page, toml.end, block.at));
            let format = words.next().unwrap_or("txt");
            match example(file, page, &block, format) {
                Ok(mut example) => {
                    if let Some(toml) = settings {
                        faults.extend(apply(&mut example, file, page, &toml, params));
                    }
                    found.push(example);
                }
                Err(fault) => faults.push(fault),
            }
        }
        above = Some(block);
    }
    if faults.is_empty() {
        faults.extend(enough(file, page, &found));
    }
    (found, faults)
}

/// Tells whether only blanks and the opening fence stand between two blocks.
fn is_blank(page: &str, from: usize, to: usize) -> bool {
    let between = page.get(from..to).unwrap_or("x");
    between.trim_start().starts_with("```") && between.trim().lines().count() == 1
}

fn enough(file: &str, page: &str, found: &[Example]) -> Option<Fault> {
    let message = if !found.iter().any(|example| !example.marked.is_empty()) {
        "缺少一个不合格的例子"
    } else if !found.iter().any(|example| example.marked.is_empty()) {
        "缺少一个合格的例子"
    } else {
        return None;
    };
    let help = "每条规则至少要有一个 ```report 例子用 ⟦…⟧ 标出应报的字，一个不带标记、不应报";
    Some(Fault::new(file, page, message).help(help))
}

fn example(file: &str, page: &str, block: &Block<'_>, format: &str) -> Result<Example, Fault> {
    let fault = |at: usize, length: usize, message: &str| {
        let span = Span::new(block.at + at, block.at + at + length);
        Fault::new(file, page, message).at(span)
    };
    if !["txt", "md", "html"].contains(&format) {
        let at = block.at.saturating_sub(format.len() + 1);
        let span = Span::new(at, at + format.len());
        let message = format!("例子不能是“{format}”格式");
        let known = suggestion(format, &["txt", "md", "html"]);
        return Err(Fault::new(file, page, message).at(span).help(known));
    }
    let mut input = String::new();
    let mut marked = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    let mut count = 0;
    for (at, c) in block.text.char_indices() {
        if c == MARKS.0 {
            if open.is_some() {
                return Err(fault(at, c.len_utf8(), "⟦ 里面又有 ⟦"));
            }
            open = Some((count, at));
        } else if c == MARKS.1 {
            match open.take() {
                Some((start, _)) if start < count => marked.push((start, count)),
                _ => return Err(fault(at, c.len_utf8(), "⟧ 前面没有 ⟦，或两个标记之间没有字")),
            }
        } else {
            input.push(c);
            count += 1;
        }
    }
    if let Some((_, at)) = open {
        return Err(fault(at, MARKS.0.len_utf8(), "⟦ 后面没有 ⟧"));
    }
    Ok(Example {
        input,
        marked,
        format: format.to_owned(),
        kind: None,
        year: None,
        params: Vec::new(),
        verdict: None,
        line: block.line,
        span: Span::new(block.at, block.at + block.text.len()),
    })
}

/// Applies the settings above an example.
fn apply(
    example: &mut Example,
    file: &str,
    page: &str,
    block: &Block<'_>,
    params: &[Param],
) -> Vec<Fault> {
    let mut toml = TomlFile::inside(file, page, block.at);
    let table = toml.parse(block.text);
    toml.only(&table, &["kind", "year", "verdict", "param"]);
    example.year = toml.year(&table, "year");
    example.kind = one_of(&mut toml, &table, "kind", &known_kinds());
    example.verdict = one_of(&mut toml, &table, "verdict", &VERDICTS);
    if let Some(given_params) = toml.table(&table, "param") {
        set_params(example, &mut toml, given_params, params);
    }
    toml.finish()
}

fn one_of(
    toml: &mut TomlFile<'_>,
    table: &DeTable<'_>,
    key: &str,
    known: &[&str],
) -> Option<String> {
    let (word, range) = toml.text(table, key)?;
    if known.contains(&word.as_str()) {
        return Some(word);
    }
    toml.fault(range, format!("“{key}”不能是“{word}”"), suggestion(&word, known));
    None
}

fn set_params(
    example: &mut Example,
    toml: &mut TomlFile<'_>,
    given_params: &DeTable<'_>,
    params: &[Param],
) {
    let names: Vec<&str> = params.iter().map(|param| param.name.as_str()).collect();
    toml.only(given_params, &names);
    for param in params {
        let Some(value) = get(given_params, &param.name) else {
            continue;
        };
        let taken = given(value).map_or_else(
            || Err("写法不对".to_owned()),
            |given: Given| param.kind.accept(&given),
        );
        match taken {
            Ok(value) => example.params.push((param.name.clone(), value)),
            Err(wanted) => toml.fault(value.span(), format!("“{}”{wanted}", param.name), ""),
        }
    }
}

/// Returns the fenced blocks of a page, in order.
fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut open: Option<(&str, &str, usize, usize)> = None;
    for (line, text) in page.split_inclusive('\n').enumerate() {
        let start = at;
        at += text.len();
        let bare = text.trim_end();
        match open {
            Some((fence, info, from, first)) if bare.starts_with(fence) && bare.trim_start_matches('`').is_empty() => {
                let inner = page.get(from..start).unwrap_or_default();
                found.push(Block {
                    info,
                    text: inner.strip_suffix('\n').unwrap_or(inner),
                    at: from,
                    line: first,
                    end: at,
                });
                open = None;
            }
            None if bare.starts_with("```") => {
                let info = bare.trim_start_matches('`');
                let fence = bare.get(..bare.len() - info.len()).unwrap_or("```");
                open = Some((fence, info.trim(), at, line + 2));
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(page: &str) -> (Vec<Example>, Vec<Fault>) {
        let param = Param {
            name: "target".to_owned(),
            kind: crate::pack::ParamType::Percent,
            default: ParamValue::Int(100),
            help: String::new(),
        };
        examples("p/r/rule.md", page, &[param])
    }

    #[test]
    fn marks_become_code_point_ranges() {
        let (found, faults) = read("# 例\n```report\n率为⟦98%⟧。\n```\n\n```report md\n好。\n```\n");
        assert_eq!(faults, []);
        assert_eq!(found[0].input, "率为98%。");
        assert_eq!(found[0].marked, [(2, 5)]);
        assert_eq!(found[0].line, 3);
        assert_eq!(found[1].format, "md");
        assert_eq!(found[1].line, 7);
    }

    #[test]
    fn settings_stand_directly_above() {
        let page = "```toml\nkind = \"department\"\nyear = 2023\nparam.target = 95\n```\n```report\n⟦一⟧\n```\n文\n```report\n二\n```\n";
        let (found, faults) = read(page);
        assert_eq!(faults, []);
        assert_eq!(found[0].kind.as_deref(), Some("department"));
        assert_eq!(found[0].year, Some(2023));
        assert_eq!(found[0].params.len(), 1);
        assert_eq!(found[1].kind, None);
    }

    #[test]
    fn mistakes_are_met_at_their_place() {
        let check = |page: &str, message: &str, line: usize| {
            let (_, faults) = read(page);
            let fault = faults.first().expect(page);
            assert!(fault.message.contains(message), "{fault}");
            assert_eq!(fault.line_column().map_or(0, |(line, _)| line), line, "{fault}");
        };
        check("```report\n⟦一\n```\n", "后面没有", 2);
        check("```report\n一⟧\n```\n", "前面没有", 2);
        check("```report\n一⟦⟧\n```\n", "没有字", 2);
        check("```report\n⟦一⟧\n```\n", "缺少一个合格的例子", 0);
        check("```report\n一\n```\n", "缺少一个不合格的例子", 0);
        check("```report pdf\n⟦一⟧\n```\n", "不能是“pdf”", 1);
        check("```toml\nkidn = 1\n```\n```report\n⟦一⟧\n```\n", "没有“kidn”", 2);
        check("```toml\nparam.target = \"a\"\n```\n```report\n⟦一⟧\n```\n", "应当是", 2);
    }
}
