//! What a rule answers: findings, evidence, and why it cannot say.

use super::Doc;
use super::Host;
use super::place::Place;
use super::report::Report;
use crate::engine::call::Answers;
use crate::engine::call::Call;
use crate::engine::call::Draft;
use crate::engine::call::Hosted;
use crate::engine::call::error;
use crate::engine::call::short;
use crate::engine::limits;
use crate::finding::Related;
use crate::finding::Severity;
use rhai::NativeCallContext;
use std::sync::Arc;

/// A finding that the script has given and may add to.
#[derive(Clone, Debug)]
pub(in crate::engine) struct Given {
    call: Arc<Call>,
    index: usize,
}

impl Given {
    fn change(&self, change: impl FnOnce(&mut Draft) -> Hosted<()>) -> Hosted<Self> {
        let mut answers = self.call.answers();
        if let Some(draft) = answers.findings.get_mut(self.index) {
            change(draft)?;
        }
        Ok(self.clone())
    }

    fn advice(&mut self, text: &str) -> Hosted<Self> {
        let advice = short("怎么改", text)?;
        self.change(|draft| {
            draft.advice = advice;
            Ok(())
        })
    }

    fn related(&mut self, place: Place, label: &str) -> Hosted<Self> {
        let label = short("说明", label)?;
        self.change(|draft| {
            if draft.related.len() >= limits::RELATED {
                return Err(error(format!("一个问题最多指出 {} 处相关文字", limits::RELATED)));
            }
            let span = place.span;
            draft.related.push(Related { span, label });
            Ok(())
        })
    }

    fn weaken(&mut self, severity: &str) -> Hosted<Self> {
        let severity = match severity {
            "advice" => Severity::Advice,
            "warning" => Severity::Warning,
            other => return Err(error(format!("weaken 只能写 \"warning\" 或 \"advice\"，没有“{other}”"))),
        };
        self.change(|draft| {
            draft.at_most = Some(draft.at_most.map_or(severity, |before| before.min(severity)));
            Ok(())
        })
    }
}

fn finding(place: Place, message: &str) -> Hosted<Given> {
    let call = place.call;
    let message = short("问题", message)?;
    if message.is_empty() {
        return Err(error("问题的说明是空的"));
    }
    let mut answers = call.answers();
    let allowed = call.findings_allowed();
    if answers.findings.len() >= allowed {
        return Err(error(format!("一条规则在这份报告里最多报 {allowed} 处")));
    }
    let index = answers.findings.len();
    answers.findings.push(Draft {
        span: place.span,
        message,
        advice: String::new(),
        related: Vec::new(),
        at_most: None,
    });
    drop(answers);
    Ok(Given { call, index })
}

fn evidence(place: Place) -> Hosted<()> {
    let mut answers = place.call.answers();
    if answers.evidence.len() >= limits::EVIDENCE {
        return Err(error(format!("一条规则最多列 {} 处依据文字", limits::EVIDENCE)));
    }
    answers.evidence.push(place.span);
    Ok(())
}

/// Answers without a place: the call they belong to comes with the context.
fn say(
    context: &NativeCallContext<'_>,
    reason: &str,
    put: impl FnOnce(&mut Answers, String),
) -> Hosted<()> {
    let reason = short("理由", reason)?;
    if reason.is_empty() {
        return Err(error("理由是空的"));
    }
    let report = context.tag().and_then(|tag| tag.read_lock::<Report>());
    let report = report.ok_or_else(|| error("这个函数只能在检查报告时用"))?;
    put(&mut report.0.answers(), reason);
    Ok(())
}

pub(super) fn register(host: &mut Host) {
    host.functions();
    host.call(
        Doc("finding", "(Place, 说明) → Finding", "报一个问题：在哪里、是什么。缺少的内容报在它应当跟着的地方，或 doc.start", "finding(m.place, `“${m.place.text}”没有替换成实际内容`);"),
        finding,
    );
    host.call(
        Doc("evidence", "(Place)", "通过的依据：规则看到了哪里的文字", "evidence(part.heading);"),
        evidence,
    );
    host.call(
        Doc("not_applicable", "(理由)", "这条规则不适用于这份报告", "not_applicable(\"报告没有说到行政应诉\");"),
        |context: NativeCallContext<'_>, reason: &str| say(&context, reason, |answers, reason| answers.not_applicable = Some(reason)),
    );
    host.call(
        Doc("undecided", "(理由)", "机器判断不了，要人看", "undecided(\"分母没有写明\");"),
        |context: NativeCallContext<'_>, reason: &str| say(&context, reason, |answers, reason| answers.undecided = Some(reason)),
    );
    host.call(
        Doc("note", "(说明)", "通过时附带的一句话", "note(\"各项之和与总数相符\");"),
        |context: NativeCallContext<'_>, reason: &str| say(&context, reason, |answers, reason| answers.note = Some(reason)),
    );
    host.on::<Given>("Finding", "报出的问题，可以接着补充");
    host.call(
        Doc("advice", "(说明) → Finding", "怎么改；不写就用 rule.toml 里的 advice", "finding(p, \"…\").advice(\"补上下一年度安排\");"),
        Given::advice,
    );
    host.call(
        Doc("related", "(Place, 说明) → Finding", "另外指出一处相关的文字", "finding(p, \"…\").related(q, \"这里写的是 43 件\");"),
        Given::related,
    );
    host.call(
        Doc("weaken", "(级别) → Finding", "降低级别：\"warning\" 或 \"advice\"；不能升高", "finding(p, \"…\").weaken(\"advice\");"),
        Given::weaken,
    );
    host.functions();
}
