//! Embeds the rule packs and prepares the table of character variants.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

fn main() {
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    embed_rules(Path::new("rules"), Path::new(&out));
    variants(Path::new("src/text/variants.txt"), Path::new(&out));
    words(Path::new("src/facts/words.txt"), Path::new(&out));
    println!("cargo::rerun-if-changed=src/facts/words.txt");
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=src/text/variants.txt");
    println!("cargo::rerun-if-changed=build.rs");
}

/// Writes `rules.rs`: a sorted list of (path below `rules/`, text).
fn embed_rules(root: &Path, out: &Path) {
    let mut files = Vec::new();
    collect(root, &mut files);
    files.sort();
    let mut code = String::from("&[\n");
    for file in &files {
        let name = file.strip_prefix("rules/").expect("below rules/");
        let path = fs::canonicalize(file).expect("the file was just listed");
        writeln!(code, "({name:?}, include_str!({path:?})),").unwrap();
    }
    code.push_str("]\n");
    fs::write(out.join("rules.rs"), code).expect("OUT_DIR can be written");
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
fn variants(table: &Path, out: &Path) {
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
