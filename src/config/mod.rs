//! The user's choices for one run: what `yifa.toml` says.
//!
//! Finding the file is the program's business; here its text is read. Whether a rule, a pack or
//! a parameter that it names exists is decided where the rules are known (`check`).

mod day;
mod exception;
mod parse;

pub use day::Day;
pub use exception::Exception;

use crate::finding::Fault;
use crate::finding::Profile;
use crate::finding::Severity;
use crate::text::Span;

/// The word in `locked` that stands for all exceptions.
pub const EXCEPTIONS: &str = "exceptions";

/// What a `yifa.toml` says. The default says nothing: every rule at its own level.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The file it was read from, for faults; empty for the default.
    pub file: String,
    /// Its text, for faults.
    pub text: String,
    /// `kind = "department"`: the kind of body, where the text does not tell it rightly.
    pub kind: Option<(String, Span)>,
    /// `year = 2023`: the year reported, where the text does not tell it rightly.
    pub year: Option<i32>,
    /// `profile = "audit"`: for whom the check is made.
    pub profile: Option<Profile>,
    /// `packs = ["duty-2019"]`: the packs to run; all where it is not said.
    pub packs: Option<Vec<(String, Span)>>,
    /// Rules asked for by name: they run whatever the profile.
    pub named: Vec<String>,
    /// `fail-on = "warning"`.
    pub fail_on: Option<FailOn>,
    /// `[rules."pack"]` and `[rules."pack/name"]`, packs before single rules, in file order.
    pub rules: Vec<RuleSetting>,
    /// `[[exception]]`, in file order.
    pub exceptions: Vec<Exception>,
    /// `exceptions = "豁免.toml"`: another file with exceptions, which the program reads.
    pub exceptions_file: Option<(String, Span)>,
    /// The day of the run, for `until`; where nobody says it nothing expires.
    pub today: Option<Day>,
    /// `extend = "../上级.toml"`: the configuration that this one adds to.
    pub extend: Option<(String, Span)>,
    /// `locked = ["duty-2019", "exceptions"]`: what configurations that extend this one must not
    /// relax.
    pub locked: Vec<(String, Span)>,
    /// The configurations that this one extends, the closest first; the program reads them.
    pub above: Vec<Config>,
    /// What the command line says of rules: it stands over all configurations and their locks.
    pub over: Vec<RuleSetting>,
}

/// From which severity on findings make the run fail.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FailOn {
    /// Findings of this severity and above.
    At(Severity),
    /// Never.
    Never,
}

/// What is said of one rule, or of all rules of a pack.
#[derive(Clone, Debug)]
pub struct RuleSetting {
    /// `pack` or `pack/name`.
    pub selector: String,
    /// Where the selector stands in the file.
    pub span: Span,
    /// `level = "off" | "advice" | "warning" | "error"`.
    pub level: Option<Level>,
    /// `param.target = 95`.
    pub params: Vec<ParamSetting>,
}

/// The level a rule is run at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    /// Not run.
    Off,
    /// Run, and findings carry this severity.
    At(Severity),
}

/// One parameter set by the user.
#[derive(Clone, Debug)]
pub struct ParamSetting {
    /// Its name.
    pub name: String,
    /// Its value; the rule knows which type it must have.
    pub value: Value,
    /// Where the value stands in the file.
    pub span: Span,
}

/// A value as TOML has it.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// `true`
    Bool(bool),
    /// `95`
    Int(i64),
    /// `98.5`, as written.
    Number(String),
    /// `"件"`
    Text(String),
    /// `["A", "B"]`
    List(Vec<String>),
}

impl Config {
    /// Returns this configuration and those it extends, the closest first.
    pub fn layers(&self) -> impl DoubleEndedIterator<Item = &Config> {
        std::iter::once(self).chain(&self.above)
    }

    /// Returns what the closest configuration says that says it at all.
    pub fn said<'a, T>(&'a self, of: impl FnMut(&'a Config) -> Option<T>) -> Option<T> {
        self.layers().find_map(of)
    }

    /// Returns the exceptions of all layers, the farthest first.
    pub fn all_exceptions(&self) -> impl Iterator<Item = &Exception> {
        self.layers().rev().flat_map(|layer| &layer.exceptions)
    }

    /// Tells whether a report may take findings out by comments.
    #[must_use]
    pub fn allows_directives(&self) -> bool {
        let mut locked = self.layers().flat_map(|layer| &layer.locked);
        !locked.any(|(what, _)| what == EXCEPTIONS)
    }

    /// Reads a `yifa.toml`; `file` is its path, for the fault.
    ///
    /// # Errors
    /// At the place of the first mistake: an unknown key, a wrong type, an unknown level.
    pub fn parse(file: &str, text: &str) -> Result<Self, Fault> {
        parse::config(file, text)
    }

    /// Adds the exceptions of a file of their own.
    ///
    /// # Errors
    /// At the place of the first mistake.
    pub fn add_exceptions(&mut self, file: &str, text: &str) -> Result<(), Fault> {
        self.exceptions.extend(parse::exceptions(file, text)?);
        Ok(())
    }
}
