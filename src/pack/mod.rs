//! Rules as data: from a tree of texts to checked values.

mod items;
mod page;
mod pattern;
mod pattern_fold;
mod rule;
mod rule_text;
mod table;

pub use crate::data::Text;
pub use crate::data::Tree;
pub use crate::data::builtin;
pub use items::Edition;
pub use items::Group;
pub use items::Item;
pub use items::Proof;
pub use items::System;
pub use page::Example;
pub use pattern::Pattern;
pub(crate) use pattern::explain;
pub use rule::Checks;
pub use rule::KINDS;
pub use rule::Param;
pub use rule::ParamKind;
pub use rule::ParamValue;
pub use rule::Rule;
pub use table::Cell;
pub use table::Row;
pub use table::Table;

use crate::data;
use crate::facts::Catalog;
use crate::facts::Titles;
use crate::finding::Fault;
use crate::finding::nearest;
use crate::finding::toml_fault;
use crate::relations::Words;
use crate::text::Span;
use serde::Deserialize;
use std::sync::Arc;
use std::sync::OnceLock;
use toml::Spanned;

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
    pub rules: Vec<Arc<Rule>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct PackText {
    title: String,
    source: String,
    #[serde(default)]
    edition: String,
    from_year: Option<i32>,
    to_year: Option<i32>,
    #[serde(default)]
    applies: Vec<Spanned<String>>,
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
    relations_text: Vec<Text>,
    relations: OnceLock<Words>,
    titles_text: Vec<Text>,
    titles: OnceLock<Titles>,
    systems_text: Vec<(String, Text)>,
    systems: OnceLock<Vec<System>>,
}

/// The files that a pack's folder `data` may hold besides tables of its rules.
const DATA: [&str; 4] = [
    "metrics.toml",
    "relations.toml",
    "matrix.toml",
    "law-titles.tsv",
];

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
        let pack: PackText = match data::read(text) {
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
        let applies = self.kinds(&file, text, &pack.applies);
        for name in names {
            let mut rule = rule::read(tree, id, name);
            rule.narrow(&applies, (pack.from_year, pack.to_year));
            self.faults.extend(rule.faults.iter().cloned());
            rules.push(Arc::new(rule));
        }
        let tables = rules.iter().flat_map(|rule| &rule.table_files);
        self.read_data(tree, id, &tables.map(String::as_str).collect::<Vec<_>>());
        self.packs.push(Pack {
            id: id.to_owned(),
            title: pack.title,
            source: pack.source,
            edition: pack.edition,
            rules,
        });
    }

    /// The kinds of body that a pack is for.
    fn kinds(&mut self, file: &str, text: &str, written: &[Spanned<String>]) -> Vec<String> {
        let mut kinds = Vec::new();
        for kind in written {
            let name = kind.get_ref();
            if KINDS.contains(&name.as_str()) {
                kinds.push(name.clone());
                continue;
            }
            let help = nearest(name, &KINDS).map_or_else(
                || format!("可以写的有：{}", KINDS.join("、")),
                |known| format!("你是不是想写“{known}”？"),
            );
            let span = Span::new(kind.span().start, kind.span().end);
            let message = format!("没有“{name}”这种单位性质");
            let fault = Fault::new(file, text, message);
            self.faults.push(fault.at(span).help(help));
        }
        kinds
    }

    fn read_data(&mut self, tree: &Tree, id: &str, tables: &[&str]) {
        let folder = format!("{id}/data/");
        let data = tree.range(folder.clone()..);
        let data = data.filter_map(|(path, _)| path.strip_prefix(&folder));
        let strange: Vec<&str> = data
            .filter(|name| !DATA.contains(name))
            .filter(|name| !tables.contains(name))
            .collect();
        for name in strange {
            let fault = Fault::new(format!("{folder}{name}"), "", "不认识的数据文件");
            let help = format!(
                "data 文件夹里只有 {} 和规则在 [tables] 里写到的表",
                DATA.join("、")
            );
            self.faults.push(fault.help(help));
        }
        let file = format!("{id}/data/metrics.toml");
        if let Some(text) = tree.get(&file)
            && let Err((message, span)) = self.catalog.add(text.clone())
        {
            self.faults.push(toml_fault(&file, text, &message, span));
        }
        let file = format!("{id}/data/relations.toml");
        if let Some(text) = tree.get(&file) {
            self.relations_text.push(text.clone());
            if !text.is_builtin()
                && let Err((message, span)) = Words::default().add(text)
            {
                self.faults.push(toml_fault(&file, text, &message, span));
            }
        }
        let file = format!("{id}/data/matrix.toml");
        if let Some(text) = tree.get(&file) {
            // The built-in rows are read by a test, and by the program when they are asked for.
            if !text.is_builtin()
                && let Err((message, span)) = items::read(id, text)
            {
                self.faults.push(toml_fault(&file, text, &message, span));
            }
            self.systems_text.push((id.to_owned(), text.clone()));
        }
        let file = format!("{id}/data/law-titles.tsv");
        if let Some(text) = tree.get(&file) {
            self.titles_text.push(text.clone());
            // The built-in table is read by a test, and by the program when it is needed.
            if !text.is_builtin()
                && let Err(line) = Titles::parse(text.clone().into_cow())
            {
                self.faults.push(wrong_line(&file, text, line));
            }
        }
    }

    /// Returns the words by which relations between figures are known, read when first asked for.
    ///
    /// A file that cannot be read is left out; it has a fault.
    #[must_use]
    pub fn relations(&self) -> &Words {
        self.relations.get_or_init(|| {
            let mut words = Words::default();
            for text in &self.relations_text {
                // The fault was told when the pack was read.
                let _ = words.add(text);
            }
            words
        })
    }

    /// Returns the catalogue of titles, read when first asked for.
    ///
    /// A table that cannot be read is left out; it has a fault.
    #[must_use]
    pub fn titles(&self) -> &Titles {
        self.titles.get_or_init(|| {
            // One table, as usual, is not copied.
            let text = match self.titles_text.as_slice() {
                [one] if !one.prepared().is_empty() => {
                    return Titles::prepared(one.clone().into_cow(), one.prepared());
                }
                [one] => one.clone(),
                several => {
                    let texts: Vec<&str> = several.iter().map(|text| &**text).collect();
                    Text::from(texts.concat())
                }
            };
            Titles::parse(text.into_cow()).unwrap_or_default()
        })
    }

    /// Returns the systems of items of all packs, read when first asked for.
    ///
    /// A file that cannot be read is left out; it has a fault.
    #[must_use]
    pub fn systems(&self) -> &[System] {
        self.systems.get_or_init(|| {
            let texts = self.systems_text.iter();
            texts
                .filter_map(|(pack, text)| items::read(pack, text).ok())
                .collect()
        })
    }

    /// Returns all rules, ordered by id.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.shared_rules().map(|rule| &**rule)
    }

    /// Returns all rules, ordered by id, so that they need not be copied.
    pub fn shared_rules(&self) -> impl Iterator<Item = &Arc<Rule>> {
        self.packs.iter().flat_map(|pack| &pack.rules)
    }
}

/// Points at the line, from 1, of a table that has not the columns of its header.
fn wrong_line(file: &str, table: &str, line: usize) -> Fault {
    let before = table.split_inclusive('\n').take(line.saturating_sub(1));
    let start: usize = before.map(str::len).sum();
    let length = table
        .lines()
        .nth(line.saturating_sub(1))
        .map_or(0, str::len);
    let fault = Fault::new(file, table, "这一行的列数与表头不同");
    let fault = fault.at(Span::new(start, start + length));
    fault.help("列之间用一个制表符隔开")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_packs_have_no_faults() {
        // As a user's packs, for what is part of the program is trusted.
        let tree: Tree = builtin()
            .into_iter()
            .map(|(path, text)| (path, text.as_written()))
            .collect();
        let library = Library::read(&tree);
        let faults: Vec<String> = library.faults.iter().map(ToString::to_string).collect();
        assert_eq!(faults, Vec::<String>::new());
        assert!(library.rules().count() >= 14);
        assert!(library.titles().all().count() > 2_000);
        assert!(library.catalog.metrics().len() > 90);
    }

    /// A pack of one rule, with other words in its files.
    fn with(changes: &[(&'static str, &'static str)]) -> Library {
        let toml = "title = \"甲\"\nseverity = \"advice\"\ncategory = \"wording\"\nchecks = \"fully\"\napplies = [\"township\", \"department\"]\nfrom-year = 2018\n[[basis]]\ndocument = \"测试\"\nseen = true\n";
        let mut tree = Tree::new();
        let files = [
            ("p/pack.toml", "title = \"甲\"\nsource = \"乙\"\n"),
            ("p/r/rule.toml", toml),
            ("p/r/rule.rhai", "fn check(doc, param) { }"),
            ("p/r/rule.md", "```report\n⟦甲⟧\n```\n```report\n乙\n```\n"),
        ];
        for (path, text) in files.iter().chain(changes) {
            tree.insert((*path).to_owned(), Text::from((*text).to_owned()));
        }
        Library::read(&tree)
    }

    #[test]
    fn a_rule_stays_within_its_pack() {
        let pack = "title = \"甲\"\nsource = \"乙\"\napplies = [\"department\", \"government\"]\nfrom-year = 2020\nto-year = 2022\n";
        let library = with(&[("p/pack.toml", pack)]);
        assert_eq!(library.faults, []);
        let rule = library.rules().next().unwrap();
        assert_eq!(rule.applies, ["department"]);
        assert_eq!(rule.years, (Some(2020), Some(2022)));
    }

    #[test]
    fn mistakes_in_packs_are_met_at_their_place() {
        let check = |path: &'static str, text: &'static str, says: &str| {
            let library = with(&[(path, text)]);
            let faults: Vec<String> = library.faults.iter().map(ToString::to_string).collect();
            assert!(
                faults.iter().any(|fault| fault.contains(says)),
                "{faults:?}"
            );
        };
        check(
            "p/pack.toml",
            "title = \"甲\"\nsource = \"乙\"\napplies = [\"departement\"]\n",
            "p/pack.toml:3:12: 没有“departement”这种单位性质（你是不是想写“department”？）",
        );
        check(
            "p/pack.toml",
            "title = \"甲\"\nsource = \"乙\"\napplies = [\"government\"]\n",
            "没有共同的单位性质",
        );
        check(
            "p/data/metric.toml",
            "",
            "p/data/metric.toml: 不认识的数据文件",
        );
        check(
            "p/data/law-titles.tsv",
            "title\tshort\n甲法\n",
            "p/data/law-titles.tsv:2:1: 这一行的列数与表头不同",
        );
    }
}
