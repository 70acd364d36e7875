//! What a check writes: one or several formats at once, report by report.

use crate::cli::args::CheckArgs;
use crate::cli::args::Written;
use crate::cli::exit::Exit;
use crate::cli::exit::Stop;
use crate::cli::files::Entry;
use crate::cli::matrix;
use crate::cli::output::Output;
use crate::cli::say;
use crate::cli::terminal::shown_path;
use std::io::Write;
use std::path::Path;
use yifa::render::Render;
use yifa::render::Rules;
use yifa::render::json::Failure;
use yifa::render::json::Summary;
use yifa::render::matrix::Form;
use yifa::render::matrix::Sheet as Page;
use yifa::render::xlsx;
use yifa::render::xlsx::Listed;

/// The outputs of one run, and how the run stands.
pub(crate) struct Sheets {
    sheets: Vec<Sheet>,
    /// The matrices of all reports, for a workbook.
    pages: Vec<Page>,
    failures: Vec<Failure>,
    /// What a workbook will say, which can be written only at the end.
    listed: Vec<Listed>,
    pub(crate) exit: Exit,
}

struct Sheet {
    output: Output,
    way: Way,
    /// Whether a report stands there already.
    any: bool,
}

/// How a sheet is written.
#[derive(Clone, Copy)]
enum Way {
    /// The annotated text.
    Text,
    /// A format of the core, report by report.
    Rendered(&'static dyn Render),
    /// The list of findings as a workbook, at the end.
    List,
    /// The indicator matrix as a workbook, at the end.
    Matrix,
}

/// The formats that the command line asks for; text where it asks for none.
pub(crate) fn wanted(args: &CheckArgs) -> Result<Vec<(Written, Option<&Path>)>, Stop> {
    let mut wanted: Vec<(Written, Option<&Path>)> = Vec::new();
    for asked in &args.format {
        let in_file = asked.file.is_some() || args.output.is_some();
        let what = matrix::written(asked.what, args, in_file)?;
        wanted.push((what, asked.file.as_deref()));
    }
    if wanted.is_empty() {
        wanted.push((matrix::written(Written::Text, args, false)?, None));
    }
    let free = wanted.iter().filter(|(_, file)| file.is_none()).count();
    if free > 1 {
        let why =
            "有几种 --format 没有写文件；只能有一种写到屏幕（或 --output），其余写成 格式=文件";
        return Err(Stop::new(why.to_owned()));
    }
    match &args.output {
        Some(_) if free == 0 => {
            let why = "每种 --format 都写了文件，--output 就没有可写的了；去掉其中一个";
            Err(Stop::new(why.to_owned()))
        }
        Some(output) => {
            for (_, file) in &mut wanted {
                file.get_or_insert(output);
            }
            books_have_names(wanted)
        }
        None => books_have_names(wanted),
    }
}

/// A workbook is no text for the screen, and what opens it goes by its name.
fn books_have_names(
    wanted: Vec<(Written, Option<&Path>)>,
) -> Result<Vec<(Written, Option<&Path>)>, Stop> {
    let is_xlsx = |file: &Path| {
        let extension = file.extension().unwrap_or_default();
        extension.eq_ignore_ascii_case("xlsx")
    };
    for (what, file) in &wanted {
        match file {
            _ if *what != Written::Xlsx => {}
            Some(file) if is_xlsx(file) => {}
            Some(file) => {
                let why = format!("{}：问题清单的文件名要以 .xlsx 结尾", file.display());
                return Err(Stop::new(why));
            }
            None => {
                let why = "--format xlsx 要写明文件，如 --format xlsx=问题清单.xlsx";
                return Err(Stop::new(why));
            }
        }
    }
    Ok(wanted)
}

impl Sheets {
    /// Opens all outputs, so that none is missed after the work is done.
    pub(crate) fn start(
        wanted: &[(Written, Option<&Path>)],
        entries: &[Entry],
        rules: &Rules,
    ) -> Result<Self, Stop> {
        let mut sheets = Vec::new();
        for (what, file) in wanted {
            let way = match what {
                // A document is written by `annotate` alone.
                Written::Text | Written::Docx => Way::Text,
                Written::As(format) => Way::Rendered(format.renderer()),
                Written::Xlsx => Way::List,
                Written::Matrix(Form::Xlsx) => Way::Matrix,
                Written::Matrix(form) => Way::Rendered(form.renderer()),
            };
            let mut output = Output::open(*file, entries)?;
            if let Way::Rendered(renderer) = way {
                output.write_all(renderer.head(rules).as_bytes())?;
            }
            sheets.push(Sheet {
                output,
                way,
                any: false,
            });
        }
        Ok(Self {
            sheets,
            pages: Vec::new(),
            failures: Vec::new(),
            listed: Vec::new(),
            exit: Exit::Clean,
        })
    }

    /// Adds a report: a text for each output, in their order, and what workbooks say of it.
    pub(crate) fn report(
        &mut self,
        texts: &[String],
        listed: Option<Listed>,
        page: Option<Page>,
    ) -> Result<(), Stop> {
        self.listed.extend(listed);
        self.pages.extend(page);
        for (sheet, text) in self.sheets.iter_mut().zip(texts) {
            if text.is_empty() {
                continue;
            }
            if let (true, Way::Rendered(renderer)) = (sheet.any, sheet.way) {
                sheet.output.write_all(renderer.between().as_bytes())?;
            }
            sheet.any = true;
            sheet.output.write_all(text.as_bytes())?;
            sheet.output.show(false)?;
        }
        Ok(())
    }

    /// Says that a report could not be checked.
    pub(crate) fn failure(&mut self, failure: Failure) -> Result<(), Stop> {
        self.exit = Exit::Unchecked;
        // What was found before is shown before.
        for sheet in &mut self.sheets {
            if matches!(sheet.way, Way::Text) {
                sheet.output.show(true)?;
            }
        }
        let path = shown_path(&failure.path);
        say(&format!("无法检查 {path}：{}", failure.message));
        self.failures.push(failure);
        Ok(())
    }

    /// Ends all outputs; `closing` is the end of the annotated text.
    pub(crate) fn finish(self, closing: &str, summary: &Summary) -> Result<Exit, Stop> {
        for mut sheet in self.sheets {
            let end = match sheet.way {
                Way::Text => closing.to_owned().into_bytes(),
                Way::Rendered(renderer) => renderer.tail(&self.failures, summary).into_bytes(),
                Way::List => {
                    xlsx::book(&self.listed, &self.failures, summary).map_err(Stop::new)?
                }
                Way::Matrix => yifa::render::matrix::book(&self.pages).map_err(Stop::new)?,
            };
            sheet.output.write_all(&end)?;
            sheet.output.finish()?;
        }
        Ok(self.exit)
    }
}
