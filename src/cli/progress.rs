//! How far a run is: one line on a terminal, drawn anew, gone at the end.
//!
//! It is for people who wait. In pipes, on a terminal that knows no control characters, and
//! where `NO_COLOR` asks for plain output, nothing is written.

use crate::cli::paint::clean;
use crate::cli::paint::width_of;
use std::env;
use std::io;
use std::io::IsTerminal;
use std::io::Write;
use terminal_size::Width;

/// Fewer reports are through before anybody wonders.
const FEW: usize = 4;
/// Back to the start of the line, and clear it.
const CLEAR: &str = "\r\u{1b}[K";

/// The line, and how far it says the run is.
pub(crate) struct Progress {
    is_on: bool,
    is_drawn: bool,
    done: usize,
    all: usize,
}

impl Progress {
    /// Begins for a number of reports.
    pub(crate) fn start(all: usize, quiet: bool) -> Self {
        let says = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
        let is_dumb = env::var_os("TERM").is_none_or(|term| term == "dumb") && !cfg!(windows);
        let mut progress = Self {
            is_on: all >= FEW
                && !quiet
                && !is_dumb
                && !says("NO_COLOR")
                && io::stderr().is_terminal(),
            is_drawn: false,
            done: 0,
            all,
        };
        progress.draw("");
        progress
    }

    /// Takes the line away, so that something else can be written.
    pub(crate) fn clear(&mut self) {
        if std::mem::take(&mut self.is_drawn) {
            let _ = write!(io::stderr(), "{CLEAR}");
        }
    }

    /// Says that one more report is through.
    pub(crate) fn step(&mut self, path: &str) {
        self.done += 1;
        match self.done < self.all {
            true => self.draw(path),
            false => self.clear(),
        }
    }

    fn draw(&mut self, path: &str) {
        if !self.is_on {
            return;
        }
        let width = terminal_size::terminal_size_of(io::stderr())
            .map_or(80, |(Width(width), _)| usize::from(width));
        let line = line(self.done, self.all, path, width);
        let _ = write!(io::stderr(), "{CLEAR}{line}");
        let _ = io::stderr().flush();
        self.is_drawn = true;
    }
}

impl Drop for Progress {
    /// A run that was cut short leaves no line behind.
    fn drop(&mut self) {
        self.clear();
    }
}

/// The line, never as wide as the terminal: a full line would wrap.
fn line(done: usize, all: usize, path: &str, width: usize) -> String {
    let mut line = format!("检查 {done}/{all}");
    let path = clean(path);
    let room = width.saturating_sub(width_of(&line) + 3);
    let mut shown = String::new();
    for c in path.chars().rev() {
        if width_of(&shown) + width_of(c.encode_utf8(&mut [0; 4])) > room {
            break;
        }
        shown.insert(0, c);
    }
    if !shown.is_empty() {
        line.push_str("  ");
        line.push_str(&shown);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_fits_the_terminal() {
        assert_eq!(line(0, 12, "", 80), "检查 0/12");
        assert_eq!(
            line(3, 12, "甲县/报告.docx", 80),
            "检查 3/12  甲县/报告.docx"
        );
        assert_eq!(line(3, 12, "甲县/报告.docx", 24), "检查 3/12  县/报告.docx");
        for width in 0..40 {
            assert!(width_of(&line(10, 12, "甲\u{7}县/报告.docx", width)) < width.max(11));
        }
    }

    #[test]
    fn nothing_is_drawn_where_nobody_looks() {
        let mut progress = Progress::start(100, true);
        progress.step("a");
        assert!(!progress.is_on && !progress.is_drawn && progress.done == 1);
    }
}
