//! Small slips made on purpose in a script: one comparison, constant, negation or early end at a
//! time. What tokens there are is read roughly; whether a mutant compiles is seen later.

use crate::text::Span;
use crate::text::slice;

/// One place of a script written otherwise.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Change {
    /// What is replaced, in bytes of the script.
    pub(super) span: Span,
    /// What stands there instead.
    pub(super) now: String,
}

impl Change {
    /// The script with this change.
    pub(super) fn apply(&self, script: &str) -> String {
        let before = slice(script, Span::new(0, self.span.from()));
        let after = slice(script, Span::new(self.span.to(), script.len()));
        format!("{before}{}{after}", self.now)
    }
}

/// Finds every change of a script, in order of place.
pub(super) fn changes(script: &str) -> Vec<Change> {
    let tokens = tokens(script);
    let mut changes = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let words = |i: usize| tokens.get(i).map_or("", |t| slice(script, *t));
        let before = at.checked_sub(1).map_or("", words);
        let mut change = |span: Span, now: &str| {
            changes.push(Change {
                span,
                now: now.to_owned(),
            });
        };
        let word = words(at);
        if let Some(other) = opposite(word, before) {
            change(*token, other);
        } else if word.starts_with(|c: char| c.is_ascii_digit()) {
            for near in neighbours(word) {
                change(*token, &near);
            }
        } else if can_be_left_out(word, words(at + 1)) {
            change(*token, "");
        } else if matches!(word, "if" | "while")
            && let Some(condition) = condition(script, tokens.get(at + 1..).unwrap_or_default())
        {
            change(condition, &format!("!({})", slice(script, condition)));
        }
    }
    changes
}

/// Tells whether a token is a negation, or ends something early without a value.
fn can_be_left_out(word: &str, next: &str) -> bool {
    match word {
        "!" => next != "in",
        "return" | "continue" | "break" => next == ";",
        _ => false,
    }
}

/// The slip that is made in an operator or a constant.
fn opposite(word: &str, before: &str) -> Option<&'static str> {
    Some(match word {
        "<" => "<=",
        "<=" => "<",
        ">" => ">=",
        ">=" => ">",
        "==" => "!=",
        "!=" => "==",
        "&&" => "||",
        // Two bars may be a closure without arguments, a minus may be a sign.
        "||" if ends_value(before) => "&&",
        "true" => "false",
        "false" => "true",
        "+" => "-",
        "-" if ends_value(before) => "+",
        _ => return None,
    })
}

/// Tells whether a token can be the last one of a value.
fn ends_value(word: &str) -> bool {
    let is_part =
        |c: char| c.is_alphanumeric() || matches!(c, '_' | ')' | ']' | '}' | '"' | '`' | '\'');
    word != "return" && word.ends_with(is_part)
}

/// A number one higher, and one lower where that is not negative.
fn neighbours(word: &str) -> Vec<String> {
    let Ok(number) = word.parse::<u32>() else {
        return Vec::new();
    };
    let lower = number.checked_sub(1);
    [Some(number.saturating_add(1)), lower]
        .into_iter()
        .flatten()
        .map(|near| near.to_string())
        .collect()
}

/// The condition of an `if` that has nothing to flip inside: it is negated as a whole.
fn condition(script: &str, tokens: &[Span]) -> Option<Span> {
    const FLIPPED: [&str; 9] = ["<", "<=", ">", ">=", "==", "!=", "&&", "||", "!"];
    let mut depth = 0_u32;
    let mut end = None;
    for token in tokens {
        match slice(script, *token) {
            "(" | "[" | "#{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            "{" if depth == 0 => break,
            word if FLIPPED.contains(&word) => return None,
            _ => {}
        }
        end = Some(*token);
    }
    Some(tokens.first()?.cover(end?))
}

/// The tokens of a script: words, numbers, operators and marks; a string or a template is one
/// token. Comments are left out.
fn tokens(script: &str) -> Vec<Span> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(rest) = script.get(at..).filter(|rest| !rest.is_empty()) {
        let length = skipped(rest);
        if length > 0 {
            at += length;
            continue;
        }
        let length = token(rest);
        tokens.push(Span::new(at, at + length));
        at += length;
    }
    tokens
}

/// How many bytes of blanks or comment stand here.
fn skipped(rest: &str) -> usize {
    let blanks = rest.len() - rest.trim_start().len();
    if blanks > 0 {
        return blanks;
    }
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if let Some(inside) = rest.strip_prefix("/*") {
        return inside.find("*/").map_or(rest.len(), |end| end + 4);
    }
    0
}

/// The length of a string with its quotes.
fn string(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// The length of a template with its quotes: `${…}` inside may hold others.
fn template(rest: &str) -> usize {
    let mut at = 1;
    let mut depth = 0_u32;
    while let Some(inner) = rest.get(at..).filter(|inner| !inner.is_empty()) {
        let step = inner.chars().next().map_or(1, char::len_utf8);
        if depth == 0 && inner.starts_with('`') {
            return at + 1;
        }
        if depth == 0 && inner.starts_with("${") {
            depth = 1;
            at += 2;
            continue;
        }
        if depth > 0 {
            match inner.chars().next() {
                Some('{') => depth += 1,
                Some('}') => depth -= 1,
                Some('"' | '`') => {
                    at += token(inner);
                    continue;
                }
                _ => {}
            }
        }
        at += step;
    }
    rest.len()
}

/// The length of the token that stands here.
fn token(rest: &str) -> usize {
    const LONG: [&str; 15] = [
        "..=", "==", "!=", "<=", ">=", "&&", "||", "+=", "-=", "*=", "/=", "=>", "..", "::", "#{",
    ];
    if let Some(long) = LONG.iter().find(|long| rest.starts_with(**long)) {
        return long.len();
    }
    let first = rest.chars().next().unwrap_or(' ');
    match first {
        '"' | '\'' => return string(rest, first),
        '`' => return template(rest),
        _ => {}
    }
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    if first.is_ascii_digit() {
        let is_part = |(at, c): (usize, char)| {
            let decimal = c == '.' && rest.get(at + 1..).is_some_and(starts_with_digit);
            !is_word(c) && !decimal
        };
        let end = rest.char_indices().find(|part| is_part(*part));
        return end.map_or(rest.len(), |(at, _)| at);
    }
    if is_word(first) {
        return rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
    }
    first.len_utf8()
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(script: &str, want: &[&str]) {
        let got: Vec<String> = changes(script)
            .iter()
            .map(|change| change.apply(script))
            .collect();
        assert_eq!(got, want, "{script}");
    }

    #[test]
    fn comparisons_and_logic_are_flipped() {
        check("a < b && c", &["a <= b && c", "a < b || c"]);
        check("x == ()", &["x != ()"]);
        check("l.any(|f| f.a >= b)", &["l.any(|f| f.a > b)"]);
        check("l.any(|| a)", &[]);
        check("a || b", &["a && b"]);
        check("a + -b", &["a - -b"]);
        check("a == \"<\" || b", &["a != \"<\" || b", "a == \"<\" && b"]);
    }

    #[test]
    fn constants_move_by_one() {
        check("0", &["1"]);
        check("x[3]", &["x[4]", "x[2]"]);
        check("1..4", &["2..4", "0..4", "1..5", "1..3"]);
        check("a2 = 2.5;", &[]);
        check("true", &["false"]);
    }

    #[test]
    fn conditions_are_negated_where_nothing_in_them_is_flipped() {
        check("if a.has(\"b\") { c }", &["if !(a.has(\"b\")) { c }"]);
        check("if a.b(#{}) { c }", &["if !(a.b(#{})) { c }"]);
        check("if !a { b }", &["if a { b }"]);
        check("if a < b { c }", &["if a <= b { c }"]);
    }

    #[test]
    fn early_ends_are_left_out() {
        check("return;", &[";"]);
        check("continue;", &[";"]);
        check("return 甲;", &[]);
    }

    #[test]
    fn strings_comments_and_templates_are_left_alone() {
        check("// a < b\n/* 1 */ f(\"1 < 2 \\\" 3\", '1')", &[]);
        check(
            "f(`${n + 1}处 ${g(\"}\")} <`); 7",
            &[
                "f(`${n + 1}处 ${g(\"}\")} <`); 8",
                "f(`${n + 1}处 ${g(\"}\")} <`); 6",
            ],
        );
        check("\"没有完", &[]);
        check("`没有${完", &[]);
    }
}
