//! Annotated text, drawn by miette over rows that we break ourselves.
//!
//! miette neither breaks long paragraphs nor counts columns in characters (crates.md §6). So it
//! is given rows that fit the terminal, a name with the right line and column, and one label for
//! each row that a span touches. Its own row numbers are replaced by those of the user's file.

use crate::cli::paint::Paint;
use miette::Diagnostic;
use miette::GraphicalReportHandler;
use miette::GraphicalTheme;
use miette::LabeledSpan;
use miette::MietteError;
use miette::MietteSpanContents;
use miette::SourceCode;
use miette::SourceSpan;
use miette::SpanContents;
use miette::ThemeCharacters;
use miette::ThemeStyles;
use std::fmt;
use yifa::finding::Severity;

/// A message over annotated rows of text.
#[derive(Debug)]
pub(crate) struct Snippet {
    /// The words before the message: a severity, or what kind of mistake.
    pub(crate) word: &'static str,
    pub(crate) severity: Severity,
    /// What is wrong, on one line.
    pub(crate) message: String,
    /// Where: file, line and column.
    pub(crate) name: String,
    pub(crate) rows: Vec<Row>,
    pub(crate) labels: Vec<Label>,
}

/// One line of the annotated text.
#[derive(Debug, Default)]
pub(crate) struct Row {
    /// What stands in the margin, where it differs from the row above.
    pub(crate) number: Option<usize>,
    pub(crate) text: String,
}

/// Words of one row that are marked.
#[derive(Debug)]
pub(crate) struct Label {
    pub(crate) row: usize,
    /// Bytes of the row's text.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// What is said of them.
    pub(crate) text: Option<String>,
}

impl Snippet {
    /// Draws message, frame and marks.
    pub(crate) fn draw(&self, paint: Paint) -> String {
        let mut drawn = String::new();
        let drawing = Drawing::of(self);
        let handler = GraphicalReportHandler::new_themed(theme(self, paint))
            .with_links(false)
            .with_wrap_lines(false)
            .with_width(paint.width)
            .without_primary_span_start()
            .without_syntax_highlighting()
            .with_context_lines(0);
        // Writing into a string cannot fail, and a frame that miette refuses is left out.
        if handler.render_report(&mut drawn, &drawing).is_err() {
            drawn = format!("  {} {}\n", self.word, self.message);
        }
        drawing.renumber(&drawn, paint)
    }
}

fn theme(snippet: &Snippet, paint: Paint) -> GraphicalTheme {
    let plain = ThemeStyles::none();
    let styles = if paint.colour {
        let ansi = ThemeStyles::ansi();
        let highlight = match snippet.severity {
            Severity::Error => ansi.error,
            Severity::Warning => ansi.warning,
            Severity::Advice => ansi.advice,
        };
        ThemeStyles {
            highlights: vec![highlight],
            // Row numbers are coloured when they are replaced.
            linum: plain.linum,
            ..ansi
        }
    } else {
        plain
    };
    let characters = ThemeCharacters {
        underline: '^',
        underbar: '^',
        uarrow: '^',
        error: snippet.word.to_owned(),
        warning: snippet.word.to_owned(),
        advice: snippet.word.to_owned(),
        ..ThemeCharacters::unicode()
    };
    GraphicalTheme { characters, styles }
}

/// What miette draws: rows joined to one text, always shown as a whole.
#[derive(Debug)]
struct Drawing<'a> {
    snippet: &'a Snippet,
    text: String,
    labels: Vec<LabeledSpan>,
    /// Digits of the margin.
    digits: usize,
}

impl<'a> Drawing<'a> {
    fn of(snippet: &'a Snippet) -> Self {
        let mut text = String::new();
        let mut labels = Vec::new();
        for (index, row) in snippet.rows.iter().enumerate() {
            if index > 0 {
                text.push('\n');
            }
            let start = text.len();
            text.push_str(&row.text);
            for label in snippet.labels.iter().filter(|label| label.row == index) {
                // A mark behind the last character needs a character to stand under.
                if label.start == label.end && label.end >= row.text.len() {
                    text.push(' ');
                }
                let length = label.end - label.start;
                labels.push(LabeledSpan::new(
                    label.text.clone(),
                    start + label.start,
                    length,
                ));
            }
        }
        let largest = snippet.rows.iter().filter_map(|row| row.number).max();
        let largest = largest.unwrap_or(0).max(snippet.rows.len());
        Self {
            snippet,
            text,
            labels,
            digits: largest.to_string().len(),
        }
    }

    /// The number miette counts rows from: so large that all have the width of the margin or
    /// less, and the last one has it.
    fn base(&self) -> usize {
        let largest = 10_usize.saturating_pow(u32::try_from(self.digits).unwrap_or(1));
        largest.saturating_sub(1 + self.snippet.rows.len())
    }

    /// Puts the numbers of the user's file in the place of miette's.
    fn renumber(&self, drawn: &str, paint: Paint) -> String {
        let mut out = String::with_capacity(drawn.len());
        let mut rows = self.snippet.rows.iter();
        let mut counted = self.base() + 1;
        for line in drawn.lines() {
            let margin = format!(" {counted:digits$} │ ", digits = self.digits);
            match line.strip_prefix(&margin) {
                Some(rest) => {
                    let number = rows.next().and_then(|row| row.number);
                    let number = number.map(|n| n.to_string()).unwrap_or_default();
                    let number = format!("{number:>digits$}", digits = self.digits);
                    out.push_str(&format!(" {} │ ", paint.dim(&number)));
                    out.push_str(rest.trim_end());
                    counted += 1;
                }
                None => out.push_str(line.trim_end()),
            }
            out.push('\n');
        }
        out
    }
}

impl fmt::Display for Drawing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.snippet.message)
    }
}

impl std::error::Error for Drawing<'_> {}

impl Diagnostic for Drawing<'_> {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.snippet.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Advice => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        (!self.labels.is_empty()).then(|| {
            let labels: Box<dyn Iterator<Item = LabeledSpan>> =
                Box::new(self.labels.iter().cloned());
            labels
        })
    }
}

impl SourceCode for Drawing<'_> {
    fn read_span<'a>(
        &'a self,
        _span: &SourceSpan,
        _before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        Ok(Box::new(MietteSpanContents::new_named(
            self.snippet.name.clone(),
            self.text.as_bytes(),
            (0, self.text.len()).into(),
            self.base(),
            0,
            self.snippet.rows.len(),
        )))
    }
}
