//! Rules as data: from a tree of texts to checked values.

mod page;
mod pattern;
mod rule;
mod rule_text;

pub use page::Example;
pub use pattern::Pattern;
pub(crate) use pattern::explain;
pub use rule::Checks;
pub use rule::KINDS;
pub use rule::Param;
pub use rule::ParamKind;
pub use rule::ParamValue;
pub use rule::Rule;

use crate::facts::Catalog;
use crate::facts::Titles;
use crate::finding::Fault;
use crate::finding::toml_fault;
use crate::text::Span;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A text of a pack: part of the program, or read by it.
pub type Text = Cow<'static, str>;

/// A tree of texts: path below the rules folder, with `/`, to text.
pub type Tree = BTreeMap<String, Text>;

/// Returns the packs that are part of the program.
#[must_use]
pub fn builtin() -> Tree {
    let files: &[(&str, &'static str)] = include!(concat!(env!("OUT_DIR"), "/rules.rs"));
    files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), Cow::Borrowed(*text)))
        .collect()
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
    /// The edition of the source.
    pub edition: String,
    /// Its rules, ordered by id.
    pub rules: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PackText {
    title: String,
    source: String,
    #[serde(default)]
    edition: String,
}

/// Packs with their catalogues, and what is wrong with them.
#[derive(Debug, Default)]
pub struct Library {
    /// Packs ordered by id.
    pub packs: Vec<Pack>,
    /// The metrics of all packs.
    pub catalog: Catalog,
    /// Mistakes of rule authors. The rules concerned are broken, the others can be run.
    pub faults: Vec<Fault>,
    titles_text: Vec<Text>,
    titles: OnceLock<Titles>,
}

impl Library {
    /// Reads the packs of a tree.
    #[must_use]
    pub fn read(tree: &Tree) -> Self {
        let mut library = Self::default();
        let mut folders: Vec<&str> = tree
            .keys()
            .filter_map(|path| path.split('/').next())
            .collect();
        folders.dedup();
        for folder in folders {
            library.read_pack(tree, folder);
        }
        library
    }

    fn read_pack(&mut self, tree: &Tree, id: &str) {
        let file = format!("{id}/pack.toml");
        let Some(text) = tree.get(&file) else {
            self.faults
                .push(Fault::new(file, "", "规则包缺少 pack.toml").help("用 yifa new rule 新建"));
            return;
        };
        let pack: PackText = match toml::from_str(text) {
            Ok(pack) => pack,
            Err(error) => {
                let span = error.span().map(|range| Span::new(range.start, range.end));
                self.faults
                    .push(toml_fault(&file, text, error.message(), span));
                return;
            }
        };
        let prefix = format!("{id}/");
        let below = || {
            tree.range(prefix.clone()..)
                .take_while(|(path, _)| path.starts_with(&prefix))
        };
        let mut names: Vec<&str> = below()
            .filter_map(|(path, _)| path.strip_prefix(&prefix)?.split_once('/'))
            .map(|(name, _)| name)
            .filter(|name| *name != "data")
            .collect();
        names.dedup();
        let mut rules = Vec::new();
        for name in names {
            let rule = rule::read(tree, id, name);
            self.faults.extend(rule.faults.iter().cloned());
            rules.push(rule);
        }
        self.read_data(tree, id);
        self.packs.push(Pack {
            id: id.to_owned(),
            title: pack.title,
            source: pack.source,
            edition: pack.edition,
            rules,
        });
    }

    fn read_data(&mut self, tree: &Tree, id: &str) {
        let file = format!("{id}/data/metrics.toml");
        if let Some(text) = tree.get(&file)
            && let Err((message, span)) = self.catalog.add(text)
        {
            self.faults.push(toml_fault(&file, text, &message, span));
        }
        if let Some(text) = tree.get(&format!("{id}/data/law-titles.tsv")) {
            self.titles_text.push(text.clone());
        }
    }

    /// Returns the catalogue of titles, read when first asked for.
    ///
    /// A line of `law-titles.tsv` that cannot be read ends its file; the test of the built-in
    /// packs reads every line.
    #[must_use]
    pub fn titles(&self) -> &Titles {
        self.titles.get_or_init(|| {
            // One table, as usual, is not copied.
            let text = match self.titles_text.as_slice() {
                [one] => one.clone(),
                several => Text::from(several.concat()),
            };
            Titles::parse(text).unwrap_or_default()
        })
    }

    /// Returns all rules, ordered by id.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.packs.iter().flat_map(|pack| &pack.rules)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_packs_have_no_faults() {
        let library = Library::read(&builtin());
        let faults: Vec<String> = library.faults.iter().map(ToString::to_string).collect();
        assert_eq!(faults, Vec::<String>::new());
        assert!(library.rules().count() >= 14);
        assert!(library.titles().len() > 2_000);
        assert!(library.catalog.metrics().len() > 90);
    }
}
