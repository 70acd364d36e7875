//! Which runs of asterisks, underscores and tildes begin and end emphasis.
//!
//! The rules of CommonMark, eased where they fail Chinese text: no blank stands there between
//! emphasis and the words around it.

use super::inline::Token;

/// What became of a run of marks: how many were used at its ends, how many begin or end bold.
#[derive(Clone, Copy, Default)]
pub(super) struct Used {
    /// Marks at the start of the run that end emphasis.
    pub(super) closing: usize,
    /// Marks at the end of the run that begin it.
    pub(super) opening: usize,
    /// How much deeper in bold text stands behind it.
    pub(super) bold: i32,
}

/// How far back the beginning of an emphasis is looked for, in runs.
const LOOK_BACK: usize = 16;

/// Finds the runs that begin and end emphasis, by their index among the tokens.
pub(super) fn match_runs(tokens: &[Token<'_>]) -> Vec<Used> {
    let mut used = vec![Used::default(); tokens.len()];
    // Runs that may begin an emphasis: index, marks left, what they are.
    let mut open: Vec<(usize, usize, Flank)> = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        let Some(flank) = Flank::of(token) else {
            continue;
        };
        let mut left = flank.n;
        while flank.closes && left > 0 {
            let back = open.iter().rev().take(LOOK_BACK);
            let Some(skip) = back
                .into_iter()
                .position(|(_, n, begin)| begin.suits(*n, &flank, left))
            else {
                break;
            };
            open.truncate(open.len() - skip);
            let Some((begin, n, _)) = open.last_mut() else {
                break;
            };
            let both = if *n >= 2 && left >= 2 { 2 } else { 1 };
            *n -= both;
            left -= both;
            let bold = i32::from(both == 2 && flank.c != '~');
            if let Some(begin) = used.get_mut(*begin) {
                begin.opening += both;
                begin.bold += bold;
            }
            if let Some(end) = used.get_mut(i) {
                end.closing += both;
                end.bold -= bold;
            }
            if *n == 0 {
                open.pop();
            }
        }
        if flank.opens && left > 0 {
            open.push((i, left, flank));
        }
    }
    used
}

/// What stands around a run decides what it can do.
#[derive(Clone, Copy)]
struct Flank {
    c: char,
    n: usize,
    opens: bool,
    closes: bool,
    /// It stands between a word and an opening mark: `正文**“重点”**正文`.
    inside_word: bool,
    /// A closing mark stands before it.
    behind_mark: bool,
}

impl Flank {
    fn of(token: &Token<'_>) -> Option<Self> {
        let Token::Run {
            text,
            before,
            after,
            ..
        } = token
        else {
            return None;
        };
        let (before, after) = (*before, *after);
        let c = text.chars().next()?;
        let is_mark = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
        let left = !after.is_whitespace()
            && (!is_mark(after) || before.is_whitespace() || is_mark(before));
        let right = !before.is_whitespace()
            && (!is_mark(before) || after.is_whitespace() || is_mark(after));
        let inside_word = !left && !after.is_whitespace() && "“‘（《〈【「『(\"".contains(after);
        let behind_mark = "”’）》〉】」』)\"。，；：！？、.,;:!?%％".contains(before);
        let is_product = before.is_ascii_digit() && after.is_ascii_digit();
        let n = text.len();
        let usable = match c {
            '~' => n == 2,
            _ => n <= 3 && !is_product,
        };
        // Underscores within words are blanks to fill in.
        let (opens, closes) = match c {
            '_' => (
                left && !before.is_alphanumeric(),
                right && !after.is_alphanumeric(),
            ),
            _ => (
                left || inside_word && n >= 2,
                right || behind_mark && n >= 2,
            ),
        };
        Some(Self {
            c,
            n,
            opens: opens && usable,
            closes: closes && usable,
            inside_word,
            behind_mark,
        })
    }

    /// Tells whether this run begins what `end` ends.
    fn suits(&self, n: usize, end: &Self, left: usize) -> bool {
        self.c == end.c
            && (!self.inside_word || end.behind_mark)
            // `**` does not end what `*` began: it begins something inside.
            && (n == left || n >= 2 && left >= 2 || self.n == 3 || end.n == 3)
    }
}
