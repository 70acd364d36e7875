//! Makes the index of a table of titles. `build.rs` runs it on the table that is part of the
//! program; on a table that the user brings it is run when a title is first asked for.
//!
//! The index is two lists of records in little endian, behind their two lengths:
//! - whole spellings, sorted by hash: hash, start, line (u64, u32, u32), length, way (u16, u16);
//! - words, sorted by their number: mask (u128), start, line (u32), length, number (u16).

use super::spell;

/// Bytes of a record of a whole spelling.
pub(crate) const WHOLE: usize = 20;

/// Bytes of a record of words.
pub(crate) const WORDS: usize = 28;

/// The columns that every table has; those behind them may be left out.
const COLUMNS: usize = 9;

/// All columns that a table may have.
const ALL_COLUMNS: usize = 13;

/// How a form of a title relates to the title.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Way {
    /// The official title.
    Title,
    /// Without 中华人民共和国.
    Short,
    /// A name that people use: 督察规定.
    Name,
    /// Without the body that issued it: 关于….
    WithoutIssuer,
    /// Without 关于, or without the body and 关于.
    WithoutAbout,
    /// What a notice issues: 印发 … 的通知 without its wrapping.
    Issued,
}

struct Form {
    start: usize,
    line: usize,
    text: String,
    way: Way,
}

/// Makes the index of `tsv`.
///
/// # Errors
/// The number of the first line (from 1) that has not the columns of the header.
pub(crate) fn index<F>(tsv: &str, fold: F) -> Result<Vec<u8>, usize>
where
    F: Fn(char) -> Option<char> + Copy,
{
    let mut forms = Vec::new();
    let mut at = 0;
    for (number, line) in tsv.split('\n').enumerate() {
        // Tables of several packs stand one behind the other, each with its header.
        if !line.is_empty() && !line.starts_with("title\t") && !of_line(line, at, &mut forms) {
            return Err(number + 1);
        }
        at += line.len() + 1;
    }
    let mut bytes = Vec::new();
    let (whole, n) = whole_records(&forms, fold);
    bytes.extend((n as u32).to_le_bytes());
    let (words, n) = words_records(&forms, fold);
    bytes.extend((n as u32).to_le_bytes());
    bytes.extend(whole);
    bytes.extend(words);
    Ok(bytes)
}

/// Adds the forms of one line, which starts at `at`; tells whether it has its columns.
fn of_line(line: &str, at: usize, forms: &mut Vec<Form>) -> bool {
    let cells: Vec<&str> = line.split('\t').collect();
    let title = cells.first().copied().unwrap_or_default();
    if title.is_empty() || !(COLUMNS..=ALL_COLUMNS).contains(&cells.len()) {
        return false;
    }
    let mut add = |start: usize, text: &str, way: Way| {
        let mut own = forms
            .iter()
            .rev()
            .take_while(|form: &&Form| form.line == at);
        if !text.is_empty() && !own.any(|form| form.text == text) {
            forms.push(Form {
                start: at + start,
                line: at,
                text: text.to_owned(),
                way,
            });
        }
    };
    add(0, title, Way::Title);
    of_title(title, &mut add);
    let mut start = 0;
    for (column, cell) in cells.iter().enumerate() {
        if column == 1 || column == 7 {
            let mut from = start;
            for name in cell.split(';') {
                let short = title.strip_prefix(spell::STATE) == Some(name);
                add(from, name, if short { Way::Short } else { Way::Name });
                from += name.len() + 1;
            }
        }
        start += cell.len() + 1;
    }
    true
}

/// Adds the forms that are a piece of the title.
fn of_title(title: &str, add: &mut impl FnMut(usize, &str, Way)) {
    let Some(about) = title.find("关于") else {
        return;
    };
    let (_, rest) = title.split_at(about);
    if about > 0 {
        add(about, rest, Way::WithoutIssuer);
    }
    let issued = rest
        .strip_prefix("关于印发")
        .and_then(|inner| inner.strip_suffix("的通知"));
    if let Some(inner) = issued {
        let bare = inner.trim_matches(['《', '》', '〈', '〉']);
        let lead = inner.find(bare).unwrap_or(0);
        add(about + "关于印发".len() + lead, bare, Way::Issued);
    }
    if let Some(bare) = rest.strip_prefix("关于")
        && bare.chars().count() >= 8
    {
        add(about + "关于".len(), bare, Way::WithoutAbout);
    }
}

fn whole_records<F>(forms: &[Form], fold: F) -> (Vec<u8>, usize)
where
    F: Fn(char) -> Option<char> + Copy,
{
    let hashed = |form: &'_ Form| spell::hash(&spell::whole(&form.text, fold));
    let mut records: Vec<(u64, &Form)> = forms.iter().map(|form| (hashed(form), form)).collect();
    records.sort_by_key(|(hash, form)| (*hash, form.line, form.start));
    let mut bytes = Vec::with_capacity(records.len() * WHOLE);
    for (hash, form) in &records {
        bytes.extend(hash.to_le_bytes());
        bytes.extend((form.start as u32).to_le_bytes());
        bytes.extend((form.line as u32).to_le_bytes());
        bytes.extend((form.text.len() as u16).to_le_bytes());
        bytes.extend((form.way as u16).to_le_bytes());
    }
    (bytes, records.len())
}

fn words_records<F>(forms: &[Form], fold: F) -> (Vec<u8>, usize)
where
    F: Fn(char) -> Option<char> + Copy,
{
    let mut records: Vec<(Vec<char>, &Form)> = Vec::new();
    for form in forms {
        // Names that people use are known, but nothing is taken for a slip of one.
        if matches!(form.way, Way::Title | Way::WithoutIssuer | Way::Issued) {
            records.push((spell::words(&form.text, fold), form));
        }
    }
    records.sort_by_key(|(words, form)| (words.len(), form.line, form.start));
    let mut bytes = Vec::with_capacity(records.len() * WORDS);
    for (words, form) in &records {
        bytes.extend(spell::mask(words).to_le_bytes());
        bytes.extend((form.start as u32).to_le_bytes());
        bytes.extend((form.line as u32).to_le_bytes());
        bytes.extend((form.text.len() as u16).to_le_bytes());
        bytes.extend((words.len() as u16).to_le_bytes());
    }
    (bytes, records.len())
}
