//! Tables of a pack: what to look for, row by row, with what belongs to it.
//!
//! A rule that knows sixty phrases with their dates keeps them in `data/NAME.toml` of its pack
//! and not in its script: a person who knows the phrases need not know the script.

use crate::data;
use crate::data::Text;
use crate::finding::Fault;
use crate::finding::toml_fault;
use crate::pack::Pattern;
use crate::text::Span;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use toml::Spanned;

/// A table that a rule looks for.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Table {
    /// Its rows, in the order of the file.
    pub rows: Vec<Row>,
}

/// One row: words or a pattern, and cells that a script can ask for.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Row {
    /// Words, folded when matched; empty where there is a pattern.
    pub words: Vec<String>,
    /// A pattern; `None` where there are words.
    pub pattern: Option<Pattern>,
    /// The other columns, by name.
    pub cells: BTreeMap<String, Cell>,
}

/// What stands in a cell.
#[derive(Clone, PartialEq, Debug)]
pub enum Cell {
    /// Text; a date is the text `2022-10-16`.
    Text(String),
    /// A whole number.
    Int(i64),
    /// true or false.
    Bool(bool),
    /// A list of texts.
    List(Vec<String>),
}

impl Table {
    /// Returns the names of all columns that some row has.
    #[must_use]
    pub fn columns(&self) -> BTreeSet<&str> {
        let cells = self.rows.iter().flat_map(|row| row.cells.keys());
        cells.map(String::as_str).collect()
    }

    /// Returns the patterns of all rows.
    pub fn patterns(&self) -> impl Iterator<Item = &Pattern> {
        self.rows.iter().filter_map(|row| row.pattern.as_ref())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TableText {
    row: Vec<Spanned<BTreeMap<Spanned<String>, Spanned<toml::Value>>>>,
}

/// Reads a table of a pack, and says what is wrong with it.
pub(super) fn read(file: &str, text: &Text) -> (Table, Vec<Fault>) {
    let written: TableText = match data::read(text) {
        Ok(written) => written,
        Err(error) => {
            let span = error.span().map(|range| Span::new(range.start, range.end));
            let fault = toml_fault(file, text, error.message(), span);
            return (Table::default(), vec![fault]);
        }
    };
    let mut reading = Reading {
        file,
        text,
        faults: Vec::new(),
    };
    let rows = written.row.into_iter().map(|row| reading.row(row));
    let table = Table {
        rows: rows.collect(),
    };
    (table, reading.faults)
}

/// One file while it is read.
struct Reading<'a> {
    file: &'a str,
    text: &'a Text,
    faults: Vec<Fault>,
}

/// The columns that say what to look for.
#[derive(Default)]
struct Looks {
    words: Option<Vec<String>>,
    regex: Option<Spanned<toml::Value>>,
    near: Vec<String>,
    raw: bool,
}

impl Reading<'_> {
    fn object(&mut self, at: Span, message: &str) {
        let fault = Fault::new(self.file, &**self.text, message).at(at);
        self.faults.push(fault);
    }

    fn row(&mut self, written: Spanned<BTreeMap<Spanned<String>, Spanned<toml::Value>>>) -> Row {
        let place = written.span();
        let at = Span::new(place.start, place.end);
        let mut row = Row::default();
        let mut looks = Looks::default();
        for (key, value) in written.into_inner() {
            let name = key.into_inner();
            match name.as_str() {
                "words" => looks.words = self.list(&value),
                "near" => looks.near = self.list(&value).unwrap_or_default(),
                "raw" => looks.raw = value.get_ref().as_bool().unwrap_or(false),
                "regex" => looks.regex = Some(value),
                _ => {
                    if let Some(cell) = self.cell(&value) {
                        row.cells.insert(name, cell);
                    }
                }
            }
        }
        match (looks.words, &looks.regex) {
            (Some(words), None) if !words.is_empty() => row.words = words,
            (None, Some(regex)) => row.pattern = self.pattern(regex, looks.near, looks.raw),
            _ => self.object(
                at,
                "表的每一行要写 words（要找的词）或 regex（正则），只写一种",
            ),
        }
        row
    }

    fn pattern(
        &mut self,
        regex: &Spanned<toml::Value>,
        near: Vec<String>,
        raw: bool,
    ) -> Option<Pattern> {
        let at = span(regex);
        let Some(written) = regex.get_ref().as_str() else {
            self.object(at, "regex 应当是文字");
            return None;
        };
        match Pattern::read(written, near, raw, self.text.is_builtin()) {
            Ok(pattern) => Some(pattern),
            Err(message) => {
                self.object(at, &message);
                None
            }
        }
    }

    /// A list of texts, none of them blank.
    fn list(&mut self, value: &Spanned<toml::Value>) -> Option<Vec<String>> {
        let list = match self.cell(value)? {
            Cell::List(list) => Some(list),
            _ => None,
        };
        let sound = list.filter(|list| list.iter().all(|word| !word.trim().is_empty()));
        if sound.is_none() {
            self.object(span(value), "应当是词的列表，没有空词");
        }
        sound
    }

    fn cell(&mut self, value: &Spanned<toml::Value>) -> Option<Cell> {
        let cell = match value.get_ref() {
            toml::Value::String(text) => Some(Cell::Text(text.clone())),
            toml::Value::Datetime(date) => Some(Cell::Text(date.to_string())),
            toml::Value::Integer(n) => Some(Cell::Int(*n)),
            toml::Value::Boolean(yes) => Some(Cell::Bool(*yes)),
            toml::Value::Array(items) => {
                let texts = items.iter().map(|item| item.as_str().map(str::to_owned));
                texts.collect::<Option<Vec<String>>>().map(Cell::List)
            }
            _ => None,
        };
        if cell.is_none() {
            let message = "表里可以写文字、整数、日期、true 或 false、文字的列表";
            self.object(span(value), message);
        }
        cell
    }
}

fn span<T>(spanned: &Spanned<T>) -> Span {
    Span::new(spanned.span().start, spanned.span().end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_have_words_or_a_pattern_and_cells() {
        let text = "[[row]]\nwords = [\"既使\"]\nright = \"即使\"\nfrom = 2022-10-16\nsure = true\nyear = 2021\nin = [\"甲\"]\n[[row]]\nregex = '截止[目当]前'\nnear = [\"截止\"]\n";
        let (table, faults) = read("t.toml", &Text::from(text));
        assert_eq!(faults, []);
        let [first, second] = table.rows.as_slice() else {
            panic!()
        };
        assert_eq!(first.words, ["既使"]);
        let cell = |name: &str| first.cells.get(name).cloned();
        assert_eq!(cell("from"), Some(Cell::Text("2022-10-16".to_owned())));
        assert_eq!(cell("sure"), Some(Cell::Bool(true)));
        assert_eq!(cell("year"), Some(Cell::Int(2021)));
        assert_eq!(cell("in"), Some(Cell::List(vec!["甲".to_owned()])));
        assert_eq!(second.pattern.as_ref().unwrap().near, ["截止"]);
        let columns: Vec<&str> = table.columns().into_iter().collect();
        assert_eq!(columns, ["from", "in", "right", "sure", "year"]);
    }

    #[test]
    fn mistakes_are_met_at_their_place() {
        let check = |text: &'static str, want: &str| {
            let (_, faults) = read("t.toml", &Text::from(text));
            let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
            assert_eq!(faults.len(), 1, "{faults:?}");
            assert!(faults[0].starts_with(want), "{faults:?}");
        };
        check(
            "[[row]]\nright = \"甲\"\n",
            "t.toml:1:1: 表的每一行要写 words",
        );
        check(
            "[[row]]\nwords = [\"甲\"]\nregex = \"乙\"\n",
            "t.toml:1:1: ",
        );
        check("[[row]]\nregex = \"(甲\"\n", "t.toml:2:9: 正则写错了");
        check(
            "[[row]]\nwords = [\"甲\"]\nx = 1.5\n",
            "t.toml:3:5: 表里可以写",
        );
        check("[[rows]]\nwords = [\"甲\"]\n", "t.toml:1:");
    }
}
