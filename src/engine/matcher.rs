//! Keywords and patterns of all rules over one report: one pass for all words, and a pattern
//! only on the lines that can hold it.

use crate::data;
use crate::document::Document;
use crate::engine::limits;
use crate::engine::table::TablePlan;
use crate::pack::Pattern;
use crate::pack::Table;
use crate::pack::explain;
use crate::text::Folded;
use crate::text::Letters;
use crate::text::Program;
use crate::text::Span;
use crate::text::Words;
use crate::text::slice;
use regex::Regex;
use regex::RegexBuilder;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// One hit of a set or a pattern. Spans are of the reading text.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    pub(super) span: Span,
    /// Index of the word in its set, or of the row in its table; 0 for a pattern.
    pub(super) word: usize,
    /// Named groups of a pattern.
    pub(super) groups: Vec<(String, Span)>,
}

/// Everything that the rules of one run look for.
#[derive(Debug, Default)]
pub(super) struct Matchers {
    /// For each word the sets it belongs to, with its index there.
    owners: Vec<Vec<(usize, usize)>>,
    by_word: BTreeMap<String, usize>,
    words: OnceLock<Words>,
    n_sets: usize,
    patterns: Vec<PatternPlan>,
    tables: Vec<TablePlan>,
}

#[derive(Debug)]
struct PatternPlan {
    pattern: Pattern,
    /// The set of its `near` words.
    near: Option<usize>,
    program: OnceLock<Option<Program>>,
    regex: OnceLock<Result<Regex, String>>,
}

/// How a pattern is looked for in one report.
enum Way<'a> {
    /// As a program over its characters: ready at once.
    Program(&'a Program, &'a Letters),
    /// As an automaton: compiled first, and faster then.
    Regex(&'a Regex),
}

/// What one report holds of all that; made once a report.
#[derive(Debug)]
pub(super) struct Scan {
    /// For each set its hits in the folded text, by place, the longer first.
    raw: Vec<Vec<(Span, usize)>>,
    sets: Vec<OnceLock<Vec<Hit>>>,
    patterns: Vec<OnceLock<Vec<Hit>>>,
    tables: Vec<OnceLock<Vec<Hit>>>,
    /// The characters of the folded text and of the reading text.
    letters: [OnceLock<Letters>; 2],
}

impl Matchers {
    /// Adds a set of words and gives its number.
    pub(super) fn add_set(&mut self, words: &[String]) -> usize {
        let set = self.n_sets;
        self.n_sets += 1;
        for (index, word) in words.iter().enumerate() {
            let folded = Folded::new(word).text().to_owned();
            let next = self.owners.len();
            let id = *self.by_word.entry(folded).or_insert(next);
            if id == next {
                self.owners.push(Vec::new());
            }
            if let Some(owners) = self.owners.get_mut(id) {
                owners.push((set, index));
            }
        }
        set
    }

    /// Adds a pattern and gives its number.
    pub(super) fn add_pattern(&mut self, pattern: &Pattern) -> usize {
        // Rules that look for the same thing share it.
        let same = |plan: &PatternPlan| plan.pattern == *pattern;
        if let Some(known) = self.patterns.iter().position(same) {
            return known;
        }
        let near = (!pattern.near.is_empty()).then(|| self.add_set(&pattern.near));
        self.patterns.push(PatternPlan {
            pattern: pattern.clone(),
            near,
            program: OnceLock::new(),
            regex: OnceLock::new(),
        });
        self.patterns.len() - 1
    }

    /// Adds a table and gives its number.
    pub(super) fn add_table(&mut self, table: &Table) -> usize {
        let plan = TablePlan::new(table, self);
        self.tables.push(plan);
        self.tables.len() - 1
    }

    /// Runs all words over a report.
    pub(super) fn scan(&self, document: &Document) -> Scan {
        let mut raw = vec![Vec::new(); self.n_sets];
        let words = self.words.get_or_init(|| {
            let words = self.by_word.iter().filter(|(word, _)| !word.is_empty());
            Words::new(words.map(|(word, id)| (word.clone(), *id)))
        });
        words.find(document.folded.text(), |span, word| {
            for (set, index) in self.owners.get(word).into_iter().flatten() {
                if let Some(hits) = raw.get_mut(*set) {
                    hits.push((span, *index));
                }
            }
        });
        Scan {
            raw,
            sets: (0..self.n_sets).map(|_| OnceLock::new()).collect(),
            patterns: self.patterns.iter().map(|_| OnceLock::new()).collect(),
            tables: self.tables.iter().map(|_| OnceLock::new()).collect(),
            letters: [OnceLock::new(), OnceLock::new()],
        }
    }

    /// Tells how a pattern is looked for: a built-in one in a report of a usual length as a
    /// program. A user's is always compiled, so that its mistakes are told whatever the report.
    fn way<'a>(
        &'a self,
        scan: &'a Scan,
        document: &Document,
        pattern: usize,
    ) -> Result<Way<'a>, String> {
        if document.source.text().len() <= limits::PROGRAM_TEXT
            && let Some(plan) = self.patterns.get(pattern)
            && plan.pattern.trusted
            && let Some(program) = plan.program()
        {
            return Ok(Way::Program(
                program,
                scan.letters(document, plan.pattern.raw),
            ));
        }
        self.regex(pattern).map(Way::Regex)
    }

    fn regex(&self, pattern: usize) -> Result<&Regex, String> {
        let Some(plan) = self.patterns.get(pattern) else {
            return Err("没有这个正则".to_owned());
        };
        let compiled = plan.regex.get_or_init(|| {
            RegexBuilder::new(&plan.pattern.folded)
                .size_limit(limits::PATTERN)
                .build()
                .map_err(|error| explain(&error.to_string()))
                // It would match between any two characters: nobody wants that many places.
                .and_then(|regex| match regex.is_match("") {
                    true => Err(
                        "正则连空文字也匹配，每个字之间都会算一处；请改成至少匹配一个字".to_owned(),
                    ),
                    false => Ok(regex),
                })
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
        let raw = self
            .patterns
            .get(pattern)
            .is_some_and(|plan| plan.pattern.raw);
        let text = if raw {
            document.slice(span)
        } else {
            document.folded(span)
        };
        if let Some(plan) = self.patterns.get(pattern)
            && plan.pattern.trusted
            && text.len() <= limits::PROGRAM_TEXT
            && let Some(program) = plan.program()
        {
            let all = Span::new(0, text.len());
            let mut first = None;
            program.each(&Letters::new(text), all, |hit, _| {
                first.get_or_insert(hit);
            });
            return Ok(first == Some(all));
        }
        let regex = self.regex(pattern)?;
        Ok(regex
            .find(text)
            .is_some_and(|hit| hit.start() == 0 && hit.end() == text.len()))
    }
}

impl PatternPlan {
    fn program(&self) -> Option<&Program> {
        let program = || Program::read(data::program_of(&self.pattern.folded));
        self.program.get_or_init(program).as_ref()
    }
}

impl Scan {
    /// Tells whether a set has any hit, without placing them.
    pub(super) fn has_set(&self, set: usize) -> bool {
        self.raw.get(set).is_some_and(|hits| !hits.is_empty())
    }

    /// Gives the hits of a set: leftmost, longest, not overlapping.
    pub(super) fn set(&self, document: &Document, set: usize) -> &[Hit] {
        let Some(cell) = self.sets.get(set) else {
            return &[];
        };
        cell.get_or_init(|| {
            let mut hits = self.raw.get(set).cloned().unwrap_or_default();
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
        let way = matchers.way(self, document, pattern)?;
        Ok(cell.get_or_init(|| {
            let mut hits = Vec::new();
            for line in lines {
                search(document, &way, plan.pattern.raw, line, &mut hits);
            }
            hits
        }))
    }

    /// Returns the characters of the folded text or, `raw`, of the reading text.
    fn letters(&self, document: &Document, raw: bool) -> &Letters {
        let [folded, reading] = &self.letters;
        match raw {
            true => reading.get_or_init(|| Letters::new(document.source.text())),
            false => folded.get_or_init(|| Letters::new(document.folded.text())),
        }
    }

    /// Gives the hits of a table, in order; a hit's `word` is its row.
    pub(super) fn table(
        &self,
        matchers: &Matchers,
        document: &Document,
        table: usize,
    ) -> Result<&[Hit], String> {
        let (Some(cell), Some(plan)) = (self.tables.get(table), matchers.tables.get(table)) else {
            return Ok(&[]);
        };
        if let Some(hits) = cell.get() {
            return Ok(hits);
        }
        let hits = plan.find(self, matchers, document)?;
        Ok(cell.get_or_init(|| hits))
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

fn search(document: &Document, way: &Way<'_>, raw: bool, line: Span, hits: &mut Vec<Hit>) {
    let (text, line) = if raw {
        (document.source.text(), line)
    } else {
        (document.folded.text(), document.folded.to_folded(line))
    };
    let place = |span: Span| {
        if raw {
            span
        } else {
            document.folded.to_reading(span)
        }
    };
    for piece in pieces(text, line) {
        let mut met = |whole: Span, groups: Vec<(String, Span)>| {
            hits.push(Hit {
                span: place(whole),
                word: 0,
                groups,
            });
        };
        match way {
            Way::Program(program, letters) => program.each(letters, piece, |whole, groups| {
                let groups = program.names().iter().zip(groups);
                let groups = groups
                    .filter_map(|(name, group)| group.map(|group| (name.clone(), place(group))));
                met(whole, groups.collect());
            }),
            Way::Regex(regex) => by_regex(regex, slice(text, piece), |whole, groups| {
                let here = |span: Span| span.shift(piece.from());
                let groups = groups
                    .into_iter()
                    .map(|(name, group)| (name, place(here(group))));
                met(here(whole), groups.collect());
            }),
        }
    }
}

/// Calls `met` for each match of a text with its named groups.
fn by_regex(regex: &Regex, text: &str, mut met: impl FnMut(Span, Vec<(String, Span)>)) {
    let span = |hit: regex::Match<'_>| Span::new(hit.start(), hit.end());
    let names: Vec<&str> = regex.capture_names().flatten().collect();
    if names.is_empty() {
        for hit in regex.find_iter(text) {
            met(span(hit), Vec::new());
        }
        return;
    }
    for captures in regex.captures_iter(text) {
        if let Some(whole) = captures.get(0) {
            let group = |name: &&str| Some(((*name).to_owned(), span(captures.name(name)?)));
            met(span(whole), names.iter().filter_map(group).collect());
        }
    }
}

/// A line longer than this is searched piece by piece. One search takes time that grows with the
/// length of its text, but all searches of a line can together take its square.
const PIECE: usize = 8 << 10;

/// Cuts a very long line behind the ends of clauses.
fn pieces(text: &str, line: Span) -> Vec<Span> {
    let mut pieces = Vec::new();
    let mut from = line.from();
    while line.to().saturating_sub(from) > PIECE {
        let mut to = from + PIECE;
        while !text.is_char_boundary(to) {
            to -= 1;
        }
        let piece = slice(text, Span::new(from, to));
        let end = piece.rmatch_indices(['。', '；', ';']).next();
        let length = end.map_or(piece.len(), |(at, mark)| at + mark.len());
        pieces.push(Span::new(from, from + length));
        from += length;
    }
    pieces.push(Span::new(from, line.to()));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_cut_behind_its_clauses() {
        let text = "法治政府建设。".repeat(5_000);
        let all = Span::new(0, text.len());
        let pieces = pieces(&text, all);
        assert!(pieces.len() > 1);
        let joined: String = pieces.iter().map(|piece| slice(&text, *piece)).collect();
        assert_eq!(joined, text);
        assert!(
            pieces
                .iter()
                .all(|piece| slice(&text, *piece).ends_with('。'))
        );
        let without_ends = "法".repeat(10_000);
        let all = Span::new(0, without_ends.len());
        assert_eq!(super::pieces(&without_ends, all).len(), 4);
    }
}
