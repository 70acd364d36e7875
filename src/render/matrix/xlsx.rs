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
use std::io::Cursor;
use std::io::Read;
use zip::ZipArchive;

/// The author that a workbook names, by which it is known again.
const AUTHOR: &str = "yifa 指标矩阵";
/// Bytes of the properties that are looked at.
const CORE: u64 = 64 * 1024;
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
const WIDTHS: [f64; 11] = [
    7.0, 18.0, 16.0, 30.0, 12.0, 50.0, 12.0, 24.0, 30.0, 28.0, 26.0,
];

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

/// Tells a workbook that this program made from one that somebody wrote.
#[must_use]
pub fn is_own_book(bytes: &[u8]) -> bool {
    let Ok(mut package) = ZipArchive::new(Cursor::new(bytes)) else {
        return false;
    };
    let Ok(part) = package.by_name("docProps/core.xml") else {
        return false;
    };
    let mut text = String::new();
    let read = part.take(CORE).read_to_string(&mut text);
    read.is_ok() && text.contains(&format!("<dc:creator>{AUTHOR}</dc:creator>"))
}

fn summary(page: &mut Worksheet, sheets: &[Sheet], looks: &Looks) -> Result<(), XlsxError> {
    page.set_name("汇总")?;
    page.set_freeze_panes(1, 0)?;
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
    page.set_landscape();
    page.set_paper_size(9);
    page.set_print_fit_to_pages(1, 0);
    page.set_repeat_rows(0, 0)?;
    page.set_freeze_panes(1, 0)?;
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
        page.merge_range(at, 0, at, 10, &told.join("　"), &looks.group)?;
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
    let words: Vec<&str> = row
        .quotes
        .iter()
        .map(|quote| quote.words.as_str())
        .collect();
    let places: Vec<&str> = row
        .quotes
        .iter()
        .map(|quote| quote.place.as_str())
        .collect();
    let cells = [
        row.id.clone(),
        row.group.clone(),
        row.section.clone(),
        row.title.clone(),
        row.status.to_owned(),
        words.join("\n"),
        places.join("\n"),
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
    for (column, cell) in (0_u16..).zip(cells) {
        let cell: String = cell.chars().take(CELL).collect();
        let look = if column == 4 { status } else { &looks.cell };
        page.write_string_with_format(at, column, cell, look)?;
    }
    Ok(())
}

/// A sheet's name: at most 31 characters, without the marks that Excel forbids, each once.
fn name(index: usize, title: &str) -> String {
    let bare = title.chars().filter(|c| !"[]:*?/\\'：".contains(*c));
    let bare: String = bare.take(26).collect();
    format!("{} {bare}", index + 1)
}
