//! `rule.md`: the examples that are a rule's tests.

use crate::finding::Fault;
use crate::finding::toml_fault;
use crate::text::Span;
use crate::text::slice;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;

/// One example of a rule's page.
#[derive(Clone, Debug)]
pub struct Example {
    /// The report, without marks.
    pub text: String,
    /// The words findings must cover, as code points of `text`, in order; none for silence.
    pub marks: Vec<Range<usize>>,
    /// The line of the page where it starts, from 1.
    pub line: usize,
    /// The format: `txt` where the page says none.
    pub format: String,
    /// The kind of body it is set to.
    pub kind: Option<String>,
    /// The year reported it is set to.
    pub year: Option<i32>,
    /// Parameters it sets.
    pub params: BTreeMap<String, toml::Value>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Settings {
    kind: Option<String>,
    year: Option<i32>,
    #[serde(default)]
    param: BTreeMap<String, toml::Value>,
}

const OPEN: char = '⟦';
const CLOSE: char = '⟧';

/// Reads the examples of a page, and says what is wrong with them.
pub(super) fn examples(file: &str, page: &str) -> (Vec<Example>, Vec<Fault>) {
    let mut examples = Vec::new();
    let mut faults = Vec::new();
    let mut settings = Settings::default();
    for block in blocks(page) {
        let text = slice(page, block.text);
        let mut words = block.info.split_whitespace();
        match words.next() {
            Some("toml") => match toml::from_str(text) {
                Ok(read) => settings = read,
                Err(error) => {
                    let span = error
                        .span()
                        .map(|range| Span::new(range.start, range.end).shift(block.text.from()));
                    faults.push(toml_fault(file, page, error.message(), span));
                }
            },
            Some("report") => match marked(text) {
                Some((text, marks)) => {
                    let set = std::mem::take(&mut settings);
                    examples.push(Example {
                        text,
                        marks,
                        line: block.line,
                        format: words.next().unwrap_or("txt").to_owned(),
                        kind: set.kind,
                        year: set.year,
                        params: set.param,
                    });
                }
                None => faults.push(
                    Fault::new(file, page, "例子里的 ⟦ 和 ⟧ 不成对，或者里面没有字").at(block.text),
                ),
            },
            _ => settings = Settings::default(),
        }
    }
    for (marked, what) in [(true, "用 ⟦…⟧ 标出问题的"), (false, "没有问题的")] {
        if !examples
            .iter()
            .any(|example| example.marks.is_empty() != marked)
        {
            faults.push(
                Fault::new(file, page, format!("规则页至少要有一个{what}例子"))
                    .help("例子写在 ```report 代码块里"),
            );
        }
    }
    (examples, faults)
}

struct Block<'a> {
    info: &'a str,
    text: Span,
    line: usize,
}

/// The fenced blocks of a page.
fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut open: Option<(&str, &str, usize, usize)> = None;
    let mut at = 0;
    for (number, line) in page.split_inclusive('\n').enumerate() {
        let next = at + line.len();
        let bare = line.trim_end();
        let ticks = bare.len() - bare.trim_start_matches('`').len();
        if ticks >= 3 {
            let (fence, info) = bare.split_at_checked(ticks).unwrap_or((bare, ""));
            match open {
                Some((opened, info, start, line)) if fence.len() >= opened.len() => {
                    blocks.push(Block {
                        info,
                        text: Span::new(start, at),
                        line,
                    });
                    open = None;
                }
                Some(_) => {}
                None => open = Some((fence, info.trim(), next, number + 2)),
            }
        }
        at = next;
    }
    // A block that is never closed goes to the end of the page, as Markdown has it: its example
    // is run, and is not lost.
    if let Some((_, info, start, line)) = open {
        blocks.push(Block {
            info,
            text: Span::new(start, page.len()),
            line,
        });
    }
    blocks
}

/// Takes the marks out of an example.
fn marked(text: &str) -> Option<(String, Vec<Range<usize>>)> {
    let mut bare = String::with_capacity(text.len());
    let mut marks = Vec::new();
    let mut open = None;
    let mut at = 0;
    for c in text.chars() {
        match c {
            OPEN if open.is_none() => open = Some(at),
            CLOSE => {
                let start = open.take()?;
                if start == at {
                    return None;
                }
                marks.push(start..at);
            }
            OPEN => return None,
            _ => {
                bare.push(c);
                at += 1;
            }
        }
    }
    open.is_none().then_some((bare, marks))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_code_points() {
        let page = "# 标题\n\n```toml\nkind = \"township\"\nparam.target = 95\n```\n```report\n应诉率为⟦98%⟧。\n```\n\n```report md\n很好。\n```\n";
        let (examples, faults) = examples("rule.md", page);
        assert_eq!(faults, []);
        let [first, second] = examples.as_slice() else {
            panic!()
        };
        assert_eq!(first.text, "应诉率为98%。\n");
        assert_eq!(first.marks.first(), Some(&(4..7)));
        assert_eq!(first.kind.as_deref(), Some("township"));
        assert_eq!(first.line, 8);
        assert_eq!((second.format.as_str(), second.marks.len()), ("md", 0));
        assert!(second.kind.is_none());
    }

    #[test]
    fn a_page_without_silence_is_refused() {
        let (_, faults) = examples("rule.md", "```report\n⟦98%⟧\n```\n");
        assert_eq!(faults.len(), 1);
        let (_, faults) = examples("rule.md", "```report\n⟦98%\n```\n");
        assert!(faults.iter().any(|fault| fault.message.contains("不成对")));
    }
}
