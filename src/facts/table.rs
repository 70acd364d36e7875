//! Figures in tables: what a cell states is told by the head of its row and of its column.

use crate::facts::Fact;
use crate::facts::FactKind;
use crate::facts::MetricKind;
use crate::facts::Period;
use crate::facts::Population;
use crate::facts::Relation;
use crate::facts::figure::Figure;
use crate::facts::line::Line;
use crate::facts::naming::metric_kind;
use crate::facts::periods::Periods;
use crate::facts::phrase;
use crate::facts::unit;
use crate::text::Span;
use crate::text::slice;

/// The rows of one table, read.
struct Table<'a> {
    rows: Vec<Row<'a>>,
    /// What stands over each column; merged heads are those of all their columns.
    heads: Vec<Cell>,
    /// A row or a column of totals stands in it: the others are parts.
    has_total: bool,
    /// Everything that is said over and beside the figures: the topic of the table.
    topic: String,
}

struct Row<'a> {
    line: &'a Line<'a>,
    figures: Vec<Figure<'a>>,
    cells: Vec<Span>,
}

/// The words of a head, and where they stand in the reading text.
#[derive(Clone, Default)]
struct Cell {
    text: String,
    span: Option<Span>,
}

/// Finds the facts of the rows of one table.
pub(super) fn facts(lines: &[Line<'_>], facts: &mut Vec<Fact>) {
    let rows: Vec<Row<'_>> = lines
        .iter()
        .map(|line| Row {
            line,
            figures: line.figures_and_dates(facts),
            cells: cells(line.text),
        })
        .collect();
    let n_heads = rows.iter().take_while(|row| row.is_head()).count();
    let single = rows.len() < 2;
    let (heads, rest) = rows.split_at_checked(n_heads).unwrap_or((&rows, &[]));
    let heads = column_heads(heads);
    let topic = topic(&heads, rest);
    let table = Table {
        has_total: rest.iter().any(|row| is_total(&row.head(None).text))
            || heads.iter().any(|head| is_total(&head.text)),
        heads,
        topic,
        rows,
    };
    for (index, row) in table.rows.iter().enumerate() {
        let is_head = index < n_heads;
        let above = table.rows.get(n_heads..index).unwrap_or(&[]);
        table.row_facts(row, above, is_head || single, facts);
        row.line.claims(facts);
    }
}

/// The cells of a row, without the blanks around them.
fn cells(text: &str) -> Vec<Span> {
    let mut from = 0;
    text.split('\t')
        .map(|cell| {
            let span = Span::new(from, from + cell.len());
            from += cell.len() + 1;
            span
        })
        .collect()
}

/// What stands over each column. An empty cell goes on from the one to its left, as merged cells
/// are read; several rows of heads are joined.
fn column_heads(rows: &[Row<'_>]) -> Vec<Cell> {
    let mut heads: Vec<Cell> = Vec::new();
    for row in rows {
        let mut left = Cell::default();
        for (column, span) in row.cells.iter().enumerate() {
            let own = row.cell(*span);
            if !own.text.is_empty() {
                left = own;
            } else if rows.len() < 2 {
                left = Cell::default();
            }
            if heads.len() <= column {
                heads.resize(column + 1, Cell::default());
            }
            if let Some(head) = heads.get_mut(column)
                && !head.text.ends_with(&left.text)
            {
                head.text.push_str(&left.text);
                head.span = left.span.or(head.span);
            }
        }
    }
    heads
}

fn topic(heads: &[Cell], rows: &[Row<'_>]) -> String {
    const ENOUGH: usize = 2_000;
    let mut topic = String::new();
    for head in heads {
        topic.push_str(&head.text);
    }
    for row in rows {
        if topic.len() > ENOUGH {
            break;
        }
        topic.push_str(&row.head(None).text);
    }
    topic
}

/// Tells the head of a row or column of totals.
fn is_total(head: &str) -> bool {
    ["合计", "总计", "小计", "共计", "总数", "总量", "汇总"].contains(&head)
}

impl Row<'_> {
    fn cell(&self, span: Span) -> Cell {
        let text = slice(self.line.text, span);
        Cell {
            text: text.to_owned(),
            span: (!text.is_empty()).then(|| self.line.reading(span)),
        }
    }

    /// The figure that fills a cell.
    fn value(&self, cell: Span) -> Option<&Figure<'_>> {
        let next = self
            .figures
            .partition_point(|f| f.span.from() < cell.from());
        self.figures.get(next).filter(|figure| figure.span == cell)
    }

    /// A row of heads holds no figures but years.
    fn is_head(&self) -> bool {
        !self.cells.iter().any(|cell| {
            let text = slice(self.line.text, *cell);
            self.value(*cell).is_some() && !is_year(text)
        }) && self
            .figures
            .iter()
            .all(|figure| is_year(slice(self.line.text, figure.span)))
    }

    /// The words before the first figure of the row; where a merged cell left the first ones
    /// empty, those of the row above.
    fn head(&self, above: Option<&Row<'_>>) -> Cell {
        let mut head = Cell::default();
        for (column, span) in self.cells.iter().enumerate() {
            let text = slice(self.line.text, *span);
            let serial = column == 0 && text.chars().all(|c| c.is_ascii_digit());
            if self.value(*span).is_some() && !serial {
                break;
            }
            if unit::is_whole(text) {
                continue;
            }
            let cell = match (text.is_empty(), above) {
                (true, Some(above)) if column + 1 < self.cells.len() => {
                    above.cells.get(column).map(|span| above.cell(*span))
                }
                _ => Some(self.cell(*span)),
            };
            if let Some(cell) = cell.filter(|cell| !cell.text.is_empty() && !serial) {
                head = cell;
            }
        }
        head
    }

    /// A cell that holds nothing but a unit.
    fn unit(&self) -> &str {
        self.cells
            .iter()
            .map(|span| slice(self.line.text, *span))
            .find(|text| unit::is_whole(text))
            .unwrap_or("")
    }
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && (text.starts_with("19") || text.starts_with("20"))
}

impl Table<'_> {
    fn row_facts(&self, row: &Row<'_>, above: &[Row<'_>], as_line: bool, facts: &mut Vec<Fact>) {
        let head = row.head(above.last());
        let names = row.line.name_all(&row.figures);
        for (index, (figure, named)) in row.figures.iter().zip(&names).enumerate() {
            let column = row.cells.iter().position(|cell| *cell == figure.span);
            match column {
                Some(column) if !as_line => {
                    facts.extend(self.cell_fact(row, &head, figure, column));
                }
                _ => row.line.state(&row.figures, index, figure, named, facts),
            }
        }
    }

    /// What a cell states; nothing for a serial number and for a year.
    fn cell_fact(
        &self,
        row: &Row<'_>,
        head: &Cell,
        figure: &Figure<'_>,
        column: usize,
    ) -> Option<Fact> {
        let over = self.heads.get(column).cloned().unwrap_or_default();
        let written = slice(row.line.text, figure.span);
        let is_serial = ["序号", "编号", "排名", "名次"].contains(&over.text.as_str())
            || (column == 0 && over.text.is_empty() && written.len() <= 2);
        if is_serial || (is_year(written) && over.text.contains('年')) {
            return None;
        }
        let unit = [
            figure.unit,
            in_brackets(&over.text),
            in_brackets(&head.text),
            row.unit(),
        ]
        .into_iter()
        .find(|unit| !unit.is_empty())
        .unwrap_or("");
        let kind = if unit == "%" {
            FactKind::Rate
        } else {
            kind(figure, unit)
        };
        let named = self.name(row, head, &over, unit, kind);
        let period = self
            .period(row, &over.text)
            .or_else(|| self.period(row, &head.text));
        let is_part = self.has_total
            && !is_total(&head.text)
            && !is_total(&over.text)
            && kind != FactKind::Rate;
        let changes = ["同比", "环比", "增减", "增幅", "增长"];
        let relation = if changes.iter().any(|word| over.text.contains(word)) {
            Relation::Change
        } else if kind == FactKind::Rate {
            Relation::Rate
        } else if is_part {
            Relation::Part
        } else {
            Relation::Stated
        };
        Some(Fact {
            id: named.id,
            metric: named.metric,
            kind,
            unit: unit.to_owned(),
            named: named.words,
            period: period.unwrap_or(Period::Report),
            population: named.population,
            relation,
            ..row.line.bare(figure)
        })
    }

    fn period(&self, row: &Row<'_>, text: &str) -> Option<Period> {
        let periods = Periods::new(text, &[], row.line.document.year);
        periods.first().or_else(|| {
            let year = text
                .get(..4)
                .filter(|year| is_year(year) && text.len() <= 7)?;
            let year: i32 = year.parse().ok()?;
            Some(match row.line.document.year {
                Some(own) if own == year => Period::Report,
                _ => Period::Year(year),
            })
        })
    }

    /// Names a cell by its column (the row then says whose it is), by its row, or by both.
    fn name(
        &self,
        row: &Row<'_>,
        head: &Cell,
        over: &Cell,
        unit: &str,
        kind: FactKind,
    ) -> CellName {
        let known = |text: &str| {
            row.line
                .known_in(text, unit, metric_kind(kind), &self.topic)
        };
        let (beside, above) = (bare(&head.text), bare(&over.text));
        let tells_nothing =
            is_total(above) || is_neutral(above) || self.period(row, above).is_some();
        if !tells_nothing && let Some(metric) = known(above) {
            let whose = known(beside).is_none() && !is_total(beside) && !beside.is_empty();
            return CellName::known(row, metric, over).of(whose.then_some(head));
        }
        if let Some(metric) = known(&format!("{above}{beside}")).filter(|_| !tells_nothing) {
            return CellName::known(row, metric, head);
        }
        if let Some(metric) = known(beside) {
            let whose = !tells_nothing && !above.is_empty();
            return CellName::known(row, metric, head).of(whose.then_some(over));
        }
        if tells_nothing || above.is_empty() {
            return CellName::own(beside, head);
        }
        if is_total(beside) || is_body(beside) {
            let whose = !is_total(beside);
            return CellName::own(above, over).of(whose.then_some(head));
        }
        CellName::own(&format!("{beside}{above}"), head)
    }
}

/// What a cell is called, and whose figure it is.
#[derive(Default)]
struct CellName {
    id: Option<String>,
    metric: String,
    words: Option<Span>,
    population: Option<Population>,
}

impl CellName {
    fn known(row: &Row<'_>, metric: usize, words: &Cell) -> Self {
        let metric = row.line.catalog.metrics().get(metric);
        Self {
            id: metric.map(|metric| metric.id.clone()),
            metric: metric.map(|metric| metric.name.clone()).unwrap_or_default(),
            words: words.span,
            population: None,
        }
    }

    fn own(text: &str, words: &Cell) -> Self {
        Self {
            id: None,
            metric: phrase::trim_head(text).to_owned(),
            words: words.span,
            population: None,
        }
    }

    fn of(self, whose: Option<&Cell>) -> Self {
        let population = whose.and_then(|cell| {
            Some(Population {
                words: bare(&cell.text).to_owned(),
                span: cell.span?,
            })
        });
        Self { population, ..self }
    }
}

fn kind(figure: &Figure<'_>, unit: &str) -> FactKind {
    if figure.kind != FactKind::Count || figure.unit == unit {
        figure.kind
    } else if unit::is_money(unit) {
        FactKind::Money
    } else if unit::is_time(unit) {
        FactKind::Days
    } else {
        FactKind::Count
    }
}

/// A head without its unit in brackets.
fn bare(head: &str) -> &str {
    head.split_once('(')
        .map_or(head, |(bare, _)| bare)
        .trim_end_matches([':', ' '])
}

/// The unit in the brackets of a head: 数量(件), (单位:万元), (%).
fn in_brackets(head: &str) -> &str {
    let Some((_, inside)) = head.split_once('(') else {
        return "";
    };
    let inside = inside.split(')').next().unwrap_or("");
    let text = inside.trim_start_matches("单位:");
    if unit::is_whole(text) { text } else { "" }
}

/// Heads that do not tell what is counted.
fn is_neutral(head: &str) -> bool {
    const WORDS: [&str; 20] = [
        "数量",
        "数值",
        "数据",
        "数字",
        "指标值",
        "完成情况",
        "完成值",
        "结果",
        "实际",
        "实际值",
        "本年",
        "本年度",
        "本年数",
        "当年",
        "件数",
        "总数",
        "值",
        "统计数据",
        "内容",
        "情况",
    ];
    head.is_empty() || WORDS.contains(&head)
}

/// Tells the name of a body.
fn is_body(head: &str) -> bool {
    const ENDS: [&str; 20] = [
        "局",
        "委",
        "办",
        "镇",
        "乡",
        "街道",
        "政府",
        "法院",
        "检察院",
        "中心",
        "部门",
        "单位",
        "县",
        "区",
        "市",
        "所",
        "队",
        "站",
        "社区",
        "村",
    ];
    ENDS.iter().any(|end| head.ends_with(end))
}

impl Line<'_> {
    /// The metric that a head of a table names; `topic` is all that the table's heads say.
    fn known_in(&self, text: &str, unit: &str, kind: MetricKind, topic: &str) -> Option<usize> {
        if text.is_empty() {
            return None;
        }
        let heading = self.heading();
        phrase::variants(text).find_map(|variant| {
            self.catalog.named(variant).into_iter().find_map(|name| {
                let metrics = name.metrics.iter().copied();
                let fits = |index: &usize| {
                    self.catalog.metrics().get(*index).is_some_and(|metric| {
                        let says =
                            |words: &str| metric.needs.iter().any(|w| words.contains(w.as_str()));
                        metric.kind == kind
                            && metric.counts_in(unit)
                            && (metric.needs.is_empty()
                                || says(text)
                                || says(topic)
                                || says(heading))
                            && !metric.not.iter().any(|w| text.contains(w.as_str()))
                    })
                };
                metrics.clone().find(fits)
            })
        })
    }
}
