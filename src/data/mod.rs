//! The texts that packs are made of: as a person wrote them, and as `build.rs` prepared them.
//!
//! A check of one report reads the metadata of every rule. Parsing a hundred TOML files would
//! take longer than the check, so the built-in ones are parsed when the program is built; packs
//! of a user are parsed when they are read. To the rooms above both are the same thing.

mod patterns;
mod prepared;

pub(crate) use patterns::program_of;

use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Deref;

/// A tree of texts: path below the rules folder, with `/`, to text.
pub type Tree = BTreeMap<String, Text>;

/// A text of a pack: part of the program, or read by it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Text {
    written: Cow<'static, str>,
    /// The values of a TOML text or the index of a table that is part of the program; empty for
    /// any other text.
    prepared: &'static [u8],
    is_builtin: bool,
}

impl Text {
    /// Makes a text that is part of the program; `prepared` is empty where there is nothing to
    /// prepare.
    #[must_use]
    pub fn builtin(written: &'static str, prepared: &'static [u8]) -> Self {
        Self {
            written: Cow::Borrowed(written),
            prepared,
            is_builtin: true,
        }
    }

    /// Tells whether it is part of the program: then its mistakes were met by the tests.
    #[must_use]
    pub fn is_builtin(&self) -> bool {
        self.is_builtin
    }

    /// Returns what `build.rs` made of it; empty where it made nothing.
    #[must_use]
    pub fn prepared(&self) -> &'static [u8] {
        self.prepared
    }

    /// Returns the same text as if a user had written it.
    #[must_use]
    pub fn as_written(&self) -> Self {
        Self {
            written: self.written.clone(),
            ..Self::default()
        }
    }

    /// Returns the text without copying what is part of the program.
    #[must_use]
    pub fn into_cow(self) -> Cow<'static, str> {
        self.written
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.written
    }
}

impl From<String> for Text {
    fn from(written: String) -> Self {
        Self {
            written: Cow::Owned(written),
            ..Self::default()
        }
    }
}

impl From<&'static str> for Text {
    fn from(written: &'static str) -> Self {
        Self {
            written: Cow::Borrowed(written),
            ..Self::default()
        }
    }
}

/// Returns the texts that are part of the program.
#[must_use]
pub fn builtin() -> Tree {
    let files: &[(&str, &'static str, &'static [u8])] =
        include!(concat!(env!("OUT_DIR"), "/rules.rs"));
    files
        .iter()
        .map(|(path, text, prepared)| ((*path).to_owned(), Text::builtin(text, prepared)))
        .collect()
}

/// Reads a TOML text.
///
/// # Errors
/// The first mistake, with its byte span where it is known.
pub fn read<T: DeserializeOwned>(text: &Text) -> Result<T, toml::de::Error> {
    // What was prepared cannot fail: a test reads all of it both ways. If it did, the text says why.
    if !text.prepared.is_empty()
        && let Ok(value) = prepared::read(text.prepared)
    {
        return Ok(value);
    }
    toml::from_str(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_prepared_is_what_was_written() {
        let mut n = 0;
        for (path, text) in builtin() {
            if !path.ends_with(".toml") {
                continue;
            }
            assert!(!text.prepared.is_empty(), "{path}");
            let written: toml::Table = toml::from_str(&text).unwrap();
            let prepared: toml::Table = prepared::read(text.prepared).unwrap();
            assert_eq!(written, prepared, "{path}");
            n += 1;
        }
        assert!(n > 25);
    }
}
