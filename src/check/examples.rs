//! Runs the examples on the pages of rules: they are the rules' tests.

use crate::check::Checker;
use crate::config::Config;
use crate::config::ParamSetting;
use crate::config::RuleSetting;
use crate::config::Value;
use crate::document::Document;
use crate::finding::Profile;
use crate::finding::Status;
use crate::pack::Example;
use crate::pack::Library;
use crate::pack::Rule;
use crate::reader;
use crate::text::Span;
use std::ops::Range;
use std::sync::Arc;

/// What became of one example.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Judged {
    /// Every mark is covered by one finding, and there is no other.
    Passed,
    /// Marked words without a finding.
    Missing(String),
    /// A finding where nothing is marked.
    Noisy(String),
    /// A finding at marked words that covers more or less than they.
    Misplaced {
        /// The words that are marked.
        marked: String,
        /// The words that were found.
        found: String,
    },
    /// The rule broke, or the example cannot be read.
    Broken(String),
}

/// One example and what became of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExampleResult {
    /// The rule's id.
    pub rule: String,
    /// The line of its page, from 1.
    pub line: usize,
    /// What became of it; the first thing that is wrong.
    pub judged: Judged,
}

/// Runs the examples of the rules that `selector` names: a pack, a rule, or all where empty.
#[must_use]
pub fn examples(library: &Arc<Library>, selector: &str) -> Vec<ExampleResult> {
    let prefix = format!("{selector}/");
    let concerned =
        |rule: &&Rule| selector.is_empty() || rule.id == selector || rule.id.starts_with(&prefix);
    library
        .rules()
        .filter(concerned)
        .flat_map(|rule| rule.examples().iter().map(move |example| (rule, example)))
        .map(|(rule, example)| ExampleResult {
            rule: rule.id.clone(),
            line: example.line,
            judged: judge(library, rule, example),
        })
        .collect()
}

fn judge(library: &Arc<Library>, rule: &Rule, example: &Example) -> Judged {
    let config = match config(library, rule, example) {
        Ok(config) => config,
        Err(message) => return Judged::Broken(message),
    };
    let checker = match Checker::new(Arc::clone(library), &config) {
        Ok(checker) => checker,
        Err(faults) => {
            let messages: Vec<String> = faults.iter().map(|fault| fault.message.clone()).collect();
            return Judged::Broken(messages.join("；"));
        }
    };
    let name = format!("example.{}", example.format);
    let source = match reader::read(&name, example.text.as_bytes()) {
        Ok(source) => source,
        Err(error) => return Judged::Broken(error.to_string()),
    };
    let checked = checker.check(Document::new(source), None);
    let broken = checked
        .outcome
        .verdicts
        .iter()
        .find(|verdict| matches!(verdict.status, Status::Broken(_)));
    if let Some(verdict) = broken {
        return Judged::Broken(verdict.reason.clone());
    }
    let found: Vec<Range<usize>> = checked
        .outcome
        .findings
        .iter()
        .scan(0, |from, finding| {
            Some(code_points(&checked.document, finding.span, example, from))
        })
        .collect();
    compare(&example.text, &example.marks, &found)
}

/// The configuration of an example: its rule alone, with its parameters.
fn config(library: &Library, rule: &Rule, example: &Example) -> Result<Config, String> {
    let mut rules: Vec<RuleSetting> = library
        .rules()
        .filter(|other| other.id != rule.id)
        .map(|other| RuleSetting {
            selector: other.id.clone(),
            span: Span::default(),
            level: Some(crate::config::Level::Off),
            params: Vec::new(),
        })
        .collect();
    let mut params = Vec::new();
    for (name, value) in &example.params {
        params.push(ParamSetting {
            name: name.clone(),
            value: param(value).ok_or_else(|| format!("例子里参数 {name} 的值不能用"))?,
            span: Span::default(),
        });
    }
    if !params.is_empty() {
        rules.push(RuleSetting {
            selector: rule.id.clone(),
            span: Span::default(),
            level: None,
            params,
        });
    }
    Ok(Config {
        kind: example.kind.clone().map(|kind| (kind, Span::default())),
        year: example.year,
        profile: Some(Profile::Auditor),
        rules,
        ..Config::default()
    })
}

fn param(value: &toml::Value) -> Option<Value> {
    match value {
        toml::Value::Integer(n) => Some(Value::Int(*n)),
        toml::Value::Float(n) => Some(Value::Number(n.to_string())),
        toml::Value::String(text) => Some(Value::Text(text.clone())),
        toml::Value::Boolean(yes) => Some(Value::Bool(*yes)),
        toml::Value::Array(items) => items
            .iter()
            .map(|item| item.as_str().map(str::to_owned))
            .collect::<Option<Vec<String>>>()
            .map(Value::List),
        _ => None,
    }
}

/// The code points of an example that a finding covers.
///
/// A web page has no such positions: the next mark behind `from` with the same words is meant.
fn code_points(
    document: &Document,
    span: Span,
    example: &Example,
    from: &mut usize,
) -> Range<usize> {
    let place = document.source.locate(span);
    if let (Some(start), Some(end)) = (place.start, place.end) {
        return start..end;
    }
    let bare = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
    let words = bare(document.slice(span));
    let has_words = |mark: &&Range<usize>| {
        let text = example.text.chars().skip(mark.start);
        bare(&text.take(mark.len()).collect::<String>()) == words
    };
    let open = example.marks.iter().filter(|mark| mark.start >= *from);
    let Some(mark) = open.clone().find(has_words) else {
        return 0..0;
    };
    *from = mark.end;
    mark.clone()
}

fn compare(text: &str, marks: &[Range<usize>], found: &[Range<usize>]) -> Judged {
    let words = |range: &Range<usize>| -> String {
        let n = range.end.saturating_sub(range.start);
        text.chars().skip(range.start).take(n).collect()
    };
    let bare = |range: &Range<usize>| -> (usize, usize) {
        let words = words(range);
        let lead = words.chars().take_while(|c| c.is_whitespace()).count();
        let tail = words
            .chars()
            .rev()
            .take_while(|c| c.is_whitespace())
            .count();
        (range.start + lead, range.end.saturating_sub(tail))
    };
    for range in found {
        if marks.iter().any(|mark| bare(mark) == bare(range)) {
            continue;
        }
        let near = marks
            .iter()
            .find(|mark| mark.start < range.end && range.start < mark.end);
        return match near {
            Some(mark) => Judged::Misplaced {
                marked: words(mark),
                found: words(range),
            },
            None => Judged::Noisy(words(range)),
        };
    }
    let missing = marks
        .iter()
        .find(|mark| !found.iter().any(|range| bare(range) == bare(mark)));
    missing.map_or(Judged::Passed, |mark| Judged::Missing(words(mark)))
}
