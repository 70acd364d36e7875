//! From a regular expression to the steps of a program, and to the bytes that are part of the
//! executable. Only `build.rs` and the tests do this.

use super::step::Step;
use super::step::Steps;
use regex_syntax::hir::Class;
use regex_syntax::hir::Hir;
use regex_syntax::hir::HirKind;
use regex_syntax::hir::Look;
use regex_syntax::hir::Repetition;

/// A program longer than this would be slow.
const STEPS: usize = 2_000;

/// Makes the bytes of a program, as `stored.rs` says; empty for what a program cannot do.
pub(super) fn store(regex: &str) -> Vec<u8> {
    let Some(program) = compile(regex) else {
        return Vec::new();
    };
    let mut code = Vec::new();
    for step in &program.steps {
        match *step {
            Step::Char(c) => code.push(c as u32),
            Step::Set(from, to) => code.extend([1 << 24 | from, to]),
            Step::Jump(there) => code.push(2 << 24 | there),
            Step::Fork(first, second, _) => code.extend([3 << 24 | first, second]),
            Step::Save(place) => code.push(4 << 24 | place),
            Step::Start => code.push(5 << 24),
            Step::End => code.push(6 << 24),
            Step::Done => code.push(7 << 24),
        }
    }
    let size = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let mut words = vec![
        size(code.len()),
        size(program.ranges.len()),
        size(program.names.len()),
        program.forks,
        u32::from(program.anchored),
    ];
    words.extend(code);
    for (from, to) in &program.ranges {
        words.extend([*from as u32, *to as u32]);
    }
    let mut bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
    for name in &program.names {
        bytes.extend(size(name.len()).to_le_bytes());
        bytes.extend(name.as_bytes());
    }
    bytes
}

/// Makes the steps of a regular expression; `None` for what a program cannot do: words' ends,
/// lines' ends, a repetition of what may be nothing, a match of nothing.
pub(super) fn compile(regex: &str) -> Option<Steps> {
    let hir = regex_syntax::parse(regex).ok()?;
    if hir.properties().minimum_len()? == 0 {
        return None;
    }
    let mut steps = Steps {
        anchored: hir.properties().look_set_prefix().contains(Look::Start),
        ..Steps::default()
    };
    add(&hir, &mut steps)?;
    steps.steps.push(Step::Done);
    Some(steps)
}

/// The number of the step that comes next.
fn here(to: &Steps) -> Option<u32> {
    (to.steps.len() <= STEPS).then_some(())?;
    u32::try_from(to.steps.len()).ok()
}

fn add(hir: &Hir, to: &mut Steps) -> Option<()> {
    here(to)?;
    match hir.kind() {
        HirKind::Empty => {}
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?;
            to.steps.extend(text.chars().map(Step::Char));
        }
        HirKind::Class(Class::Unicode(class)) => {
            let from = u32::try_from(to.ranges.len()).ok()?;
            let ranges = class.iter().map(|range| (range.start(), range.end()));
            to.ranges.extend(ranges);
            let upto = u32::try_from(to.ranges.len()).ok()?;
            to.steps.push(Step::Set(from, upto));
        }
        HirKind::Class(Class::Bytes(_)) => return None,
        HirKind::Look(Look::Start) => to.steps.push(Step::Start),
        HirKind::Look(Look::End) => to.steps.push(Step::End),
        HirKind::Look(_) => return None,
        HirKind::Repetition(repetition) => repeat(repetition, to)?,
        HirKind::Capture(capture) => match &capture.name {
            None => add(&capture.sub, to)?,
            Some(name) => {
                let place = 2 + 2 * group(name, to)?;
                to.steps.push(Step::Save(place));
                add(&capture.sub, to)?;
                to.steps.push(Step::Save(place + 1));
            }
        },
        HirKind::Concat(parts) => parts.iter().try_for_each(|part| add(part, to))?,
        HirKind::Alternation(branches) => choose(branches, to)?,
    }
    Some(())
}

/// Returns the number of a named group: what is repeated stands in the program several times.
fn group(name: &str, to: &mut Steps) -> Option<u32> {
    let known = to.names.iter().position(|known| known == name);
    let group = known.unwrap_or(to.names.len());
    if known.is_none() {
        to.names.push(name.to_owned());
    }
    u32::try_from(group).ok()
}

/// Adds a fork whose further way is not known yet; returns its index.
fn fork(to: &mut Steps) -> usize {
    let index = to.steps.len();
    to.steps.push(Step::Fork(0, 0, to.forks));
    to.forks += 1;
    index
}

/// Says where a fork goes: `into` what follows it or `past` it, greedy ones first into.
fn point(to: &mut Steps, fork: usize, greedy: bool, past: u32) {
    let into = u32::try_from(fork + 1).unwrap_or(u32::MAX);
    if let Some(Step::Fork(first, second, _)) = to.steps.get_mut(fork) {
        (*first, *second) = if greedy { (into, past) } else { (past, into) };
    }
}

fn repeat(repetition: &Repetition, to: &mut Steps) -> Option<()> {
    for _ in 0..repetition.min {
        add(&repetition.sub, to)?;
    }
    let Some(max) = repetition.max else {
        if repetition.sub.properties().minimum_len()? == 0 {
            return None;
        }
        let again = here(to)?;
        let fork = fork(to);
        add(&repetition.sub, to)?;
        to.steps.push(Step::Jump(again));
        let past = here(to)?;
        point(to, fork, repetition.greedy, past);
        return Some(());
    };
    let mut forks = Vec::new();
    for _ in repetition.min..max {
        forks.push(fork(to));
        add(&repetition.sub, to)?;
    }
    let past = here(to)?;
    for fork in forks {
        point(to, fork, repetition.greedy, past);
    }
    Some(())
}

fn choose(branches: &[Hir], to: &mut Steps) -> Option<()> {
    let (last, others) = branches.split_last()?;
    let mut ends = Vec::new();
    for branch in others {
        let fork = fork(to);
        add(branch, to)?;
        ends.push(to.steps.len());
        to.steps.push(Step::Jump(0));
        let next = here(to)?;
        point(to, fork, true, next);
    }
    add(last, to)?;
    let past = here(to)?;
    for end in ends {
        if let Some(Step::Jump(there)) = to.steps.get_mut(end) {
            *there = past;
        }
    }
    Some(())
}
