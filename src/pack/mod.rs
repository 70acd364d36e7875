//! Rules as data: from a tree of texts to checked values.
//!
//! Here belongs what a rule author writes down beside the script, and everything that is wrong
//! with it. Nothing here is run.

mod nearest;
mod page;
mod param;
mod pattern;
mod read;
mod rule_toml;
mod toml_file;

pub(crate) use nearest::nearest;
pub(crate) use nearest::suggestion;
pub use page::Example;
pub use page::MARKS;
pub use param::Given;
pub use param::Param;
pub use param::ParamType;
pub use param::ParamValue;
pub use pattern::Keyword;
pub use pattern::KeywordSet;
pub use pattern::Pattern;

use crate::facts::Catalog;
use crate::facts::Titles;
use crate::finding::Basis;
use crate::finding::Category;
use crate::finding::Fault;
use crate::finding::Severity;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::OnceLock;

/// A tree of texts: path below the rules folder, with `/`, to text.
pub type Tree = BTreeMap<String, String>;

/// The kinds of body by name, as the document room tells them.
pub const KINDS: [&str; 6] = [
    "government",
    "department",
    "township",
    "subdistrict",
    "development-zone",
    "unknown",
];

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

impl Checks {
    /// Returns the name used in TOML and JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Fully => "fully",
            Self::Partly => "partly",
            Self::Manually => "manually",
        }
    }
}

/// The reported years that a rule or a pack is for, both ends included.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Years {
    /// The first year.
    pub from: Option<i32>,
    /// The last year.
    pub to: Option<i32>,
}

/// A file of a pack.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Source {
    /// The path below the rules folder.
    pub file: String,
    /// Its text.
    pub text: String,
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
    /// Which edition of it; may be empty.
    pub edition: String,
    /// The reported years it is for.
    pub years: Years,
    /// The kinds of body it is for.
    pub applies: Vec<String>,
    /// `shared.rhai`, where there is one.
    pub shared: Option<Arc<Source>>,
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
    /// Lower severities for some kinds of body.
    pub severity_by_kind: Vec<(String, Severity)>,
    /// What it is about.
    pub category: Category,
    /// How much it sees.
    pub checks: Checks,
    /// What it cannot see, Chinese; empty for `fully`.
    pub cannot_see: String,
    /// What to do, where the script says nothing else; may be empty.
    pub advice: String,
    /// The kinds of body it is for.
    pub applies: Vec<String>,
    /// The reported years it is for.
    pub years: Years,
    /// What it stands on.
    pub basis: Vec<Basis>,
    /// What the user may set.
    pub params: Vec<Param>,
    /// The words that it looks for.
    pub keywords: Vec<KeywordSet>,
    /// The patterns that it looks for.
    pub patterns: Vec<Pattern>,
    /// The page, markdown, as written.
    pub page: String,
    /// The script, as written.
    pub script: String,
    /// The first mistake in its files: it cannot be run.
    pub fault: Option<Fault>,
}

impl Rule {
    /// Returns the path of one of its files below the rules folder.
    #[must_use]
    pub fn path(&self, file: &str) -> String {
        format!("{}/{file}", self.id)
    }

    /// Reads the examples of its page, and what is wrong with them.
    #[must_use]
    pub fn examples(&self) -> (Vec<Example>, Vec<Fault>) {
        page::examples(&self.path("rule.md"), &self.page, &self.params)
    }

    /// Returns the severity of its findings in the report of such a body.
    #[must_use]
    pub fn severity_for(&self, kind: &str) -> Severity {
        let lowered = self.severity_by_kind.iter().find(|(name, _)| name == kind);
        lowered.map_or(self.severity, |(_, severity)| *severity)
    }

    /// Compiles its patterns, only to see what is wrong with them.
    #[must_use]
    pub fn pattern_faults(&self, rule_toml: &str) -> Vec<Fault> {
        let fault = |pattern: &Pattern| {
            let message = pattern.compile().err()?;
            Some(Fault::new(self.path("rule.toml"), rule_toml, message).at(pattern.span))
        };
        self.patterns.iter().filter_map(fault).collect()
    }
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
    /// `law-titles.tsv`, until it is asked for.
    titles_source: Option<Arc<Source>>,
    titles: OnceLock<Titles>,
}

impl Library {
    /// Reads the packs of a tree, and looks for everything that can be wrong with them.
    #[must_use]
    pub fn read(tree: &Tree) -> Self {
        read::library(tree, read::Care::Everything)
    }

    /// Reads the packs that are part of the program.
    ///
    /// Patterns and pages of these are not looked at: the tests of the program have done so,
    /// and it would be most of the time that a run takes.
    #[must_use]
    pub fn builtin() -> Self {
        read::library(&builtin(), read::Care::WhatIsRun)
    }

    /// Returns all rules, ordered by id.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.packs.iter().flat_map(|pack| pack.rules.iter())
    }

    /// Returns the rule of this id.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules().find(|rule| rule.id == id)
    }

    /// Returns the catalogue of titles, read when first asked for.
    #[must_use]
    pub fn titles(&self) -> &Titles {
        self.titles.get_or_init(|| {
            let source = self.titles_source.as_deref();
            source.map_or_else(Titles::default, |source| {
                Titles::parse(&source.text).unwrap_or_default()
            })
        })
    }
}
