//! The matrix as a workbook: a summary sheet, then one sheet a report.

use super::Sheet;
use super::SheetRow;
use super::total;
use crate::matrix::chinese;
use rust_xlsxwriter::DocProperties;
use rust_xlsxwriter::ExcelDateTime;
use rust_xlsxwriter::Format;
use rust_xlsxwriter::FormatAlign;
use rust_xlsxwriter::FormatBorder;
use rust_xlsxwriter::Workbook;
use rust_xlsxwriter::Worksheet;
use rust_xlsxwriter::XlsxError;

/// The author that a workbook names, by which it is known again.
const AUTHOR: &str = "yifa 指标矩阵";
/// Characters of a cell; Excel takes 32,767.
const CELL: usize = 8_000;
const HEAD: [&str; 11] = [
    "编号",
    "一级",
    "二级",
    "条目",
    "状态",
    "佐证原文",
    "位置",
    "说明",
    "相关规则",
    "机器看不到",
    "依据",
];
/// Together as wide as A4 across shows legibly.
const WIDTHS: [u32; 11] = [6, 13, 12, 24, 10, 46, 9, 16, 24, 22, 22];
/// Points; the height of a line goes with it.
const FONT: f64 = 10.0;
const LINE: f64 = 13.5;
/// Lines of a row: Excel takes rows of 409 points at most.
const LINES: usize = 28;
/// The columns of the words and of their places.
const WORDS: usize = 5;

/// How cells look.
struct Looks {
    head: Format,
    cell: Format,
    group: Format,
    by_status: [Format; 6],
}

impl Looks {
    fn new() -> Self {
        let cell = || {
            Format::new()
                .set_font_size(FONT)
                .set_text_wrap()
                .set_align(FormatAlign::Top)
                .set_border(FormatBorder::Thin)
                .set_border_color(0x00D5_D9DE)
        };
        // As in the web page: dark enough to be read on white.
        let colors = [
            0x0017_663A,
            0x00A8_201A,
            0x007A_5200,
            0x005A_6169,
            0x005A_6169,
            0x003A_4B8F,
        ];
        Self {
            head: cell().set_bold().set_background_color(0x00EE_F1F4),
            group: cell().set_bold().set_background_color(0x00F7_F8FA),
            by_status: colors.map(|color| cell().set_bold().set_font_color(color)),
            cell: cell(),
        }
    }
}

/// Makes the workbook of several reports. The same reports give the same bytes.
///
/// # Errors
/// Why the workbook could not be made, Chinese.
pub fn book(sheets: &[Sheet]) -> Result<Vec<u8>, String> {
    written(sheets).map_err(|error| format!("工作簿没有生成：{error}"))
}

fn written(sheets: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The time of writing would make the same result differ from run to run.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new();
    let properties = properties.set_author(AUTHOR).set_creation_datetime(&made);
    book.set_properties(&properties);
    let looks = Looks::new();
    summary(book.add_worksheet(), sheets, &looks)?;
    for (index, sheet) in sheets.iter().enumerate() {
        report(book.add_worksheet(), index, sheet, &looks)?;
    }
    book.save_to_buffer()
}

fn summary(page: &mut Worksheet, sheets: &[Sheet], looks: &Looks) -> Result<(), XlsxError> {
    page.set_name("汇总")?;
    as_printed(page)?;
    page.set_column_width(0, 40.0)?;
    page.set_column_width(1, 44.0)?;
    let heads = ["报告", "体系和一级指标"]
        .into_iter()
        .chain((0..6).map(chinese));
    for (column, head) in (0_u16..).zip(heads) {
        page.write_string_with_format(0, column, head, &looks.head)?;
        if column > 1 {
            page.set_column_width(column, 13.0)?;
        }
    }
    let mut at = 1;
    for sheet in sheets {
        for part in &sheet.parts {
            line(
                page,
                at,
                &sheet.title,
                &part.title,
                total(&part.headings),
                &looks.group,
            )?;
            at += 1;
            if part.headings.len() < 2 {
                continue;
            }
            for heading in &part.headings {
                let title = format!("{} {}", heading.id, heading.title);
                line(page, at, &sheet.title, &title, heading.counts, &looks.cell)?;
                at += 1;
            }
        }
    }
    Ok(())
}

/// A4 across, all columns on one page, the heads on every page and always in sight.
fn as_printed(page: &mut Worksheet) -> Result<(), XlsxError> {
    const A4: u8 = 9;
    page.set_landscape();
    page.set_paper_size(A4);
    page.set_print_fit_to_pages(1, 0);
    page.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
    page.set_footer("&C&P / &N");
    page.set_repeat_rows(0, 0)?;
    page.set_freeze_panes(1, 0)?;
    Ok(())
}

fn line(
    page: &mut Worksheet,
    at: u32,
    report: &str,
    title: &str,
    counts: [usize; 6],
    look: &Format,
) -> Result<(), XlsxError> {
    page.write_string_with_format(at, 0, report, look)?;
    page.write_string_with_format(at, 1, title, look)?;
    for (column, n) in (2_u16..).zip(counts) {
        let n = u32::try_from(n).unwrap_or(u32::MAX);
        page.write_number_with_format(at, column, n, look)?;
    }
    Ok(())
}

fn report(
    page: &mut Worksheet,
    index: usize,
    sheet: &Sheet,
    looks: &Looks,
) -> Result<(), XlsxError> {
    page.set_name(name(index, &sheet.title))?;
    as_printed(page)?;
    for (column, (head, width)) in (0_u16..).zip(HEAD.into_iter().zip(WIDTHS)) {
        page.write_string_with_format(0, column, head, &looks.head)?;
        page.set_column_width(column, width)?;
    }
    let mut at = 1;
    for part in &sheet.parts {
        let told = [part.title.as_str()]
            .into_iter()
            .chain(part.notes.iter().map(String::as_str));
        let told: Vec<&str> = told.collect();
        let told = told.join("　");
        page.merge_range(at, 0, at, 10, &told, &looks.group)?;
        page.set_row_height(at, height(lines(&told, WIDTHS.iter().sum())))?;
        at += 1;
        for row in &part.rows {
            item(page, at, row, looks)?;
            at += 1;
        }
    }
    page.autofilter(0, 0, at.saturating_sub(1), 10)?;
    Ok(())
}

fn item(page: &mut Worksheet, at: u32, row: &SheetRow, looks: &Looks) -> Result<(), XlsxError> {
    let (words, places) = quotes(row);
    let cells = [
        row.id.clone(),
        row.group.clone(),
        row.section.clone(),
        row.title.clone(),
        row.status.to_owned(),
        words,
        places,
        row.reason.clone(),
        row.rules.join("\n"),
        row.cannot_see.clone(),
        row.basis.clone(),
    ];
    let status = crate::matrix::Status::NAMES
        .iter()
        .position(|name| *name == row.status_name)
        .and_then(|index| looks.by_status.get(index))
        .unwrap_or(&looks.cell);
    // Not every program finds the height of a wrapped row by itself.
    let tallest = cells
        .iter()
        .zip(WIDTHS)
        .map(|(cell, width)| lines(cell, width));
    page.set_row_height(at, height(tallest.max().unwrap_or(1)))?;
    for (column, cell) in (0_u16..).zip(cells) {
        let cell: String = cell.chars().take(CELL).collect();
        let look = if column == 4 { status } else { &looks.cell };
        page.write_string_with_format(at, column, cell, look)?;
    }
    Ok(())
}

/// The words with their places, as many as a row can show. A place stands beside the first line
/// of its words.
fn quotes(row: &SheetRow) -> (String, String) {
    let width = WIDTHS.get(WORDS).copied().unwrap_or(1);
    let (mut words, mut places) = (Vec::new(), Vec::new());
    let mut n_lines = 0;
    for (index, quote) in row.quotes.iter().enumerate() {
        let n = lines(&quote.words, width);
        if index > 0 && n_lines + n >= LINES {
            words.push(format!("（另有{}处）", row.quotes.len() - index));
            break;
        }
        n_lines += n;
        words.push(quote.words.clone());
        places.push(format!("{}{}", quote.place, "\n".repeat(n - 1)));
    }
    (words.join("\n"), places.join("\n"))
}

/// Lines that a text takes in a column, which is never none. A hanzi is as wide as two digits.
fn lines(text: &str, width: u32) -> usize {
    let width = usize::try_from(width.saturating_sub(1)).unwrap_or(1).max(1);
    let of_line = |line: &str| {
        let taken: usize = line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        taken.div_ceil(width).max(1)
    };
    text.split('\n').map(of_line).sum()
}

/// The height of a row of so many lines, in points.
fn height(n_lines: usize) -> f64 {
    let n_lines = u32::try_from(n_lines.min(LINES + 2)).unwrap_or(1);
    f64::from(n_lines).mul_add(LINE, 3.0)
}

/// A sheet's name: at most 31 characters, without the marks that Excel forbids, each once.
fn name(index: usize, title: &str) -> String {
    let bare = title.chars().filter(|c| !"[]:*?/\\'：".contains(*c));
    let bare: String = bare.take(26).collect();
    format!("{} {bare}", index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_as_high_as_their_words() {
        assert_eq!(lines("", 10), 1);
        assert_eq!(lines("一二三四五", 10), 2);
        assert_eq!(lines("一二三四\n甲", 10), 2);
        assert!(height(1_000) < 409.0);
    }

    #[test]
    fn names_of_sheets_are_as_excel_wants_them() {
        let title = "某市：2024年度[法治政府]建设/情况*报告?一二三四五六七八九十";
        let name = name(11, title);
        assert!(name.chars().count() <= 31, "{name}");
        assert!(
            !name.contains(['[', ']', ':', '*', '?', '/', '\\', '\'']),
            "{name}"
        );
    }
}
