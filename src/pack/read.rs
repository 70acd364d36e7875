//! From a tree of texts to a library.

use super::Checks;
use super::KINDS;
use super::Library;
use super::Pack;
use super::Rule;
use super::Source;
use super::Tree;
use super::Years;
use super::rule_toml;
use crate::facts::Titles;
use crate::finding::Category;
use crate::finding::Fault;
use crate::finding::Severity;
use crate::text::Span;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How closely packs are looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Care {
    /// Pages and patterns as well.
    Everything,
    /// Only what is needed for running the rules.
    WhatIsRun,
}

/// The files of one folder by name.
type Files<'t> = BTreeMap<&'t str, &'t str>;

/// The files of one pack.
#[derive(Default)]
struct Folder<'t> {
    files: Files<'t>,
    data: Files<'t>,
    rules: BTreeMap<&'t str, Files<'t>>,
}

pub(super) fn library(tree: &Tree, care: Care) -> Library {
    let mut library = Library::default();
    for (id, folder) in folders(tree) {
        let pack = pack(id, &folder, care, &mut library.faults);
        library.packs.push(pack);
        data(id, &folder, care, &mut library);
    }
    library
}

fn folders(tree: &Tree) -> BTreeMap<&str, Folder<'_>> {
    let mut folders: BTreeMap<&str, Folder<'_>> = BTreeMap::new();
    for (path, text) in tree {
        let parts: Vec<&str> = path.split('/').collect();
        match parts.as_slice() {
            [pack, file] => {
                let folder = folders.entry(pack).or_default();
                folder.files.insert(file, text);
            }
            [pack, "data", file] => {
                let folder = folders.entry(pack).or_default();
                folder.data.insert(file, text);
            }
            [pack, rule, file] => {
                let folder = folders.entry(pack).or_default();
                folder.rules.entry(rule).or_default().insert(file, text);
            }
            _ => {}
        }
    }
    folders
}

fn pack(id: &str, folder: &Folder<'_>, care: Care, faults: &mut Vec<Fault>) -> Pack {
    let mut pack = Pack {
        id: id.to_owned(),
        title: id.to_owned(),
        source: String::new(),
        edition: String::new(),
        years: Years::default(),
        applies: KINDS.map(str::to_owned).to_vec(),
        shared: None,
        rules: Vec::new(),
    };
    let file = format!("{id}/pack.toml");
    match folder.files.get("pack.toml") {
        Some(text) => faults.extend(rule_toml::pack(&mut pack, &file, text)),
        None => {
            let help = "每个规则包要有 pack.toml，写明 title 和 source";
            faults.push(Fault::new(file, "", format!("规则包“{id}”没有 pack.toml")).help(help));
        }
    }
    pack.shared = folder.files.get("shared.rhai").map(|text| {
        Arc::new(Source {
            file: format!("{id}/shared.rhai"),
            text: (*text).to_owned(),
        })
    });
    for (name, files) in &folder.rules {
        let (rule, found) = rule(&format!("{id}/{name}"), files, care);
        faults.extend(found);
        pack.rules.push(rule);
    }
    pack
}

fn rule(id: &str, files: &Files<'_>, care: Care) -> (Rule, Vec<Fault>) {
    let mut rule = Rule {
        id: id.to_owned(),
        title: id.to_owned(),
        severity: Severity::Advice,
        severity_by_kind: Vec::new(),
        category: Category::Wording,
        checks: Checks::Fully,
        cannot_see: String::new(),
        advice: String::new(),
        applies: Vec::new(),
        years: Years::default(),
        basis: Vec::new(),
        params: Vec::new(),
        keywords: Vec::new(),
        patterns: Vec::new(),
        page: String::new(),
        script: String::new(),
        fault: None,
    };
    let mut faults = Vec::new();
    let mut text_of = |name: &str, what: &str| -> String {
        let text = files.get(name).copied();
        if text.is_none_or(|text| text.trim().is_empty()) {
            let path = format!("{id}/{name}");
            let help = "一条规则是一个文件夹，里面有 rule.toml、rule.rhai、rule.md 三个文件";
            faults.push(Fault::new(path, "", format!("规则“{id}”没有{what}")).help(help));
        }
        text.unwrap_or_default().to_owned()
    };
    let toml = text_of("rule.toml", "说明（rule.toml）");
    rule.script = text_of("rule.rhai", "脚本（rule.rhai）");
    rule.page = text_of("rule.md", "页面（rule.md）");
    if !toml.trim().is_empty() {
        let file = rule.path("rule.toml");
        faults.extend(rule_toml::rule(&mut rule, &file, &toml));
    }
    if care == Care::Everything {
        if faults.is_empty() {
            faults.extend(rule.pattern_faults(&toml));
        }
        if !rule.page.trim().is_empty() {
            faults.extend(rule.examples().1);
        }
    }
    rule.fault = faults.first().cloned();
    (rule, faults)
}

fn data(id: &str, folder: &Folder<'_>, care: Care, library: &mut Library) {
    for (name, text) in &folder.data {
        let file = format!("{id}/data/{name}");
        match *name {
            "metrics.toml" => {
                if let Err((message, span)) = library.catalog.add(text) {
                    let mut fault = Fault::new(file, *text, message);
                    fault.span = span;
                    library.faults.push(fault);
                }
            }
            "law-titles.tsv" => titles(file, text, care, library),
            _ => {
                let message = format!("不认识数据文件“{name}”");
                let help = "data 文件夹里只放 metrics.toml 和 law-titles.tsv";
                library.faults.push(Fault::new(file, "", message).help(help));
            }
        }
    }
}

fn titles(file: String, text: &str, care: Care, library: &mut Library) {
    if let Some(other) = &library.titles_source {
        let message = format!("已经有一份法规标题目录：{}", other.file);
        library.faults.push(Fault::new(file, "", message).help("只能有一份，合并后保留其中之一"));
        return;
    }
    if care == Care::Everything
        && let Err(line) = Titles::parse(text)
    {
        let message = format!("第 {line} 行的列数与表头不同");
        let fault = Fault::new(file.clone(), text, message).at(line_span(text, line));
        library.faults.push(fault.help("列之间用一个制表符隔开"));
    }
    library.titles_source = Some(Arc::new(Source {
        file,
        text: text.to_owned(),
    }));
}

fn line_span(text: &str, line: usize) -> Span {
    let lines = text.split_inclusive('\n');
    let at: usize = lines.clone().take(line.saturating_sub(1)).map(str::len).sum();
    let found = text.lines().nth(line.saturating_sub(1));
    Span::new(at, at + found.map_or(0, str::len))
}
