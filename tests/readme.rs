//! The README shows real output; `UPDATE=1 cargo test --test readme` writes it anew.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::Path;
use std::process::Command;

const OPEN: &str = "```text\n";

#[test]
fn the_picture_in_the_readme_is_real() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new(env!("CARGO_BIN_EXE_yifa"))
        .args([
            "check",
            "reports/xiuxi-2023/report.txt",
            "--severity",
            "error",
        ])
        .current_dir(root)
        .env_clear()
        .output()
        .unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    let path = root.join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once(OPEN).unwrap();
    let (picture, after) = rest.split_once("```").unwrap();
    if std::env::var("UPDATE").is_ok_and(|value| value == "1") {
        std::fs::write(&path, format!("{before}{OPEN}{shown}```{after}")).unwrap();
    } else {
        assert_eq!(picture, shown, "UPDATE=1 cargo test --test readme");
    }
}
