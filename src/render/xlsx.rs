//! The list of findings (问题清单) as a workbook, as officials file it: one line a finding, with
//! empty columns for who mends it and until when.
//!
//! Every cell is text. A quote that begins with = + - @ is marked as text too, so that it does
//! not become a formula when somebody edits the cell.

mod page;

use crate::finding::Basis;
use crate::finding::Severity;
use crate::finding::Status;
use crate::render::Report;
use crate::render::escape::brief;
use crate::render::json::Failure;
use crate::render::json::Summary;
use rust_xlsxwriter::DocProperties;
use rust_xlsxwriter::ExcelDateTime;
use rust_xlsxwriter::Workbook;
use rust_xlsxwriter::XlsxError;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::io::Read;
use zip::ZipArchive;

/// The author that a workbook names.
const AUTHOR: &str = "yifa 问题清单";
/// Bytes of the properties that are looked at.
const CORE: u64 = 64 * 1024;
/// Characters of a cell: a row is at most a page high.
const CELL: usize = 400;

/// What the list says of one report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listed {
    path: String,
    title: String,
    findings: Vec<Line>,
    excepted: Vec<Line>,
    /// What a person must look at: the title of the rule, and why.
    open: Vec<[String; 2]>,
}

/// One finding in words.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Line {
    message: String,
    quote: String,
    place: String,
    severity: Severity,
    basis: String,
    advice: String,
    /// Why it is excepted; empty where it is not.
    reason: String,
}

impl Listed {
    /// Puts the findings of a report into words.
    #[must_use]
    pub fn new(report: &Report<'_>) -> Self {
        let excepted = report.outcome.excepted.iter().map(|excepted| Line {
            reason: excepted.to_string(),
            ..line(report, &excepted.finding)
        });
        let verdicts = report.outcome.verdicts.iter();
        let open = verdicts.filter(|verdict| verdict.status == Status::Undecided);
        Self {
            path: report.path.to_owned(),
            title: report.document.title().unwrap_or_default(),
            findings: report.findings().map(|found| line(report, found)).collect(),
            excepted: excepted.collect(),
            open: open
                .map(|verdict| {
                    let title = report.rules.title(&verdict.rule);
                    [title.to_owned(), verdict.reason.clone()]
                })
                .collect(),
        }
    }
}

fn line(report: &Report<'_>, finding: &crate::finding::Finding) -> Line {
    let basis: Vec<String> = finding.basis.iter().map(Basis::to_string).collect();
    Line {
        message: brief(&finding.message, CELL),
        quote: brief(&report.quote(finding), CELL),
        place: report.place(finding),
        severity: finding.severity,
        basis: brief(&basis.join("；"), CELL),
        advice: brief(&finding.advice, CELL),
        reason: String::new(),
    }
}

/// Makes the workbook of several reports. The same reports give the same bytes.
///
/// # Errors
/// Why the workbook could not be made, Chinese.
pub fn book(
    reports: &[Listed],
    failures: &[Failure],
    summary: &Summary,
) -> Result<Vec<u8>, String> {
    let names = names(reports);
    let written = || {
        let mut book = Workbook::new();
        // The time of writing would make the same result differ from run to run.
        let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
        let properties = DocProperties::new();
        let properties = properties.set_author(AUTHOR).set_creation_datetime(&made);
        book.set_properties(&properties);
        page::write(&mut book, reports, &names, failures, summary)?;
        book.save_to_buffer()
    };
    written().map_err(|error: XlsxError| format!("工作簿没有生成：{error}"))
}

/// What a report is called in the list: its title; with its file where two have the same.
fn names(reports: &[Listed]) -> Vec<String> {
    let mut n: BTreeMap<&str, usize> = BTreeMap::new();
    for report in reports {
        *n.entry(&report.title).or_default() += 1;
    }
    let name = |report: &Listed| match (report.title.as_str(), n.get(report.title.as_str())) {
        ("", _) => report.path.clone(),
        (title, Some(1)) => title.to_owned(),
        (title, _) => format!("{title}\n（{}）", report.path),
    };
    reports.iter().map(name).collect()
}

/// Tells a workbook that this program made, and nobody saved since: who has filled in the empty
/// columns has made it theirs.
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
    let says = |tag: &str, start: &str| text.contains(&format!("<{tag}>{start}"));
    read.is_ok()
        && says("dc:creator", "yifa ")
        && says("cp:lastModifiedBy", "yifa ")
        && text.contains(">2000-01-01T00:00:00Z</dcterms:modified>")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(book: &[u8], name: &str) -> String {
        let mut package = ZipArchive::new(Cursor::new(book)).unwrap();
        let mut text = String::new();
        let mut part = package.by_name(name).unwrap();
        part.read_to_string(&mut text).unwrap();
        text
    }

    fn listed(path: &str, quotes: &[&str]) -> Listed {
        let line = |quote: &&str| Line {
            message: "写法不规范".to_owned(),
            quote: (*quote).to_owned(),
            place: "第1行".to_owned(),
            severity: Severity::Warning,
            basis: String::new(),
            advice: "+改".to_owned(),
            reason: String::new(),
        };
        Listed {
            path: path.to_owned(),
            title: "某县2023年度报告".to_owned(),
            findings: quotes.iter().map(line).collect(),
            excepted: Vec::new(),
            open: Vec::new(),
        }
    }

    #[test]
    fn no_cell_is_a_formula() {
        let quotes = [
            "=HYPERLINK(\"http://a\",\"b\")",
            "+1",
            "-1",
            "@SUM(A1)",
            "98%",
            "https://a.b",
            "_x0041_ <a> & \u{1}",
        ];
        let made = book(&[listed("a.txt", &quotes)], &[], &Summary::default()).unwrap();
        let sheet = part(&made, "xl/worksheets/sheet1.xml");
        assert!(
            !sheet.contains("<f>") && !sheet.contains("hyperlink"),
            "{sheet}"
        );
        let strings = part(&made, "xl/sharedStrings.xml");
        for quote in ["=HYPERLINK(\"http", ">+1<", ">-1<", ">@SUM(A1)<", ">98%<"] {
            assert!(strings.contains(quote), "{quote}: {strings}");
        }
        assert!(part(&made, "xl/styles.xml").contains("quotePrefix=\"1\""));
        // Numbers are only those of the rows.
        assert_eq!(sheet.matches(" t=\"s\"").count(), 2 + 10 + 7 * 6);
    }

    #[test]
    fn the_list_is_laid_out_for_paper_and_is_the_same_each_time() {
        let make = || {
            let reports = [listed("甲/a.txt", &["一"]), listed("乙/a.txt", &["二"])];
            let failure = Failure {
                path: "坏.docx".to_owned(),
                message: "读不了".to_owned(),
            };
            book(&reports, &[failure], &Summary::default()).unwrap()
        };
        let made = make();
        assert_eq!(made, make());
        let sheet = part(&made, "xl/worksheets/sheet1.xml");
        for want in [
            "orientation=\"landscape\"",
            "paperSize=\"9\"",
            "fitToHeight=\"0\"",
        ] {
            assert!(sheet.contains(want), "{want}");
        }
        let workbook = part(&made, "xl/workbook.xml");
        assert!(
            workbook.contains("Print_Titles") && workbook.contains("$4:$4"),
            "{workbook}"
        );
        let strings = part(&made, "xl/sharedStrings.xml");
        for want in ["乙/a.txt", "没能检查：坏.docx：读不了", "责任单位", "时限"] {
            assert!(strings.contains(want), "{want}");
        }
    }

    #[test]
    fn a_workbook_that_somebody_saved_is_no_longer_ours() {
        let made = book(&[listed("a.txt", &["一"])], &[], &Summary::default()).unwrap();
        assert!(is_own_book(&made));
        assert!(!is_own_book(b"PK") && !is_own_book(b""));
        let core = part(&made, "docProps/core.xml");
        let saved = core.replace(
            "2000-01-01T00:00:00Z</dcterms:modified>",
            "2026-01-01T00:00:00Z</dcterms:modified>",
        );
        assert_ne!(core, saved);
        let mut package = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        package.start_file("docProps/core.xml", options).unwrap();
        std::io::Write::write_all(&mut package, saved.as_bytes()).unwrap();
        assert!(!is_own_book(&package.finish().unwrap().into_inner()));
    }
}
