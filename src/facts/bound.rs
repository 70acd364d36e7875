//! How sure the author is of a number.

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
}
