//! `rule.toml` and `pack.toml`: what a rule and a pack are.

use super::Checks;
use super::KINDS;
use super::Pack;
use super::Rule;
use super::Years;
use super::nearest::suggestion;
use super::param::Given;
use super::param::Param;
use super::param::ParamType;
use super::pattern::Keyword;
use super::pattern::KeywordSet;
use super::pattern::Pattern;
use super::pattern::fold_pattern;
use super::toml_file::Spot;
use super::toml_file::TomlFile;
use super::toml_file::get;
use crate::finding::Basis;
use crate::finding::Category;
use crate::finding::Fault;
use crate::finding::Severity;
use std::ops::Range;
use toml::de::DeTable;
use toml::de::DeValue;

const RULE_KEYS: [&str; 14] = [
    "title",
    "severity",
    "category",
    "checks",
    "cannot-see",
    "advice",
    "applies",
    "from-year",
    "to-year",
    "severity-by-kind",
    "keywords",
    "patterns",
    "param",
    "basis",
];

const PACK_KEYS: [&str; 6] = ["title", "source", "edition", "from-year", "to-year", "applies"];

/// Reads a `rule.toml` into `rule`.
pub(crate) fn rule(rule: &mut Rule, file: &str, text: &str) -> Vec<Fault> {
    let mut toml = TomlFile::new(file, text);
    let table = toml.parse(text);
    toml.only(&table, &RULE_KEYS);
    rule.title = toml.required(&table, "title").0;
    rule.severity = word(&mut toml, &table, "severity", &SEVERITIES).unwrap_or(Severity::Advice);
    rule.category = word(&mut toml, &table, "category", &categories()).unwrap_or(rule.category);
    rule.checks = word(&mut toml, &table, "checks", &CHECKS).unwrap_or(Checks::Fully);
    rule.cannot_see = cannot_see(&mut toml, &table, rule.checks);
    rule.advice = toml.text(&table, "advice").unwrap_or_default().0;
    rule.applies = kinds(&mut toml, &table);
    rule.years = years(&mut toml, &table);
    rule.severity_by_kind = severity_by_kind(&mut toml, &table, rule.severity);
    rule.keywords = keyword_sets(&mut toml, &table);
    rule.patterns = patterns(&mut toml, &table, &rule.keywords);
    rule.params = params(&mut toml, &table);
    rule.basis = basis(&mut toml, &table);
    toml.finish()
}

/// Reads a `pack.toml` into `pack`.
pub(crate) fn pack(pack: &mut Pack, file: &str, text: &str) -> Vec<Fault> {
    let mut toml = TomlFile::new(file, text);
    let table = toml.parse(text);
    toml.only(&table, &PACK_KEYS);
    pack.title = toml.required(&table, "title").0;
    pack.source = toml.required(&table, "source").0;
    pack.edition = toml.text(&table, "edition").unwrap_or_default().0;
    pack.years = years(&mut toml, &table);
    pack.applies = kinds(&mut toml, &table);
    toml.finish()
}

/// Returns the kinds of body by name.
pub(crate) fn known_kinds() -> [&'static str; 6] {
    KINDS
}

/// Takes a value apart, where it has a type that a parameter can have.
pub(crate) fn given(value: &Spot<'_>) -> Option<Given> {
    Some(match value.get_ref() {
        DeValue::Boolean(flag) => Given::Bool(*flag),
        DeValue::Integer(number) => Given::Int(i64::from_str_radix(number.as_str(), number.radix()).ok()?),
        DeValue::Float(number) => Given::Number(number.as_str().to_owned()),
        DeValue::String(text) => Given::Text(text.to_string()),
        DeValue::Array(items) => {
            let texts = items.iter().map(|item| item.get_ref().as_str().map(str::to_owned));
            Given::List(texts.collect::<Option<_>>()?)
        }
        _ => return None,
    })
}

const SEVERITIES: [(&str, Severity); 3] = [
    ("error", Severity::Error),
    ("warning", Severity::Warning),
    ("advice", Severity::Advice),
];

const CHECKS: [(&str, Checks); 3] = [
    ("fully", Checks::Fully),
    ("partly", Checks::Partly),
    ("manually", Checks::Manually),
];

fn categories() -> [(&'static str, Category); 12] {
    Category::ALL.map(|category| (category.name(), category))
}

/// Reads one word out of a fixed set; it must be there.
fn word<T: Copy>(
    toml: &mut TomlFile<'_>,
    table: &DeTable<'_>,
    key: &str,
    known: &[(&str, T)],
) -> Option<T> {
    let (word, range) = toml.required(table, key);
    if word.is_empty() {
        return None;
    }
    pick(toml, key, &word, range, known)
}

fn pick<T: Copy>(
    toml: &mut TomlFile<'_>,
    key: &str,
    word: &str,
    range: Range<usize>,
    known: &[(&str, T)],
) -> Option<T> {
    if let Some((_, value)) = known.iter().find(|(name, _)| *name == word) {
        return Some(*value);
    }
    let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
    toml.fault(range, format!("“{key}”不能是“{word}”"), suggestion(word, &names));
    None
}

fn cannot_see(toml: &mut TomlFile<'_>, table: &DeTable<'_>, checks: Checks) -> String {
    let said = toml.text(table, "cannot-see");
    match (checks, said) {
        (Checks::Fully, Some((_, range))) => {
            toml.fault(range, "checks = \"fully\" 的规则不写 cannot-see", "");
            String::new()
        }
        (Checks::Fully, None) => String::new(),
        (_, Some((text, _))) if !text.trim().is_empty() => text,
        _ => {
            let help = "checks 不是 fully 时，要说清这条规则看不到什么：cannot-see = \"…\"";
            toml.missing("缺少“cannot-see”", help);
            String::new()
        }
    }
}

fn kinds(toml: &mut TomlFile<'_>, table: &DeTable<'_>) -> Vec<String> {
    let Some(names) = toml.texts(table, "applies") else {
        return KINDS.map(str::to_owned).to_vec();
    };
    let mut kinds = Vec::new();
    for (name, range) in names {
        if KINDS.contains(&name.as_str()) {
            kinds.push(name);
        } else {
            toml.fault(range, format!("没有“{name}”这种机关"), suggestion(&name, &KINDS));
        }
    }
    kinds
}

fn years(toml: &mut TomlFile<'_>, table: &DeTable<'_>) -> Years {
    let years = Years {
        from: toml.year(table, "from-year"),
        to: toml.year(table, "to-year"),
    };
    if let (Some(from), Some(to), Some(value)) = (years.from, years.to, get(table, "to-year"))
        && to < from
    {
        toml.fault(value.span(), "to-year 早于 from-year", "");
    }
    years
}

fn severity_by_kind(
    toml: &mut TomlFile<'_>,
    table: &DeTable<'_>,
    severity: Severity,
) -> Vec<(String, Severity)> {
    let mut lowered = Vec::new();
    let Some(inner) = toml.table(table, "severity-by-kind") else {
        return lowered;
    };
    toml.only(inner, &KINDS);
    for kind in KINDS {
        let Some((word, range)) = toml.text(inner, kind) else {
            continue;
        };
        let Some(level) = pick(toml, kind, &word, range.clone(), &SEVERITIES) else {
            continue;
        };
        if level > severity {
            let message = format!("只能降低级别：本规则是“{}”", severity.name());
            toml.fault(range, message, "");
        } else {
            lowered.push((kind.to_owned(), level));
        }
    }
    lowered
}

/// Tells whether a name can be written in a script and in TOML without quotes.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}

fn keyword_sets(toml: &mut TomlFile<'_>, table: &DeTable<'_>) -> Vec<KeywordSet> {
    let mut sets = Vec::new();
    let Some(inner) = toml.table(table, "keywords") else {
        return sets;
    };
    for (name, value) in inner.iter() {
        let words = toml.text_list(value, name.get_ref()).unwrap_or_default();
        if words.is_empty() {
            toml.fault(value.span(), format!("关键词组“{}”是空的", name.get_ref()), "");
        }
        sets.push(KeywordSet {
            name: name.get_ref().to_string(),
            words: keywords(toml, words),
        });
    }
    sets
}

fn keywords(toml: &mut TomlFile<'_>, words: Vec<(String, Range<usize>)>) -> Vec<Keyword> {
    let mut known: Vec<Keyword> = Vec::new();
    for (word, range) in words {
        match Keyword::new(&word) {
            Ok(keyword) => match known.iter().find(|other| other.folded == keyword.folded) {
                Some(twin) => {
                    let message = format!("“{word}”与“{}”是同一个词", twin.literal);
                    let help = "全角半角、繁简、空格的差别在匹配时已经抹平，写一个就够了";
                    toml.fault(range, message, help);
                }
                None => known.push(keyword),
            },
            Err(message) => toml.fault(range, message, ""),
        }
    }
    known
}

fn patterns(toml: &mut TomlFile<'_>, table: &DeTable<'_>, sets: &[KeywordSet]) -> Vec<Pattern> {
    let mut patterns = Vec::new();
    let Some(inner) = toml.table(table, "patterns") else {
        return patterns;
    };
    for (key, value) in inner.iter() {
        let name = key.get_ref().to_string();
        if sets.iter().any(|set| set.name == name) {
            toml.fault(key.span(), format!("关键词组和正则都叫“{name}”"), "改其中一个的名字");
        }
        let DeValue::Table(pattern) = value.get_ref() else {
            toml.wrong::<()>(value, &name, &format!("一个表，写作 [patterns.{name}]"));
            continue;
        };
        toml.only(pattern, &["regex", "near"]);
        let (regex, range) = toml.required(pattern, "regex");
        let folded = fold_pattern(&regex).unwrap_or_else(|message| {
            toml.fault(range.clone(), message, "");
            String::new()
        });
        let near = toml.texts(pattern, "near").unwrap_or_default();
        patterns.push(Pattern {
            name,
            regex,
            folded,
            near: keywords(toml, near),
            span: toml.span(range),
        });
    }
    patterns
}

fn params(toml: &mut TomlFile<'_>, table: &DeTable<'_>) -> Vec<Param> {
    let mut params = Vec::new();
    let Some(inner) = toml.table(table, "param") else {
        return params;
    };
    for (key, value) in inner.iter() {
        let name: &str = key.get_ref();
        if !is_name(name) {
            toml.fault(key.span(), format!("参数名“{name}”只能用字母、数字、汉字和 -"), "");
        }
        let DeValue::Table(fields) = value.get_ref() else {
            toml.wrong::<()>(value, name, &format!("一个表，写作 [param.{name}]"));
            continue;
        };
        params.extend(param(toml, name, fields));
    }
    params
}

fn param(toml: &mut TomlFile<'_>, name: &str, fields: &DeTable<'_>) -> Option<Param> {
    toml.only(fields, &["type", "default", "help"]);
    let kind = word(toml, fields, "type", &ParamType::ALL)?;
    let Some(value) = get(fields, "default") else {
        toml.missing(format!("参数“{name}”缺少 default"), "");
        return None;
    };
    let taken = given(value).map_or_else(|| Err("写法不对".to_owned()), |given| kind.accept(&given));
    match taken {
        Ok(default) => Some(Param {
            name: name.to_owned(),
            kind,
            default,
            help: toml.text(fields, "help").unwrap_or_default().0,
        }),
        Err(wanted) => {
            toml.fault(value.span(), format!("“default”{wanted}"), format!("因为 type = \"{}\"", kind.name()));
            None
        }
    }
}

fn basis(toml: &mut TomlFile<'_>, table: &DeTable<'_>) -> Vec<Basis> {
    let tables = toml.tables(table, "basis");
    if tables.is_empty() {
        let help = "写明依据：[[basis]] 下面 document = \"…\"、seen = true 或 false；没有文件依据的写“通行体例”“算术”等";
        toml.missing("缺少“basis”", help);
    }
    let mut found = Vec::new();
    for (inner, _) in tables {
        toml.only(inner, &["document", "item", "quote", "seen"]);
        found.push(Basis {
            document: toml.required(inner, "document").0,
            item: toml.text(inner, "item").unwrap_or_default().0,
            quote: toml.text(inner, "quote").unwrap_or_default().0,
            seen: toml.flag(inner, "seen").unwrap_or(false),
        });
    }
    found
}
