//! The words by which metrics are known: data of a pack, read from TOML.

use crate::data;
use crate::data::Text;
use crate::facts::lexicon::Lexicon;
use crate::facts::names::Name;
use crate::facts::names::Names;
use crate::text::Span;
use crate::text::fold_word;
use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What a metric measures.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MetricKind {
    /// Percent.
    Rate,
    /// A count.
    Count,
    /// Days.
    Days,
    /// Money.
    Money,
}

/// One metric.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Metric {
    /// Stable id, snake case.
    pub id: String,
    /// Chinese name, as shown.
    pub name: String,
    /// Other names met in reports, folded.
    pub aliases: Vec<String>,
    /// What it measures.
    pub kind: MetricKind,
    /// The sentence must hold one of these words up to the number; empty where the aliases tell
    /// enough.
    pub needs: Vec<String>,
    /// A noun phrase that holds all of these words names the metric too. May be empty.
    pub words: Vec<String>,
    /// Words that make it another thing: a phrase or its clause that holds one names something
    /// else. May be empty.
    pub not: Vec<String>,
    /// The same, for the sentence up to the figure.
    pub not_near: Vec<String>,
    /// The units it is counted in, folded; any unit where empty.
    pub units: Vec<String>,
}

impl Metric {
    /// Tells whether a figure of this unit may be of this metric; a lost unit may.
    pub(super) fn counts_in(&self, unit: &str) -> bool {
        // 场(次) is counted as 场 and as 场次.
        let bare = unit.strip_suffix("(次)");
        let is_same = |known: &String| {
            known == unit
                || bare.is_some_and(|bare| known.strip_suffix('次').unwrap_or(known) == bare)
        };
        unit.is_empty() || self.units.is_empty() || self.units.iter().any(is_same)
    }
}

/// A statement without a number that stands for a value of a metric: 均按规定出庭应诉.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Claim {
    /// Index of its metric.
    pub(super) metric: usize,
    /// The value it stands for.
    pub(super) value: Decimal,
    /// Words that stand in this order in one clause, folded.
    pub(super) words: Vec<String>,
}

/// The metrics that are known by name.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    metrics: Vec<Metric>,
    by_id: BTreeMap<String, usize>,
    claims: Vec<Claim>,
    /// Topics that have no metric of their own: a figure behind one of them is of that topic.
    others: Vec<String>,
    names: OnceLock<Names>,
    topics: OnceLock<Lexicon<()>>,
    claim_words: OnceLock<Lexicon<()>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileText {
    #[serde(default)]
    metric: Vec<MetricText>,
    #[serde(default)]
    claim: Vec<ClaimText>,
    #[serde(default, rename = "other-topics")]
    other_topics: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MetricText {
    id: String,
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    kind: MetricKind,
    #[serde(default)]
    needs: Vec<String>,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
    #[serde(default, rename = "not-near")]
    not_near: Vec<String>,
    #[serde(default)]
    units: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClaimText {
    metric: toml::Spanned<String>,
    value: i64,
    words: Vec<Vec<String>>,
}

impl Catalog {
    /// Adds the metrics and claims of a `metrics.toml`.
    ///
    /// # Errors
    /// The first mistake, with its byte span in `text` where it is known.
    pub fn add(&mut self, text: impl Into<Text>) -> Result<(), (String, Option<Span>)> {
        let file: FileText = data::read(&text.into()).map_err(|error| {
            let span = error.span().map(|range| Span::new(range.start, range.end));
            (error.message().to_owned(), span)
        })?;
        let fold = |words: Vec<String>| -> Vec<String> {
            words
                .iter()
                .map(|word| fold_word(word).into_owned())
                .collect()
        };
        for metric in file.metric {
            if self.by_id.contains_key(&metric.id) {
                return Err((format!("指标 {} 写了两次", metric.id), None));
            }
            self.by_id.insert(metric.id.clone(), self.metrics.len());
            self.metrics.push(Metric {
                id: metric.id,
                name: metric.name,
                aliases: fold(metric.aliases),
                kind: metric.kind,
                needs: fold(metric.needs),
                words: fold(metric.words),
                not: fold(metric.not),
                not_near: fold(metric.not_near),
                units: fold(metric.units),
            });
        }
        for claim in file.claim {
            let Some(&metric) = self.by_id.get(claim.metric.get_ref()) else {
                let range = claim.metric.span();
                let message = format!("没有指标 {}", claim.metric.get_ref());
                return Err((message, Some(Span::new(range.start, range.end))));
            };
            for words in claim.words {
                self.claims.push(Claim {
                    metric,
                    value: Decimal::from(claim.value),
                    words: fold(words),
                });
            }
        }
        self.others.extend(fold(file.other_topics));
        self.names = OnceLock::new();
        self.topics = OnceLock::new();
        self.claim_words = OnceLock::new();
        Ok(())
    }

    /// Returns the metrics in the order of the catalog.
    #[must_use]
    pub fn metrics(&self) -> &[Metric] {
        &self.metrics
    }

    /// Returns the metric of this id or name.
    #[must_use]
    pub fn metric(&self, id_or_name: &str) -> Option<&Metric> {
        match self.by_id.get(id_or_name) {
            Some(&index) => self.metrics.get(index),
            None => self.metrics.iter().find(|m| m.name == id_or_name),
        }
    }

    pub(super) fn claims(&self) -> &[Claim] {
        &self.claims
    }

    /// The names that a phrase ends with, the most telling first.
    pub(super) fn named<'a>(&'a self, phrase: &str) -> Vec<&'a Name> {
        self.names
            .get_or_init(|| Names::new(&self.metrics))
            .ending(phrase)
    }

    /// Tells whether a word is of a topic of its own, that closes the way to those before it.
    pub(super) fn is_other_topic(&self, word: &str) -> bool {
        self.others.iter().any(|other| other == word)
    }

    /// Where a folded text speaks of the topic of some metric, in order.
    pub(super) fn topics(&self, folded: &str) -> Vec<Span> {
        let topics = self.topics.get_or_init(|| {
            let needs = self.metrics.iter().flat_map(|metric| &metric.needs);
            let words = needs.chain(&self.others);
            Lexicon::new(words.map(|word| (word.clone(), ())).collect())
        });
        topics
            .find(folded)
            .into_iter()
            .map(|(span, ())| span)
            .collect()
    }

    /// The words of claims that a folded text holds.
    pub(super) fn claim_words(&self, folded: &str) -> Vec<Span> {
        let words = self.claim_words.get_or_init(|| {
            let words = self.claims.iter().filter_map(|claim| claim.words.first());
            Lexicon::new(words.map(|word| (word.clone(), ())).collect())
        });
        words
            .find(folded)
            .into_iter()
            .map(|(span, ())| span)
            .collect()
    }
}
