//! One pass over the folded text: figures and claims clause by clause, with their metrics.

use crate::document::Document;
use crate::document::Role;
use crate::facts::Bound;
use crate::facts::Catalog;
use crate::facts::Fact;
use crate::facts::FactKind;
use crate::facts::Period;
use crate::facts::Polarity;
use crate::facts::Population;
use crate::facts::Printed;
use crate::facts::Relation;
use crate::facts::around;
use crate::facts::catalog::Named;
use crate::facts::claim;
use crate::facts::clause;
use crate::facts::number;
use crate::facts::number::Number;
use crate::facts::periods::Periods;
use crate::facts::phrase;
use crate::facts::population;
use crate::facts::relation;
use crate::text::Span;
use crate::text::slice;
use rust_decimal::Decimal;

/// A number of one line with what stands around it; spans are of the line.
pub(super) struct Figure {
    pub(super) number: Number,
    /// Number, bound behind and unit.
    pub(super) span: Span,
    pub(super) unit: String,
    pub(super) bound: Bound,
    pub(super) is_rate: bool,
    pub(super) change: bool,
    pub(super) clause: Span,
}

/// One line of the folded text under inspection.
pub(super) struct Line<'a> {
    pub(super) document: &'a Document,
    pub(super) catalog: &'a Catalog,
    pub(super) text: &'a str,
    /// Byte of the folded text where the line starts.
    pub(super) offset: usize,
    pub(super) named: Vec<Named>,
    /// Stretches that state nothing: titles of documents, dates.
    pub(super) shut: Vec<Span>,
    /// Words of time.
    pub(super) periods: Periods,
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
        let shut = shut(document, span);
        let line = Line {
            document,
            catalog,
            text,
            offset: span.from(),
            named: catalog.find(text),
            periods: Periods::new(text, &shut, document.year),
            shut,
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
        let mut names: Vec<Vec<(usize, Span)>> = Vec::with_capacity(figures.len());
        for (index, figure) in figures.iter().enumerate() {
            let before = index.checked_sub(1).and_then(|i| figures.get(i));
            let next = figures.get(index + 1);
            let inherited = before
                .filter(|before| before.is_rate && figure.is_rate)
                .filter(|before| self.goes_on(before, figure))
                .and_then(|_| names.last().cloned());
            let own = inherited
                .or_else(|| self.in_turn(&figures, index))
                .unwrap_or_else(|| self.names(figure, before, next));
            self.state(figure, &own, facts);
            names.push(own);
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
            printed: Printed::WHOLE,
            bound: Bound::Exact,
            unit: String::new(),
            span: self.reading(date.span),
            named: None,
            clause: self.reading(clause::clause_of(self.text, date.span)),
            period: Period::Report,
            population: None,
            relation: Relation::Stated,
            trend: None,
            polarity: Polarity::Affirmed,
        }
    }

    fn claim_fact(&self, clause: Span, claimed: &claim::Claimed, facts: &mut Vec<Fact>) {
        let Some(metric) = self.catalog.metrics().get(claimed.metric) else {
            return;
        };
        let span = claimed.span.shift(clause.from());
        facts.push(Fact {
            id: Some(metric.id.clone()),
            metric: metric.name.clone(),
            kind: FactKind::Claim,
            value: claimed.value,
            printed: Printed::WHOLE,
            bound: Bound::Exact,
            unit: String::new(),
            span: self.reading(span),
            named: None,
            clause: self.reading(clause),
            period: self.periods.of(self.text, span, clause),
            population: self.population(span, clause),
            relation: Relation::Stated,
            trend: None,
            polarity: claim::polarity(slice(self.text, span)),
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
            is_rate: is_rate || unit_text == "个百分点",
            number,
            span,
            unit: unit_text,
            bound,
            clause,
        };
        Some((Some(figure), end))
    }

    /// Makes a fact for each metric of a figure, or one by the author's own words.
    fn state(&self, figure: &Figure, names: &[(usize, Span)], facts: &mut Vec<Fact>) {
        let kind = self.kind(figure);
        if names.is_empty() {
            let (text, named) = self.own_words(figure, kind);
            facts.push(self.fact(figure, kind, None, text, named));
        }
        for (metric, named) in names {
            let Some(metric) = self.catalog.metrics().get(*metric) else {
                continue;
            };
            let id = Some(metric.id.clone());
            facts.push(self.fact(figure, kind, id, metric.name.clone(), Some(*named)));
        }
    }

    pub(super) fn kind(&self, figure: &Figure) -> FactKind {
        // Points are named like a rate, but counted.
        if figure.is_rate && figure.unit != "个百分点" {
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
        let lead = Span::new(figure.clause.from(), figure.span.from());
        let trend = figure
            .change
            .then(|| relation::trend(slice(self.text, lead)))
            .flatten();
        Fact {
            id,
            metric,
            kind,
            value: figure.number.value.normalize(),
            printed: figure.number.printed,
            bound: figure.bound,
            unit: figure.unit.clone(),
            span: self.reading(figure.span),
            named: named.map(|span| self.reading(span)),
            clause: self.reading(figure.clause),
            period: self.periods.of(self.text, figure.span, figure.clause),
            population: self.population(figure.span, figure.clause),
            relation: self.relation(figure),
            trend,
            polarity: Polarity::Affirmed,
        }
    }

    fn relation(&self, figure: &Figure) -> Relation {
        let until = |from| slice(self.text, Span::new(from, figure.span.from()));
        let sentence = until(clause::sentence_start(self.text, figure.span.from()));
        let behind = self.text.get(figure.span.to()..).unwrap_or("");
        relation::relation(
            sentence,
            until(figure.clause.from()),
            behind,
            figure.bound,
            figure.is_rate,
            figure.change,
        )
    }

    fn population(&self, figure: Span, clause: Span) -> Option<Population> {
        let span = population::of(self.text, figure, clause)?;
        Some(Population {
            words: slice(self.text, span).to_owned(),
            span: self.reading(span),
        })
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
    let step = number.printed.step / Decimal::from(power);
    let printed = Printed {
        step,
        ..number.printed
    };
    let number = Number {
        value,
        printed,
        ..number
    };
    (number, unit.to_owned())
}

fn may_start(c: char) -> bool {
    c.is_ascii_digit() || "一二两三四五六七八九十百千".contains(c)
}
