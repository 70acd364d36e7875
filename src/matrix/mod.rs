//! The indicator matrix: for each item of a system what the report shows, with its own words.
//!
//! Stands above the results of a check and works nothing out that a rule has worked out: a rule
//! behind an item decides. Items without a rule are judged by figures and words. What is met is
//! always quoted: [`Evidence`] cannot be empty, and [`Status::Met`] demands one.

mod evidence;
mod judge;
mod mention;

pub use evidence::Evidence;

use crate::document::Document;
use crate::facts::Fact;
use crate::finding::Basis;
use crate::finding::Outcome;
use crate::pack::Edition;
use crate::pack::Group;
use crate::pack::Item;
use crate::pack::System;
use crate::text::Span;
use std::collections::BTreeSet;

/// What the report shows of one item.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Status {
    /// Stated, and as it should be.
    Met(Evidence),
    /// Stated, and not as it should be; empty where something is missing from the text.
    NotMet(Vec<Span>),
    /// Spoken of, without a figure or a document that would show it.
    Mentioned(Evidence),
    /// Not spoken of.
    NotMentioned,
    /// Not for this report; with the words that say so, where it is the text that does.
    NotApplicable(Vec<Span>),
    /// Only a person can say; with what the text has on it.
    Person(Vec<Span>),
}

impl Status {
    /// The names of all statuses, in the order they are counted.
    pub const NAMES: [&'static str; 6] = [
        "met",
        "not-met",
        "mentioned",
        "not-mentioned",
        "not-applicable",
        "person",
    ];

    /// Returns its place in [`Status::NAMES`].
    #[must_use]
    pub fn index(&self) -> usize {
        match self {
            Self::Met(_) => 0,
            Self::NotMet(_) => 1,
            Self::Mentioned(_) => 2,
            Self::NotMentioned => 3,
            Self::NotApplicable(_) => 4,
            Self::Person(_) => 5,
        }
    }

    /// Returns the name used in JSON.
    #[must_use]
    pub fn name(&self) -> &'static str {
        Self::NAMES.get(self.index()).copied().unwrap_or_default()
    }

    /// Returns the name shown to people.
    #[must_use]
    pub fn chinese(&self) -> &'static str {
        chinese(self.index())
    }

    /// Returns the words of the report it stands on, in text order.
    #[must_use]
    pub fn quoted(&self) -> Vec<Span> {
        match self {
            Self::Met(evidence) | Self::Mentioned(evidence) => evidence.spans(),
            Self::NotMet(spans) | Self::NotApplicable(spans) | Self::Person(spans) => spans.clone(),
            Self::NotMentioned => Vec::new(),
        }
    }
}

/// Returns the name shown to people of the status at `index` of [`Status::NAMES`].
#[must_use]
pub fn chinese(index: usize) -> &'static str {
    const NAMES: [&str; 6] = [
        "达到",
        "未达到",
        "提到但无佐证",
        "未提到",
        "不适用",
        "需人工",
    ];
    NAMES.get(index).copied().unwrap_or_default()
}

/// A rule behind an item, and what became of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Behind {
    /// The rule's id.
    pub rule: String,
    /// The name of its verdict; empty where the rule was not run.
    pub verdict: &'static str,
}

/// One row: an item and what the report shows of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// The item's id in the project; never the official number.
    pub id: String,
    /// The id of its first-level item.
    pub group: String,
    /// The title of its second-level item; may be empty.
    pub section: String,
    /// What it asks for.
    pub title: String,
    /// The official number, where it was seen.
    pub official: Option<String>,
    /// Whether it was seen to be an item of the system.
    pub seen: bool,
    /// What the duty behind it stands on.
    pub basis: Vec<Basis>,
    /// What the report shows.
    pub status: Status,
    /// Why, in one sentence; may be empty.
    pub reason: String,
    /// The rules behind it.
    pub rules: Vec<Behind>,
    /// What the machine cannot see.
    pub cannot_see: String,
}

/// A first-level item with the counts of its rows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Heading {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Whether somebody saw it in the system's text.
    pub seen: bool,
    /// Rows by status, in the order of [`Status::NAMES`].
    pub counts: [usize; 6],
}

/// One system of items, judged.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Table {
    /// The pack it belongs to.
    pub pack: String,
    /// The system's title.
    pub title: String,
    /// The edition it was judged by; `None` where the system has only one.
    pub edition: Option<Edition>,
    /// What a reader must know of the system; may be empty.
    pub note: String,
    /// The first-level items that have rows, in order.
    pub headings: Vec<Heading>,
    /// The rows, in the order of the system.
    pub rows: Vec<Row>,
}

/// Which edition of a system is asked for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Choice {
    /// The one that was in force in the year reported; the newest where no year is known.
    #[default]
    ByYear,
    /// The newest.
    Newest,
    /// The one with this id.
    Named(String),
}

/// A checked report as the matrix sees it.
#[derive(Clone, Copy, Debug)]
pub struct Looked<'a> {
    /// The parsed report.
    pub document: &'a Document,
    /// What it states.
    pub facts: &'a [Fact],
    /// What the rules said.
    pub outcome: &'a Outcome,
    /// The kind of body.
    pub kind: &'a str,
    /// The year reported.
    pub year: Option<i32>,
}

/// Judges every item of every system, in the order of the systems.
#[must_use]
pub fn tables(systems: &[System], choice: &Choice, looked: Looked<'_>) -> Vec<Table> {
    systems
        .iter()
        .map(|system| table(system, choice, looked))
        .collect()
}

/// Returns the ids of all editions that can be asked for, in order, each once.
#[must_use]
pub fn editions(systems: &[System]) -> Vec<&str> {
    let editions = systems.iter().flat_map(|system| &system.editions);
    let ids: BTreeSet<&str> = editions.map(|edition| edition.id.as_str()).collect();
    ids.into_iter().collect()
}

fn table(system: &System, choice: &Choice, looked: Looked<'_>) -> Table {
    let edition = edition(&system.editions, choice, looked.year);
    let in_edition = |group: &&Group| {
        let all = group.editions.is_empty();
        all || edition.is_none_or(|edition| group.editions.contains(&edition.id))
    };
    let groups: Vec<&Group> = system.groups.iter().filter(in_edition).collect();
    let rows: Vec<Row> = system
        .items
        .iter()
        .filter(|item| groups.iter().any(|group| group.id == item.group))
        .map(|item| row(item, looked))
        .collect();
    Table {
        pack: system.pack.clone(),
        title: system.title.clone(),
        edition: edition.cloned(),
        note: system.note.clone(),
        headings: groups.iter().map(|group| heading(group, &rows)).collect(),
        rows,
    }
}

fn edition<'a>(editions: &'a [Edition], choice: &Choice, year: Option<i32>) -> Option<&'a Edition> {
    let newest = editions.last();
    match (choice, year) {
        (Choice::Newest, _) | (Choice::ByYear, None) => newest,
        (Choice::Named(id), _) => editions.iter().find(|edition| edition.id == *id).or(newest),
        (Choice::ByYear, Some(year)) => {
            let in_force = editions.iter().rev().find(|e| e.from_year <= year);
            in_force.or(editions.first())
        }
    }
}

fn heading(group: &Group, rows: &[Row]) -> Heading {
    let mut counts = [0; 6];
    for row in rows.iter().filter(|row| row.group == group.id) {
        if let Some(count) = counts.get_mut(row.status.index()) {
            *count += 1;
        }
    }
    Heading {
        id: group.id.clone(),
        title: group.title.clone(),
        seen: group.seen,
        counts,
    }
}

fn row(item: &Item, looked: Looked<'_>) -> Row {
    let (status, reason) = judge::judge(item, looked);
    let rules = item.rules.iter().chain(&item.also).map(|rule| Behind {
        rule: rule.clone(),
        verdict: judge::verdict(looked.outcome, rule).map_or("", |v| v.status.name()),
    });
    Row {
        id: item.id.clone(),
        group: item.group.clone(),
        section: item.section.clone(),
        title: item.title.clone(),
        official: item.official.clone(),
        seen: item.seen,
        basis: item.basis.clone(),
        status,
        reason,
        rules: rules.collect(),
        cannot_see: item.cannot_see.clone(),
    }
}
