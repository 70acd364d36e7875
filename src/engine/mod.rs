//! The sandbox: host functions, limits, one rule run on one report.
//!
//! A rule is a pure function from document and parameters to answers. It cannot print, read,
//! remember or see another rule; and whatever it does, it ends. Severity and configuration are
//! not known here.

mod call;
mod explain;
mod host;
pub mod limits;
mod lint;
mod meter;
mod program;
mod reference;
mod run;
mod sandbox;
mod vocabulary;

pub use call::Answers;
pub use call::Draft;
pub use call::Reading;
pub use host::Entry;
pub use host::EntryKind;
pub use host::TypeEntry;
pub use reference::entries;
pub use reference::page;
pub use run::Params;
pub use run::Rules;
pub use run::Run;
