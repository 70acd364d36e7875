//! `check --matrix`: which edition, and the formats that a matrix has of its own.

use crate::cli::args::Asked;
use crate::cli::args::CheckArgs;
use crate::cli::args::Written;
use crate::cli::exit::Stop;
use yifa::check::Checked;
use yifa::check::Checker;
use yifa::finding::Profile;
use yifa::matrix;
use yifa::matrix::Choice;
use yifa::matrix::Looked;
use yifa::matrix::Table;
use yifa::pack::Library;
use yifa::render::Format;
use yifa::render::matrix::Form;

/// Tells a page that has the matrix below the findings.
pub(crate) fn is_page(what: Written) -> bool {
    what == Written::As(Format::Html)
}

/// Tells which edition is asked for; `None` where no matrix is. One that no system has is refused.
pub(crate) fn choice(args: &CheckArgs, library: &Library) -> Result<Option<Choice>, Stop> {
    if !args.matrix {
        // A page of findings has the matrix below them, folded.
        let is_page = |asked: &Asked| is_page(asked.what);
        return Ok(args.format.iter().any(is_page).then_some(Choice::ByYear));
    }
    let known = matrix::editions(library.systems());
    match args.edition.as_deref() {
        None => Ok(Some(Choice::ByYear)),
        Some("newest" | "最新") => Ok(Some(Choice::Newest)),
        Some(id) if known.contains(&id) => Ok(Some(Choice::Named(id.to_owned()))),
        Some(id) => Err(Stop::new(format!(
            "--edition 没有“{id}”这一版，可以写 {} 或 newest",
            known.join("、")
        ))),
    }
}

/// A matrix is looked at by those who assess: all rules are run unless somebody says otherwise.
pub(crate) fn profile(args: &CheckArgs) -> Option<Profile> {
    args.matrix.then_some(Profile::Auditor)
}

/// The formats of a run with a matrix: text and pages show it instead of the findings.
pub(crate) fn written(what: Written, args: &CheckArgs, in_file: bool) -> Result<Written, Stop> {
    let what = match what {
        Written::Text if args.matrix => Written::Matrix(Form::Text),
        Written::As(Format::Html) if args.matrix => Written::Matrix(Form::Page),
        Written::Xlsx if args.matrix => Written::Matrix(Form::Xlsx),
        what => what,
    };
    match what {
        Written::Matrix(form) if !args.matrix => Err(Stop::new(format!(
            "--format {} 要和 --matrix 一起用",
            form.name()
        ))),
        Written::Matrix(Form::Xlsx) if !in_file => Err(Stop::new(
            "--format xlsx 要写明文件，如 --format xlsx=指标矩阵.xlsx",
        )),
        what => Ok(what),
    }
}

/// Judges the items of one report; where packs are selected, those of the systems in them.
pub(crate) fn tables(
    choice: &Choice,
    select: &[String],
    checked: &Checked,
    checker: &Checker,
) -> Vec<Table> {
    let looked = Looked {
        document: &checked.document,
        facts: &checked.facts,
        outcome: &checked.outcome,
        kind: &checked.kind,
        year: checked.year,
    };
    let mut tables = matrix::tables(checker.library().systems(), choice, looked);
    let is_pack = |name: &String, pack: &str| name.split('/').next() == Some(pack);
    tables
        .retain(|table| select.is_empty() || select.iter().any(|name| is_pack(name, &table.pack)));
    tables
}
