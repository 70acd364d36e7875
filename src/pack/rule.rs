//! One rule: metadata checked, script and page as written.

use crate::data::Text;
use crate::data::Tree;
use crate::finding::Basis;
use crate::finding::Category;
use crate::finding::Fault;
use crate::finding::Profile;
use crate::finding::Severity;
use crate::pack::Example;
use crate::pack::Pattern;
use crate::pack::Table;
use crate::pack::page;
use crate::pack::rule_text;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::OnceLock;

/// The kinds of body a rule may name, in the order they are documented.
pub const KINDS: [&str; 7] = [
    "government",
    "department",
    "township",
    "subdistrict",
    "development-zone",
    "institution",
    "unknown",
];

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
    /// Returns the words shown to people.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Fully => "机器可以判断",
            Self::Partly => "机器只能判断一部分",
            Self::Manually => "需要人工判断",
        }
    }
}

/// What type a parameter has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ParamKind {
    /// A percentage: 98.5 is 98.5%.
    Percent,
    /// A decimal number.
    Number,
    /// A whole number.
    Int,
    /// Text.
    Text,
    /// true or false.
    Bool,
    /// A list of texts.
    List,
}

impl ParamKind {
    /// Returns the words shown to people.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Percent => "百分数",
            Self::Number => "数",
            Self::Int => "整数",
            Self::Text => "文字",
            Self::Bool => "true 或 false",
            Self::List => "文字的列表",
        }
    }
}

/// The value of a parameter.
#[derive(Clone, PartialEq, Debug)]
pub enum ParamValue {
    /// Percent and number.
    Number(Decimal),
    /// Whole number.
    Int(i64),
    /// Text.
    Text(String),
    /// true or false.
    Bool(bool),
    /// A list of texts.
    List(Vec<String>),
}

/// One parameter.
#[derive(Clone, PartialEq, Debug)]
pub struct Param {
    /// Its type.
    pub kind: ParamKind,
    /// Its value where nobody sets another.
    pub default: ParamValue,
    /// What it is for.
    pub help: String,
}

/// One rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// `pack/name`.
    pub id: String,
    /// The fault, in the reader's words.
    pub title: String,
    /// For whom it is run.
    pub profile: Profile,
    /// The severity of its findings.
    pub severity: Severity,
    /// What it is about.
    pub category: Category,
    /// How much it sees.
    pub checks: Checks,
    /// What it cannot see, Chinese; empty for `fully`.
    pub cannot_see: String,
    /// What to do, where a finding says nothing else.
    pub advice: String,
    /// Whether its findings may tell other words that are right whatever the author meant.
    pub safe_fix: bool,
    /// The kinds of body it applies to; all where empty.
    pub applies: Vec<String>,
    /// The first and the last year reported that it applies to.
    pub years: (Option<i32>, Option<i32>),
    /// Another, lower severity for a kind of body.
    pub severity_by_kind: BTreeMap<String, Severity>,
    /// Sets of words, folded when matched.
    pub keywords: BTreeMap<String, Vec<String>>,
    /// Patterns, folded when matched unless raw.
    pub patterns: BTreeMap<String, Pattern>,
    /// Tables of rows, shared by what is made of the rule.
    pub tables: BTreeMap<String, Arc<Table>>,
    /// The names of their files in the pack's data folder.
    pub table_files: Vec<String>,
    /// The script is run only on a report that holds one of these sets or patterns, or …
    pub only_if: Vec<String>,
    /// … states a fact of one of these metrics, …
    pub only_if_facts: Vec<String>,
    /// … or has figures in a relation of one of these kinds.
    pub only_if_relations: Vec<String>,
    /// The script is also run where the report of the year before is given.
    pub only_if_previous: bool,
    /// Why it does not apply to other reports; it passes there where this is empty.
    pub otherwise: String,
    /// Parameters.
    pub params: BTreeMap<String, Param>,
    /// What it stands on.
    pub basis: Vec<Basis>,
    /// The page, markdown, as written.
    pub page: Text,
    /// The examples of the page, read when they are asked for.
    examples: OnceLock<Vec<Example>>,
    /// The path of the script.
    pub script_file: String,
    /// The script, as written.
    pub script: Text,
    /// Path and text of the functions its pack shares.
    pub shared: Option<(String, Text)>,
    /// What is wrong with it; it is broken where this is not empty.
    pub faults: Vec<Fault>,
}

impl Rule {
    /// A rule of which nothing is known but its id.
    fn blank(id: String) -> Self {
        Self {
            title: id.clone(),
            id,
            profile: Profile::default(),
            severity: Severity::Advice,
            category: Category::Structure,
            checks: Checks::Fully,
            cannot_see: String::new(),
            advice: String::new(),
            safe_fix: false,
            applies: Vec::new(),
            years: (None, None),
            severity_by_kind: BTreeMap::new(),
            keywords: BTreeMap::new(),
            patterns: BTreeMap::new(),
            tables: BTreeMap::new(),
            table_files: Vec::new(),
            only_if: Vec::new(),
            only_if_facts: Vec::new(),
            only_if_relations: Vec::new(),
            only_if_previous: false,
            otherwise: String::new(),
            params: BTreeMap::new(),
            basis: Vec::new(),
            page: Text::default(),
            examples: OnceLock::new(),
            script_file: String::new(),
            script: Text::default(),
            shared: None,
            faults: Vec::new(),
        }
    }

    /// Tells whether the script is run on some reports only, by what they hold.
    #[must_use]
    pub fn is_conditional(&self) -> bool {
        let conditions = [&self.only_if, &self.only_if_facts, &self.only_if_relations];
        self.only_if_previous || conditions.iter().any(|names| !names.is_empty())
    }

    /// Returns the examples of the page, in its order.
    #[must_use]
    pub fn examples(&self) -> &[Example] {
        self.examples.get_or_init(|| {
            let (examples, _) = page::examples(&format!("{}/rule.md", self.id), &self.page);
            examples
        })
    }

    /// Keeps it within what its pack is for.
    pub(super) fn narrow(&mut self, applies: &[String], (from, to): (Option<i32>, Option<i32>)) {
        if self.applies.is_empty() {
            self.applies = applies.to_vec();
        } else if !applies.is_empty() {
            self.applies.retain(|kind| applies.contains(kind));
            if self.applies.is_empty() {
                let message = "规则的 applies 与规则包的 applies 没有共同的单位性质";
                let file = format!("{}/rule.toml", self.id);
                self.faults.push(Fault::new(file, "", message));
            }
        }
        self.years = (
            self.years.0.max(from),
            match (self.years.1, to) {
                (Some(own), Some(to)) => Some(own.min(to)),
                (own, to) => own.or(to),
            },
        );
    }
}

/// Reads the rule `pack/name` of a tree.
pub(super) fn read(tree: &Tree, pack: &str, name: &str) -> Rule {
    let id = format!("{pack}/{name}");
    let mut faults = Vec::new();
    let mut file = |ending: &str| {
        let path = format!("{id}/{ending}");
        let text = tree.get(&path).cloned();
        if text.is_none() {
            faults.push(Fault::new(
                path.as_str(),
                "",
                format!("规则 {id} 缺少 {ending}"),
            ));
        }
        (path, text.unwrap_or_default())
    };
    let (toml_file, toml) = file("rule.toml");
    let (script_file, script) = file("rule.rhai");
    let (page_file, page) = file("rule.md");
    let mut rule = Rule {
        page,
        script_file,
        script,
        faults,
        ..Rule::blank(id)
    };
    let shared = format!("{pack}/shared.rhai");
    rule.shared = tree.get(&shared).map(|text| (shared, text.clone()));
    if !toml.is_empty() {
        let data = |name: &str| {
            let path = format!("{pack}/data/{name}");
            let text = tree.get(&path).cloned();
            (path, text)
        };
        rule_text::read(&toml_file, &toml, &data, &mut rule);
    }
    if !rule.page.is_empty() && !rule.page.is_builtin() {
        let (examples, faults) = page::examples(&page_file, &rule.page);
        rule.examples = OnceLock::from(examples);
        rule.faults.extend(faults);
    }
    rule
}
