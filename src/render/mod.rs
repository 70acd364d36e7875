//! Results to bytes: one file per format, with types of its own.
//!
//! What is rendered comes in as data (document, facts, outcome); how it came about is not known
//! here. The annotated terminal view is the program's, since it needs a terminal.

pub mod json;
