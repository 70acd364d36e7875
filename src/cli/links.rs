//! Links to folders: never entered, so that a walk always ends.

use std::fs;
use std::io;
use std::path::Path;

/// Says why the folder behind the link at `path` was not entered.
pub(crate) fn folder_message(path: &Path) -> &'static str {
    if is_loop(path) {
        "符号链接指向它自己所在的文件夹，成了循环，未进入"
    } else {
        "这是指向文件夹的符号链接，未进入；要检查里面的报告，请直接写出那个文件夹"
    }
}

fn is_loop(path: &Path) -> bool {
    let parent = path
        .parent()
        .and_then(|parent| fs::canonicalize(parent).ok());
    match (parent, fs::canonicalize(path)) {
        (Some(parent), Ok(target)) => parent.starts_with(target),
        _ => false,
    }
}

/// Tells whether the system gave up on links that point at each other. The error kind for it is
/// not stable yet, so its number is looked at: 40 on Linux, 62 on macOS, 1921 on Windows.
pub(crate) fn is_loop_error(error: &io::Error) -> bool {
    let number = match std::env::consts::OS {
        "linux" | "android" => 40,
        "windows" => 1921,
        _ => 62,
    };
    error.raw_os_error() == Some(number)
}
