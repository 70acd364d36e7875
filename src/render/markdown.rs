//! A summary in Markdown: for merge requests and notes.

use crate::finding::Basis;
use crate::finding::Finding;
use crate::finding::Severity;
use crate::finding::Status;
use crate::render::Render;
use crate::render::Report;
use crate::render::Rules;
use crate::render::escape::brief;
use crate::render::escape::markdown;
use crate::render::json::Failure;
use crate::render::json::Summary;
use std::fmt::Write as _;

/// The format.
#[derive(Debug)]
pub(super) struct Markdown;

/// The first line: by it the program knows its own result again and may replace it.
pub(super) const MARK: &str = "<!-- yifa -->";

/// Characters of a quote: a table is no place for a paragraph.
const QUOTE: usize = 40;

impl Render for Markdown {
    fn head(&self, _rules: &Rules) -> String {
        format!("{MARK}\n# 法治政府建设年度报告检查结果\n")
    }

    fn report(&self, report: &Report<'_>) -> String {
        let title = report
            .document
            .title()
            .unwrap_or_else(|| report.path.to_owned());
        let mut out = format!(
            "\n## {}\n\n文件：{}\n\n",
            markdown(&title),
            markdown(report.path)
        );
        let mut n = 0;
        for severity in [Severity::Error, Severity::Warning, Severity::Advice] {
            for finding in report
                .findings()
                .filter(|finding| finding.severity == severity)
            {
                if n == 0 {
                    out.push_str(
                        "| 级别 | 位置 | 问题 | 原文 | 建议 | 依据 |\n|---|---|---|---|---|---|\n",
                    );
                }
                n += 1;
                let basis: Vec<String> = finding.basis.iter().map(Basis::to_string).collect();
                let _ = writeln!(
                    out,
                    "| {} | {} | {} | {} | {} | {} |",
                    severity.chinese(),
                    report.place(finding),
                    markdown(&message(finding)),
                    markdown(&brief(&report.quote(finding), QUOTE)),
                    markdown(&finding.advice),
                    markdown(&basis.join("；")),
                );
            }
        }
        if n == 0 {
            out.push_str("未发现机器能查出的问题。\n");
        }
        out.push_str(&excepted(report));
        let verdicts = report.outcome.verdicts.iter();
        let open = verdicts.filter(|verdict| verdict.status == Status::Undecided);
        let open: Vec<String> = open
            .map(|verdict| {
                let title = markdown(report.rules.title(&verdict.rule));
                format!("- {title}：{}\n", markdown(&verdict.reason))
            })
            .collect();
        if !open.is_empty() {
            let _ = write!(out, "\n需人工核对：\n\n{}", open.concat());
        }
        out
    }

    fn tail(&self, failures: &[Failure], summary: &Summary) -> String {
        let mut out = String::new();
        if !failures.is_empty() {
            out.push_str("\n## 没能检查\n\n");
            for failure in failures {
                let (path, message) = (markdown(&failure.path), markdown(&failure.message));
                let _ = writeln!(out, "- {path}：{message}");
            }
        }
        let (found, verdicts) = (&summary.findings, &summary.verdicts);
        let _ = write!(
            out,
            "\n---\n\n共检查 {} 份报告：错误 {}、警告 {}、建议 {}；规则：通过 {}、不通过 {}、\
             不适用 {}、需人工核对 {}、规则故障 {}。没有发现问题，不等于没有问题。\n",
            summary.checked,
            found.error,
            found.warning,
            found.advice,
            verdicts.pass,
            verdicts.fail,
            verdicts.not_applicable,
            verdicts.undecided,
            verdicts.broken,
        );
        for said in summary.left_out() {
            let _ = writeln!(out, "\n{said}。");
        }
        out
    }
}

/// What is wrong, with the words of another report: in a table there is no other place for them.
fn message(finding: &Finding) -> String {
    let mut out = finding.message.clone();
    for related in &finding.related {
        let Some(report) = &related.report else {
            continue;
        };
        let place = report.source.locate(related.span).chinese();
        let quote = report.source.quote(related.span);
        let quote = brief(&quote, QUOTE);
        let _ = write!(
            out,
            "（{} {place}“{quote}”：{}）",
            report.path, related.label
        );
    }
    out
}

/// What exceptions took out, with the reasons.
fn excepted(report: &Report<'_>) -> String {
    if report.outcome.excepted.is_empty() {
        return String::new();
    }
    let mut out = "\n按豁免处理：\n\n".to_owned();
    for excepted in &report.outcome.excepted {
        let place = report.place(&excepted.finding);
        let message = markdown(&excepted.finding.message);
        let why = markdown(&excepted.to_string());
        let _ = writeln!(out, "- {place}，{message}；理由：{why}");
    }
    out
}
