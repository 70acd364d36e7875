//! Comments of a Markdown or web report that take findings out: `<!-- yifa-ignore rule: why -->`
//! for the next block, `yifa-ignore-begin` and `yifa-ignore-end` for all blocks between.
//!
//! One that does nothing, or cannot be read, is told at its place and takes nothing out.

use crate::document::Document;
use crate::finding::Excepted;
use crate::finding::Fault;
use crate::finding::Finding;
use crate::finding::Outcome;
use crate::finding::nearest;
use crate::pack::Library;
use crate::text::Directive;
use crate::text::Span;

const NEXT: &str = "yifa-ignore";
const BEGIN: &str = "yifa-ignore-begin";
const END: &str = "yifa-ignore-end";

/// Who answers for what a report says of itself.
const BY: &str = "写在报告里";

/// Faults that are told of one report; each carries the file with it.
const MOST_FAULTS: usize = 20;

/// What a directive says.
struct Said<'a> {
    word: &'a str,
    rule: &'a str,
    reason: &'a str,
}

/// A directive that is wrong: what, and what to do.
struct Wrong(String, String);

/// Takes out the findings that the report's own comments name; tells which comments are wrong.
pub(super) fn apply(library: &Library, document: &Document, outcome: &mut Outcome) -> Vec<Fault> {
    let all = document.source.directives();
    if all.is_empty() {
        return Vec::new();
    }
    let mut run = Run {
        document,
        outcome,
        faults: Vec::new(),
    };
    let mut open: Vec<(&Directive, Said<'_>)> = Vec::new();
    for directive in all {
        let said = match read(library, &directive.text) {
            Ok(said) => said,
            Err(wrong) => {
                run.wrong(directive, wrong);
                continue;
            }
        };
        match said.word {
            BEGIN => open.push((directive, said)),
            END => match open.iter().rposition(|(_, begun)| begun.rule == said.rule) {
                Some(at) => {
                    let (begin, begun) = open.remove(at);
                    let start = run.next_block(begin).map_or(u32::MAX, |span| span.start);
                    run.take(begin, &begun, (start, directive.at));
                }
                None => run.wrong(directive, unopened(said.rule)),
            },
            _ => match run.next_block(directive) {
                Some(block) => run.take(directive, &said, (block.start, block.end)),
                None => run.idle(directive),
            },
        }
    }
    for (begin, said) in open {
        run.wrong(begin, unclosed(said.rule));
    }
    super::except::sort(run.outcome);
    run.faults
        .sort_by_key(|fault| fault.span.map(|span| span.start));
    run.faults
}

fn unopened(rule: &str) -> Wrong {
    Wrong(
        format!("前面没有“{rule}”的 {BEGIN}，没有采用"),
        format!("在要豁免的文字前面写 <!-- {BEGIN} {rule}: 理由 -->"),
    )
}

fn unclosed(rule: &str) -> Wrong {
    Wrong(
        format!("后面没有“{rule}”的 {END}，没有采用"),
        format!("在要豁免的文字后面写 <!-- {END} {rule} -->"),
    )
}

/// Reads what a directive says.
fn read<'a>(library: &Library, text: &'a str) -> Result<Said<'a>, Wrong> {
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, ':' | '：'));
    let (word, rest) = text
        .split_at_checked(end.unwrap_or(text.len()))
        .unwrap_or((text, ""));
    if ![NEXT, BEGIN, END].contains(&word) {
        let near = nearest(word, &[NEXT, BEGIN, END]);
        let help = match near {
            Some(near) => format!("你是不是想写“{near}”？"),
            None => format!("可以写：{NEXT}、{BEGIN}、{END}"),
        };
        return Err(Wrong(format!("没有“{word}”这个指令，没有采用"), help));
    }
    let (rule, reason) = rest.split_once([':', '：']).unwrap_or((rest, ""));
    let (rule, reason) = (rule.trim(), reason.trim());
    if rule.is_empty() || (reason.is_empty() && word != END) {
        let what = if rule.is_empty() { "规则" } else { "理由" };
        let help = format!("写成 <!-- {NEXT} 规则包/规则: 理由 -->");
        return Err(Wrong(format!("这条指令没有写{what}，没有采用"), help));
    }
    if !library.rules().any(|known| known.id == rule) {
        let ids: Vec<&str> = library.rules().map(|rule| rule.id.as_str()).collect();
        let help = match nearest(rule, &ids) {
            Some(near) => format!("你是不是想写“{near}”？"),
            None => "写 规则包/规则，一条指令写一条规则；用 yifa list 看有哪些规则".to_owned(),
        };
        return Err(Wrong(format!("没有规则“{rule}”，这条指令没有采用"), help));
    }
    Ok(Said { word, rule, reason })
}

/// The findings of one report while its directives are gone through.
struct Run<'a> {
    document: &'a Document,
    outcome: &'a mut Outcome,
    faults: Vec<Fault>,
}

impl Run<'_> {
    /// The first block behind a directive.
    fn next_block(&self, directive: &Directive) -> Option<Span> {
        let blocks = self.document.source.blocks();
        let at = blocks.partition_point(|block| block.span.start < directive.at);
        blocks.get(at).map(|block| block.span)
    }

    /// Takes out the findings of a rule that begin in a stretch, its end included: what is
    /// missing at the end of a paragraph stands there.
    fn take(&mut self, directive: &Directive, said: &Said<'_>, (from, to): (u32, u32)) {
        let fits = |finding: &Finding| {
            finding.rule == said.rule && (from..=to).contains(&finding.span.start)
        };
        let verdicts = &self.outcome.verdicts;
        if !verdicts.iter().any(|verdict| verdict.rule == said.rule) {
            return;
        }
        let findings = std::mem::take(&mut self.outcome.findings);
        let (out, left): (Vec<Finding>, Vec<Finding>) = findings.into_iter().partition(fits);
        self.outcome.findings = left;
        if out.is_empty() {
            self.idle(directive);
        }
        self.outcome
            .excepted
            .extend(out.into_iter().map(|finding| Excepted {
                finding,
                reason: said.reason.to_owned(),
                by: BY.to_owned(),
                until: String::new(),
                in_report: true,
            }));
    }

    fn idle(&mut self, directive: &Directive) {
        let what = "这条指令没有对应的问题".to_owned();
        let help = "问题已经改好就删掉它；它只管紧接着的一段，要管几段用 yifa-ignore-begin 和 yifa-ignore-end";
        self.wrong(directive, Wrong(what, help.to_owned()));
    }

    fn wrong(&mut self, directive: &Directive, Wrong(message, help): Wrong) {
        if self.faults.len() == MOST_FAULTS {
            return;
        }
        let file = self.document.source.directives_file();
        let fault = Fault::new("", file, message).at(directive.span);
        self.faults.push(fault.help(help));
    }
}
