//! Which files are reports, and their bytes.

use crate::cli::links;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::fs::File;
use std::io;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;
use walkdir::DirEntry;
use walkdir::WalkDir;
use yifa::reader::MAX_FILE_BYTES;
use yifa::reader::ReadError;

/// Extensions that are taken up in folders. Those that a build without their feature cannot read
/// are refused by the reader, so that nobody believes they were checked.
const EXTENSIONS: [&str; 11] = [
    "txt", "md", "markdown", "html", "htm", "docx", "pdf", "doc", "wps", "ofd", "rtf",
];

/// One thing to check, or the reason why it cannot be.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// The path as the user will know it; `-` for standard input.
    pub(crate) path: String,
    pub(crate) what: What,
}

#[derive(Clone, Debug)]
pub(crate) enum What {
    Stdin,
    File(PathBuf),
    /// Not to be read; why, in Chinese.
    Refused(String),
}

/// Lists what is to be checked, in a fixed order: paths as given, folders by name of their
/// entries, nothing twice.
pub(crate) fn list(paths: &[PathBuf]) -> Vec<Entry> {
    let mut entries = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            entries.push(Entry {
                path: "-".to_owned(),
                what: What::Stdin,
            });
            continue;
        }
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => walk(path, &mut entries),
            Ok(_) => entries.push(file(path.clone())),
            Err(error) => entries.push(refused(path, &io_message(&error))),
        }
    }
    let mut seen = BTreeSet::new();
    entries.retain(|entry| seen.insert(entry.path.clone()));
    entries
}

fn walk(root: &Path, entries: &mut Vec<Entry>) {
    let before = entries.len();
    let walk = WalkDir::new(root).follow_links(false).sort_by_file_name();
    let visible = |entry: &DirEntry| entry.depth() == 0 || !is_hidden(entry.file_name());
    for found in walk.into_iter().filter_entry(visible) {
        match found {
            Ok(found) if found.path_is_symlink() && found.depth() > 0 => {
                entries.extend(link(found.path()));
            }
            Ok(found) if found.file_type().is_dir() => {}
            Ok(found) if is_report_name(found.path()) => entries.push(file(found.into_path())),
            Ok(_) => {}
            Err(error) => {
                let path = error.path().unwrap_or(root);
                let why = error.io_error().map(io_message).unwrap_or_default();
                entries.push(refused(path, &format!("无法进入文件夹：{why}")));
            }
        }
    }
    if entries.len() == before {
        let all = EXTENSIONS.join("、");
        entries.push(refused(root, &format!("文件夹里没有可检查的报告（{all}）")));
    }
}

/// A link to a report is read; a link to a folder is never entered, and said so.
fn link(path: &Path) -> Option<Entry> {
    match fs::metadata(path) {
        Ok(target) if target.is_dir() => Some(refused(path, links::folder_message(path))),
        Ok(_) if is_report_name(path) => Some(file(path.to_path_buf())),
        Err(error) if is_report_name(path) => Some(refused(path, &io_message(&error))),
        Ok(_) | Err(_) => None,
    }
}

fn file(path: PathBuf) -> Entry {
    Entry {
        path: path.to_string_lossy().into_owned(),
        what: What::File(path),
    }
}

fn refused(path: &Path, why: &str) -> Entry {
    Entry {
        path: path.to_string_lossy().into_owned(),
        what: What::Refused(why.to_owned()),
    }
}

/// Hidden files, and the lock files that Word, WPS and LibreOffice leave beside an open file.
fn is_hidden(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with('.') || name.starts_with("~$") || name.starts_with('~')
}

fn is_report_name(path: &Path) -> bool {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    let known = EXTENSIONS
        .iter()
        .any(|known| extension.eq_ignore_ascii_case(known));
    known && !stem.eq_ignore_ascii_case("README") && !stem.to_uppercase().starts_with("README.")
}

/// All files that are read, which no result may replace: the report of the year before as well.
pub(crate) fn with(entries: &[Entry], previous: Option<&Path>) -> Vec<Entry> {
    let previous = previous.map(|path| Entry {
        path: path.display().to_string(),
        what: What::File(path.to_path_buf()),
    });
    entries.iter().cloned().chain(previous).collect()
}

/// Reads a whole report, never more than the reader takes.
pub(crate) fn bytes(what: &What) -> Result<Vec<u8>, String> {
    match what {
        What::Refused(why) => Err(why.clone()),
        What::Stdin => capped(io::stdin().lock(), 0),
        What::File(path) => {
            let found = fs::metadata(path).map_err(|error| io_message(&error))?;
            if !found.is_file() {
                return Err("不是普通文件（设备、管道或其他特殊文件），未读取".to_owned());
            }
            let size = usize::try_from(found.len()).unwrap_or(usize::MAX);
            if size > MAX_FILE_BYTES {
                return Err(ReadError::TooLarge { bytes: size }.to_string());
            }
            let file = File::open(path).map_err(|error| io_message(&error))?;
            capped(file, size)
        }
    }
}

fn capped(from: impl Read, size: usize) -> Result<Vec<u8>, String> {
    let limit = MAX_FILE_BYTES as u64 + 1;
    let mut bytes = Vec::with_capacity(size.min(MAX_FILE_BYTES) + 1);
    from.take(limit)
        .read_to_end(&mut bytes)
        .map_err(|error| io_message(&error))?;
    Ok(bytes)
}

/// Says in Chinese what the system said in its own language.
pub(crate) fn io_message(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "找不到这个文件或文件夹".to_owned(),
        io::ErrorKind::PermissionDenied => "没有权限".to_owned(),
        io::ErrorKind::IsADirectory => "这是文件夹，不是文件".to_owned(),
        io::ErrorKind::NotADirectory => "路径中间有一段不是文件夹".to_owned(),
        io::ErrorKind::StorageFull => "磁盘已满".to_owned(),
        io::ErrorKind::AlreadyExists => "已经存在".to_owned(),
        io::ErrorKind::InvalidFilename => "文件名太长或不合法".to_owned(),
        io::ErrorKind::InvalidData => "不是 UTF-8 文本".to_owned(),
        _ if links::is_loop_error(error) => "符号链接互相指向，成了循环".to_owned(),
        _ => match error.raw_os_error() {
            Some(code) => format!("系统错误 {code}"),
            None => format!("读写出错：{error}"),
        },
    }
}
