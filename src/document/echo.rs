//! What of one report's text stands in another one: pairs of characters, and whole clauses.
//!
//! Compared are Chinese characters alone: marks, digits and blanks change from year to year
//! without anything being said anew.

use crate::document::Document;
use crate::document::Role;
use crate::text::Span;
use crate::text::slice;
use std::collections::HashMap;

/// Marks between clauses.
const MARKS: [char; 13] = [
    '，', '；', '：', '。', '！', '？', ',', ';', ':', '!', '?', '\t', '\n',
];
/// A clause that is compared has at least so many Chinese characters: shorter ones are formulas.
const CLAUSE: usize = 8;

/// The text of a report, prepared for comparison with another one.
#[derive(Debug)]
pub struct Echo {
    /// How often two characters stand side by side.
    pairs: HashMap<(char, char), u32>,
    /// The first place of each clause, by its Chinese characters.
    clauses: HashMap<String, Span>,
}

/// What of a stretch was copied from another report.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Copied {
    /// Chinese characters in clauses that stand there too.
    pub same: usize,
    /// Chinese characters in all clauses that were compared.
    pub all: usize,
    /// The longest copied stretch.
    pub here: Span,
    /// Where it stands in the other report.
    pub there: Span,
}

impl Echo {
    /// Prepares a report.
    #[must_use]
    pub fn new(document: &Document) -> Self {
        let mut echo = Self {
            pairs: HashMap::new(),
            clauses: HashMap::new(),
        };
        for pair in pairs(document.folded.text()) {
            *echo.pairs.entry(pair).or_default() += 1;
        }
        for sentence in body(document) {
            for clause in clauses(document, sentence) {
                let hanzi = hanzi(document.slice(clause));
                echo.clauses.entry(hanzi).or_insert(clause);
            }
        }
        echo
    }

    /// Returns the stretches of `span` that are said nowhere else in this report, which must be
    /// the one it was made of.
    #[must_use]
    pub fn rare(&self, document: &Document, span: Span) -> Vec<Span> {
        let folded = document.folded.to_folded(span);
        let text = slice(document.folded.text(), folded);
        let mut own: HashMap<(char, char), u32> = HashMap::new();
        for pair in pairs(text) {
            *own.entry(pair).or_default() += 1;
        }
        let is_rare = |pair: &(char, char)| self.pairs.get(pair) == own.get(pair);
        let mut found: Vec<Span> = Vec::new();
        let mut last: Option<(usize, char)> = None;
        for (at, c) in text.char_indices() {
            if let Some((from, before)) = last
                && is_hanzi(c)
                && is_rare(&(before, c))
            {
                let end = at + c.len_utf8();
                match found.last_mut() {
                    Some(known) if known.to() == at => *known = Span::new(known.from(), end),
                    _ => found.push(Span::new(from, end)),
                }
            }
            last = is_hanzi(c).then_some((at, c));
        }
        let shift = folded.from();
        let reading = |span: Span| {
            let span = Span::new(span.from() + shift, span.to() + shift);
            document.folded.to_reading(span)
        };
        found.into_iter().map(reading).collect()
    }

    /// Counts the pairs of characters of a folded text, and those of them that stand here.
    #[must_use]
    pub fn shared(&self, text: &str) -> (usize, usize) {
        let all = pairs(text).count();
        let here = pairs(text).filter(|pair| self.pairs.contains_key(pair));
        (all, here.count())
    }

    /// Tells what of `sentences` of another report stands here, clause by clause.
    #[must_use]
    pub fn copied(&self, document: &Document, sentences: &[Span]) -> Copied {
        let mut copied = Copied {
            same: 0,
            all: 0,
            here: Span::default(),
            there: Span::default(),
        };
        let mut run: Option<(Span, Span)> = None;
        for sentence in sentences {
            for clause in clauses(document, *sentence) {
                let hanzi = hanzi(document.slice(clause));
                let n = hanzi.chars().count();
                copied.all += n;
                let Some(there) = self.clauses.get(&hanzi) else {
                    run = None;
                    continue;
                };
                copied.same += n;
                let next = match run {
                    Some((here, other)) if there.start >= other.end => {
                        (here.cover(clause), other.cover(*there))
                    }
                    _ => (clause, *there),
                };
                if next.0.len() > copied.here.len() {
                    (copied.here, copied.there) = next;
                }
                run = Some(next);
            }
        }
        copied
    }
}

/// The sentences of running text in `span`.
#[must_use]
pub fn running_sentences(document: &Document, span: Span) -> Vec<Span> {
    body(document)
        .filter(|sentence| span.contains(*sentence))
        .collect()
}

fn body(document: &Document) -> impl Iterator<Item = Span> + '_ {
    let is_text = |paragraph: usize| {
        let paragraph = document.paragraphs.get(paragraph);
        paragraph.is_some_and(|paragraph| matches!(paragraph.role, Role::Text | Role::Note))
    };
    let sentences = document.sentences.iter();
    sentences
        .filter(move |sentence| is_text(sentence.paragraph))
        .map(|sentence| sentence.span)
}

/// The clauses of a stretch that are long enough to be compared.
fn clauses(document: &Document, span: Span) -> Vec<Span> {
    all_clauses(document, span)
        .into_iter()
        .filter(|clause| {
            let n = document.slice(*clause).chars().filter(|c| is_hanzi(*c));
            n.count() >= CLAUSE
        })
        .collect()
}

/// The clauses of a stretch: between commas, semicolons, colons and the ends of sentences.
#[must_use]
pub fn all_clauses(document: &Document, span: Span) -> Vec<Span> {
    let text = document.slice(span);
    let mut found = Vec::new();
    let mut start = 0;
    let mut add = |start: usize, end: usize| {
        let inside = slice(text, Span::new(start, end));
        let lead = inside.len() - inside.trim_start().len();
        let bare = inside.trim();
        if !bare.is_empty() {
            let from = span.from() + start + lead;
            found.push(Span::new(from, from + bare.len()));
        }
    };
    for (at, mark) in text.match_indices(MARKS) {
        add(start, at);
        start = at + mark.len();
    }
    add(start, text.len());
    found
}

fn hanzi(text: &str) -> String {
    text.chars().filter(|c| is_hanzi(*c)).collect()
}

/// Chinese characters side by side.
fn pairs(text: &str) -> impl Iterator<Item = (char, char)> + '_ {
    let next = text.chars().skip(1);
    text.chars()
        .zip(next)
        .filter(|(a, b)| is_hanzi(*a) && is_hanzi(*b))
}

fn is_hanzi(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(body: &str) -> Document {
        let text = format!("湾前县2023年度法治政府建设情况报告\n一、主要举措和成效\n{body}\n");
        Document::new(crate::reader::read("report.txt", text.as_bytes()).unwrap())
    }

    fn span(document: &Document, words: &str) -> Span {
        let at = document.source.text().find(words).unwrap();
        Span::new(at, at + words.len())
    }

    #[test]
    fn rare_words_are_said_nowhere_else() {
        let report = document("推进行政执法工作。推进执法案卷无纸化试点。");
        let rare = Echo::new(&report).rare(&report, span(&report, "推进执法案卷无纸化试点"));
        let words: Vec<&str> = rare.iter().map(|span| report.slice(*span)).collect();
        assert_eq!(words, ["进执", "法案卷无纸化试点"]);
    }

    #[test]
    fn what_is_copied_is_found_clause_by_clause() {
        let before = document(
            "执法力量还比较薄弱的问题依然存在，2022年全县执法人员老化现象比较突出。另有别的事情需要继续去做。",
        );
        let now = document(
            "执法力量还比较薄弱的问题依然存在，2023年全县执法人员老化现象比较突出，新设机构人员尚未到位工作。",
        );
        let echo = Echo::new(&before);
        let whole = Span::new(0, now.source.text().len());
        let copied = echo.copied(&now, &running_sentences(&now, whole));
        assert_eq!((copied.same, copied.all), (31, 43));
        assert!(now.slice(copied.here).starts_with("执法力量"));
        assert!(now.slice(copied.here).ends_with("突出"));
        assert!(before.slice(copied.there).ends_with("突出"));
    }

    #[test]
    fn shares_are_of_pairs() {
        let echo = Echo::new(&document("开展执法案卷评查。"));
        assert_eq!(echo.shared("案卷评查"), (3, 3));
        assert_eq!(echo.shared("无纸化"), (2, 0));
    }
}
