//! The steps of a program.

/// One step. Numbers of steps count from the first step of the program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Step {
    /// The next character is this one.
    Char(char),
    /// The next character is in one of these ranges, of the list of ranges.
    Set(u32, u32),
    /// Go on there.
    Jump(u32),
    /// Go on at the first; if that comes to nothing, at the second. The third tells forks apart.
    Fork(u32, u32, u32),
    /// Remember the place: where a group begins or ends.
    Save(u32),
    /// The text begins here.
    Start,
    /// The text ends here.
    End,
    /// All of it matched.
    Done,
}

/// The steps with what they refer to.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct Steps {
    /// The steps; the last one is `Done`.
    pub(super) steps: Vec<Step>,
    /// First and last character of each range.
    pub(super) ranges: Vec<(char, char)>,
    /// The named groups, in their order: places `2 + 2i` and `3 + 2i` are theirs.
    pub(super) names: Vec<String>,
    /// How many forks there are.
    pub(super) forks: u32,
    /// It can only match where the text begins.
    pub(super) anchored: bool,
}
