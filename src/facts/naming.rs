//! Which metric a figure states: by the names around it, in turn, or going on from the one before.

use crate::facts::FactKind;
use crate::facts::MetricKind;
use crate::facts::around;
use crate::facts::catalog::Named;
use crate::facts::clause;
use crate::facts::scan::Figure;
use crate::facts::scan::Line;
use crate::text::Span;
use crate::text::slice;

impl Line<'_> {
    /// Tells whether a rate goes on from the one before: `由95%提高到98%`, `提高5个百分点,达到98%`.
    pub(super) fn goes_on(&self, before: &Figure, figure: &Figure) -> bool {
        const ON: [&str; 17] = [
            "提高到",
            "提高至",
            "上升到",
            "上升至",
            "提升到",
            "提升至",
            "增长到",
            "达到",
            "达",
            "下降到",
            "下降至",
            "降至",
            "升至",
            "升到",
            "升为",
            "增至",
            "提至",
        ];
        let between = slice(self.text, Span::new(before.span.to(), figure.span.from()));
        if around::tells_another_year(between) {
            return true;
        }
        if [",达到", ",达", ",达到了", ",已达", ",已达到", "至", "到"].contains(&between)
        {
            return true;
        }
        let from = clause::sentence_start(self.text, before.span.from());
        let lead = slice(self.text, Span::new(from, before.span.from()));
        let of_each = lead.contains("率分别为:") && lead.matches('率').count() == 1;
        let n = between.chars().count();
        if of_each && n <= 10 && between.starts_with([',', '、', ';', '和']) {
            return true;
        }
        n <= 14
            && !between.contains(['率', '。', ';'])
            && ON.iter().any(|word| between.contains(word))
            && (before.change || !between.contains(',') || between.contains('年'))
    }

    /// `A率和B率分别为5%和100%`: each figure has the name in its turn. Where the names are not as
    /// many as the figures, none has one.
    pub(super) fn in_turn(&self, figures: &[Figure], index: usize) -> Option<Vec<(usize, Span)>> {
        let figure = figures.get(index)?;
        let from = clause::sentence_start(self.text, figure.span.from());
        let lead = slice(self.text, Span::new(from, figure.span.from()));
        let mark = from + lead.rfind("分别")?;
        let group: Vec<&Figure> = figures
            .iter()
            .filter(|f| f.span.from() > mark && f.clause.from() <= mark.max(figure.clause.from()))
            .filter(|f| f.is_rate && f.span.from() < figure.clause.to())
            .collect();
        if !figure.is_rate
            || group.len() < 2
            || lead.get(lead.rfind("分别")?..)?.contains([',', ';'])
        {
            return None;
        }
        let turn = group.iter().position(|f| f.span == figure.span)?;
        let list = Span::new(clause::clause_of(self.text, figure.span).from(), mark);
        Some(self.names_in_list(list, figure, turn, group.len()))
    }

    /// The name at `turn` of a list of `n` names; one name alone is that of all figures, which
    /// then are of several years.
    fn names_in_list(
        &self,
        list: Span,
        figure: &Figure,
        turn: usize,
        n: usize,
    ) -> Vec<(usize, Span)> {
        let text = slice(self.text, list);
        let mut pieces: Vec<Span> = Vec::new();
        let mut from = list.from();
        let marks = text.match_indices(['、', '和', '与', '及']);
        for (at, mark) in
            marks.filter(|(at, _)| !text.get(*at..).is_some_and(|t| t.starts_with("及时")))
        {
            pieces.push(Span::new(from, list.from() + at));
            from = list.from() + at + mark.len();
        }
        pieces.push(Span::new(from, list.to()));
        pieces.retain(|piece| slice(self.text, *piece).contains('率'));
        let piece = match pieces.as_slice() {
            [one] => Some(one),
            pieces if pieces.len() == n => pieces.get(turn),
            _ => None,
        };
        let named = piece.and_then(|piece| {
            self.named
                .iter()
                .rfind(|named| piece.contains(named.span))
                .and_then(|named| Some((self.pick(named, figure, MetricKind::Rate)?, named.span)))
        });
        named.into_iter().collect()
    }

    /// The metrics of a figure by the words around it.
    pub(super) fn names(
        &self,
        figure: &Figure,
        before: Option<&Figure>,
        next: Option<&Figure>,
    ) -> Vec<(usize, Span)> {
        if figure.is_rate {
            self.rate_names(figure, before)
        } else {
            self.count_name(figure, before, next).into_iter().collect()
        }
    }

    /// The rates that one percentage states: `A率、B率均达100%` are two.
    fn rate_names(&self, figure: &Figure, before: Option<&Figure>) -> Vec<(usize, Span)> {
        let floor = before.filter(|f| f.is_rate).map_or(0, |f| f.span.to());
        let from = clause::sentence_start(self.text, figure.span.from()).max(floor);
        let mut names: Vec<(usize, Span)> = Vec::new();
        let mut end = figure.span.from();
        let upto = self.named_before(figure.span.from());
        for named in self.named.iter().take(upto).rev() {
            if named.span.from() < from {
                break;
            }
            let Some(metric) = self.pick(named, figure, MetricKind::Rate) else {
                continue;
            };
            let between = slice(self.text, Span::new(named.span.to(), end));
            let reachable = if names.is_empty() {
                around::leads_to_number(between)
            } else {
                // Only a name that says it is a rate shares the number of the next one.
                slice(self.text, named.span).ends_with('率') && around::joins_names(between)
            };
            if !reachable {
                break;
            }
            names.push((metric, named.span));
            end = named.span.from();
        }
        names.reverse();
        if names.is_empty() {
            let found = self.rate_behind(figure);
            let found = found.or_else(|| self.rate_by_words(figure, from));
            return found.into_iter().collect();
        }
        names
    }

    /// A name right behind its number: `负责人100%出庭应诉`.
    fn rate_behind(&self, figure: &Figure) -> Option<(usize, Span)> {
        let upto = self.named_before(figure.span.from());
        let named = self.named.get(upto)?;
        if named.span.from() != figure.span.to() || slice(self.text, named.span).contains('率') {
            return None;
        }
        let metric = self.pick(named, figure, MetricKind::Rate)?;
        Some((metric, named.span))
    }

    /// A rate that no alias names: the noun phrase up to 率 holds the words of a metric, or the
    /// phrase behind does: `98.5%的行政机关负责人出庭应诉`.
    fn rate_by_words(&self, figure: &Figure, from: usize) -> Option<(usize, Span)> {
        let before = slice(self.text, Span::new(from, figure.span.from()));
        let behind_end = clause::clause_of(self.text, figure.span).to();
        let behind = slice(self.text, Span::new(figure.span.to(), behind_end));
        if behind.starts_with('的') && !behind.contains('率') {
            let near = |at: usize| {
                behind
                    .get(..at)
                    .is_some_and(|text| text.chars().count() <= 12)
            };
            let holds =
                |word: &String| word == "率" || behind.find(word.as_str()).is_some_and(near);
            let index = self.metric_where(|words| words.iter().all(holds))?;
            return Some((index, Span::new(figure.span.to(), behind_end)));
        }
        let end = before.rfind('率')? + '率'.len_utf8();
        if !around::leads_to_number(before.get(end..)?) {
            return None;
        }
        let phrase = slice(before, Span::new(0, end));
        let start = phrase
            .rmatch_indices([',', '、', ';', '。', '和', '与', '及', '('])
            .next()
            .map_or(0, |(at, mark)| at + mark.len());
        let phrase = phrase.get(start..)?;
        // 出庭应诉培训覆盖率 is another rate: the words stand close to 率.
        let is_near = |words: &[String]| {
            let words = words.iter().filter(|word| *word != "率");
            let last = words
                .filter_map(|word| Some(phrase.rfind(word.as_str())? + word.len()))
                .max();
            last.is_some_and(|at| {
                phrase
                    .get(at..)
                    .is_some_and(|rest| rest.chars().count() <= 4)
            })
        };
        let index = self.metric_where(|words| {
            words.iter().all(|w| phrase.contains(w.as_str())) && is_near(words)
        })?;
        Some((index, Span::new(from + start, from + end)))
    }

    /// The first rate of the catalog whose words fit.
    fn metric_where(&self, fits: impl Fn(&[String]) -> bool) -> Option<usize> {
        self.catalog.metrics().iter().position(|metric| {
            metric.kind == MetricKind::Rate && !metric.words.is_empty() && fits(&metric.words)
        })
    }

    fn count_name(
        &self,
        figure: &Figure,
        before: Option<&Figure>,
        next: Option<&Figure>,
    ) -> Option<(usize, Span)> {
        let kind = match self.kind(figure) {
            FactKind::Money => MetricKind::Money,
            FactKind::Days => MetricKind::Days,
            _ => MetricKind::Count,
        };
        let floor = before.map_or(0, |f| f.span.to()).max(figure.clause.from());
        let ceiling = next.map_or(figure.clause.to(), |f| {
            f.span.from().min(figure.clause.to())
        });
        let upto = self.named_before(figure.span.from());
        let in_front = self
            .named
            .iter()
            .take(upto)
            .rev()
            .take(3)
            .find_map(|named| {
                let fits = named.span.from() >= floor;
                let between = slice(self.text, Span::new(named.span.to(), figure.span.from()));
                let near = fits && between.chars().count() <= 8 && !between.contains('、');
                near.then(|| self.pick(named, figure, kind).map(|m| (m, named.span)))?
            });
        if in_front.is_some() {
            return in_front;
        }
        self.named.iter().skip(upto).take(3).find_map(|named| {
            let fits = named.span.from() >= figure.span.to() && named.span.to() <= ceiling;
            let between = slice(self.text, Span::new(figure.span.to(), named.span.from()));
            let near = fits && between.chars().count() <= 4;
            near.then(|| self.pick(named, figure, kind).map(|m| (m, named.span)))?
        })
    }

    /// How many names end at or before byte `at`.
    fn named_before(&self, at: usize) -> usize {
        self.named.partition_point(|named| named.span.to() <= at)
    }

    /// Picks the metric that fits kind and topic among those a name may mean.
    fn pick(&self, named: &Named, figure: &Figure, kind: MetricKind) -> Option<usize> {
        let from = clause::sentence_start(self.text, figure.span.from());
        let topic = slice(
            self.text,
            Span::new(from, figure.clause.to().max(figure.span.to())),
        );
        let wider = clause::window(self.text, figure.span.from());
        let fits = |index: &usize| {
            self.catalog
                .metrics()
                .get(*index)
                .is_some_and(|metric| metric.kind == kind && metric.counts_in(&figure.unit))
        };
        let metric = |index: usize| self.catalog.metrics().get(index);
        let mut best: Option<(usize, usize)> = None;
        for index in named.metrics.iter().copied().filter(fits) {
            let Some(needs) = metric(index).map(|m| &m.needs) else {
                continue;
            };
            // The topic that was named last before the figure wins.
            let weight = if needs.is_empty() {
                1
            } else {
                let near = needs.iter().filter_map(|w| topic.rfind(w.as_str())).max();
                let far = needs.iter().filter_map(|w| wider.rfind(w.as_str())).max();
                match (near, far) {
                    (Some(at), _) => wider.len() + at + 2,
                    (None, Some(at)) => at + 2,
                    (None, None) => continue,
                }
            };
            if best.is_none_or(|(_, known)| weight > known) {
                best = Some((index, weight));
            }
        }
        best.map(|(index, _)| index)
    }
}
