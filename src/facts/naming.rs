//! Which metric a figure states: by the phrase before it, by the one behind, in turn, or going on
//! from the figure before.

use crate::facts::FactKind;
use crate::facts::MetricKind;
use crate::facts::figure::Figure;
use crate::facts::line::Line;
use crate::facts::phrase;
use crate::text::Span;
use crate::text::slice;

/// What a figure is called; spans are of the line.
#[derive(Clone, Debug, Default)]
pub(super) struct Named {
    /// Metrics of the catalog with the words that name them. Several for a number that serves
    /// several.
    pub(super) metrics: Vec<(usize, Span)>,
    /// The author's own words, one for each metric that the catalog does not know.
    pub(super) own: Vec<Span>,
    /// Up to here the text behind the figure is its name.
    pub(super) upto: usize,
    /// It is the number that a change starts from: 由120项 增加到135项.
    pub(super) starts_change: bool,
    /// It is one of several values of one thing, and not the last: 近三年分别为85%、92%、97%.
    pub(super) of_several_times: bool,
    /// Whose it is, where the name says it: 出庭应诉率:一审98%,二审100%.
    pub(super) whose: Option<Span>,
}

/// What may be asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Only(MetricKind),
    /// A change in percent may be one of a rate and of a count.
    Any,
}

impl Wanted {
    fn fits(self, kind: MetricKind) -> bool {
        match self {
            Self::Only(wanted) => wanted == kind,
            Self::Any => true,
        }
    }
}

/// The kind of metric that a figure of this kind states.
pub(super) fn metric_kind(kind: FactKind) -> MetricKind {
    match kind {
        FactKind::Rate => MetricKind::Rate,
        FactKind::Money => MetricKind::Money,
        FactKind::Days => MetricKind::Days,
        _ => MetricKind::Count,
    }
}

impl Line<'_> {
    /// Names all figures of the line.
    pub(super) fn name_all(&self, figures: &[Figure<'_>]) -> Vec<Named> {
        let mut names: Vec<Named> = Vec::with_capacity(figures.len());
        for (index, figure) in figures.iter().enumerate() {
            let mut named = self.name(figures, index, &names);
            named.upto = named.upto.max(figure.span.to());
            named.starts_change = self.starts_change(figures, index);
            names.push(named);
        }
        names
    }

    fn name(&self, figures: &[Figure<'_>], index: usize, names: &[Named]) -> Named {
        let Some(figure) = figures.get(index) else {
            return Named::default();
        };
        let before = index.checked_sub(1).and_then(|i| figures.get(i));
        let last = names.last();
        if let (Some(before), Some(last)) = (before, last)
            && self.goes_on(before, figure)
        {
            return self.inherited(last, figure);
        }
        if let Some(named) = self.in_turn(figures, index) {
            return named;
        }
        if figure.change {
            return self.change_name(figures, index, names);
        }
        if figure.is_rate() {
            return self.rate_names(figure, before, last);
        }
        self.count_name(figures, index, names)
    }

    /// Where the name of a figure can start: behind the one before, behind words of time.
    pub(super) fn floor(&self, figure: &Figure<'_>, last: Option<&Named>) -> usize {
        let time = self.periods.end_before(figure.span.from());
        figure
            .clause
            .from()
            .max(last.map_or(0, |named| named.upto))
            .max(time)
    }

    /// The name of a change: what grew or fell stands before the word, or is the figure before.
    fn change_name(&self, figures: &[Figure<'_>], index: usize, names: &[Named]) -> Named {
        let Some(figure) = figures.get(index) else {
            return Named::default();
        };
        let last = names.last();
        let floor = self.floor(figure, last);
        let lead = slice(self.text, Span::new(floor, figure.span.from()));
        let bare = phrase::without_change(lead);
        let span = phrase::before(self.text, floor, floor + bare.len());
        let text = slice(self.text, span);
        let over_time = self
            .over_comparison(figure, last)
            .filter(|_| text.is_empty());
        if let Some(span) = over_time {
            let text = slice(self.text, span);
            let known = self.known(text, figure, Wanted::Any);
            return known.map_or_else(|| Named::own(span), |metric| Named::known(metric, span));
        }
        if text.is_empty() {
            let near = index
                .checked_sub(1)
                .and_then(|i| figures.get(i))
                .is_some_and(|before| self.same_sentence(before, figure));
            return match last {
                Some(last) if near => self.inherited(last, figure),
                _ => self.own_or_none(floor, figure),
            };
        }
        // 压缩 and 提速 are names themselves, of what stands before them.
        let whole = phrase::before(self.text, floor, figure.span.from());
        let known = self
            .known(text, figure, Wanted::Any)
            .map(|m| (m, span))
            .or_else(|| {
                let metric = self.known(slice(self.text, whole), figure, Wanted::Any)?;
                Some((metric, whole))
            });
        let own = if phrase::is_changing_noun(slice(self.text, whole)) {
            whole
        } else {
            span
        };
        known.map_or_else(
            || Named::own(own),
            |(metric, span)| Named::known(metric, span),
        )
    }
    /// `出庭应诉率较2022年提高2.6个百分点`: the name stands before the words of time.
    fn over_comparison(&self, figure: &Figure<'_>, last: Option<&Named>) -> Option<Span> {
        let time = self.periods.start_before(figure.span.from())?;
        let floor = figure.clause.from().max(last.map_or(0, |named| named.upto));
        if time <= floor {
            return None;
        }
        let lead = slice(self.text, Span::new(floor, time));
        let bare = phrase::without_change(lead.trim_end_matches(['与', '同', '由', '从']));
        let span = phrase::before(self.text, floor, floor + bare.len());
        (!span.is_empty()).then_some(span)
    }

    fn own_or_none(&self, floor: usize, figure: &Figure<'_>) -> Named {
        let span = phrase::before(self.text, floor, figure.span.from());
        if span.is_empty() {
            Named::default()
        } else {
            Named::own(span)
        }
    }

    pub(super) fn same_sentence(&self, before: &Figure<'_>, figure: &Figure<'_>) -> bool {
        before.span.from() >= self.layout.sentence(self.text, figure.span.from())
    }

    fn count_name(&self, figures: &[Figure<'_>], index: usize, names: &[Named]) -> Named {
        let Some(figure) = figures.get(index) else {
            return Named::default();
        };
        let wanted = Wanted::Only(metric_kind(figure.kind));
        let (floor, at) = self.over_brackets(figures, index, names);
        let before = self.before_or_over_time(figure, floor, at, names.last());
        let before = if self.starts_change(figures, index) {
            // 事项由1280项扩充至1346项
            let bare = slice(self.text, before).trim_end_matches(['由', '从']);
            Span::new(before.from(), before.from() + bare.len())
        } else {
            before
        };
        let text = slice(self.text, before);
        let next = figures.get(index + 1).map_or(usize::MAX, |f| f.span.from());
        let behind = phrase::behind(self.text, figure.span.to(), figure.clause.to().min(next));
        let object = slice(self.text, behind);
        let wants_object = text.is_empty() || phrase::ends_with_verb(text) || phrase::is_lead(text);
        if wants_object && !object.is_empty() {
            let verb = if phrase::is_lead(text) { "" } else { text };
            let whole = format!("{verb}{object}");
            let known = self.known(&whole, figure, wanted);
            let named = known.map_or_else(|| Named::own(behind), |m| Named::known(m, behind));
            return named.upto(behind.to());
        }
        if !text.is_empty()
            && let Some(named) = self.name_before(figure, before, floor, wanted)
        {
            return named;
        }
        if !object.is_empty()
            && let Some(metric) = self.known(object, figure, wanted)
        {
            return Named::known(metric, behind).upto(behind.to());
        }
        if !text.is_empty() {
            return self.own(before);
        }
        self.nameless(figures, index, names)
    }

    /// The phrase before a figure; where only words of time stand between, that before them:
    /// 行政诉讼案件2022年31件.
    pub(super) fn before_or_over_time(
        &self,
        figure: &Figure<'_>,
        floor: usize,
        at: usize,
        last: Option<&Named>,
    ) -> Span {
        let before = phrase::before(self.text, floor, at);
        let time = self.periods.start_before(at).filter(|_| before.is_empty());
        let Some(time) = time else {
            return before;
        };
        let floor = figure.clause.from().max(last.map_or(0, |named| named.upto));
        if time <= floor {
            return before;
        }
        let lead = slice(self.text, Span::new(floor, time));
        let lead = lead.trim_end_matches(['由', '从', '自']);
        phrase::before(self.text, floor, floor + lead.len())
    }

    /// A figure whose name stands before it and is known; a list of known things has no name of
    /// its own: 法律顾问、公职律师23人.
    fn name_before(
        &self,
        figure: &Figure<'_>,
        before: Span,
        floor: usize,
        wanted: Wanted,
    ) -> Option<Named> {
        let metric = self.known(slice(self.text, before), figure, wanted)?;
        let lead = slice(self.text, Span::new(floor, before.from()));
        if let Some(list) = lead.strip_suffix('、') {
            let item = phrase::before(self.text, floor, floor + list.len());
            let word = slice(self.text, item);
            let joined = Span::new(item.from(), before.to());
            if !word.is_empty() && self.known(word, figure, wanted).is_some() {
                let known = self.known(slice(self.text, joined), figure, wanted);
                return Some(
                    known.map_or_else(|| Named::own(joined), |metric| Named::known(metric, joined)),
                );
            }
        }
        Some(Named::known(metric, before))
    }

    /// `行政复议案件(含上年结转3件)64件`: the name stands before the bracket. Gives where the name
    /// can start and where it ends.
    fn over_brackets(
        &self,
        figures: &[Figure<'_>],
        index: usize,
        names: &[Named],
    ) -> (usize, usize) {
        let Some(figure) = figures.get(index) else {
            return (0, 0);
        };
        let at = figure.span.from();
        let floor = self.floor(figure, names.last());
        let bare = phrase::trim_tail(slice(self.text, Span::new(figure.clause.from(), at)));
        let Some(head) = bare.strip_suffix(')') else {
            return (floor, at);
        };
        let Some(open) = head.rfind('(') else {
            return (floor, at);
        };
        let open = figure.clause.from() + open;
        let holds_figure = index
            .checked_sub(1)
            .and_then(|i| figures.get(i))
            .is_some_and(|before| before.span.from() > open);
        if !holds_figure {
            return (floor, at);
        }
        let before = figures
            .iter()
            .zip(names)
            .take(index)
            .rev()
            .find(|(before, _)| before.span.to() <= open);
        let floor = before.map_or(0, |(_, named)| named.upto);
        (floor.max(figure.clause.from()).min(open), open)
    }

    /// No words of its own: it is of what the figure before is of (316批次、870人次), or of what
    /// the clause before names (行政复议案件,共64件).
    pub(super) fn nameless(&self, figures: &[Figure<'_>], index: usize, names: &[Named]) -> Named {
        let Some(figure) = figures.get(index) else {
            return Named::default();
        };
        let before = index.checked_sub(1).and_then(|i| figures.get(i));
        if let (Some(before), Some(last)) = (before, names.last()) {
            let between = slice(self.text, Span::new(last.upto, figure.span.from()));
            let joined = between.chars().count() <= 4
                && between.contains(['、', '和', '(', '/', ',', '共', '计'])
                && before.unit != figure.unit;
            if joined {
                return self.inherited(last, figure);
            }
            if self.same_sentence(before, figure) && figure.clause.from() == before.clause.from() {
                return Named::default();
            }
        }
        self.title_before(figure)
            .or_else(|| self.clause_name(figure, before))
            .unwrap_or_default()
    }

    /// `编发《法治动态》24期`: copies of one thing with a short title.
    fn title_before(&self, figure: &Figure<'_>) -> Option<Named> {
        const LONGEST: usize = 12;
        let from = figure.clause.from();
        let lead = slice(self.text, Span::new(from, figure.span.from()));
        let head = phrase::trim_tail(lead).strip_suffix('》')?;
        let (before, title) = head.rsplit_once('《')?;
        let several = before.trim_end_matches('、').ends_with('》');
        let fits = !several && title.chars().count() <= LONGEST;
        let end = from + head.len();
        fits.then(|| Named::own(Span::new(end - title.len(), end)))
    }

    /// The clause before, where it only names something.
    pub(super) fn clause_name(
        &self,
        figure: &Figure<'_>,
        before: Option<&Figure<'_>>,
    ) -> Option<Named> {
        const LONGEST: usize = 24;
        let clause = self.layout.clause_before(figure.clause.from())?;
        let free = before.is_none_or(|before| before.span.to() <= clause.from());
        let span = phrase::before(self.text, clause.from(), clause.to());
        let text = slice(self.text, span);
        if !free || text.is_empty() || text.chars().count() > LONGEST {
            return None;
        }
        let wanted = Wanted::Only(metric_kind(figure.kind));
        let metric = self.known(text, figure, wanted)?;
        Some(Named::known(metric, span))
    }

    /// The author's own words without the verbs in front of them.
    pub(super) fn own(&self, span: Span) -> Named {
        let text = slice(self.text, span);
        let noun = phrase::without_verbs(text);
        Named::own(Span::new(span.to() - noun.len(), span.to()))
    }

    /// The metric that a phrase names.
    pub(super) fn known(&self, phrase: &str, figure: &Figure<'_>, wanted: Wanted) -> Option<usize> {
        // 调处1895起,成功1871起
        let phrase = if phrase == "成功" {
            "调解成功"
        } else {
            phrase
        };
        let phrase = without_quotes(phrase);
        phrase::variants(&phrase).find_map(|variant| {
            let names = self.catalog.named(variant);
            names.into_iter().find_map(|name| {
                let head = variant.strip_suffix(name.tail.as_str()).unwrap_or("");
                // 代表建议和政协提案52件 are not 52 提案.
                if head.ends_with(['和', '与', '及', '、']) {
                    return None;
                }
                let fits = |index: &&usize| {
                    self.catalog.metrics().get(**index).is_some_and(|metric| {
                        wanted.fits(metric.kind)
                            && (figure.change || metric.counts_in(figure.unit))
                            && !self.is_other_thing(metric, &phrase, figure.clause)
                    })
                };
                let fitting: Vec<usize> = name.metrics.iter().filter(fits).copied().collect();
                self.on_topic(&fitting, name, figure.clause)
            })
        })
    }
}

/// Names are looked up without quotes: 实施“不罚”案件.
fn without_quotes(phrase: &str) -> std::borrow::Cow<'_, str> {
    if phrase.contains(['“', '”']) {
        phrase.replace(['“', '”'], "").into()
    } else {
        phrase.into()
    }
}

impl Named {
    pub(super) fn known(metric: usize, words: Span) -> Self {
        Self {
            metrics: vec![(metric, words)],
            ..Self::default()
        }
    }

    pub(super) fn own(words: Span) -> Self {
        Self {
            own: vec![words],
            ..Self::default()
        }
    }

    fn upto(self, upto: usize) -> Self {
        Self { upto, ..self }
    }
}
