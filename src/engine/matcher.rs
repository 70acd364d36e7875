//! Keywords and patterns of all rules over one report: one pass for all words, and a pattern
//! only on the lines that can hold it.

use crate::document::Document;
use crate::engine::limits;
use crate::text::Folded;
use crate::text::Span;
use crate::text::fold;
use crate::text::slice;
use aho_corasick::AhoCorasick;
use aho_corasick::AhoCorasickKind;
use regex::Regex;
use regex::RegexBuilder;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// One hit of a set or a pattern. Spans are of the reading text.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    pub(super) span: Span,
    /// Index of the word in its set; 0 for a pattern.
    pub(super) word: usize,
    /// Named groups of a pattern.
    pub(super) groups: Vec<(String, Span)>,
}

/// Everything that the rules of one run look for.
#[derive(Debug, Default)]
pub(super) struct Matchers {
    words: Vec<String>,
    /// For each word the sets it belongs to, with its index there.
    owners: Vec<Vec<(usize, usize)>>,
    by_word: BTreeMap<String, usize>,
    automaton: OnceLock<Option<AhoCorasick>>,
    n_sets: usize,
    patterns: Vec<PatternPlan>,
}

#[derive(Debug)]
struct PatternPlan {
    source: String,
    raw: bool,
    /// Its `near` words, and their set.
    words: Vec<String>,
    near: Option<usize>,
    regex: OnceLock<Result<Regex, String>>,
}

/// What one report holds of all that; made once a report.
#[derive(Debug)]
pub(super) struct Scan {
    /// For each set its hits in the folded text, in order of their end.
    raw: Vec<Vec<(Span, usize)>>,
    sets: Vec<OnceLock<Vec<Hit>>>,
    patterns: Vec<OnceLock<Vec<Hit>>>,
}

impl Matchers {
    /// Adds a set of words and gives its number.
    pub(super) fn add_set(&mut self, words: &[String]) -> usize {
        let set = self.n_sets;
        self.n_sets += 1;
        for (index, word) in words.iter().enumerate() {
            let folded = Folded::new(word).text().to_owned();
            let next = self.words.len();
            let id = *self.by_word.entry(folded.clone()).or_insert(next);
            if id == next {
                self.words.push(folded);
                self.owners.push(Vec::new());
            }
            if let Some(owners) = self.owners.get_mut(id) {
                owners.push((set, index));
            }
        }
        set
    }

    /// Adds a pattern and gives its number.
    pub(super) fn add_pattern(&mut self, source: &str, near: &[String], raw: bool) -> usize {
        let source = if raw {
            source.to_owned()
        } else {
            folded_pattern(source)
        };
        // Rules that look for the same thing share it.
        let same =
            |plan: &PatternPlan| plan.source == source && plan.raw == raw && plan.words == near;
        if let Some(known) = self.patterns.iter().position(same) {
            return known;
        }
        let words = near.to_vec();
        let near = (!near.is_empty()).then(|| self.add_set(near));
        self.patterns.push(PatternPlan {
            source,
            words,
            raw,
            near,
            regex: OnceLock::new(),
        });
        self.patterns.len() - 1
    }

    /// Runs all words over a report.
    pub(super) fn scan(&self, document: &Document) -> Scan {
        let mut raw = vec![Vec::new(); self.n_sets];
        let automaton = self.automaton.get_or_init(|| {
            // Made in a third of the time of the faster kinds; it is made at every start.
            AhoCorasick::builder()
                .kind(Some(AhoCorasickKind::NoncontiguousNFA))
                .prefilter(false)
                .build(&self.words)
                .ok()
        });
        if let Some(automaton) = automaton {
            for hit in automaton.find_overlapping_iter(document.folded.text()) {
                let span = Span::new(hit.start(), hit.end());
                let owners = self.owners.get(hit.pattern().as_usize());
                for (set, index) in owners.into_iter().flatten() {
                    if let Some(hits) = raw.get_mut(*set) {
                        hits.push((span, *index));
                    }
                }
            }
        }
        Scan {
            raw,
            sets: (0..self.n_sets).map(|_| OnceLock::new()).collect(),
            patterns: self.patterns.iter().map(|_| OnceLock::new()).collect(),
        }
    }

    fn regex(&self, pattern: usize) -> Result<&Regex, String> {
        let Some(plan) = self.patterns.get(pattern) else {
            return Err("没有这个正则".to_owned());
        };
        let compiled = plan.regex.get_or_init(|| {
            RegexBuilder::new(&plan.source)
                .size_limit(limits::PATTERN)
                .build()
                .map_err(|error| format!("正则不能用：{error}"))
        });
        match compiled {
            Ok(regex) => Ok(regex),
            Err(message) => Err(message.clone()),
        }
    }

    /// Tells whether a pattern matches all of `span`.
    pub(super) fn matches_whole(
        &self,
        document: &Document,
        pattern: usize,
        span: Span,
    ) -> Result<bool, String> {
        let raw = self.patterns.get(pattern).is_some_and(|plan| plan.raw);
        let text = if raw {
            document.slice(span)
        } else {
            document.folded(span)
        };
        let regex = self.regex(pattern)?;
        Ok(regex
            .find(text)
            .is_some_and(|hit| hit.start() == 0 && hit.end() == text.len()))
    }
}

impl Scan {
    /// Gives the hits of a set: leftmost, longest, not overlapping.
    pub(super) fn set(&self, document: &Document, set: usize) -> &[Hit] {
        let Some(cell) = self.sets.get(set) else {
            return &[];
        };
        cell.get_or_init(|| {
            let mut hits = self.raw.get(set).cloned().unwrap_or_default();
            hits.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
            let mut end = 0;
            hits.retain(|(span, _)| {
                let keep = span.start >= end;
                if keep {
                    end = span.end;
                }
                keep
            });
            hits.into_iter()
                .map(|(span, word)| Hit {
                    span: document.folded.to_reading(span),
                    word,
                    groups: Vec::new(),
                })
                .collect()
        })
    }

    /// Gives the hits of a pattern, in order.
    pub(super) fn pattern(
        &self,
        matchers: &Matchers,
        document: &Document,
        pattern: usize,
    ) -> Result<&[Hit], String> {
        let Some(cell) = self.patterns.get(pattern) else {
            return Ok(&[]);
        };
        if let Some(hits) = cell.get() {
            return Ok(hits);
        }
        let Some(plan) = matchers.patterns.get(pattern) else {
            return Ok(&[]);
        };
        let lines = self.lines(document, plan);
        if lines.is_empty() {
            return Ok(cell.get_or_init(Vec::new));
        }
        let regex = matchers.regex(pattern)?;
        Ok(cell.get_or_init(|| {
            let mut hits = Vec::new();
            for line in lines {
                search(document, regex, plan.raw, line, &mut hits);
            }
            hits
        }))
    }

    /// The paragraphs a pattern can match in, as spans of the reading text.
    fn lines(&self, document: &Document, plan: &PatternPlan) -> Vec<Span> {
        let Some(near) = plan.near else {
            return document.paragraphs.iter().map(|p| p.span).collect();
        };
        let mut lines: Vec<Span> = self
            .set(document, near)
            .iter()
            .filter_map(|hit| document.paragraph_at(hit.span.start))
            .filter_map(|index| document.paragraphs.get(index))
            .map(|p| p.span)
            .collect();
        lines.dedup();
        lines
    }
}

fn search(document: &Document, regex: &Regex, raw: bool, line: Span, hits: &mut Vec<Hit>) {
    let (text, offset) = if raw {
        (document.slice(line), line.from())
    } else {
        let folded = document.folded.to_folded(line);
        (slice(document.folded.text(), folded), folded.from())
    };
    let reading = |start: usize, end: usize| {
        let span = Span::new(offset + start, offset + end);
        if raw {
            span
        } else {
            document.folded.to_reading(span)
        }
    };
    let names: Vec<&str> = regex.capture_names().flatten().collect();
    if names.is_empty() {
        hits.extend(regex.find_iter(text).map(|hit| Hit {
            span: reading(hit.start(), hit.end()),
            word: 0,
            groups: Vec::new(),
        }));
        return;
    }
    for captures in regex.captures_iter(text) {
        let Some(whole) = captures.get(0) else {
            continue;
        };
        let groups = names
            .iter()
            .filter_map(|name| {
                let group = captures.name(name)?;
                Some(((*name).to_owned(), reading(group.start(), group.end())))
            })
            .collect();
        hits.push(Hit {
            span: reading(whole.start(), whole.end()),
            word: 0,
            groups,
        });
    }
}

/// Folds a pattern like the text it runs over. A full-width mark becomes its half-width one as a
/// literal: `（` is `\(`, inside a class as well.
fn folded_pattern(source: &str) -> String {
    let mut folded = String::with_capacity(source.len());
    for c in source.chars() {
        if c.is_ascii() {
            folded.push(c);
            continue;
        }
        match fold(c) {
            Some(to) if to.is_ascii_punctuation() => {
                folded.push('\\');
                folded.push(to);
            }
            Some(to) => folded.push(to),
            None => {}
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_marks_in_patterns_are_literals() {
        assert_eq!(folded_pattern("（一）[，；]20％"), r"\(一\)[\,\;]20\%");
        assert!(Regex::new(&folded_pattern("（一）[，；：？]")).is_ok());
    }
}
