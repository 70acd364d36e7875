//! Brackets and quotes whose partner is missing.

use crate::document::Document;
use crate::document::Unpaired;
use crate::text::Span;
use crate::text::slice;

/// The pairs of the folded text, opening mark first.
const PAIRS: [(char, char); 8] = [
    ('《', '》'),
    ('〈', '〉'),
    ('“', '”'),
    ('‘', '’'),
    ('(', ')'),
    ('【', '】'),
    ('〔', '〕'),
    ('[', ']'),
];

/// Finds marks without a partner in the same paragraph, in order.
pub(super) fn unpaired(document: &Document) -> Vec<Unpaired> {
    let mut found = Vec::new();
    let text = document.folded.text();
    for block in document.source.blocks() {
        let span = document.folded.to_folded(block.span);
        let line = slice(text, span);
        for (at, opens, partner) in in_line(line) {
            let mark = line.get(at..).and_then(|rest| rest.chars().next());
            let len = mark.map_or(0, char::len_utf8);
            let start = span.from() + at;
            found.push(Unpaired {
                span: document.folded.to_reading(Span::new(start, start + len)),
                opens,
                partner,
                within: block.span,
            });
        }
    }
    found
}

fn in_line(line: &str) -> Vec<(usize, bool, char)> {
    let mut stack: Vec<(usize, char)> = Vec::new();
    let mut alone = Vec::new();
    let lead = super::ordinal::read(line).map_or(0, |found| found.len);
    for (at, c) in line.char_indices().filter(|(at, _)| *at >= lead) {
        if let Some((_, close)) = PAIRS.iter().find(|(open, _)| *open == c) {
            stack.push((at, *close));
        } else if let Some((open, _)) = PAIRS.iter().find(|(_, close)| *close == c) {
            match stack.iter().rposition(|(_, close)| *close == c) {
                Some(depth) => {
                    // What was opened inside and not closed stands alone.
                    alone.extend(
                        stack
                            .drain(depth + 1..)
                            .map(|(at, close)| (at, true, close)),
                    );
                    stack.pop();
                }
                None if is_list_mark(line, at) || c == '’' => {}
                None => alone.push((at, false, *open)),
            }
        }
    }
    alone.extend(stack.into_iter().map(|(at, close)| (at, true, close)));
    alone.sort_unstable();
    alone
}

/// `1)` and `a)` in running text need no opening bracket.
fn is_list_mark(line: &str, at: usize) -> bool {
    let before = slice(line, Span::new(0, at));
    let mark = before.trim_end_matches(|c: char| {
        c.is_ascii_alphanumeric() || "一二三四五六七八九十".contains(c)
    });
    let n = before.len() - mark.len();
    (1..=6).contains(&n) && (mark.is_empty() || mark.ends_with(['。', ';', ':', ',', '、', '第']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_marks_without_partner_are_found() {
        let check = |line: &str, alone: &[&str]| {
            let found: Vec<String> = in_line(line)
                .iter()
                .map(|(at, ..)| {
                    line.chars()
                        .skip(line.get(..*at).unwrap().chars().count())
                        .take(2)
                        .collect()
                })
                .collect();
            assert_eq!(found, alone, "{line}");
        };
        check("落实“三项制度”,印发《办法》(试行)", &[]);
        check("“甲“乙”丙”", &[]);
        check("落实“三项制度,印发《办法》", &["“三"]);
        check("印发《办法(试行》", &["(试"]);
        check("印发办法》", &["》"]);
        check("包括:1)甲;2)乙", &[]);
        check("《甲〈乙》", &["〈乙"]);
    }
}
