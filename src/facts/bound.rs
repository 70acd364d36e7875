//! How sure the author is of a number.

use crate::facts::number::Number;

/// How sure the author is of a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord, Hash)]
pub enum Bound {
    /// `72件`
    Exact,
    /// `30余件`, `3万多`: more, below the next unit of the last place written.
    More,
    /// `约`, `左右`, `上下`
    About,
    /// `近`, `将近`: a little less, never reached.
    Nearly,
    /// `以上`, `不低于`, `不少于`
    AtLeast,
    /// `超过`, `逾`, `超`
    MoreThan,
    /// `以下`, `以内`, `不超过`
    AtMost,
    /// `低于`, `不足`, `不到`
    LessThan,
}

impl Bound {
    /// Returns the name used in rules.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::More => "more",
            Self::About => "about",
            Self::Nearly => "nearly",
            Self::AtLeast => "at-least",
            Self::MoreThan => "more-than",
            Self::AtMost => "at-most",
            Self::LessThan => "less-than",
        }
    }

    /// Returns the name shown to people: what stands before the number.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Exact => "",
            Self::More => "多于",
            Self::About => "约",
            Self::Nearly => "近",
            Self::AtLeast => "至少",
            Self::MoreThan => "超过",
            Self::AtMost => "至多",
            Self::LessThan => "不到",
        }
    }
}

/// Bounds behind number and unit.
const BEHIND: [(&str, Bound); 10] = [
    ("左右", Bound::About),
    ("上下", Bound::About),
    ("以上", Bound::AtLeast),
    ("及以上", Bound::AtLeast),
    ("(含)以上", Bound::AtLeast),
    ("有余", Bound::More),
    ("以下", Bound::AtMost),
    ("及以下", Bound::AtMost),
    ("以内", Bound::AtMost),
    ("之内", Bound::AtMost),
];

/// Bounds before the number, longer ones before those they end with.
const BEFORE: [(&str, Bound); 32] = [
    ("不下于", Bound::AtLeast),
    ("不下", Bound::AtLeast),
    ("不低于", Bound::AtLeast),
    ("不少于", Bound::AtLeast),
    ("不小于", Bound::AtLeast),
    ("至少", Bound::AtLeast),
    ("最少", Bound::AtLeast),
    ("最低", Bound::AtLeast),
    ("不超过", Bound::AtMost),
    ("不超", Bound::AtMost),
    ("不高于", Bound::AtMost),
    ("不多于", Bound::AtMost),
    ("至多", Bound::AtMost),
    ("最多", Bound::AtMost),
    ("超过", Bound::MoreThan),
    ("超出", Bound::MoreThan),
    ("突破", Bound::MoreThan),
    ("高于", Bound::MoreThan),
    ("多于", Bound::MoreThan),
    ("低于", Bound::LessThan),
    ("少于", Bound::LessThan),
    ("不足", Bound::LessThan),
    ("不到", Bound::LessThan),
    ("将近", Bound::Nearly),
    ("接近", Bound::Nearly),
    ("近", Bound::Nearly),
    ("约为", Bound::About),
    ("约达", Bound::About),
    ("大约", Bound::About),
    ("逾", Bound::MoreThan),
    ("超", Bound::MoreThan),
    ("约", Bound::About),
];

/// Words that only end like a bound.
const OTHER: [&str; 12] = [
    "最近", "附近", "邻近", "靠近", "节约", "契约", "预约", "赶超", "公约", "制约", "集约", "亲近",
];

/// Reads the bound from the words around: `约30件`, `90%以上`, `近两万`; bytes taken behind.
pub(super) fn read(
    before: &str,
    number: &Number,
    unit_is_time: bool,
    behind: &str,
) -> (Bound, usize) {
    if let Some((word, bound)) = BEHIND.iter().find(|(word, _)| behind.starts_with(word)) {
        return (*bound, word.len());
    }
    if unit_is_time && behind.starts_with('内') {
        return (Bound::AtMost, '内'.len_utf8());
    }
    // 上百件, 上千人次: a bare power with 上 in front.
    if number.hanzi && before.ends_with('上') {
        return (Bound::AtLeast, 0);
    }
    if let Some((_, bound)) = word_before(before) {
        return (bound, 0);
    }
    let bound = if number.more {
        Bound::More
    } else {
        Bound::Exact
    };
    (bound, 0)
}

/// The bound that a text ends with, and its length in bytes.
pub(super) fn word_before(before: &str) -> Option<(usize, Bound)> {
    if OTHER.iter().any(|word| before.ends_with(word)) {
        return None;
    }
    let found = BEFORE
        .iter()
        .filter(|(word, _)| before.ends_with(word))
        .max_by_key(|(word, _)| word.len())?;
    Some((found.0.len(), found.1))
}
