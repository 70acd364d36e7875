//! How a run ends: the exit code, the same for every output format.

use std::process::ExitCode;
use yifa::finding::Fault;

/// How a run ended. Ordered: what could not be checked outranks what was found.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(crate) enum Exit {
    /// Everything was checked; nothing at or above `--fail-on`.
    #[default]
    Clean,
    /// Everything was checked; something at or above `--fail-on`.
    Findings,
    /// Something could not be checked.
    Unchecked,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Clean => Self::SUCCESS,
            Exit::Findings => Self::from(1),
            Exit::Unchecked => Self::from(2),
        }
    }
}

/// Why a command stopped before it was done. Always exit code 2.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The user asked for something that cannot be done; a message in Chinese.
    Message(String),
    /// Mistakes in `yifa.toml` or in a rule, each at its place.
    Faults(Vec<Fault>),
    /// Whoever read our output has gone: nothing is to be said any more.
    Pipe,
}

impl Stop {
    /// Makes a stop with a message.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self::Message(message.into())
    }
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            Self::Pipe
        } else {
            Self::Message(format!(
                "写出结果时出错：{}",
                super::files::io_message(&error)
            ))
        }
    }
}
