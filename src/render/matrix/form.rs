//! The formats that only the matrix has, report by report like all others.

use super::Sheet;
use super::csv;
use super::html;
use super::text;
use crate::render::Render;
use crate::render::Report;
use crate::render::Rules;
use crate::render::json::Failure;
use crate::render::json::Summary;

/// A format of the indicator matrix.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// For the screen.
    Text,
    /// For spreadsheets and programs.
    Csv,
    /// A web page that stands alone.
    Page,
    /// A workbook: made at the end, from all reports.
    Xlsx,
}

impl Form {
    /// Returns the name used on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Csv => "csv",
            Self::Page => "html",
            Self::Xlsx => "xlsx",
        }
    }

    /// Returns what writes this format; a workbook is not written report by report.
    #[must_use]
    pub fn renderer(self) -> &'static dyn Render {
        match self {
            Self::Text => &AsText,
            Self::Csv => &AsCsv,
            Self::Page => &AsPage,
            Self::Xlsx => &AtTheEnd,
        }
    }
}

#[derive(Debug)]
struct AsText;
#[derive(Debug)]
struct AsCsv;
#[derive(Debug)]
struct AsPage;
#[derive(Debug)]
struct AtTheEnd;

impl Render for AsText {
    fn head(&self, _rules: &Rules) -> String {
        String::new()
    }

    fn report(&self, report: &Report<'_>) -> String {
        text::report(&Sheet::of(report))
    }

    fn tail(&self, _failures: &[Failure], summary: &Summary) -> String {
        let found = &summary.findings;
        format!(
            "共检查 {} 份报告；另有问题：错误 {}、警告 {}、建议 {}，用 yifa check 查看\n",
            summary.checked, found.error, found.warning, found.advice
        )
    }
}

impl Render for AsCsv {
    fn head(&self, _rules: &Rules) -> String {
        csv::HEAD.to_owned()
    }

    fn report(&self, report: &Report<'_>) -> String {
        csv::report(&Sheet::of(report))
    }

    fn tail(&self, _failures: &[Failure], _summary: &Summary) -> String {
        String::new()
    }
}

impl Render for AsPage {
    fn head(&self, _rules: &Rules) -> String {
        html::HEAD.to_owned()
    }

    fn report(&self, report: &Report<'_>) -> String {
        html::report(&Sheet::of(report))
    }

    fn tail(&self, failures: &[Failure], _summary: &Summary) -> String {
        html::tail(failures)
    }
}

impl Render for AtTheEnd {
    fn head(&self, _rules: &Rules) -> String {
        String::new()
    }

    fn report(&self, _report: &Report<'_>) -> String {
        String::new()
    }

    fn tail(&self, _failures: &[Failure], _summary: &Summary) -> String {
        String::new()
    }
}
