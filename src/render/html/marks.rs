//! The marked words in the text. Findings may overlap, so a paragraph is cut where any of them
//! starts or ends, and each piece carries the findings that cover it.

use super::Numbered;
use super::pages;
use crate::document::Document;
use crate::finding::Severity;
use crate::render::escape::xml;
use crate::text::Span;
use std::fmt::Write as _;

/// The findings of a report while its paragraphs are written, in order.
pub(super) struct Marks<'a> {
    /// In order of their start.
    findings: &'a [Numbered<'a>],
    /// The first one that may still concern a paragraph to come.
    next: usize,
    /// Those before it that reach on.
    open: Vec<&'a Numbered<'a>>,
    /// Where pages of the file start.
    pages: Vec<(u32, usize)>,
}

impl<'a> Marks<'a> {
    pub(super) fn new(document: &Document, findings: &'a [Numbered<'a>]) -> Self {
        Self {
            pages: pages::starts(document),
            findings,
            next: 0,
            open: Vec::new(),
        }
    }

    /// Writes the text of a paragraph with its marks. Paragraphs come in order.
    pub(super) fn paragraph(&mut self, document: &Document, span: Span) -> String {
        self.open
            .retain(|numbered| numbered.finding.span.end > span.start);
        while let Some(numbered) = self.findings.get(self.next)
            && numbered.finding.span.start < span.end.max(span.start + 1)
        {
            self.open.push(numbered);
            self.next += 1;
        }
        let mut cuts = vec![span.start, span.end];
        for numbered in &self.open {
            let own = numbered.finding.span;
            cuts.push(own.start.clamp(span.start, span.end));
            cuts.push(own.end.clamp(span.start, span.end));
        }
        let pages = self.pages.iter().map(|(at, _)| *at);
        cuts.extend(pages.filter(|at| span.start < *at && *at < span.end));
        cuts.sort_unstable();
        cuts.dedup();
        let mut out = self.missing_at(document, span.start);
        for (start, end) in cuts.iter().zip(cuts.iter().skip(1)) {
            let piece = Span {
                start: *start,
                end: *end,
            };
            out.push_str(&self.page_at(*start));
            self.piece(document, piece, &mut out);
            out.push_str(&self.missing_at(document, *end));
        }
        out
    }

    fn piece(&self, document: &Document, piece: Span, out: &mut String) {
        let text = xml(document.slice(piece));
        let covering = self.open.iter().filter(|numbered| {
            let span = numbered.finding.span;
            span.start <= piece.start && piece.end <= span.end && !span.is_empty()
        });
        let covering: Vec<&&Numbered<'_>> = covering.collect();
        let severity = covering
            .iter()
            .map(|numbered| numbered.finding.severity)
            .max();
        let Some(severity) = severity else {
            out.push_str(&text);
            return;
        };
        let numbers: Vec<String> = covering.iter().map(|n| n.number.to_string()).collect();
        let _ = write!(
            out,
            "<mark class=\"{}\" data-of=\"{}\">{text}</mark>",
            severity.name(),
            numbers.join(" ")
        );
        for numbered in covering {
            if numbered.finding.span.end == piece.end {
                out.push_str(&link(document, numbered));
            }
        }
    }

    /// The number of the page that starts here.
    fn page_at(&self, at: u32) -> String {
        let found = self.pages.binary_search_by_key(&at, |(at, _)| *at).ok();
        let page = found.and_then(|index| self.pages.get(index));
        page.map_or_else(String::new, |(_, page)| {
            format!("<span class=\"page\">第{page}页</span>")
        })
    }

    /// Findings on something that is missing stand at a point.
    fn missing_at(&self, document: &Document, at: u32) -> String {
        let here = self.open.iter().filter(|numbered| {
            let span = numbered.finding.span;
            span.is_empty() && span.start == at
        });
        here.map(|numbered| link(document, numbered)).collect()
    }
}

/// The number behind the marked words, which leads to the note and says where the words stand.
fn link(document: &Document, numbered: &Numbered<'_>) -> String {
    let Numbered {
        number,
        anchor,
        finding,
    } = numbered;
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "advice",
    };
    let place = document.source.locate(finding.span).chinese();
    format!(
        "<a class=\"no {severity}\" id=\"{anchor}-at\" href=\"#{anchor}\" \
         title=\"{place}\" aria-label=\"问题{number}\">{number}</a>"
    )
}
