//! `yifa check --watch`: checks again when something changed.
//!
//! Changes are seen by looking at sizes and times of the files from time to time, which works on
//! network drives too. Each check is a process of its own, so it is exactly what the same command
//! without `--watch` does, and leaves nothing behind.

use crate::cli::args::CheckArgs;
use crate::cli::args::Written;
use crate::cli::exit::Exit;
use crate::cli::exit::Stop;
use crate::cli::files;
use crate::cli::files::What;
use crate::cli::files::io_message;
use crate::cli::layers;
use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io;
use std::io::IsTerminal;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::Duration;
use std::time::SystemTime;
use walkdir::WalkDir;

/// How often the files are looked at.
const PAUSE: Duration = Duration::from_millis(400);
/// Clears the screen.
const CLEAR: &str = "\u{1b}[2J\u{1b}[H";

/// What is known of each file; nothing of one that is not there.
type Stamps = BTreeMap<PathBuf, Option<(Option<SystemTime>, u64)>>;

/// Checks, waits for a change, and checks again, until somebody ends it.
pub(crate) fn run(args: &CheckArgs) -> Result<Exit, Stop> {
    refuse(args)?;
    let program = env::current_exe().map_err(|error| {
        let why = io_message(&error);
        Stop::new(format!("找不到程序自己：{why}"))
    })?;
    let words: Vec<_> = env::args_os()
        .skip(1)
        .filter(|word| word != "--watch")
        .collect();
    let mut seen = stamps(args);
    loop {
        if io::stdout().is_terminal() {
            write!(io::stdout(), "{CLEAR}")?;
        }
        io::stdout().flush()?;
        let status = Command::new(&program).args(&words).status();
        status.map_err(|error| Stop::new(format!("无法检查：{}", io_message(&error))))?;
        writeln!(io::stdout(), "\n—— 等待改动，按 Ctrl-C 结束 ——")?;
        io::stdout().flush()?;
        seen = changed(args, &seen);
    }
}

/// What changes is looked at in files, and results that are written would be changes.
fn refuse(args: &CheckArgs) -> Result<(), Stop> {
    let is_text = |what: &Written| *what == Written::Text;
    let in_file = args.format.iter().any(|asked| asked.file.is_some());
    if args.output.is_some() || in_file || !args.format.iter().all(|asked| is_text(&asked.what)) {
        return Err(Stop::new(
            "--watch 只显示在屏幕上，不能和 --output 或别的 --format 一起用",
        ));
    }
    if args.paths.iter().any(|path| path == Path::new("-")) {
        return Err(Stop::new("--watch 不能看标准输入，请写报告文件或文件夹"));
    }
    Ok(())
}

/// Waits until something is other than `seen` and stays so for a moment: who saves a document
/// writes it in pieces.
fn changed(args: &CheckArgs, seen: &Stamps) -> Stamps {
    let mut before = seen.clone();
    loop {
        thread::sleep(PAUSE);
        let now = stamps(args);
        if now != *seen && now == before {
            return now;
        }
        before = now;
    }
}

/// Looks at the reports, at the configurations that hold for them and at the rules.
fn stamps(args: &CheckArgs) -> Stamps {
    let mut files = Vec::new();
    let home = layers::home();
    for entry in files::list(&args.paths) {
        let What::File(path) = entry.what else {
            continue;
        };
        let folder = match path.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        if args.choice.config.config.is_none() && !args.choice.config.no_config {
            files.extend(layers::candidates(folder, home.as_deref()));
        }
        files.push(path);
    }
    files.extend(args.paths.iter().cloned());
    files.extend(args.choice.config.config.clone());
    files.extend(args.baseline.clone());
    let configs: Vec<PathBuf> = files.iter().filter(|file| is_toml(file)).cloned().collect();
    for config in configs {
        named_by(&config, &mut files);
    }
    for folder in &args.choice.packs.dirs {
        let inside = WalkDir::new(folder).into_iter().filter_map(Result::ok);
        files.extend(inside.map(walkdir::DirEntry::into_path));
    }
    let stamp = |file: PathBuf| {
        let found = fs::metadata(&file).ok().filter(fs::Metadata::is_file);
        let stamp = found.map(|found| (found.modified().ok(), found.len()));
        (file, stamp)
    };
    files.into_iter().map(stamp).collect()
}

fn is_toml(file: &Path) -> bool {
    file.extension()
        .is_some_and(|extension| extension == "toml")
}

/// Adds the files that a configuration names: those it extends, those with exceptions.
fn named_by(file: &Path, files: &mut Vec<PathBuf>) {
    let Ok(text) = layers::read(file) else {
        return;
    };
    let Ok(config) = layers::load(&file.to_string_lossy(), &text) else {
        // What is wrong further up may be put right there.
        let beside = yifa::config::Config::parse("", &text).ok();
        let names = beside
            .into_iter()
            .flat_map(|config| [config.extend, config.exceptions_file]);
        let names = names.flatten().map(|(name, _)| file.with_file_name(name));
        files.extend(names);
        return;
    };
    for layer in config.layers() {
        let own = Path::new(&layer.file);
        files.push(own.to_path_buf());
        files.extend(
            layer
                .exceptions_file
                .iter()
                .map(|(name, _)| own.with_file_name(name)),
        );
    }
}
