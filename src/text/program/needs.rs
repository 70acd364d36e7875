//! Characters that every match of a regular expression holds.

use regex_syntax::hir::Class;
use regex_syntax::hir::Hir;
use regex_syntax::hir::HirKind;

/// A list longer than this tells little.
const CHARS: usize = 24;

/// More lists than this are not looked at.
const LISTS: usize = 6;

/// Returns lists of characters: one of each list stands in every match, the shorter lists first.
pub(super) fn needs(hir: &Hir) -> Vec<Vec<char>> {
    let mut lists = of(hir);
    lists.sort();
    lists.dedup();
    lists.sort_by_key(Vec::len);
    lists.truncate(LISTS);
    lists
}

/// Returns how many characters a match can have at most; the greatest number where there is no end.
pub(super) fn longest(hir: &Hir) -> u32 {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 0,
        HirKind::Literal(literal) => u32::try_from(literal.0.len()).unwrap_or(u32::MAX),
        HirKind::Class(_) => 1,
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or(u32::MAX);
            longest(&repetition.sub).saturating_mul(times)
        }
        HirKind::Capture(capture) => longest(&capture.sub),
        HirKind::Concat(parts) => parts.iter().map(longest).fold(0, u32::saturating_add),
        HirKind::Alternation(branches) => branches.iter().map(longest).max().unwrap_or(0),
    }
}

fn of(hir: &Hir) -> Vec<Vec<char>> {
    match hir.kind() {
        HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
            Ok(text) => text.chars().map(|c| vec![c]).collect(),
            Err(_) => Vec::new(),
        },
        HirKind::Class(Class::Unicode(class)) => {
            let chars = class.iter().flat_map(|range| range.start()..=range.end());
            let chars: Vec<char> = chars.take(CHARS + 1).collect();
            match chars.len() {
                1..=CHARS => vec![chars],
                _ => Vec::new(),
            }
        }
        HirKind::Repetition(repetition) if repetition.min > 0 => of(&repetition.sub),
        HirKind::Capture(capture) => of(&capture.sub),
        HirKind::Concat(parts) => parts.iter().flat_map(of).collect(),
        HirKind::Alternation(branches) => {
            let mut all = Vec::new();
            for branch in branches {
                // Of each branch the list that tells most.
                match of(branch).into_iter().min_by_key(Vec::len) {
                    Some(list) => all.extend(list),
                    None => return Vec::new(),
                }
            }
            all.sort_unstable();
            all.dedup();
            match all.len() {
                0..=CHARS => vec![all],
                _ => Vec::new(),
            }
        }
        _ => Vec::new(),
    }
}
