//! `yifa test --mutate`: how much of a rule's script its examples hold fast.

use crate::cli::args::When;
use crate::cli::exit::Exit;
use crate::cli::exit::Stop;
use crate::cli::paint::Paint;
use std::io;
use std::io::Write;
use std::sync::Arc;
use yifa::check::Mutated;
use yifa::check::Survivor;
use yifa::finding::Severity;
use yifa::pack::Library;

/// Of a hundred mutants the examples must notice so many.
const WANTED: usize = 90;

/// Spoils the scripts of the rules that the selectors name, and prints what went unnoticed.
pub(crate) fn run(library: &Arc<Library>, selectors: &[&str], color: When) -> Result<Exit, Stop> {
    let paint = Paint::stdout(color, false);
    let mut stdout = io::stdout().lock();
    let (mut n_mutants, mut n_survivors, mut n_unsound, mut n_rules) = (0, 0, 0, 0);
    for selector in selectors {
        for mutated in yifa::check::mutate(library, selector) {
            n_rules += 1;
            n_mutants += mutated.n_mutants;
            n_survivors += mutated.survivors.len();
            n_unsound += usize::from(mutated.unsound);
            stdout.write_all(text(&mutated, paint).as_bytes())?;
        }
    }
    let n_noticed = n_mutants - n_survivors;
    let share = share(n_noticed, n_mutants);
    let closing =
        format!("共 {n_rules} 条规则：改坏 {n_mutants} 处，示例发现 {n_noticed} 处（{share}）\n");
    stdout.write_all(closing.as_bytes())?;
    stdout.flush()?;
    if n_rules == 0 {
        return Err(Stop::new("没有可运行的示例"));
    }
    let enough = n_noticed * 100 >= n_mutants * WANTED;
    Ok(match (n_unsound, enough) {
        (0, true) => Exit::Clean,
        (0, false) => Exit::Findings,
        _ => Exit::Unchecked,
    })
}

fn text(mutated: &Mutated, paint: Paint) -> String {
    let rule = &mutated.rule;
    if mutated.unsound {
        return format!(
            "{}  {rule}：示例本身没有通过，先运行 yifa test\n",
            paint.red("故障")
        );
    }
    let n_noticed = mutated.n_mutants - mutated.survivors.len();
    let mut text = format!(
        "{rule}  改坏 {} 处，示例发现 {n_noticed} 处（{}）\n",
        mutated.n_mutants,
        share(n_noticed, mutated.n_mutants)
    );
    for survivor in &mutated.survivors {
        text.push_str(&line(rule, survivor, paint));
    }
    text
}

fn line(rule: &str, survivor: &Survivor, paint: Paint) -> String {
    let was = survivor.was.replace('\n', " ");
    let now = match survivor.now.as_str() {
        "" => "删去".to_owned(),
        now => format!("改成 {}", now.replace('\n', " ")),
    };
    format!(
        "  {}  {rule}/rule.rhai:{}:{}  {was} {now}\n",
        paint.severity(Severity::Warning, "没有发现"),
        survivor.line,
        survivor.column,
    )
}

/// A share in percent, rounded down so that 100% means all.
fn share(part: usize, whole: usize) -> String {
    match (part * 1000).checked_div(whole) {
        Some(tenths) => format!("{}.{}%", tenths / 10, tenths % 10),
        None => "无可改".to_owned(),
    }
}
