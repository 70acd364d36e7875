//! Embeds the rule packs, parses their TOML and prepares the tables of characters and words.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// How a pattern becomes a program: the library reads and runs what is made here.
#[path = "src/text/program/compile.rs"]
mod compile;
/// How one character is folded: shared with the library, which embeds the table of variants.
#[path = "src/text/fold_char.rs"]
mod fold_char;
#[path = "src/pack/pattern_fold.rs"]
mod pattern_fold;
#[path = "src/facts/titles/prepare.rs"]
mod prepare;
#[path = "src/facts/titles/spell.rs"]
mod spell;
#[path = "src/text/program/step.rs"]
mod step;

fn main() {
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    let codes = variants(Path::new("src/text/variants.txt"), Path::new(&out));
    embed_rules(Path::new("rules"), &codes, Path::new(&out));
    words(Path::new("src/facts/words.txt"), Path::new(&out));
    println!("cargo::rerun-if-changed=src/facts/words.txt");
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=src/pack/pattern_fold.rs");
    println!("cargo::rerun-if-changed=src/text/program");
    println!("cargo::rerun-if-changed=src/facts/titles");
    println!("cargo::rerun-if-changed=src/text/fold_char.rs");
    println!("cargo::rerun-if-changed=src/text/variants.txt");
    println!("cargo::rerun-if-changed=build.rs");
}

/// Writes `rules.rs`: a sorted list of (path below `rules/`, text, values of a TOML text as
/// `src/data/prepared.rs` reads them, or the index of a table of titles).
fn embed_rules(root: &Path, codes: &[u16], out: &Path) {
    let mut files = Vec::new();
    collect(root, &mut files);
    files.sort();
    let mut code = String::from(
        "{ static PREPARED: &[u8] = include_bytes!(concat!(env!(\"OUT_DIR\"), \"/rules.bin\"));\n&[\n",
    );
    let mut prepared = Vec::new();
    let mut patterns = BTreeMap::new();
    for file in &files {
        let name = file.strip_prefix("rules/").expect("below rules/");
        let path = fs::canonicalize(file).expect("the file was just listed");
        let from = prepared.len();
        if file.ends_with(".toml") {
            let text = fs::read_to_string(&path).expect("the file was just listed");
            // A mistake is told by the program and its tests, at its place.
            if let Ok(table) = text.parse::<toml::Table>() {
                let value = toml::Value::Table(table);
                add_patterns(&value, codes, &mut patterns);
                write_value(&value, &mut prepared);
            }
        }
        if file.ends_with("/law-titles.tsv") {
            prepared.extend(law_titles(&path, codes));
        }
        let to = prepared.len();
        writeln!(
            code,
            "({name:?}, include_str!({path:?}), PREPARED.split_at({from}).1.split_at({}).0),",
            to - from
        )
        .unwrap();
    }
    code.push_str("] }\n");
    fs::write(out.join("rules.rs"), code).expect("OUT_DIR can be written");
    fs::write(out.join("rules.bin"), prepared).expect("OUT_DIR can be written");
    fs::write(out.join("patterns.bin"), pattern_table(&patterns)).expect("OUT_DIR can be written");
}

/// Makes the programs of all regular expressions in a TOML value, by their folded texts.
fn add_patterns(value: &toml::Value, codes: &[u16], patterns: &mut BTreeMap<String, Vec<u8>>) {
    match value {
        toml::Value::Array(items) => {
            for item in items {
                add_patterns(item, codes, patterns);
            }
        }
        toml::Value::Table(entries) => {
            for item in entries.values() {
                add_patterns(item, codes, patterns);
            }
            let raw = entries.get("raw").and_then(toml::Value::as_bool);
            if let Some(regex) = entries.get("regex").and_then(toml::Value::as_str) {
                let folded = match raw {
                    Some(true) => Some(regex.to_owned()),
                    _ => pattern_fold::fold_pattern(regex, |c| fold(codes, c)),
                };
                // What is wrong with it is told by the tests, at its place.
                if let Some(folded) = folded {
                    let program = compile::store(&folded);
                    patterns.insert(folded, program);
                }
            }
        }
        _ => {}
    }
}

/// Writes `patterns.bin` as `src/data/patterns.rs` reads it.
fn pattern_table(patterns: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let mut starts = Vec::new();
    let mut entries = Vec::new();
    for (text, program) in patterns {
        write_length(4 + 4 * patterns.len() + entries.len(), &mut starts);
        write_text(text, &mut entries);
        write_length(program.len(), &mut entries);
        entries.extend(program);
    }
    let mut table = Vec::new();
    write_length(patterns.len(), &mut table);
    table.extend(starts);
    table.extend(entries);
    table
}

/// Folds one character, as the library does.
fn fold(codes: &[u16], c: char) -> Option<char> {
    let variant = |c: char| match codes[c as usize - 0x2E80] {
        0 => c,
        code => char::from_u32(u32::from(code)).unwrap_or(c),
    };
    fold_char::fold_with(c, variant)
}

/// Writes one TOML value.
fn write_value(value: &toml::Value, out: &mut Vec<u8>) {
    match value {
        toml::Value::String(text) => {
            out.push(b's');
            write_text(text, out);
        }
        toml::Value::Integer(n) => {
            out.push(b'i');
            out.extend(n.to_le_bytes());
        }
        toml::Value::Float(n) => {
            out.push(b'f');
            out.extend(n.to_le_bytes());
        }
        toml::Value::Boolean(yes) => out.push(if *yes { b't' } else { b'n' }),
        toml::Value::Datetime(when) => {
            out.push(b's');
            write_text(&when.to_string(), out);
        }
        toml::Value::Array(items) => {
            out.push(b'a');
            sized(items.len(), out, |out| {
                for item in items {
                    write_value(item, out);
                }
            });
        }
        toml::Value::Table(entries) => {
            out.push(b'm');
            sized(entries.len(), out, |out| {
                for (key, item) in entries {
                    write_text(key, out);
                    write_value(item, out);
                }
            });
        }
    }
}

/// Writes how many bytes and how many items, then the items.
fn sized(n: usize, out: &mut Vec<u8>, items: impl FnOnce(&mut Vec<u8>)) {
    let mut inside = Vec::new();
    write_length(n, &mut inside);
    items(&mut inside);
    write_length(inside.len(), out);
    out.extend(inside);
}

fn write_length(n: usize, out: &mut Vec<u8>) {
    out.extend(u32::try_from(n).expect("a short text").to_le_bytes());
}

fn write_text(text: &str, out: &mut Vec<u8>) {
    write_length(text.len(), out);
    out.extend(text.as_bytes());
}

fn collect(folder: &Path, files: &mut Vec<String>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if matches!(
            path.extension().and_then(|e| e.to_str()),
            Some("toml" | "rhai" | "md" | "tsv")
        ) {
            files.push(path.to_string_lossy().replace('\\', "/"));
        }
    }
}

/// Writes `variants.bin`: for each of U+2E80..=U+FAFF the UTF-16 code of what it is read as,
/// little endian; 0 where it stands for itself.
fn variants(table: &Path, out: &Path) -> Vec<u16> {
    let text = fs::read_to_string(table).expect("the table of variants is part of the package");
    let mut codes = vec![0_u16; 0xFB00 - 0x2E80];
    for pair in text
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace)
    {
        let mut chars = pair.chars().map(|c| c as usize);
        let (Some(from), Some(to)) = (chars.next(), chars.next()) else {
            panic!("not a pair: {pair}");
        };
        codes[from - 0x2E80] = u16::try_from(to).expect("in the basic plane");
    }
    let bytes: Vec<u8> = codes.iter().flat_map(|code| code.to_le_bytes()).collect();
    fs::write(out.join("variants.bin"), bytes).expect("OUT_DIR can be written");
    codes
}

/// Makes the index by which titles are looked up.
fn law_titles(table: &Path, codes: &[u16]) -> Vec<u8> {
    let text = fs::read_to_string(table).expect("the table of titles is part of the package");
    match prepare::index(&text, |c| fold(codes, c)) {
        Ok(index) => index,
        Err(line) => panic!("law-titles.tsv:{line}: the columns are not those of the header"),
    }
}

/// Writes `words.bin`: each word as the UTF-16 codes of its two characters, sorted, big endian.
fn words(list: &Path, out: &Path) {
    let text = fs::read_to_string(list).expect("the list of words is part of the package");
    let mut words = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (first, seconds) = line
            .split_once(' ')
            .expect("a first character and its seconds");
        for second in seconds.chars() {
            let code = |c: char| u32::from(u16::try_from(c as u32).expect("in the basic plane"));
            let first = first.chars().next().expect("one character");
            words.push(code(first) << 16 | code(second));
        }
    }
    words.sort_unstable();
    let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_be_bytes()).collect();
    fs::write(out.join("words.bin"), bytes).expect("OUT_DIR can be written");
}
