//! Colours, columns and line breaks of a terminal.

use std::env;
use std::io;
use std::io::IsTerminal;
use unicode_width::UnicodeWidthChar;
use yifa::finding::Severity;

use crate::cli::args::When;

/// The width of text that does not go to a terminal: the same bytes on every machine.
pub(crate) const PIPE_WIDTH: usize = 80;

/// How text is shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Paint {
    /// Whether colours are used.
    pub(crate) colour: bool,
    /// Columns of a line.
    pub(crate) width: usize,
}

impl Paint {
    /// Decides for standard output, or for a file where `to_file`.
    pub(crate) fn stdout(when: When, to_file: bool) -> Self {
        let terminal = !to_file && io::stdout().is_terminal();
        Self {
            colour: colour(when, terminal),
            width: width(terminal),
        }
    }

    /// Decides for standard error.
    pub(crate) fn stderr(when: When) -> Self {
        let terminal = io::stderr().is_terminal();
        Self {
            colour: colour(when, terminal),
            width: width(terminal),
        }
    }

    pub(crate) fn bold(self, text: &str) -> String {
        self.style("1", text)
    }

    pub(crate) fn dim(self, text: &str) -> String {
        self.style("2", text)
    }

    pub(crate) fn red(self, text: &str) -> String {
        self.style("1;31", text)
    }

    pub(crate) fn green(self, text: &str) -> String {
        self.style("32", text)
    }

    /// Colours `text` as findings of that severity are.
    pub(crate) fn severity(self, severity: Severity, text: &str) -> String {
        let code = match severity {
            Severity::Error => "31",
            Severity::Warning => "33",
            Severity::Advice => "36",
        };
        self.style(code, text)
    }

    fn style(self, code: &str, text: &str) -> String {
        if self.colour && !text.is_empty() {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }
}

fn colour(when: When, terminal: bool) -> bool {
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto => {
            let no_color = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            let dumb = env::var_os("TERM").is_some_and(|value| value == "dumb");
            terminal && !no_color && !dumb
        }
    }
}

/// `COLUMNS`, else what the terminal says, within what can be read with comfort.
fn width(terminal: bool) -> usize {
    if !terminal {
        return PIPE_WIDTH;
    }
    let said = env::var("COLUMNS").ok().and_then(|text| text.parse().ok());
    let asked = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    said.or_else(asked).unwrap_or(PIPE_WIDTH).clamp(40, 120)
}

/// Returns the columns a character takes.
pub(crate) fn columns(c: char) -> usize {
    c.width().unwrap_or(0)
}

/// Returns the columns a text takes.
pub(crate) fn width_of(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// What a character of a report is shown as: nothing in a report may steer the terminal.
pub(crate) fn visible(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' => ' ',
        // Controls, and marks that turn the direction of what follows.
        c if c.is_control() => '\u{FFFD}',
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => '\u{FFFD}',
        c => c,
    }
}

/// Returns a text on one line, with nothing in it that could steer the terminal.
pub(crate) fn clean(text: &str) -> String {
    text.chars().map(visible).collect()
}

/// Returns the start of `text`, with … where it takes more than `width` columns.
pub(crate) fn cut(text: &str, width: usize) -> String {
    let text = clean(text);
    if width_of(&text) <= width {
        return text;
    }
    let mut room = width.saturating_sub(1);
    let fits = |c: &char| {
        let fits = columns(*c) <= room;
        room = room.saturating_sub(columns(*c));
        fits
    };
    let mut start: String = text.chars().take_while(fits).collect();
    start.push('…');
    start
}

/// Whether a line may not start with `c`.
fn closes(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '！'
            | '？'
            | '”'
            | '’'
            | '）'
            | '》'
            | '〉'
            | '】'
            | '〕'
            | '％'
            | ','
            | '.'
            | ';'
            | ':'
            | '!'
            | '?'
            | ')'
            | '%'
            | '…'
    )
}

/// Breaks characters into lines of at most `width` columns; a closing mark may hang over by its
/// own width, and a short Latin word or number is kept whole. Returns the ends of the lines.
pub(crate) fn breaks(chars: &[char], width: usize) -> Vec<usize> {
    /// The longest word that is moved to the next line as a whole.
    const WORD: usize = 16;
    let mut ends = Vec::new();
    let (mut start, mut used) = (0, 0);
    for (index, c) in chars.iter().enumerate() {
        let columns = columns(*c);
        let hangs = closes(*c) && used <= width;
        if used + columns <= width || index == start || hangs {
            used += columns;
            continue;
        }
        let word = chars
            .get(start..index)
            .unwrap_or_default()
            .iter()
            .rev()
            .take_while(|c| c.is_ascii_alphanumeric() || **c == '.')
            .count();
        let keep = c.is_ascii_alphanumeric() && word > 0 && word <= WORD && word < index - start;
        let end = if keep { index - word } else { index };
        ends.push(end);
        start = end;
        let moved = chars.get(end..=index).unwrap_or_default();
        used = moved.iter().map(|c| self::columns(*c)).sum();
    }
    if start < chars.len() {
        ends.push(chars.len());
    }
    ends
}

/// Wraps a text behind `label`, further lines indented as far as the label reaches.
pub(crate) fn hang(label: &str, text: &str, width: usize) -> String {
    let indent = width_of(label);
    let chars: Vec<char> = clean(text).chars().collect();
    let mut out = String::new();
    let mut start = 0;
    for end in breaks(&chars, width.saturating_sub(indent + 2).max(16)) {
        if start == 0 {
            out.push_str(label);
        } else {
            out.push_str(&" ".repeat(indent));
        }
        out.extend(chars.get(start..end).unwrap_or_default());
        out.push('\n');
        start = end;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_where_chinese_text_breaks() {
        let check = |text: &str, width: usize, want: &[&str]| {
            let chars: Vec<char> = text.chars().collect();
            let mut start = 0;
            let lines: Vec<String> = breaks(&chars, width)
                .into_iter()
                .map(|end| {
                    let line = chars[start..end].iter().collect();
                    start = end;
                    line
                })
                .collect();
            assert_eq!(lines, want);
        };
        check("法治政府建设", 8, &["法治政府", "建设"]);
        check("法治政府，建设", 8, &["法治政府，", "建设"]);
        check("共办理2023件", 8, &["共办理", "2023件"]);
        check(
            "abcdefghijklmnopqrstuvwxyz",
            10,
            &["abcdefghij", "klmnopqrst", "uvwxyz"],
        );
        check("", 8, &[]);
        check("法", 1, &["法"]);
    }

    #[test]
    fn nothing_in_a_report_steers_the_terminal() {
        assert_eq!(
            clean("a\u{1b}[31mb\tc\u{202e}d"),
            "a\u{fffd}[31mb c\u{fffd}d"
        );
        assert_eq!(cut("法治政府建设", 7), "法治政…");
        assert_eq!(cut("法治", 7), "法治");
    }
}
