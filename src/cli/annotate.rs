//! `yifa annotate`: findings as comments in a Word document or a PDF file.

use crate::cli::args::AnnotateArgs;
use crate::cli::args::CheckArgs;
use crate::cli::args::ChoiceArgs;
use crate::cli::args::When;
use crate::cli::check;
use crate::cli::exceptions::Exceptions;
use crate::cli::exit::Exit;
use crate::cli::exit::Stop;
use crate::cli::faults;
use crate::cli::files;
use crate::cli::files::Entry;
use crate::cli::files::What;
use crate::cli::guard;
use crate::cli::output::Kind;
use crate::cli::output::Output;
use crate::cli::packs;
use crate::cli::paint::Paint;
use crate::cli::paint::clean;
use crate::cli::say;
use crate::cli::settings::Ready;
use crate::cli::settings::Settings;
use crate::cli::terminal::shown_path;
use std::collections::BTreeMap;
use std::io;
use std::io::Write;
use std::mem::ManuallyDrop;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use yifa::check::Checked;
use yifa::finding::Severity;
use yifa::finding::Status;
use yifa::pack::Library;
use yifa::render::docx;
use yifa::render::docx::Annotated;
use yifa::render::docx::Marks;
#[cfg(feature = "pdf")]
use yifa::render::pdf;
use yifa::text::Format;

/// Writes what the command line names with comments, each into a file of its own.
pub(crate) fn run(args: &AnnotateArgs, color: When) -> Result<Exit, Stop> {
    let order = Order {
        choice: &args.choice,
        output: args.output.as_deref(),
        fix: args.fix,
        force: args.force,
    };
    order.run(&args.paths, color)
}

/// `yifa check --format docx`, with the file that is named there.
pub(crate) fn of_check(args: &CheckArgs, file: Option<&Path>, color: When) -> Result<Exit, Stop> {
    if args.format.len() > 1 {
        let why = "--format docx 不能和别的格式一起写；请分两次运行，或者用 yifa annotate";
        return Err(Stop::new(why));
    }
    let output = file.or(args.output.as_deref());
    if output.and_then(Written::named) != Some(Written::Docx) {
        let why = "--format docx 要写明结果文件，如 docx=批注.docx；或者用 yifa annotate 报告";
        return Err(Stop::new(why));
    }
    let order = Order {
        choice: &args.choice,
        output,
        fix: false,
        force: false,
    };
    order.run(&args.paths, color)
}

/// What the user asks for.
struct Order<'a> {
    choice: &'a ChoiceArgs,
    output: Option<&'a Path>,
    fix: bool,
    force: bool,
}

impl Order<'_> {
    fn run(&self, paths: &[PathBuf], color: When) -> Result<Exit, Stop> {
        if let Some(path) = paths.iter().find(|path| path.is_dir()) {
            let path = path.display();
            let why = format!("{path} 是文件夹；批注要写明是哪一份报告，可以一次写几份");
            return Err(Stop::new(why));
        }
        let entries = files::list(paths);
        if entries.len() > 1 && self.output.is_some() {
            let why = "有几份报告时不能用 --output；不写它，结果就放在各自的报告旁边";
            return Err(Stop::new(why));
        }
        let read = files::with(&entries, self.choice.previous.as_deref());
        let library = Arc::new(packs::library(&self.choice.packs.dirs)?);
        let settings = Settings::new(self.choice, Arc::clone(&library), None)?;
        let mut settings = ManuallyDrop::new(settings);
        let setups: Vec<usize> = entries.iter().map(|entry| settings.index(entry)).collect();
        let stderr = Paint::stderr(color);
        let dirs = &self.choice.packs.dirs;
        let mut exit = Exit::Clean;
        if faults::say_all(settings.setups(), &library, dirs, stderr) {
            exit = Exit::Unchecked;
        }
        let mut broken = BTreeMap::new();
        let mut exceptions = Exceptions::default();
        for (entry, setup) in entries.iter().zip(setups) {
            self.check_target(entry)?;
            let done = guard::catch(|| self.annotate(entry, settings.setups(), setup));
            let done = match done.and_then(|done| done) {
                Ok(done) => done,
                Err(why) => {
                    exit = Exit::Unchecked;
                    say(&format!("无法检查 {}：{why}", shown_path(&entry.path)));
                    continue;
                }
            };
            exit = exit.max(done.exit);
            broken.extend(check::broken(&done.checked));
            exceptions.add(setup, &done.checked.uses);
            exceptions.add_in_report(&entry.path, done.checked.directives.clone());
            let target = self.target(entry, done.kind);
            match self.write(&target, &done.annotated, &read) {
                Ok(()) => tell(entry, &target, &done)?,
                // The other reports are written all the same.
                Err(Stop::Message(why)) => {
                    exit = Exit::Unchecked;
                    say(&format!("错误：{why}"));
                }
                Err(stop) => return Err(stop),
            }
        }
        exceptions.say(settings.setups(), stderr);
        faults::say_broken(&broken, &library, dirs, stderr);
        Ok(exit)
    }

    /// Refuses a name for the result that cannot be meant, before anything is read.
    fn check_target(&self, entry: &Entry) -> Result<(), Stop> {
        match (self.output, &entry.what) {
            (Some(target), _) if Written::named(target).is_none() => {
                let shown = target.display();
                let ends = Written::ENDS;
                let why = format!("--output {shown}：结果是带批注的报告，文件名要以 {ends} 结尾");
                Err(Stop::new(why))
            }
            (None, What::Stdin) => {
                let why = "从标准输入读报告时，要用 --output 写明结果文件";
                Err(Stop::new(why))
            }
            _ => Ok(()),
        }
    }

    /// The file to write: the one that is named, else one beside the report.
    fn target(&self, entry: &Entry, kind: Written) -> PathBuf {
        let What::File(path) = &entry.what else {
            return self.output.map(Path::to_path_buf).unwrap_or_default();
        };
        if let Some(target) = self.output {
            return target.to_path_buf();
        }
        let mut name = path.file_stem().unwrap_or_default().to_owned();
        name.push(match kind {
            Written::Docx => ".批注.docx",
            #[cfg(feature = "pdf")]
            Written::Pdf => ".批注.pdf",
        });
        path.with_file_name(name)
    }

    fn write(&self, target: &Path, annotated: &Annotated, inputs: &[Entry]) -> Result<(), Stop> {
        let kind = Kind::Document { force: self.force };
        let mut output = Output::file(target, inputs, kind)?;
        output.write_all(&annotated.bytes)?;
        output.finish()
    }

    /// Checks one report and writes comments into it, or says why not.
    fn annotate(&self, entry: &Entry, setups: &[Ready], setup: usize) -> Result<Done, String> {
        let bytes = files::bytes(&entry.what)?;
        let setup = check::chosen(setups, setup)?;
        let bytes = stripped(bytes);
        let checked = check::checked(
            &entry.path,
            bytes.clone(),
            setup,
            self.choice.previous.as_deref(),
            None,
        )?;
        let titles = titles(setup.checker.library());
        let marks = Marks {
            document: &checked.document,
            outcome: &checked.outcome,
            titles: &titles,
            shown: self.choice.shown(),
            fix: self.fix,
        };
        let format = checked.document.source.format();
        let kind = Written::of(self.output, format)?;
        let annotated = kind.annotate(&bytes, &marks)?;
        if kind.format() == format {
            proofread(&annotated, kind)?;
        }
        Ok(Done {
            exit: check::exit_of(&checked, setup),
            shown: self.choice.shown(),
            kind,
            checked,
            annotated,
        })
    }
}

/// Takes out what an earlier run wrote into the report. What is damaged is refused by its reader,
/// in better words.
fn stripped(bytes: Vec<u8>) -> Vec<u8> {
    #[cfg(feature = "pdf")]
    if let Some(stripped) = pdf::strip(&bytes) {
        return stripped.to_vec();
    }
    docx::strip(&bytes).ok().flatten().unwrap_or(bytes)
}

/// What the comments are written into.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Written {
    Docx,
    #[cfg(feature = "pdf")]
    Pdf,
}

impl Written {
    #[cfg(feature = "pdf")]
    const ENDS: &str = ".docx 或 .pdf";
    #[cfg(not(feature = "pdf"))]
    const ENDS: &str = ".docx";

    /// What a name asks for.
    fn named(target: &Path) -> Option<Self> {
        let end = target.extension()?;
        #[cfg(feature = "pdf")]
        if end.eq_ignore_ascii_case("pdf") {
            return Some(Self::Pdf);
        }
        end.eq_ignore_ascii_case("docx").then_some(Self::Docx)
    }

    /// What is written for a report: what the user named, else a file of the same kind where that
    /// can be written into.
    fn of(target: Option<&Path>, format: Format) -> Result<Self, String> {
        match (target.and_then(Self::named), format) {
            #[cfg(feature = "pdf")]
            (None, Format::Pdf) => Ok(Self::Pdf),
            #[cfg(feature = "pdf")]
            (Some(Self::Pdf), other) if other != Format::Pdf => {
                Err("只有 PDF 报告能写成带批注的 PDF；结果请以 .docx 结尾".to_owned())
            }
            (named, _) => Ok(named.unwrap_or(Self::Docx)),
        }
    }

    fn annotate(self, bytes: &[u8], marks: &Marks<'_>) -> Result<Annotated, String> {
        let annotated = match self {
            Self::Docx => docx::annotate(bytes, marks),
            #[cfg(feature = "pdf")]
            Self::Pdf => pdf::annotate(bytes, marks),
        };
        annotated.map_err(|error| error.to_string())
    }

    fn format(self) -> Format {
        match self {
            Self::Docx => Format::Docx,
            #[cfg(feature = "pdf")]
            Self::Pdf => Format::Pdf,
        }
    }
}

/// One report with its comments.
struct Done {
    exit: Exit,
    shown: Severity,
    kind: Written,
    checked: Checked,
    annotated: Annotated,
}

fn titles(library: &Library) -> BTreeMap<String, String> {
    let rules = library.rules();
    rules
        .map(|rule| (rule.id.clone(), rule.title.clone()))
        .collect()
}

/// Reads the document that was made: a report must never come out with other words than it had.
fn proofread(annotated: &Annotated, kind: Written) -> Result<(), String> {
    let name = format!("report.{}", kind.format());
    let read = yifa::reader::read(&name, &annotated.bytes);
    match read {
        Ok(source) if source.text() == annotated.text => Ok(()),
        _ => Err(format!(
            "加了批注的文件读出来和原文不一样，没有写出；这是程序的错误，不是报告的问题，请把它和版本号 {} 反馈给开发者",
            env!("CARGO_PKG_VERSION")
        )),
    }
}

/// Says on standard output what was written.
fn tell(entry: &Entry, target: &Path, done: &Done) -> io::Result<()> {
    let findings = &done.checked.outcome.findings;
    let n = |severity| findings.iter().filter(|f| f.severity == severity).count();
    let shown = [Severity::Error, Severity::Warning, Severity::Advice];
    let counts: Vec<String> = shown
        .into_iter()
        .filter(|severity| *severity >= done.shown)
        .map(|severity| format!("{} {}", severity.chinese(), n(severity)))
        .collect();
    let Annotated {
        comments,
        fixed,
        unfixed,
        ..
    } = done.annotated;
    let mut text = format!("批注 {comments} 处（{}）", counts.join("、"));
    if comments == 0 {
        text = "未发现可机检问题".to_owned();
    }
    if fixed > 0 {
        text.push_str(&format!("；修订 {fixed} 处，请逐处接受或拒绝"));
    }
    if unfixed > 0 {
        let why = match done.kind {
            Written::Docx => "不在普通文字里，没有修订",
            #[cfg(feature = "pdf")]
            Written::Pdf => "能直接改，但 PDF 不能修订；要修订请用 --output 批注.docx",
        };
        text.push_str(&format!("；有 {unfixed} 处{why}"));
    }
    let verdicts = done.checked.outcome.verdicts.iter();
    let undecided = verdicts.filter(|verdict| verdict.status == Status::Undecided);
    match done.checked.outcome.excepted.len() {
        0 => {}
        n => text.push_str(&format!("；按豁免处理 {n} 处")),
    }
    match undecided.count() {
        0 => {}
        n => text.push_str(&format!("；需人工核对 {n} 项，见标题处的汇总")),
    }
    let from = shown_path(&entry.path);
    let to = clean(&target.to_string_lossy());
    writeln!(io::stdout(), "{from} → {to}\n  {text}")?;
    for notice in &done.annotated.notices {
        writeln!(io::stdout(), "  {notice}")?;
    }
    Ok(())
}
