//! Parameters of a rule: what a user may set without touching the script.

use rust_decimal::Decimal;
use std::fmt;

/// What a parameter may be set to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ParamType {
    /// A share from 0 to 100.
    Percent,
    /// Any number.
    Number,
    /// A whole number.
    Int,
    /// A text.
    Text,
    /// True or false.
    Bool,
    /// A list of texts.
    List,
}

/// The value of a parameter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ParamValue {
    /// Of `percent` and `number`, exact.
    Number(Decimal),
    /// Of `int`.
    Int(i64),
    /// Of `text`.
    Text(String),
    /// Of `bool`.
    Bool(bool),
    /// Of `list`.
    List(Vec<String>),
}

/// A value as a TOML file has it, before its type is checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Given {
    /// `true`
    Bool(bool),
    /// `95`
    Int(i64),
    /// `98.5`, as written.
    Number(String),
    /// `"件"`
    Text(String),
    /// `["A", "B"]`
    List(Vec<String>),
}

/// A parameter of a rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Param {
    /// The name as in TOML; a script reads it with `_` for `-`.
    pub name: String,
    /// What it may be set to.
    pub kind: ParamType,
    /// Its value where the user says nothing.
    pub default: ParamValue,
    /// What it is for, Chinese; may be empty.
    pub help: String,
}

impl ParamType {
    /// All types by name.
    pub const ALL: [(&'static str, Self); 6] = [
        ("percent", Self::Percent),
        ("number", Self::Number),
        ("int", Self::Int),
        ("text", Self::Text),
        ("bool", Self::Bool),
        ("list", Self::List),
    ];

    /// Returns the type of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let found = Self::ALL.into_iter().find(|(known, _)| *known == name);
        found.map(|(_, kind)| kind)
    }

    /// Returns the name used in TOML.
    #[must_use]
    pub fn name(self) -> &'static str {
        let found = Self::ALL.into_iter().find(|(_, kind)| *kind == self);
        found.map_or("", |(name, _)| name)
    }

    /// Takes a value as given, where it is of this type.
    ///
    /// # Errors
    /// In Chinese, what the value should be.
    pub fn accept(self, given: &Given) -> Result<ParamValue, String> {
        let value = match (self, given) {
            (Self::Percent, _) => {
                let share = number(given).filter(|n| (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(n));
                share.map(ParamValue::Number)
            }
            (Self::Number, _) => number(given).map(ParamValue::Number),
            (Self::Int, Given::Int(number)) => Some(ParamValue::Int(*number)),
            (Self::Text, Given::Text(text)) => Some(ParamValue::Text(text.clone())),
            (Self::Bool, Given::Bool(flag)) => Some(ParamValue::Bool(*flag)),
            (Self::List, Given::List(texts)) => Some(ParamValue::List(texts.clone())),
            _ => None,
        };
        value.ok_or_else(|| format!("应当是{}", self.wanted()))
    }

    fn wanted(self) -> &'static str {
        match self {
            Self::Percent => "0 到 100 之间的数，形如 95 或 98.5，不加引号和百分号",
            Self::Number => "数，形如 95 或 98.5，不加引号",
            Self::Int => "整数，不加引号",
            Self::Text => "文字，写在引号里",
            Self::Bool => "true 或 false",
            Self::List => "一组文字，形如 [\"甲\", \"乙\"]",
        }
    }
}

impl Param {
    /// Returns the name by which a script reads it.
    #[must_use]
    pub fn script_name(&self) -> String {
        self.name.replace('-', "_")
    }
}

impl fmt::Display for ParamValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Int(number) => write!(f, "{number}"),
            Self::Text(text) => write!(f, "“{text}”"),
            Self::Bool(flag) => write!(f, "{flag}"),
            Self::List(texts) => write!(f, "{}", texts.join("、")),
        }
    }
}

fn number(given: &Given) -> Option<Decimal> {
    match given {
        Given::Int(number) => Some(Decimal::from(*number)),
        Given::Number(text) => text.replace('_', "").parse().ok(),
        _ => None,
    }
}
