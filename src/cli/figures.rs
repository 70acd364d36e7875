//! The figures of a report as columns in the terminal.

use crate::cli::paint::Paint;
use crate::cli::paint::clean;
use crate::cli::paint::cut;
use crate::cli::paint::width_of;
use crate::cli::terminal::shown_path;
use yifa::document::Document;
use yifa::facts::Fact;
use yifa::render::figures::Row;
use yifa::render::figures::rows;

/// The heads of the columns; the words of the report are in the CSV, where there is room.
const HEADS: [&str; COLUMNS] = ["指标", "数值", "单位", "区间", "时期", "关系", "位置"];
const COLUMNS: usize = 7;
/// The column whose numbers stand at its right.
const VALUE: usize = 1;
/// A name is cut, but not below this.
const NAME: usize = 16;
/// What nearly all figures are, and is not said again in every line.
const OWN: &str = yifa::facts::Scope::Own.chinese();
/// Blanks between two columns.
const GAP: usize = 2;

/// Shows the figures of one report as a table as wide as the terminal.
pub(crate) fn table(path: &str, document: &Document, facts: &[Fact], paint: Paint) -> String {
    let rows: Vec<[String; COLUMNS]> = rows(document, facts).into_iter().map(cells).collect();
    let mut out = format!("{}（{} 项）\n", paint.bold(&shown_path(path)), rows.len());
    if rows.is_empty() {
        out.push_str("  没有读到数据\n");
    } else {
        let widths = widths(&rows, paint.width);
        let heads = HEADS.map(str::to_owned);
        out.push_str(&format!("  {}\n", paint.dim(&line(&heads, &widths))));
        for row in &rows {
            out.push_str(&format!("  {}\n", line(row, &widths)));
        }
    }
    out.push('\n');
    out
}

fn cells(row: Row) -> [String; COLUMNS] {
    let metric = match (row.metric.as_str(), row.population.as_str()) {
        ("", _) => "（指标不明）".to_owned(),
        (metric, "") => metric.to_owned(),
        (metric, population) => format!("{metric}（{population}）"),
    };
    let relation = match row.scope {
        OWN => row.relation.to_owned(),
        scope => format!("{}·{scope}", row.relation),
    };
    [
        metric,
        row.value,
        row.unit,
        row.interval,
        row.period,
        relation,
        row.place,
    ]
    .map(|text| clean(&text))
}

/// As wide as the widest cell; names give way where the line would be too long.
fn widths(rows: &[[String; COLUMNS]], width: usize) -> [usize; COLUMNS] {
    let mut widths = HEADS.map(width_of);
    for row in rows {
        for (known, cell) in widths.iter_mut().zip(row) {
            *known = (*known).max(width_of(cell));
        }
    }
    let all: usize = widths.iter().sum::<usize>() + GAP * COLUMNS;
    if let Some(name) = widths.first_mut() {
        *name = name.saturating_sub(all.saturating_sub(width)).max(NAME);
    }
    widths
}

fn line(cells: &[String; COLUMNS], widths: &[usize; COLUMNS]) -> String {
    let mut out = String::new();
    for (index, (cell, width)) in cells.iter().zip(widths).enumerate() {
        let cell = cut(cell, *width);
        let pad = " ".repeat(width.saturating_sub(width_of(&cell)));
        let (before, behind) = match index {
            VALUE => (pad.as_str(), ""),
            _ => ("", pad.as_str()),
        };
        out.push_str(&format!("{before}{cell}{behind}{}", " ".repeat(GAP)));
    }
    out.trim_end().to_owned()
}
