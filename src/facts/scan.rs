//! One pass over the folded text: figures and claims clause by clause, with their metrics.

use crate::document::Document;
use crate::document::Role;
use crate::facts::Bound;
use crate::facts::Catalog;
use crate::facts::Fact;
use crate::facts::FactKind;
use crate::facts::MetricKind;
use crate::facts::around;
use crate::facts::catalog::Named;
use crate::facts::claim;
use crate::facts::clause;
use crate::facts::number;
use crate::facts::number::Number;
use crate::facts::phrase;
use crate::text::Span;
use crate::text::slice;
use rust_decimal::Decimal;

/// A number of one line with what stands around it; spans are of the line.
struct Figure {
    number: Number,
    /// Number, bound behind and unit.
    span: Span,
    unit: String,
    bound: Bound,
    is_rate: bool,
    change: bool,
    clause: Span,
}

/// One line of the folded text under inspection.
pub(super) struct Line<'a> {
    document: &'a Document,
    catalog: &'a Catalog,
    text: &'a str,
    /// Byte of the folded text where the line starts.
    offset: usize,
    named: Vec<Named>,
    /// Stretches that state nothing: titles of documents, dates.
    shut: Vec<Span>,
}

/// Finds the facts of every paragraph that states something.
pub(super) fn all(document: &Document, catalog: &Catalog) -> Vec<Fact> {
    let mut facts = Vec::new();
    for paragraph in &document.paragraphs {
        if matches!(paragraph.role, Role::Title | Role::Head | Role::Tail) {
            continue;
        }
        let span = document.folded.to_folded(paragraph.span);
        let text = slice(document.folded.text(), span);
        let line = Line {
            document,
            catalog,
            text,
            offset: span.from(),
            named: catalog.find(text),
            shut: shut(document, span),
        };
        line.facts(&mut facts);
    }
    facts.sort_by_key(|fact: &Fact| (fact.span, fact.kind));
    facts
}

/// The titles of documents in a line, as spans of the line.
fn shut(document: &Document, line: Span) -> Vec<Span> {
    let reading = document.folded.to_reading(line);
    let first = document
        .citations
        .partition_point(|c| c.span.start < reading.start);
    document
        .citations
        .iter()
        .skip(first)
        .take_while(|c| c.span.start < reading.end)
        .filter(|c| c.depth == 1)
        .map(|c| {
            let span = document.folded.to_folded(c.span);
            Span::new(
                span.from() - line.from().min(span.from()),
                span.to() - line.from().min(span.to()),
            )
        })
        .collect()
}

impl Line<'_> {
    fn facts(&self, facts: &mut Vec<Fact>) {
        let mut figures = Vec::new();
        let dates = super::dates::all(self.text, &self.shut);
        facts.extend(dates.iter().map(|date| self.date_fact(*date)));
        let mut closed = super::dates::spans(self.text, &dates);
        closed.extend(&self.shut);
        closed.sort_unstable();
        self.figures(&closed, &mut figures);
        for (index, figure) in figures.iter().enumerate() {
            let before = index.checked_sub(1).and_then(|i| figures.get(i));
            let next = figures.get(index + 1);
            self.name(figure, before, next, facts);
        }
        let possible = claim::possible(self.catalog, self.text);
        for clause in clause::clauses(self.text) {
            for claimed in claim::claims(&possible, slice(self.text, clause)) {
                self.claim_fact(clause, &claimed, facts);
            }
        }
    }

    fn reading(&self, span: Span) -> Span {
        self.document.folded.to_reading(span.shift(self.offset))
    }

    fn date_fact(&self, date: super::dates::Dated) -> Fact {
        Fact {
            id: None,
            metric: match date.kind {
                FactKind::Year => "年份".to_owned(),
                _ => "日期".to_owned(),
            },
            kind: date.kind,
            value: date.value,
            bound: Bound::Exact,
            unit: String::new(),
            span: self.reading(date.span),
            named: None,
            clause: self.reading(clause::clause_of(self.text, date.span)),
            change: false,
        }
    }

    fn claim_fact(&self, clause: Span, claimed: &claim::Claimed, facts: &mut Vec<Fact>) {
        let Some(metric) = self.catalog.metrics().get(claimed.metric) else {
            return;
        };
        facts.push(Fact {
            id: Some(metric.id.clone()),
            metric: metric.name.clone(),
            kind: FactKind::Claim,
            value: claimed.value,
            bound: Bound::Exact,
            unit: String::new(),
            span: self.reading(claimed.span.shift(clause.from())),
            named: None,
            clause: self.reading(clause),
            change: false,
        });
    }

    /// Reads the figures outside of `closed`, which is sorted.
    fn figures(&self, closed: &[Span], figures: &mut Vec<Figure>) {
        let mut closed = closed.iter().peekable();
        let mut at = self.ordinal_len();
        while let Some(c) = self.text.get(at..).and_then(|rest| rest.chars().next()) {
            while closed.next_if(|span| span.to() <= at).is_some() {}
            if let Some(span) = closed.peek()
                && span.from() <= at
            {
                at = span.to();
                continue;
            }
            let mut next = at + c.len_utf8();
            if may_start(c)
                && let Some((figure, end)) = self.figure_at(at)
            {
                figures.extend(figure);
                next = next.max(end);
            }
            at = next;
        }
    }

    /// Bytes that the ordinal at the start of the line takes.
    fn ordinal_len(&self) -> usize {
        let reading = self.reading(Span::new(0, self.text.len()));
        let first = self
            .document
            .sections
            .partition_point(|s| s.span.start < reading.start);
        self.document
            .sections
            .get(first)
            .and_then(|s| s.ordinal.as_ref())
            .filter(|o| o.span.start == reading.start)
            .map_or(0, |o| self.document.folded.to_folded(o.span).len())
    }

    /// Reads the figure at byte `at`: `None` where there is no number; else the figure, or
    /// nothing where the number is a look-alike, and where to go on.
    fn figure_at(&self, at: usize) -> Option<(Option<Figure>, usize)> {
        let rest = self.text.get(at..)?;
        let number = number::read(rest)?;
        let end = at + number.len;
        let behind = self.text.get(end..).unwrap_or("");
        let before = slice(self.text, Span::new(0, at));
        if around::is_look_alike(before, behind, &number) {
            return Some((None, end + around::look_alike_tail(behind)));
        }
        let sign = if behind.starts_with('%') { 1 } else { 0 };
        let is_rate = sign == 1 || number.percent;
        let unit_text = if is_rate {
            "%".to_owned()
        } else {
            phrase::unit(behind).to_owned()
        };
        let unit_len = if number.percent { 0 } else { unit_text.len() };
        let (number, unit_text) =
            in_written_unit(number, unit_text, slice(self.text, Span::new(at, end)));
        let mut end = end + unit_len;
        if unit_text.is_empty() && !around::stands_bare(before, behind, &number) {
            return Some((None, end));
        }
        if number.hanzi && !is_rate && !around::hanzi_counts(before, &number, &unit_text, behind) {
            return Some((None, at + number.len));
        }
        let after_unit = self.text.get(end..).unwrap_or("");
        let (bound, bound_len) = around::bound(before, &number, after_unit);
        end += bound_len;
        let span = Span::new(at, end);
        let clause = clause::clause_of(self.text, span);
        let lead = slice(self.text, Span::new(clause.from(), at));
        let figure = Figure {
            change: around::is_change(lead) || unit_text == "个百分点",
            number,
            span,
            unit: unit_text,
            bound,
            is_rate,
            clause,
        };
        Some((Some(figure), end))
    }

    /// Names the metrics of a figure and makes a fact for each.
    fn name(
        &self,
        figure: &Figure,
        before: Option<&Figure>,
        next: Option<&Figure>,
        facts: &mut Vec<Fact>,
    ) {
        let kind = self.kind(figure);
        let names = if kind == FactKind::Rate {
            self.rate_names(figure, before)
        } else {
            self.count_name(figure, before, next).into_iter().collect()
        };
        if names.is_empty() {
            let (text, named) = self.own_words(figure, kind);
            facts.push(self.fact(figure, kind, None, text, named));
        }
        for (metric, named) in names {
            let Some(metric) = self.catalog.metrics().get(metric) else {
                continue;
            };
            let id = Some(metric.id.clone());
            facts.push(self.fact(figure, kind, id, metric.name.clone(), Some(named)));
        }
    }

    fn kind(&self, figure: &Figure) -> FactKind {
        if figure.is_rate {
            FactKind::Rate
        } else if phrase::is_money(&figure.unit) {
            FactKind::Money
        } else if phrase::is_time(&figure.unit) {
            FactKind::Days
        } else {
            FactKind::Count
        }
    }

    fn fact(
        &self,
        figure: &Figure,
        kind: FactKind,
        id: Option<String>,
        metric: String,
        named: Option<Span>,
    ) -> Fact {
        Fact {
            id,
            metric,
            kind,
            value: figure.number.value.normalize(),
            bound: figure.bound,
            unit: figure.unit.clone(),
            span: self.reading(figure.span),
            named: named.map(|span| self.reading(span)),
            clause: self.reading(figure.clause),
            change: figure.change,
        }
    }

    /// The rates that one percentage states: `A率、B率均达100%` are two.
    fn rate_names(&self, figure: &Figure, before: Option<&Figure>) -> Vec<(usize, Span)> {
        let floor = before.map_or(0, |f| f.span.to());
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
                around::joins_names(between)
            };
            if !reachable {
                break;
            }
            names.push((metric, named.span));
            end = named.span.from();
        }
        names.reverse();
        if names.is_empty() {
            return self.rate_by_words(figure, from).into_iter().collect();
        }
        names
    }

    /// A rate that no alias names: the noun phrase up to 率 holds the words of a metric.
    fn rate_by_words(&self, figure: &Figure, from: usize) -> Option<(usize, Span)> {
        let span = Span::new(from, figure.span.from());
        let text = slice(self.text, span);
        let nearest = text.rfind([',', ';', '。']).filter(|at| {
            around::leads_to_number(text.get(*at + 1..).unwrap_or("").trim_start_matches('。'))
        });
        let text = match nearest {
            Some(_) => text,
            None => text.rsplit([',', ';', '。']).next().unwrap_or(text),
        };
        let behind_end = clause::clause_of(self.text, figure.span).to();
        let behind = slice(self.text, Span::new(figure.span.to(), behind_end));
        let all_words = |hay: &str, words: &[String]| {
            !words.is_empty() && words.iter().all(|w| hay.contains(w.as_str()))
        };
        let index = self.catalog.metrics().iter().position(|metric| {
            metric.kind == MetricKind::Rate
                && (all_words(text, &metric.words)
                    || (behind.starts_with('的') && all_words(behind, &metric.words)))
        })?;
        let start = figure.span.from() - text.len();
        Some((index, Span::new(start, figure.span.from())))
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

    /// What the author calls it, where the catalog has no name.
    fn own_words(&self, figure: &Figure, kind: FactKind) -> (String, Option<Span>) {
        let clause = slice(self.text, figure.clause);
        let at = figure.span.from() - figure.clause.from();
        let mut span = phrase::noun_before(clause, at);
        if kind != FactKind::Rate && phrase::is_vague(slice(clause, span)) {
            span = phrase::noun_behind(clause, figure.span.to() - figure.clause.from());
        }
        if span.is_empty() {
            return (String::new(), None);
        }
        (
            slice(clause, span).to_owned(),
            Some(span.shift(figure.clause.from())),
        )
    }
}

/// Money keeps the unit that is written: `1715.8万元` is 1715.8 万元, a count of 3万份 is 30000.
fn in_written_unit(number: Number, unit: String, written: &str) -> (Number, String) {
    if unit != "元" {
        return (number, unit);
    }
    let power = written.trim_end_matches(['余', '多']).chars().next_back();
    let (power, unit) = match power {
        Some('万') => (10_000, "万元"),
        Some('亿') => (100_000_000, "亿元"),
        _ => return (number, unit),
    };
    let value = number.value / Decimal::from(power);
    (Number { value, ..number }, unit.to_owned())
}

fn may_start(c: char) -> bool {
    c.is_ascii_digit() || "一二两三四五六七八九十百千".contains(c)
}
