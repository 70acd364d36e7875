//! Rules as data: from a tree of texts to checked values.

use crate::facts::Catalog;
use crate::facts::Titles;
use crate::finding::Basis;
use crate::finding::Category;
use crate::finding::Fault;
use crate::finding::Severity;
use std::collections::BTreeMap;

/// A tree of texts: path below the rules folder, with `/`, to text.
pub type Tree = BTreeMap<String, String>;

/// Returns the packs that are part of the program.
#[must_use]
pub fn builtin() -> Tree {
    let files: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/rules.rs"));
    files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect()
}

/// How much of its duty a rule can see.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Checks {
    /// All of it can be read off the text.
    Fully,
    /// Part of it.
    Partly,
    /// It only shows a person where to look.
    Manually,
}

/// The rules of one source document.
#[derive(Clone, Debug)]
pub struct Pack {
    /// The folder's name.
    pub id: String,
    /// The pack's title, Chinese.
    pub title: String,
    /// The source document.
    pub source: String,
    /// Its rules, ordered by id.
    pub rules: Vec<Rule>,
}

/// One rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// `pack/name`.
    pub id: String,
    /// The fault, in the reader's words.
    pub title: String,
    /// The severity of its findings.
    pub severity: Severity,
    /// What it is about.
    pub category: Category,
    /// How much it sees.
    pub checks: Checks,
    /// What it cannot see, Chinese; empty for `fully`.
    pub cannot_see: String,
    /// What it stands on.
    pub basis: Vec<Basis>,
    /// The page, markdown, as written.
    pub page: String,
    /// The script, as written.
    pub script: String,
}

/// Packs with their catalogues, and what is wrong with them.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// Packs ordered by id.
    pub packs: Vec<Pack>,
    /// The metrics of all packs.
    pub catalog: Catalog,
    /// Mistakes of rule authors. The rules concerned are broken, the others can be run.
    pub faults: Vec<Fault>,
    titles: std::sync::OnceLock<Titles>,
}

impl Library {
    /// Reads the packs of a tree.
    #[must_use]
    pub fn read(_tree: &Tree) -> Self {
        Self::default()
    }

    /// Returns the catalogue of titles, read when first asked for.
    #[must_use]
    pub fn titles(&self) -> &Titles {
        self.titles.get_or_init(Titles::default)
    }
}
