//! Reading TOML by hand, so that every mistake is met at its place and all of them at once.

use super::nearest::suggestion;
use crate::finding::Fault;
use crate::text::Span;
use std::ops::Range;
use toml::Spanned;
use toml::de::DeTable;
use toml::de::DeValue;

/// A value with its place.
pub(crate) type Spot<'t> = Spanned<DeValue<'t>>;

/// A TOML file that is being read, and what is wrong with it so far.
#[derive(Debug)]
pub(crate) struct TomlFile<'a> {
    file: &'a str,
    text: &'a str,
    /// Byte in `text` where the TOML begins: not 0 for a block of a markdown page.
    offset: usize,
    faults: Vec<Fault>,
}

impl<'a> TomlFile<'a> {
    pub(crate) fn new(file: &'a str, text: &'a str) -> Self {
        Self {
            file,
            text,
            offset: 0,
            faults: Vec::new(),
        }
    }

    /// Starts on TOML that stands inside another text.
    pub(crate) fn inside(file: &'a str, text: &'a str, offset: usize) -> Self {
        Self {
            offset,
            ..Self::new(file, text)
        }
    }

    /// Parses; a syntax error is a fault, and what could be read is returned.
    pub(crate) fn parse<'t>(&mut self, toml: &'t str) -> DeTable<'t> {
        let (table, errors) = DeTable::parse_recoverable(toml);
        if let Some(error) = errors.first() {
            let message = translate(error.message());
            self.fault(error.span().unwrap_or(0..0), message, "");
        }
        table.into_inner()
    }

    pub(crate) fn finish(self) -> Vec<Fault> {
        self.faults
    }

    /// Returns the place in the file of a place in the TOML.
    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        Span::new(range.start + self.offset, range.end + self.offset)
    }

    pub(crate) fn fault(
        &mut self,
        range: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let span = self.span(range);
        self.faults
            .push(Fault::new(self.file, self.text, message).at(span).help(help));
    }

    /// Records something that is missing from the file as a whole.
    pub(crate) fn missing(&mut self, message: impl Into<String>, help: impl Into<String>) {
        self.faults
            .push(Fault::new(self.file, self.text, message).help(help));
    }

    /// Refuses the keys that are not known.
    pub(crate) fn only(&mut self, table: &DeTable<'_>, known: &[&str]) {
        for key in table.keys() {
            let name: &str = key.get_ref();
            if !known.contains(&name) {
                let help = suggestion(name, known);
                self.fault(key.span(), format!("没有“{name}”这个键"), help);
            }
        }
    }

    /// Reads a text; other types are faults.
    pub(crate) fn text(&mut self, table: &DeTable<'_>, key: &str) -> Option<(String, Range<usize>)> {
        let value = get(table, key)?;
        match value.get_ref() {
            DeValue::String(text) => Some((text.to_string(), value.span())),
            _ => self.wrong(value, key, "文字，写在引号里"),
        }
    }

    /// Reads a text that must be there and must not be blank.
    pub(crate) fn required(&mut self, table: &DeTable<'_>, key: &str) -> (String, Range<usize>) {
        if get(table, key).is_none() {
            self.missing(format!("缺少“{key}”"), format!("补上一行：{key} = \"…\""));
            return (String::new(), 0..0);
        }
        let (text, range) = self.text(table, key).unwrap_or_default();
        if text.trim().is_empty() && !range.is_empty() {
            self.fault(range.clone(), format!("“{key}”不能为空"), "");
        }
        (text, range)
    }

    pub(crate) fn flag(&mut self, table: &DeTable<'_>, key: &str) -> Option<bool> {
        let value = get(table, key)?;
        match value.get_ref() {
            DeValue::Boolean(flag) => Some(*flag),
            _ => self.wrong(value, key, "true 或 false"),
        }
    }

    pub(crate) fn year(&mut self, table: &DeTable<'_>, key: &str) -> Option<i32> {
        let value = get(table, key)?;
        let year = match value.get_ref() {
            DeValue::Integer(number) => number.as_str().parse().ok(),
            _ => None,
        };
        match year {
            Some(year) if (1949..=2999).contains(&year) => Some(year),
            _ => self.wrong(value, key, "四位数的年份，不加引号"),
        }
    }

    /// Reads a list of texts.
    pub(crate) fn texts(
        &mut self,
        table: &DeTable<'_>,
        key: &str,
    ) -> Option<Vec<(String, Range<usize>)>> {
        let value = get(table, key)?;
        self.text_list(value, key)
    }

    pub(crate) fn text_list(
        &mut self,
        value: &Spot<'_>,
        key: &str,
    ) -> Option<Vec<(String, Range<usize>)>> {
        let DeValue::Array(items) = value.get_ref() else {
            return self.wrong(value, key, "一组文字，形如 [\"甲\", \"乙\"]");
        };
        let mut texts = Vec::new();
        for item in items.iter() {
            match item.get_ref() {
                DeValue::String(text) => texts.push((text.to_string(), item.span())),
                _ => return self.wrong(item, key, "一组文字，形如 [\"甲\", \"乙\"]"),
            }
        }
        Some(texts)
    }

    /// Reads the tables below `key`: `[key.name]`.
    pub(crate) fn table<'v, 't>(
        &mut self,
        table: &'v DeTable<'t>,
        key: &str,
    ) -> Option<&'v DeTable<'t>> {
        let value = get(table, key)?;
        match value.get_ref() {
            DeValue::Table(inner) => Some(inner),
            _ => self.wrong(value, key, &format!("一个表，写作 [{key}]")),
        }
    }

    /// Reads the tables `[[key]]`.
    pub(crate) fn tables<'v, 't>(
        &mut self,
        table: &'v DeTable<'t>,
        key: &str,
    ) -> Vec<(&'v DeTable<'t>, Range<usize>)> {
        let Some(value) = get(table, key) else {
            return Vec::new();
        };
        let shape = format!("若干个表，每个写作 [[{key}]]");
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong::<()>(value, key, &shape);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items.iter() {
            match item.get_ref() {
                DeValue::Table(inner) => tables.push((inner, item.span())),
                _ => {
                    self.wrong::<()>(item, key, &shape);
                }
            }
        }
        tables
    }

    pub(crate) fn wrong<T>(&mut self, value: &Spot<'_>, key: &str, wanted: &str) -> Option<T> {
        self.fault(value.span(), format!("“{key}”应当是{wanted}"), "");
        None
    }
}

/// Returns the value of `key`.
pub(crate) fn get<'v, 't>(table: &'v DeTable<'t>, key: &str) -> Option<&'v Spot<'t>> {
    table
        .iter()
        .find(|(name, _)| name.get_ref() == key)
        .map(|(_, value)| value)
}

/// Says in Chinese what the TOML reader objects to.
pub(crate) fn translate(message: &str) -> String {
    const KNOWN: [(&str, &str); 17] = [
        ("duplicate key", "这个键写了两次"),
        ("string values must be quoted", "文字要写在英文引号 \" 里"),
        ("missing value for key", "等号后面没有值"),
        ("missing value", "等号后面没有值"),
        ("key with no value", "只有键，没有“= 值”"),
        ("extra `=`", "多了一个等号"),
        ("unclosed array table", "缺少 ]]"),
        ("unclosed table", "缺少 ]"),
        ("unclosed array", "数组缺少 ]"),
        ("unclosed inline table", "缺少 }"),
        ("missing comma between", "两项之间缺少英文逗号"),
        ("extra comma", "多了一个逗号"),
        ("unexpected leading zero", "数字不能以 0 开头"),
        ("invalid basic string", "引号没有成对，或文字里有不能直接写的字符"),
        ("invalid literal string", "引号没有成对"),
        ("unexpected key or value", "这里不应有内容，检查引号和换行"),
        ("invalid", "写法不对"),
    ];
    let known = KNOWN.iter().find(|(english, _)| message.contains(english));
    match known {
        Some((_, chinese)) => format!("TOML 语法：{chinese}"),
        None => format!("TOML 语法不对（{message}）"),
    }
}
