//! The indicator matrix: what is met is quoted, and without the quoted words it is not met.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::indexing_slicing
)]

mod common;

use std::collections::BTreeSet;
use std::path::PathBuf;
use yifa::check::Checked;
use yifa::check::Checker;
use yifa::document::Document;
use yifa::document::PartKind;
use yifa::finding::Severity;
use yifa::matrix;
use yifa::matrix::Choice;
use yifa::matrix::Looked;
use yifa::matrix::Row;
use yifa::matrix::Status;
use yifa::matrix::Table;
use yifa::pack::Proof;
use yifa::reader;
use yifa::render::Format;
use yifa::render::Report;
use yifa::render::Rules;
#[cfg(feature = "xlsx")]
use yifa::render::matrix::Sheet;
use yifa::text::Span;

fn tables(checker: &Checker, checked: &Checked, choice: &Choice) -> Vec<Table> {
    let looked = Looked {
        document: &checked.document,
        facts: &checked.facts,
        outcome: &checked.outcome,
        kind: &checked.kind,
        year: checked.year,
    };
    matrix::tables(checker.library().systems(), choice, looked)
}

fn checked_text(checker: &Checker, text: &str) -> Checked {
    let source = reader::read("report.txt", text.as_bytes()).unwrap();
    checker.check(Document::new(source), None)
}

/// The reading text of a report with `cut` taken out: a file of its own, and the same in every
/// format.
fn without(document: &Document, cut: &[Span]) -> String {
    let text = document.source.text();
    let mut kept = String::new();
    let mut at = 0;
    for span in cut {
        kept.push_str(text.get(at..span.from().max(at)).unwrap());
        at = span.to().max(at);
    }
    kept.push_str(text.get(at..).unwrap());
    kept
}

fn reports() -> Vec<PathBuf> {
    let mut reports = common::made_reports();
    reports.extend(common::real_reports().unwrap_or_default());
    reports
}

fn met(tables: &[Table]) -> Vec<&Row> {
    let rows = tables.iter().flat_map(|table| &table.rows);
    rows.filter(|row| matches!(row.status, Status::Met(_)))
        .collect()
}

#[test]
fn without_its_words_no_item_is_met() {
    let checker = common::checker();
    let mut n_cells = 0;
    for path in reports() {
        // As text: what is taken out is taken out of what was read.
        let whole = common::check(&checker, &path);
        let text = checked_text(&checker, &without(&whole.document, &[]));
        for row in met(&tables(&checker, &text, &Choice::ByYear)) {
            n_cells += 1;
            let rest = without(&text.document, &row.status.quoted());
            let rest = checked_text(&checker, &rest);
            let after = tables(&checker, &rest, &Choice::ByYear);
            let after = met(&after).into_iter().find(|after| after.id == row.id);
            let still: Vec<&str> = after
                .iter()
                .flat_map(|after| after.status.quoted())
                .map(|span| rest.document.slice(span))
                .collect();
            assert!(
                after.is_none(),
                "{}: {} {} is still met: {still:?}",
                path.display(),
                row.id,
                row.title
            );
        }
    }
    eprintln!("{n_cells} cells that are met were turned by taking their words out");
    assert!(n_cells > 200);
}

#[test]
fn what_is_met_stands_in_the_file() {
    let checker = common::checker();
    for path in reports() {
        let checked = common::check(&checker, &path);
        for row in met(&tables(&checker, &checked, &Choice::ByYear)) {
            for span in row.status.quoted() {
                let quote = checked.document.source.quote(span);
                assert!(!quote.trim().is_empty(), "{}: {}", path.display(), row.id);
                let there = checked.document.source.locate(span);
                assert_ne!(there.chinese(), "", "{}: {}", path.display(), row.id);
            }
        }
    }
}

#[test]
fn the_built_in_items_name_what_there_is() {
    let checker = common::checker();
    let library = checker.library();
    let rules: BTreeSet<&str> = library.rules().map(|rule| rule.id.as_str()).collect();
    let metrics: BTreeSet<&str> = library
        .catalog
        .metrics()
        .iter()
        .map(|m| m.id.as_str())
        .collect();
    let parts = PartKind::ALL.map(PartKind::name);
    let mut ids = BTreeSet::new();
    for system in library.systems() {
        for item in &system.items {
            assert!(ids.insert(&item.id), "{} stands twice", item.id);
            for rule in item.rules.iter().chain(&item.also) {
                assert!(rules.contains(rule.as_str()), "{}: no rule {rule}", item.id);
            }
            match &item.proof {
                Proof::Metric(named, _) => {
                    for metric in named {
                        assert!(metrics.contains(metric.as_str()), "{}: {metric}", item.id);
                    }
                }
                Proof::Part(part) => assert!(parts.contains(&part.as_str()), "{}", item.id),
                _ => {}
            }
            assert!(!item.cannot_see.is_empty(), "{}", item.id);
            // A number is written down only with the item it was seen with.
            assert!(item.official.is_none() || item.seen, "{}", item.id);
            for basis in &item.basis {
                assert!(basis.seen || basis.item.is_empty(), "{}: {basis}", item.id);
            }
        }
    }
    assert!(ids.len() >= 110, "{}", ids.len());
}

#[test]
fn the_edition_is_that_of_the_year_or_the_one_asked_for() {
    let checker = common::checker();
    let report = |year: i32| {
        let text = format!(
            "临溯县人民政府{year}年度法治政府建设情况报告\n一、主要举措和成效\n（一）开展森林火灾扑救应急演练2次。\n"
        );
        checked_text(&checker, &text)
    };
    let edition = |year: i32, choice: &Choice| {
        let tables = tables(&checker, &report(year), choice);
        let table = tables
            .into_iter()
            .find(|t| t.pack == "indicators-2021")
            .unwrap();
        let groups = table.headings.len();
        (table.edition.unwrap().id, groups)
    };
    let is = |id: &str, groups: usize| (id.to_owned(), groups);
    assert_eq!(edition(2019, &Choice::ByYear), is("2019", 8));
    assert_eq!(edition(2020, &Choice::ByYear), is("2019", 8));
    assert_eq!(edition(2021, &Choice::ByYear), is("2021", 9));
    assert_eq!(edition(2024, &Choice::ByYear), is("2021", 9));
    assert_eq!(edition(2025, &Choice::ByYear), is("2025", 9));
    assert_eq!(edition(2019, &Choice::Newest), is("2025", 9));
    assert_eq!(
        edition(2024, &Choice::Named("2019".to_owned())),
        is("2019", 8)
    );
}

/// The matrix of a made report as a workbook shows it.
#[cfg(feature = "xlsx")]
fn one_sheet() -> Sheet {
    let checker = common::checker();
    let path = common::made_reports().remove(0);
    let checked = common::check(&checker, &path);
    let tables = tables(&checker, &checked, &Choice::ByYear);
    Sheet::new("report.txt", &checked.document, &tables)
}

#[cfg(feature = "xlsx")]
#[test]
fn the_same_reports_make_the_same_workbook() {
    use std::io::Cursor;
    use std::io::Read;
    use yifa::render::matrix::book;
    use yifa::render::xlsx::is_own_book;

    let sheets = [one_sheet(), one_sheet()];
    let bytes = book(&sheets).unwrap();
    assert_eq!(bytes, book(&sheets).unwrap());
    assert!(is_own_book(&bytes));
    // Nowhere stands the time of writing.
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    for index in 0..package.len() {
        let part = package.by_index(index).unwrap();
        let made = part.last_modified().unwrap();
        assert_eq!(made.year(), 1980);
    }
    let mut core = String::new();
    let mut part = package.by_name("docProps/core.xml").unwrap();
    part.read_to_string(&mut core).unwrap();
    assert_eq!(core.matches("2000-01-01T00:00:00Z").count(), 2, "{core}");
}

#[test]
fn the_page_of_findings_has_the_matrix_below_them() {
    let checker = common::checker();
    let path = common::made_reports().remove(0);
    let checked = common::check(&checker, &path);
    let tables = tables(&checker, &checked, &Choice::ByYear);
    let rules = Rules::default();
    let report = Report {
        path: "report.txt",
        document: &checked.document,
        year: checked.year,
        outcome: &checked.outcome,
        shown: Severity::Advice,
        fails: None,
        rules: &rules,
        matrix: &[],
    };
    let page = |report: &Report<'_>| Format::Html.renderer().report(report);
    let folded = "<details class=\"matrix\">";
    assert!(!page(&report).contains(folded));
    let with = page(&Report {
        matrix: &tables,
        ..report
    });
    assert_eq!(with.matches(folded).count(), tables.len());
    assert!(with.find(folded) < with.find("<details class=\"verdicts\">"));
    for row in met(&tables) {
        let title = row.title.replace('&', "&amp;");
        assert!(with.contains(&title), "{}", row.id);
    }
}
