//! What a script answers: findings on places it was given, evidence, and why not.

use crate::engine::host::Host;
use crate::engine::limits;
use crate::engine::run::Hosted;
use crate::engine::run::Said;
use crate::engine::run::refuse;
use crate::engine::value::Given;
use crate::engine::value::Place;
use crate::engine::value::run_of;
use crate::finding::Related;
use crate::finding::Severity;
use rhai::NativeCallContext;
use std::sync::Arc;

pub(super) fn register(host: &mut Host) {
    host.register_type_with_name::<Given>("Finding");
    host.register_fn("finding", |place: Place, message: &str| -> Hosted<Given> {
        let message = short(message)?;
        // A long report may have more of them.
        let allowed = limits::FINDINGS + place.run.document().sentences.len();
        let index = place.run.answer(|answers| {
            if answers.findings.len() >= allowed {
                return refuse(format!("一条规则对这份报告最多报{allowed}个问题"));
            }
            answers.findings.push(Said {
                span: place.span,
                message,
                advice: None,
                related: Vec::new(),
                weakened: None,
            });
            Ok(answers.findings.len() - 1)
        })?;
        Ok(Given {
            run: Arc::clone(&place.run),
            index,
        })
    });
    details(host);
    host.register_fn("evidence", |place: Place| -> Hosted<()> {
        place.run.answer(|answers| {
            if answers.evidence.len() < limits::EVIDENCE {
                answers.evidence.push(place.span);
            }
            Ok(())
        })
    });
    reasons(host);
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
                if said.related.len() < limits::RELATED {
                    said.related.push(Related {
                        span: place.span,
                        label,
                    });
                }
                Ok(())
            })
        },
    );
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

fn change(given: &Given, make: impl FnOnce(&mut Said) -> Hosted<()>) -> Hosted<Given> {
    given
        .run
        .answer(|answers| match answers.findings.get_mut(given.index) {
            Some(said) => make(said),
            None => refuse("没有这个问题"),
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
