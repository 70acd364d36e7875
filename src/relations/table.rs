//! Tables with a row or a column 合计.
//!
//! What a table adds up is learned from the table itself: where one column of the row 合计 adds up
//! and another does not, the other is wrong; where none does, the row is no sum of those above.

use crate::document::Document;
use crate::document::Role;
use crate::facts::Interval;
use crate::relations;
use crate::relations::Certainty;
use crate::relations::Kind;
use crate::relations::Operand;
use crate::relations::Relation;
use crate::relations::Verdict;
use crate::relations::label;
use crate::relations::show;
use crate::text::Span;
use rust_decimal::Decimal;

/// A table is not looked at beyond so many rows and columns.
const ROWS: usize = 400;
const COLUMNS: usize = 40;

/// Names of rows and columns that hold sums.
const TOTALS: [&str; 8] = [
    "合计", "总计", "共计", "小计", "总数", "总和", "汇总", "合 计",
];

#[derive(Clone, Debug)]
enum Cell {
    Empty,
    Number { interval: Interval, percent: bool },
    Text,
}

#[derive(Clone, Debug)]
struct Placed {
    cell: Cell,
    text: String,
    span: Span,
}

type Row = Vec<Placed>;

/// Finds the sums of all tables.
pub(super) fn find(document: &Document, relations: &mut Vec<Relation>) {
    let mut rows: Vec<Row> = Vec::new();
    for paragraph in &document.paragraphs {
        if paragraph.role == Role::Table && rows.len() < ROWS {
            rows.push(row(document, paragraph.span));
        } else if !rows.is_empty() {
            table(&rows, relations);
            rows.clear();
        }
    }
    table(&rows, relations);
}

fn row(document: &Document, paragraph: Span) -> Row {
    let mut start = paragraph.from();
    let cells = document.slice(paragraph).split('\t').take(COLUMNS);
    cells
        .map(|cell| {
            let span = Span::new(start, start + cell.len());
            start += cell.len() + 1;
            let text = document.folded(span).trim().to_owned();
            Placed {
                cell: read(&text),
                text,
                span,
            }
        })
        .collect()
}

/// Reads a cell: one number with at most a unit, nothing, or words.
fn read(text: &str) -> Cell {
    if text.is_empty() || ["-", "—", "——", "--", "/", "无", "\\"].contains(&text) {
        return Cell::Empty;
    }
    let digits = text
        .bytes()
        .take_while(|b| b.is_ascii_digit() || b",.".contains(b))
        .count();
    let unit = text.get(digits..).unwrap_or("");
    let number: String = text
        .get(..digits)
        .unwrap_or("")
        .chars()
        .filter(|c| *c != ',')
        .collect();
    let plain = unit.chars().count() <= 3 && !unit.contains(|c: char| c.is_ascii_digit());
    let exact = !unit.starts_with(['余', '多', '万', '亿', '年', '月', '日', '.', '、']);
    match number.parse::<Decimal>() {
        Ok(value) if plain && exact => Cell::Number {
            interval: printed(value),
            percent: unit.starts_with('%'),
        },
        _ => Cell::Text,
    }
}

/// Decimals may have been rounded.
fn printed(value: Decimal) -> Interval {
    if value.scale() == 0 {
        return Interval::exact(value);
    }
    let half = Decimal::from_parts(5, 0, 0, false, value.scale() + 1);
    Interval::closed(value - half, value + half)
}

fn table(rows: &[Row], relations: &mut Vec<Relation>) {
    if rows.len() < 3 {
        return;
    }
    by_row(rows, relations);
    by_column(rows, relations);
}

fn is_total(text: &str) -> bool {
    TOTALS
        .iter()
        .any(|word| text == *word || (text.ends_with(word) && text.chars().count() <= 8))
}

/// The name of a row: its first cell that is no number.
fn name(row: &Row) -> &str {
    row.iter()
        .take(3)
        .find(|placed| matches!(placed.cell, Cell::Text))
        .map_or("", |placed| placed.text.as_str())
}

fn is_nested(row: &Row) -> bool {
    let name = name(row);
    name.starts_with("其中")
        || name.starts_with('#')
        || name.starts_with("其:")
        || name.starts_with("含")
}

fn header_len(rows: &[Row]) -> usize {
    let has_numbers = |row: &Row| {
        row.iter()
            .any(|placed| matches!(placed.cell, Cell::Number { .. }))
    };
    rows.iter().take_while(|row| !has_numbers(row)).count()
}

/// What became of one sum.
struct Summed {
    relation: Relation,
    holds: bool,
}

/// Rows 合计: columns are added up.
fn by_row(rows: &[Row], relations: &mut Vec<Relation>) {
    let header = header_len(rows);
    for (index, total) in rows.iter().enumerate().skip(header) {
        if !is_total(name(total)) {
            continue;
        }
        let Some(parts) = parts_of(rows, header, index) else {
            continue;
        };
        let columns = 0..total.len();
        let summed: Vec<Summed> = columns
            .filter(|column| !is_odd_column(rows, header, *column))
            .filter_map(|column| column_sum(total, &parts, column))
            .collect();
        settle(summed, relations);
    }
}

/// The rows that a row 合计 adds up: those above it up to the row 小计 before, or, in the first row,
/// those below.
fn parts_of(rows: &[Row], header: usize, total: usize) -> Option<Vec<&Row>> {
    let is_sub = |row: &&Row| name(row).ends_with("小计");
    let plain = |row: &&Row| !is_nested(row) && !is_total(name(row));
    let above = rows.get(header..total)?;
    if above.is_empty() {
        let below = rows.get(total + 1..)?;
        let parts: Vec<&Row> = below.iter().filter(plain).collect();
        return (parts.len() >= 2 && below.iter().filter(|row| is_total(name(row))).count() == 0)
            .then_some(parts);
    }
    let subs: Vec<&Row> = above.iter().filter(is_sub).collect();
    let own = rows.get(total)?;
    let parts: Vec<&Row> = if name(own).ends_with("小计") {
        let from = above
            .iter()
            .rposition(|row| is_total(name(row)))
            .map_or(0, |at| at + 1);
        above.get(from..)?.iter().filter(plain).collect()
    } else if subs.is_empty() {
        let from = above
            .iter()
            .rposition(|row| is_total(name(row)))
            .map_or(0, |at| at + 1);
        above.get(from..)?.iter().filter(plain).collect()
    } else {
        subs
    };
    (parts.len() >= 2).then_some(parts)
}

/// Columns that are not added up: ordinals, years, rates.
fn is_odd_column(rows: &[Row], header: usize, column: usize) -> bool {
    let heads = rows.iter().take(header).filter_map(|row| row.get(column));
    let mut heads = heads.map(|placed| placed.text.as_str());
    heads.any(|head| {
        label::any(
            head,
            &[
                "序号", "编号", "年份", "率", "占比", "比例", "排名", "%", "平均", "人均", "同比",
                "增幅",
            ],
        )
    })
}

fn column_sum(total: &Row, parts: &[&Row], column: usize) -> Option<Summed> {
    let total = total.get(column)?;
    let cells: Vec<&Placed> = parts.iter().filter_map(|row| row.get(column)).collect();
    if cells.len() != parts.len() {
        return None;
    }
    summed(total, &cells, "合计")
}

/// Adds cells up; `None` where one of them is no number.
fn summed(total: &Placed, cells: &[&Placed], role: &'static str) -> Option<Summed> {
    let Cell::Number {
        interval: written,
        percent: false,
    } = total.cell
    else {
        return None;
    };
    let mut sum = Interval::exact(Decimal::ZERO);
    let mut operands = vec![Operand::own(role, total.span, written)];
    let mut numbers = Vec::new();
    for placed in cells {
        match placed.cell {
            Cell::Number { percent: true, .. } | Cell::Text => return None,
            Cell::Empty => {}
            Cell::Number { interval, .. } => {
                sum = sum + interval;
                operands.push(Operand::own("分项", placed.span, interval));
                numbers.push(placed.text.clone());
            }
        }
    }
    if numbers.len() < 2 {
        return None;
    }
    let holds = sum.intersects(&written);
    let middle = sum
        .low()
        .zip(sum.high())
        .map(|(low, high)| (low.value + high.value) / Decimal::TWO);
    let left = numbers.join("+");
    let computation = match middle {
        Some(value) if !holds => format!("{left}={}，原文写{}", show::value(value), total.text),
        _ => format!("{left}={}", total.text),
    };
    let relation = Relation {
        kind: Kind::Table,
        name: role.to_owned(),
        operands,
        verdict: if holds {
            Verdict::Holds
        } else {
            Verdict::Violated
        },
        reason: String::new(),
        certainty: Certainty::Likely,
        computation,
        distance: relations::distance(&sum, &written),
    };
    Some(Summed { relation, holds })
}

/// Settles the sums of one row or column together.
fn settle(summed: Vec<Summed>, relations: &mut Vec<Relation>) {
    let n_holds = summed.iter().filter(|one| one.holds).count();
    let n = summed.len();
    for one in summed {
        let mut relation = one.relation;
        if n_holds > 0 && n_holds * 2 >= n {
            relation.certainty = Certainty::Sure;
        } else if !one.holds && n > 1 {
            relation.verdict = Verdict::Undecidable;
            relation.reason = "合计与各项之和多处不同，可能不是简单相加".to_owned();
        }
        relations.push(relation);
    }
}

/// Columns 合计: rows are added up.
fn by_column(rows: &[Row], relations: &mut Vec<Relation>) {
    let header = header_len(rows);
    let Some(heads) = rows.get(header.saturating_sub(1)).filter(|_| header > 0) else {
        return;
    };
    let totals: Vec<usize> = heads
        .iter()
        .enumerate()
        .filter(|(_, placed)| is_total(&placed.text))
        .map(|(at, _)| at)
        .collect();
    let [total] = totals.as_slice() else { return };
    let usable = |column: &usize| !is_odd_column(rows, header, *column) && column != total;
    let nested = |column: &usize| {
        heads
            .get(*column)
            .is_some_and(|head| head.text.starts_with("其中"))
    };
    let all: Vec<usize> = (0..heads.len()).filter(usable).collect();
    if all.iter().any(nested) {
        return;
    }
    let behind: Vec<usize> = all
        .iter()
        .copied()
        .filter(|column| column > total)
        .collect();
    let before: Vec<usize> = all
        .iter()
        .copied()
        .filter(|column| column < total)
        .collect();
    let options = [all, behind, before];
    let body = rows.get(header..).unwrap_or(&[]);
    let sums = |columns: &Vec<usize>| -> Vec<Summed> {
        body.iter()
            .filter_map(|row| row_sum(row, *total, columns))
            .collect()
    };
    // The columns that add up in most rows are meant.
    let best = options
        .iter()
        .map(sums)
        .max_by_key(|sums| sums.iter().filter(|one| one.holds).count());
    if let Some(best) = best.filter(|sums| sums.iter().filter(|one| one.holds).count() >= 2) {
        settle(best, relations);
    }
}

fn row_sum(row: &Row, total: usize, columns: &[usize]) -> Option<Summed> {
    let own = row.get(total)?;
    let cells: Vec<&Placed> = columns
        .iter()
        .filter_map(|column| row.get(*column))
        .filter(|placed| !matches!(placed.cell, Cell::Text))
        .collect();
    summed(own, &cells, "合计")
}
