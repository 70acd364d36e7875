//! Results in order, and what stands at the end of a run.

use crate::cli::baseline;
use crate::cli::baseline::Known;
use crate::cli::check::Done;
use crate::cli::check::Run;
use crate::cli::costs::Costs;
use crate::cli::exceptions::Exceptions;
use crate::cli::exit::Exit;
use crate::cli::exit::Stop;
use crate::cli::faults;
use crate::cli::paint::Paint;
use crate::cli::progress::Progress;
use crate::cli::same;
use crate::cli::same::Sketch;
use crate::cli::say;
use crate::cli::sheets::Sheets;
use crate::cli::terminal::shown_path;
use std::collections::BTreeMap;
use yifa::finding::Fault;
use yifa::pack::Library;
use yifa::render::json::Summary;

/// Prints results in order and keeps what the end of the run needs.
pub(crate) struct Printer<'a> {
    run: &'a Run<'a>,
    sheets: Sheets,
    pub(crate) summary: Summary,
    /// The first fault of each rule that broke.
    broken: BTreeMap<String, Fault>,
    costs: Costs,
    exceptions: Exceptions,
    gone: Vec<(String, Known)>,
    sketches: Vec<Sketch>,
    pub(crate) progress: Progress,
    converted: Vec<String>,
}

impl<'a> Printer<'a> {
    pub(crate) fn new(run: &'a Run<'a>, sheets: Sheets) -> Self {
        Self {
            run,
            progress: Progress::start(0, true),
            sheets,
            summary: Summary::default(),
            broken: BTreeMap::new(),
            costs: Costs::default(),
            exceptions: Exceptions::default(),
            gone: Vec::new(),
            sketches: Vec::new(),
            converted: Vec::new(),
        }
    }

    /// Says what is wrong with configurations and rules, once each.
    pub(crate) fn faults(&mut self, library: &Library, paint: Paint) {
        let dirs = &self.run.args.choice.packs.dirs;
        if faults::say_all(self.run.setups, library, dirs, paint) {
            self.sheets.exit = Exit::Unchecked;
        }
    }

    pub(crate) fn print(&mut self, done: Done) -> Result<(), Stop> {
        self.progress.clear();
        let path = done.path.clone();
        self.take(done)?;
        self.progress.step(&path);
        Ok(())
    }

    fn take(&mut self, done: Done) -> Result<(), Stop> {
        self.summary.merge(&done.summary);
        self.sheets.exit = self.sheets.exit.max(done.exit);
        self.costs.merge(done.costs);
        self.gone.extend(done.gone);
        self.sketches.extend(done.sketch);
        self.converted.extend(done.converted);
        if let Some((setup, uses)) = &done.uses {
            self.exceptions.add(*setup, uses);
        }
        if let Some((path, faults)) = done.directives {
            self.exceptions.add_in_report(&path, faults);
        }
        for (rule, fault) in done.broken {
            self.broken.entry(rule).or_insert(fault);
        }
        match done.failure {
            Some(failure) => self.sheets.failure(failure),
            None => self.sheets.report(&done.texts, done.listed, done.page),
        }
    }

    pub(crate) fn finish(mut self, library: &Library, paint: Paint) -> Result<Exit, Stop> {
        self.progress.clear();
        let closing = self.run.view.summary(&self.summary);
        let mut exit = self.sheets.finish(&closing, &self.summary)?;
        if self.run.args.strict_baseline && !self.gone.is_empty() {
            exit = exit.max(Exit::Findings);
        }
        let dirs = &self.run.args.choice.packs.dirs;
        for path in &self.converted {
            let path = shown_path(path);
            say(&format!("说明：{path} 由转换程序转成 docx 后检查"));
        }
        same::say_same(&self.sketches);
        baseline::say_gone(&self.gone);
        self.exceptions.say(self.run.setups, paint);
        faults::say_broken(&self.broken, library, dirs, paint);
        if self.run.args.profile_rules {
            say(self.costs.table().trim_end());
        }
        Ok(exit)
    }
}
