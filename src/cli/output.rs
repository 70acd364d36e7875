//! Where results go: standard output, or a file that is replaced only when it is whole.

use crate::cli::exit::Stop;
use crate::cli::files::Entry;
use crate::cli::files::What;
use crate::cli::files::io_message;
use std::fs;
use std::fs::File;
use std::io;
use std::io::BufWriter;
use std::io::IsTerminal;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

/// Stands near the start of completions and man pages: by it they are known again.
pub(crate) const MADE: &str = "由 yifa 生成，不要手改";

/// What is written to a file, and so which files it may replace.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// Results: they replace older results.
    Results,
    /// A document: it replaces nothing, unless the user says so.
    Document { force: bool },
    /// Completions and man pages: they replace older ones.
    Made,
}

/// The place results are written to.
pub(crate) enum Output {
    Stdout {
        out: BufWriter<io::Stdout>,
        /// Whether somebody is looking: then each report is shown as soon as it is checked.
        terminal: bool,
    },
    File {
        out: BufWriter<File>,
        /// The file being written, beside its target.
        draft: PathBuf,
        target: PathBuf,
    },
    /// A device or a pipe: it is written to, never replaced.
    Device { out: BufWriter<File> },
}

impl Output {
    /// Opens the place results go to. `--output` must not name one of the `inputs`.
    pub(crate) fn open(target: Option<&Path>, inputs: &[Entry]) -> Result<Self, Stop> {
        match target {
            Some(target) => Self::file(target, inputs, Kind::Results),
            None => {
                let stdout = io::stdout();
                let terminal = stdout.is_terminal();
                let out = BufWriter::with_capacity(1 << 16, stdout);
                Ok(Self::Stdout { out, terminal })
            }
        }
    }

    /// Opens a file, which must not be one of the `inputs` by any of its names.
    pub(crate) fn file(target: &Path, inputs: &[Entry], kind: Kind) -> Result<Self, Stop> {
        let shown = target.display();
        if target.is_dir() {
            return Err(Stop::new(format!("--output {shown} 是文件夹，请写文件名")));
        }
        if is_input(target, inputs) {
            return Err(Stop::new(format!(
                "--output {shown} 是要检查的报告本身，为免覆盖，未检查；请换一个文件名"
            )));
        }
        let refused = |error: io::Error| {
            let why = io_message(&error);
            Stop::new(format!("无法写入 {shown}：{why}"))
        };
        // What a link names is replaced, not the link.
        let target = &fs::canonicalize(target).unwrap_or_else(|_| target.to_path_buf());
        let existing = fs::metadata(target).ok();
        if existing.as_ref().is_some_and(|found| !found.is_file()) {
            let file = File::options().write(true).open(target).map_err(refused)?;
            return Ok(Self::Device {
                out: BufWriter::with_capacity(1 << 16, file),
            });
        }
        if existing.is_some()
            && let Some(why) = kind.keeps(target)
        {
            let option = if kind == Kind::Results {
                "--output "
            } else {
                ""
            };
            return Err(Stop::new(format!("{option}{shown} {why}")));
        }
        let draft = draft_of(target);
        let file = File::create_new(&draft).map_err(refused)?;
        if let Some(found) = existing {
            // Who may read the result stays as it was.
            let _ = fs::set_permissions(&draft, found.permissions());
        }
        Ok(Self::File {
            out: BufWriter::with_capacity(1 << 16, file),
            draft,
            target: target.to_path_buf(),
        })
    }

    /// Makes what was written so far visible where somebody is looking or about to be told
    /// something on standard error.
    pub(crate) fn show(&mut self, now: bool) -> io::Result<()> {
        match self {
            Self::Stdout { out, terminal } if now || *terminal => out.flush(),
            _ => Ok(()),
        }
    }

    /// Finishes: the file takes its name.
    pub(crate) fn finish(mut self) -> Result<(), Stop> {
        self.flush()?;
        if let Self::File { draft, target, .. } = &self {
            fs::rename(draft, target).map_err(|error| {
                let why = io_message(&error);
                Stop::new(format!("无法写入 {}：{why}", target.display()))
            })?;
        }
        Ok(())
    }
}

impl Drop for Output {
    /// A run that was cut short leaves no draft behind. After [`Output::finish`] there is none.
    fn drop(&mut self) {
        if let Self::File { draft, .. } = self {
            let _ = fs::remove_file(draft);
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout { out, .. } => out.write(bytes),
            Self::File { out, .. } | Self::Device { out } => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout { out, .. } => out.flush(),
            Self::File { out, .. } | Self::Device { out } => out.flush(),
        }
    }
}

impl Kind {
    /// Says why a file that exists is not replaced.
    fn keeps(self, target: &Path) -> Option<&'static str> {
        match self {
            Self::Results => is_somebodys(target)
                .then_some("已经存在，而且不像检查结果，为免覆盖，未检查；请换一个文件名"),
            Self::Document { force: false } => {
                Some("已经存在，为免覆盖，未检查；请换一个文件名，或者加 --force 覆盖它")
            }
            Self::Document { force: true } => None,
            Self::Made => {
                (!start_of(target).contains(MADE)).then_some("已经存在，不是 yifa 生成的，没有覆盖")
            }
        }
    }
}

fn is_input(target: &Path, inputs: &[Entry]) -> bool {
    let Ok(target) = fs::canonicalize(target) else {
        return false;
    };
    inputs.iter().any(|entry| match &entry.what {
        What::File(path) => {
            fs::canonicalize(path).is_ok_and(|path| path == target) || is_same_file(path, &target)
        }
        What::Stdin => is_standard_input(&target),
        What::Refused(_) => false,
    })
}

/// Tells whether standard input is read from this file.
fn is_standard_input(target: &Path) -> bool {
    is_same_file(Path::new("/dev/stdin"), target)
}

/// Tells two names of one file, hard links included.
#[cfg(unix)]
fn is_same_file(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (fs::metadata(one), fs::metadata(other)) {
        (Ok(one), Ok(other)) => (one.dev(), one.ino()) == (other.dev(), other.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_same_file(_one: &Path, _other: &Path) -> bool {
    false
}

/// Tells files that no result is called: configurations, rules, documents.
fn is_somebodys(target: &Path) -> bool {
    const KINDS: [&str; 16] = [
        "toml", "rhai", "md", "tsv", "docx", "doc", "wps", "html", "htm", "pdf", "ofd", "rtf",
        "csv", "xlsx", "xls", "et",
    ];
    let extension = target.extension().and_then(|e| e.to_str()).unwrap_or("");
    KINDS
        .iter()
        .any(|kind| extension.eq_ignore_ascii_case(kind))
        && !is_own(target)
}

/// Tells a result of an earlier run by its first bytes.
fn is_own(target: &Path) -> bool {
    let start = start_of(target);
    yifa::render::Format::is_own(&start) || is_own_book(target, start.as_bytes())
}

/// The first bytes of a file as text; nothing where it cannot be read.
fn start_of(target: &Path) -> String {
    let mut start = Vec::new();
    let read = File::open(target).and_then(|file| file.take(512).read_to_end(&mut start));
    match read {
        Ok(_) => String::from_utf8_lossy(&start).into_owned(),
        Err(_) => String::new(),
    }
}

/// Tells a workbook of an earlier run; one that is larger than any of ours is none.
fn is_own_book(target: &Path, start: &[u8]) -> bool {
    const LARGEST: u64 = 256 * 1024 * 1024;
    let size = fs::metadata(target).map_or(u64::MAX, |found| found.len());
    let is_own = |bytes: Vec<u8>| yifa::render::xlsx::is_own_book(&bytes);
    start.starts_with(b"PK") && size <= LARGEST && fs::read(target).is_ok_and(is_own)
}

/// A name beside the target that nobody else uses: the rename stays on one disk.
fn draft_of(target: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(format!(".{}.tmp", std::process::id()));
    target.with_file_name(name)
}
