//! The notes in the margin, and what every rule came to.

use super::Numbered;
use crate::finding::Basis;
use crate::finding::Status;
use crate::render::Report;
use crate::render::escape::brief;
use crate::render::escape::xml;
use std::fmt::Write as _;

/// One note.
pub(super) fn note(report: &Report<'_>, numbered: &Numbered<'_>) -> String {
    let Numbered {
        number,
        anchor,
        finding,
    } = numbered;
    let severity = finding.severity;
    let mut out = format!(
        "<div class=\"finding {}\" id=\"{anchor}\" data-rule=\"{}\" data-severity=\"{}\" \
         data-number=\"{number}\"><p><a href=\"#{anchor}-at\" class=\"no {}\">{number}</a> \
         <strong>{}</strong> {}</p>",
        severity.name(),
        xml(&finding.rule),
        severity.name(),
        severity.name(),
        severity.chinese(),
        xml(&finding.message)
    );
    if !finding.advice.is_empty() {
        let _ = write!(out, "<p>建议：{}</p>", xml(&finding.advice));
    }
    for related in &finding.related {
        let source = related.source(&report.document.source);
        let place = of_file(related.path(), &source.locate(related.span).chinese());
        let quote = brief(&source.quote(related.span), 40);
        let label = xml(&related.label);
        let _ = write!(
            out,
            "<p class=\"also\">另见{}“{}”：{label}</p>",
            xml(&place),
            xml(&quote)
        );
    }
    let basis: Vec<String> = finding.basis.iter().map(Basis::to_string).collect();
    if !basis.is_empty() {
        let _ = write!(
            out,
            "<p class=\"basis\">依据：{}</p>",
            xml(&basis.join("；"))
        );
    }
    let _ = write!(
        out,
        "<p class=\"where\">{} · {}</p></div>",
        report.place(finding),
        xml(&finding.rule)
    );
    out
}

/// A place with the file before it, where it is in another one.
fn of_file(path: Option<&str>, place: &str) -> String {
    path.map_or_else(|| place.to_owned(), |path| format!("{path} {place}"))
}

/// What exceptions took out, with the reasons.
pub(super) fn excepted(report: &Report<'_>) -> String {
    if report.outcome.excepted.is_empty() {
        return String::new();
    }
    let mut rows = String::new();
    for excepted in &report.outcome.excepted {
        let place = report.place(&excepted.finding);
        let quote = xml(&brief(&report.quote(&excepted.finding), 60));
        let message = xml(&excepted.finding.message);
        let why = xml(&excepted.to_string());
        let _ = writeln!(rows, "<li>{place}“{quote}”：{message}；理由：{why}</li>");
    }
    let n = report.outcome.excepted.len();
    format!(
        "<section class=\"excepted\"><h3>按豁免处理（{n} 处）</h3>\n<ul>\n{rows}</ul></section>\n"
    )
}

/// A table of all rules: what they came to and what they saw.
pub(super) fn verdicts(report: &Report<'_>) -> String {
    let mut rows = String::new();
    for verdict in &report.outcome.verdicts {
        let status = match &verdict.status {
            Status::Pass => "通过",
            Status::Fail => "不通过",
            Status::NotApplicable => "不适用",
            Status::Undecided => "需人工核对",
            Status::Broken(_) => "规则故障",
        };
        let reason = match &verdict.status {
            Status::Broken(fault) => fault.to_string(),
            _ => verdict.reason.clone(),
        };
        let source = &report.document.source;
        let seen = verdict.evidence.iter().take(3);
        let seen: Vec<String> = seen
            .map(|span| {
                let place = source.locate(*span).chinese();
                format!("{place}“{}”", xml(&brief(&source.quote(*span), 60)))
            })
            .collect();
        let _ = writeln!(
            rows,
            "<tr class=\"{}\"><td>{}<br><code>{}</code></td><td>{status}</td><td>{}</td><td>{}</td></tr>",
            verdict.status.name(),
            xml(report.rules.title(&verdict.rule)),
            xml(&verdict.rule),
            xml(&reason),
            seen.join("<br>")
        );
    }
    format!(
        "<details class=\"verdicts\"><summary>每条规则的结论（{} 条）</summary>\n\
         <table><thead><tr><th scope=\"col\">规则</th><th scope=\"col\">结论</th>\
         <th scope=\"col\">说明</th><th scope=\"col\">看到的原文</th></tr></thead>\n\
         <tbody>\n{rows}</tbody></table></details>\n",
        report.outcome.verdicts.len()
    )
}
