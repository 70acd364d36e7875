//! What a script answers: findings on places it was given, evidence, and why not.

use crate::engine::host::Host;
use crate::engine::limits;
use crate::engine::run::Hosted;
use crate::engine::run::Said;
use crate::engine::run::refuse;
use crate::engine::value::Given;
use crate::engine::value::List;
use crate::engine::value::Place;
use crate::engine::value::run_of;
use crate::finding::Fix;
use crate::finding::OtherReport;
use crate::finding::Related;
use crate::finding::Severity;
use crate::text::Span;
use rhai::Array;
use rhai::Dynamic;
use rhai::NativeCallContext;
use std::sync::Arc;

pub(super) fn register(host: &mut Host) {
    host.register_type_with_name::<Given>("Finding");
    host.register_fn("finding", give);
    host.register_fn("in_all", in_all);
    host.register_fn("together", |places: List, message: &str| {
        together(places.0.iter(), message)
    });
    host.register_fn("together", |places: Array, message: &str| {
        together(places.iter(), message)
    });
    details(host);
    host.register_fn("evidence", |place: Place| -> Hosted<()> {
        of_this_report(&place, "看到的原文")?;
        place.run.answer(|answers| {
            if answers.evidence.len() < limits::EVIDENCE {
                answers.evidence.push(place.span);
            }
            Ok(())
        })
    });
    reasons(host);
}

fn give(place: Place, message: &str) -> Hosted<Given> {
    of_this_report(&place, "问题")?;
    let message = short(message)?;
    let index = place.run.answer(|answers| {
        if answers.findings.len() >= limits::FINDINGS {
            // The first ones are kept, and the verdict says that there are more.
            answers.more = true;
            return Ok(usize::MAX);
        }
        answers.findings.push(Said {
            span: place.span,
            message,
            advice: None,
            related: Vec::new(),
            weakened: None,
            fixes: Vec::new(),
            gap: None,
        });
        Ok(answers.findings.len() - 1)
    })?;
    Ok(Given {
        run: Arc::clone(&place.run),
        index,
    })
}

/// What is said is said of the report that is checked; the other one is only quoted.
fn of_this_report(place: &Place, what: &str) -> Hosted<()> {
    if place.run.is_previous() {
        return refuse(format!(
            "{what}的位置在上年报告里；要写在本年报告里，上年报告的位置用 related 附上"
        ));
    }
    Ok(())
}

/// The report of a place, where it is not the one that is checked.
fn report_of(place: &Place) -> Option<Arc<OtherReport>> {
    place.run.subject.other.clone()
}

/// Says how many places a finding has, where they are more than the one it stands at.
fn in_all(n: i64) -> String {
    match n {
        ..=1 => String::new(),
        n => format!("，全文共{n}处"),
    }
}

/// Gives one finding for places that have the same fault: at the first, with the others beside
/// it, as far as a finding can hold them.
fn together<'a>(places: impl Iterator<Item = &'a Dynamic>, message: &str) -> Hosted<Given> {
    let places: Option<Vec<Place>> = places
        .map(|place| place.clone().try_cast::<Place>())
        .collect();
    let Some(places) = places else {
        return refuse("together 要的是位置的列表，例如 [hit.place]");
    };
    let Some((first, others)) = places.split_first() else {
        return refuse("together 的列表是空的，没有可以报的位置");
    };
    let given = give(first.clone(), message)?;
    for (n, place) in others.iter().enumerate() {
        let related = Related {
            span: place.span,
            label: format!("第{}处", n + 2),
            report: report_of(place),
        };
        change(&given, |said| {
            add_related(said, related);
            Ok(())
        })?;
    }
    Ok(given)
}

fn add_related(said: &mut Said, related: Related) {
    if said.related.len() < limits::RELATED {
        said.related.push(related);
    }
}

fn details(host: &mut Host) {
    host.register_fn("advice", |given: &mut Given, text: &str| -> Hosted<Given> {
        let text = short(text)?;
        change(given, |said| {
            said.advice = Some(text);
            Ok(())
        })
    });
    host.register_fn(
        "related",
        |given: &mut Given, place: Place, label: &str| -> Hosted<Given> {
            let label = short(label)?;
            change(given, |said| {
                add_related(
                    said,
                    Related {
                        span: place.span,
                        label,
                        report: report_of(&place),
                    },
                );
                Ok(())
            })
        },
    );
    fixes(host);
    host.register_fn(
        "weaken",
        |given: &mut Given, severity: &str| -> Hosted<Given> {
            let severity: Severity = severity
                .parse()
                .or_else(|message: String| refuse(message))?;
            change(given, |said| {
                said.weakened = Some(said.weakened.map_or(severity, |known| known.min(severity)));
                Ok(())
            })
        },
    );
}

/// Corrections that a program can make, and where something is missing.
fn fixes(host: &mut Host) {
    host.register_fn("fix", |given: &mut Given, text: &str| -> Hosted<Given> {
        let text = safe(given, text)?;
        change(given, |said| add_fix(said, said.span, text))
    });
    host.register_fn(
        "fix",
        |given: &mut Given, place: Place, text: &str| -> Hosted<Given> {
            of_this_report(&place, "修改")?;
            let text = safe(given, text)?;
            change(given, |said| add_fix(said, place.span, text))
        },
    );
    host.register_fn("gap", |given: &mut Given, place: Place| -> Hosted<Given> {
        of_this_report(&place, "缺的内容")?;
        change(given, |said| {
            said.gap = Some(place.span);
            Ok(())
        })
    });
}

/// Checks that the rule may tell fixes, and that this can be one.
fn safe(given: &Given, text: &str) -> Hosted<String> {
    if !given.run.safe_fix {
        return refuse("要用 fix，先在 rule.toml 里写 fix = \"safe\"");
    }
    if text.contains(['\n', '\r', '\t']) {
        return refuse("fix 的文字不能换行，也不能有制表符");
    }
    short(text)
}

fn add_fix(said: &mut Said, span: Span, text: String) -> Hosted<()> {
    if span.is_empty() {
        return refuse("fix 的位置是空的");
    }
    if said.fixes.len() < limits::FIXES {
        said.fixes.push(Fix { span, text });
    }
    Ok(())
}

fn change(given: &Given, make: impl FnOnce(&mut Said) -> Hosted<()>) -> Hosted<Given> {
    given
        .run
        .answer(|answers| match answers.findings.get_mut(given.index) {
            Some(said) => make(said),
            None => Ok(()),
        })?;
    Ok(given.clone())
}

fn short(text: &str) -> Hosted<String> {
    let n = text.chars().count();
    if n > limits::MESSAGE {
        return refuse(format!("说明有{n}字，最多{}字", limits::MESSAGE));
    }
    if text.trim().is_empty() {
        return refuse("说明是空的");
    }
    // A message is one line wherever it is shown.
    Ok(text.replace(['\n', '\r'], ""))
}

fn reasons(host: &mut Host) {
    host.register_fn(
        "not_applicable",
        |ctx: NativeCallContext<'_>, reason: &str| {
            say(&ctx, reason, |answers, reason| {
                answers.not_applicable = Some(reason)
            })
        },
    );
    host.register_fn("undecided", |ctx: NativeCallContext<'_>, reason: &str| {
        say(&ctx, reason, |answers, reason| {
            answers.undecided = Some(reason)
        })
    });
    host.register_fn("note", |ctx: NativeCallContext<'_>, reason: &str| {
        say(&ctx, reason, |answers, reason| answers.note = Some(reason))
    });
}

/// These have no place to tell the run by: the run is the tag of the call.
fn say(
    ctx: &NativeCallContext<'_>,
    reason: &str,
    set: impl FnOnce(&mut crate::engine::run::Answers, String),
) -> Hosted<()> {
    let reason = short(reason)?;
    run_of(ctx)?.answer(|answers| {
        set(answers, reason);
        Ok(())
    })
}
