//! Baselines: what was found once is not told again, what is new is.
//!
//! A finding is known again by its rule, its words and the words around, never by line or count:
//! who corrects one and makes another of the same rule sees the new one.

use crate::cli::args::BaselineArgs;
use crate::cli::args::When;
use crate::cli::check;
use crate::cli::exit::Exit;
use crate::cli::exit::Stop;
use crate::cli::faults;
use crate::cli::files;
use crate::cli::guard;
use crate::cli::output::Output;
use crate::cli::packs;
use crate::cli::paint::Paint;
use crate::cli::say;
use crate::cli::settings::Settings;
use crate::cli::terminal::shown_path;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::io::Write;
use std::mem::ManuallyDrop;
use std::path::Path;
use std::sync::Arc;
use yifa::check::Checked;
use yifa::finding::Finding;

/// Characters before and behind a finding that belong to its key.
const AROUND: usize = 8;

/// Where the words around end: the next sentence may change.
const ENDS: [char; 7] = ['\n', '。', '！', '？', '!', '?', ';'];

/// The format of the file.
const FORMAT: &str = "yifa-baseline/1";

/// Findings that were there once, by report and key.
#[derive(Serialize, Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(crate) struct Baseline {
    format: String,
    reports: BTreeMap<String, BTreeMap<String, Known>>,
}

/// What a person reads of a known finding; the key alone decides.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Known {
    pub(crate) rule: String,
    pub(crate) message: String,
    pub(crate) quote: String,
}

impl Baseline {
    fn new() -> Self {
        Self {
            format: FORMAT.to_owned(),
            reports: BTreeMap::new(),
        }
    }

    /// Reads a baseline. One that cannot be read is no empty one: the run stops.
    pub(crate) fn read(file: &Path) -> Result<Self, Stop> {
        let shown = file.display();
        let text = fs::read_to_string(file).map_err(|error| {
            let why = files::io_message(&error);
            Stop::new(format!("无法读取基线 {shown}：{why}"))
        })?;
        let found: Self = serde_json::from_str(&text).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            let help = "用 yifa baseline 重新生成";
            Stop::new(format!(
                "基线 {shown} 第{line}行第{column}列有误，不是完整的基线文件；{help}"
            ))
        })?;
        if found.format == FORMAT {
            return Ok(found);
        }
        let format = found.format;
        Err(Stop::new(format!(
            "基线 {shown} 的格式是“{format}”，这个版本只认 {FORMAT}"
        )))
    }

    /// Takes the findings of a report that are known out of it; returns what is known and was
    /// not found any more.
    pub(crate) fn apply(&self, path: &str, checked: &mut Checked) -> Vec<Known> {
        let Some(known) = self.reports.get(&name(path)) else {
            return Vec::new();
        };
        let keys = keys(checked);
        let mut gone = known.clone();
        let findings = std::mem::take(&mut checked.outcome.findings);
        for (finding, key) in findings.into_iter().zip(keys) {
            match gone.remove(&key) {
                Some(_) => checked.outcome.known.push(finding),
                None => checked.outcome.findings.push(finding),
            }
        }
        checked.outcome.stale = gone.len();
        gone.into_values().collect()
    }

    fn add(&mut self, path: &str, checked: &Checked) {
        let keys = keys(checked);
        let known = checked.outcome.findings.iter().map(|finding| Known {
            rule: finding.rule.clone(),
            message: finding.message.clone(),
            quote: quote(checked, finding),
        });
        let entries = keys.into_iter().zip(known).collect();
        self.reports.insert(name(path), entries);
    }
}

/// The name of a report in a baseline: the same on every system.
fn name(path: &str) -> String {
    let path = path.replace('\\', "/");
    path.strip_prefix("./").unwrap_or(&path).to_owned()
}

fn quote(checked: &Checked, finding: &Finding) -> String {
    match finding.span.is_empty() {
        true => String::new(),
        false => checked.document.source.quote(finding.span).into_owned(),
    }
}

/// The key of each finding, in their order: rule, the words around, its words, the words behind,
/// and its number among those for which all of that is equal.
fn keys(checked: &Checked) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let findings = checked.outcome.findings.iter();
    findings
        .map(|finding| {
            let folded = &checked.document.folded;
            let place = folded.to_folded(finding.span);
            let text = folded.text();
            let before = text.get(..place.from()).unwrap_or_default();
            let before = before.rsplit(ENDS).next().unwrap_or_default();
            let after = text.get(place.to()..).unwrap_or_default();
            let after = after.split(ENDS).next().unwrap_or_default();
            let before: Vec<char> = before.chars().rev().filter(is_word).take(AROUND).collect();
            let before: String = before.into_iter().rev().collect();
            let after: String = after.chars().filter(is_word).take(AROUND).collect();
            let words = checked.document.folded(finding.span);
            let words: String = words.split_whitespace().collect();
            let own = format!("{} {before}[{words}]{after}", finding.rule);
            let n = seen.entry(own.clone()).or_default();
            *n += 1;
            match *n {
                1 => own,
                n => format!("{own} {n}"),
            }
        })
        .collect()
}

/// Figures beside a finding may change without making it another one.
fn is_word(c: &char) -> bool {
    c.is_alphabetic()
}

/// Says what is in the baseline and was not found any more.
pub(crate) fn say_gone(gone: &[(String, Known)]) {
    if gone.is_empty() {
        return;
    }
    say(&format!(
        "基线里有 {} 处已经没有了，请用 yifa baseline 更新：",
        gone.len()
    ));
    for (path, known) in gone {
        let path = shown_path(path);
        say(&format!("  {path}：{}（{}）", known.message, known.rule));
    }
}

/// `yifa baseline`: writes what is found now.
pub(crate) fn run(args: &BaselineArgs, color: When) -> Result<Exit, Stop> {
    let library = Arc::new(packs::library(&args.choice.packs.dirs)?);
    let entries = files::list(&args.paths);
    let settings = Settings::new(&args.choice, Arc::clone(&library), None)?;
    let mut settings = ManuallyDrop::new(settings);
    let setups: Vec<usize> = entries.iter().map(|entry| settings.index(entry)).collect();
    let read = files::with(&entries, args.choice.previous.as_deref());
    let mut output = Output::open(Some(&args.output), &read)?;
    let dirs = &args.choice.packs.dirs;
    let mut exit = Exit::Clean;
    if faults::say_all(settings.setups(), &library, dirs, Paint::stderr(color)) {
        exit = Exit::Unchecked;
    }
    let mut baseline = Baseline::new();
    let mut n = 0;
    for (entry, setup) in entries.iter().zip(setups) {
        let work = || {
            let bytes = files::bytes(&entry.what)?;
            let setup = check::chosen(settings.setups(), setup)?;
            check::checked(
                &entry.path,
                bytes,
                setup,
                args.choice.previous.as_deref(),
                None,
            )
        };
        match guard::catch(work).and_then(|done| done) {
            Ok(checked) => {
                n += checked.outcome.findings.len();
                baseline.add(&entry.path, &checked);
            }
            Err(why) => {
                exit = Exit::Unchecked;
                say(&format!("无法检查 {}：{why}", shown_path(&entry.path)));
            }
        }
    }
    let text = serde_json::to_string_pretty(&baseline).unwrap_or_default();
    output.write_all(text.as_bytes())?;
    output.write_all(b"\n")?;
    output.finish()?;
    let (reports, file) = (baseline.reports.len(), args.output.display());
    writeln!(
        io::stdout(),
        "{file}：{reports} 份报告的 {n} 处问题记入基线"
    )?;
    Ok(exit)
}
