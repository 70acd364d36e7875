//! The folding of a pattern, which `build.rs` does as well.

/// Folds a regular expression; `fold` folds one character, to nothing where it is a blank. `None`
/// for a blank where the folded text has none.
///
/// ASCII is the syntax and stays. Any other character becomes its folded form; one that folds
/// to a mark of the syntax (`（`) is escaped, inside a class as well.
pub(super) fn fold_pattern(regex: &str, fold: impl Fn(char) -> Option<char>) -> Option<String> {
    let mut folded = String::with_capacity(regex.len());
    let mut is_escaped = false;
    let mut before = 'a';
    let mut rest = regex.chars().peekable();
    while let Some(c) = rest.next() {
        if c.is_ascii() {
            let beside_han = !before.is_ascii() || rest.peek().is_some_and(|next| !next.is_ascii());
            if c == ' ' && beside_han {
                return None;
            }
            folded.push(c);
            is_escaped = c == '\\' && !is_escaped;
        } else {
            let to = fold(c)?;
            if is_escaped && !is_syntax(to) {
                folded.pop();
            } else if !is_escaped && is_syntax(to) {
                folded.push('\\');
            }
            folded.push(to);
            is_escaped = false;
        }
        before = c;
    }
    Some(folded)
}

/// Tells whether a character means something in a regular expression. `\<` would mean something
/// that `<` does not, so that escaping all marks would be wrong.
fn is_syntax(c: char) -> bool {
    r"\.+*?()|[]{}^$#&-~".contains(c)
}
