//! `rule.toml`: its keys, and what is refused.

use crate::data;
use crate::data::Text;
use crate::finding::Basis;
use crate::finding::Category;
use crate::finding::Fault;
use crate::finding::Profile;
use crate::finding::Severity;
use crate::finding::nearest;
use crate::finding::toml_fault;
use crate::pack::Checks;
use crate::pack::KINDS;
use crate::pack::Param;
use crate::pack::ParamKind;
use crate::pack::ParamValue;
use crate::pack::Pattern;
use crate::pack::Rule;
use crate::pack::table;
use crate::relations::Kind;
use crate::text::Span;
use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct RuleText {
    title: String,
    profile: Option<Spanned<String>>,
    severity: Spanned<String>,
    category: Spanned<String>,
    checks: ChecksText,
    #[serde(default)]
    cannot_see: String,
    #[serde(default)]
    advice: String,
    fix: Option<FixText>,
    #[serde(default)]
    applies: Vec<Spanned<String>>,
    from_year: Option<i32>,
    to_year: Option<i32>,
    #[serde(default)]
    severity_by_kind: BTreeMap<Spanned<String>, Spanned<String>>,
    #[serde(default)]
    keywords: BTreeMap<Spanned<String>, Vec<String>>,
    #[serde(default)]
    patterns: BTreeMap<String, PatternText>,
    #[serde(default)]
    tables: BTreeMap<Spanned<String>, Spanned<String>>,
    #[serde(default)]
    only_if: Vec<Spanned<String>>,
    #[serde(default)]
    only_if_facts: Vec<String>,
    #[serde(default)]
    only_if_relations: Vec<Spanned<String>>,
    #[serde(default)]
    only_if_previous: bool,
    #[serde(default)]
    otherwise: String,
    #[serde(default)]
    param: BTreeMap<String, Spanned<ParamText>>,
    #[serde(default)]
    basis: Vec<BasisText>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum ChecksText {
    Fully,
    Partly,
    Manually,
}

/// There is one word: what is not safe is an advice.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum FixText {
    Safe,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PatternText {
    regex: Spanned<String>,
    #[serde(default)]
    near: Vec<String>,
    #[serde(default)]
    raw: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ParamText {
    #[serde(rename = "type")]
    kind: ParamKindText,
    default: toml::Value,
    help: String,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
enum ParamKindText {
    Percent,
    Number,
    Int,
    Text,
    Bool,
    List,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BasisText {
    document: String,
    #[serde(default)]
    item: String,
    #[serde(default)]
    quote: String,
    seen: bool,
}

/// Gives a file of the pack's data folder, by its name: its path, and its text where it is there.
type Data<'a> = dyn Fn(&str) -> (String, Option<Text>) + 'a;

/// Reads `rule.toml` into `rule`; what is wrong becomes its faults.
pub(super) fn read(file: &str, text: &Text, data: &Data<'_>, rule: &mut Rule) {
    let written: RuleText = match data::read(text) {
        Ok(written) => written,
        Err(error) => {
            let span = error.span().map(|range| Span::new(range.start, range.end));
            rule.faults
                .push(toml_fault(file, text, error.message(), span));
            return;
        }
    };
    let mut faults = Faults {
        file,
        text,
        list: Vec::new(),
    };
    rule.title.clone_from(&written.title);
    if let Some(profile) = &written.profile {
        rule.profile = faults.parse(profile).unwrap_or(Profile::Auditor);
    }
    rule.severity = faults.parse(&written.severity).unwrap_or(Severity::Advice);
    rule.category = faults
        .parse(&written.category)
        .unwrap_or(Category::Structure);
    rule.checks = match written.checks {
        ChecksText::Fully => Checks::Fully,
        ChecksText::Partly => Checks::Partly,
        ChecksText::Manually => Checks::Manually,
    };
    rule.cannot_see.clone_from(&written.cannot_see);
    if rule.checks != Checks::Fully && rule.cannot_see.is_empty() {
        faults.add(
            None,
            "checks 不是 fully，就要写 cannot-see：这条规则看不到什么",
            "",
        );
    }
    rule.advice.clone_from(&written.advice);
    rule.safe_fix = written.fix == Some(FixText::Safe);
    rule.years = (written.from_year, written.to_year);
    for kind in &written.applies {
        faults.kind(kind);
        rule.applies.push(kind.get_ref().clone());
    }
    for (kind, severity) in &written.severity_by_kind {
        faults.kind(kind);
        let Some(lower) = faults.parse::<Severity>(severity) else {
            continue;
        };
        if lower > rule.severity {
            faults.add(Some(span(severity)), "按单位性质只能调低级别", "");
        }
        rule.severity_by_kind.insert(kind.get_ref().clone(), lower);
    }
    matchers(&written, rule, text.is_builtin(), &mut faults);
    tables(&written, rule, data, &mut faults);
    only_if(&written, rule, &mut faults);
    params(&written, rule, &mut faults);
    basis(written.basis, rule, &mut faults);
    rule.faults.extend(faults.list);
}

fn matchers(written: &RuleText, rule: &mut Rule, trusted: bool, faults: &mut Faults<'_>) {
    for (name, words) in &written.keywords {
        if words.is_empty() || words.iter().any(|word| word.trim().is_empty()) {
            faults.add(Some(span(name)), "词组里没有词，或者有空词", "");
        }
        if written.patterns.contains_key(name.get_ref()) {
            faults.add(Some(span(name)), "同一个名字既是词组又是正则", "换一个名字");
        }
        rule.keywords.insert(name.get_ref().clone(), words.clone());
    }
    for (name, pattern) in &written.patterns {
        let read = Pattern::read(
            pattern.regex.get_ref(),
            pattern.near.clone(),
            pattern.raw,
            trusted,
        );
        match read {
            Ok(read) => {
                rule.patterns.insert(name.clone(), read);
            }
            Err(message) => faults.add(Some(span(&pattern.regex)), &message, ""),
        }
    }
}

/// The tables that a rule reads from its pack: `phrases = "phrases.toml"`.
fn tables(written: &RuleText, rule: &mut Rule, data: &Data<'_>, faults: &mut Faults<'_>) {
    for (name, file) in &written.tables {
        let taken = rule.keywords.contains_key(name.get_ref())
            || rule.patterns.contains_key(name.get_ref());
        if taken {
            faults.add(
                Some(span(name)),
                "同一个名字既是表又是词组或正则",
                "换一个名字",
            );
        }
        rule.table_files.push(file.get_ref().clone());
        let (path, Some(text)) = data(file.get_ref()) else {
            let message = format!("规则包的 data 文件夹里没有 {}", file.get_ref());
            faults.add(Some(span(file)), &message, "");
            continue;
        };
        let (table, wrong) = table::read(&path, &text);
        rule.faults.extend(wrong);
        rule.tables.insert(name.get_ref().clone(), Arc::new(table));
    }
}

/// What a report must hold for the script to be run at all.
fn only_if(written: &RuleText, rule: &mut Rule, faults: &mut Faults<'_>) {
    for name in &written.only_if {
        let known = rule.keywords.keys().chain(rule.patterns.keys());
        let known = known.chain(rule.tables.keys());
        let known: Vec<&str> = known.map(String::as_str).collect();
        if !known.contains(&name.get_ref().as_str()) {
            let help = nearest(name.get_ref(), &known)
                .map_or(String::new(), |near| format!("你是不是想写“{near}”？"));
            let message = format!("没有名为“{}”的词组、正则或表", name.get_ref());
            faults.add(Some(span(name)), &message, &help);
        }
        rule.only_if.push(name.get_ref().clone());
    }
    rule.only_if_facts.clone_from(&written.only_if_facts);
    for kind in &written.only_if_relations {
        let known = Kind::ALL.map(Kind::name);
        if !known.contains(&kind.get_ref().as_str()) {
            let help = nearest(kind.get_ref(), &known).map_or_else(
                || format!("可以写的有：{}", known.join("、")),
                |near| format!("你是不是想写“{near}”？"),
            );
            let message = format!("没有“{}”这种关系", kind.get_ref());
            faults.add(Some(span(kind)), &message, &help);
        }
        rule.only_if_relations.push(kind.get_ref().clone());
    }
    rule.only_if_previous = written.only_if_previous;
    rule.otherwise.clone_from(&written.otherwise);
    if !rule.otherwise.is_empty() && !rule.is_conditional() {
        let message =
            "otherwise 要和 only-if、only-if-facts、only-if-relations 或 only-if-previous 一起写";
        faults.add(None, message, "");
    }
}

fn params(written: &RuleText, rule: &mut Rule, faults: &mut Faults<'_>) {
    for (name, param) in &written.param {
        let kind = match param.get_ref().kind {
            ParamKindText::Percent => ParamKind::Percent,
            ParamKindText::Number => ParamKind::Number,
            ParamKindText::Int => ParamKind::Int,
            ParamKindText::Text => ParamKind::Text,
            ParamKindText::Bool => ParamKind::Bool,
            ParamKindText::List => ParamKind::List,
        };
        let Some(default) = value(kind, &param.get_ref().default) else {
            faults.add(
                Some(span(param)),
                &format!("参数 {name} 的 default 应当是{}", kind.chinese()),
                "",
            );
            continue;
        };
        rule.params.insert(
            name.clone(),
            Param {
                kind,
                default,
                help: param.get_ref().help.clone(),
            },
        );
    }
}

fn basis(written: Vec<BasisText>, rule: &mut Rule, faults: &mut Faults<'_>) {
    if written.is_empty() {
        faults.add(
            None,
            "规则没有依据",
            "写 [[basis]]；没有见过原文的写 seen = false",
        );
    }
    rule.basis = written
        .into_iter()
        .map(|basis| Basis {
            document: basis.document,
            item: basis.item,
            quote: basis.quote,
            seen: basis.seen,
        })
        .collect();
}

/// Reads a TOML value as a parameter of `kind`.
fn value(kind: ParamKind, value: &toml::Value) -> Option<ParamValue> {
    match (kind, value) {
        (ParamKind::Percent | ParamKind::Number, toml::Value::Integer(n)) => {
            Some(ParamValue::Number(Decimal::from(*n)))
        }
        (ParamKind::Percent | ParamKind::Number, toml::Value::Float(n)) => {
            n.to_string().parse().ok().map(ParamValue::Number)
        }
        (ParamKind::Int, toml::Value::Integer(n)) => Some(ParamValue::Int(*n)),
        (ParamKind::Text, toml::Value::String(text)) => Some(ParamValue::Text(text.clone())),
        (ParamKind::Bool, toml::Value::Boolean(yes)) => Some(ParamValue::Bool(*yes)),
        (ParamKind::List, toml::Value::Array(items)) => items
            .iter()
            .map(|item| item.as_str().map(str::to_owned))
            .collect::<Option<Vec<String>>>()
            .map(ParamValue::List),
        _ => None,
    }
}

fn span<T>(spanned: &Spanned<T>) -> Span {
    Span::new(spanned.span().start, spanned.span().end)
}

struct Faults<'a> {
    file: &'a str,
    text: &'a str,
    list: Vec<Fault>,
}

impl Faults<'_> {
    fn add(&mut self, at: Option<Span>, message: &str, help: &str) {
        let fault = Fault::new(self.file, self.text, message).help(help);
        self.list.push(match at {
            Some(span) => fault.at(span),
            None => fault,
        });
    }

    fn parse<T: std::str::FromStr<Err = String>>(
        &mut self,
        written: &Spanned<String>,
    ) -> Option<T> {
        match written.get_ref().parse() {
            Ok(value) => Some(value),
            Err(message) => {
                self.add(Some(span(written)), &message, "");
                None
            }
        }
    }

    fn kind(&mut self, written: &Spanned<String>) {
        if KINDS.contains(&written.get_ref().as_str()) {
            return;
        }
        let help = match nearest(written.get_ref(), &KINDS) {
            Some(known) => format!("你是不是想写“{known}”？"),
            None => format!("可以写的有：{}", KINDS.join("、")),
        };
        self.add(
            Some(span(written)),
            &format!("没有“{}”这种单位性质", written.get_ref()),
            &help,
        );
    }
}
