//! LibreOffice opens what was written, and reads the same comments on the same words.
//!
//! Where the machine has no LibreOffice this says so and passes; `.ci/run` installs one and sets
//! `YIFA_OFFICE=1`, and then its absence is a failure.

use crate::AUTHORS;
use crate::Done;
use crate::annotate;
use crate::bare;
use crate::checker;
use crate::common;
use crate::fixtures;
use crate::tree;
use crate::tree::Element;
use crate::tree::Node;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use yifa::finding::Fix;

/// A document that was made, with what its comments should be.
struct Case {
    name: String,
    /// Whether safe fixes were made.
    fix: bool,
    done: Done,
    /// Words whose comment stands on a note or an object.
    elsewhere: Vec<(&'static str, &'static str)>,
}

fn cases() -> Vec<Case> {
    let own = checker();
    let mut cases = Vec::new();
    for fixture in fixtures::all() {
        for fix in [false, true] {
            cases.push(Case {
                name: format!("{}-{fix}", fixture.name),
                fix,
                done: annotate(&own, "a.docx", &fixture.bytes(), fix),
                elsewhere: fixture.elsewhere.clone(),
            });
        }
    }
    let builtin = common::checker();
    for path in common::made_reports() {
        let folder = path
            .parent()
            .unwrap()
            .file_name()
            .unwrap()
            .to_string_lossy();
        let bytes = fs::read(&path).unwrap();
        cases.push(Case {
            name: folder.into_owned(),
            fix: false,
            done: annotate(&builtin, &path.to_string_lossy(), &bytes, false),
            elsewhere: Vec::new(),
        });
    }
    cases
}

/// Converts files, all at once: starting is what takes the time.
fn convert(folder: &Path, format: &str, files: &[PathBuf]) -> bool {
    let profile = folder.join("profile");
    let status = Command::new("soffice")
        .arg(format!(
            "-env:UserInstallation=file://{}",
            profile.display()
        ))
        .args(["--headless", "--convert-to", format, "--outdir"])
        .arg(folder)
        .args(files)
        .output();
    match status {
        Ok(output) => {
            assert!(output.status.success(), "{output:?}");
            true
        }
        Err(_) => false,
    }
}

#[test]
fn libreoffice_reads_the_same_comments() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("office");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let cases = cases();
    let files: Vec<PathBuf> = cases
        .iter()
        .map(|case| {
            let file = folder.join(format!("{}.docx", case.name));
            fs::write(&file, &case.done.annotated.bytes).unwrap();
            file
        })
        .collect();
    if !convert(&folder, "fodt", &files) {
        let wanted = std::env::var("YIFA_OFFICE").is_ok_and(|value| value == "1");
        assert!(!wanted, "LibreOffice must be there: soffice");
        eprintln!("LibreOffice is not here; nothing was opened");
        return;
    }
    for case in &cases {
        let read = fs::read(folder.join(format!("{}.fodt", case.name)));
        let read = read.unwrap_or_else(|_| panic!("{} was not opened", case.name));
        compare(case, &tree::parse(&read));
    }
    // Pages can be made of them too.
    assert!(convert(&folder, "pdf", &files));
    for case in &cases {
        let pdf = fs::metadata(folder.join(format!("{}.pdf", case.name))).unwrap();
        assert!(pdf.len() > 5_000, "{}", case.name);
    }
}

/// A comment as LibreOffice has it.
#[derive(Default, Debug)]
struct Note {
    name: String,
    author: String,
    lines: Vec<String>,
    words: String,
    ended: bool,
}

fn compare(case: &Case, root: &Element) {
    let mut page = Page::default();
    page.walk(root);
    let notes = page.notes;
    let ours: Vec<&Note> = notes
        .iter()
        .filter(|n| AUTHORS.contains(&n.author.as_str()))
        .collect();
    let document = &case.done.checked.document;
    let findings = &case.done.checked.outcome.findings;
    assert_eq!(ours.len(), findings.len() + 1, "{}: {notes:#?}", case.name);
    for finding in findings {
        let quote = super::in_file(document, finding.gap.unwrap_or(finding.span));
        let quote = quote.as_str();
        let found = ours.iter().find(|note| {
            let said = note
                .lines
                .first()
                .is_some_and(|line| line.ends_with(&finding.message));
            said && is_on(case, note, quote)
        });
        assert!(
            found.is_some(),
            "{}: “{}” on “{quote}”: {ours:#?}",
            case.name,
            finding.message
        );
    }
}

/// Tells whether a comment stands on `quote`, or where it can.
fn is_on(case: &Case, note: &Note, quote: &str) -> bool {
    let document = &case.done.checked.document;
    // Notes and boxes have no words of their own there, fields have theirs.
    let beside = |(words, there): &&(&str, &str)| {
        *words == quote && (note.words.is_empty() || bare(&note.words) == bare(there))
    };
    if case.elsewhere.iter().any(|entry| beside(&entry)) {
        return true;
    }
    let is_fixed = |fix: &Fix| document.slice(fix.span) == quote && bare(&note.words) == fix.text;
    let mut fixes = case
        .done
        .checked
        .outcome
        .findings
        .iter()
        .flat_map(|f| &f.fixes);
    bare(&note.words) == bare(quote) || case.fix && fixes.any(is_fixed)
}

/// A document while it is walked over.
#[derive(Default)]
struct Page {
    notes: Vec<Note>,
    /// Numbers of tracked changes that delete, and how many of them are open here.
    deletions: Vec<String>,
    n_deleted: usize,
}

impl Page {
    fn walk(&mut self, element: &Element) {
        for child in &element.children {
            match child {
                Node::Text(text) => self.say(text),
                Node::Element(child) => self.enter(child),
            }
        }
    }

    fn enter(&mut self, element: &Element) {
        let deletes = |id: &str, page: &Self| page.deletions.iter().any(|known| known == id);
        let change = element.get("change-id").unwrap_or_default();
        match element.name.as_str() {
            "annotation" => self.notes.push(note(element)),
            "annotation-end" => {
                let name = element.get("name").unwrap();
                let mut notes = self.notes.iter_mut();
                notes
                    .find(|note| note.name == name && !note.ended)
                    .unwrap()
                    .ended = true;
            }
            "changed-region" => {
                let deletes = element.elements().any(|e| e.name == "deletion");
                let id = element.get("id").filter(|_| deletes);
                self.deletions.extend(id.map(str::to_owned));
            }
            "change-start" if deletes(change, self) => self.n_deleted += 1,
            "change-end" if deletes(change, self) => self.n_deleted -= 1,
            // Beside the text: notes, frames, readings above words.
            "note" | "frame" | "custom-shape" | "rect" | "ruby-text" => {}
            _ => self.walk(element),
        }
    }

    fn say(&mut self, text: &str) {
        let open = self
            .notes
            .iter_mut()
            .filter(|note| !note.ended && !note.name.is_empty());
        for note in open.filter(|_| self.n_deleted == 0) {
            note.words.push_str(text);
        }
    }
}

fn note(element: &Element) -> Note {
    let mut note = Note {
        name: element.get("name").unwrap_or_default().to_owned(),
        ..Note::default()
    };
    for child in element.elements() {
        match child.name.as_str() {
            "creator" => note.author = child.text(),
            "p" => note.lines.push(all_text(child)),
            "list" => note.lines.push(all_text(child)),
            _ => {}
        }
    }
    note
}

fn all_text(element: &Element) -> String {
    let pieces = element.children.iter().map(|child| match child {
        Node::Text(text) => text.clone(),
        Node::Element(child) => all_text(child),
    });
    pieces.collect()
}
