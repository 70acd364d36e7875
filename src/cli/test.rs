//! `yifa test`: the examples on the pages of rules.

use crate::cli::args::TestArgs;
use crate::cli::args::When;
use crate::cli::exit::Exit;
use crate::cli::exit::Stop;
use crate::cli::faults;
use crate::cli::packs;
use crate::cli::paint::Paint;
use crate::cli::paint::cut;
use crate::cli::say;
use crate::cli::select;
use std::io;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use yifa::check::ExampleResult;
use yifa::check::Judged;
use yifa::finding::Severity;
use yifa::pack::Library;

/// Runs the examples of the rules on the command line.
pub(crate) fn run(args: &TestArgs, color: When) -> Result<Exit, Stop> {
    let library = Arc::new(packs::library(&args.packs.dirs)?);
    let wanted = select::resolve("", &args.rules, &library)?;
    let is_wanted = |id: &str| args.rules.is_empty() || wanted.contains(id);
    let mut selectors: Vec<&str> = args.rules.iter().map(|rule| rule.trim()).collect();
    if selectors.is_empty() {
        selectors.push("");
    }
    selectors.sort_unstable();
    selectors.dedup();
    if args.mutate {
        return crate::cli::mutate::run(&library, &selectors, color);
    }
    let mut tally = Tally::default();
    let paint = Paint::stdout(color, false);
    let mut stdout = io::stdout().lock();
    for selector in selectors {
        for result in yifa::check::examples(&library, selector) {
            tally.add(&result.judged);
            stdout.write_all(line(&result, paint).as_bytes())?;
        }
    }
    stdout.write_all(tally.text().as_bytes())?;
    stdout.flush()?;
    if faulty(&library, is_wanted, &args.packs.dirs, color) || tally.n_broken > 0 {
        return Ok(Exit::Unchecked);
    }
    if tally.n_passed + tally.n_failed == 0 {
        return Err(Stop::new("没有可运行的示例"));
    }
    let clean = tally.n_failed == 0;
    Ok(if clean { Exit::Clean } else { Exit::Findings })
}

/// Says what is wrong with the files of the rules concerned, and of packs as a whole.
fn faulty(
    library: &Library,
    is_wanted: impl Fn(&str) -> bool,
    dirs: &[PathBuf],
    color: When,
) -> bool {
    let mut any = false;
    for fault in &library.faults {
        let mut owners = library.rules().filter(|rule| rule.faults.contains(fault));
        if owners.next().is_none_or(|rule| is_wanted(&rule.id)) {
            any = true;
            say(faults::draw_rule(fault, dirs, Paint::stderr(color)).trim_end());
        }
    }
    any
}

fn line(result: &ExampleResult, paint: Paint) -> String {
    let quoted = |text: &str| format!("“{}”", cut(text, 40));
    let (word, text) = match &result.judged {
        Judged::Passed => (paint.green("通过"), String::new()),
        Judged::Missing(words) => (
            paint.severity(Severity::Error, "漏报"),
            format!("：标出的{}没有报", quoted(words)),
        ),
        Judged::Noisy(words) => (
            paint.severity(Severity::Error, "误报"),
            format!("：没有标出的{}报了", quoted(words)),
        ),
        Judged::Misplaced { marked, found } => (
            paint.severity(Severity::Error, "错位"),
            format!("：标的是{}，报的是{}", quoted(marked), quoted(found)),
        ),
        Judged::Unlike { wanted, got } => (
            paint.severity(Severity::Error, "不符"),
            format!("：应当是{wanted}，得到的是{got}"),
        ),
        Judged::Broken(message) => (paint.red("故障"), format!("：{message}")),
    };
    format!("{word}  {}/rule.md:{}{text}\n", result.rule, result.line)
}

#[derive(Default)]
struct Tally {
    n_passed: usize,
    n_failed: usize,
    n_broken: usize,
}

impl Tally {
    fn add(&mut self, judged: &Judged) {
        match judged {
            Judged::Passed => self.n_passed += 1,
            Judged::Broken(_) => self.n_broken += 1,
            Judged::Missing(_)
            | Judged::Noisy(_)
            | Judged::Misplaced { .. }
            | Judged::Unlike { .. } => self.n_failed += 1,
        }
    }

    fn text(&self) -> String {
        format!(
            "共 {} 个示例：通过 {}、不通过 {}、故障 {}\n",
            self.n_passed + self.n_failed + self.n_broken,
            self.n_passed,
            self.n_failed,
            self.n_broken
        )
    }
}
