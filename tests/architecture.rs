//! The walls between the rooms of `src/`, and the size of what stands in them.
//!
//! The table is that of `docs/architecture.md`. It is held by reading the source: every path that
//! starts with `crate::`, wherever it stands. Ways round that reading are refused: grouped
//! imports, and `super::super`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

/// A room and the rooms it may use.
const ROOMS: [(&str, &[&str]); 15] = [
    ("text", &[]),
    ("data", &[]),
    ("ooxml", &["text"]),
    ("finding", &["text"]),
    ("reader", &["ooxml", "text"]),
    ("document", &["text"]),
    ("facts", &["data", "document", "text"]),
    ("relations", &["data", "facts", "document", "text"]),
    ("config", &["finding", "text"]),
    ("pack", &["relations", "data", "facts", "finding", "text"]),
    (
        "engine",
        &[
            "pack",
            "relations",
            "data",
            "facts",
            "document",
            "finding",
            "text",
        ],
    ),
    (
        "check",
        &[
            "engine", "pack", "config", "reader", "facts", "document", "finding", "text",
        ],
    ),
    // The items of a system, above the results of a check.
    ("matrix", &["pack", "facts", "document", "finding", "text"]),
    // Results and what they are of, never how they came about.
    (
        "render",
        &["matrix", "facts", "document", "finding", "ooxml", "text"],
    ),
    // The program: it knows the core by its public face only, which is another crate to it.
    ("cli", &[]),
];

/// Files that hold no room.
const ROOTS: [&str; 2] = ["lib.rs", "main.rs"];

/// Lines of a file, its tests not counted. Look again at 300.
const FILE_LINES: usize = 500;
/// Lines of a function, from `fn` to its closing brace. Look again at 25.
const FUNCTION_LINES: usize = 60;
/// What is longer all the same, and how long it may be. Split it when you change it; what fits
/// its budget again must leave this list.
const LONGER: [(&str, usize); 2] = [
    ("engine/host/place.rs: fn inside", 70),
    ("engine/host/report.rs: fn body", 99),
];
/// Folders below `src/`.
const DEPTH: usize = 2;

/// Crates that only the program links.
const PROGRAM_CRATES: [&str; 5] = [
    "clap",
    "miette",
    "walkdir",
    "unicode_width",
    "terminal_size",
];

struct Source {
    /// The path below `src/`, with `/`.
    path: String,
    room: String,
    /// The text without comments and strings, up to the tests at its foot.
    code: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    let source = |file: &PathBuf| {
        let below = file.strip_prefix(&root).unwrap();
        let path = below.to_string_lossy().replace('\\', "/");
        let room = path.split('/').next().unwrap().to_owned();
        let text = fs::read_to_string(file).unwrap();
        Source {
            path,
            room,
            code: bare(&text),
        }
    };
    files.iter().map(source).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") && !is_test(&path) {
            files.push(path);
        }
    }
}

fn is_test(path: &Path) -> bool {
    let stem = path.file_stem().unwrap().to_string_lossy();
    stem == "tests" || stem.ends_with("_tests")
}

/// Blanks out comments and strings, and cuts off the tests. Rough: it knows what rustfmt writes.
fn bare(text: &str) -> String {
    let end = text.find("\n#[cfg(test)]\nmod tests").unwrap_or(text.len());
    let mut code = String::new();
    let mut in_string = false;
    for line in text[..end].lines() {
        let mut before = ' ';
        let mut chars = line.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '\\' if in_string => {
                    chars.next();
                }
                // A quote in a character literal opens no string.
                '"' if before != '\'' => in_string = !in_string,
                '/' if !in_string && chars.peek() == Some(&'/') => break,
                c if !in_string => code.push(c),
                _ => {}
            }
            before = c;
        }
        code.push('\n');
    }
    code
}

/// The first segment behind each `crate::`.
fn used(code: &str) -> BTreeSet<String> {
    let segment = |rest: &str| {
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
        rest[..end.unwrap_or(rest.len())].to_owned()
    };
    code.match_indices("crate::")
        .filter(|(at, _)| !code[..*at].ends_with('$'))
        .map(|(at, word)| segment(&code[at + word.len()..]))
        .collect()
}

fn list(mistakes: &[String]) -> String {
    format!("\n{}\n", mistakes.join("\n"))
}

#[test]
fn every_room_is_listed() {
    let rooms: BTreeSet<&str> = ROOMS.iter().map(|(room, _)| *room).collect();
    let found: BTreeSet<String> = sources().into_iter().map(|source| source.room).collect();
    let roots: BTreeSet<&str> = ROOTS.into();
    let listed: BTreeSet<&str> = rooms.union(&roots).copied().collect();
    let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
    assert_eq!(found, listed, "a folder of src/ and ROOMS must agree");
    for (room, may_use) in ROOMS {
        let lower = ROOMS.iter().position(|(name, _)| *name == room).unwrap();
        for other in may_use {
            let place = ROOMS.iter().position(|(name, _)| name == other).unwrap();
            assert!(
                place < lower,
                "{room} uses {other}: rooms use only what stands before them"
            );
        }
    }
}

#[test]
fn rooms_use_only_what_they_may() {
    let mut mistakes = Vec::new();
    for source in sources() {
        let Some((room, may_use)) = ROOMS.iter().find(|(room, _)| *room == source.room) else {
            continue;
        };
        for used in used(&source.code) {
            if used != *room && !may_use.contains(&used.as_str()) {
                mistakes.push(format!("src/{}: {room} must not use {used}", source.path));
            }
        }
    }
    assert!(mistakes.is_empty(), "{}", list(&mistakes));
}

#[test]
fn the_core_links_no_crate_of_the_program() {
    let mut mistakes = Vec::new();
    for source in sources() {
        let core = source.room != "cli" && source.room != "main.rs";
        for name in PROGRAM_CRATES {
            if core && source.code.contains(&format!("{name}::")) {
                mistakes.push(format!("src/{}: uses {name}", source.path));
            }
        }
    }
    assert!(mistakes.is_empty(), "{}", list(&mistakes));
}

#[test]
fn imports_can_be_read() {
    let mut mistakes = Vec::new();
    for source in sources() {
        for line in source.code.lines().map(str::trim) {
            let import = line.starts_with("use ") || line.starts_with("pub use ");
            if import && line.contains('{') && line.contains("crate::") {
                mistakes.push(format!("src/{}: one path a line: {line}", source.path));
            }
            if line.contains("super::super") {
                mistakes.push(format!("src/{}: name the room: {line}", source.path));
            }
        }
    }
    assert!(mistakes.is_empty(), "{}", list(&mistakes));
}

#[test]
fn files_and_functions_fit_their_budget() {
    let mut sizes: Vec<(String, usize, usize)> = Vec::new();
    for source in sources() {
        let depth = source.path.matches('/').count();
        assert!(depth <= DEPTH, "src/{}: too deep", source.path);
        let n_lines = source.code.trim_end().lines().count();
        for (name, n_lines) in functions(&source.code) {
            sizes.push((
                format!("{}: fn {name}", source.path),
                n_lines,
                FUNCTION_LINES,
            ));
        }
        sizes.push((source.path, n_lines, FILE_LINES));
    }
    let mut mistakes = Vec::new();
    for (what, n_lines, budget) in &sizes {
        let longer = LONGER.iter().find(|(longer, _)| longer == what);
        let allowed = longer.map_or(*budget, |(_, allowed)| *allowed);
        if *n_lines > allowed {
            mistakes.push(format!("src/{what}: {n_lines} lines, {allowed} allowed"));
        } else if longer.is_some() && n_lines <= budget {
            mistakes.push(format!("src/{what} fits again: take it out of LONGER"));
        }
    }
    for (longer, _) in LONGER {
        if !sizes.iter().any(|(what, ..)| what == longer) {
            mistakes.push(format!("src/{longer} is gone: take it out of LONGER"));
        }
    }
    assert!(mistakes.is_empty(), "{}", list(&mistakes));
}

/// Name and length of each function: from the line with `fn` to the brace at its indentation.
fn functions(code: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = code.lines().collect();
    let mut found = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let indent = line.len() - line.trim_start().len();
        let words = line.trim_start().trim_start_matches("pub(crate) ");
        let words = words
            .trim_start_matches("pub(super) ")
            .trim_start_matches("pub ");
        let Some(rest) = words.trim_start_matches("const ").strip_prefix("fn ") else {
            continue;
        };
        let name = rest.split(['(', '<']).next().unwrap().to_owned();
        let closes = |line: &&str| line.starts_with('}') || line[indent.min(line.len())..] == *"}";
        let body = lines[index..].iter();
        let ends = body.clone().position(|line| {
            let own = line.len() - line.trim_start().len() == indent;
            own && closes(line)
        });
        if let Some(end) = ends {
            found.push((name, end + 1));
        }
    }
    found
}

#[test]
fn nobody_is_told_that_a_report_is_in_order() {
    // A check that finds nothing has not shown compliance: the word is never said.
    let word: String = ['合', '规'].iter().collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    collect(&root.join("src"), &mut files);
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let told = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        let said: Vec<&str> = told.filter(|line| line.contains(&word)).collect();
        assert!(said.is_empty(), "{}: {said:?}", file.display());
    }
}
