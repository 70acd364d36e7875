//! `yifa check`: reports in, findings out.

use crate::cli::annotate;
use crate::cli::args::CheckArgs;
use crate::cli::args::When;
use crate::cli::args::Written;
use crate::cli::baseline::Baseline;
use crate::cli::baseline::Known;
use crate::cli::converter::Converter;
use crate::cli::costs::Costs;
use crate::cli::exit::Exit;
use crate::cli::exit::Stop;
use crate::cli::files;
use crate::cli::files::Entry;
use crate::cli::files::What;
use crate::cli::guard;
use crate::cli::matrix;
use crate::cli::order;
use crate::cli::packs;
use crate::cli::paint::Paint;
use crate::cli::printer::Printer;
use crate::cli::progress::Progress;
use crate::cli::same;
use crate::cli::same::Sketch;
use crate::cli::settings::Ready;
use crate::cli::settings::Settings;
use crate::cli::settings::Setup;
use crate::cli::sheets;
use crate::cli::sheets::Sheets;
use crate::cli::terminal::View;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::mem::ManuallyDrop;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use yifa::check::Both;
use yifa::check::Checked;
use yifa::check::Clock;
use yifa::check::Previous;
use yifa::check::Use;
use yifa::config::FailOn;
use yifa::document::Document;
use yifa::document::Genre;
use yifa::finding::Fault;
use yifa::finding::Severity;
use yifa::finding::Status;
use yifa::matrix::Choice;
use yifa::pack::Library;
use yifa::render::Report;
use yifa::render::RuleInfo;
use yifa::render::Rules;
use yifa::render::json::Failure;
use yifa::render::json::Summary;
use yifa::render::matrix::Form;
use yifa::render::matrix::Sheet;
use yifa::render::xlsx::Listed;

/// Checks what the command line names.
pub(crate) fn run(args: &CheckArgs, color: When) -> Result<Exit, Stop> {
    if let Some(asked) = args.format.iter().find(|asked| asked.what == Written::Docx) {
        return annotate::of_check(args, asked.file.as_deref(), color);
    }
    let library = Arc::new(packs::library(&args.choice.packs.dirs)?);
    let entries = files::list(&args.paths);
    // Packs and compiled rules live as long as the process: giving their memory back piece by
    // piece at its end is time that a drafter waits.
    let settings = Settings::new(&args.choice, Arc::clone(&library), matrix::profile(args))?;
    let mut settings = ManuallyDrop::new(settings);
    let left_out = left_out(args, &entries);
    let jobs: Vec<Job<'_>> = entries
        .iter()
        .filter(|entry| !left_out.contains(&entry.path))
        .map(|entry| Job {
            entry,
            setup: settings.index(entry),
        })
        .collect();
    let wanted = sheets::wanted(args)?;
    let choice = matrix::choice(args, &library)?;
    let rules = match wanted.iter().all(|(what, _)| *what == Written::Text) {
        true => Rules::default(),
        false => rules(&library),
    };
    let baseline = args.baseline.as_deref().map(Baseline::read).transpose()?;
    let n_jobs = jobs_for(jobs.len(), args.jobs);
    let run = Run {
        args,
        both: (jobs.len() == 1 && args.jobs != Some(1)).then_some(order::both as Both),
        baseline,
        converter: args.converter.as_deref().map(Converter::new),
        compares: jobs.len() > 1 && !args.dedupe,
        formats: wanted.iter().map(|(what, _)| *what).collect(),
        choice,
        rules: &rules,
        setups: settings.setups(),
        view: view(args, &wanted, color),
    };
    let read = files::with(&entries, args.choice.previous.as_deref());
    let sheets = Sheets::start(&wanted, &read, &rules)?;
    let mut printer = Printer::new(&run, sheets);
    printer.summary.skipped = left_out.len();
    let stderr = Paint::stderr(color);
    printer.faults(&library, stderr);
    printer.progress = Progress::start(jobs.len(), args.quiet);
    thread::scope(|scope| {
        if n_jobs == 1 {
            prepare(scope, run.setups);
        }
        order::in_order(
            &jobs,
            n_jobs,
            |job| run.guarded(job),
            |done| printer.print(done),
        )
    })?;
    printer.finish(&library, stderr)
}

/// How findings are shown as text. Colours belong on a screen.
fn view(args: &CheckArgs, wanted: &[(Written, Option<&Path>)], color: When) -> View {
    let in_file =
        |(what, file): &(Written, Option<&Path>)| *what == Written::Text && file.is_some();
    View {
        paint: Paint::stdout(color, wanted.iter().any(in_file)),
        shown: args.choice.shown(),
        quiet: args.quiet,
    }
}

/// The files that are not checked since others are the same report, where the user wants that.
fn left_out(args: &CheckArgs, entries: &[Entry]) -> BTreeSet<String> {
    match args.dedupe {
        true => same::left_out(entries, jobs_for(entries.len(), args.jobs)),
        false => BTreeSet::new(),
    }
}

/// Compiles scripts while the report is read. Where no thread is to be had they are compiled
/// when they are needed.
fn prepare<'scope>(scope: &'scope thread::Scope<'scope, '_>, setups: &'scope [Ready]) {
    let builder = thread::Builder::new().stack_size(order::STACK);
    let prepare = || {
        for setup in setups.iter().flatten() {
            setup.checker.prepare();
        }
    };
    let _ = builder.spawn_scoped(scope, prepare);
}

/// As many reports at once as the user says, else as there are processors. For one report the
/// processors are not even counted: the system reads several files for it.
pub(crate) fn jobs_for(n_reports: usize, said: Option<usize>) -> usize {
    if n_reports < 2 {
        return 1;
    }
    said.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from))
}

/// A report with the setup it is checked by.
struct Job<'a> {
    entry: &'a Entry,
    setup: usize,
}

/// What all reports of a run share.
pub(crate) struct Run<'a> {
    pub(crate) args: &'a CheckArgs,
    pub(crate) formats: Vec<Written>,
    /// The edition of the indicator matrix, where it is asked for.
    pub(crate) choice: Option<Choice>,
    pub(crate) rules: &'a Rules,
    pub(crate) setups: &'a [Ready],
    pub(crate) view: View,
    pub(crate) baseline: Option<Baseline>,
    /// How two threads share the rules, where there is one report.
    pub(crate) both: Option<Both>,
    /// Whether files that are one report are to be told.
    pub(crate) compares: bool,
    pub(crate) converter: Option<Converter>,
}

/// One report, ready to be printed.
#[derive(Default)]
pub(crate) struct Done {
    pub(crate) path: String,
    /// The report in each format, in the order of the outputs.
    pub(crate) texts: Vec<String>,
    /// What the list of findings says of it; a workbook is written at the end.
    pub(crate) listed: Option<Listed>,
    /// The indicator matrix for a workbook, which is written at the end.
    pub(crate) page: Option<Sheet>,
    pub(crate) summary: Summary,
    pub(crate) failure: Option<Failure>,
    pub(crate) exit: Exit,
    pub(crate) broken: Vec<(String, Fault)>,
    pub(crate) costs: Costs,
    /// The setup it was checked by, and what its exceptions did.
    pub(crate) uses: Option<(usize, Vec<Use>)>,
    /// What is wrong with the comments of the report that are meant for this program.
    pub(crate) directives: Option<(String, Vec<Fault>)>,
    /// What the baseline knows and was not found any more.
    pub(crate) gone: Vec<(String, Known)>,
    pub(crate) sketch: Option<Sketch>,
    /// The report, where another program had to convert it.
    pub(crate) converted: Option<String>,
}

impl Run<'_> {
    fn guarded(&self, job: &Job<'_>) -> Done {
        let path = &job.entry.path;
        let done = match guard::catch(|| self.check(job)) {
            Ok(Ok(done)) => done,
            Ok(Err(message)) | Err(message) => unchecked(path, message),
        };
        Done {
            path: path.clone(),
            ..done
        }
    }

    /// Reads, understands and checks one report, or says why not.
    fn check(&self, job: &Job<'_>) -> Result<Done, String> {
        let path = &job.entry.path;
        let bytes = files::bytes(&job.entry.what)?;
        let setup = chosen(self.setups, job.setup)?;
        let clock = self.args.profile_rules.then_some(crate::cli::costs::CLOCK);
        let previous = self.args.choice.previous.as_deref();
        let (bytes, name) = self.readable(path, bytes)?;
        let converted = (name != path.as_str()).then(|| path.clone());
        let mut checked = checked(&name, bytes, setup, previous, clock, self.both)?;
        let uses = Some((job.setup, checked.uses.clone()));
        let gone = match &self.baseline {
            Some(baseline) => baseline.apply(path, &mut checked),
            None => Vec::new(),
        };
        let gone = gone
            .into_iter()
            .map(|known| (path.clone(), known))
            .collect();
        let faults = std::mem::take(&mut checked.directives);
        let sketch = || Sketch::of(path, &checked.document);
        Ok(Done {
            uses,
            directives: (!faults.is_empty()).then(|| (path.clone(), faults)),
            gone,
            converted,
            sketch: self.compares.then(sketch).flatten(),
            ..self.render(path, &checked, setup)
        })
    }

    /// Returns the bytes to read and the name to read them by: those of the file, or what the
    /// converter made of it where there is one and it is needed.
    fn readable<'n>(
        &self,
        path: &'n str,
        bytes: Vec<u8>,
    ) -> Result<(Vec<u8>, Cow<'n, str>), String> {
        if let Some(converter) = &self.converter
            && let Err(error) = yifa::reader::read(path, &bytes)
            && Converter::takes(path, &error)
        {
            let docx = converter.convert(path, &bytes)?;
            return Ok((docx, format!("{path}.docx").into()));
        }
        Ok((bytes, path.into()))
    }

    /// Writes a report in all formats; those that are no text stay empty. A page has the matrix
    /// unasked, other formats only where it was asked for.
    fn written(&self, report: &Report<'_>, checked: &Checked, setup: &Setup) -> Vec<String> {
        let bare = &Report {
            matrix: &[],
            ..*report
        };
        let written = |format: &Written| match format {
            Written::As(kind) if self.args.matrix || matrix::is_page(*format) => {
                kind.renderer().report(report)
            }
            Written::As(kind) => kind.renderer().report(bare),
            Written::Matrix(form) => form.renderer().report(report),
            Written::Text => {
                let library = setup.checker.library();
                self.view.report(report.path, checked, library, setup.told)
            }
            Written::Docx | Written::Xlsx => String::new(),
        };
        self.formats.iter().map(written).collect()
    }

    fn render(&self, path: &str, checked: &Checked, setup: &Setup) -> Done {
        let tables = match &self.choice {
            Some(choice) => {
                let select = &self.args.choice.select;
                matrix::tables(choice, select, checked, &setup.checker)
            }
            None => Vec::new(),
        };
        let report = Report {
            path,
            document: &checked.document,
            year: setup.told.year.or(checked.document.year),
            outcome: &checked.outcome,
            shown: self.view.shown,
            fails: fails_from(setup),
            rules: self.rules,
            matrix: &tables,
        };
        let wants = |what: Written| self.formats.contains(&what);
        let mut done = Done {
            texts: self.written(&report, checked, setup),
            listed: wants(Written::Xlsx).then(|| Listed::new(&report)),
            page: wants(Written::Matrix(Form::Xlsx))
                .then(|| Sheet::new(path, &checked.document, &tables)),
            broken: broken(checked),
            ..Done::default()
        };
        done.summary.add(&checked.outcome, self.view.shown);
        done.costs.add(&checked.costs);
        done.exit = exit_of(checked, setup);
        done
    }
}

/// The severity from which on a finding fails the run.
fn fails_from(setup: &Setup) -> Option<Severity> {
    match setup.fail_on {
        FailOn::At(from) => Some(from),
        FailOn::Never => None,
    }
}

/// Returns the setup with this index, or says why there is none.
pub(crate) fn chosen(setups: &[Ready], index: usize) -> Result<&Setup, String> {
    match setups.get(index) {
        Some(Ok(setup)) => Ok(setup),
        Some(Err((file, _))) => Err(format!("配置文件 {file} 有误，未检查")),
        None => Err("没有配置".to_owned()),
    }
}

/// Reads and checks the report whose bytes these are, or says why it cannot be.
pub(crate) fn checked(
    path: &str,
    bytes: Vec<u8>,
    setup: &Setup,
    previous: Option<&Path>,
    clock: Option<Clock>,
    both: Option<Both>,
) -> Result<Checked, String> {
    let source = yifa::reader::read(path, &bytes).map_err(|error| error.to_string())?;
    drop(bytes);
    let document = Document::new(source);
    if let Some(other) = not_a_report(&document.genre) {
        return Err(other);
    }
    let previous = match previous {
        Some(file) => Some(year_before(file, &document, setup)?),
        None => None,
    };
    let checked = setup
        .checker
        .check_after(previous.as_ref(), document, clock, both);
    if checked.outcome.verdicts.is_empty() {
        return Err("没有选中任何规则，未检查".to_owned());
    }
    Ok(checked)
}

/// Reads the report of the year before, or says why it cannot be that of this report.
fn year_before(file: &Path, document: &Document, setup: &Setup) -> Result<Previous, String> {
    let path = file.display().to_string();
    let refused = |why: String| format!("上年报告 {path} 读不了：{why}");
    let bytes = files::bytes(&What::File(file.to_path_buf())).map_err(refused)?;
    let source = yifa::reader::read(&path, &bytes).map_err(|error| refused(error.to_string()))?;
    let before = Document::new(source);
    if not_a_report(&before.genre).is_some() {
        return Err(format!("上年报告 {path} 不像法治政府建设年度报告，未检查"));
    }
    let previous = setup.checker.previous(&path, before);
    setup.checker.pairs(document, &previous)?;
    Ok(previous)
}

/// How a report that was checked ends the run.
pub(crate) fn exit_of(checked: &Checked, setup: &Setup) -> Exit {
    let fails = |severity: Severity| fails_from(setup).is_some_and(|from| severity >= from);
    if !broken(checked).is_empty() {
        return Exit::Unchecked;
    }
    match checked.outcome.findings.iter().any(|f| fails(f.severity)) {
        true => Exit::Findings,
        false => Exit::Clean,
    }
}

/// What results say of the rules.
fn rules(library: &Library) -> Rules {
    let rules = library.rules().map(|rule| RuleInfo {
        id: rule.id.clone(),
        title: rule.title.clone(),
        severity: rule.severity,
        category: rule.category,
        page: rule.page.clone().into_cow(),
    });
    Rules::new(rules.collect())
}

fn unchecked(path: &str, message: String) -> Done {
    let mut done = Done {
        exit: Exit::Unchecked,
        failure: Some(Failure {
            path: path.to_owned(),
            message,
        }),
        ..Done::default()
    };
    done.summary.add_unreadable();
    done
}

fn not_a_report(genre: &Genre) -> Option<String> {
    match genre {
        Genre::Report => None,
        Genre::Other(name) => Some(format!("这不像法治政府建设年度报告，像是{name}，未检查")),
        Genre::Unrelated => Some("这不像法治政府建设年度报告，未检查".to_owned()),
    }
}

pub(crate) fn broken(checked: &Checked) -> Vec<(String, Fault)> {
    let verdicts = checked.outcome.verdicts.iter();
    verdicts
        .filter_map(|verdict| match &verdict.status {
            Status::Broken(fault) => Some((verdict.rule.clone(), fault.as_ref().clone())),
            _ => None,
        })
        .collect()
}
