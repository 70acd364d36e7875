//! Patterns as short programs over characters.
//!
//! A regular expression made ready for long texts takes a million instructions and a quarter of
//! a megabyte: its classes become byte sequences, both ways, with tables that a search fills. A
//! report of a few pages is searched in less than that. Here a class stays a range of characters;
//! a search tries the steps one after another and remembers where it was, so that its time grows
//! with the text and the program and not with what is tried. Answers are those of `regex`.
//!
//! `build.rs` makes the programs of the built-in patterns; here they are only read and run.

#[cfg(test)]
mod compile;
mod letters;
mod run;
mod step;
mod stored;

pub(crate) use letters::Letters;
pub(crate) use run::Program;

#[cfg(test)]
mod tests;
