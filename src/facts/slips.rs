//! Terms of the field with one character that sounds or looks like the right one, or with two that
//! changed places: 行政外罚, 应急演炼, 照证分离.
//!
//! Only a character that is easily taken for the right one counts, so that 行政处分 is no slip of
//! 行政处罚. Where the wrong character makes a word with its neighbour (即时受理), nothing is said.

use super::doubled::is_hanzi;
use super::doubled::is_word;
use crate::document::Document;
use crate::document::Role;
use crate::text::Span;
use crate::text::slice;
use std::collections::HashMap;
use std::sync::OnceLock;

/// A term that is written wrongly.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Slip {
    /// The term as written.
    pub span: Span,
    /// As it should be.
    pub right: &'static str,
}

/// Finds them in the titles and the text, in order; they do not overlap.
#[must_use]
pub fn slips(document: &Document) -> Vec<Slip> {
    let mut found = Vec::new();
    for paragraph in &document.paragraphs {
        if matches!(paragraph.role, Role::Head | Role::Tail) {
            continue;
        }
        let span = document.folded.to_folded(paragraph.span);
        let line = slice(document.folded.text(), span);
        in_line(line, |from, to, right| {
            let at = Span::new(span.from() + from, span.from() + to);
            let span = document.folded.to_reading(at);
            found.push(Slip { span, right });
        });
    }
    found
}

/// The terms by their first and by their last two characters, with how far those stand from the
/// start: one wrong character leaves one of both pairs whole.
struct Terms {
    list: Vec<(&'static str, Vec<char>)>,
    by_pair: HashMap<(char, char), Vec<(usize, usize)>>,
}

fn terms() -> &'static Terms {
    static TERMS: OnceLock<Terms> = OnceLock::new();
    TERMS.get_or_init(|| {
        let list: Vec<(&str, Vec<char>)> = lines(include_str!("terms.txt"))
            .map(|term| (term, term.chars().collect()))
            .collect();
        let mut by_pair: HashMap<_, Vec<_>> = HashMap::new();
        for (index, (_, chars)) in list.iter().enumerate() {
            if let (&[a, b, ..], &[.., y, z]) = (chars.as_slice(), chars.as_slice()) {
                let last = chars.len() - 2;
                by_pair.entry((a, b)).or_default().push((index, 0));
                by_pair.entry((y, z)).or_default().push((index, last));
            }
        }
        Terms { list, by_pair }
    })
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// A place in a line where a term stands or nearly stands.
struct Near {
    start: usize,
    term: usize,
    /// Where the wrong character is, from the start of the line; `None` where all are right.
    wrong: Option<usize>,
}

fn in_line(line: &str, mut found: impl FnMut(usize, usize, &'static str)) {
    let chars: Vec<(usize, char)> = line.char_indices().collect();
    let nears = nears(&chars);
    // A character of a term that stands there rightly is not wrong in another.
    let mut covered = vec![false; chars.len()];
    for near in nears.iter().filter(|near| near.wrong.is_none()) {
        let right = covered.get_mut(near.start..near.start + length(near.term));
        right.into_iter().flatten().for_each(|c| *c = true);
    }
    let mut free = 0;
    for near in nears {
        let end = near.start + length(near.term);
        let wrong = near.wrong.filter(|at| covered.get(*at) == Some(&false));
        let Some((right, _)) = terms().list.get(near.term).filter(|_| wrong.is_some()) else {
            continue;
        };
        if near.start >= free {
            let byte = |i: usize| chars.get(i).map_or(line.len(), |(at, _)| *at);
            found(byte(near.start), byte(end), right);
            free = end;
        }
    }
}

fn length(term: usize) -> usize {
    terms().list.get(term).map_or(0, |(_, chars)| chars.len())
}

/// All places, by their start, the longer term first.
fn nears(chars: &[(usize, char)]) -> Vec<Near> {
    let mut nears = Vec::new();
    for (at, pair) in chars.windows(2).enumerate() {
        let &[(_, a), (_, b)] = pair else { continue };
        for &(term, offset) in terms().by_pair.get(&(a, b)).into_iter().flatten() {
            if let Some(start) = at.checked_sub(offset)
                && let Some(wrong) = compare(chars, start, term)
            {
                nears.push(Near { start, term, wrong });
            }
        }
    }
    nears.sort_by_key(|near| (near.start, usize::MAX - length(near.term)));
    nears
}

/// Tells whether the term stands at `start`: all of it, or but for one slip.
fn compare(chars: &[(usize, char)], start: usize, term: usize) -> Option<Option<usize>> {
    let (_, right) = terms().list.get(term)?;
    let here = chars.get(start..start + right.len())?;
    let mut differ =
        (0..right.len()).filter(|&i| here.get(i).map(|c| c.1) != right.get(i).copied());
    let Some(i) = differ.next() else {
        return Some(None);
    };
    let around = Around { chars, start };
    let slip = match (differ.next(), differ.next()) {
        (None, _) => around.is_replaced(i, *right.get(i)?),
        (Some(next), None) if next == i + 1 => {
            around.is_swapped(i, *right.get(i)?, *right.get(next)?)
        }
        _ => false,
    };
    (slip && !around.runs_on(i, right.len())).then_some(Some(start + i))
}

/// A term that nearly stands at `start`.
struct Around<'a> {
    chars: &'a [(usize, char)],
    start: usize,
}

impl Around<'_> {
    /// The `i`th character of the term, or what stands beside it.
    fn at(&self, i: usize) -> char {
        self.chars.get(self.start + i).map_or('\0', |c| c.1)
    }

    fn before(&self, i: usize) -> char {
        let at = (self.start + i).checked_sub(1);
        at.and_then(|at| self.chars.get(at)).map_or('\0', |c| c.1)
    }

    /// One character taken for the right one, and no word of its own: 即时受理, 程序和法律.
    fn is_replaced(&self, i: usize, right: char) -> bool {
        const PARTICLES: &str =
            "和与的了在是以而为对将等有向于或并就都到使由从被把各其该这那也不未无";
        let wrong = self.at(i);
        let is_word = is_word(self.before(i), wrong) || is_word(wrong, self.at(i + 1));
        is_hanzi(wrong) && !PARTICLES.contains(wrong) && !is_word && is_taken_for(wrong, right)
    }

    /// Two that changed places, and are no word like that: 民生事实.
    fn is_swapped(&self, i: usize, first: char, second: char) -> bool {
        self.at(i) == second && self.at(i + 1) == first && !is_word(second, first)
    }

    /// Whether the end that the slip at `i` is near belongs to a word outside: 反应及处置.
    fn runs_on(&self, i: usize, length: usize) -> bool {
        (i < 2 && is_word(self.before(0), self.at(0)))
            || (i + 2 >= length && is_word(self.at(length - 1), self.at(length)))
    }
}

/// Pairs that other rules judge, by what stands around them.
const ELSEWHERE: [&str; 4] = ["治制", "查察", "利力", "的地得"];

/// Whether one character is easily written for the other.
fn is_taken_for(a: char, b: char) -> bool {
    static SHAPES: &str = include_str!("shapes.txt");
    let both = |group: &&str| group.contains(a) && group.contains(b);
    let numeral = |c: char| "一二三四五六七八九十百千万两".contains(c);
    if numeral(a) || numeral(b) || ELSEWHERE.iter().any(&both) {
        return false;
    }
    sound(a).is_some_and(|group| sound(b) == Some(group)) || lines(SHAPES).any(|l| both(&l))
}

/// The group of characters that `c` sounds like.
fn sound(c: char) -> Option<usize> {
    static SOUNDS: OnceLock<HashMap<char, usize>> = OnceLock::new();
    let sounds = SOUNDS.get_or_init(|| {
        lines(include_str!("sounds.txt"))
            .enumerate()
            .flat_map(|(group, line)| line.chars().map(move |c| (c, group)))
            .collect()
    });
    sounds.get(&c).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slips(line: &str) -> Vec<(&str, &'static str)> {
        let mut found = Vec::new();
        in_line(line, |from, to, right| {
            found.push((line.get(from..to).unwrap(), right));
        });
        found
    }

    #[test]
    fn slips_are_found_with_the_right_term() {
        for (line, wrong, right) in [
            ("办理行政外罚案件12件", "行政外罚", "行政处罚"),
            ("组织应急演炼5次", "应急演炼", "应急演练"),
            ("负责人出庭应拆率100%", "出庭应拆率", "出庭应诉率"),
            ("落实公众参予程序", "公众参予", "公众参与"),
            ("查处校外培圳机构", "校外培圳", "校外培训"),
            ("建议提案办复律100%", "办复律", "办复率"),
            ("注要原因是人手不足", "注要原因", "主要原因"),
            ("举办法治讲坐3期", "法治讲坐", "法治讲座"),
            ("推进照证分离改革", "照证分离", "证照分离"),
        ] {
            assert_eq!(slips(line), [(wrong, right)], "{line}");
        }
    }

    #[test]
    fn honest_phrases_are_no_slips() {
        for line in [
            "给予行政处分3人",
            "签订行政协议12份",
            "接受行政检察监督",
            "实行即时受理、即时办结",
            "推进政府智能化建设",
            "公司律师与公职律师",
            "举办法治讲堂",
            "以法治理念引领改革",
            "开展村务公开检查",
            "主要负责人出庭应诉率达到100%",
            "提升执法质效和执法水平",
            "依法依规落实责任",
            "执法程序和法律文书",
            "健全反应及处置机制",
            "受理律师来信",
            "民生事实清楚",
            "学会使用法律武器",
            "评选先进村与示范村",
        ] {
            assert_eq!(slips(line), [], "{line}");
        }
    }

    #[test]
    fn every_term_is_long_enough_and_stands_once() {
        let mut seen = std::collections::BTreeSet::new();
        for (term, chars) in &terms().list {
            assert!(chars.len() >= 3, "{term}");
            assert!(seen.insert(*term), "{term}");
            assert_eq!(slips(term), [], "{term}");
        }
    }
}
