//! How two titles differ, and whether one is a slip of the other or another title.

use crate::facts::doubled::is_word;

/// How sure it is that a title is a slip of a known one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Likeness {
    /// It is near, and nothing more can be said.
    Near,
    /// It most likely is a slip; a title of its own is possible.
    Likely,
    /// Whatever the author meant, this is no title.
    Sure,
}

/// The distance of two spellings: characters missing, too many, replaced, or two swapped.
/// `None` where it is more than `most`.
pub(super) fn distance(a: &[char], b: &[char], most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let (a, b) = without_common(a, b);
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        for (j, y) in b.iter().enumerate() {
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            let swap = if swapped {
                at(&before, j - 1) + 1
            } else {
                usize::MAX
            };
            let replaced = at(&last, j) + usize::from(x != y);
            let step = (at(&last, j + 1) + 1).min(at(&row, j) + 1);
            row.push(step.min(replaced).min(swap));
        }
        if row.iter().min() > Some(&most) {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|distance| *distance <= most)
}

fn at(row: &[usize], index: usize) -> usize {
    row.get(index).copied().unwrap_or(usize::MAX / 2)
}

/// What is left of two spellings without their common start and end.
fn without_common<'a>(a: &'a [char], b: &'a [char]) -> (&'a [char], &'a [char]) {
    let start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (rest(a, start), rest(b, start));
    let end = a.iter().rev().zip(b.iter().rev());
    let end = end.take_while(|(x, y)| x == y).count();
    let cut = |s: &'a [char]| s.get(..s.len() - end).unwrap_or_default();
    (cut(a), cut(b))
}

fn rest(spelt: &[char], from: usize) -> &[char] {
    spelt.get(from..).unwrap_or_default()
}

/// Fewer characters than this are too few to call a title a slip: 安全法 is near to many.
const SHORTEST: usize = 6;

/// A title that starts with 中华人民共和国 claims to be a national one, and these are all known.
const SHORTEST_NATIONAL: usize = 4;

/// From here on one odd character is no other title, below it may be.
const LONG: usize = 8;

/// From here on two neighbouring characters that are missing are no other title.
const LONGER: usize = 12;

/// From here on a title is so much itself that more than one slip may be told.
const LONGEST: usize = 16;

/// Judges a cited title that is not known but near to one that is.
pub(super) fn likeness(cited: &[char], known: &[char], is_national: bool) -> Likeness {
    let (extra, lacking) = without_common(cited, known);
    let start = cited.iter().zip(known).take_while(|(x, y)| x == y).count();
    let start = start.min(cited.len() - extra.len());
    let shortest = if is_national {
        SHORTEST_NATIONAL
    } else {
        SHORTEST
    };
    if known.len() < shortest || is_elsewhere(known, start, extra, lacking) {
        return Likeness::Near;
    }
    let around = Around {
        before: start.checked_sub(1).and_then(|at| known.get(at)).copied(),
        behind: known.get(start + lacking.len()).copied(),
        n: known.len(),
    };
    let likeness = match (extra, lacking) {
        ([], lacking) => around.missing(lacking, cited),
        (extra, []) => around.too_many(extra, cited, start),
        // 条理 for 条例: no title ends like that.
        ([_], [_]) if around.behind.is_none() && has_kind(known) && !has_kind(cited) => {
            match around.n {
                LONG.. => Likeness::Sure,
                _ => Likeness::Likely,
            }
        }
        ([x], [y]) => around.replaced(*x, *y),
        ([a, b], [c, d]) if a == d && b == c => Likeness::Sure,
        _ => around.scattered(extra, lacking),
    };
    if is_national && is_other_law(cited, extra, lacking) {
        likeness.max(Likeness::Likely)
    } else {
        likeness
    }
}

/// 乡村振兴法 for 乡村振兴促进法, 旅游管理法 for 旅游法: the laws are all known, and these words
/// alone make no other one.
fn is_other_law(cited: &[char], extra: &[char], lacking: &[char]) -> bool {
    const PIECES: [[char; 2]; 7] = [
        ['管', '理'],
        ['促', '进'],
        ['保', '护'],
        ['保', '障'],
        ['监', '督'],
        ['防', '治'],
        ['服', '务'],
    ];
    let only = |piece: &[char], none: &[char]| {
        none.is_empty() && PIECES.iter().any(|known| known.as_slice() == piece)
    };
    cited.last() == Some(&'法') && (only(extra, lacking) || only(lacking, extra))
}

/// The place where two titles differ, in the known one.
struct Around {
    before: Option<char>,
    behind: Option<char>,
    n: usize,
}

impl Around {
    fn missing(&self, lacking: &[char], cited: &[char]) -> Likeness {
        let n = self.n;
        if n >= LONG && makes_another(lacking) {
            return Likeness::Likely;
        }
        if lacking.iter().all(is_ordinal) {
            return Likeness::Near;
        }
        match (self.before, self.behind, lacking.len()) {
            // 关于, a place or a body that is left out in front; 条例 without 实施细则.
            (None, _, 2..) | (_, None, 2..) => Likeness::Near,
            (None, _, _) if n < LONG => Likeness::Near,
            (None, _, _) => Likeness::Likely,
            (_, None, _) if n < LONG || has_kind(cited) => Likeness::Near,
            (_, None, _) => Likeness::Sure,
            (Some(a), Some(b), 1) if n < LONG || is_word(a, b) => Likeness::Likely,
            (_, _, 1) => Likeness::Sure,
            (Some(a), Some(b), 2) if n > LONG && is_word(a, b) => Likeness::Likely,
            (_, _, 2) if n >= LONGER || n > LONG && names_province(cited) => Likeness::Sure,
            (_, _, 2) if n > LONG => Likeness::Likely,
            (_, _, 3) if n >= LONGEST => Likeness::Likely,
            _ => Likeness::Near,
        }
    }

    fn too_many(&self, extra: &[char], cited: &[char], start: usize) -> Likeness {
        let n = extra.len();
        let neighbours = [start.checked_sub(n), Some(start + n)];
        let twice = neighbours.into_iter().flatten().any(|at| {
            let other = cited.get(at..at + n);
            other == Some(extra)
        });
        if twice {
            return Likeness::Sure;
        }
        if self.n >= LONG && makes_another(extra) {
            return Likeness::Likely;
        }
        if extra.iter().all(is_ordinal) {
            return Likeness::Near;
        }
        match (self.before, self.behind, extra) {
            (Some(a), Some(b), [x]) if is_word(a, *x) || is_word(*x, b) => match self.n {
                LONGEST.. => Likeness::Likely,
                _ => Likeness::Near,
            },
            (Some(_), Some(_), [_]) if self.n >= LONG => Likeness::Sure,
            (Some(_), Some(_), [_]) => Likeness::Likely,
            (Some(_), Some(_), _) if self.n >= LONGEST => Likeness::Likely,
            _ => Likeness::Near,
        }
    }

    fn replaced(&self, x: char, y: char) -> Likeness {
        if is_ordinal(&x) && is_ordinal(&y) {
            return Likeness::Near;
        }
        if are_confused(x, y) {
            return Likeness::Sure;
        }
        let is_other =
            |a: Option<char>, b: Option<char>| a.zip(b).is_some_and(|(a, b)| is_word(a, b));
        let word = is_other(self.before, Some(x)) || is_other(Some(x), self.behind);
        match (word, self.n) {
            (false, 10..) => Likeness::Sure,
            (false, _) | (true, LONGEST..) => Likeness::Likely,
            _ => Likeness::Near,
        }
    }

    /// Two slips in two places; other words in one place make another title.
    fn scattered(&self, extra: &[char], lacking: &[char]) -> Likeness {
        let apart = extra.len().min(lacking.len()) > 3;
        if apart && self.n >= LONGEST {
            Likeness::Likely
        } else {
            Likeness::Near
        }
    }
}

/// A regulation of another place, or of another level, is another regulation.
fn is_elsewhere(known: &[char], start: usize, extra: &[char], lacking: &[char]) -> bool {
    let marks = |piece: &[char]| piece.iter().any(|c| "省市县区州盟镇乡旗".contains(*c));
    let behind = rest(known, start + lacking.len());
    let in_name = start < 4 && marks(behind.get(..2).unwrap_or(behind));
    marks(extra) || marks(lacking) || in_name
}

fn names_province(cited: &[char]) -> bool {
    cited.get(1..4).is_some_and(|start| start.contains(&'省'))
}

/// Tells a title that ends as titles do.
fn has_kind(cited: &[char]) -> bool {
    let title: String = cited.iter().collect();
    KINDS.iter().any(|kind| title.ends_with(kind))
}

const KINDS: [&str; 22] = [
    "法", "条例", "规定", "办法", "细则", "规则", "纲要", "意见", "通知", "决定", "规划", "方案",
    "解释", "章程", "准则", "规范", "指引", "清单", "解答", "批复", "答复", "复函",
];

/// 暂行规定 and 规定 are two instruments, and so are 条例的办法 and 条例办法, at times.
fn makes_another(piece: &[char]) -> bool {
    matches!(piece, ['暂' | '试', '行'] | ['法' | '的'] | ['补', '充'])
}

/// 解释（一） and 解释（二） are two titles.
fn is_ordinal(c: &char) -> bool {
    "一二三四五六七八九十".contains(*c)
}

/// Characters that people take for each other; both make words.
fn are_confused(x: char, y: char) -> bool {
    const PAIRS: [&str; 14] = [
        "察查", "治制", "力利", "定订", "设社", "型形", "须需", "帐账", "做作", "其期", "象像",
        "权全", "侵浸", "裁栽",
    ];
    PAIRS
        .iter()
        .any(|pair| pair.contains(x) && pair.contains(y))
}
