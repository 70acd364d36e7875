//! One pass over the folded text, line by line: figures, dates and claims with their metrics.

use crate::document::Document;
use crate::document::Paragraph;
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
use crate::facts::claim;
use crate::facts::clause::Layout;
use crate::facts::dates;
use crate::facts::dates::Dated;
use crate::facts::figure;
use crate::facts::figure::Figure;
use crate::facts::naming::Named;
use crate::facts::periods::Periods;
use crate::facts::population;
use crate::facts::relation;
use crate::facts::table;
use crate::text::Span;
use crate::text::slice;
use std::cell::OnceCell;

/// One line of the folded text under inspection.
pub(super) struct Line<'a> {
    pub(super) document: &'a Document,
    pub(super) catalog: &'a Catalog,
    pub(super) text: &'a str,
    /// Byte of the folded text where the line starts.
    offset: usize,
    pub(super) layout: Layout,
    /// Stretches that state nothing: titles of documents.
    shut: Vec<Span>,
    /// Words of time.
    pub(super) periods: Periods,
    /// Where topics of metrics are named, found when first asked for.
    topics: OnceCell<Vec<Span>>,
}

/// Finds the facts of every paragraph that states something.
pub(super) fn all(document: &Document, catalog: &Catalog) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut rows: Vec<Line<'_>> = Vec::new();
    for paragraph in &document.paragraphs {
        let is_row = paragraph.role == Role::Table;
        if !is_row {
            table::facts(&rows, &mut facts);
            rows.clear();
        }
        if matches!(paragraph.role, Role::Title | Role::Head | Role::Tail) {
            continue;
        }
        let line = Line::new(document, catalog, paragraph);
        if is_row {
            rows.push(line);
        } else {
            line.facts(&mut facts);
        }
    }
    table::facts(&rows, &mut facts);
    facts.sort_by_key(|fact: &Fact| (fact.span, fact.kind));
    facts
}

impl<'a> Line<'a> {
    fn new(document: &'a Document, catalog: &'a Catalog, paragraph: &Paragraph) -> Self {
        let span = document.folded.to_folded(paragraph.span);
        let text = slice(document.folded.text(), span);
        let shut = shut(document, span);
        Self {
            document,
            catalog,
            text,
            offset: span.from(),
            layout: Layout::new(text),
            periods: Periods::new(text, &shut, document.year),
            shut,
            topics: OnceCell::new(),
        }
    }

    fn facts(&self, facts: &mut Vec<Fact>) {
        let dates = dates::all(self.text, &self.shut);
        facts.extend(dates.iter().map(|date| self.date_fact(*date)));
        let figures = self.figures(&dates);
        for (index, named) in self.name_all(&figures).into_iter().enumerate() {
            if let Some(figure) = figures.get(index) {
                self.state(&figures, index, figure, &named, facts);
            }
        }
        self.claims(facts);
    }

    /// The dates of the line as facts, and its figures.
    pub(super) fn figures_and_dates(&self, facts: &mut Vec<Fact>) -> Vec<Figure<'a>> {
        let dates = dates::all(self.text, &self.shut);
        facts.extend(dates.iter().map(|date| self.date_fact(*date)));
        self.figures(&dates)
    }

    fn figures(&self, dates: &[Dated]) -> Vec<Figure<'a>> {
        let mut closed = dates::spans(self.text, dates);
        closed.extend(&self.shut);
        closed.sort_unstable();
        figure::all(self.text, self.ordinal_len(), &self.layout, &closed)
    }

    pub(super) fn claims(&self, facts: &mut Vec<Fact>) {
        for (clause, claimed) in
            claim::all(self.catalog, self.text, &self.layout, |metric, clause| {
                self.is_on_topic(metric, clause)
            })
        {
            self.claim_fact(clause, &claimed, facts);
        }
    }

    pub(super) fn reading(&self, span: Span) -> Span {
        self.document.folded.to_reading(span.shift(self.offset))
    }

    /// Where topics of metrics are named.
    pub(super) fn topics(&self) -> &[Span] {
        self.topics.get_or_init(|| self.catalog.topics(self.text))
    }

    /// The heading that the line stands under, folded; empty where there is none.
    pub(super) fn heading(&self) -> &'a str {
        let start = self.reading(Span::new(0, self.text.len())).start;
        let section = self.document.section_at(start);
        let heading = section
            .and_then(|index| self.document.sections.get(index))
            .map(|section| self.document.folded.to_folded(section.heading));
        heading.map_or("", |span| slice(self.document.folded.text(), span))
    }

    fn date_fact(&self, date: Dated) -> Fact {
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
            clause: self.reading(self.layout.clause(self.text, date.span)),
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
        let sentence = self.layout.sentence(self.text, span.from());
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
            period: self.periods.of(self.text, span, clause, sentence),
            population: self.population(span, clause),
            relation: Relation::Stated,
            trend: None,
            polarity: claim::polarity(slice(self.text, span)),
        });
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

    /// Makes a fact for each name of a figure; one without a name where it has none.
    pub(super) fn state(
        &self,
        figures: &[Figure<'_>],
        index: usize,
        figure: &Figure<'_>,
        named: &Named,
        facts: &mut Vec<Fact>,
    ) {
        let about = self.about(figures, index, figure, named);
        for (metric, words) in &named.metrics {
            if let Some(metric) = self.catalog.metrics().get(*metric) {
                facts.push(Fact {
                    id: Some(metric.id.clone()),
                    metric: metric.name.clone(),
                    named: Some(self.reading(*words)),
                    ..about.clone()
                });
            }
        }
        for words in &named.own {
            facts.push(Fact {
                metric: slice(self.text, *words).to_owned(),
                named: Some(self.reading(*words)),
                ..about.clone()
            });
        }
        if named.metrics.is_empty() && named.own.is_empty() {
            facts.push(about);
        }
    }

    /// A figure with all that its surroundings tell, but for its name.
    fn about(
        &self,
        figures: &[Figure<'_>],
        index: usize,
        figure: &Figure<'_>,
        named: &Named,
    ) -> Fact {
        let sentence = self.layout.sentence(self.text, figure.span.from());
        let period = self
            .periods
            .of(self.text, figure.span, figure.clause, sentence);
        let lead = Span::new(figure.clause.from(), figure.span.from());
        let trend = figure
            .change
            .then(|| relation::trend(slice(self.text, lead)))
            .flatten();
        Fact {
            period: if self.ends_change(figures, index) {
                // 由上年的92%提高到98%: the 98% is no longer of last year.
                Period::Report
            } else if period != Period::Report {
                period
            } else if named.starts_change {
                Period::Before
            } else if named.of_several_times {
                Period::Other
            } else {
                period
            },
            population: match named.whose {
                Some(whose) => Some(self.whose(whose)),
                None => self.population(figure.span, figure.clause),
            },
            relation: self.relation(figures, index, figure),
            trend,
            ..self.bare(figure)
        }
    }

    /// A figure as it stands, of nothing.
    pub(super) fn bare(&self, figure: &Figure<'_>) -> Fact {
        Fact {
            id: None,
            metric: String::new(),
            kind: figure.kind,
            value: figure.number.value.normalize(),
            printed: figure.number.printed,
            bound: figure.bound,
            unit: figure.unit.to_owned(),
            span: self.reading(figure.span),
            named: None,
            clause: self.reading(figure.clause),
            period: Period::Report,
            population: None,
            relation: Relation::Stated,
            trend: None,
            polarity: Polarity::Affirmed,
        }
    }

    fn relation(&self, figures: &[Figure<'_>], index: usize, figure: &Figure<'_>) -> Relation {
        let sentence = self.layout.sentence(self.text, figure.span.from());
        let until = |from| slice(self.text, Span::new(from, figure.span.from()));
        let behind = self.text.get(figure.span.to()..).unwrap_or("");
        let lead = until(sentence);
        let parts = relation::parts_from(lead).map(|at| sentence + at);
        let whole = parts.and_then(|at| {
            let upto = figures.partition_point(|f| f.span.to() <= at);
            figures.get(upto.min(index).checked_sub(1)?)
        });
        let is_part = parts.is_some()
            && whole.is_none_or(|whole| relation::is_part_of(figure.unit, whole.unit));
        relation::relation(
            until(figure.clause.from()),
            behind,
            figure.bound,
            figure.is_rate(),
            figure.change,
            is_part,
        )
    }

    fn population(&self, figure: Span, clause: Span) -> Option<Population> {
        let sentence = self.layout.sentence(self.text, figure.from());
        let span = population::of(self.text, figure, clause, sentence)?;
        Some(self.whose(span))
    }

    fn whose(&self, span: Span) -> Population {
        Population {
            words: slice(self.text, span).to_owned(),
            span: self.reading(span),
        }
    }
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
