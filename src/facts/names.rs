//! The names of metrics, looked up from the end of a phrase: the last word of a Chinese noun
//! phrase says what it is.

use crate::facts::Metric;
use crate::text::Folded;
use std::collections::BTreeMap;

/// A name and the metrics it may mean, in the order of the catalog.
///
/// `审结…行政复议案件` is a name of two pieces: the phrase ends with the last one and holds the
/// others before it, in order.
#[derive(Clone, Debug)]
pub(super) struct Name {
    /// The last piece.
    pub(super) tail: String,
    /// The pieces before it.
    pub(super) head: Vec<String>,
    pub(super) metrics: Vec<usize>,
}

/// All names, by the last character of each.
#[derive(Clone, Debug)]
pub(super) struct Names {
    /// Longer ones first.
    by_last: BTreeMap<char, Vec<Name>>,
}

impl Names {
    pub(super) fn new(metrics: &[Metric]) -> Self {
        let mut names: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        // Phrases are looked up without quotes.
        let own: Vec<String> = metrics
            .iter()
            .map(|metric| Folded::new(&metric.name).text().replace(['“', '”'], ""))
            .collect();
        for (index, (metric, name)) in metrics.iter().zip(&own).enumerate() {
            for alias in metric.aliases.iter().chain([name]) {
                let known = names.entry(alias.as_str()).or_default();
                if !known.contains(&index) {
                    known.push(index);
                }
            }
        }
        let mut by_last: BTreeMap<char, Vec<Name>> = BTreeMap::new();
        for (name, metrics) in names {
            let mut head: Vec<String> = name.split('…').map(str::to_owned).collect();
            let Some(tail) = head.pop() else { continue };
            let Some(last) = tail.chars().next_back() else {
                continue;
            };
            let name = Name {
                tail,
                head,
                metrics,
            };
            by_last.entry(last).or_default().push(name);
        }
        for names in by_last.values_mut() {
            names.sort_by_key(|name| std::cmp::Reverse(name.weight()));
        }
        Self { by_last }
    }

    /// The names that `phrase` ends with, the most telling first.
    pub(super) fn ending(&self, phrase: &str) -> Vec<&Name> {
        let last = phrase.chars().next_back();
        let names = last.and_then(|last| self.by_last.get(&last));
        let all = names.into_iter().flatten();
        all.filter(|name| name.is_end_of(phrase)).collect()
    }
}

impl Name {
    /// How much of a phrase it tells, in bytes; a piece apart tells more than a longer end.
    fn weight(&self) -> usize {
        const APART: usize = 12;
        let head = self.head.iter().map(|piece| piece.len() + APART);
        self.tail.len() + head.sum::<usize>()
    }

    /// Tells whether a word is a part of the name.
    pub(super) fn holds(&self, word: &str) -> bool {
        self.tail.contains(word) || self.head.iter().any(|piece| piece.contains(word))
    }

    fn is_end_of(&self, phrase: &str) -> bool {
        let Some(mut rest) = phrase.strip_suffix(self.tail.as_str()) else {
            return false;
        };
        self.head
            .iter()
            .rev()
            .all(|piece| match rest.rfind(piece.as_str()) {
                Some(at) => {
                    rest = rest.get(..at).unwrap_or("");
                    true
                }
                None => false,
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::MetricKind;

    #[test]
    fn the_end_of_a_phrase_tells() {
        let metric = |id: &str, aliases: &[&str]| Metric {
            id: id.to_owned(),
            name: id.to_owned(),
            aliases: aliases.iter().map(|&a| a.to_owned()).collect(),
            kind: MetricKind::Count,
            needs: Vec::new(),
            words: Vec::new(),
            not: Vec::new(),
            not_near: Vec::new(),
            units: Vec::new(),
        };
        let names = Names::new(&[
            metric("accept", &["行政复议案件", "复议案件"]),
            metric("closed", &["审结", "审结…行政复议案件"]),
        ]);
        let first = |phrase: &str| {
            names
                .ending(phrase)
                .first()
                .map(|name| name.metrics.clone())
        };
        assert_eq!(first("全年行政复议案件"), Some(vec![0]));
        assert_eq!(first("审结各类行政复议案件"), Some(vec![1]));
        assert_eq!(first("已审结"), Some(vec![1]));
        assert_eq!(first("行政复议案件旁听"), None);
    }
}
