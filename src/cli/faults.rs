//! Mistakes of rule authors and of configurations, shown at their place by miette.

use crate::cli::packs;
use crate::cli::paint::Paint;
use crate::cli::paint::clean;
use crate::cli::paint::hang;
use crate::cli::say;
use crate::cli::settings::Ready;
use crate::cli::snippet::Label;
use crate::cli::snippet::Row;
use crate::cli::snippet::Snippet;
use std::collections::BTreeMap;
use std::path::PathBuf;
use yifa::finding::Fault;
use yifa::finding::Severity;
use yifa::pack::Library;
use yifa::text::Span;

/// Lines of the file that are marked at most; a fault is seldom longer than one.
const LINES: usize = 6;
/// Characters of a line that are shown around the mark.
const LINE: usize = 160;

/// Shows a fault: message, the lines it stands in, and what to do.
pub(crate) fn draw(fault: &Fault, word: &'static str, paint: Paint) -> String {
    let mut out = match (fault.span, fault.line_column()) {
        (Some(span), Some((line, column))) => {
            let (rows, labels) = lines(&fault.text, span, line);
            let snippet = Snippet {
                word,
                severity: Severity::Error,
                message: clean(&fault.message),
                name: format!("{}:{line}:{column}", clean(&fault.file)),
                rows,
                labels,
            };
            snippet.draw(paint)
        }
        _ => {
            let word = paint.severity(Severity::Error, word);
            format!(
                "  {word} {}：{}\n",
                clean(&fault.file),
                clean(&fault.message)
            )
        }
    };
    if !fault.help.is_empty() {
        out.push_str(&hang("  怎么办：", &fault.help, paint.width));
    }
    out
}

/// Shows a fault of a rule, with the path of its file on disk.
pub(crate) fn draw_rule(fault: &Fault, folders: &[PathBuf], paint: Paint) -> String {
    draw(&packs::located(fault, folders), "规则故障", paint)
}

/// Says what is wrong with configurations and rules, once each; tells whether anything is.
pub(crate) fn say_all(
    setups: &[Ready],
    library: &Library,
    folders: &[PathBuf],
    paint: Paint,
) -> bool {
    let setups = setups.iter().filter_map(|ready| ready.as_ref().err());
    let configs = setups.flat_map(|(_, faults)| faults);
    let configs = configs.map(|fault| draw(fault, "配置有误", paint));
    let rules = library.faults.iter();
    let rules = rules.map(|fault| draw_rule(fault, folders, paint));
    let mut any = false;
    for drawn in configs.chain(rules) {
        any = true;
        say(drawn.trim_end());
    }
    any
}

/// Says which rules broke while they ran, with the first fault of each.
pub(crate) fn say_broken(
    broken: &BTreeMap<String, Fault>,
    library: &Library,
    folders: &[PathBuf],
    paint: Paint,
) {
    for (rule, fault) in broken {
        // What is wrong with the rule's own files was said at the start.
        if !library.faults.contains(fault) {
            say(&format!("规则 {rule} 出了故障，未能检查："));
            say(draw_rule(fault, folders, paint).trim_end());
        }
    }
}

/// Cuts the lines that `span` stands in, with one line before them.
fn lines(text: &str, span: Span, line: usize) -> (Vec<Row>, Vec<Label>) {
    let mut rows = Vec::new();
    let mut labels = Vec::new();
    let first = line.saturating_sub(1).max(1);
    let mut start = 0;
    for (index, content) in text.split('\n').enumerate() {
        let number = index + 1;
        let end = start + content.len();
        if number >= first && (number == first || start <= span.to().saturating_sub(1)) {
            if rows.len() > LINES {
                break;
            }
            let content = content.trim_end_matches('\r');
            let (shown, map) = shorten(content, span.from().saturating_sub(start));
            if start <= span.to() && span.from() <= end && number >= line {
                let from = map(span.from().saturating_sub(start));
                let to = map(span.to().saturating_sub(start).min(content.len()));
                labels.push(Label {
                    row: rows.len(),
                    start: from.min(shown.len()),
                    end: to.max(from).min(shown.len()),
                    text: None,
                });
            }
            rows.push(Row {
                number: Some(number),
                text: shown,
            });
        }
        start = end + 1;
    }
    (rows, labels)
}

/// Cuts a line of a file around byte `at` where it is too long for a screen. The function
/// returned maps bytes of the line to bytes of what is shown.
fn shorten(line: &str, at: usize) -> (String, impl Fn(usize) -> usize) {
    let before = line.get(..at).map_or(0, |before| before.chars().count());
    let skip = before.saturating_sub(LINE / 2);
    let mut shown = String::new();
    let mut places = Vec::new();
    for (at, c) in line.char_indices().skip(skip).take(LINE) {
        places.push((at, shown.len()));
        shown.push(crate::cli::paint::visible(c));
    }
    let end = shown.len();
    let map = move |byte: usize| {
        let next = places.partition_point(|(at, _)| *at < byte);
        places.get(next).map_or(end, |(_, shown)| *shown)
    };
    (shown, map)
}
