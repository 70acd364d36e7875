//! Relations between figures: what is found, what is proven, and what must stay silent.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod common;

use rust_decimal::Decimal;
use std::fmt::Write as _;
use yifa::check::Checked;
use yifa::check::Checker;
use yifa::document::Document;
use yifa::document::Role;
use yifa::finding::Finding;
use yifa::pack::Library;
use yifa::reader;
use yifa::relations::Kind;
use yifa::relations::Relation;
use yifa::relations::Verdict;
use yifa::text::Span;

const CLEAN: &str = include_str!("figures/clean.txt");
const MISTAKES: &str = include_str!("figures/mistakes.txt");

/// The passages of a file: paragraphs without `#`.
fn passages(text: &'static str) -> Vec<&'static str> {
    let paragraphs = text.split("\n\n").map(str::trim);
    paragraphs
        .filter(|p| !p.is_empty() && !p.starts_with('#'))
        .collect()
}

/// Checks a passage as the body of a report.
fn check(checker: &Checker, passage: &str) -> Checked {
    let text = format!(
        "临溯县人民政府2023年度法治政府建设情况报告\n一、2023年主要举措和成效\n{passage}\n"
    );
    checker.check(
        Document::new(reader::read("report.txt", text.as_bytes()).unwrap()),
        None,
    )
}

fn of_figures(checked: &Checked) -> Vec<&Finding> {
    let findings = checked.outcome.findings.iter();
    findings
        .filter(|finding| finding.rule.starts_with("figures/"))
        .collect()
}

#[test]
fn honest_prose_raises_no_alarm() {
    let checker = common::checker();
    let passages = passages(CLEAN);
    assert!(passages.len() >= 60, "{}", passages.len());
    let mut alarms = String::new();
    for passage in &passages {
        for finding in of_figures(&check(&checker, passage)) {
            writeln!(alarms, "{} {}: {passage}", finding.rule, finding.message).unwrap();
        }
    }
    eprintln!(
        "{} honest passages, {} alarms",
        passages.len(),
        alarms.lines().count()
    );
    assert!(alarms.is_empty(), "\n{alarms}");
}

#[test]
fn mistakes_are_found_at_their_figures() {
    let checker = common::checker();
    let passages = passages(MISTAKES);
    assert!(passages.len() >= 40, "{}", passages.len());
    let mut missed = String::new();
    let mut n_found = 0;
    for passage in &passages {
        let marked: Vec<&str> = passage
            .split('⟦')
            .skip(1)
            .map(|rest| rest.split('⟧').next().unwrap())
            .collect();
        let checked = check(&checker, &passage.replace(['⟦', '⟧'], ""));
        let findings = of_figures(&checked);
        let quotes = findings.iter().flat_map(|finding| {
            let related = finding.related.iter().map(|related| related.span);
            related
                .chain([finding.span])
                .map(|span| checked.document.slice(span).to_owned())
        });
        let quotes: Vec<String> = quotes.collect();
        if marked
            .iter()
            .all(|mark| quotes.iter().any(|quote| quote == mark))
            && !findings.is_empty()
        {
            n_found += 1;
        } else {
            writeln!(missed, "{passage}").unwrap();
        }
    }
    eprintln!(
        "{n_found} of {} mistakes found; missed:\n{missed}",
        passages.len()
    );
    assert!(n_found * 10 >= passages.len() * 9, "\n{missed}");
}

/// Relations of a text, as they are read without any rule.
fn relations(text: &str, name: &str) -> (Document, Vec<Relation>) {
    thread_local! {
        static LIBRARY: Library = Library::read(&yifa::pack::builtin());
    }
    let document = Document::new(reader::read(name, text.as_bytes()).unwrap());
    let relations = LIBRARY.with(|library| {
        let facts = yifa::facts::read(&document, &library.catalog);
        yifa::relations::read(&document, &facts, library.relations())
    });
    (document, relations)
}

/// Every relation of the real reports that was found by hand, and the words of none.
#[test]
fn the_real_reports_hold() {
    const BY_HAND: [(&str, &str); 19] = [
        ("wendeng-2022", "29+43=72"),
        ("wendeng-2022", "1229≤1251"),
        ("wendeng-2022", "150≤151"),
        ("wendeng-2022", "105≤113"),
        ("wendeng-2022", "61≤82"),
        ("wendeng-2022", "49≤64"),
        ("wendeng-2022", "19≤49"),
        ("wendeng-2022", "21≤24"),
        ("wendeng-2022", "2≤21"),
        ("wendeng-2022", "列出3个名称，原文写8 部"),
        ("gaoqu-2021", "2+3=5≤14"),
        ("zhoucun-2019", "1个工作日＜3个工作日"),
        ("zhoucun-2019", "1≤155"),
        ("zhoucun-2019", "2+29=31"),
        ("zhoucun-2019", "20≤29"),
        ("zhoucun-2019", "20÷29=68.97%"),
        ("zhoucun-2019", "484≤493"),
        ("zhoucun-2019", "484÷493=98.17%"),
        ("zhoucun-2019", "70≤484"),
    ];
    let Some(reports) = common::real_reports() else {
        return;
    };
    for path in reports {
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        let (_, relations) = relations(&std::fs::read_to_string(&path).unwrap(), "report.txt");
        let mut wanted: Vec<&str> = BY_HAND
            .iter()
            .filter(|(name, _)| *name == stem)
            .map(|(_, c)| *c)
            .collect();
        wanted.retain(|wanted| {
            let plain = |text: &str| text.replace(' ', "");
            !relations.iter().any(|r| {
                plain(&r.computation) == plain(wanted)
                    && matches!(r.verdict, Verdict::Holds | Verdict::Open)
            })
        });
        assert_eq!(wanted, Vec::<&str>::new(), "{stem}");
        let violated = relations
            .iter()
            .filter(|r| r.verdict == Verdict::Violated)
            .count();
        assert_eq!(violated, 0, "{stem}");
    }
}

/// The parts of a report that a relation stands in, as a small report of their own.
fn around(document: &Document, relation: &Relation) -> Option<(String, Span)> {
    let span = relation.span();
    let first = document.paragraph_at(span.start)?;
    let last = document.paragraph_at(span.end)?;
    let table = |i: usize| {
        document
            .paragraphs
            .get(i)
            .is_some_and(|p| p.role == Role::Table)
    };
    let mut from = first;
    while from > 0 && table(first) && table(from - 1) {
        from -= 1;
    }
    let mut to = last;
    while table(last) && table(to + 1) {
        to += 1;
    }
    let whole = document.paragraphs[from]
        .span
        .cover(document.paragraphs[to].span);
    Some((document.slice(whole).to_owned(), whole))
}

const HEAD: &str = "临溯县人民政府2023年度法治政府建设情况报告\n一、2023年主要举措和成效\n";

fn small(body: &str) -> (Document, Vec<Relation>) {
    let (document, found) = relations(&format!("{HEAD}{body}\n"), "report.txt");
    (document, found)
}

/// What a mutated number does to one relation.
#[derive(PartialEq, Eq, Debug)]
enum Effect {
    /// It cannot hold any more.
    Out,
    /// It still holds.
    In,
    /// Not told by the relation's own claim.
    Grey,
}

fn printed(text: &str) -> Option<(Decimal, Decimal)> {
    let digits: String = text
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == '.')
        .collect();
    let value: Decimal = digits.parse().ok()?;
    Some((value, Decimal::new(1, value.scale())))
}

fn effect(relation: &Relation, values: &[Decimal], step: Decimal) -> Effect {
    let hundred = Decimal::ONE_HUNDRED;
    let out = |yes: bool| if yes { Effect::Out } else { Effect::In };
    let rest: Decimal = values.iter().skip(1).copied().sum();
    match relation.kind {
        Kind::Table if values.iter().any(|value| value.scale() > 0) => Effect::Grey,
        Kind::Sum | Kind::Table | Kind::Total if relation.verdict == Verdict::Holds => {
            out(rest != values[0])
        }
        Kind::Rest => out(values[1] - values.iter().skip(2).copied().sum::<Decimal>() != values[0]),
        Kind::Parts if values.len() == 2 => out(values[1] > values[0]),
        Kind::Parts if values.iter().skip(1).any(|part| *part > values[0]) => Effect::Out,
        Kind::Parts if rest == values[0] => Effect::In,
        Kind::Parts => Effect::Grey,
        Kind::Order | Kind::Flow => out(values[0] > values[1]),
        Kind::Range => out(values[0] > hundred),
        Kind::Rate | Kind::Pair if values.len() == 3 && !values[2].is_zero() => {
            let real = values[1] * hundred / values[2];
            let half = if values[0] == hundred || values[0].is_zero() {
                Decimal::ZERO
            } else {
                step / Decimal::TWO
            };
            let fits = real >= values[0] - half && (real < values[0] + half || real == values[0]);
            out(!fits)
        }
        _ => Effect::Grey,
    }
}

/// Changes every digit of every operand of every proven relation: what leaves the interval is
/// reported, what stays inside is not.
#[test]
fn changed_digits_are_reported() {
    let checker = common::checker();
    let mut paths = common::made_reports();
    paths.extend(common::real_reports().unwrap_or_default());
    let (mut n_out, mut n_reported, mut n_in, mut missed, mut false_alarms) =
        (0, 0, 0, String::new(), String::new());
    for path in paths {
        let document = common::check(&checker, &path).document;
        let name = path.to_string_lossy().into_owned();
        let whole = relations_of(&document);
        let mut seen = std::collections::BTreeSet::new();
        for relation in whole.iter().filter(|r| r.verdict == Verdict::Holds) {
            let Some((body, _)) = around(&document, relation) else {
                continue;
            };
            if !seen.insert(body.clone()) {
                continue;
            }
            let (document, found) = small(&body);
            let proven: Vec<&Relation> = found
                .iter()
                .filter(|r| matches!(r.verdict, Verdict::Holds | Verdict::Open))
                .collect();
            assert!(
                !found.iter().any(|r| r.verdict == Verdict::Violated),
                "{name}"
            );
            let mut spans: Vec<Span> = proven
                .iter()
                .flat_map(|r| r.operands.iter().map(|o| o.span))
                .collect();
            spans.sort_unstable();
            spans.dedup();
            for span in spans {
                for mutant in mutants(&document, span) {
                    let effects: Vec<Effect> = proven
                        .iter()
                        .filter_map(|r| changed(&document, r, span, &mutant))
                        .collect();
                    let text = document.source.text();
                    let body = format!("{}{}{}", &text[..span.from()], mutant, &text[span.to()..]);
                    let (_, after) = relations(&body, "report.txt");
                    let reported = after.iter().any(|r| r.verdict == Verdict::Violated);
                    if effects.contains(&Effect::Out) {
                        n_out += 1;
                        n_reported += usize::from(reported);
                        if !reported {
                            writeln!(missed, "{name}: {} → {mutant}", document.slice(span))
                                .unwrap();
                        }
                    } else if effects.iter().all(|effect| *effect == Effect::In)
                        && !effects.is_empty()
                    {
                        n_in += 1;
                        if reported {
                            writeln!(false_alarms, "{name}: {} → {mutant}", document.slice(span))
                                .unwrap();
                        }
                    }
                }
            }
        }
    }
    eprintln!(
        "{n_reported} of {n_out} mutants reported, {n_in} inside their intervals; missed:\n{missed}\nfalse alarms:\n{false_alarms}"
    );
    assert!(n_out > 1_000 && n_in > 100, "{n_out} {n_in}");
    assert!(
        n_reported * 100 >= n_out * 99,
        "{n_reported} of {n_out}:\n{missed}"
    );
    assert!(false_alarms.is_empty(), "\n{false_alarms}");
}

fn relations_of(document: &Document) -> Vec<Relation> {
    let library = Library::read(&yifa::pack::builtin());
    let facts = yifa::facts::read(document, &library.catalog);
    yifa::relations::read(document, &facts, library.relations())
}

/// The words of a figure with one digit changed, twice for each digit.
fn mutants(document: &Document, span: Span) -> Vec<String> {
    let text = document.folded(span).to_owned();
    let digits: Vec<usize> = text
        .char_indices()
        .take_while(|(_, c)| c.is_ascii_digit() || *c == '.')
        .map(|(at, _)| at)
        .collect();
    let plain = !text.contains(['万', '亿', '余', '多', ',', '千', '百']) && !digits.is_empty();
    let mut mutants = Vec::new();
    for at in digits.iter().filter(|_| plain) {
        let Some(digit) = text[*at..].chars().next().and_then(|c| c.to_digit(10)) else {
            continue;
        };
        for by in [1, 4] {
            let new = (digit + by) % 10;
            if *at == 0 && new == 0 && digits.len() > 1 {
                continue;
            }
            mutants.push(format!("{}{new}{}", &text[..*at], &text[at + 1..]));
        }
    }
    mutants
}

/// What becomes of a relation when the figure at `span` is written `mutant`; `None` where it has no
/// part in it.
fn changed(document: &Document, relation: &Relation, span: Span, mutant: &str) -> Option<Effect> {
    if !relation.operands.iter().any(|operand| operand.span == span) {
        return None;
    }
    let mut values = Vec::new();
    let mut step = Decimal::ONE;
    for (index, operand) in relation.operands.iter().enumerate() {
        let written = document.folded(operand.span).to_owned();
        let text = if operand.span == span {
            mutant
        } else {
            &written
        };
        let Some((value, unit)) = printed(text) else {
            return Some(Effect::Grey);
        };
        if text.contains(['万', '亿', '余', '多', '千']) {
            return Some(Effect::Grey);
        }
        if index == 0 {
            step = unit;
        }
        values.push(value);
    }
    if relation.verdict == Verdict::Open {
        return Some(Effect::Grey);
    }
    Some(effect(relation, &values, step))
}

/// A passage written in another way.
type Rewrite = fn(&str) -> String;

/// Full width digits, blanks beside numbers, half width marks.
const REWRITES: [(&str, Rewrite); 3] = [
    ("full width", |text| {
        let wide = |c: char| match c {
            '0'..='9' => char::from_u32(u32::from(c) - u32::from('0') + u32::from('０')).unwrap(),
            '%' => '％',
            c => c,
        };
        text.chars().map(wide).collect()
    }),
    ("blanks", |text| {
        let mut spaced = String::new();
        let mut before = ' ';
        for c in text.chars() {
            let digit = |c: char| c.is_ascii_digit() || c == '.' || c == '%';
            let hanzi = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
            if (digit(before) && hanzi(c)) || (hanzi(before) && digit(c)) {
                spaced.push(' ');
            }
            spaced.push(c);
            before = c;
        }
        spaced
    }),
    ("half width", |text| {
        let narrow = |c: char| match c {
            '，' => ',',
            '；' => ';',
            '：' => ':',
            '（' => '(',
            '）' => ')',
            c => c,
        };
        text.chars().map(narrow).collect()
    }),
];

/// What is said of a passage, without places.
fn said(body: &str) -> Vec<String> {
    let (_, relations) = relations(&format!("{HEAD}{body}\n"), "report.txt");
    let plain = |text: &str| text.replace([' ', '\n'], "");
    let mut said: Vec<String> = relations
        .iter()
        .map(|r| {
            format!(
                "{} {} {}",
                r.kind.name(),
                r.verdict.name(),
                plain(&r.computation)
            )
        })
        .collect();
    said.sort();
    said
}

#[test]
fn another_way_of_writing_changes_no_verdict() {
    let texts = [CLEAN, MISTAKES].map(passages).concat();
    let mut changed = String::new();
    for passage in texts {
        let passage = passage.replace(['⟦', '⟧'], "");
        let before = said(&passage);
        for (name, rewrite) in REWRITES {
            let after = said(&rewrite(&passage));
            if after != before {
                writeln!(changed, "{name}: {passage}\n  {before:?}\n  {after:?}").unwrap();
            }
        }
    }
    assert!(changed.is_empty(), "\n{changed}");
}

#[test]
fn order_of_parts_and_chinese_digits_change_no_verdict() {
    let verdicts = |body: &str| -> Vec<(&str, &str)> {
        let (_, relations) = relations(&format!("{HEAD}{body}\n"), "report.txt");
        relations
            .iter()
            .map(|r| (r.kind.name(), r.verdict.name()))
            .collect()
    };
    let check = |bodies: &[&str], want: &[(&str, &str)]| {
        for body in bodies {
            assert_eq!(verdicts(body), want, "{body}");
        }
    };
    check(
        &[
            "受理法律援助案件512件，其中民事307件、刑事203件、行政2件。",
            "受理法律援助案件512件，其中行政2件、刑事203件、民事307件。",
            "受理法律援助案件512件，其中刑事203件、民事307件、行政2件。",
            "受理法律援助案件五百一十二件，其中民事三百零七件、刑事二百零三件、行政两件。",
        ],
        &[("sum", "holds")],
    );
    check(
        &[
            "受理法律援助案件513件，其中民事307件、刑事203件、行政2件。",
            "受理法律援助案件513件，其中行政2件、民事307件、刑事203件。",
            "受理法律援助案件五百一十三件，其中民事三百零七件、刑事二百零三件、行政两件。",
        ],
        &[("sum", "violated")],
    );
    check(
        &[
            "行政机关负责人应出庭25件，实际出庭24件。",
            "行政机关负责人应出庭二十五件，实际出庭二十四件。",
        ],
        &[("order", "holds")],
    );
}

/// Lines of one width, as a text export has them, say what their paragraphs say.
#[test]
fn wrapped_lines_change_no_verdict() {
    let texts = passages(CLEAN);
    let paragraphs: Vec<String> = texts.iter().map(|text| format!("　　{text}")).collect();
    let wrap = |text: &String| -> String {
        let chars: Vec<char> = text.chars().collect();
        let lines: Vec<String> = chars.chunks(30).map(|line| line.iter().collect()).collect();
        lines.join("\n")
    };
    let wrapped: Vec<String> = paragraphs.iter().map(wrap).collect();
    let (one, two) = (said(&paragraphs.join("\n")), said(&wrapped.join("\n")));
    assert!(one.len() > 100, "{}", one.len());
    assert_eq!(one, two);
}
