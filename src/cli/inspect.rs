//! `yifa inspect`: what was read from a report.

use crate::cli::args::Format;
use crate::cli::args::PackArgs;
use crate::cli::args::When;
use crate::cli::args::jobs;
use crate::cli::check::jobs_for;
use crate::cli::exit::Exit;
use crate::cli::exit::Stop;
use crate::cli::figures;
use crate::cli::files;
use crate::cli::files::Entry;
use crate::cli::guard;
use crate::cli::order;
use crate::cli::output::Output;
use crate::cli::packs;
use crate::cli::paint::Paint;
use crate::cli::reading::Reading;
use crate::cli::sheet::Sheet;
use clap::Args;
use clap::ValueEnum;
use std::path::PathBuf;
use yifa::document::Document;
use yifa::pack::Library;
use yifa::render::figures::csv;
use yifa::render::figures::csv_head;
use yifa::render::json;
use yifa::render::json::Failure;

#[derive(Args, Debug)]
pub(crate) struct InspectArgs {
    /// 报告文件、文件夹，或 -（标准输入）
    #[arg(value_name = "路径", required = true, help_heading = "参数")]
    pub(crate) paths: Vec<PathBuf>,
    /// 只列数据：指标、数值、区间、单位、时期、关系、口径、位置
    #[arg(long)]
    pub(crate) facts: bool,
    /// 输出格式：text（默认）、json；数据（--facts）还可以用 csv
    #[arg(
        long,
        value_name = "格式",
        default_value = "text",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub(crate) format: InspectFormat,
    /// 结果写入文件，写完整了才替换旧文件
    #[arg(short, long, value_name = "文件")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) packs: PackArgs,
    /// 同时读几份报告，默认按处理器数
    #[arg(short, long, value_name = "个数", value_parser = jobs)]
    pub(crate) jobs: Option<usize>,
}

/// What `inspect` is written as; a table of figures also for spreadsheets.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum InspectFormat {
    Text,
    Json,
    Csv,
}

/// Shows what the reports on the command line are understood as.
pub(crate) fn run(args: &InspectArgs, color: When) -> Result<Exit, Stop> {
    if args.format == InspectFormat::Csv && !args.facts {
        return Err(Stop::new("csv 只能写数据，请加上 --facts"));
    }
    let library = packs::library(&args.packs.dirs)?;
    let entries = files::list(&args.paths);
    let output = Output::open(args.output.as_deref(), &entries)?;
    let mut sheet = start(output, args)?;
    let paint = Paint::stdout(color, args.output.is_some());
    let work = |entry: &Entry| {
        guard::catch(|| inspect(entry, &library, args, paint))
            .and_then(|done| done)
            .map_err(|message| Failure {
                path: entry.path.clone(),
                message,
            })
    };
    let n_jobs = jobs_for(entries.len(), args.jobs);
    order::in_order(&entries, n_jobs, work, |done| match done {
        Ok(text) => sheet.report(&text),
        Err(failure) => sheet.failure(failure),
    })?;
    sheet.finish("", None)
}

/// Starts the output: in CSV with the heads of the columns.
fn start(output: Output, args: &InspectArgs) -> Result<Sheet, Stop> {
    let version = if args.facts {
        json::FACTS
    } else {
        json::INSPECT
    };
    let format = match args.format {
        InspectFormat::Json => Format::Json,
        InspectFormat::Text | InspectFormat::Csv => Format::Text,
    };
    let mut sheet = Sheet::start(output, format, version)?;
    if args.format == InspectFormat::Csv {
        sheet.report(&csv_head())?;
    }
    Ok(sheet)
}

/// Reads one report and shows what was understood, or says why it cannot be read.
fn inspect(
    entry: &Entry,
    library: &Library,
    args: &InspectArgs,
    paint: Paint,
) -> Result<String, String> {
    let bytes = files::bytes(&entry.what)?;
    let source = yifa::reader::read(&entry.path, &bytes).map_err(|error| error.to_string())?;
    drop(bytes);
    let document = Document::new(source);
    let facts = yifa::facts::read(&document, &library.catalog);
    let path = &entry.path;
    Ok(match (args.format, args.facts) {
        (InspectFormat::Json, true) => json::facts_report(path, &document, &facts),
        (InspectFormat::Json, false) => json::inspect_report(path, &document, &facts),
        (InspectFormat::Csv, _) => csv(path, &document, &facts),
        (InspectFormat::Text, true) => figures::table(path, &document, &facts, paint),
        (InspectFormat::Text, false) => {
            let reading = Reading {
                path,
                document: &document,
                facts: &facts,
                paint,
            };
            reading.show()
        }
    })
}
