//! The examples of rule pages, run as tests: `⟦…⟧` round the words that a finding must cover.

use super::plan::Plan;
use super::verdict;
use crate::document::BodyKind;
use crate::document::Document;
use crate::engine::Rules;
use crate::finding::Fault;
use crate::finding::Status;
use crate::pack::Example;
use crate::pack::Library;
use crate::pack::Pack;
use crate::pack::Rule;
use crate::pack::suggestion;
use crate::text::SourceText;
use crate::text::Span;
use std::sync::Arc;

/// What is wrong at one place of an example.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProblemKind {
    /// Marked words without a finding.
    Missing,
    /// A finding outside all marks.
    Noisy,
    /// A finding that overlaps a mark but does not cover just its words.
    Misplaced,
    /// The verdict is not the one that the example demands.
    Verdict,
    /// The rule broke, or the example cannot be read.
    Broken,
}

/// One thing that is wrong with an example.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// What it is.
    pub kind: ProblemKind,
    /// Where: code points of the example's input.
    pub range: Option<(usize, usize)>,
    /// The words there.
    pub words: String,
    /// What to say of it, in Chinese.
    pub message: String,
    /// The rule's own fault, where it broke.
    pub fault: Option<Box<Fault>>,
}

/// What came of one example.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExampleResult {
    /// The rule's id.
    pub rule: String,
    /// The page, as a path below the rules folder.
    pub file: String,
    /// The line of the page, from 1, where the example begins.
    pub line: usize,
    /// The example.
    pub example: Example,
    /// What is wrong; empty where it passed.
    pub problems: Vec<Problem>,
}

impl ExampleResult {
    /// Tells whether the example holds.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.problems.is_empty()
    }
}

/// Runs the examples of all rules, or of those that `selector` names: `pack` or `pack/rule`.
///
/// Results are in the order of rules and of their pages. What is wrong with the pages
/// themselves is in the library's faults.
///
/// # Errors
/// Where there is no such pack or rule.
pub fn examples(library: &Arc<Library>, selector: Option<&str>) -> Result<Vec<ExampleResult>, Fault> {
    let chosen = choose(library, selector)?;
    let rules = chosen.iter().map(|(_, pack, rule)| (*pack, *rule));
    let rules = Rules::compile(Arc::clone(library), rules);
    let mut results = Vec::new();
    for (index, (at, pack, rule)) in chosen.iter().enumerate() {
        for example in rule.examples().0 {
            let plan = Plan::plain(*at, rule, &example.params);
            let problems = run(library, &rules, index, &plan, pack, rule, &example);
            results.push(ExampleResult {
                rule: rule.id.clone(),
                file: rule.path("rule.md"),
                line: example.line,
                example,
                problems,
            });
        }
    }
    Ok(results)
}

type Chosen<'l> = ((usize, usize), &'l Pack, &'l Rule);

fn choose<'l>(library: &'l Library, selector: Option<&str>) -> Result<Vec<Chosen<'l>>, Fault> {
    let mut chosen = Vec::new();
    for (first, pack) in library.packs.iter().enumerate() {
        for (second, rule) in pack.rules.iter().enumerate() {
            if selector.is_none_or(|selector| selector == pack.id || selector == rule.id) {
                chosen.push(((first, second), pack, rule));
            }
        }
    }
    match selector {
        Some(selector) if chosen.is_empty() => {
            let packs = library.packs.iter().map(|pack| pack.id.as_str());
            let known: Vec<&str> = packs.chain(library.rules().map(|rule| rule.id.as_str())).collect();
            let message = format!("没有“{selector}”这个规则或规则包");
            Err(Fault::new("", "", message).help(suggestion(selector, &known)))
        }
        _ => Ok(chosen),
    }
}

fn run(
    library: &Library,
    rules: &Rules,
    index: usize,
    plan: &Plan,
    pack: &Pack,
    rule: &Rule,
    example: &Example,
) -> Vec<Problem> {
    let name = format!("example.{}", example.format);
    let source = match crate::reader::read(&name, example.input.as_bytes()) {
        Ok(source) => source,
        Err(error) => return vec![Problem::broken(error.to_string(), None)],
    };
    let document = Document::new(source);
    let facts = crate::facts::read(&document, &library.catalog);
    let kind = example.kind.as_deref().and_then(|name| BodyKind::ALL.into_iter().find(|kind| kind.name() == name));
    let kind = kind.unwrap_or(document.head.issuer_kind);
    let year = example.year.or(document.year);
    let reading = rules.read(document, facts, kind, year);
    let judged = verdict::judge(rules, index, &reading, plan, pack, rule);
    if let Status::Broken(fault) = judged.verdict.status {
        return vec![Problem::broken(fault.message.clone(), Some(fault))];
    }
    let spans = judged.findings.iter().map(|finding| finding.span).collect();
    let mut problems = compare(&reading.document().source, example, spans);
    if let Some(wanted) = &example.verdict
        && wanted != judged.verdict.status.name()
    {
        let message = format!("结论应当是 {wanted}，得出的是 {}", judged.verdict.status.name());
        problems.push(Problem::new(ProblemKind::Verdict, None, String::new(), message));
    }
    problems
}

impl Problem {
    fn new(kind: ProblemKind, range: Option<(usize, usize)>, words: String, message: String) -> Self {
        Self {
            kind,
            range,
            words,
            message,
            fault: None,
        }
    }

    fn broken(message: String, fault: Option<Box<Fault>>) -> Self {
        Self {
            fault,
            ..Self::new(ProblemKind::Broken, None, String::new(), message)
        }
    }
}

/// Compares findings with marks.
fn compare(source: &SourceText, example: &Example, spans: Vec<Span>) -> Vec<Problem> {
    let input: Vec<char> = example.input.chars().collect();
    let words = |range: (usize, usize)| -> String {
        input.get(range.0..range.1).unwrap_or_default().iter().collect()
    };
    let marked: Vec<(usize, usize)> = example.marked.iter().map(|range| trim(&input, *range)).collect();
    let mut met = vec![false; marked.len()];
    let mut problems = Vec::new();
    for span in spans {
        let found = match located(source, span) {
            Some(range) => trim(&input, range),
            None => by_words(&input, source.slice(span), &marked, &met),
        };
        if let Some(at) = marked.iter().position(|mark| *mark == found) {
            met.iter_mut().skip(at).take(1).for_each(|met| *met = true);
            continue;
        }
        let overlapped = marked.iter().position(|mark| mark.0 < found.1 && found.0 < mark.1);
        let problem = match overlapped {
            Some(at) => {
                met.iter_mut().skip(at).take(1).for_each(|met| *met = true);
                let mark = marked.get(at).copied().unwrap_or_default();
                let message = format!("报的是“{}”，标的是“{}”", words(found), words(mark));
                Problem::new(ProblemKind::Misplaced, Some(found), words(found), message)
            }
            None => {
                let message = format!("没有标记的地方报了问题：“{}”", words(found));
                Problem::new(ProblemKind::Noisy, Some(found), words(found), message)
            }
        };
        problems.push(problem);
    }
    for (mark, _) in marked.iter().zip(&met).filter(|(_, met)| !**met) {
        let message = format!("标了却没有报：“{}”", words(*mark));
        problems.push(Problem::new(ProblemKind::Missing, Some(*mark), words(*mark), message));
    }
    problems
}

/// Returns the code points of the example that a finding covers, where the format tells them.
fn located(source: &SourceText, span: Span) -> Option<(usize, usize)> {
    let place = source.locate(span);
    Some((place.start?, place.end?))
}

/// In a web page positions are not known: the first mark with the same words is meant.
fn by_words(input: &[char], words: &str, marked: &[(usize, usize)], met: &[bool]) -> (usize, usize) {
    let bare = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
    let words = bare(words);
    let same = |range: &(usize, usize)| {
        let text: String = input.get(range.0..range.1).unwrap_or_default().iter().collect();
        bare(&text) == words
    };
    let open = marked.iter().zip(met).find(|(range, met)| !**met && same(range));
    open.map_or((0, 0), |(range, _)| *range)
}

/// Leaves out the blanks at both ends.
fn trim(input: &[char], (start, end): (usize, usize)) -> (usize, usize) {
    let (mut start, mut end) = (start, end.min(input.len()));
    let blank = |at: usize| input.get(at).is_some_and(|c| c.is_whitespace());
    while start < end && blank(start) {
        start += 1;
    }
    while start < end && blank(end - 1) {
        end -= 1;
    }
    (start, end)
}
