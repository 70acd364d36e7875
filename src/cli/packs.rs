//! Rule packs: the built-in ones and those of `--rules DIR`.

use crate::cli::exit::Stop;
use crate::cli::files::io_message;
use std::collections::BTreeSet;
use std::fs;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;
use walkdir::WalkDir;
use yifa::finding::Fault;
use yifa::pack::Library;
use yifa::pack::Tree;

/// A rule's file is a page of text: whatever is larger is not one.
const MAX_RULE_BYTES: u64 = 4 << 20;

/// Reads the built-in packs and those in `folders`, later ones replacing earlier ones.
pub(crate) fn library(folders: &[PathBuf]) -> Result<Library, Stop> {
    Ok(Library::read(&tree(folders)?))
}

/// Puts the tree of texts together: a pack in a folder replaces the whole pack of that name.
pub(crate) fn tree(folders: &[PathBuf]) -> Result<Tree, Stop> {
    let mut tree = yifa::pack::builtin();
    for folder in folders {
        let added = read(folder)?;
        let packs: BTreeSet<&str> = added
            .keys()
            .filter_map(|path| path.split('/').next())
            .collect();
        note_replaced(&tree, &packs, folder);
        tree.retain(|path, _| {
            !path
                .split('/')
                .next()
                .is_some_and(|pack| packs.contains(pack))
        });
        tree.extend(added);
    }
    Ok(tree)
}

/// Returns the fault with the path of its file on disk, where the rule is the user's own.
pub(crate) fn located(fault: &Fault, folders: &[PathBuf]) -> Fault {
    let pack = fault.file.split('/').next().unwrap_or_default();
    let home = folders
        .iter()
        .rev()
        .find(|folder| folder.join(pack).is_dir());
    let mut fault = fault.clone();
    if let Some(home) = home {
        fault.file = home.join(&fault.file).to_string_lossy().into_owned();
    }
    fault
}

/// Says which packs a folder replaces: their other rules are gone for this run.
#[expect(
    clippy::print_stderr,
    reason = "a notice to the person, beside the results"
)]
fn note_replaced(tree: &Tree, packs: &BTreeSet<&str>, folder: &Path) {
    for pack in packs {
        let prefix = format!("{pack}/");
        if tree.keys().any(|path| path.starts_with(&prefix)) {
            let shown = folder.display();
            eprintln!("提示：规则包 {pack} 用的是 {shown} 里的，自带的同名规则包整个被替换");
        }
    }
}

/// Reads the packs in one folder: `PACK/pack.toml`, `PACK/RULE/rule.toml` and so on.
fn read(root: &Path) -> Result<Tree, Stop> {
    let shown = root.display();
    match fs::metadata(root) {
        Err(error) => {
            let why = io_message(&error);
            return Err(Stop::new(format!("无法读取规则文件夹 {shown}：{why}")));
        }
        Ok(found) if !found.is_dir() => {
            return Err(Stop::new(format!("规则文件夹 {shown} 不是文件夹")));
        }
        Ok(_) => {}
    }
    if root.join("pack.toml").exists() {
        return Err(Stop::new(format!(
            "{shown} 本身是一个规则包；--rules 要写它的上一级文件夹"
        )));
    }
    let mut tree = Tree::new();
    for found in WalkDir::new(root)
        .min_depth(2)
        .follow_links(false)
        .sort_by_file_name()
    {
        let found = found.map_err(|error| walk_stop(root, &error))?;
        if found.file_type().is_file()
            && let Some(path) = rule_path(root, found.path())
        {
            tree.insert(path, text(found.path())?.into());
        }
    }
    if tree.is_empty() {
        return Err(Stop::new(format!(
            "文件夹 {shown} 里没有规则包（应有 {shown}/规则包/pack.toml）"
        )));
    }
    Ok(tree)
}

fn walk_stop(root: &Path, error: &walkdir::Error) -> Stop {
    let path = error.path().unwrap_or(root).display();
    let why = error.io_error().map(io_message).unwrap_or_default();
    Stop::new(format!("无法读取规则文件夹 {path}：{why}"))
}

/// The path below the folder with `/`, for files that belong to a pack.
fn rule_path(root: &Path, path: &Path) -> Option<String> {
    let extension = path.extension()?.to_str()?;
    if !matches!(extension, "toml" | "rhai" | "md" | "tsv") {
        return None;
    }
    let below = path.strip_prefix(root).ok()?;
    let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
    let parts = parts?;
    let visible = parts.iter().all(|part| !part.starts_with('.'));
    visible.then(|| parts.join("/"))
}

fn text(path: &Path) -> Result<String, Stop> {
    let stop = |why: &str| Stop::new(format!("无法读取规则文件 {}：{why}", path.display()));
    let file = File::open(path).map_err(|error| stop(&io_message(&error)))?;
    let mut text = String::new();
    file.take(MAX_RULE_BYTES + 1)
        .read_to_string(&mut text)
        .map_err(|error| stop(&io_message(&error)))?;
    if text.len() as u64 > MAX_RULE_BYTES {
        return Err(stop("超过 4 MB"));
    }
    Ok(text)
}
