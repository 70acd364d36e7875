//! `yifa explain`: one rule in words.

use crate::cli::args::ExplainArgs;
use crate::cli::args::When;
use crate::cli::exit::Exit;
use crate::cli::exit::Stop;
use crate::cli::faults;
use crate::cli::packs;
use crate::cli::paint::Paint;
use crate::cli::paint::hang;
use crate::cli::say;
use crate::cli::select;
use std::io;
use std::io::Write;
use yifa::document::BodyKind;
use yifa::finding::Basis;
use yifa::finding::Profile;
use yifa::pack::Param;
use yifa::pack::ParamKind;
use yifa::pack::ParamValue;
use yifa::pack::Rule;

/// Explains the rule on the command line.
pub(crate) fn run(args: &ExplainArgs, color: When) -> Result<Exit, Stop> {
    let library = packs::library(&args.packs.dirs)?;
    let name = args.rule.trim();
    let Some(rule) = library.rules().find(|rule| rule.id == name) else {
        if library.packs.iter().any(|pack| pack.id == name) {
            return Err(Stop::new(format!(
                "“{name}”是规则包；里面的规则见 yifa list"
            )));
        }
        return Err(select::unknown("", name, &library));
    };
    let mut stdout = io::stdout().lock();
    stdout.write_all(text(rule, Paint::stdout(color, false)).as_bytes())?;
    stdout.flush()?;
    for fault in &rule.faults {
        say(faults::draw_rule(fault, &args.packs.dirs, Paint::stderr(color)).trim_end());
    }
    let sound = rule.faults.is_empty();
    Ok(if sound { Exit::Clean } else { Exit::Unchecked })
}

fn text(rule: &Rule, paint: Paint) -> String {
    let mut out = format!("{}\n", paint.bold(&format!("{}  {}", rule.id, rule.title)));
    let mut line = |label: &str, text: &str| out.push_str(&hang(label, text, paint.width));
    line("  级别：", &severity(rule));
    line("  用于：", &profile(rule));
    line("  类别：", rule.category.chinese());
    line("  能查多少：", rule.checks.chinese());
    if !rule.cannot_see.is_empty() {
        line("  查不了的：", &rule.cannot_see);
    }
    line("  适用：", &applies(rule));
    let basis: Vec<String> = rule.basis.iter().map(Basis::to_string).collect();
    if !basis.is_empty() {
        line("  依据：", &basis.join("；"));
    }
    for (name, param) in &rule.params {
        let default = default(param);
        let kind = param.kind.chinese();
        let text = format!("{}（{kind}，默认 {default}）", param.help);
        line(&format!("  参数 {name}："), &text);
    }
    out.push('\n');
    out.push_str(rule.page.trim_end());
    out.push('\n');
    out
}

fn severity(rule: &Rule) -> String {
    let mut text = rule.severity.chinese().to_owned();
    for (kind, severity) in &rule.severity_by_kind {
        text.push_str(&format!("；{}为{}", kind_name(kind), severity.chinese()));
    }
    text
}

fn profile(rule: &Rule) -> String {
    match rule.profile {
        Profile::Drafter => "自查、督察".to_owned(),
        Profile::Auditor => "督察（check --profile 督察）".to_owned(),
    }
}

fn applies(rule: &Rule) -> String {
    let kinds: Vec<&str> = rule.applies.iter().map(|kind| kind_name(kind)).collect();
    let kinds = if kinds.is_empty() {
        "各类单位".to_owned()
    } else {
        kinds.join("、")
    };
    match rule.years {
        (None, None) => kinds,
        (Some(from), None) => format!("{kinds}，{from}年度起"),
        (None, Some(to)) => format!("{kinds}，{to}年度及以前"),
        (Some(from), Some(to)) => format!("{kinds}，{from}—{to}年度"),
    }
}

fn kind_name(name: &str) -> &str {
    let kind = BodyKind::ALL.into_iter().find(|kind| kind.name() == name);
    kind.map_or(name, |kind| match kind {
        BodyKind::Unknown => "判断不了种类的单位",
        known => known.chinese(),
    })
}

fn default(param: &Param) -> String {
    match &param.default {
        ParamValue::Number(number) if param.kind == ParamKind::Percent => format!("{number}%"),
        ParamValue::Number(number) => number.to_string(),
        ParamValue::Int(number) => number.to_string(),
        ParamValue::Text(text) => format!("“{text}”"),
        ParamValue::Bool(value) => value.to_string(),
        ParamValue::List(texts) => texts.join("、"),
    }
}
