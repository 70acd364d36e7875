//! What rule authors are promised of scripts: what they may say, and what they are told.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice
)]

use std::collections::BTreeSet;
use std::sync::Arc;
use yifa::check::Checked;
use yifa::check::Checker;
use yifa::config::Config;
use yifa::document::Document;
use yifa::engine::HOST;
use yifa::engine::registered;
use yifa::finding::Fault;
use yifa::finding::Status;
use yifa::pack::Library;
use yifa::pack::Tree;
use yifa::reader;

const REPORT: &str = "临溯县2023年度法治政府建设情况报告\n一、主要举措\n全年办理行政复议案件12件，出庭应诉率９８．５ ％。\n二、存在的不足\n工作有不足。\n临溯县人民政府\n2024年3月1日\n";

/// A pack of one rule; `toml` is what its `rule.toml` says beside what it must.
fn tree(toml: &str, script: &str) -> Tree {
    let head =
        "title = \"甲\"\nseverity = \"warning\"\ncategory = \"wording\"\nchecks = \"fully\"\n";
    let basis = "\n[[basis]]\ndocument = \"测试\"\nseen = true\n";
    let page = "```report\n⟦法治⟧\n```\n```report\n很好\n```\n";
    Tree::from([
        (
            "t/pack.toml".into(),
            "title = \"甲\"\nsource = \"乙\"\n".into(),
        ),
        (
            "t/r/rule.toml".into(),
            format!("{head}{toml}{basis}").into(),
        ),
        ("t/r/rule.rhai".into(), script.to_owned().into()),
        ("t/r/rule.md".into(), page.into()),
    ])
}

fn check(tree: &Tree) -> Checked {
    let library = Library::read(tree);
    assert_eq!(library.faults, []);
    let checker = Checker::new(Arc::new(library), &Config::default()).unwrap();
    let source = reader::read("a.txt", REPORT.as_bytes()).unwrap();
    checker.check(Document::new(source), None)
}

/// What the body of `check` says with `note`.
fn says(toml: &str, body: &str) -> String {
    let script = format!("fn check(doc, param) {{ {body} }}");
    let checked = check(&tree(toml, &script));
    let verdict = &checked.outcome.verdicts[0];
    assert_eq!(verdict.status, Status::Pass, "{body}: {}", verdict.reason);
    verdict.reason.clone()
}

fn fault(tree: &Tree) -> Fault {
    let checked = check(tree);
    match &checked.outcome.verdicts[0].status {
        Status::Broken(fault) => (**fault).clone(),
        other => panic!("{}", other.name()),
    }
}

/// The fault of a body: its words in the script, what is wrong, and what to do.
fn objects(body: &str, words: &str, message: &str, help: &str) {
    let script = format!("fn check(doc, param) {{\n    {body}\n}}");
    let fault = fault(&tree(
        "[param.target]\ntype = \"percent\"\ndefault = 95\nhelp = \"\"\n[keywords]\nword = [\"法治\"]\n",
        &script,
    ));
    let span = fault
        .span
        .unwrap_or_else(|| panic!("{body}: {fault} has no place"));
    assert_eq!(&script[span.range()], words, "{body}: {fault}");
    assert!(fault.message.contains(message), "{body}: {fault}");
    assert!(fault.help.contains(help), "{body}: {fault}");
}

#[test]
fn numbers_are_exact() {
    let is = |expression: &str, want: &str| {
        assert_eq!(
            says("", &format!("note(`${{{expression}}}`);")),
            want,
            "{expression}"
        );
    };
    is("0.1 + 0.2 == 0.3", "true");
    is("97 / 100", "0.97");
    is("6 / 2", "3");
    is("7 % 4", "3");
    is("1.1 * 3", "3.3");
    is("100 * 2 / 3 < 66.67", "true");
    is("(100 * 2 / 3).round(2)", "66.67");
    is("(0.5 + 1).round(0)", "2");
    is("-(1.5 + 1)", "-2.5");
    is("2 == 2.0", "true");
}

#[test]
fn figures_of_the_report_can_be_calculated_with() {
    let value = "let f = doc.facts.filter(|f| f.kind == \"rate\")[0].value;";
    let is = |expression: &str, want: &str| {
        let body = format!("{value} note(`${{{expression}}}`);");
        assert_eq!(says("", &body), want, "{expression}");
    };
    is("f", "98.5");
    is("f < 100 && f > 98 && f >= 98.5 && f != 98", "true");
    is("f + 1", "99.5");
    is("100 - f", "1.5");
    is("f / 100", "0.985");
    is("\"率\" + f", "率98.5");
    is("f in [98.5]", "true");
}

#[test]
fn what_cannot_be_compared_is_refused() {
    objects(
        "if doc.year == \"2023\" { }",
        "==",
        "文字“2023”不能比较",
        "",
    );
    objects("if \"97\" > 95 { }", ">", "不能比较", "");
    objects("if doc.signer < 5 { }", "<", "不能比较", "");
    objects(
        "let none = doc.signer; if none == 5 { }",
        "==",
        "“没有”",
        "",
    );
    objects("if 5 != doc.signer { }", "!=", "“没有”", "");
    objects("if doc.start == \"标题\" { }", "==", "比较文字用 .text", "");
    objects("if doc.facts[0] > 5 { }", ">", "用 .value", "");
    objects("[1, 2].contains(\"1\");", "contains", "不能比较", "");
    objects("let x = 1 / 0;", "/", "除数是 0", "");
}

#[test]
fn what_is_not_there_is_asked_for_with_unit() {
    let body = "let none = doc.signer; note(`${none == ()} ${doc.year == ()} ${() != doc.year} ${doc.title == ()} ${doc.year != ()}`);";
    assert_eq!(says("", body), "true false true false true");
    assert_eq!(says("", "note(`${doc.signer?.text ?? \"无\"}`);"), "无");
    let body = "let a = doc.sections[0]; let b = doc.sections[1]; note(`${a == a} ${a == b} ${a.place == b.place} ${a.parent == ()}`);";
    assert_eq!(says("", body), "true false false true");
}

#[test]
fn what_is_wrong_in_several_places_is_one_finding() {
    let words = "[keywords]\nword = [\"法治\", \"工作\", \"办理\"]\n";
    for places in [
        "marks.map(|m| m.place)",
        "[marks[0].place, marks[1].place, marks[2].place]",
    ] {
        let script = format!(
            "fn check(doc, param) {{ let marks = doc.matches(\"word\"); together({places}, `共${{marks.len}}处`); }}"
        );
        let checked = check(&tree(words, &script));
        let [finding] = checked.outcome.findings.as_slice() else {
            panic!("one finding");
        };
        assert_eq!(checked.document.slice(finding.span), "法治");
        assert_eq!(finding.message, "共3处");
        let related: Vec<(&str, &str)> = finding
            .related
            .iter()
            .map(|other| (checked.document.slice(other.span), other.label.as_str()))
            .collect();
        assert_eq!(related, [("办理", "第2处"), ("工作", "第3处")]);
    }
    objects("together([], \"甲\");", "together", "列表是空的", "");
    objects("together([1], \"甲\");", "together", "位置的列表", "");
}

/// A pack of one rule with a table.
fn with_table(script: &str) -> Tree {
    let mut tree = tree("[tables]\nslips = \"slips.toml\"\n", script);
    let table = "[[row]]\nwords = [\"行政\", \"不足\"]\nright = \"甲\"\nfrom = 2023-05-01\n[[row]]\nwords = [\"行政复议\"]\n[[row]]\nregex = '出庭(?P<mark>应诉)率'\nnear = [\"应诉\"]\nright = \"乙\"\n";
    tree.insert("t/data/slips.toml".into(), table.into());
    tree
}

#[test]
fn a_table_is_looked_for_row_by_row() {
    let script = "fn check(doc, param) {
        for hit in doc.matches(\"slips\") {
            finding(hit.mark, `[${hit.cell(\"right\")}] ${hit.cell(\"from\")}`);
        }
    }";
    let checked = check(&with_table(script));
    let found: Vec<(&str, &str)> = checked
        .outcome
        .findings
        .iter()
        .map(|finding| {
            let words = checked.document.slice(finding.span);
            (words, finding.message.as_str())
        })
        .collect();
    // The longer word of the second row keeps the shorter one of the first away.
    let want = [
        ("行政复议", "[] "),
        ("应诉", "[乙] "),
        ("不足", "[甲] 2023-05-01"),
        ("不足", "[甲] 2023-05-01"),
    ];
    assert_eq!(found, want);
}

#[test]
fn slips_with_tables_are_named() {
    let says = |script: &str, want: &str| {
        let fault = fault(&with_table(script)).to_string();
        assert!(fault.contains(want), "{fault}");
    };
    says(
        "fn check(doc, param) { for hit in doc.matches(\"slip\") { } }",
        "没有名为“slip”的词组、正则或表（你是不是想写“slips”？）",
    );
    says(
        "fn check(doc, param) { for hit in doc.matches(\"slips\") { hit.cell(\"rihgt\"); } }",
        "表里没有名为“rihgt”的列（你是不是想写“right”？）",
    );
    let mut tree = with_table("fn check(doc, param) { }");
    let text = tree.remove("t/data/slips.toml").unwrap();
    tree.insert("t/data/slip.toml".into(), text);
    let library = Library::read(&tree);
    let faults: Vec<String> = library.faults.iter().map(ToString::to_string).collect();
    assert!(
        faults[0].contains("data 文件夹里没有 slips.toml"),
        "{faults:?}"
    );
    assert!(faults[1].contains("不认识的数据文件"), "{faults:?}");
}

#[test]
fn slips_are_named_before_the_rule_runs() {
    // None of these branches is ever taken.
    let never = |code: &str| format!("if doc.sections.len > 999 {{ {code} }}");
    let slip = |code: &str, words: &str, message: &str, help: &str| {
        objects(&never(code), words, message, help);
    };
    slip(
        "findng(doc.start, \"甲\");",
        "findng",
        "没有函数 findng",
        "finding",
    );
    slip("doc.titel;", "titel", "没有属性 titel", "title");
    slip(
        "doc.sections.first.titel.text;",
        "titel",
        "没有属性 titel",
        "title",
    );
    slip("doc.title();", "title", "title 是属性，不是函数", "括号");
    slip(
        "doc.look_up;",
        "look_up",
        "没有属性 look_up",
        "后面要有括号",
    );
    slip("doc.has(\"wrod\");", "\"wrod\"", "没有名为“wrod”", "word");
    slip(
        "doc.start.matches(\"没有\");",
        "\"没有\"",
        "没有名为“没有”",
        "有的是：word",
    );
    slip("param.targt;", "targt", "没有参数 targt", "param.target");
    slip("let x = param.target.asb;", "asb", "没有属性 asb", "abs");
    slip(
        "doc.matches(\"word\")[0].group(\"n\");",
        "\"n\"",
        "没有名为“n”的组",
        "(?<n>…)",
    );
}

#[test]
fn slips_that_only_the_run_can_see_have_their_place_and_a_remedy() {
    objects("doc.sections[0].text;", "text", "Section 没有属性 text", "");
    objects("doc.start.title;", "title", "Place 没有属性 title", "");
    objects(
        "doc.signer.text;",
        "text",
        "对“没有”（()）取 text",
        "x == ()",
    );
    objects(
        "doc.signer.place.first(2);",
        "place",
        "对“没有”（()）取 place",
        "x == ()",
    );
    objects(
        "finding(\"甲\", doc.start);",
        "finding",
        "finding 不能这样用（参数：文字，Place）",
        "finding(place, message)",
    );
    objects("doc.sections[99];", "[", "没有第[99]项", "");
    objects(
        "doc.part(\"shortcoming\");",
        "part",
        "没有“shortcoming”这个部分",
        "",
    );
    objects("throw \"甲\";", "throw", "甲", "");
}

#[test]
fn marks_of_the_wrong_width_are_named() {
    objects("finding(doc.start， \"甲\");", "，", "", "半角");
    objects("if doc.year ＞ 3 { }", "＞", "", "半角");
    objects("note(“甲”);", "“", "", "半角");
}

#[test]
fn what_stands_outside_of_functions_is_refused() {
    let fault = fault(&tree("", "let limit = 40;\nfn check(doc, param) { }"));
    assert!(fault.message.contains("函数外面"), "{fault}");
}

#[test]
fn functions_are_shared_in_a_pack_and_break_at_their_own_place() {
    let mut tree = tree(
        "[keywords]\nword = [\"法治\"]\n",
        "fn check(doc, param) { for m in doc.matches(\"word\") { tell(m.place); } }",
    );
    let shared =
        "fn tell(place) {\n    finding(place, say(place));\n}\nfn say(place) { place.text }\n";
    tree.insert("t/shared.rhai".into(), shared.into());
    let checked = check(&tree);
    assert_eq!(checked.outcome.findings[0].message, "法治");
    let broken = "fn tell(place) {\n    let none = ();\n    none.text;\n}\n";
    tree.insert("t/shared.rhai".into(), broken.into());
    assert_eq!(
        fault(&tree).to_string(),
        "t/shared.rhai:3:10: 对“没有”（()）取 text（可能没有的东西，先用 x == () 判断）"
    );
    tree.insert(
        "t/shared.rhai".into(),
        "fn tell(place) { plcae.text }\n".into(),
    );
    assert!(fault(&tree).to_string().starts_with("t/shared.rhai:1:"));
    tree.insert(
        "t/shared.rhai".into(),
        "fn tell(place) { telll(place) }\n".into(),
    );
    assert!(
        fault(&tree)
            .to_string()
            .starts_with("t/shared.rhai:1:18: 没有函数 telll（你是不是想用 tell？）")
    );
}

#[test]
fn verdicts_are_ordered_by_rule_and_the_same_every_time() {
    let mut tree = tree("", "fn check(doc, param) { finding(doc.start, \"乙\"); }");
    for (pack, name) in [("t-a", "x"), ("t", "a"), ("t", "z"), ("a", "m")] {
        tree.insert(format!("{pack}/pack.toml"), tree["t/pack.toml"].clone());
        for file in ["rule.toml", "rule.rhai", "rule.md"] {
            let text = tree[&format!("t/r/{file}")].clone();
            tree.insert(format!("{pack}/{name}/{file}"), text);
        }
    }
    let first = check(&tree);
    let rules: Vec<&str> = first
        .outcome
        .verdicts
        .iter()
        .map(|verdict| verdict.rule.as_str())
        .collect();
    let mut sorted = rules.clone();
    sorted.sort_unstable();
    assert_eq!(rules, sorted);
    for _ in 0..5 {
        assert_eq!(check(&tree).outcome, first.outcome);
    }
}

/// What is registered is in the reference, and the other way round.
#[test]
fn every_host_function_is_documented() {
    let documented: BTreeSet<(&str, &str, bool)> = HOST
        .iter()
        .map(|function| {
            let name = function.signature.split('(').next().unwrap();
            (function.on, name, function.signature.contains('('))
        })
        .collect();
    assert_eq!(documented.len(), HOST.len(), "an entry stands twice");
    let registered = registered();
    for (on, name, is_function) in &documented {
        let entry = match is_function {
            true => (*name).to_owned(),
            false => format!("{on}.{name}"),
        };
        assert!(registered.contains(&entry), "{entry} is not registered");
    }
    let hidden = ["to_string", "to_debug", "sleep", "exit"];
    for entry in registered {
        let is_operator = !entry.starts_with(char::is_alphabetic);
        let known = match entry.split_once('.') {
            Some((on, name)) => documented.contains(&(on, name, false)),
            None => documented
                .iter()
                .any(|(_, name, is_function)| name == entry && *is_function),
        };
        assert!(
            known || is_operator || hidden.contains(&entry.as_str()),
            "{entry} is not in the reference"
        );
    }
}

/// Every example of the reference is a line that can be compiled.
#[test]
fn the_examples_of_the_reference_are_scripts() {
    for function in HOST.iter().filter(|function| !function.example.is_empty()) {
        let example = function.example.replace('…', "");
        let names = "place, hit, part, n, a, b, section, before, fact, facts, sections, sentence, mark, citation, first, last, rate, relation, operand, found";
        let script = format!(
            "fn check(doc, param) {{ }}\nfn example(doc, param, {names}) {{ for x in [] {{ {example}\n}} }}"
        );
        let toml = "[tables]\nslips = \"slips.toml\"\n[keywords]\nwords = [\"甲\"]\npast = [\"乙\"]\nplan = [\"丙\"]\n[patterns.p]\nregex = \"(?<n>.)(?<year>.)\"\n[param.target]\ntype = \"percent\"\ndefault = 95\nhelp = \"\"\n";
        let mut tree = tree(toml, &script);
        let table = "[[row]]\nwords = [\"丁\"]\nright = \"戊\"\nfrom = 2022-10-16\n";
        tree.insert("t/data/slips.toml".into(), table.into());
        let checked = check(&tree);
        let verdict = &checked.outcome.verdicts[0];
        assert_eq!(
            verdict.status,
            Status::Pass,
            "{}: {}",
            function.signature,
            verdict.reason
        );
    }
}

#[test]
fn lists_and_places_answer() {
    let is = |expression: &str, want: &str| {
        assert_eq!(
            says("", &format!("note(`${{{expression}}}`);")),
            want,
            "{expression}"
        );
    };
    is("doc.sections[-1].index", "1");
    is("doc.sections.is_empty", "false");
    is(
        "doc.sections.find(|s| s.number == 2).title.text",
        "存在的不足",
    );
    is("doc.sections.find(|s| s.number == 9) == ()", "true");
    is("doc.sections.map(|s| s.number).len", "2");
    is(
        "doc.facts.find(|f| f.kind == \"rate\").place.clause.text",
        "出庭应诉率９８．５ ％",
    );
    is("doc.date.text", "2024年3月1日");
    is("doc.start.brief", "临溯县2023年度法治政府建设情况报告");
    is("doc.whole.brief.len", "31");
    is("doc.joins", "0");
    is("number(\"１，２３４．５０％\").digits", "2");
    is("number(\"十二\") == ()", "true");
    is(
        "(number(\"12.6\").floor + number(\"12.4\").ceil).to_int()",
        "25",
    );
}

#[test]
fn facts_tell_what_they_can_stand_for() {
    let is = |expression: &str, want: &str| {
        let script = format!(
            "let fact = doc.facts.find(|f| f.kind == \"rate\"); note(`${{{expression}}}`);"
        );
        assert_eq!(says("", &script), want, "{expression}");
    };
    is("fact.interval", "[98.45, 98.55)");
    is("fact.low + fact.high", "197");
    is("fact.interval.low_open", "false");
    is("fact.interval.high_open", "true");
    is("fact.interval.holds(98.45 * 1)", "true");
    is("fact.interval_within(0.5)", "[98.45, 98.55)");
    is("fact.interval + interval(1)", "[99.45, 99.55)");
    is(
        "(interval(484) / interval(493) * 100).meets(fact.interval)",
        "false",
    );
    is("interval(98).below(fact.interval)", "true");
    is("fact.family", "percent");
    is("fact.period", "报告年度");
    is("fact.population == ()", "true");
    is("fact.relation", "rate");
    is("fact.trend == ()", "true");
    is("fact.negative", "false");
}

#[test]
fn parameters_with_a_hyphen_are_read_with_an_underscore() {
    let toml = "[param.least-words]\ntype = \"int\"\ndefault = 7\nhelp = \"\"\n";
    assert_eq!(says(toml, "note(`${param.least_words + 1}`);"), "8");
}

#[test]
fn a_broken_rule_is_broken_even_where_it_does_not_apply() {
    let toml = "applies = [\"township\"]\n";
    let checked = check(&tree(toml, "fn check(doc, param) { }"));
    assert_eq!(checked.outcome.verdicts[0].status, Status::NotApplicable);
    fault(&tree(toml, "fn chek(doc, param) { }"));
}

#[test]
fn only_rules_that_say_so_tell_fixes() {
    let script = "fn check(doc, param) {\n    for hit in doc.matches(\"word\") {\n        \
        finding(hit.place, \"错\").fix(\"乙\").fix(doc.title, \"丙\").gap(doc.gap(\"next-year\"));\n    }\n}";
    let word = "[keywords]\nword = [\"出庭应诉率\"]\n";
    let checked = check(&tree(&format!("fix = \"safe\"\n{word}"), script));
    let finding = &checked.outcome.findings[0];
    let document = &checked.document;
    let fixes: Vec<(&str, &str)> = finding
        .fixes
        .iter()
        .map(|fix| (document.slice(fix.span), fix.text.as_str()))
        .collect();
    let title = "临溯县2023年度法治政府建设情况报告";
    assert_eq!(fixes, [("出庭应诉率", "乙"), (title, "丙")]);
    assert_eq!(
        finding.gap.map(|gap| document.slice(gap)),
        Some("工作有不足。")
    );

    let refused = fault(&tree(word, script));
    assert!(refused.message.contains("fix = \"safe\""), "{refused}");
    let blank = script.replace("\"乙\"", "\" \"");
    assert!(
        fault(&tree(&format!("fix = \"safe\"\n{word}"), &blank))
            .message
            .contains("空")
    );
    let library = Library::read(&tree("fix = \"always\"\n", script));
    let told = library.faults[0].to_string();
    assert!(
        told.contains("没有“always”这个值") && told.contains("safe"),
        "{told}"
    );
}
