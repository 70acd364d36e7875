//! What a figure's surroundings are about: 审结49件 is of the 复议 or of the 诉讼 named before it.

use crate::facts::Metric;
use crate::facts::clause::REACH;
use crate::facts::line::Line;
use crate::facts::names::Name;
use crate::text::Span;
use crate::text::slice;

impl Line<'_> {
    /// The metric among `fitting` whose topic was named last; one that needs no topic where none
    /// was named.
    pub(super) fn on_topic(&self, fitting: &[usize], name: &Name, clause: Span) -> Option<usize> {
        let metric = |index: &usize| self.catalog.metrics().get(*index);
        let free = fitting
            .iter()
            .find(|index| metric(index).is_some_and(|m| m.needs.is_empty()));
        let needing: Vec<usize> = fitting
            .iter()
            .filter(|index| metric(index).is_some_and(|m| !m.needs.is_empty()))
            .copied()
            .collect();
        if needing.is_empty() {
            return free.copied();
        }
        self.last_topic(&needing, Some(name), clause)
            .or(free.copied())
    }

    /// Tells whether a metric's topic was named last, or it needs none.
    pub(super) fn is_on_topic(&self, metric: usize, clause: Span) -> bool {
        let needs = self
            .catalog
            .metrics()
            .get(metric)
            .is_some_and(|m| !m.needs.is_empty());
        !needs || self.last_topic(&[metric], None, clause).is_some()
    }

    /// Walks back from the end of the clause. The first clause that names a topic decides: where
    /// it names other topics only, the figure is of none of these metrics. What the name itself
    /// says is no other topic.
    pub(super) fn last_topic(
        &self,
        needing: &[usize],
        name: Option<&Name>,
        clause: Span,
    ) -> Option<usize> {
        let topics = self.topics();
        let needs = |index: &usize, word: &str| {
            let metric = self.catalog.metrics().get(*index);
            metric.is_some_and(|m| m.needs.iter().any(|need| word.contains(need.as_str())))
        };
        let upto = topics.partition_point(|span| span.from() < clause.to());
        let near = topics.iter().take(upto).rev();
        let mut closed = None;
        for span in near.take_while(|span| span.from() + REACH >= clause.from()) {
            let own = self.layout.clause(self.text, *span).from();
            if closed.is_some_and(|closed| closed != own) {
                return None;
            }
            let word = slice(self.text, *span);
            if let Some(index) = needing.iter().find(|index| needs(index, word)) {
                return Some(*index);
            }
            let in_name = name.is_some_and(|name| name.holds(word)) && own == clause.from();
            if self.catalog.is_other_topic(word) && !in_name {
                closed = Some(own);
            }
        }
        if closed.is_some() {
            return None;
        }
        let heading = self.heading();
        let in_heading = |index: &&usize| {
            let metric = self.catalog.metrics().get(**index);
            metric.is_some_and(|m| m.needs.iter().any(|need| heading.contains(need.as_str())))
        };
        needing.iter().find(in_heading).copied()
    }

    /// Tells whether the words around make it another thing: 旁听行政诉讼案件3次.
    pub(super) fn is_other_thing(&self, metric: &Metric, phrase: &str, clause: Span) -> bool {
        if metric.not.is_empty() && metric.not_near.is_empty() {
            return false;
        }
        let until = |from| slice(self.text, Span::new(from, clause.to()));
        let own = slice(self.text, clause);
        let holds = |words: &[String], text: &str| words.iter().any(|w| text.contains(w.as_str()));
        holds(&metric.not, own)
            || holds(&metric.not, phrase)
            || (!metric.not_near.is_empty()
                && holds(
                    &metric.not_near,
                    until(self.layout.sentence(self.text, clause.from())),
                ))
    }
}
