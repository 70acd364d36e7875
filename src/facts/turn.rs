//! Figures that go on from the one before, and figures that have their names in turn.

use crate::facts::figure::Figure;
use crate::facts::line::Line;
use crate::facts::naming::Named;
use crate::facts::naming::Wanted;
use crate::facts::naming::metric_kind;
use crate::facts::phrase;
use crate::text::Span;
use crate::text::slice;

/// Words between two values of one thing.
const ON: [&str; 32] = [
    "提高到",
    "提高至",
    "上升到",
    "上升至",
    "提升到",
    "提升至",
    "提升为",
    "增长到",
    "增长至",
    "增加到",
    "增加至",
    "增至",
    "扩大到",
    "扩大至",
    "达到",
    "达",
    "下降到",
    "下降至",
    "降到",
    "降至",
    "降为",
    "减少到",
    "减少至",
    "减至",
    "减为",
    "压缩到",
    "压缩至",
    "压缩为",
    "缩短到",
    "缩短至",
    "精简为",
    "缩减",
];

/// What alone may stand between a rate or its change and its level.
const LEVELS: [&str; 11] = [
    ",达到",
    ",达",
    ",达到了",
    ",已达",
    ",已达到",
    ",提高到",
    ",并达到",
    "至",
    "到",
    "达到",
    ",至",
];

impl Line<'_> {
    /// Tells whether a figure goes on from the one before: `由120项增加到135项`, `提高5个百分点,
    /// 达到98%`.
    pub(super) fn goes_on(&self, before: &Figure<'_>, figure: &Figure<'_>) -> bool {
        let between = slice(self.text, Span::new(before.span.to(), figure.span.from()));
        let n = between.chars().count();
        if self.is_other_time(before, figure) {
            return true;
        }
        if !before.unit.is_empty() && figure.is_rate() && LEVELS.contains(&between) {
            return before.is_rate() || before.change;
        }
        let on = ON.iter().any(|word| between.contains(word))
            || (self.is_start(before) && between.contains(['到', '至', '为', '成']));
        let alike = before.kind == figure.kind || before.unit.is_empty() || before.change;
        on && alike
            && n <= 18
            && !between.contains(['率', '。', ';', '、'])
            && (before.change || !between.contains(',') || between.contains('年'))
    }

    /// Nothing but another time stands between two values of one thing: `95%,2023年为98%`.
    fn is_other_time(&self, before: &Figure<'_>, figure: &Figure<'_>) -> bool {
        let time = self.periods.end_before(figure.span.from());
        let start = self.periods.start_before(figure.span.from());
        let Some(start) = start.filter(|start| *start >= before.span.to()) else {
            return false;
        };
        let lead = slice(self.text, Span::new(before.span.to(), start));
        let tail = slice(self.text, Span::new(time, figure.span.from()));
        let marks = [',', '、', ';', '和', '与', '及', '(', '而', '由', '从'];
        before.kind == figure.kind
            && before.unit == figure.unit
            && lead.trim_matches(marks).is_empty()
            && phrase::trim_tail(tail).is_empty()
    }

    /// 由, 从 before a figure, words of time between them allowed.
    fn is_start(&self, figure: &Figure<'_>) -> bool {
        let lead = slice(
            self.text,
            Span::new(figure.clause.from(), figure.span.from()),
        );
        let bare = lead.trim_end_matches(['的', '约']);
        let time = self.periods.end_before(figure.span.from());
        let upto = figure.clause.from() + bare.len();
        if bare.ends_with(['由', '从']) {
            return true;
        }
        time == upto
            && self
                .periods
                .start_before(figure.span.from())
                .is_some_and(|at| slice(self.text, Span::new(0, at)).ends_with(['由', '从']))
    }

    pub(super) fn starts_change(&self, figures: &[Figure<'_>], index: usize) -> bool {
        match (figures.get(index), figures.get(index + 1)) {
            (Some(figure), Some(next)) => self.is_start(figure) && self.goes_on(figure, next),
            _ => false,
        }
    }

    /// Tells whether a figure is where a change ends, and no time is named for it.
    pub(super) fn ends_change(&self, figures: &[Figure<'_>], index: usize) -> bool {
        let before = index.checked_sub(1);
        let (Some(before), Some(figure)) = (before, figures.get(index)) else {
            return false;
        };
        let Some(start) = figures.get(before) else {
            return false;
        };
        let time = self.periods.start_before(figure.span.from());
        !figure.change
            && time.is_none_or(|at| at < start.span.to())
            && self.starts_change(figures, before)
    }

    /// The names of the figure before, as far as they can be of this one.
    pub(super) fn inherited(&self, last: &Named, figure: &Figure<'_>) -> Named {
        let fits = |(index, _): &&(usize, Span)| {
            let metric = self.catalog.metrics().get(*index);
            metric.is_some_and(|m| figure.change || m.counts_in(figure.unit))
        };
        let metrics: Vec<(usize, Span)> = last.metrics.iter().filter(fits).copied().collect();
        let own = if metrics.is_empty() {
            let words = last.metrics.iter().map(|(_, span)| *span);
            last.own.iter().copied().chain(words).take(1).collect()
        } else {
            Vec::new()
        };
        Named {
            metrics,
            own,
            ..Named::default()
        }
    }

    /// `A率和B率分别为5%和100%`: each figure has the name in its turn. Where the names are not as
    /// many as the figures, none has one.
    pub(super) fn in_turn(&self, figures: &[Figure<'_>], index: usize) -> Option<Named> {
        let figure = figures.get(index)?;
        let lead = slice(
            self.text,
            Span::new(figure.clause.from(), figure.span.from()),
        );
        let mark = figure.clause.from() + lead.rfind("分别")?;
        let same =
            |f: &&Figure<'_>| f.clause.from() == figure.clause.from() && f.span.from() > mark;
        let group: Vec<&Figure<'_>> = figures
            .iter()
            .skip(index.saturating_sub(8))
            .take(24)
            .filter(same)
            .collect();
        if group.len() < 2 {
            return None;
        }
        let floor = self.floor(group.first()?, None);
        let floor = figures
            .iter()
            .take(index)
            .rev()
            .find(|f| f.span.to() <= mark)
            .map_or(floor, |f| floor.max(f.span.to()))
            .min(mark);
        let mut items = phrase::items(self.text, Span::new(floor, mark));
        if items.len() != group.len()
            && let Some(clause) = self.layout.clause_before(figure.clause.from())
        {
            // …数量下降、…率上升,三项指标分别为: the clause before has the names.
            let others = phrase::items(self.text, clause);
            let names =
                |item: &Span| !slice(self.text, *item).starts_with(|c: char| c.is_ascii_digit());
            if others.len() == group.len() && others.iter().all(names) {
                items = others
                    .iter()
                    .map(|item| self.without_change(*item))
                    .collect();
            }
        }
        let turn = group.iter().position(|f| f.span == figure.span)?;
        let head = slice(self.text, *items.last()?).chars().next_back()?;
        let item = match items.as_slice() {
            // One name alone is that of all figures, which then are of several times.
            [one] => *one,
            items if items.len() == group.len() => *items.get(turn)?,
            _ => return Some(Named::default()),
        };
        let of_several_times = items.len() == 1 && turn + 1 < group.len();
        let named = self.item_name(item, head, figure);
        Some(Named {
            of_several_times,
            ..named
        })
    }

    /// The name of one item of a list; `head` is the last character of the list, which items
    /// share: 审查、报备率.
    fn item_name(&self, item: Span, head: char, figure: &Figure<'_>) -> Named {
        let wanted = Wanted::Only(metric_kind(figure.kind));
        let text = slice(self.text, item);
        let full = format!("{text}{head}");
        let known = self
            .known(text, figure, wanted)
            .or_else(|| (head == '率').then(|| self.known(&full, figure, wanted))?);
        known.map_or_else(|| Named::own(item), |metric| Named::known(metric, item))
    }

    fn without_change(&self, item: Span) -> Span {
        let bare = phrase::without_change(slice(self.text, item));
        Span::new(item.from(), item.from() + bare.len())
    }
}
