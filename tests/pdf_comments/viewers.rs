//! What other programs make of the files: poppler and qpdf, where the machine has them.
//!
//! `YIFA_VIEWERS=1`, as in CI, makes their absence a failure.

use crate::annotate;
use crate::common;
use crate::made;
use crate::samples;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

/// Runs a program; `None` where there is none.
fn run(program: &str, args: &[&Path]) -> Option<String> {
    let output = Command::new(program).args(args).output();
    let Ok(output) = output else {
        assert!(
            std::env::var_os("YIFA_VIEWERS").is_none(),
            "{program} is missing"
        );
        return None;
    };
    let says = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{program} {args:?}: {says}");
    assert_eq!(says, "", "{program} {args:?} complains");
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pdf_comments");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    path
}

fn check(name: &str, before: &[u8], after: &[u8]) {
    let before = file(&format!("{name}.pdf"), before);
    let after = file(&format!("{name}.annotated.pdf"), after);
    let text = |path: &Path| run("pdftotext", &[path, Path::new("-")]);
    assert_eq!(
        text(&before),
        text(&after),
        "{name}: the text is what it was"
    );
    if let Some(says) = run("qpdf", &[Path::new("--check"), &after]) {
        assert!(
            says.contains("No syntax or stream encoding errors"),
            "{name}: {says}"
        );
    }
}

#[test]
fn other_programs_open_what_is_written() {
    let checker = crate::checker();
    for (n, build) in crate::builds().into_iter().enumerate() {
        let bytes = made::report(build);
        check(
            &format!("made-{n}"),
            &bytes,
            &annotate(&checker, &bytes).annotated.bytes,
        );
    }
    let checker = common::checker();
    for path in samples() {
        let bytes = fs::read(&path).unwrap();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        check(&name, &bytes, &annotate(&checker, &bytes).annotated.bytes);
    }
}
