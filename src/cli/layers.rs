//! Finding and reading `yifa.toml` and the configurations that it extends.

use crate::cli::files::io_message;
use std::env;
use std::fs;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;
use yifa::config::Config;
use yifa::finding::Fault;

/// The name of the configuration.
pub(crate) const NAME: &str = "yifa.toml";
/// A `yifa.toml` is a page of text.
const MAX_BYTES: u64 = 1 << 20;
/// Configurations that one may extend in a row: state, province, city, county and some more.
const DEEPEST: usize = 8;

/// Reads a configuration, all that it extends, and their files of exceptions.
pub(crate) fn load(file: &str, text: &str) -> Result<Config, Fault> {
    let mut config = one(file, text)?;
    let mut seen = vec![whole(Path::new(file))];
    let mut next = parent(&config, config.above.len(), &mut seen)?;
    while let Some(layer) = next {
        next = parent(&layer, config.above.len() + 1, &mut seen)?;
        config.above.push(layer);
    }
    Ok(config)
}

/// Reads one configuration with its file of exceptions.
fn one(file: &str, text: &str) -> Result<Config, Fault> {
    let mut config = Config::parse(file, text)?;
    if let Some((name, span)) = config.exceptions_file.clone() {
        let path = Path::new(file).with_file_name(name);
        let shown = path.to_string_lossy().into_owned();
        match read(&path) {
            Ok(text) => config.add_exceptions(&shown, &text)?,
            Err(why) => {
                let message = format!("豁免文件 {shown}：{why}");
                return Err(Fault::new(file, text, message).at(span));
            }
        }
    }
    Ok(config)
}

/// Reads the configuration that another one extends; its path starts at that one.
fn parent(layer: &Config, depth: usize, seen: &mut Vec<PathBuf>) -> Result<Option<Config>, Fault> {
    let Some((name, span)) = &layer.extend else {
        return Ok(None);
    };
    let refuse = |message: String| {
        let fault = Fault::new(layer.file.as_str(), layer.text.as_str(), message);
        fault.at(*span)
    };
    let path = Path::new(&layer.file).with_file_name(name);
    let shown = path.to_string_lossy().into_owned();
    let known = whole(&path);
    if seen.contains(&known) {
        let message = format!("上级配置绕回来了：{shown} 前面已经用过");
        return Err(refuse(message).help("去掉这一行，或者改成别的文件"));
    }
    if depth == DEEPEST {
        return Err(refuse(format!("上级配置超过 {DEEPEST} 层")));
    }
    let text = read(&path).map_err(|why| refuse(format!("上级配置 {shown}：{why}")))?;
    seen.push(known);
    one(&shown, &text).map(Some)
}

fn whole(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())
}

/// The home folder: no configuration is looked for above it.
pub(crate) fn home() -> Option<PathBuf> {
    let home = env::var_os("HOME").or_else(|| env::var_os("USERPROFILE"));
    home.and_then(|home| fs::canonicalize(home).ok())
}

/// Looks for the closest configuration from `folder` upwards: not past a repository's root
/// nor past the home folder, so that two machines agree.
pub(crate) fn find(folder: &Path, home: Option<&Path>) -> Option<PathBuf> {
    candidates(folder, home)
        .into_iter()
        .find(|file| file.is_file())
}

/// The files that are looked for, the closest first.
pub(crate) fn candidates(folder: &Path, home: Option<&Path>) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let Ok(start) = fs::canonicalize(folder) else {
        return files;
    };
    for folder in start.ancestors() {
        files.push(folder.join(NAME));
        if folder.join(".git").exists() || home == Some(folder) {
            break;
        }
    }
    files
}

/// The configuration's path as the user would write it, where it stands at or below `folder`.
pub(crate) fn shown(folder: &Path, file: &Path) -> String {
    let direct = folder.join(NAME);
    let same = fs::canonicalize(&direct).is_ok_and(|found| found == file);
    let shown = if same { direct.as_path() } else { file };
    let shown = shown.strip_prefix(".").unwrap_or(shown);
    shown.to_string_lossy().into_owned()
}

/// Reads a configuration's text, or says why not.
pub(crate) fn read(file: &Path) -> Result<String, String> {
    let found = fs::metadata(file).map_err(|error| io_message(&error))?;
    if !found.is_file() {
        return Err("不是普通文件".to_owned());
    }
    let mut text = String::new();
    File::open(file)
        .and_then(|file| file.take(MAX_BYTES + 1).read_to_string(&mut text))
        .map_err(|error| io_message(&error))?;
    if text.len() as u64 > MAX_BYTES {
        return Err("超过 1 MB".to_owned());
    }
    Ok(text)
}
