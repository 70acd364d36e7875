//! The sheets of the workbook: the list, what exceptions took out, what a person must look at.

use super::Line;
use super::Listed;
use crate::finding::Severity;
use crate::render::json::Failure;
use crate::render::json::Summary;
use rust_xlsxwriter::Format;
use rust_xlsxwriter::FormatAlign;
use rust_xlsxwriter::FormatBorder;
use rust_xlsxwriter::Workbook;
use rust_xlsxwriter::Worksheet;
use rust_xlsxwriter::XlsxError;

/// A4, as Excel numbers it.
const A4: u8 = 9;
/// Points of a line of text, of what a row needs beside its lines, and of the highest row.
const LINE: f64 = 14.0;
const PADDING: f64 = 6.0;
const HIGHEST: f64 = 409.0;
/// The columns of the list with their widths in characters.
const LIST: [(&str, f64); 10] = [
    ("序号", 5.0),
    ("报告", 18.0),
    ("问题", 30.0),
    ("原文", 34.0),
    ("位置", 9.5),
    ("级别", 6.0),
    ("依据", 26.0),
    ("整改建议", 32.0),
    ("责任单位", 11.0),
    ("时限", 11.0),
];
const EXCEPTED: [(&str, f64); 7] = [
    ("序号", 5.0),
    ("报告", 22.0),
    ("问题", 34.0),
    ("原文", 38.0),
    ("位置", 9.5),
    ("级别", 6.0),
    ("理由", 40.0),
];
const OPEN: [(&str, f64); 4] = [
    ("序号", 5.0),
    ("报告", 34.0),
    ("事项", 50.0),
    ("为什么要人看", 70.0),
];

/// How cells look.
struct Looks {
    title: Format,
    note: Format,
    alarm: Format,
    head: Format,
    cell: Format,
    middle: Format,
    /// Of a word that begins like a formula.
    quoted: Format,
    day: Format,
    /// By severity: advice, warning, error.
    levels: [Format; 3],
}

impl Looks {
    fn new() -> Self {
        let plain = |size: f64| {
            Format::new()
                .set_font_name("宋体")
                .set_font_size(size)
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter)
        };
        let cell = || plain(10.5).set_border(FormatBorder::Thin);
        let middle = || cell().set_align(FormatAlign::Center);
        // As in the web page: dark enough to be read on white.
        let level = |color: u32| middle().set_font_color(color);
        Self {
            title: plain(18.0)
                .set_font_name("黑体")
                .set_align(FormatAlign::Center),
            note: plain(10.5),
            alarm: plain(10.5).set_bold().set_font_color(0x00A4_161A),
            head: middle()
                .set_font_name("黑体")
                .set_background_color(0x00EE_F1F4),
            quoted: cell().set_quote_prefix(),
            day: middle().set_num_format("yyyy-mm-dd"),
            levels: [0x000B_5394, 0x007A_4B00, 0x00A4_161A].map(level),
            cell: cell(),
            middle: middle(),
        }
    }

    fn level(&self, severity: Severity) -> &Format {
        let [advice, warning, error] = &self.levels;
        match severity {
            Severity::Advice => advice,
            Severity::Warning => warning,
            Severity::Error => error,
        }
    }
}

/// A sheet while its rows are written.
struct Page<'a> {
    sheet: &'a mut Worksheet,
    looks: &'a Looks,
    next: u32,
    last: u16,
}

/// Writes the sheets; those that would be empty are left out.
pub(super) fn write(
    book: &mut Workbook,
    reports: &[Listed],
    names: &[String],
    failures: &[Failure],
    summary: &Summary,
) -> Result<(), XlsxError> {
    let looks = Looks::new();
    let mut page = Page::start(book, &looks, "问题清单", &LIST)?;
    page.across("法治政府建设年度报告问题清单", &looks.title, 34.0)?;
    page.across(&told(summary), &looks.note, 32.0)?;
    for failure in failures {
        let text = format!("没能检查：{}：{}", failure.path, failure.message);
        page.across(&text, &looks.alarm, 18.0)?;
    }
    page.head(&LIST)?;
    let lines = all(reports, names, |report| &report.findings);
    let is_empty = lines.is_empty();
    for (n, (name, line)) in (1..).zip(lines) {
        page.finding(n, name, line)?;
    }
    if is_empty {
        page.across("未发现机器能查出的问题。", &looks.cell, 20.0)?;
    }
    let excepted = all(reports, names, |report| &report.excepted);
    if !excepted.is_empty() {
        let mut page = Page::start(book, &looks, "已豁免", &EXCEPTED)?;
        page.across("按豁免处理的问题（不计入问题数）", &looks.title, 34.0)?;
        page.head(&EXCEPTED)?;
        for (n, (name, line)) in (1..).zip(excepted) {
            page.excepted(n, name, line)?;
        }
    }
    let open = all(reports, names, |report| &report.open);
    if !open.is_empty() {
        let mut page = Page::start(book, &looks, "需人工核对", &OPEN)?;
        page.across("需人工核对的事项", &looks.title, 34.0)?;
        page.head(&OPEN)?;
        for (n, (name, [title, reason])) in (1..).zip(open) {
            let row = page.row(n, name)?;
            page.text(row, 2, title)?;
            page.text(row, 3, reason)?;
            page.fit(row, &OPEN, &[name, title, reason], 1)?;
        }
    }
    Ok(())
}

/// One kind of line of all reports, each with the report's name.
fn all<'a, T>(
    reports: &'a [Listed],
    names: &'a [String],
    of: impl Fn(&'a Listed) -> &'a Vec<T>,
) -> Vec<(&'a str, &'a T)> {
    let reports = reports.iter().zip(names);
    reports
        .flat_map(|(report, name)| of(report).iter().map(move |line| (name.as_str(), line)))
        .collect()
}

/// What the run came to, in one paragraph.
fn told(summary: &Summary) -> String {
    let found = &summary.findings;
    let mut text = format!(
        "共检查 {} 份报告：错误 {}、警告 {}、建议 {}；需人工核对 {} 项。",
        summary.checked, found.error, found.warning, found.advice, summary.verdicts.undecided
    );
    for said in summary.left_out() {
        text.push_str(&said);
        text.push('。');
    }
    text.push_str("没有发现问题，不等于没有问题。");
    text
}

impl<'a> Page<'a> {
    /// Begins a sheet: A4 on its side, one page wide.
    fn start(
        book: &'a mut Workbook,
        looks: &'a Looks,
        name: &str,
        columns: &[(&str, f64)],
    ) -> Result<Self, XlsxError> {
        let sheet = book.add_worksheet();
        sheet.set_name(name)?;
        sheet.set_landscape();
        sheet.set_paper_size(A4);
        sheet.set_print_fit_to_pages(1, 0);
        sheet.set_print_center_horizontally(true);
        sheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
        sheet.set_footer("&C第 &P 页，共 &N 页");
        for (column, (_, width)) in (0_u16..).zip(columns) {
            sheet.set_column_width(column, *width)?;
        }
        let last = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        Ok(Self {
            sheet,
            looks,
            next: 0,
            last,
        })
    }

    /// Writes a line across all columns.
    fn across(&mut self, text: &str, look: &Format, height: f64) -> Result<(), XlsxError> {
        let row = self.next;
        self.next += 1;
        self.sheet.merge_range(row, 0, row, self.last, text, look)?;
        // The height of merged cells does not follow the text.
        self.sheet.set_row_height(row, height)?;
        Ok(())
    }

    /// Writes the names of the columns; they stand on every printed page and stay on the screen.
    fn head(&mut self, columns: &[(&str, f64)]) -> Result<(), XlsxError> {
        let row = self.next;
        self.next += 1;
        for (column, (name, _)) in (0_u16..).zip(columns) {
            let sheet = &mut self.sheet;
            sheet.write_string_with_format(row, column, *name, &self.looks.head)?;
        }
        self.sheet.set_row_height(row, 24.0)?;
        self.sheet.set_repeat_rows(row, row)?;
        self.sheet.set_freeze_panes(self.next, 0)?;
        Ok(())
    }

    /// Begins a row with its number and its report.
    fn row(&mut self, n: u32, name: &str) -> Result<u32, XlsxError> {
        let row = self.next;
        self.next += 1;
        let sheet = &mut self.sheet;
        sheet.write_number_with_format(row, 0, n, &self.looks.middle)?;
        self.text(row, 1, name)?;
        Ok(row)
    }

    fn text(&mut self, row: u32, column: u16, text: &str) -> Result<(), XlsxError> {
        let look = match text.starts_with(['=', '+', '-', '@', '\t', '＝', '＋', '－', '＠']) {
            true => &self.looks.quoted,
            false => &self.looks.cell,
        };
        let sheet = &mut self.sheet;
        sheet.write_string_with_format(row, column, text, look)?;
        Ok(())
    }

    /// Makes a row as high as its fullest cell: not every program does it by itself. The texts
    /// stand in the columns from `first` on.
    fn fit(
        &mut self,
        row: u32,
        columns: &[(&str, f64)],
        texts: &[&str],
        first: usize,
    ) -> Result<(), XlsxError> {
        let columns = columns.iter().skip(first);
        let lines = columns
            .zip(texts)
            .map(|((_, width), text)| text.split('\n').map(|line| n_lines(line, *width)).sum());
        let lines: f64 = lines.fold(1.0, f64::max);
        self.sheet
            .set_row_height(row, (lines * LINE + PADDING).min(HIGHEST))?;
        Ok(())
    }

    /// The columns that the list and the exceptions have in common.
    fn common(&mut self, n: u32, name: &str, line: &Line) -> Result<u32, XlsxError> {
        let row = self.row(n, name)?;
        self.text(row, 2, &line.message)?;
        self.text(row, 3, &line.quote)?;
        self.text(row, 4, &line.place)?;
        let (level, look) = (line.severity.chinese(), self.looks.level(line.severity));
        let sheet = &mut self.sheet;
        sheet.write_string_with_format(row, 5, level, look)?;
        Ok(row)
    }

    fn finding(&mut self, n: u32, name: &str, line: &Line) -> Result<(), XlsxError> {
        let row = self.common(n, name, line)?;
        self.text(row, 6, &line.basis)?;
        self.text(row, 7, &line.advice)?;
        let texts = [
            name,
            &line.message,
            &line.quote,
            &line.place,
            "",
            &line.basis,
            &line.advice,
        ];
        self.fit(row, &LIST, &texts, 1)?;
        self.sheet.write_blank(row, 8, &self.looks.cell)?;
        self.sheet.write_blank(row, 9, &self.looks.day)?;
        Ok(())
    }

    fn excepted(&mut self, n: u32, name: &str, line: &Line) -> Result<(), XlsxError> {
        let row = self.common(n, name, line)?;
        self.text(row, 6, &line.reason)?;
        let texts = [name, &line.message, &line.quote, "", "", &line.reason];
        self.fit(row, &EXCEPTED, &texts, 1)
    }
}

/// How many lines a text takes in a column of this width: a Chinese character is as wide as two
/// figures, and about one of them is lost at the edges.
fn n_lines(text: &str, width: f64) -> f64 {
    let n: u32 = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    (f64::from(n) / (width - 2.0)).ceil().max(1.0)
}
