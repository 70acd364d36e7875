//! Two reports of one county in consecutive years, held against each other.
//!
//! What is found is recorded beside the later one: `INSTA_UPDATE=always cargo test --test years`,
//! then read the diff.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::indexing_slicing
)]

mod common;

use std::fmt::Write as _;
use std::path::Path;
use std::path::PathBuf;
use yifa::check::Checked;
use yifa::check::Checker;
use yifa::document::Document;
use yifa::finding::Severity;

const PACK: &str = "year-over-year/";

fn report(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("reports");
    root.join(name).join("report.txt")
}

fn document(bytes: &[u8]) -> Document {
    Document::new(yifa::reader::read("report.txt", bytes).unwrap())
}

fn compared(checker: &Checker, now: &str, before: &str) -> Checked {
    let now = document(now.as_bytes());
    let previous = checker.previous("last.txt", document(before.as_bytes()));
    checker.pairs(&now, &previous).unwrap();
    checker.check_after(Some(&previous), now, None)
}

fn text(name: &str) -> String {
    std::fs::read_to_string(report(name)).unwrap()
}

/// The findings of the pack: severity, rule, words, message and the words they quote.
fn found(checked: &Checked) -> String {
    let source = &checked.document.source;
    let mut out = String::new();
    let own = checked.outcome.findings.iter();
    for finding in own.filter(|finding| finding.rule.starts_with(PACK)) {
        let (severity, rule) = (finding.severity.name(), &finding.rule);
        let quote = source.quote(finding.span);
        writeln!(out, "{severity} {rule} 「{quote}」 {}", finding.message).unwrap();
        for related in &finding.related {
            let quote = related.source(source).quote(related.span);
            let path = related.path().unwrap_or("本报告");
            writeln!(out, "  ← {path} {}「{quote}」", related.label).unwrap();
        }
    }
    out
}

#[test]
fn findings_on_two_years_are_as_recorded() {
    let checked = compared(&common::checker(), &text("yanpu-2023"), &text("yanpu-2022"));
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(report("yanpu-2023").parent().unwrap());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("against-last-year", found(&checked)));
}

/// An error is what cannot be true however it is read: another report can have been revised.
#[test]
fn nothing_between_two_reports_is_an_error() {
    let checked = compared(&common::checker(), &text("yanpu-2023"), &text("yanpu-2022"));
    let own = checked.outcome.findings.iter();
    let mut own = own.filter(|finding| finding.rule.starts_with(PACK));
    assert!(own.all(|finding| finding.severity < Severity::Error));
}

/// Every number of last year's report that a change of this year hangs on: one digit changed
/// there, and the change no longer fits.
#[test]
fn a_digit_of_last_year_is_noticed() {
    let checker = common::checker();
    let now = text("yanpu-2023").replace("同比增长20%", "同比增长25%");
    let before = text("yanpu-2022");
    let n = |before: &str| {
        let checked = compared(&checker, &now, before);
        let found = found(&checked);
        found.matches("year-over-year/change-differs").count()
    };
    let standing = n(&before);
    let mut missed = Vec::new();
    let changed = [
        ("制定行政规范性文件6件", "制定行政规范性文件7件"),
        ("行政处罚案件1430件", "行政处罚案件1630件"),
        ("优秀率85%", "优秀率81%"),
        ("行政复议申请60件", "行政复议申请68件"),
        ("法治宣传活动146场次", "法治宣传活动116场次"),
        ("法律援助案件512件", "法律援助案件519件"),
    ];
    for (right, wrong) in changed {
        assert!(before.contains(right), "{right}");
        if n(&before.replace(right, wrong)) != standing + 1 {
            missed.push(wrong);
        }
    }
    assert_eq!(missed, Vec::<&str>::new());
}

/// A report held against one that says the same of last year has nothing to answer for.
#[test]
fn a_report_that_fits_is_not_talked_about() {
    let before = "砚浦县人民政府2022年度法治政府建设情况报告\n一、主要举措和成效\n受理行政复议申请60件，行政诉讼案件14件。\n二、2023年工作安排\n推行执法案卷无纸化流转。\n";
    let now = "砚浦县人民政府2023年度法治政府建设情况报告\n一、主要举措和成效\n受理行政复议申请72件，同比增长20%，行政诉讼案件12件，比上年减少2件。案卷无纸化流转覆盖全部部门。\n";
    let checked = compared(&common::checker(), now, before);
    assert_eq!(found(&checked), "");
}

#[test]
fn wrong_pairs_are_refused_in_one_sentence() {
    let checker = common::checker();
    let refused = |now: &str, before: &str| {
        let previous = checker.previous("last.txt", document(text(before).as_bytes()));
        let now = document(text(now).as_bytes());
        checker.pairs(&now, &previous).unwrap_err()
    };
    assert_eq!(
        refused("yanpu-2023", "linsu-2022"),
        "上年报告 last.txt 是临溯县人民政府的，不是砚浦县人民政府的，不能比较"
    );
    assert_eq!(
        refused("yanpu-2022", "yanpu-2023"),
        "上年报告应当是2021年度的，last.txt 是2023年度的，不能比较"
    );
    assert_eq!(
        refused("yanpu-2023", "yanpu-2023"),
        "上年报告应当是2022年度的，last.txt 是2023年度的，不能比较"
    );
}

/// Without the report of the year before, the rules do not apply: nothing is passed unseen.
#[test]
fn without_last_year_nothing_is_said() {
    let checker = common::checker();
    let checked = checker.check(document(text("yanpu-2023").as_bytes()), None);
    let mut own = checked
        .outcome
        .verdicts
        .iter()
        .filter(|v| v.rule.starts_with(PACK));
    assert!(own.all(|v| v.status == yifa::finding::Status::NotApplicable));
}

/// Every format names the other file.
#[test]
fn results_name_the_other_file() {
    let checker = common::checker();
    let checked = compared(&checker, &text("yanpu-2023"), &text("yanpu-2022"));
    let rules = yifa::render::Rules::default();
    let report = yifa::render::Report {
        path: "this.txt",
        document: &checked.document,
        year: checked.document.year,
        outcome: &checked.outcome,
        shown: Severity::Advice,
        fails: None,
        rules: &rules,
    };
    let shown = |format: yifa::render::Format| format.renderer().report(&report);
    let check = |format, words: &str| {
        let shown = shown(format);
        assert!(shown.contains(words), "{words} in {shown}");
    };
    check(yifa::render::Format::Sarif, "\"uri\":\"last.txt\"");
    check(yifa::render::Format::Json, "\"path\":\"last.txt\"");
    check(yifa::render::Format::Html, "另见last.txt 第15行“60件”");
    check(yifa::render::Format::Markdown, "last.txt 第15行“60件”");
}
