//! The folded text: what patterns, figures and headings are matched against.
//!
//! Reports come in full width, half width and mixed, with blanks beside digits from OCR and with
//! traditional characters from damaged copies. Folding makes one form of them for *matching*
//! only, and keeps the way back: a match is always given as a span of the reading text, so a
//! finding shows what the author wrote.

use crate::text::Span;
use crate::text::fold_char::fold_with;
use std::borrow::Cow;

/// The folded form of a reading text with its map back.
///
/// The folded text has the same lines as the reading text. In it
/// - full-width ASCII is half width (`（` is `(`, `％` is `%`, `１` is `1`),
/// - blanks are gone, except one between two ASCII letters or digits; tabs stay,
/// - the pinyin that damaged copies put behind a character (`建設(shè)`) is gone,
/// - dashes `–―─` are `—`, corner quotes are `“”‘’`, `○` is `〇`, dots `•‧・` are `·`,
/// - traditional characters, radicals and compatibility forms are the simplified character.
#[derive(Clone, Debug)]
pub struct Folded {
    text: String,
    /// Stretches in order; within one, either bytes correspond one to one or it is one character.
    steps: Vec<Step>,
}

#[derive(Clone, Copy, Debug)]
struct Step {
    folded: u32,
    reading: u32,
    folded_len: u32,
    reading_len: u32,
}

impl Folded {
    /// Folds `reading`.
    #[must_use]
    pub fn new(reading: &str) -> Self {
        let mut folded = Self {
            text: String::with_capacity(reading.len()),
            steps: Vec::new(),
        };
        let mut blank = false;
        let mut read_to = 0;
        for (at, c) in reading.char_indices() {
            if at < read_to {
                continue;
            }
            if matches!(c, '(' | '（')
                && let Some(len) = reading.get(at..).and_then(pinyin)
            {
                read_to = at + len;
                continue;
            }
            let Some(to) = fold(c) else {
                blank = true;
                continue;
            };
            if blank {
                folded.keep_blank(at, to);
                blank = false;
            }
            folded.push(at, c, to);
        }
        folded
    }

    /// Returns the folded text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Gives the span of the reading text that `span` of the folded text was folded from.
    ///
    /// Blanks before the first and behind the last character are not part of it.
    #[must_use]
    pub fn to_reading(&self, span: Span) -> Span {
        let start = self.start_of(span.start);
        if span.is_empty() {
            return Span::empty(start as usize);
        }
        let end = self.end_of(span.end);
        Span {
            start,
            end: end.max(start),
        }
    }

    /// Gives the span of the folded text that stands for `span` of the reading text.
    #[must_use]
    pub fn to_folded(&self, span: Span) -> Span {
        let at = |reading: u32| -> u32 {
            let next = self.steps.partition_point(|s| s.reading <= reading);
            let Some(step) = next.checked_sub(1).and_then(|i| self.steps.get(i)) else {
                return 0;
            };
            let into = reading - step.reading;
            if step.folded_len == step.reading_len {
                step.folded + into.min(step.folded_len)
            } else if into == 0 {
                step.folded
            } else {
                step.folded + step.folded_len
            }
        };
        let start = at(span.start);
        Span {
            start,
            end: at(span.end).max(start),
        }
    }

    fn start_of(&self, at: u32) -> u32 {
        let next = self.steps.partition_point(|s| s.folded <= at);
        let Some(step) = next.checked_sub(1).and_then(|i| self.steps.get(i)) else {
            return 0;
        };
        let into = at - step.folded;
        if into >= step.folded_len {
            step.reading + step.reading_len
        } else if step.folded_len == step.reading_len {
            step.reading + into
        } else {
            step.reading
        }
    }

    fn end_of(&self, at: u32) -> u32 {
        let next = self.steps.partition_point(|s| s.folded < at);
        let Some(step) = next.checked_sub(1).and_then(|i| self.steps.get(i)) else {
            return 0;
        };
        let into = at - step.folded;
        if step.folded_len == step.reading_len {
            step.reading + into.min(step.reading_len)
        } else {
            step.reading + step.reading_len
        }
    }

    /// Keeps one blank between ASCII letters or digits; its place is the last dropped character.
    fn keep_blank(&mut self, next_at: usize, next: char) {
        let before = self.text.chars().next_back();
        if next.is_ascii_alphanumeric() && before.is_some_and(|c| c.is_ascii_alphanumeric()) {
            let end = self
                .steps
                .last()
                .map_or(0, |step| step.reading + step.reading_len);
            self.steps.push(Step {
                folded: Span::empty(self.text.len()).start,
                reading: end,
                folded_len: 1,
                reading_len: Span::empty(next_at).start.saturating_sub(end),
            });
            self.text.push(' ');
        }
    }

    fn push(&mut self, at: usize, from: char, to: char) {
        let folded = Span::empty(self.text.len()).start;
        let reading = Span::empty(at).start;
        self.text.push(to);
        let (folded_len, reading_len) = (bytes(to), bytes(from));
        if let Some(step) = self.steps.last_mut()
            && folded_len == reading_len
            && step.folded_len == step.reading_len
            && step.folded + step.folded_len == folded
            && step.reading + step.reading_len == reading
        {
            step.folded_len += folded_len;
            step.reading_len += reading_len;
            return;
        }
        self.steps.push(Step {
            folded,
            reading,
            folded_len,
            reading_len,
        });
    }
}

/// The length of `(shè)` at the start of a text: a syllable with its tone, in brackets.
fn pinyin(text: &str) -> Option<usize> {
    const TONES: &str = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ";
    const LONGEST: usize = 6;
    let inside = text.strip_prefix(['(', '（'])?;
    let lead = text.len() - inside.len();
    let mut toned = false;
    for (n, (at, c)) in inside.char_indices().enumerate() {
        match c {
            ')' | '）' if toned => return Some(lead + at + c.len_utf8()),
            'a'..='z' | 'ü' if n < LONGEST => {}
            _ if n < LONGEST && TONES.contains(c) => toned = true,
            _ => return None,
        }
    }
    None
}

fn bytes(c: char) -> u32 {
    match c.len_utf8() {
        1 => 1,
        2 => 2,
        3 => 3,
        _ => 4,
    }
}

/// Folds a word, for which no way back is needed.
pub(crate) fn fold_word(word: &str) -> Cow<'_, str> {
    let is_folded = |c: char| matches!(c, '\u{4E00}'..='\u{9FFF}') && variant(c) == c;
    match word.chars().all(is_folded) {
        true => Cow::Borrowed(word),
        false => Cow::Owned(Folded::new(word).text),
    }
}

/// Folds one character; `None` for a blank.
pub(crate) fn fold(c: char) -> Option<char> {
    fold_with(c, variant)
}

/// Codes by character from U+2E80, little endian, 0 for “itself”; made by `build.rs`.
static VARIANTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/variants.bin"));

fn variant(c: char) -> char {
    let at = (c as usize - 0x2E80) * 2;
    match VARIANTS.get(at..at + 2) {
        Some(&[low, high]) if (low, high) != (0, 0) => {
            char::from_u32(u32::from(u16::from_le_bytes([low, high]))).unwrap_or(c)
        }
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::slice;

    #[test]
    fn width_blanks_and_traditional_forms_fold_to_one() {
        let check = |from: &str, to: &str| assert_eq!(Folded::new(from).text(), to);
        check("达 100 ％，", "达100%,");
        check("（一）　标题", "(一)标题");
        check("Word  2016 版", "Word 2016版");
        check("法治政府建設", "法治政府建设");
        check("二○二四年\n　　下", "二〇二四年\n下");
        check("12 34 件", "12 34件");
        check("建設(shè)與強（qiáng）化(app)", "建设与强化(app)");
    }

    #[test]
    fn a_word_folds_as_a_text_does() {
        for word in ["法治政府", "建設", "（一）", "12 件", "Word 2016", "“三"] {
            assert_eq!(fold_word(word), Folded::new(word).text());
        }
    }

    #[test]
    fn a_match_comes_back_to_the_authors_words() {
        let reading = "应诉率达 １００ ％ ，共 12 件，建設(shè)情況";
        let folded = Folded::new(reading);
        for (found, words) in [
            ("100%", "１００ ％"),
            ("12件", "12 件"),
            ("达100", "达 １００"),
            ("建设情况", "建設(shè)情況"),
        ] {
            let at = folded.text().find(found).unwrap();
            let span = folded.to_reading(Span::new(at, at + found.len()));
            assert_eq!(slice(reading, span), words);
            let back = folded.to_folded(span);
            assert_eq!(slice(folded.text(), back), found);
        }
    }
}
