//! How a title is spelt when it is compared. `build.rs` uses this file as well.
//!
//! Marks, brackets and dashes never count. Two spellings come out of it: the whole one, which
//! two ways of writing the same title share, and its words, without years and 试行.

/// What most titles of laws start with and reports leave out.
pub(crate) const STATE: &str = "中华人民共和国";

/// What stands in brackets behind a title without making it another one.
const EDITIONS: [&str; 13] = [
    "试行",
    "暂行",
    "修订",
    "修正",
    "修正本",
    "修订版",
    "新版",
    "全文",
    "草案",
    "修订草案",
    "修正草案",
    "征求意见稿",
    "送审稿",
];

/// The whole spelling: all characters and digits, without marks.
pub(crate) fn whole(title: &str, fold: impl Fn(char) -> Option<char>) -> Vec<char> {
    let mut spelt: Vec<char> = Vec::new();
    for c in title.chars().filter_map(fold) {
        let year = c == '年' && spelt.last().is_some_and(char::is_ascii_digit);
        if !is_mark(c) && !year {
            spelt.push(c);
        }
    }
    spelt
}

/// The words of a title: without 中华人民共和国, years and what [`EDITIONS`] lists.
pub(crate) fn words(title: &str, fold: impl Fn(char) -> Option<char>) -> Vec<char> {
    let title = title.trim_start_matches(['《', '〈', '<']);
    let title = match title.strip_prefix(STATE) {
        Some(rest) if !rest.is_empty() => rest,
        _ => title,
    };
    let mut spelt: Vec<char> = Vec::new();
    let mut bracket: Option<usize> = None;
    let mut before = ' ';
    for c in title.chars().filter_map(fold) {
        let dated = before.is_ascii_digit() && c == '年' || before == '年' && c == '版';
        match c {
            '(' => bracket = Some(spelt.len()),
            ')' => drop_edition(&mut spelt, bracket.take()),
            _ if is_mark(c) || c.is_ascii_digit() || dated => {}
            _ => spelt.push(c),
        }
        // 年 counts only behind a digit, so that 年度 and 少年版 keep theirs.
        before = if c == '年' && !dated { ' ' } else { c };
    }
    spelt
}

/// Drops what was spelt since the bracket opened where it is an edition.
fn drop_edition(spelt: &mut Vec<char>, opened: Option<usize>) {
    let Some(start) = opened else { return };
    let inside: String = spelt.iter().skip(start).collect();
    if EDITIONS.contains(&inside.as_str()) {
        spelt.truncate(start);
    }
}

/// Marks that two people set differently in the same title.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '《' | '》'
            | '〈'
            | '〉'
            | '<'
            | '>'
            | '“'
            | '”'
            | '‘'
            | '’'
            | '"'
            | '\''
            | '、'
            | ','
            | '·'
            | '—'
            | '-'
            | '~'
            | '('
            | ')'
            | '['
            | ']'
            | '〔'
            | '〕'
            | '【'
            | '】'
            | '\t'
            | '\n'
    )
}

/// The hash of a spelling, the same on every machine (FNV-1a over characters).
pub(crate) fn hash(spelt: &[char]) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325_u64;
    spelt.iter().fold(start, |hash, c| {
        (hash ^ u64::from(*c as u32)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// One of 128 bits for each character, so that titles with other characters are told at once.
pub(crate) fn mask(spelt: &[char]) -> u128 {
    let bit = |c: &char| 1_u128 << ((*c as u32).wrapping_mul(2_654_435_761) >> 25);
    spelt.iter().fold(0, |mask, c| mask | bit(c))
}
