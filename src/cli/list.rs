//! `yifa list`: packs and rules.

use crate::cli::args::Format;
use crate::cli::args::ListArgs;
use crate::cli::args::When;
use crate::cli::chain;
use crate::cli::exit::Exit;
use crate::cli::exit::Stop;
use crate::cli::faults;
use crate::cli::packs;
use crate::cli::paint::Paint;
use crate::cli::paint::clean;
use crate::cli::paint::width_of;
use crate::cli::say;
use serde::Serialize;
use std::io;
use std::io::Write;
use yifa::finding::Profile;
use yifa::pack::Library;
use yifa::pack::Pack;

/// The format of `list --format json`.
const FORMAT: &str = "yifa-list/1";

/// Lists packs and rules.
pub(crate) fn run(args: &ListArgs, color: When) -> Result<Exit, Stop> {
    let library = packs::library(&args.packs.dirs)?;
    if let Some(path) = &args.config {
        return chain::run(path, library, color);
    }
    let text = match args.format {
        Format::Text => text(&library, Paint::stdout(color, false)),
        Format::Json => json(&library),
    };
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()?;
    for fault in &library.faults {
        say(faults::draw_rule(fault, &args.packs.dirs, Paint::stderr(color)).trim_end());
    }
    let sound = library.faults.is_empty();
    Ok(if sound { Exit::Clean } else { Exit::Unchecked })
}

fn text(library: &Library, paint: Paint) -> String {
    let mut out = String::new();
    let ids = library.rules().map(|rule| width_of(&rule.id));
    let width = ids.max().unwrap_or(0);
    for pack in &library.packs {
        let name = format!("{} {}（{} 条）", pack.id, pack.title, pack.rules.len());
        out.push_str(&format!("{}\n", paint.bold(&clean(&name))));
        out.push_str(&format!("  来源：{}\n", clean(&source(pack))));
        for rule in &pack.rules {
            let pad = " ".repeat(width.saturating_sub(width_of(&rule.id)));
            let severity = paint.severity(rule.severity, rule.severity.chinese());
            out.push_str(&format!(
                "  {severity} {}{pad}  {}{}\n",
                rule.id,
                clean(&rule.title),
                audit_only(rule.profile)
            ));
        }
        out.push('\n');
    }
    let n = library.rules().count();
    let n_audit = library
        .rules()
        .filter(|rule| rule.profile == Profile::Auditor);
    let audit = match n_audit.count() {
        0 => String::new(),
        n => format!("，其中 {n} 条只用于督察"),
    };
    out.push_str(&format!(
        "共 {} 个规则包，{n} 条规则{audit}；yifa explain 规则 看某一条的说明\n",
        library.packs.len()
    ));
    out
}

fn audit_only(profile: Profile) -> &'static str {
    match profile {
        Profile::Drafter => "",
        Profile::Auditor => "（督察）",
    }
}

fn source(pack: &Pack) -> String {
    if pack.source.contains(&pack.edition) {
        pack.source.clone()
    } else {
        format!("{}（{}）", pack.source, pack.edition)
    }
}

#[derive(Serialize)]
struct JsonList<'a> {
    format: &'a str,
    packs: Vec<JsonPack<'a>>,
}

#[derive(Serialize)]
struct JsonPack<'a> {
    id: &'a str,
    title: &'a str,
    source: &'a str,
    edition: &'a str,
    rules: Vec<JsonRule<'a>>,
}

#[derive(Serialize)]
struct JsonRule<'a> {
    id: &'a str,
    title: &'a str,
    severity: &'a str,
    category: &'a str,
    profile: &'a str,
}

fn json(library: &Library) -> String {
    let packs = library.packs.iter().map(|pack| JsonPack {
        id: &pack.id,
        title: &pack.title,
        source: &pack.source,
        edition: &pack.edition,
        rules: pack.rules.iter().map(|rule| json_rule(rule)).collect(),
    });
    let list = JsonList {
        format: FORMAT,
        packs: packs.collect(),
    };
    // Texts and names cannot fail to serialise.
    let mut text = serde_json::to_string_pretty(&list).unwrap_or_default();
    text.push('\n');
    text
}

fn json_rule(rule: &yifa::pack::Rule) -> JsonRule<'_> {
    JsonRule {
        id: &rule.id,
        title: &rule.title,
        severity: rule.severity.name(),
        category: rule.category.name(),
        profile: rule.profile.name(),
    }
}
