//! What is written report by report, as text or as one JSON object.

use crate::cli::args::Format;
use crate::cli::exit::Exit;
use crate::cli::exit::Stop;
use crate::cli::output::Output;
use crate::cli::say;
use crate::cli::terminal::shown_path;
use std::io;
use std::io::Write;
use yifa::render::json::Failure;
use yifa::render::json::Stream;
use yifa::render::json::Summary;

/// The output of one run, and how the run stands.
pub(crate) struct Sheet {
    target: Target,
    /// Kept for the end of a JSON object.
    failures: Vec<Failure>,
    pub(crate) exit: Exit,
}

enum Target {
    Text(Output),
    Json(Stream<Output>),
}

impl Sheet {
    /// Starts the output; `version` is that of the JSON.
    pub(crate) fn start(output: Output, format: Format, version: &str) -> io::Result<Self> {
        let target = match format {
            Format::Text => Target::Text(output),
            Format::Json => Target::Json(Stream::start(output, version)?),
        };
        Ok(Self {
            target,
            failures: Vec::new(),
            exit: Exit::Clean,
        })
    }

    /// Adds a report.
    pub(crate) fn report(&mut self, text: &str) -> Result<(), Stop> {
        match &mut self.target {
            Target::Text(out) => {
                out.write_all(text.as_bytes())?;
                out.show(false)?;
            }
            Target::Json(stream) => stream.report(text)?,
        }
        Ok(())
    }

    /// Says that a report could not be checked.
    pub(crate) fn failure(&mut self, failure: Failure) -> Result<(), Stop> {
        self.exit = Exit::Unchecked;
        // What was found before is shown before.
        if let Target::Text(out) = &mut self.target {
            out.show(true)?;
        }
        let path = shown_path(&failure.path);
        say(&format!("无法检查 {path}：{}", failure.message));
        if let Target::Json(_) = self.target {
            self.failures.push(failure);
        }
        Ok(())
    }

    /// Ends the output: `closing` as text, failures and summary in JSON.
    pub(crate) fn finish(self, closing: &str, summary: Option<&Summary>) -> Result<Exit, Stop> {
        let output = match self.target {
            Target::Text(mut out) => {
                out.write_all(closing.as_bytes())?;
                out
            }
            Target::Json(stream) => stream.finish(&self.failures, summary)?,
        };
        output.finish()?;
        Ok(self.exit)
    }
}
