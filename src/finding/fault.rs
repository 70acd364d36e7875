//! A mistake in a file that a person wrote for yifa: TOML or Rhai.

use crate::text::Span;
use std::fmt;

/// A mistake of a rule author or of a configuration, at its place in that file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// The file, as a path with `/`.
    pub file: String,
    /// The text of the file, for showing the place; may be empty.
    pub text: String,
    /// The place in that text, where it is known.
    pub span: Option<Span>,
    /// What is wrong, in Chinese.
    pub message: String,
    /// What to do, in Chinese; may be empty.
    pub help: String,
}

impl Fault {
    /// Makes a fault without a place.
    #[must_use]
    pub fn new(
        file: impl Into<String>,
        text: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            file: file.into(),
            text: text.into(),
            span: None,
            message: message.into(),
            help: String::new(),
        }
    }

    /// Sets the place.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// Sets what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// Returns line and column, both from 1, columns in code points.
    #[must_use]
    pub fn line_column(&self) -> Option<(usize, usize)> {
        let before = self.text.get(..self.span?.from())?;
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        Some((line, column))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line_column() {
            Some((line, column)) => write!(f, "{}:{line}:{column}: {}", self.file, self.message)?,
            None => write!(f, "{}: {}", self.file, self.message)?,
        }
        if !self.help.is_empty() {
            write!(f, "（{}）", self.help)?;
        }
        Ok(())
    }
}

impl std::error::Error for Fault {}
