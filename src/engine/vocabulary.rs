//! All words and patterns of all rules, looked for once in each report.

use crate::document::Document;
use crate::pack::Keyword;
use crate::pack::Pattern;
use crate::pack::Rule;
use crate::text::Folded;
use crate::text::Span;
use crate::text::slice;
use aho_corasick::AhoCorasick;
use regex::Regex;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::OnceLock;

/// A stretch of the folded text longer than this is searched piece by piece, so that no
/// pattern can take time that grows with the square of a paragraph.
const WINDOW_BYTES: usize = 16 << 10;

/// One place where a set or a pattern of a rule matched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Hit {
    /// In the reading text.
    pub(super) span: Span,
    /// In the folded text.
    pub(super) folded: Span,
    /// The stretch of the folded text that a pattern was run on.
    pub(super) window: Span,
    /// Index of the keyword in its set; 0 for a pattern.
    pub(super) word: u32,
}

/// What a rule looks for under one name.
#[derive(Debug)]
pub(super) struct Search {
    pub(super) name: String,
    pub(super) what: What,
}

#[derive(Debug)]
pub(super) enum What {
    /// Literals: index in the vocabulary, and as declared.
    Words(Vec<(u32, String)>),
    /// A pattern, with the literals of which one must stand in the line.
    Pattern {
        pattern: Pattern,
        near: Vec<u32>,
        regex: OnceLock<Result<Regex, String>>,
    },
}

/// All literals of all rules in one automaton, and all searches.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    automaton: Option<AhoCorasick>,
    /// Bytes of each literal.
    lengths: Vec<u32>,
    pub(super) searches: Vec<Search>,
}

/// Puts a vocabulary together, rule by rule.
#[derive(Debug, Default)]
pub(super) struct VocabularyBuilder {
    literals: Vec<String>,
    known: HashMap<String, u32>,
    searches: Vec<Search>,
}

impl VocabularyBuilder {
    /// Adds what a rule declares; returns the range of its searches.
    pub(super) fn add(&mut self, rule: &Rule) -> std::ops::Range<usize> {
        let first = self.searches.len();
        for set in &rule.keywords {
            let words = set.words.iter();
            let words = words.map(|word| (self.literal(word), word.literal.clone()));
            let what = What::Words(words.collect());
            self.searches.push(Search {
                name: set.name.clone(),
                what,
            });
        }
        for pattern in &rule.patterns {
            let near = pattern.near.iter().map(|word| self.literal(word)).collect();
            self.searches.push(Search {
                name: pattern.name.clone(),
                what: What::Pattern {
                    pattern: pattern.clone(),
                    near,
                    regex: OnceLock::new(),
                },
            });
        }
        first..self.searches.len()
    }

    fn literal(&mut self, word: &Keyword) -> u32 {
        if let Some(index) = self.known.get(&word.folded) {
            return *index;
        }
        let index = u32::try_from(self.literals.len()).unwrap_or(u32::MAX);
        self.literals.push(word.folded.clone());
        self.known.insert(word.folded.clone(), index);
        index
    }

    pub(super) fn build(self) -> Vocabulary {
        let automaton = if self.literals.is_empty() {
            None
        } else {
            AhoCorasick::new(&self.literals).ok()
        };
        let length = |word: &String| Span::new(0, word.len()).end;
        Vocabulary {
            automaton,
            lengths: self.literals.iter().map(length).collect(),
            searches: self.searches,
        }
    }
}

/// Where the literals of the vocabulary stand in one report, and what was found from them.
#[derive(Debug)]
pub(super) struct Hits {
    /// For each literal, where its places begin in `at`; one more at the end.
    first: Vec<u32>,
    /// Ends in the folded text, in order for each literal.
    ends: Vec<u32>,
    /// Results of the searches, each computed when first asked for.
    found: Vec<OnceLock<Found>>,
    /// The lines of the folded text.
    lines: OnceLock<Vec<Span>>,
}

/// The result of one search: its hits, or why the pattern is broken.
pub(super) type Found = Result<Arc<[Hit]>, String>;

impl Vocabulary {
    /// Looks for every literal in one pass.
    pub(super) fn scan(&self, folded: &Folded) -> Hits {
        let mut raw: Vec<(u32, u32)> = Vec::new();
        if let Some(automaton) = &self.automaton {
            for hit in automaton.find_overlapping_iter(folded.text()) {
                raw.push((hit.pattern().as_u32(), Span::empty(hit.end()).start));
            }
        }
        let mut first = vec![0_u32; self.lengths.len() + 1];
        for (literal, _) in &raw {
            if let Some(count) = first.get_mut(*literal as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for count in &mut first {
            sum += *count;
            *count = sum;
        }
        let mut next = first.clone();
        let mut ends = vec![0_u32; raw.len()];
        for (literal, end) in raw {
            if let Some(at) = next.get_mut(literal as usize) {
                if let Some(place) = ends.get_mut(*at as usize) {
                    *place = end;
                }
                *at += 1;
            }
        }
        Hits {
            first,
            ends,
            found: self.searches.iter().map(|_| OnceLock::new()).collect(),
            lines: OnceLock::new(),
        }
    }

    /// Returns the places of one search in the report, in text order, not overlapping.
    pub(super) fn find(&self, hits: &Hits, search: usize, document: &Document) -> Found {
        let (Some(cell), Some(search)) = (hits.found.get(search), self.searches.get(search)) else {
            return Ok(Arc::default());
        };
        cell.get_or_init(|| match &search.what {
            What::Words(words) => Ok(self.words(hits, words, document)),
            What::Pattern { pattern, near, regex } => {
                let regex = regex.get_or_init(|| pattern.compile()).as_ref();
                let regex = regex.map_err(String::clone)?;
                Ok(self.pattern(hits, regex, near, document))
            }
        })
        .clone()
    }

    /// Of words that overlap the first wins, and of those that begin together the longest.
    fn words(&self, hits: &Hits, words: &[(u32, String)], document: &Document) -> Arc<[Hit]> {
        let mut places: Vec<(Span, u32)> = Vec::new();
        for (index, (literal, _)) in words.iter().enumerate() {
            let length = self.lengths.get(*literal as usize).copied().unwrap_or(0);
            let word = u32::try_from(index).unwrap_or(u32::MAX);
            places.extend(hits.ends_of(*literal).iter().map(|end| {
                let start = end.saturating_sub(length);
                (Span { start, end: *end }, word)
            }));
        }
        places.sort_unstable_by_key(|(span, _)| (span.start, Reverse(span.end)));
        let mut kept: Vec<Hit> = Vec::new();
        for (folded, word) in places {
            if kept.last().is_none_or(|last| last.folded.end <= folded.start) {
                kept.push(Hit {
                    span: document.folded.to_reading(folded),
                    folded,
                    window: folded,
                    word,
                });
            }
        }
        kept.into()
    }

    fn pattern(
        &self,
        hits: &Hits,
        regex: &Regex,
        near: &[u32],
        document: &Document,
    ) -> Arc<[Hit]> {
        let text = document.folded.text();
        let lines = hits.lines.get_or_init(|| windows(text));
        let mut found = Vec::new();
        let mut search = |window: Span| {
            for hit in regex.find_iter(slice(text, window)) {
                let folded = Span::new(hit.start(), hit.end()).shift(window.from());
                if !folded.is_empty() {
                    found.push(Hit {
                        span: document.folded.to_reading(folded),
                        folded,
                        window,
                        word: 0,
                    });
                }
            }
        };
        if near.is_empty() {
            lines.iter().copied().for_each(&mut search);
        } else {
            hits.lines_with(near, lines).into_iter().for_each(&mut search);
        }
        found.into()
    }
}

impl Hits {
    fn ends_of(&self, literal: u32) -> &[u32] {
        let at = |index: u32| self.first.get(index as usize).copied().unwrap_or(0) as usize;
        self.ends.get(at(literal)..at(literal + 1)).unwrap_or(&[])
    }

    /// Returns the windows in which one of the literals ends.
    fn lines_with(&self, near: &[u32], lines: &[Span]) -> Vec<Span> {
        let mut chosen: Vec<usize> = Vec::new();
        for literal in near {
            for end in self.ends_of(*literal) {
                let after = lines.partition_point(|line| line.start < *end);
                chosen.extend(after.checked_sub(1));
            }
        }
        chosen.sort_unstable();
        chosen.dedup();
        chosen.iter().filter_map(|index| lines.get(*index).copied()).collect()
    }
}

/// Cuts the folded text into lines, and very long lines into pieces.
fn windows(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        let end = at + line.len();
        let mut from = at;
        while end - from > WINDOW_BYTES {
            let mut to = from + WINDOW_BYTES;
            while !text.is_char_boundary(to) {
                to -= 1;
            }
            let piece = slice(text, Span::new(from, to));
            let stop = piece.rmatch_indices(['。', '；', ';']).next();
            let length = stop.map_or(piece.len(), |(at, mark)| at + mark.len());
            found.push(Span::new(from, from + length));
            from += length;
        }
        found.push(Span::new(from, end));
        at = end + 1;
    }
    found
}
