//! Many words found in one pass over a text, without building an automaton first.
//!
//! A check of one report pays for everything that is built at start. Sorting the words costs a
//! tenth of an automaton, and most characters of a report start no word.

use crate::text::Span;

/// Words in order, each with what it means.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// Sorted, no word twice: the word, the longest other word that it starts with, its number.
    words: Vec<(String, Option<usize>, usize)>,
    /// For each first character its words, as a range of `words`; sorted.
    starts: Vec<(char, usize, usize)>,
    /// A bit for the low bits of each first character: most characters of a text are told by it.
    firsts: Vec<u64>,
}

/// Bits by which first characters are told.
const BITS: usize = 1 << 14;

impl Words {
    /// Makes the table; `words` come with their numbers, no word is empty or stands twice.
    pub(crate) fn new(words: impl Iterator<Item = (String, usize)>) -> Self {
        let mut sorted: Vec<(String, usize)> = words.collect();
        sorted.sort_unstable();
        let mut table = Self {
            words: Vec::with_capacity(sorted.len()),
            starts: Vec::new(),
            firsts: vec![0; BITS / 64],
        };
        for (word, number) in sorted {
            table.add(word, number);
        }
        table
    }

    fn add(&mut self, word: String, number: usize) {
        let Some(first) = word.chars().next() else {
            return;
        };
        let index = self.words.len();
        // In sorted order what a word starts with is the word before it or on that one's chain.
        let mut stem = index.checked_sub(1);
        while let Some(at) = stem
            && let Some((before, next, _)) = self.words.get(at)
            && !word.starts_with(before.as_str())
        {
            stem = *next;
        }
        self.words.push((word, stem, number));
        match self.starts.last_mut() {
            Some((known, _, to)) if *known == first => *to = index + 1,
            _ => self.starts.push((first, index, index + 1)),
        }
        let bit = first as usize % BITS;
        if let Some(bits) = self.firsts.get_mut(bit / 64) {
            *bits |= 1 << (bit % 64);
        }
    }

    /// Calls `met` for every word at every place of `text`: by place, at one place the longer
    /// first. Spans are of `text` and may overlap.
    pub(crate) fn find(&self, text: &str, mut met: impl FnMut(Span, usize)) {
        for (at, c) in text.char_indices() {
            let bit = c as usize % BITS;
            let bits = self.firsts.get(bit / 64).copied().unwrap_or(0);
            if bits >> (bit % 64) & 1 == 0 {
                continue;
            }
            let Ok(start) = self.starts.binary_search_by_key(&c, |start| start.0) else {
                continue;
            };
            if let (Some(start), Some(rest)) = (self.starts.get(start), text.get(at..)) {
                self.at(start, rest, |length, number| {
                    met(Span::new(at, at + length), number);
                });
            }
        }
    }

    /// Returns the words of `text` with their numbers: leftmost, longest, not overlapping.
    pub(crate) fn longest(&self, text: &str) -> Vec<(Span, usize)> {
        let mut found = Vec::new();
        let mut end = 0;
        self.find(text, |span, number| {
            if span.from() >= end {
                end = span.to();
                found.push((span, number));
            }
        });
        found
    }

    /// Calls `met` for every word that `rest` starts with, the longer first.
    fn at(&self, start: &(char, usize, usize), rest: &str, mut met: impl FnMut(usize, usize)) {
        let (_, from, to) = *start;
        let words = self.words.get(from..to).unwrap_or_default();
        let upto = words.partition_point(|(word, _, _)| word.as_str() <= rest);
        let mut next = (from + upto).checked_sub(1).filter(|last| *last >= from);
        while let Some(at) = next
            && let Some((word, stem, number)) = self.words.get(at)
        {
            if rest.starts_with(word.as_str()) {
                met(word.len(), *number);
            }
            next = *stem;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(words: &[String], text: &str) -> Vec<(usize, usize, usize)> {
        let table = Words::new(words.iter().cloned().zip(0..));
        let mut found = Vec::new();
        table.find(text, |span, number| {
            found.push((span.from(), span.to(), number));
        });
        found
    }

    #[test]
    fn words_in_words_and_over_words_are_all_met() {
        let words = ["行政", "行政复议", "复议", "行", "政复", "案件"].map(str::to_owned);
        assert_eq!(
            found(&words, "行政复议法,行人"),
            [
                (0, 12, 1),
                (0, 6, 0),
                (0, 3, 3),
                (3, 9, 4),
                (6, 12, 2),
                (16, 19, 3)
            ]
        );
    }

    proptest! {
        #[test]
        fn what_is_found_is_what_stands_there(
            words in proptest::collection::btree_set("[甲乙丙ab]{1,4}", 0..40),
            text in "[甲乙丙abc]{0,60}",
        ) {
            let words: Vec<String> = words.into_iter().collect();
            let mut wanted = Vec::new();
            for (at, _) in text.char_indices() {
                for (number, word) in words.iter().enumerate() {
                    if text.get(at..).unwrap().starts_with(word.as_str()) {
                        wanted.push((at, at + word.len(), number));
                    }
                }
            }
            let mut got = found(&words, &text);
            got.sort_unstable();
            wanted.sort_unstable();
            prop_assert_eq!(got, wanted);
        }
    }
}
