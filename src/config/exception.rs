//! Exceptions (豁免): “not here, because …, until …”.

use super::Day;
use super::parse::Key;
use super::parse::Node;
use super::parse::Reader;
use super::parse::in_file_order;
use super::parse::key_span;
use super::parse::span;
use crate::finding::Fault;
use crate::text::Span;
use toml::de::DeValue;

const KEYS: [&str; 8] = [
    "rule", "exact", "prefix", "suffix", "section", "reason", "by", "until",
];

/// One exception. It hangs on words, never on a place: lines and numbers change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exception {
    /// The rule it is from: `pack/name`.
    pub rule: String,
    /// The words that the finding stands on or in.
    pub exact: Option<String>,
    /// The words right before them.
    pub prefix: String,
    /// The words right behind them.
    pub suffix: String,
    /// The heading of the section that the finding stands in.
    pub section: Option<String>,
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub by: String,
    /// The last day it holds.
    pub until: Option<Day>,
    /// The file it stands in and the file's text, for faults.
    pub file: String,
    /// The text of that file.
    pub text: String,
    /// Where it stands there: its rule.
    pub span: Span,
}

impl Exception {
    /// Makes a fault at its place.
    #[must_use]
    pub fn fault(&self, message: impl Into<String>) -> Fault {
        Fault::new(self.file.as_str(), self.text.as_str(), message).at(self.span)
    }
}

/// Reads `[[exception]]`.
pub(super) fn read(
    reader: Reader<'_>,
    key: &Key<'_>,
    node: &Node<'_>,
) -> Result<Vec<Exception>, Fault> {
    let DeValue::Array(list) = node.get_ref() else {
        return Err(reader.wrong_type(key, node, "[[exception]]，每条豁免一段"));
    };
    list.iter().map(|node| one(reader, key, node)).collect()
}

fn one(reader: Reader<'_>, key: &Key<'_>, node: &Node<'_>) -> Result<Exception, Fault> {
    let DeValue::Table(table) = node.get_ref() else {
        return Err(reader.wrong_type(key, node, "[[exception]]，每条豁免一段"));
    };
    let mut exception = Exception {
        rule: String::new(),
        exact: None,
        prefix: String::new(),
        suffix: String::new(),
        section: None,
        reason: String::new(),
        by: String::new(),
        until: None,
        file: reader.file.to_owned(),
        text: reader.text.to_owned(),
        span: span(node),
    };
    for (key, node) in in_file_order(table) {
        let words = || said(reader, key, node);
        match key.get_ref().as_ref() {
            "rule" => {
                exception.rule = words()?;
                exception.span = span(node);
            }
            "exact" => exception.exact = Some(words()?),
            "prefix" => exception.prefix = words()?,
            "suffix" => exception.suffix = words()?,
            "section" => exception.section = Some(words()?),
            "reason" => exception.reason = words()?,
            "by" => exception.by = words()?,
            "until" => exception.until = Some(day(reader, key, node)?),
            _ => return Err(reader.unknown_key(key, &KEYS)),
        }
    }
    whole(exception)
}

/// Words that say something.
fn said(reader: Reader<'_>, key: &Key<'_>, node: &Node<'_>) -> Result<String, Fault> {
    let text = reader.text_of(key, node)?;
    if text.trim().is_empty() {
        let name = key.get_ref();
        return Err(reader.fault(key_span(key), format!("“{name}”是空的")));
    }
    Ok(text)
}

/// A day, as text or as TOML has it.
fn day(reader: Reader<'_>, key: &Key<'_>, node: &Node<'_>) -> Result<Day, Fault> {
    let text = match node.get_ref() {
        DeValue::String(text) => text.to_string(),
        DeValue::Datetime(when) => when.to_string(),
        _ => return Err(reader.wrong_type(key, node, "日期，如 2026-06-30")),
    };
    text.parse()
        .map_err(|why: &str| reader.fault(span(node), why.to_owned()))
}

/// Refuses an exception that does not say what, why and who.
fn whole(exception: Exception) -> Result<Exception, Fault> {
    let missing = [
        ("rule", exception.rule.is_empty()),
        ("reason", exception.reason.is_empty()),
        ("by", exception.by.is_empty()),
    ];
    if let Some((name, _)) = missing.iter().find(|(_, missing)| *missing) {
        let help = "每条豁免都要写：rule（规则）、reason（理由）、by（谁同意的）";
        return Err(exception.fault(format!("这条豁免缺少 {name}")).help(help));
    }
    if exception.exact.is_none() && exception.section.is_none() {
        let help = "写 exact = \"原文\"，或者 section = \"标题\"";
        return Err(exception.fault("这条豁免没有说是哪一处").help(help));
    }
    let around = !exception.prefix.is_empty() || !exception.suffix.is_empty();
    if around && exception.exact.is_none() {
        let help = "prefix 和 suffix 是 exact 前后的文字";
        return Err(exception
            .fault("这条豁免有 prefix 或 suffix，没有 exact")
            .help(help));
    }
    Ok(exception)
}
