//! The mandatory parts, recognised by meaning wherever they stand.
//!
//! First by headings of the first level, then by headings below, then by sentences. What is left
//! of the first level is the part on measures: reports with thematic headings have no stock
//! title for it.

use crate::document::Document;
use crate::document::Mark;
use crate::document::Part;
use crate::document::PartForm;
use crate::document::PartKind;
use crate::document::Role;
use crate::text::Span;
use std::collections::BTreeSet;

/// Finds the parts and tells each section which part it belongs to.
pub(super) fn find(document: &mut Document) {
    let mut parts = Vec::new();
    let top = top_sections(document);
    let mut named: Vec<(usize, Vec<PartKind>)> = top
        .iter()
        .map(|&index| (index, by_heading(document, index, true)))
        .collect();
    last_is_plan(document, &mut named);
    for (index, kinds) in named.iter().take(MOST_PARTS) {
        for kind in kinds {
            parts.push(section_part(document, *index, *kind, PartForm::Section));
        }
    }
    subsections(document, &named, &mut parts);
    measures(document, &named, &mut parts);
    sentences(document, &mut parts);
    parts.sort_by_key(|part: &Part| (part.span.start, part.kind, part.form));
    document.parts = parts;
    assign(document);
}

/// The sections of the first level; lists in the preamble are none.
fn top_sections(document: &Document) -> Vec<usize> {
    let level = |pred: &dyn Fn(Option<Mark>) -> bool| -> Vec<usize> {
        document
            .sections
            .iter()
            .enumerate()
            .filter(|(_, s)| s.parent.is_none() && pred(s.ordinal.as_ref().map(|o| o.mark)))
            .map(|(i, _)| i)
            .collect()
    };
    let headed = level(&|mark| mark != Some(Mark::Clause));
    if headed.is_empty() {
        Vec::new()
    } else {
        headed
    }
}

fn section_part(document: &Document, index: usize, kind: PartKind, form: PartForm) -> Part {
    let (heading, span) = document
        .sections
        .get(index)
        .map_or((Span::default(), Span::default()), |s| (s.heading, s.span));
    Part {
        kind,
        form,
        heading,
        span,
        section: Some(index),
    }
}

/// Tells the parts that a heading names: two for `存在问题及下一步打算`.
fn by_heading(document: &Document, index: usize, top: bool) -> Vec<PartKind> {
    let Some(section) = document.sections.get(index) else {
        return Vec::new();
    };
    let heading = document.folded(section.title);
    let mut kinds = Vec::new();
    if names_first_responsible(heading) {
        kinds.push(PartKind::FirstResponsible);
    }
    if names_shortcomings(heading, top) {
        kinds.push(PartKind::Shortcomings);
    }
    if names_next_year(heading, document.year, top) {
        kinds.push(PartKind::NextYear);
    }
    if top && kinds.is_empty() && names_measures(heading) {
        kinds.push(PartKind::Measures);
    }
    kinds
}

fn any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

fn names_first_responsible(heading: &str) -> bool {
    const PERSONS: [&str; 8] = [
        "主要负责人",
        "主要负责同志",
        "主要领导",
        "党政负责人",
        "党政主要负责",
        "一把手",
        "党政负责同志",
        "党政领导",
    ];
    const DUTIES: [&str; 8] = [
        "履行",
        "履职",
        "职责",
        "责任",
        "抓法治",
        "推进法治",
        "推动法治",
        "法治建设情况",
    ];
    let title = without_citations(heading);
    any(
        &title,
        &["第一责任人", "第一职责", "第一责任", "第一负责人"],
    ) || (any(&title, &PERSONS) && any(&title, &DUTIES) && !any(&title, &["出庭", "培训", "述职"]))
}

fn names_shortcomings(heading: &str, top: bool) -> bool {
    const STRONG: [&str; 17] = [
        "存在的不足",
        "不足和原因",
        "不足及原因",
        "短板弱项",
        "弱项短板",
        "薄弱环节",
        "问题和不足",
        "问题与不足",
        "不足和问题",
        "困难和问题",
        "工作中的困难",
        "有待改进",
        "面临的挑战",
        "问题检视",
        "困难与挑战",
        "存在不足",
        "问题及原因",
    ];
    const NOT: [&str; 10] = [
        "解决", "化解", "整治", "整改", "处置", "破解", "治理", "攻坚", "补齐", "弥补",
    ];
    if any(heading, &STRONG) {
        return true;
    }
    if any(heading, &NOT) {
        return false;
    }
    let exists = any(
        heading,
        &[
            "存在",
            "面临",
            "查摆",
            "主要问题",
            "问题和原因",
            "问题与原因",
            "原因分析",
        ],
    );
    (exists
        && any(
            heading,
            &["问题", "不足", "短板", "困难", "薄弱", "差距", "原因"],
        ))
        || (top
            && any(
                heading,
                &[
                    "不足",
                    "短板",
                    "差距",
                    "问题和",
                    "问题与",
                    "问题及",
                    "主要问题",
                ],
            ))
}

fn names_next_year(heading: &str, year: Option<i32>, top: bool) -> bool {
    const STRONG: [&str; 15] = [
        "下一步",
        "下步",
        "下一年",
        "明年",
        "工作打算",
        "工作思路",
        "工作计划",
        "工作安排",
        "主要安排",
        "努力方向",
        "来年",
        "今后",
        "下阶段",
        "下一阶段",
        "工作设想",
    ];
    if any(heading, &STRONG) {
        return !any(heading, &["落实工作计划", "制定"])
            && (top || !any(heading, &["工作安排部署"]));
    }
    let next = year.is_some_and(|year| heading.contains(&format!("{}年", year + 1)));
    let plan = any(
        heading,
        &[
            "打算", "安排", "计划", "思路", "举措", "重点", "目标", "任务", "工作", "谋划", "展望",
        ],
    );
    // `四、2024年`, and nothing else.
    let alone = next && heading.chars().count() <= 6;
    (next && (plan || alone))
        || (top
            && any(
                heading,
                &["打算", "改进措施", "改进方向", "整改措施", "下年"],
            ))
}

fn names_measures(heading: &str) -> bool {
    const WORDS: [&str; 26] = [
        "举措",
        "成效",
        "做法",
        "主要工作",
        "工作情况",
        "开展情况",
        "完成情况",
        "落实情况",
        "推进情况",
        "基本情况",
        "总体情况",
        "工作开展",
        "工作成绩",
        "工作亮点",
        "主要成绩",
        "工作总结",
        "建设情况",
        "主要措施",
        "工作进展",
        "工作推进",
        "工作成果",
        "工作回顾",
        "履职情况",
        "主要进展",
        "重点工作",
        "工作完成",
    ];
    any(heading, &WORDS)
}

/// `四、完善工作措施，全力推动…`: the last section behind the shortcomings is the plan, where
/// no other heading is and it speaks of what is to be done.
fn last_is_plan(document: &Document, named: &mut [(usize, Vec<PartKind>)]) {
    let has = |kind| named.iter().any(|(_, kinds)| kinds.contains(&kind));
    if has(PartKind::NextYear) || !has(PartKind::Shortcomings) || named.len() < 3 {
        return;
    }
    let Some((index, kinds)) = named.last_mut() else {
        return;
    };
    if kinds.is_empty() && speaks_of_future(document, *index) {
        kinds.push(PartKind::NextYear);
    }
}

/// Words of intention in the sentences of a section, against words of completion.
fn speaks_of_future(document: &Document, index: usize) -> bool {
    let Some(section) = document.sections.get(index) else {
        return false;
    };
    let text = document.folded(section.span);
    let count = |words: &[&str]| -> usize { words.iter().map(|w| text.matches(w).count()).sum() };
    let done = count(&[
        "已经",
        "完成了",
        "全年共",
        "累计",
        "共开展",
        "共办理",
        "取得了",
        "达到",
        "被评为",
        "余件",
        "余次",
    ]);
    let to_do = count(&[
        "加强",
        "加大",
        "推进",
        "完善",
        "健全",
        "提高",
        "强化",
        "着力",
        "继续",
        "进一步",
        "将",
        "落实",
    ]);
    to_do >= 3 && to_do > done * 4
}

/// A report has four parts; a text in which many more are found is none.
const MOST_PARTS: usize = 64;

fn subsections(document: &Document, named: &[(usize, Vec<PartKind>)], parts: &mut Vec<Part>) {
    let top: BTreeSet<usize> = named.iter().map(|(index, _)| *index).collect();
    for index in 0..document.sections.len() {
        if top.contains(&index) || parts.len() >= MOST_PARTS {
            continue;
        }
        for kind in by_heading(document, index, false) {
            let inside = document
                .sections
                .get(index)
                .map_or(Span::default(), |s| s.span);
            let known = parts.iter().any(|part| {
                part.kind == kind && (part.form == PartForm::Section || part.span.contains(inside))
            });
            let is_clause = document
                .sections
                .get(index)
                .and_then(|s| s.ordinal.as_ref())
                .is_some_and(|o| o.mark == Mark::Clause);
            // A plan for the first responsible person is part of the plan.
            let planned = kind != PartKind::NextYear
                && parts.iter().any(|p| {
                    p.kind == PartKind::NextYear
                        && p.form == PartForm::Section
                        && p.span.contains(inside)
                });
            let slogan = is_clause && kind != PartKind::FirstResponsible;
            if !known && !planned && !slogan {
                parts.push(section_part(document, index, kind, PartForm::Subsection));
            }
        }
    }
}

/// The part on measures: the sections named so, with unnamed ones beside them, else all that
/// is unnamed.
fn measures(document: &Document, named: &[(usize, Vec<PartKind>)], parts: &mut Vec<Part>) {
    if parts.iter().any(|part| part.kind == PartKind::Measures) {
        return;
    }
    let mut run: Option<Part> = None;
    for (index, kinds) in named.iter().take(MOST_PARTS) {
        if !kinds.is_empty() {
            parts.extend(run.take());
            continue;
        }
        let part = section_part(document, *index, PartKind::Measures, PartForm::Section);
        match &mut run {
            Some(open) => open.span = open.span.cover(part.span),
            None => run = Some(part),
        }
    }
    parts.extend(run);
}

/// Looks for the parts that no heading names.
fn sentences(document: &Document, parts: &mut Vec<Part>) {
    for kind in [
        PartKind::Shortcomings,
        PartKind::FirstResponsible,
        PartKind::NextYear,
    ] {
        if parts.iter().any(|part| part.kind == kind) {
            continue;
        }
        let found = document.sentences.iter().enumerate().find(|(_, sentence)| {
            let within = parts.iter().filter(|p| p.span.contains(sentence.span));
            let in_text = document
                .paragraphs
                .get(sentence.paragraph)
                .is_some_and(|p| matches!(p.role, Role::Text | Role::Heading));
            in_text
                && tells(document, kind, document.folded(sentence.span))
                && within
                    .clone()
                    .all(|p| p.kind != PartKind::NextYear || kind != PartKind::FirstResponsible)
        });
        if let Some((index, sentence)) = found {
            parts.push(Part {
                kind,
                form: PartForm::Sentence,
                heading: sentence.span,
                span: stretch(document, kind, index),
                section: None,
            });
        }
    }
}

/// From the sentence to the end of its paragraph, or to where another part starts.
fn stretch(document: &Document, kind: PartKind, index: usize) -> Span {
    let Some(first) = document.sentences.get(index) else {
        return Span::default();
    };
    let mut span = first.span;
    for sentence in document.sentences.iter().skip(index + 1) {
        let text = document.folded(sentence.span);
        let other = PartKind::ALL
            .into_iter()
            .any(|other| other != kind && tells(document, other, text));
        if sentence.paragraph != first.paragraph || other {
            break;
        }
        span = span.cover(sentence.span);
    }
    span
}

fn tells(document: &Document, kind: PartKind, sentence: &str) -> bool {
    match kind {
        PartKind::Measures => false,
        PartKind::Shortcomings => tells_shortcomings(sentence),
        PartKind::FirstResponsible => {
            let bare = without_citations(sentence);
            any(&bare, &["第一责任人", "第一责任", "第一职责"])
                && any(
                    &bare,
                    &[
                        "主要负责人",
                        "主要负责同志",
                        "党政",
                        "书记",
                        "局长",
                        "镇长",
                        "主任",
                        "县长",
                        "区长",
                        "市长",
                        "主要领导",
                        "履行",
                    ],
                )
        }
        PartKind::NextYear => {
            let next = document.year.is_some_and(|year| {
                sentence.starts_with(&format!("{}年", year + 1))
                    || sentence.contains(&format!("。{}年", year + 1))
            });
            (any(
                sentence,
                &["下一步", "下步", "下一年", "明年", "下阶段", "今后"],
            ) || next)
                && any(
                    sentence,
                    &["将", "要", "继续", "进一步", "打算", "计划", "着力", "加强"],
                )
        }
    }
}

/// `虽然取得了一些成绩，但还存在一些问题和不足`: not 对发现存在的问题及时整改.
fn tells_shortcomings(sentence: &str) -> bool {
    const STRONG: [&str; 14] = [
        "还存在",
        "仍存在",
        "也存在",
        "仍然存在",
        "依然存在",
        "尚存在",
        "存在一些问题",
        "存在一些不足",
        "存在不少",
        "存在以下问题",
        "存在以下不足",
        "存在一定差距",
        "还有一定差距",
        "仍有不足",
    ];
    const ALSO: [&str; 6] = [
        "存在的不足",
        "存在不足",
        "不足之处",
        "还有差距",
        "仍有差距",
        "薄弱环节",
    ];
    let own = any(
        sentence,
        &[
            "但",
            "虽",
            "我局",
            "我镇",
            "我县",
            "我区",
            "我市",
            "我街道",
            "工作中",
            "法治政府建设",
            "主要是",
            "主要表现",
        ],
    );
    let caused = any(sentence, &["不足", "薄弱", "短板", "差距"])
        && any(sentence, &["主要原因", "原因是", "原因在于"]);
    let repaired = any(sentence, &["整改", "督促", "排查", "检查发现", "责令"]);
    caused
        || (any(sentence, &STRONG)
            && any(
                sentence,
                &["问题", "不足", "差距", "短板", "薄弱", "困难", "弱项"],
            )
            && !repaired)
        || (any(sentence, &ALSO) && own && !repaired)
}

/// The text without what stands in book-title marks: a cited title tells nothing of the report.
fn without_citations(text: &str) -> String {
    let mut depth = 0_u32;
    let mut bare = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '《' => depth += 1,
            '》' => depth = depth.saturating_sub(1),
            _ if depth == 0 => bare.push(c),
            _ => {}
        }
    }
    bare
}

fn assign(document: &mut Document) {
    for section in &mut document.sections {
        section.part = document
            .parts
            .iter()
            .filter(|part| part.form != PartForm::Sentence && part.span.contains(section.heading))
            .min_by_key(|part| part.span.len())
            .map(|part| part.kind);
    }
}
