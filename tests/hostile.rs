//! A hostile pack ends as broken, within limits, and the other rules are unaffected.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::indexing_slicing
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;
use yifa::check::Checked;
use yifa::check::Checker;
use yifa::config::Config;
use yifa::document::Document;
use yifa::engine::limits;
use yifa::finding::Status;
use yifa::pack::Library;
use yifa::pack::Tree;
use yifa::reader;

const TOML: &str = "title = \"甲\"\nseverity = \"advice\"\ncategory = \"wording\"\nchecks = \"fully\"\n[keywords]\nword = [\"法治\"]\n[[basis]]\ndocument = \"测试\"\nseen = true\n";
const PAGE: &str = "```report\n⟦法治⟧\n```\n```report\n很好\n```\n";
const REPORT: &str = "临溯县2023年度法治政府建设情况报告\n一、主要举措\n全年办理行政复议案件12件。";

/// A pack of the scripts given, and an innocent rule that reports 法治.
fn check(scripts: &[(&str, &str)]) -> Checked {
    let mut tree: Tree = BTreeMap::new();
    tree.insert(
        "t/pack.toml".into(),
        "title = \"甲\"\nsource = \"乙\"\n".into(),
    );
    let innocent =
        "fn check(doc, param) { for hit in doc.matches(\"word\") { finding(hit.place, \"有\"); } }";
    for (name, script) in scripts.iter().chain(&[("innocent", innocent)]) {
        tree.insert(format!("t/{name}/rule.toml"), TOML.into());
        tree.insert(format!("t/{name}/rule.rhai"), (*script).to_owned().into());
        tree.insert(format!("t/{name}/rule.md"), PAGE.into());
    }
    let checker = Checker::new(Arc::new(Library::read(&tree)), &Config::default()).unwrap();
    let source = reader::read("a.txt", REPORT.as_bytes()).unwrap();
    checker.check(Document::new(source), None)
}

fn reason(checked: &Checked, name: &str) -> String {
    let verdict = checked
        .outcome
        .verdicts
        .iter()
        .find(|verdict| verdict.rule == format!("t/{name}"))
        .unwrap();
    match &verdict.status {
        Status::Broken(_) => verdict.reason.clone(),
        other => panic!("{name} is {}", other.name()),
    }
}

/// Script body and what its fault says.
const HOSTILE: &[(&str, &str, &str)] = &[
    ("endless", "loop { }", "运算太多"),
    ("doubling", "let s = \"法\"; loop { s += s; }", "数据太大"),
    (
        "padding",
        "let s = \"\"; s.pad(100000000, '法'); s",
        "数据太大",
    ),
    ("array", "let a = []; loop { a.push(1); }", "太"),
    ("nested", "let a = [0]; loop { a = [a, a]; }", "太"),
    (
        "map",
        "let m = #{}; let i = 0; loop { m[`k${i}`] = 1; i += 1; }",
        "太",
    ),
    ("lists", "loop { let x = doc.sentences; }", "太多"),
    ("texts", "loop { let x = doc.whole.text; }", "太多"),
    ("flood", "loop { finding(doc.start, \"甲\"); }", "太多"),
    (
        "giant",
        "let s = \"法法法法法法法法\"; for i in 0..9 { s += s; } finding(doc.start, s);",
        "最多",
    ),
    // What Rhai counts as one operation however large the value is.
    (
        "copy",
        "let a = []; a.pad(4000, 0); loop { let b = a; }",
        "运算太多",
    ),
    (
        "search",
        "let a = []; a.pad(4000, 0); loop { a.contains(1); }",
        "运算太多",
    ),
    (
        "compare",
        "let a = []; a.pad(4000, 0); let b = a; loop { a == b; }",
        "运算太多",
    ),
    (
        "characters",
        "let s = \"\"; s.pad(60000, \"a\"); loop { for c in s { break; } }",
        "运算太多",
    ),
    (
        "index",
        "let s = \"\"; s.pad(60000, \"a\"); loop { s[30000] = \"b\"[0]; }",
        "运算太多",
    ),
    (
        "entries",
        "let m = #{}; for i in 0..500 { m[`k${i}`] = i; } loop { let b = m; }",
        "运算太多",
    ),
    (
        "curry",
        "let a = []; a.pad(4000, 0); let f = |x, y| y; let g = f.curry(a); loop { g.call(1); }",
        "运算太多",
    ),
    // Rhai forgets what was counted inside a closure.
    (
        "closures",
        "let a = []; a.pad(4000, 0); let b = a; a.filter(|x| b.filter(|y| { let n = 0; while n < 1000 { n += 1; } true }).len > 0);",
        "运算太多",
    ),
    // A list is outside of the limits for arrays.
    (
        "kept",
        "let s = doc.sentences; let x = \"\"; x.pad(60000, \"a\"); let k = []; loop { k.push(s.map(|p| `${x}${k.len}`)); }",
        "太多",
    ),
    (
        "caught",
        "loop { try { doc.sentences; } catch { } }",
        "运算太多",
    ),
    ("sleep", "sleep(10);", "不能用 sleep"),
    ("exit", "exit();", "不能用 exit"),
    ("property", "let x = doc.titel;", "没有属性"),
    ("number", "if doc.year == \"2023\" { }", "不能比较"),
    ("fact", "if doc.facts[0].value > \"95\" { }", "不能比较"),
    (
        "missing-set",
        "doc.matches(\"wrod\");",
        "你是不是想写“word”",
    ),
    ("metric", "doc.facts_of(\"nothing\");", "没有指标"),
    ("returns", "[1]", "不应返回值"),
];

#[test]
fn each_hostile_rule_breaks_and_the_innocent_one_reports() {
    let scripts: Vec<(String, String)> = HOSTILE
        .iter()
        .map(|(name, body, _)| {
            (
                (*name).to_owned(),
                format!("fn check(doc, param) {{ {body} }}"),
            )
        })
        .collect();
    let borrowed: Vec<(&str, &str)> = scripts
        .iter()
        .map(|(name, script)| (name.as_str(), script.as_str()))
        .collect();
    let start = Instant::now();
    let checked = check(&borrowed);
    // Each takes less than a second without optimisation on an idle machine; this one may be busy.
    let each = start.elapsed() / u32::try_from(HOSTILE.len()).unwrap();
    assert!(each < Duration::from_secs(2), "{each:?} a rule");
    for (name, _, says) in HOSTILE {
        let reason = reason(&checked, name);
        assert!(reason.contains(says), "{name}: {reason}");
        assert!(
            reason.contains("rule.rhai:1:"),
            "{name} has a place: {reason}"
        );
    }
    let rules: Vec<&str> = checked
        .outcome
        .findings
        .iter()
        .map(|finding| finding.rule.as_str())
        .collect();
    assert_eq!(rules, ["t/innocent"]);
}

#[test]
fn what_scripts_may_not_say_is_refused_when_they_are_loaded() {
    let deep = {
        let mut script = String::from("fn check(doc, param) { let x = ");
        for _ in 0..200 {
            script.push('(');
        }
        script.push('1');
        for _ in 0..200 {
            script.push(')');
        }
        script.push_str("; }");
        script
    };
    let checked = check(&[
        (
            "recursion",
            "fn check(doc, param) { f(1); } fn f(n) { f(n + 1); }",
        ),
        ("eval", "fn check(doc, param) { eval(\"1\"); }"),
        (
            "import",
            "import \"../secret\" as s; fn check(doc, param) { }",
        ),
        ("print", "fn check(doc, param) { print(\"甲\"); }"),
        (
            "unknown",
            "fn check(doc, param) { if doc.parts.len == 9 { findng(doc.start, \"甲\"); } }",
        ),
        ("variable", "fn check(doc, param) { let x = titel; }"),
        (
            "full-width",
            "fn check(doc, param) { finding(doc.start， \"甲\"); }",
        ),
        ("no-check", "fn chek(doc, param) { }"),
        ("deep", &deep),
    ]);
    for (name, says) in [
        ("recursion", "套得太深"),
        ("eval", "eval"),
        ("import", "import"),
        ("print", "print"),
        ("unknown", "你是不是想用 finding"),
        ("variable", "没有变量 titel"),
        ("full-width", "半角"),
        ("no-check", "没有 fn check"),
        ("deep", "太深"),
    ] {
        let reason = reason(&checked, name);
        assert!(reason.contains(says), "{name}: {reason}");
    }
}

/// A pattern can neither grow without end nor search longer than its text.
#[test]
fn patterns_are_linear_and_bounded() {
    let mut tree = Tree::new();
    tree.insert(
        "t/pack.toml".into(),
        "title = \"甲\"\nsource = \"乙\"\n".into(),
    );
    let patterns = [
        ("bomb", "((((法{1,99}){1,99}){1,99}){1,99})"),
        ("square", "A.*[^A]|A"),
        ("nested", "(?:A+)+$|(?:A|A)*甲"),
    ];
    for (name, regex) in patterns {
        let toml = TOML.replace(
            "[keywords]",
            &format!("[patterns.p]\nregex = '{regex}'\n[keywords]"),
        );
        let script = "fn check(doc, param) { note(`${doc.matches(\"p\").len}`); }";
        tree.insert(format!("t/{name}/rule.toml"), toml.into());
        tree.insert(format!("t/{name}/rule.rhai"), script.into());
        tree.insert(format!("t/{name}/rule.md"), PAGE.into());
    }
    let checker = Checker::new(Arc::new(Library::read(&tree)), &Config::default()).unwrap();
    let report = format!("{REPORT}\n{}", "A".repeat(60_000));
    let source = reader::read("a.txt", report.as_bytes()).unwrap();
    let start = Instant::now();
    let checked = checker.check(Document::new(source), None);
    assert!(start.elapsed() < Duration::from_secs(10));
    assert!(reason(&checked, "bomb").contains("展开后太大"));
    let others = checked.outcome.verdicts.iter().skip(1);
    assert!(
        others
            .map(|verdict| &verdict.status)
            .all(|status| *status == Status::Pass)
    );
}

/// Rhai's own defaults differ between debug and release; ours are these in both.
#[test]
fn the_limits_are_ours() {
    let mut deepest = String::from("fn check(doc, param) { let x = ");
    for _ in 0..25 {
        deepest.push('(');
    }
    deepest.push_str("1 + 1");
    for _ in 0..25 {
        deepest.push(')');
    }
    deepest.push_str("; deeper(20); }\nfn deeper(n) { if n > 0 { deeper(n - 1); } }");
    let checked = check(&[("deepest", &deepest)]);
    let verdict = checked
        .outcome
        .verdicts
        .iter()
        .find(|verdict| verdict.rule == "t/deepest")
        .unwrap();
    assert_eq!(verdict.status, Status::Pass, "{}", verdict.reason);
    // In debug and in release: a pack that runs here runs there.
    assert_eq!((limits::EXPRESSION_DEPTH, limits::CALL_LEVELS), (64, 24));
    assert_eq!((limits::VARIABLES, limits::FUNCTIONS), (256, 128));
    assert_eq!(
        (limits::STRING, limits::ARRAY, limits::MAP),
        (65_536, 4_096, 512)
    );
    assert_eq!((limits::OPERATIONS, limits::FUEL), (500_000, 1_000_000));
    assert_eq!((limits::FINDINGS, limits::MESSAGE), (500, 400));
}

#[test]
fn faults_point_at_their_place() {
    let mut script = String::from("fn check(doc, param) {\n");
    writeln!(script, "    let 甲 = doc.start;").unwrap();
    writeln!(script, "    甲.nothing;\n}}").unwrap();
    let checked = check(&[("place", &script)]);
    let reason = reason(&checked, "place");
    assert!(reason.contains("rule.rhai:3:"), "{reason}");
}
