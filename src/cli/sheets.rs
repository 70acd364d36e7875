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

/// The outputs of one run, and how the run stands.
pub(crate) struct Sheets {
    sheets: Vec<Sheet>,
    /// The matrices of all reports, for a workbook.
    pages: Vec<Page>,
    failures: Vec<Failure>,
    pub(crate) exit: Exit,
}

struct Sheet {
    output: Output,
    /// `None` for the annotated text.
    renderer: Option<&'static dyn Render>,
    /// Whether it is a workbook, which is made at the end.
    is_book: bool,
    /// Whether a report stands there already.
    any: bool,
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
            Ok(wanted)
        }
        None => Ok(wanted),
    }
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
            let renderer = renderer(*what);
            let mut output = Output::open(*file, entries)?;
            if let Some(renderer) = renderer {
                output.write_all(renderer.head(rules).as_bytes())?;
            }
            sheets.push(Sheet {
                output,
                renderer,
                is_book: *what == Written::Matrix(Form::Xlsx),
                any: false,
            });
        }
        Ok(Self {
            sheets,
            pages: Vec::new(),
            failures: Vec::new(),
            exit: Exit::Clean,
        })
    }

    /// Adds a report: a text for each output, in their order, and its page of a workbook.
    pub(crate) fn report(&mut self, texts: &[String], page: Option<Page>) -> Result<(), Stop> {
        self.pages.extend(page);
        for (sheet, text) in self.sheets.iter_mut().zip(texts) {
            if text.is_empty() {
                continue;
            }
            if let (true, Some(renderer)) = (sheet.any, sheet.renderer) {
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
            if sheet.renderer.is_none() {
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
            let end = match sheet.renderer {
                _ if sheet.is_book => book(&self.pages)?,
                None => closing.as_bytes().to_vec(),
                Some(renderer) => renderer.tail(&self.failures, summary).into_bytes(),
            };
            sheet.output.write_all(&end)?;
            sheet.output.finish()?;
        }
        Ok(self.exit)
    }
}

/// What writes a format; `None` for the annotated text.
pub(crate) fn renderer(what: Written) -> Option<&'static dyn Render> {
    match what {
        // A document is written by `annotate` alone.
        Written::Text | Written::Docx => None,
        Written::As(format) => Some(format.renderer()),
        Written::Matrix(form) => Some(form.renderer()),
    }
}

#[cfg(feature = "xlsx")]
fn book(pages: &[Page]) -> Result<Vec<u8>, Stop> {
    yifa::render::matrix::book(pages).map_err(Stop::new)
}

#[cfg(not(feature = "xlsx"))]
fn book(_pages: &[Page]) -> Result<Vec<u8>, Stop> {
    Err(Stop::new("这个程序没有带 xlsx 功能，请用 --format csv"))
}
