//! `rule.md`: the examples that are a rule's tests.

use crate::finding::Fault;
use crate::finding::Severity;
use crate::finding::nearest;
use crate::finding::toml_fault;
use crate::text::Span;
use crate::text::slice;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;

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
    /// The report of the year before, in the same format.
    pub previous: Option<String>,
    /// Parameters it sets.
    pub params: BTreeMap<String, toml::Value>,
    /// The severity that all of its findings must have, where the page says it.
    pub severity: Option<Severity>,
    /// The name of the verdict that it must have, where the page says it.
    pub verdict: Option<String>,
    /// Words that a message, an advice or the reason of the verdict must hold, where the page
    /// says it.
    pub says: Option<String>,
    /// How many other places its findings must name together, where the page says it.
    pub related: Option<usize>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Settings {
    kind: Option<String>,
    year: Option<i32>,
    previous: Option<String>,
    #[serde(default)]
    param: BTreeMap<String, toml::Value>,
    severity: Option<Spanned<String>>,
    verdict: Option<Spanned<String>>,
    related: Option<usize>,
    says: Option<String>,
}

const OPEN: char = '⟦';
const CLOSE: char = '⟧';

/// The verdicts that an example can demand.
const VERDICTS: [&str; 4] = ["pass", "fail", "not-applicable", "undecided"];

/// Reads the examples of a page, and says what is wrong with them.
pub(super) fn examples(file: &str, page: &str) -> (Vec<Example>, Vec<Fault>) {
    let mut reading = Reading {
        file,
        page,
        examples: Vec::new(),
        faults: Vec::new(),
    };
    let mut settings = Settings::default();
    for block in blocks(page) {
        let mut words = block.info.split_whitespace();
        match words.next() {
            Some("toml") => settings = reading.settings(&block).unwrap_or(settings),
            Some("report") => {
                reading.example(
                    &block,
                    words.next().unwrap_or("txt"),
                    std::mem::take(&mut settings),
                );
            }
            _ => settings = Settings::default(),
        }
    }
    reading.complete();
    (reading.examples, reading.faults)
}

/// One page while it is read.
struct Reading<'a> {
    file: &'a str,
    page: &'a str,
    examples: Vec<Example>,
    faults: Vec<Fault>,
}

impl Reading<'_> {
    fn fault(&self, message: String) -> Fault {
        Fault::new(self.file, self.page, message)
    }

    fn settings(&mut self, block: &Block<'_>) -> Option<Settings> {
        let inside = block.text.from();
        let settings: Settings = match toml::from_str(slice(self.page, block.text)) {
            Ok(settings) => settings,
            Err(error) => {
                let span = error
                    .span()
                    .map(|range| Span::new(range.start, range.end).shift(inside));
                self.faults
                    .push(toml_fault(self.file, self.page, error.message(), span));
                return None;
            }
        };
        let at =
            |word: &Spanned<String>| Span::new(word.span().start, word.span().end).shift(inside);
        if let Some(word) = &settings.verdict
            && !VERDICTS.contains(&word.get_ref().as_str())
        {
            let fault = self.fault(format!("没有“{}”这种结论", word.get_ref()));
            let help = nearest(word.get_ref(), &VERDICTS).map_or_else(
                || format!("可以写：{}", VERDICTS.join("、")),
                |known| format!("你是不是想写“{known}”？"),
            );
            self.faults.push(fault.at(at(word)).help(help));
        }
        if let Some(word) = &settings.severity
            && let Err(message) = word.get_ref().parse::<Severity>()
        {
            self.faults.push(self.fault(message).at(at(word)));
        }
        Some(settings)
    }

    fn example(&mut self, block: &Block<'_>, format: &str, settings: Settings) {
        let Some((text, marks)) = marked(slice(self.page, block.text)) else {
            let fault = self.fault("例子里的 ⟦ 和 ⟧ 不成对，或者里面没有字".to_owned());
            self.faults.push(fault.at(block.text));
            return;
        };
        let severity = settings
            .severity
            .and_then(|word| word.get_ref().parse().ok());
        self.examples.push(Example {
            text,
            marks,
            line: block.line,
            format: format.to_owned(),
            kind: settings.kind,
            year: settings.year,
            previous: settings.previous,
            params: settings.param,
            severity,
            verdict: settings.verdict.map(Spanned::into_inner),
            related: settings.related,
            says: settings.says,
        });
    }

    /// Says what kind of example is wanting.
    fn complete(&mut self) {
        for (marked, what) in [(true, "用 ⟦…⟧ 标出问题的"), (false, "没有问题的")]
        {
            let there = |example: &Example| example.marks.is_empty() != marked;
            if !self.examples.iter().any(there) {
                let fault = self.fault(format!("规则页至少要有一个{what}例子"));
                self.faults.push(fault.help("例子写在 ```report 代码块里"));
            }
        }
    }
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
        let page = "# 标题\n\n```toml\nkind = \"township\"\nparam.target = 95\nseverity = \"advice\"\nverdict = \"fail\"\n```\n```report\n应诉率为⟦98%⟧。\n```\n\n```report md\n很好。\n```\n";
        let (examples, faults) = examples("rule.md", page);
        assert_eq!(faults, []);
        let [first, second] = examples.as_slice() else {
            panic!()
        };
        assert_eq!(first.text, "应诉率为98%。\n");
        assert_eq!(first.marks.first(), Some(&(4..7)));
        assert_eq!(first.kind.as_deref(), Some("township"));
        assert_eq!(first.line, 10);
        assert_eq!(first.severity, Some(Severity::Advice));
        assert_eq!(first.verdict.as_deref(), Some("fail"));
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

    #[test]
    fn what_an_example_demands_must_exist() {
        let page = "```toml\nverdict = \"passed\"\n```\n```report\n⟦甲⟧\n```\n```toml\nseverity = \"warn\"\n```\n```report\n乙\n```\n";
        let (_, faults) = examples("rule.md", page);
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(
            faults,
            [
                "rule.md:2:11: 没有“passed”这种结论（你是不是想写“pass”？）",
                "rule.md:8:12: 级别只有 error、warning、advice，没有“warn”",
            ]
        );
    }
}
