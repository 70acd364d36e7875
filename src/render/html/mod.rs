//! One HTML file that stands alone: the report's text with the findings in its margin.
//!
//! Nothing is fetched from elsewhere; without scripts everything can still be read. The text is
//! the reading text, paragraph by paragraph, so every mark is the finding's own span.

mod marks;
mod notes;

use crate::document::Paragraph;
use crate::document::Role;
use crate::finding::Finding;
use crate::finding::Severity;
use crate::render::Render;
use crate::render::Report;
use crate::render::Rules;
use crate::render::escape::xml;
use crate::render::json::Failure;
use crate::render::json::Summary;
use crate::render::matrix;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The format.
#[derive(Debug)]
pub(super) struct Html;

/// Stands near the start: by it the program knows its own result again and may replace it.
pub(super) const MARK: &str = "<meta name=\"generator\" content=\"yifa\">";

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// A finding with its number in the report and the name of its anchor.
pub(super) struct Numbered<'a> {
    number: usize,
    anchor: String,
    finding: &'a Finding,
}

impl Render for Html {
    fn head(&self, _rules: &Rules) -> String {
        format!(
            "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n{MARK}\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>法治政府建设年度报告检查结果</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
             <a class=\"skip\" href=\"#main\">跳到正文</a>\n\
             <header class=\"top\"><h1>法治政府建设年度报告检查结果</h1>\
             <form class=\"filter\" id=\"filter\" aria-label=\"筛选问题\" hidden>\
             <label><input type=\"checkbox\" value=\"error\" checked> 错误</label>\
             <label><input type=\"checkbox\" value=\"warning\" checked> 警告</label>\
             <label><input type=\"checkbox\" value=\"advice\" checked> 建议</label>\
             <label>规则 <select id=\"rule\"><option value=\"\">全部</option></select></label>\
             <span class=\"hint\">按 J、K 键看下一处、上一处</span></form></header>\n\
             <main id=\"main\" tabindex=\"-1\">\n"
        )
    }

    fn report(&self, report: &Report<'_>) -> String {
        let prefix = format!("r{:08x}", super::report::hash(&[report.path]) & 0xffff_ffff);
        let findings: Vec<Numbered<'_>> = report
            .findings()
            .zip(1..)
            .map(|(finding, number)| Numbered {
                number,
                anchor: format!("{prefix}-{number}"),
                finding,
            })
            .collect();
        let title = report
            .document
            .title()
            .unwrap_or_else(|| report.path.to_owned());
        let mut out = format!(
            "<article aria-labelledby=\"{prefix}\">\n<h2 id=\"{prefix}\">{}</h2>\n\
             <p class=\"path\">文件：{}</p>\n{}",
            xml(&title),
            xml(report.path),
            counts(&findings)
        );
        out.push_str(&outline(report, &prefix, &title));
        out.push_str("<div class=\"sheet\">\n");
        text(report, &prefix, &findings, &mut out);
        out.push_str("</div>\n");
        out.push_str(&notes::excepted(report));
        out.push_str(&matrix::folded(&matrix::Sheet::of(report)));
        out.push_str(&notes::verdicts(report));
        out.push_str("</article>\n");
        out
    }

    fn tail(&self, failures: &[Failure], summary: &Summary) -> String {
        let mut out = String::new();
        if !failures.is_empty() {
            out.push_str("<section class=\"failures\"><h2>没能检查</h2><ul>\n");
            for failure in failures {
                let (path, message) = (xml(&failure.path), xml(&failure.message));
                let _ = writeln!(out, "<li>{path}：{message}</li>");
            }
            out.push_str("</ul></section>\n");
        }
        let found = &summary.findings;
        let left_out: Vec<String> = summary.left_out();
        let left_out: String = left_out.iter().map(|said| format!("{said}。")).collect();
        let _ = write!(
            out,
            "</main>\n<footer>共检查 {} 份报告：错误 {}、警告 {}、建议 {}。{left_out}yifa {}。\
             只核对文字里看得见的东西；没有发现问题，不等于没有问题。</footer>\n\
             <script>\n{SCRIPT}</script>\n</body>\n</html>\n",
            summary.checked,
            found.error,
            found.warning,
            found.advice,
            env!("CARGO_PKG_VERSION"),
        );
        out
    }
}

fn counts(findings: &[Numbered<'_>]) -> String {
    let count = |severity: Severity| {
        let of = |numbered: &&Numbered<'_>| numbered.finding.severity == severity;
        findings.iter().filter(of).count()
    };
    let (error, warning, advice) = (
        count(Severity::Error),
        count(Severity::Warning),
        count(Severity::Advice),
    );
    if findings.is_empty() {
        return "<p class=\"counts\">未发现机器能查出的问题。</p>\n".to_owned();
    }
    format!(
        "<p class=\"counts\"><span class=\"tag error\">错误 {error}</span> \
         <span class=\"tag warning\">警告 {warning}</span> \
         <span class=\"tag advice\">建议 {advice}</span></p>\n"
    )
}

/// The headings of the report, linked to their paragraphs.
fn outline(report: &Report<'_>, prefix: &str, title: &str) -> String {
    let document = report.document;
    let mut items = String::new();
    for section in document
        .sections
        .iter()
        .filter(|section| section.level <= 2)
    {
        let Some(paragraph) = document.paragraph_at(section.heading.start) else {
            continue;
        };
        let words = super::escape::brief(document.slice(section.heading), 40);
        let level = section.level;
        let _ = writeln!(
            items,
            "<li class=\"l{level}\"><a href=\"#{prefix}-p{paragraph}\">{}</a></li>",
            xml(words.trim())
        );
    }
    if items.is_empty() {
        return items;
    }
    format!(
        "<nav aria-label=\"提纲：{}\"><details><summary>提纲</summary><ul>\n{items}</ul></details></nav>\n",
        xml(title)
    )
}

/// The paragraphs, each with the notes on what starts in it.
fn text(report: &Report<'_>, prefix: &str, findings: &[Numbered<'_>], out: &mut String) {
    let document = report.document;
    let mut notes: BTreeMap<usize, Vec<&Numbered<'_>>> = BTreeMap::new();
    for numbered in findings {
        let at = document.paragraph_at(numbered.finding.span.start);
        notes.entry(at.unwrap_or(0)).or_default().push(numbered);
    }
    let mut marks = marks::Marks::new(findings);
    for (index, paragraph) in document.paragraphs.iter().enumerate() {
        let inside = marks.paragraph(document, paragraph.span);
        let _ = write!(out, "<div class=\"row\" id=\"{prefix}-p{index}\">");
        // Notes float beside what follows them.
        if let Some(own) = notes.get(&index) {
            out.push_str("<aside>");
            for numbered in own {
                out.push_str(&notes::note(report, numbered));
            }
            out.push_str("</aside>");
        }
        let _ = write!(out, "<p class=\"{}\">{inside}</p>", class(paragraph));
        out.push_str("</div>\n");
    }
}

fn class(paragraph: &Paragraph) -> &'static str {
    match paragraph.role {
        Role::Title => "title",
        Role::Head => "head",
        Role::Heading => "heading",
        Role::Table => "table",
        Role::Note => "note",
        Role::Tail => "tail",
        Role::Text => "text",
    }
}
