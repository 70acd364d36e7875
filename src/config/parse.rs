//! From the TOML of a `yifa.toml` to a [`Config`], key by key, each refusal at its place.

use super::Config;
use super::Exception;
use super::FailOn;
use super::Level;
use super::ParamSetting;
use super::RuleSetting;
use super::Value;
use super::exception;
use crate::finding::Fault;
use crate::finding::Profile;
use crate::finding::Severity;
use crate::finding::nearest;
use crate::finding::toml_fault;
use crate::text::Span;
use toml::Spanned;
use toml::de::DeString;
use toml::de::DeTable;
use toml::de::DeValue;

pub(super) type Node<'a> = Spanned<DeValue<'a>>;
pub(super) type Key<'a> = Spanned<DeString<'a>>;

const KEYS: [&str; 10] = [
    "extend",
    "locked",
    "kind",
    "year",
    "profile",
    "packs",
    "fail-on",
    "rules",
    "exception",
    "exceptions",
];
const RULE_KEYS: [&str; 2] = ["level", "param"];
const LEVELS: [&str; 4] = ["off", "advice", "warning", "error"];
const PROFILES: [&str; 4] = ["self", "audit", "自查", "督察"];
const FAIL_ON: [&str; 4] = ["error", "warning", "advice", "never"];

pub(super) fn config(file: &str, text: &str) -> Result<Config, Fault> {
    let reader = Reader { file, text };
    let table = DeTable::parse(text).map_err(|error| {
        let place = error.span().map(|place| Span::new(place.start, place.end));
        toml_fault(file, text, error.message(), place)
    })?;
    let mut config = Config {
        file: file.to_owned(),
        text: text.to_owned(),
        ..Config::default()
    };
    for (key, node) in in_file_order(table.get_ref()) {
        match key.get_ref().as_ref() {
            "kind" => config.kind = Some((reader.text_of(key, node)?, span(node))),
            "year" => config.year = Some(reader.year(key, node)?),
            "profile" => config.profile = Some(reader.profile(key, node)?),
            "packs" => config.packs = Some(reader.names(key, node)?),
            "fail-on" => config.fail_on = Some(reader.fail_on(key, node)?),
            "rules" => config.rules = reader.rules(key, node)?,
            "exception" => config.exceptions = exception::read(reader, key, node)?,
            "exceptions" => {
                config.exceptions_file = Some((reader.text_of(key, node)?, span(node)));
            }
            "extend" => config.extend = Some((reader.text_of(key, node)?, span(node))),
            "locked" => config.locked = reader.names(key, node)?,
            _ => return Err(reader.unknown_key(key, &KEYS)),
        }
    }
    Ok(config)
}

/// Reads a file that holds nothing but exceptions.
pub(super) fn exceptions(file: &str, text: &str) -> Result<Vec<Exception>, Fault> {
    let reader = Reader { file, text };
    let table = DeTable::parse(text).map_err(|error| {
        let place = error.span().map(|place| Span::new(place.start, place.end));
        toml_fault(file, text, error.message(), place)
    })?;
    let mut found = Vec::new();
    for (key, node) in in_file_order(table.get_ref()) {
        match key.get_ref().as_ref() {
            "exception" => found = exception::read(reader, key, node)?,
            _ => return Err(reader.unknown_key(key, &["exception"])),
        }
    }
    Ok(found)
}

/// The reader of one file, for its faults.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) file: &'a str,
    pub(super) text: &'a str,
}

impl Reader<'_> {
    pub(super) fn fault(self, at: Span, message: String) -> Fault {
        Fault::new(self.file, self.text, message).at(at)
    }

    pub(super) fn unknown_key(self, key: &Key<'_>, known: &[&str]) -> Fault {
        let name = key.get_ref().as_ref();
        let help = match nearest(name, known) {
            Some(near) => format!("你是不是想写“{near}”？"),
            None => format!("这里可以写的键：{}", known.join("、")),
        };
        self.fault(key_span(key), format!("没有“{name}”这个键"))
            .help(help)
    }

    fn unknown_value(self, node: &Node<'_>, name: &str, known: &[&str]) -> Fault {
        let help = match nearest(name, known) {
            Some(near) => format!("你是不是想写“{near}”？"),
            None => format!("可以写：{}", known.join("、")),
        };
        self.fault(span(node), format!("没有“{name}”这个值"))
            .help(help)
    }

    pub(super) fn wrong_type(self, key: &Key<'_>, node: &Node<'_>, want: &str) -> Fault {
        let got = type_name(node.get_ref());
        let key = key.get_ref();
        self.fault(span(node), format!("“{key}”应当是{want}，这里是{got}"))
    }

    pub(super) fn text_of(self, key: &Key<'_>, node: &Node<'_>) -> Result<String, Fault> {
        match node.get_ref() {
            DeValue::String(text) => Ok(text.clone().into_owned()),
            _ => Err(self.wrong_type(key, node, "文字")),
        }
    }

    fn year(self, key: &Key<'_>, node: &Node<'_>) -> Result<i32, Fault> {
        let year = match node.get_ref() {
            DeValue::Integer(year) => integer(year),
            _ => return Err(self.wrong_type(key, node, "整数，如 2024")),
        };
        year.and_then(|year| i32::try_from(year).ok())
            .filter(|year| (1949..=2999).contains(year))
            .ok_or_else(|| {
                self.fault(span(node), "年度应当是四位数的年份".to_owned())
                    .help("例如 year = 2024")
            })
    }

    fn profile(self, key: &Key<'_>, node: &Node<'_>) -> Result<Profile, Fault> {
        let name = self.text_of(key, node)?;
        name.parse()
            .map_err(|_| self.unknown_value(node, &name, &PROFILES))
    }

    fn names(self, key: &Key<'_>, node: &Node<'_>) -> Result<Vec<(String, Span)>, Fault> {
        let DeValue::Array(list) = node.get_ref() else {
            return Err(self.wrong_type(key, node, "名称的列表，如 [\"名称\"]"));
        };
        list.iter()
            .map(|item| Ok((self.text_of(key, item)?, span(item))))
            .collect()
    }

    fn fail_on(self, key: &Key<'_>, node: &Node<'_>) -> Result<FailOn, Fault> {
        let name = self.text_of(key, node)?;
        match (name.as_str(), name.parse::<Severity>()) {
            ("never", _) => Ok(FailOn::Never),
            (_, Ok(severity)) => Ok(FailOn::At(severity)),
            _ => Err(self.unknown_value(node, &name, &FAIL_ON)),
        }
    }

    /// Reads `[rules]`; what is said of a whole pack comes first, so that a single rule wins.
    fn rules(self, key: &Key<'_>, node: &Node<'_>) -> Result<Vec<RuleSetting>, Fault> {
        let DeValue::Table(table) = node.get_ref() else {
            return Err(self.wrong_type(key, node, "表，如 [rules.\"规则包/规则\"]"));
        };
        let mut settings = Vec::new();
        for (selector, node) in in_file_order(table) {
            settings.push(self.rule(selector, node)?);
        }
        settings.sort_by_key(|setting| setting.selector.contains('/'));
        Ok(settings)
    }

    fn rule(self, selector: &Key<'_>, node: &Node<'_>) -> Result<RuleSetting, Fault> {
        let DeValue::Table(table) = node.get_ref() else {
            return Err(self
                .wrong_type(selector, node, "表")
                .help("例如 [rules.\"规则包/规则\"] 换行 level = \"off\""));
        };
        let mut setting = RuleSetting {
            selector: selector.get_ref().clone().into_owned(),
            span: key_span(selector),
            level: None,
            params: Vec::new(),
        };
        for (key, node) in in_file_order(table) {
            match key.get_ref().as_ref() {
                "level" => setting.level = Some(self.level(key, node)?),
                "param" => setting.params = self.params(key, node)?,
                _ => return Err(self.unknown_key(key, &RULE_KEYS)),
            }
        }
        Ok(setting)
    }

    fn level(self, key: &Key<'_>, node: &Node<'_>) -> Result<Level, Fault> {
        let name = self.text_of(key, node)?;
        match (name.as_str(), name.parse::<Severity>()) {
            ("off" | "关闭", _) => Ok(Level::Off),
            (_, Ok(severity)) => Ok(Level::At(severity)),
            _ => Err(self.unknown_value(node, &name, &LEVELS)),
        }
    }

    fn params(self, key: &Key<'_>, node: &Node<'_>) -> Result<Vec<ParamSetting>, Fault> {
        let DeValue::Table(table) = node.get_ref() else {
            return Err(self.wrong_type(key, node, "表，如 param.target = 95"));
        };
        in_file_order(table)
            .into_iter()
            .map(|(name, node)| {
                Ok(ParamSetting {
                    name: name.get_ref().clone().into_owned(),
                    value: self.value(name, node)?,
                    span: span(node),
                })
            })
            .collect()
    }

    fn value(self, key: &Key<'_>, node: &Node<'_>) -> Result<Value, Fault> {
        let wanted = "真假值、数、文字或文字的列表";
        match node.get_ref() {
            DeValue::Boolean(value) => Ok(Value::Bool(*value)),
            DeValue::Integer(value) => match integer(value) {
                Some(value) => Ok(Value::Int(value)),
                None => Err(self.fault(span(node), "数太大".to_owned())),
            },
            DeValue::Float(value) => Ok(Value::Number(value.as_str().to_owned())),
            DeValue::String(value) => Ok(Value::Text(value.clone().into_owned())),
            DeValue::Array(_) => {
                let names = self.names(key, node)?;
                Ok(Value::List(
                    names.into_iter().map(|(name, _)| name).collect(),
                ))
            }
            _ => Err(self.wrong_type(key, node, wanted)),
        }
    }
}

/// The reader keeps keys sorted; faults and settings are wanted in the order of the file.
pub(super) fn in_file_order<'t, 'i>(table: &'t DeTable<'i>) -> Vec<(&'t Key<'i>, &'t Node<'i>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

fn integer(value: &toml::de::DeInteger<'_>) -> Option<i64> {
    i64::from_str_radix(&value.as_str().replace('_', ""), value.radix()).ok()
}

fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "文字",
        DeValue::Integer(_) => "整数",
        DeValue::Float(_) => "小数",
        DeValue::Boolean(_) => "真假值",
        DeValue::Datetime(_) => "日期",
        DeValue::Array(_) => "列表",
        DeValue::Table(_) => "表",
    }
}

pub(super) fn span(node: &Node<'_>) -> Span {
    Span::new(node.span().start, node.span().end)
}

pub(super) fn key_span(key: &Key<'_>) -> Span {
    Span::new(key.span().start, key.span().end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::slice;

    fn refused(text: &str, want: &str) {
        let fault = Config::parse("yifa.toml", text).expect_err(text);
        assert_eq!(fault.to_string(), want);
    }

    #[test]
    fn everything_that_can_be_said() {
        let text = r#"
kind = "department"
year = 2023
profile = "督察"
packs = ["duty-2019", "form"]
fail-on = "warning"

[rules."duty-2019/missing-part"]
level = "off"
param.target = 95
param.unit = "件"
param.rate = 98.5
param.words = ["甲", "乙"]
param.strict = true

[rules.form]
level = "advice"
"#;
        let config = Config::parse("yifa.toml", text).expect("valid");
        assert_eq!(config.kind.expect("said").0, "department");
        assert_eq!(config.year, Some(2023));
        assert_eq!(config.profile, Some(Profile::Auditor));
        assert_eq!(config.fail_on, Some(FailOn::At(Severity::Warning)));
        let packs: Vec<_> = config
            .packs
            .expect("said")
            .into_iter()
            .map(|p| p.0)
            .collect();
        assert_eq!(packs, ["duty-2019", "form"]);
        let selectors: Vec<_> = config.rules.iter().map(|r| r.selector.as_str()).collect();
        assert_eq!(selectors, ["form", "duty-2019/missing-part"]);
        let rule = &config.rules[1];
        assert_eq!(rule.level, Some(Level::Off));
        let values: Vec<_> = rule.params.iter().map(|p| p.value.clone()).collect();
        let list = vec!["甲".to_owned(), "乙".to_owned()];
        let want = [
            Value::Int(95),
            Value::Text("件".to_owned()),
            Value::Number("98.5".to_owned()),
            Value::List(list),
            Value::Bool(true),
        ];
        assert_eq!(values, want);
        assert_eq!(slice(text, rule.span), "\"duty-2019/missing-part\"");
    }

    #[test]
    fn the_first_mistake_is_refused_at_its_place() {
        refused(
            "year = 2023\nfailon = \"error\"",
            "yifa.toml:2:1: 没有“failon”这个键（你是不是想写“fail-on”？）",
        );
        refused(
            "[rules.form]\nlevels = \"off\"",
            "yifa.toml:2:1: 没有“levels”这个键（你是不是想写“level”？）",
        );
        refused(
            "[rules.form]\nlevel = \"of\"",
            "yifa.toml:2:9: 没有“of”这个值（你是不是想写“off”？）",
        );
        refused(
            "year = \"二〇二三\"",
            "yifa.toml:1:8: “year”应当是整数，如 2024，这里是文字",
        );
        refused(
            "year = 23",
            "yifa.toml:1:8: 年度应当是四位数的年份（例如 year = 2024）",
        );
        refused(
            "packs = [1]",
            "yifa.toml:1:10: “packs”应当是文字，这里是整数",
        );
        refused(
            "fail-on = \"fatal\"",
            "yifa.toml:1:11: 没有“fatal”这个值（可以写：error、warning、advice、never）",
        );
        refused(
            "profile = \"督查\"",
            "yifa.toml:1:11: 没有“督查”这个值（你是不是想写“督察”？）",
        );
        refused(
            "rules = 1",
            "yifa.toml:1:9: “rules”应当是表，如 [rules.\"规则包/规则\"]，这里是整数",
        );
    }

    #[test]
    fn syntax_errors_are_chinese() {
        refused(
            "kind = department",
            "yifa.toml:1:8: TOML 语法有误：文字要用半角双引号括起来",
        );
        refused(
            "kind = “department”",
            "yifa.toml:1:8: TOML 语法有误：文字要用半角双引号括起来（这一行有全角的 “ ，请改为半角的 \"）",
        );
        refused("kind", "yifa.toml:1:5: TOML 语法有误：键后面没有“= 值”");
        refused(
            "year = 1\nyear = 2",
            "yifa.toml:2:1: 同一个键写了两次（删掉其中一个）",
        );
        refused(
            "packs = [\"a\"",
            "yifa.toml:1:13: TOML 语法有误：数组缺少 ]",
        );
        refused(
            "kind = \"a",
            "yifa.toml:1:10: TOML 语法有误：字符串没有写完整，缺少右引号",
        );
    }
}
