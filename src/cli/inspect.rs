//! `yifa inspect`: what was read from a report.

use crate::cli::args::Format;
use crate::cli::args::InspectArgs;
use crate::cli::args::When;
use crate::cli::check::jobs_for;
use crate::cli::exit::Exit;
use crate::cli::exit::Stop;
use crate::cli::files;
use crate::cli::files::Entry;
use crate::cli::guard;
use crate::cli::order;
use crate::cli::output::Output;
use crate::cli::packs;
use crate::cli::paint::Paint;
use crate::cli::reading::Reading;
use crate::cli::sheet::Sheet;
use yifa::document::Document;
use yifa::pack::Library;
use yifa::render::json;
use yifa::render::json::Failure;

/// Shows what the reports on the command line are understood as.
pub(crate) fn run(args: &InspectArgs, color: When) -> Result<Exit, Stop> {
    let library = packs::library(&args.packs.dirs)?;
    let entries = files::list(&args.paths);
    let output = Output::open(args.output.as_deref(), &entries)?;
    let mut sheet = Sheet::start(output, args.format, json::INSPECT)?;
    let paint = Paint::stdout(color, args.output.is_some());
    let work = |entry: &Entry| {
        guard::catch(|| inspect(entry, &library, args.format, paint))
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

/// Reads one report and shows what was understood, or says why it cannot be read.
fn inspect(
    entry: &Entry,
    library: &Library,
    format: Format,
    paint: Paint,
) -> Result<String, String> {
    let bytes = files::bytes(&entry.what)?;
    let source = yifa::reader::read(&entry.path, &bytes).map_err(|error| error.to_string())?;
    drop(bytes);
    let document = Document::new(source);
    let facts = yifa::facts::read(&document, &library.catalog);
    Ok(match format {
        Format::Json => json::inspect_report(&entry.path, &document, &facts),
        Format::Text => {
            let reading = Reading {
                path: &entry.path,
                document: &document,
                facts: &facts,
                paint,
            };
            reading.show()
        }
    })
}
