//! The figures of a report as a table: for the terminal, and as CSV for spreadsheets.

use crate::document::Document;
use crate::facts;
use crate::facts::Fact;
use crate::facts::FactKind;
use crate::facts::Trend;
use crate::text::Span;

/// One figure in the words shown to people.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// The metric's name, else the author's own noun phrase; may be empty.
    pub metric: String,
    /// The value, without its unit.
    pub value: String,
    /// What it can stand for; empty where it is just the value.
    pub interval: String,
    /// The unit as written.
    pub unit: String,
    /// The time it is of.
    pub period: String,
    /// How it stands in its sentence: 数, 部分, 率, 增加, 减少, 要求.
    pub relation: &'static str,
    /// What it speaks of: 本单位, 目标, 往年.
    pub scope: &'static str,
    /// Whose figure it is; empty where nothing is said.
    pub population: String,
    /// The author's words.
    pub quote: String,
    /// Where it stands, Chinese.
    pub place: String,
}

/// The heads of the columns of [`csv`].
pub const HEADS: [&str; 11] = [
    "报告", "指标", "数值", "区间", "单位", "时期", "关系", "口径", "对象", "原文", "位置",
];

/// Returns the figures of a report that have a value: days and years are left out.
#[must_use]
pub fn rows(document: &Document, facts: &[Fact]) -> Vec<Row> {
    let is_figure = |fact: &&Fact| !matches!(fact.kind, FactKind::Date | FactKind::Year);
    facts
        .iter()
        .filter(is_figure)
        .map(|fact| row(document, fact))
        .collect()
}

fn row(document: &Document, fact: &Fact) -> Row {
    let interval = fact.interval();
    let single = interval.single() == Some(fact.value);
    let relation = match (fact.is_change(), fact.trend) {
        (true, Some(Trend::Up)) => "增加",
        (true, Some(Trend::Down)) => "减少",
        _ => fact.relation.chinese(),
    };
    Row {
        metric: fact.metric.clone(),
        value: fact.value.normalize().to_string(),
        interval: if single {
            String::new()
        } else {
            interval.to_string()
        },
        unit: fact.unit.clone(),
        period: fact.period.to_string(),
        relation,
        scope: facts::scope(document, fact, document.year).chinese(),
        population: fact
            .population
            .as_ref()
            .map_or(String::new(), |population| population.words.clone()),
        quote: words(document, fact.span),
        place: document.source.locate(fact.span).chinese(),
    }
}

fn words(document: &Document, span: Span) -> String {
    document.slice(span).replace(['\n', '\t'], " ")
}

/// Starts a CSV file: the mark by which spreadsheets know UTF-8, and the heads of the columns.
#[must_use]
pub fn csv_head() -> String {
    format!("\u{feff}{}\r\n", HEADS.join(","))
}

/// Renders the figures of one report as lines of CSV (RFC 4180).
#[must_use]
pub fn csv(path: &str, document: &Document, facts: &[Fact]) -> String {
    let line = |row: Row| {
        let fields = [
            path,
            &row.metric,
            &row.value,
            &row.interval,
            &row.unit,
            &row.period,
            row.relation,
            row.scope,
            &row.population,
            &row.quote,
            &row.place,
        ];
        fields.map(field).join(",") + "\r\n"
    };
    rows(document, facts).into_iter().map(line).collect()
}

/// One field, in quotation marks where it needs them.
///
/// A field that a spreadsheet would take for a formula gets a quotation mark in front: a report
/// must not be able to make it calculate.
fn field(text: &str) -> String {
    let is_number = text.parse::<rust_decimal::Decimal>().is_ok();
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number;
    let text = if is_formula {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_quoted_where_they_must_be() {
        let check = |text: &str, want: &str| assert_eq!(field(text), want);
        check("行政复议受理数", "行政复议受理数");
        check("[98.15, 98.25)", "\"[98.15, 98.25)\"");
        check("甲\"乙", "\"甲\"\"乙\"");
        check("=1+1", "'=1+1");
        check("-3.5", "-3.5");
        check("-甲", "'-甲");
    }
}
