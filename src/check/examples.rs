//! Runs the examples on the pages of rules: they are the rules' tests.

use crate::check::one;
use crate::check::settings;
use crate::check::settings::RuleRun;
use crate::check::settings::Setting;
use crate::config::ParamSetting;
use crate::config::Value;
use crate::document::Document;
use crate::engine::Engine;
use crate::engine::Subject;
use crate::facts;
use crate::finding::Finding;
use crate::finding::Outcome;
use crate::finding::Status;
use crate::finding::Verdict;
use crate::pack::Example;
use crate::pack::Library;
use crate::pack::Rule;
use crate::pack::Text;
use crate::reader;
use crate::text::Span;
use std::ops::Range;
use std::sync::Arc;

/// What became of one example.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Judged {
    /// Every mark is covered by one finding, there is no other, and what else the page demands
    /// holds.
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
    /// The severity, the verdict, the words or the number of other places is not what the page
    /// demands.
    Unlike {
        /// What the page demands, in the words shown to people.
        wanted: String,
        /// What was there.
        got: String,
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
    concerned(library, selector)
        .flat_map(|rule| {
            let trial = Trial::new(library, rule);
            let judged = |case: &Case<'_>| ExampleResult {
                rule: rule.id.clone(),
                line: case.example.line,
                judged: trial.judge(case, None),
            };
            trial.cases.iter().map(judged).collect::<Vec<_>>()
        })
        .collect()
}

/// The rules that `selector` names: a pack, a rule, or all where empty.
pub(super) fn concerned<'a>(
    library: &'a Library,
    selector: &'a str,
) -> impl Iterator<Item = &'a Arc<Rule>> {
    let is_in = move |id: &str| {
        let below = id.strip_prefix(selector);
        selector.is_empty() || below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    library.shared_rules().filter(move |rule| is_in(&rule.id))
}

/// One rule with its examples read: they are run once, and again for every mutant of its script.
pub(super) struct Trial<'a> {
    engine: Engine,
    run: RuleRun,
    pub(super) cases: Vec<Case<'a>>,
}

/// One example, read and understood.
pub(super) struct Case<'a> {
    example: &'a Example,
    /// The report and the setting of the rule, or why the example cannot be run.
    ready: Result<(Arc<Subject>, Setting), String>,
}

impl<'a> Trial<'a> {
    pub(super) fn new(library: &Arc<Library>, rule: &'a Arc<Rule>) -> Self {
        let (engine, mut compiled) = Engine::new(Arc::clone(library), &[rule]);
        let run = RuleRun {
            rule: Arc::clone(rule),
            compiled: compiled.remove(0),
            setting: Setting::default(),
        };
        let ready = |example: &Example| {
            let name = format!("example.{}", example.format);
            let source = reader::read(&name, example.text.as_bytes());
            let mut document = Document::new(source.map_err(|error| error.to_string())?);
            // As in a check: the facts are read as of the year that is told.
            document.year = example.year.or(document.year);
            let facts = facts::read(&document, &library.catalog);
            let own = || document.head.issuer_kind.name().to_owned();
            let kind = example.kind.clone().unwrap_or_else(own);
            if super::kind_named(&kind).is_none() {
                return Err(format!("没有“{kind}”这种单位性质"));
            }
            let year = document.year;
            let setting = settings::of_example(rule, params(example)?)?;
            let Some(text) = &example.previous else {
                return Ok((engine.subject(document, facts, kind, year), setting));
            };
            let before = format!("previous.{}", example.format);
            let source = reader::read(&before, text.as_bytes()).map_err(|e| e.to_string())?;
            let last = Document::new(source);
            let stated = facts::read(&last, &library.catalog);
            let last_year = last.year.or(year.map(|year| year - 1));
            let before = engine.previous(&before, last, stated, kind.clone(), last_year);
            let subject = engine.subject_after(&before, document, facts, kind, year);
            Ok((subject, setting))
        };
        let case = |example| Case {
            example,
            ready: ready(example),
        };
        let cases = rule.examples().iter().map(case).collect();
        Self { engine, run, cases }
    }

    /// Makes the same rule with another script; `None` where it does not compile.
    pub(super) fn with(&self, script: String) -> Option<RuleRun> {
        let mut rule = (*self.run.rule).clone();
        rule.script = Text::from(script);
        // Of a script that is not run nothing can be noticed; what it says without its words is
        // the same, which another test holds.
        rule.only_if.clear();
        rule.only_if_facts.clear();
        rule.only_if_previous = false;
        let compiled = self.engine.again(rule, &self.run.compiled);
        (!compiled.is_broken()).then(|| RuleRun {
            rule: Arc::clone(&self.run.rule),
            compiled,
            setting: Setting::default(),
        })
    }

    /// Runs an example, with the rule's own script or with a mutant of it.
    pub(super) fn judge(&self, case: &Case<'_>, mutant: Option<&RuleRun>) -> Judged {
        let (subject, setting) = match &case.ready {
            Ok(ready) => ready,
            Err(message) => return Judged::Broken(message.clone()),
        };
        let rule = mutant.unwrap_or(&self.run);
        let mut outcome = Outcome::default();
        one::run(&self.engine, rule, setting, subject, &mut outcome);
        let mut findings = outcome.findings;
        findings.sort_by(|a, b| (a.span, &a.message).cmp(&(b.span, &b.message)));
        // As in a check of a report: what is said twice in the same words counts once.
        findings.dedup();
        let Some(verdict) = outcome.verdicts.first() else {
            return Judged::Broken("没有结论".to_owned());
        };
        if matches!(verdict.status, Status::Broken(_)) {
            return Judged::Broken(verdict.reason.clone());
        }
        let mut from = 0;
        let found: Vec<Range<usize>> = findings
            .iter()
            .map(|finding| code_points(&subject.document, finding.span, case.example, &mut from))
            .collect();
        match compare(&case.example.text, &case.example.marks, &found) {
            Judged::Passed => demands(case.example, &findings, verdict),
            wrong => wrong,
        }
    }
}

/// Tells whether what the page demands beside the places holds.
fn demands(example: &Example, findings: &[Finding], verdict: &Verdict) -> Judged {
    let unlike = |what: &str, wanted: &str, got: &str| Judged::Unlike {
        wanted: format!("{what}“{wanted}”"),
        got: format!("{what}“{got}”"),
    };
    if let Some(wanted) = example.severity
        && let Some(other) = findings.iter().find(|finding| finding.severity != wanted)
    {
        return unlike("级别", wanted.chinese(), other.severity.chinese());
    }
    if let Some(wanted) = &example.verdict
        && wanted != verdict.status.name()
    {
        return unlike("结论", wanted, verdict.status.name());
    }
    if let Some(wanted) = &example.says {
        let said =
            |finding: &Finding| finding.message.contains(wanted) || finding.advice.contains(wanted);
        if !findings.iter().any(said) && !verdict.reason.contains(wanted) {
            let first = findings.first().map(|finding| &finding.message);
            return unlike("说明", wanted, first.unwrap_or(&verdict.reason));
        }
    }
    let related: usize = findings.iter().map(|finding| finding.related.len()).sum();
    match example.related {
        Some(wanted) if wanted != related => {
            unlike("相关处", &wanted.to_string(), &related.to_string())
        }
        _ => Judged::Passed,
    }
}

/// The parameters that an example sets.
fn params(example: &Example) -> Result<Vec<ParamSetting>, String> {
    let set = example.params.iter().map(|(name, value)| {
        Ok(ParamSetting {
            name: name.clone(),
            value: param(value).ok_or_else(|| format!("例子里参数 {name} 的值不能用"))?,
            span: Span::default(),
        })
    });
    set.collect()
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
    for mark in marks {
        let n = found
            .iter()
            .filter(|range| bare(range) == bare(mark))
            .count();
        if n == 0 {
            return Judged::Missing(words(mark));
        }
        if n > 1 {
            return Judged::Unlike {
                wanted: format!("“{}”处1个问题", words(mark)),
                got: format!("{n}个"),
            };
        }
    }
    Judged::Passed
}
