//! `yifa list --config`: which configurations hold for a place, and where each value comes from.

use crate::cli::args::When;
use crate::cli::exit::Exit;
use crate::cli::exit::Stop;
use crate::cli::faults;
use crate::cli::layers;
use crate::cli::paint::Paint;
use crate::cli::paint::clean;
use crate::cli::paint::width_of;
use crate::cli::say;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use yifa::check::Checker;
use yifa::config::Config;
use yifa::config::FailOn;
use yifa::config::Level;
use yifa::config::Value;
use yifa::finding::Fault;
use yifa::pack::Library;
use yifa::text::Span;

/// A value, who says it, and whom that overrules.
struct Entry {
    key: String,
    value: String,
    place: String,
    overruled: Vec<String>,
}

/// Shows the configurations that hold for `path`: a report, a folder, or a configuration.
pub(crate) fn run(path: &Path, library: Library, color: When) -> Result<Exit, Stop> {
    let (folder, named) = match (path.is_dir(), path.extension()) {
        (true, _) => (path.to_path_buf(), None),
        (false, Some(extension)) if extension == "toml" => (PathBuf::new(), Some(path)),
        (false, _) => (path.parent().unwrap_or(Path::new("")).to_path_buf(), None),
    };
    let folder = match folder.as_os_str().is_empty() {
        true => PathBuf::from("."),
        false => folder,
    };
    let found = match named {
        Some(file) => Some((file.to_path_buf(), file.to_string_lossy().into_owned())),
        None => layers::find(&folder, layers::home().as_deref()).map(|file| {
            let shown = layers::shown(&folder, &file);
            (file, shown)
        }),
    };
    let Some((file, shown)) = found else {
        writeln!(io::stdout(), "没有配置文件，每条规则用自己的级别和参数")?;
        return Ok(Exit::Clean);
    };
    let text =
        layers::read(&file).map_err(|why| Stop::new(format!("无法读取配置文件 {shown}：{why}")))?;
    let config = layers::load(&shown, &text).map_err(|fault| Stop::Faults(vec![fault]))?;
    io::stdout().write_all(listed(&config).as_bytes())?;
    let Err(faults) = Checker::new(Arc::new(library), &config) else {
        return Ok(Exit::Clean);
    };
    for fault in &faults {
        say(faults::draw(fault, "配置有误", Paint::stderr(color)).trim_end());
    }
    Ok(Exit::Unchecked)
}

fn listed(config: &Config) -> String {
    let mut out = String::from("配置文件（近的压过远的）：\n");
    for (n, layer) in (1..).zip(config.layers()) {
        out.push_str(&format!("  {n}. {}\n", clean(&layer.file)));
    }
    let entries = entries(config);
    if !entries.is_empty() {
        out.push_str("\n每项的值和来处：\n");
    }
    let told: Vec<(String, &Entry)> = entries
        .iter()
        .map(|entry| (clean(&format!("{} = {}", entry.key, entry.value)), entry))
        .collect();
    let width = told
        .iter()
        .map(|(said, _)| width_of(said))
        .max()
        .unwrap_or(0);
    for (said, entry) in &told {
        let pad = " ".repeat(width.saturating_sub(width_of(said)));
        out.push_str(&format!("  {said}{pad}  {}", clean(&entry.place)));
        if !entry.overruled.is_empty() {
            out.push_str(&format!("（压过 {}）", clean(&entry.overruled.join("、"))));
        }
        out.push('\n');
    }
    for layer in config.layers() {
        for (what, span) in &layer.locked {
            let what = match what.as_str() {
                yifa::config::EXCEPTIONS => "豁免",
                what => what,
            };
            out.push_str(&format!("  锁定 {}  {}\n", clean(what), at(layer, *span)));
        }
    }
    let n = config.all_exceptions().count();
    if n > 0 {
        out.push_str(&format!("\n豁免 {n} 条：\n"));
    }
    for exception in config.all_exceptions() {
        let fault = exception.fault("");
        let (line, column) = fault.line_column().unwrap_or((1, 1));
        let (rule, file) = (clean(&exception.rule), clean(&fault.file));
        out.push_str(&format!("  {rule}  {file}:{line}:{column}\n"));
    }
    out
}

/// What all layers say, in the order in which it is said first, the farthest layer first.
fn entries(config: &Config) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let layers: Vec<&Config> = config.layers().collect();
    for layer in layers.into_iter().rev() {
        for (key, value, span) in said(layer) {
            let place = match span {
                Some(span) => at(layer, span),
                None => layer.file.clone(),
            };
            match entries.iter_mut().find(|entry| entry.key == key) {
                Some(entry) => {
                    let before = std::mem::replace(&mut entry.place, place);
                    let value = std::mem::replace(&mut entry.value, value);
                    entry.overruled.push(format!("{before} 的 {value}"));
                }
                None => entries.push(Entry {
                    key,
                    value,
                    place,
                    overruled: Vec::new(),
                }),
            }
        }
    }
    entries
}

/// What one layer says: key, value, place.
fn said(layer: &Config) -> Vec<(String, String, Option<Span>)> {
    let mut said = Vec::new();
    let mut add = |key: &str, value: String, span| said.push((key.to_owned(), value, span));
    if let Some((kind, span)) = &layer.kind {
        add("kind", quoted(kind), Some(*span));
    }
    if let Some(year) = layer.year {
        add("year", year.to_string(), None);
    }
    if let Some(profile) = layer.profile {
        add("profile", quoted(profile.name()), None);
    }
    if let Some(packs) = &layer.packs {
        let names: Vec<String> = packs.iter().map(|(name, _)| quoted(name)).collect();
        let span = packs.first().map(|(_, span)| *span);
        add("packs", format!("[{}]", names.join(", ")), span);
    }
    if let Some(fail_on) = layer.fail_on {
        let name = match fail_on {
            FailOn::At(severity) => severity.name(),
            FailOn::Never => "never",
        };
        add("fail-on", quoted(name), None);
    }
    for setting in &layer.rules {
        let table = format!("rules.\"{}\"", setting.selector);
        if let Some(level) = setting.level {
            let name = match level {
                Level::Off => "off",
                Level::At(severity) => severity.name(),
            };
            add(&format!("{table}.level"), quoted(name), Some(setting.span));
        }
        for param in &setting.params {
            let key = format!("{table}.param.{}", param.name);
            add(&key, value(&param.value), Some(param.span));
        }
    }
    said
}

fn at(layer: &Config, span: Span) -> String {
    let fault = Fault::new(layer.file.as_str(), layer.text.as_str(), "").at(span);
    let (line, column) = fault.line_column().unwrap_or((1, 1));
    format!("{}:{line}:{column}", layer.file)
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

fn value(value: &Value) -> String {
    match value {
        Value::Bool(yes) => yes.to_string(),
        Value::Int(n) => n.to_string(),
        Value::Number(text) => text.clone(),
        Value::Text(text) => quoted(text),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|item| quoted(item)).collect();
            format!("[{}]", items.join(", "))
        }
    }
}
