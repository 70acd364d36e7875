//! Sentences: where one ends, with its closing quotes.

use crate::document::Document;
use crate::document::Sentence;
use crate::text::Span;
use crate::text::slice;

/// Splits all paragraphs of the document into sentences.
pub(super) fn split(document: &Document) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let text = document.folded.text();
    for (paragraph, entry) in document.paragraphs.iter().enumerate() {
        let span = document.folded.to_folded(entry.span);
        for piece in in_line(slice(text, span)) {
            sentences.push(Sentence {
                span: document.folded.to_reading(piece.shift(span.from())),
                paragraph,
            });
        }
    }
    sentences
}

fn in_line(line: &str) -> Vec<Span> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut chars = line.char_indices().peekable();
    let mut previous = ' ';
    // Depth of 《》 and brackets: a mark inside a title ends no sentence.
    let mut titles = 0_u32;
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, c)| *c);
        match c {
            '《' => titles += 1,
            '》' => titles = titles.saturating_sub(1),
            _ => {}
        }
        if is_end(c, previous, next) && titles == 0 {
            let mut end = at + c.len_utf8();
            while let Some((at, close)) = chars.peek().copied() {
                if !is_close(close) && !is_end(close, c, None) {
                    break;
                }
                end = at + close.len_utf8();
                chars.next();
            }
            pieces.push(Span::new(start, end));
            start = end;
        }
        previous = c;
    }
    if start < line.len() {
        pieces.push(Span::new(start, line.len()));
    }
    pieces
}

/// Where the first sentence of a line ends: byte of its end mark.
pub(super) fn first_end(line: &str) -> Option<usize> {
    let mut previous = ' ';
    let mut chars = line.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, c)| *c);
        if is_end(c, previous, next) {
            return Some(at);
        }
        previous = c;
    }
    None
}

pub(super) fn is_end(c: char, previous: char, next: Option<char>) -> bool {
    match c {
        '。' | '!' | '?' => true,
        // A half-width stop between Chinese characters is a full stop.
        '.' => {
            let wide = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
            (wide(previous) || "”》)%".contains(previous))
                && next.is_none_or(|next| wide(next) || next == '(')
        }
        _ => false,
    }
}

fn is_close(c: char) -> bool {
    matches!(c, '”' | '’' | ')' | '】' | '"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_with_their_closing_quotes() {
        let check = |line: &str, n: usize| assert_eq!(in_line(line).len(), n, "{line}");
        check("一是甲。二是乙。", 2);
        check("点评“值得学习。”随后推广", 2);
        check("印发《怎么办？》通知。", 1);
        check("达98.2%,为2.4倍", 1);
        check("落实制度.开展培训.", 2);
    }
}
