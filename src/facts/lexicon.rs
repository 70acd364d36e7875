//! Words looked up at every place of a text, without building an automaton first.
//!
//! A check of one report pays for the building of every automaton. A sorted list costs a tenth to
//! make, and a look-up at each character of a report is cheap enough.

use crate::text::Span;
use std::collections::BTreeMap;

/// A set of words with what each means.
#[derive(Clone, Debug, Default)]
pub(super) struct Lexicon<T> {
    /// Sorted; no word stands twice.
    words: Vec<(String, T)>,
    /// For each first character its words, as a range of `words`.
    by_first: BTreeMap<char, (usize, usize)>,
}

impl<T> Lexicon<T> {
    /// Makes a lexicon; empty words are left out.
    pub(super) fn new(words: BTreeMap<String, T>) -> Self {
        let words: Vec<(String, T)> = words
            .into_iter()
            .filter(|(word, _)| !word.is_empty())
            .collect();
        let mut by_first: BTreeMap<char, (usize, usize)> = BTreeMap::new();
        for (index, (word, _)) in words.iter().enumerate() {
            if let Some(first) = word.chars().next() {
                by_first.entry(first).or_insert((index, index)).1 = index + 1;
            }
        }
        Self { words, by_first }
    }

    /// Finds the words of `text`: leftmost, longest, not overlapping, in order.
    pub(super) fn find<'a>(&'a self, text: &str) -> Vec<(Span, &'a T)> {
        let mut found = Vec::new();
        let mut end = 0;
        for (at, c) in text.char_indices() {
            if at < end {
                continue;
            }
            let Some(rest) = text.get(at..) else { continue };
            if let Some((word, meaning)) = self.longest(c, rest) {
                end = at + word.len();
                found.push((Span::new(at, end), meaning));
            }
        }
        found
    }

    /// The longest word that `rest`, which starts with `first`, starts with.
    fn longest(&self, first: char, rest: &str) -> Option<(&str, &T)> {
        let (from, to) = *self.by_first.get(&first)?;
        let words = self.words.get(from..to)?;
        // A word that `rest` starts with sorts at or before `rest`; the longer one later.
        let upto = words.partition_point(|(word, _)| word.as_str() <= rest);
        words
            .get(..upto)?
            .iter()
            .rev()
            .find(|(word, _)| rest.starts_with(word.as_str()))
            .map(|(word, meaning)| (word.as_str(), meaning))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_wins() {
        let words = ["行政", "行政复议", "行政复议案件", "复议", "案件"];
        let lexicon = Lexicon::new(words.into_iter().map(|w| (w.to_owned(), w.len())).collect());
        let text = "行政复议案由,行政诉讼案件,行政复议案件";
        let found: Vec<&str> = lexicon
            .find(text)
            .iter()
            .map(|(span, _)| text.get(span.range()).unwrap())
            .collect();
        assert_eq!(found, ["行政复议", "行政", "案件", "行政复议案件"]);
    }
}
