//! Pages to one text: what stands where, and what could not be read.

use super::Sheet;
use super::column;
use super::edge;
use super::edge::Sides;
use super::grid;
use super::grid::Table;
use super::heading::Headings;
use super::line;
use super::line::Row;
use super::shape::Line;
use super::shape::Shape;
use super::shape::is_usual;
use super::upright;
use super::upright::Page;
use super::writer::Writer;
use crate::reader::ReadError;
use crate::text::SourceBuilder;

/// What stands on the pages, in reading order.
enum Item {
    Line(Line),
    /// A row of a table: its cells.
    Cells(u32, Vec<Vec<Row>>),
    /// Heads, feet and page numbers of one page.
    Edges(Vec<String>),
}

/// Writes pages as a reading text.
pub(in crate::reader) fn write(
    sheets: Vec<Sheet>,
    builder: &mut SourceBuilder,
) -> Result<(), ReadError> {
    let scans: Vec<usize> = numbered(&sheets, Sheet::is_scan);
    let unknown = check_known(&sheets)?;
    let n_pages = sheets.len();
    let mut pages: Vec<Page> = sheets.iter().map(upright::page).collect();
    drop(sheets);
    let aslant = numbered(&pages, |page| {
        page.aslant.chars().count() > page.chars.len() / 5 + 5
    });
    let tables: Vec<Vec<Table>> = pages
        .iter_mut()
        .map(|page| grid::take(&mut page.chars, &page.rules))
        .collect();
    let pages = pages.into_iter().map(|page| {
        let size = [page.width, page.height];
        (line::rows(page.chars), page.rules, size)
    });
    let sides = edge::tell(pages.collect());
    let mut text = Text::new(&sides);
    for ((page, sides), tables) in (1..).zip(sides).zip(tables) {
        text.page(page, sides, tables);
    }
    if text.is_empty() && scans.len() == n_pages && n_pages > 0 {
        return Err(ReadError::Scanned { pages: n_pages });
    }
    text.write(builder);
    tell(builder, &scans, unknown, &aslant);
    Ok(())
}

/// Returns the numbers of the pages of which something holds.
fn numbered<T>(pages: &[T], holds: impl Fn(&T) -> bool) -> Vec<usize> {
    (1..)
        .zip(pages)
        .filter(|(_, page)| holds(page))
        .map(|(number, _)| number)
        .collect()
}

/// Counts the characters without meaning; refuses a file in which they are the rule.
fn check_known(sheets: &[Sheet]) -> Result<usize, ReadError> {
    let glyphs = || sheets.iter().flat_map(|sheet| &sheet.glyphs);
    let all = glyphs().filter(|glyph| !glyph.c.is_whitespace()).count();
    let unknown = glyphs().filter(|glyph| glyph.c == '\u{FFFD}').count();
    if unknown * 4 > all {
        return Err(ReadError::Garbled { unknown, all });
    }
    Ok(unknown)
}

/// Says what was not read.
fn tell(builder: &mut SourceBuilder, scans: &[usize], unknown: usize, aslant: &[usize]) {
    let list = |pages: &[usize]| {
        let pages: Vec<String> = pages.iter().map(usize::to_string).collect();
        pages.join("、")
    };
    if !scans.is_empty() {
        builder.notice(format!(
            "第{}页疑为扫描件：只有图片，没有文字，未作检查；请先做文字识别（OCR）",
            list(scans)
        ));
    }
    if unknown > 0 {
        builder.notice(format!(
            "有 {unknown} 个字无法识别，以“\u{FFFD}”代替；字体没有说明它们是什么字"
        ));
    }
    if !aslant.is_empty() {
        builder.notice(format!(
            "第{}页有方向不同的文字（水印、竖排等），未作检查",
            list(aslant)
        ));
    }
}

/// The text of all pages while it is put together.
struct Text {
    items: Vec<Item>,
    notes: Vec<Line>,
    /// The size of running text.
    size: f32,
    /// Left and right margin where a column has too few lines to tell.
    margins: [f32; 2],
    n_columns: usize,
}

impl Text {
    fn new(sides: &[Sides]) -> Self {
        let rows = || sides.iter().flat_map(|sides| &sides.body);
        let size = edge::usual_size(rows());
        let usual: Vec<&Row> = rows().filter(|row| is_usual(row, size)).collect();
        Self {
            items: Vec::new(),
            notes: Vec::new(),
            size,
            margins: margins(&usual).unwrap_or([0.0, 0.0]),
            n_columns: 0,
        }
    }

    fn is_empty(&self) -> bool {
        !self
            .items
            .iter()
            .any(|item| matches!(item, Item::Line(_) | Item::Cells(..)))
    }

    /// Adds a page.
    fn page(&mut self, page: u32, sides: Sides, tables: Vec<Table>) {
        let Sides { edges, body, notes } = sides;
        let middle = body.first().map_or(0.0, |row| row.base);
        let (head, foot): (Vec<Row>, Vec<Row>) =
            edges.into_iter().partition(|row| row.base < middle);
        let texts = |rows: &[Row]| rows.iter().map(Row::text).collect();
        self.items.push(Item::Edges(texts(&head)));
        let mut number = 0;
        let has_notes = !notes.is_empty();
        let mut tables = tables.into_iter().peekable();
        for rows in column::order(body) {
            self.n_columns += 1;
            let margins = self.margins_of(&rows);
            let mut before: Option<f32> = None;
            let pitch = pitch(&rows);
            for mut row in rows {
                while let Some(table) = tables.next_if(|table| table.top < row.base) {
                    self.table(page, table, &mut number);
                    before = None;
                }
                number += 1;
                row.number = number;
                if has_notes {
                    row.drop_note_marks();
                }
                let gap = before.map(|before| row.base - before);
                before = Some(row.base);
                let mut line = self.place(page, row, margins);
                line.gap = gap.map(|gap| gap / line.row.size.max(0.1));
                line.apart = gap.is_some_and(|gap| gap > 1.35 * pitch);
                if !line.text.is_empty() {
                    self.items.push(Item::Line(line));
                }
            }
        }
        for table in tables {
            self.table(page, table, &mut number);
        }
        for mut row in notes {
            number += 1;
            row.number = number;
            let line = self.place(page, row, self.margins);
            self.notes.push(line);
        }
        self.items.push(Item::Edges(texts(&foot)));
    }

    fn place(&self, page: u32, row: Row, [left, right]: [f32; 2]) -> Line {
        let em = row.size.max(0.1);
        let (before, behind) = ((row.left - left) / em, (right - row.right) / em);
        Line {
            text: row.text(),
            page,
            column: self.n_columns,
            indented: before >= 1.2,
            room: behind,
            // An indent of two characters is no centring, however long the line is.
            centred: before >= 2.5 && behind >= 2.5 && (before - behind).abs() <= 1.6,
            gap: None,
            apart: false,
            row,
        }
    }

    /// Adds the rows of a table; lines of a row are numbered by their baselines.
    fn table(&mut self, page: u32, table: Table, number: &mut u32) {
        for mut cells in table.rows {
            let mut bases: Vec<f32> = cells.iter().flatten().map(|row| row.base).collect();
            bases.sort_by(f32::total_cmp);
            bases.dedup_by(|b, a| *b - *a < 0.5 * self.size);
            for row in cells.iter_mut().flatten() {
                let above = bases.partition_point(|base| *base <= row.base + 0.01);
                row.number = *number + u32::try_from(above).unwrap_or(1).max(1);
            }
            *number += u32::try_from(bases.len()).unwrap_or(0);
            self.items.push(Item::Cells(page, cells));
        }
    }

    /// The margins of one column: its own where it has enough lines to show them.
    fn margins_of(&self, rows: &[Row]) -> [f32; 2] {
        let usual: Vec<&Row> = rows.iter().filter(|row| is_usual(row, self.size)).collect();
        let own = margins(&usual);
        match own {
            Some([left, right]) if usual.len() >= 8 => [left, right],
            // Few lines may all be short: the page is as wide as the others.
            Some([left, right])
                if left >= self.margins[0] - self.size && right <= self.margins[1] + self.size =>
            {
                self.margins
            }
            Some(own) => own,
            None => self.margins,
        }
    }

    fn write(self, builder: &mut SourceBuilder) {
        let lines: Vec<&Line> = self
            .items
            .iter()
            .filter_map(|item| match item {
                Item::Line(line) => Some(line),
                _ => None,
            })
            .collect();
        let shape = Shape::of(&lines, self.size, self.margins);
        let headings = Headings::of(&lines);
        let mut writer = Writer::new(builder, shape, headings);
        for item in &self.items {
            match item {
                Item::Line(line) => writer.line(line),
                Item::Cells(page, cells) => writer.cells(*page, cells),
                Item::Edges(edges) => writer.edges(edges),
            }
        }
        writer.finish(&self.notes);
    }
}

/// Finds the left and right margin that most lines keep.
fn margins(rows: &[&Row]) -> Option<[f32; 2]> {
    let mut lefts: Vec<f32> = rows.iter().map(|row| row.left).collect();
    let mut rights: Vec<f32> = rows.iter().map(|row| row.right_of_words()).collect();
    lefts.sort_by(f32::total_cmp);
    rights.sort_by(f32::total_cmp);
    // A single line may hang out; lines that wrap are the most frequent leftmost ones.
    let few = rows.len() / 20;
    let left = lefts.get(few).copied()?;
    let right = rights.get(rights.len().checked_sub(1 + few)?).copied()?;
    Some([left, right])
}

/// The usual distance between two lines.
fn pitch(rows: &[Row]) -> f32 {
    let mut gaps: Vec<f32> = rows
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] => Some(b.base - a.base),
            _ => None,
        })
        .collect();
    gaps.sort_by(f32::total_cmp);
    gaps.get(gaps.len() / 2).copied().unwrap_or(f32::INFINITY)
}
