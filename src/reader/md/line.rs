//! What one line of Markdown is: a heading, an item, a rule, a row.

use crate::text::Span;
use crate::text::slice;

/// A stretch of one line of the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Line<'a> {
    /// The stretch.
    pub(super) text: &'a str,
    /// Its byte in the file.
    pub(super) at: usize,
}

impl<'a> Line<'a> {
    /// Returns the line without its first `n` bytes.
    pub(super) fn behind(self, n: usize) -> Self {
        Self {
            text: slice(self.text, Span::new(n, self.text.len())),
            at: self.at + n,
        }
    }

    /// Returns the first `n` bytes of the line.
    pub(super) fn first(self, n: usize) -> Self {
        Self {
            text: slice(self.text, Span::new(0, n)),
            ..self
        }
    }

    /// Returns the line without the blanks around it.
    pub(super) fn trim(self) -> Self {
        let text = self.text.trim_start_matches(is_blank);
        let at = self.at + self.text.len() - text.len();
        Line {
            text: text.trim_end_matches(is_blank),
            at,
        }
    }
}

/// Tells blanks, and characters that do not show, from visible ones.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{FEFF}' | '\u{200B}'..='\u{200F}')
}

/// Cuts a file into lines.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for (at, mark) in text.match_indices(['\n', '\r']).chain([(text.len(), "")]) {
        let line = slice(text, Span::new(start, at));
        let is_inside_crlf =
            mark == "\n" && line.is_empty() && text.get(..at).is_some_and(|t| t.ends_with('\r'));
        if !is_inside_crlf {
            lines.push(Line {
                text: line,
                at: start,
            });
        }
        start = at + mark.len();
    }
    lines
}

/// Reads `[label]: rest`: an address, or the text of a footnote.
pub(super) fn definition(line: Line<'_>) -> Option<(&str, Line<'_>)> {
    let inside = line.text.strip_prefix('[')?;
    let (label, rest) = inside.split_once("]:")?;
    let rest = line.behind(line.text.len() - rest.len()).trim();
    let is_note = label.starts_with('^');
    let is_address = !rest.text.is_empty()
        && rest.text.starts_with(|c: char| c.is_ascii_graphic())
        && (rest.text.contains(['/', '.', '#', '@']));
    (!label.is_empty() && !label.contains(['[', ']']) && (is_note || is_address))
        .then_some((label, rest))
}

/// Returns a line without the marks of a quotation.
pub(super) fn without_quote_marks(mut line: Line<'_>) -> Line<'_> {
    while line.text.starts_with('>') {
        line = line.behind(1).trim();
    }
    line
}

/// Returns the marks of a line that begins a block of code.
pub(super) fn fence(text: &str) -> Option<&str> {
    let c = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let n = text.len() - text.trim_start_matches(c).len();
    let info = text.get(n..).unwrap_or("");
    (n >= 3 && !info.contains('`')).then(|| text.get(..n).unwrap_or(""))
}

/// The level that `===` or `---` under a title give it.
pub(super) fn underline(text: &str) -> Option<u8> {
    if text.len() < 2 {
        return None;
    }
    match text {
        _ if text.chars().all(|c| c == '=') => Some(1),
        _ if text.chars().all(|c| c == '-') => Some(2),
        _ => None,
    }
}

/// `---`, `***`, `_ _ _`.
pub(super) fn is_rule(text: &str) -> bool {
    let mut marks = text.chars().filter(|c| !is_blank(*c));
    let Some(first) = marks.next().filter(|c| matches!(c, '-' | '*' | '_')) else {
        return false;
    };
    let mut n = 1;
    for c in marks {
        if c != first {
            return false;
        }
        n += 1;
    }
    n >= 3
}

/// `|:---|---:|`, the line under the head of a table.
pub(super) fn is_delimiter_row(text: &str) -> bool {
    text.contains('|')
        && text.contains("--")
        && text
            .chars()
            .all(|c| matches!(c, '|' | '-' | ':') || is_blank(c))
}

/// Reads a `#` heading. Chinese authors leave out the blank behind the marks.
pub(super) fn heading(line: Line<'_>) -> Option<(u8, Line<'_>)> {
    let rest = line.text.trim_start_matches('#');
    let level = u8::try_from(line.text.len() - rest.len()).ok()?;
    let is_tight = !rest.starts_with(is_blank) && !rest.is_empty();
    let is_topic = is_tight && (rest.contains('#') || rest.starts_with(|c: char| c.is_ascii()));
    if !(1..=6).contains(&level) || is_topic {
        return None;
    }
    let title = line.behind(usize::from(level)).trim();
    let open = title.text.trim_end_matches('#');
    let is_closed = open.len() < title.text.len() && (open.is_empty() || open.ends_with(is_blank));
    let n = if is_closed {
        open.len()
    } else {
        title.text.len()
    };
    Some((level, title.first(n).trim()))
}

/// Reads an item of a list: a bullet is left out, a number is the author's ordinal and stays.
pub(super) fn item(line: Line<'_>) -> Option<Line<'_>> {
    let bullet = line.text.strip_prefix(['-', '*', '+']);
    if let Some(rest) = bullet.filter(|rest| rest.starts_with([' ', '\t'])) {
        let item = line.behind(line.text.len() - rest.len()).trim();
        let task = ["[ ] ", "[x] ", "[X] "]
            .iter()
            .find(|task| item.text.starts_with(**task));
        return Some(task.map_or(item, |task| item.behind(task.len()).trim()));
    }
    let digits = line.text.trim_start_matches(|c: char| c.is_ascii_digit());
    let n_digits = line.text.len() - digits.len();
    let is_ordered = (1..=9).contains(&n_digits)
        && digits.starts_with(['.', ')'])
        && digits
            .get(1..)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']));
    is_ordered.then_some(line)
}

/// Two blanks or a backslash at the end of a line keep the line end.
pub(super) fn is_hard_break(raw: &str) -> bool {
    raw.ends_with("  ") || raw.trim_end().ends_with('\\') && !raw.trim_end().ends_with("\\\\")
}

/// A line without the emphasis around it.
pub(super) fn unmarked(text: &str) -> &str {
    text.trim_matches(['*', '_'])
}

/// Tells whether a line ends where a sentence or a lead-in ends.
pub(super) fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(|c: char| is_blank(c) || "*_”’）)\"》】".contains(c));
    bare.ends_with(['。', '！', '？', '；', '：', '!', '?', ';', ':'])
}

/// Cuts a row into cells.
pub(super) fn cells(line: Line<'_>) -> Vec<Line<'_>> {
    let mut row = line;
    if row.text.starts_with('|') {
        row = row.behind(1);
    }
    if row.text.ends_with('|') && !row.text.ends_with("\\|") {
        row = row.first(row.text.len() - 1);
    }
    let mut cells = Vec::new();
    let mut start = 0;
    let mut before = ' ';
    let mut in_code = false;
    for (at, c) in row.text.char_indices().chain([(row.text.len(), '|')]) {
        in_code ^= c == '`';
        let is_end = at == row.text.len();
        if is_end || c == '|' && before != '\\' && !in_code {
            cells.push(row.behind(start).first(at - start).trim());
            start = at + c.len_utf8();
        }
        before = c;
    }
    cells
}
