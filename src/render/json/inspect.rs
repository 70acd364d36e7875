//! What yifa understood of one report.

use super::document;
use super::line;
use super::place::Quoted;
use super::place::Range;
use crate::document::Document;
use crate::document::Section;
use crate::facts::Bound;
use crate::facts::Fact;
use crate::facts::Polarity;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;
use serde::Serializer;

#[derive(Serialize)]
struct Report<'a> {
    path: &'a str,
    title: Option<&'a str>,
    year: Option<i32>,
    document: document::Head<'a>,
    parts: Vec<document::Part<'a>>,
    sections: Vec<JsonSection<'a>>,
    facts: Vec<JsonFact<'a>>,
    citations: Vec<Citation<'a>>,
}

#[derive(Serialize)]
struct JsonSection<'a> {
    level: u8,
    number: Option<u32>,
    title: &'a str,
    #[serde(flatten)]
    range: Range,
    part: Option<&'static str>,
}

#[derive(Serialize)]
struct JsonFact<'a> {
    metric: &'a str,
    #[serde(serialize_with = "number")]
    value: Decimal,
    unit: &'a str,
    kind: &'static str,
    approx: bool,
    bound: &'static str,
    #[serde(serialize_with = "end")]
    low: Option<Decimal>,
    #[serde(serialize_with = "end")]
    high: Option<Decimal>,
    /// As mathematicians write it: which ends are reached is seen here.
    interval: String,
    family: &'static str,
    period: String,
    population: Option<&'a str>,
    relation: &'static str,
    trend: Option<&'static str>,
    negative: bool,
    #[serde(flatten)]
    quoted: Quoted,
}

#[derive(Serialize)]
struct Citation<'a> {
    title: &'a str,
    #[serde(flatten)]
    quoted: Quoted,
    depth: u8,
}

#[derive(Serialize)]
struct Facts<'a> {
    path: &'a str,
    title: Option<&'a str>,
    year: Option<i32>,
    facts: Vec<ScopedFact<'a>>,
}

#[derive(Serialize)]
struct ScopedFact<'a> {
    #[serde(flatten)]
    fact: JsonFact<'a>,
    id: Option<&'a str>,
    scope: &'static str,
}

/// Renders the figures of one report as a line of JSON, each with its scope.
#[must_use]
pub fn facts(path: &str, document: &Document, facts: &[Fact]) -> String {
    line(&Facts {
        path,
        title: document::title(document),
        year: document.year,
        facts: facts
            .iter()
            .map(|found| ScopedFact {
                fact: fact(document, found),
                id: found.id.as_deref(),
                scope: crate::facts::scope(document, found, document.year).name(),
            })
            .collect(),
    })
}

/// Renders what was understood of one report as a line of JSON.
#[must_use]
pub fn report(path: &str, document: &Document, facts: &[Fact]) -> String {
    line(&Report {
        path,
        title: document::title(document),
        year: document.year,
        document: document::head(document),
        parts: document::parts(document),
        sections: document
            .sections
            .iter()
            .map(|found| section(document, found))
            .collect(),
        facts: facts.iter().map(|found| fact(document, found)).collect(),
        citations: citations(document),
    })
}

fn section<'a>(document: &'a Document, section: &Section) -> JsonSection<'a> {
    JsonSection {
        level: section.level,
        number: section.ordinal.as_ref().map(|ordinal| ordinal.number),
        title: document.slice(section.title),
        range: Range::of(&document.source, section.span),
        part: section.part.map(crate::document::PartKind::name),
    }
}

fn fact<'a>(document: &Document, fact: &'a Fact) -> JsonFact<'a> {
    let interval = fact.interval();
    JsonFact {
        metric: &fact.metric,
        value: fact.value,
        unit: &fact.unit,
        kind: fact.kind.name(),
        approx: fact.bound != Bound::Exact,
        bound: fact.bound.name(),
        low: interval.low().map(|end| end.value),
        high: interval.high().map(|end| end.value),
        interval: interval.to_string(),
        family: fact.family().name(),
        period: fact.period.to_string(),
        population: fact.population.as_ref().map(|p| p.words.as_str()),
        relation: fact.relation.name(),
        trend: fact.trend.map(crate::facts::Trend::name),
        negative: fact.polarity == Polarity::Negated,
        quoted: Quoted::of(&document.source, fact.span),
    }
}

fn citations(document: &Document) -> Vec<Citation<'_>> {
    document
        .citations
        .iter()
        .map(|citation| Citation {
            title: document.slice(citation.title),
            quoted: Quoted::of(&document.source, citation.span),
            depth: citation.depth,
        })
        .collect()
}

/// A JSON number: whole numbers without a point, others in their shortest form.
fn number<S: Serializer>(value: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    let value = value.normalize();
    match value.to_i64() {
        Some(whole) if value.scale() == 0 => serializer.serialize_i64(whole),
        _ => serializer.serialize_f64(value.to_string().parse().unwrap_or_default()),
    }
}

/// The end of an interval; `null` where there is no limit.
fn end<S: Serializer>(value: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => number(value, serializer),
        None => serializer.serialize_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let check = |text: &str, want: &str| {
            let mut out = Vec::new();
            let value: Decimal = text.parse().expect("a decimal");
            number(&value, &mut serde_json::Serializer::new(&mut out)).expect("a number");
            assert_eq!(String::from_utf8_lossy(&out), want);
        };
        check("100.00", "100");
        check("98.20", "98.2");
        check("0", "0");
        check("-3.5", "-3.5");
        check("12000000000000", "12000000000000");
        check("0.1", "0.1");
        check("20240315", "20240315");
    }
}
