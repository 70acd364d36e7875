//! Exceptions live through edits of the report, and not through a change of what they quote.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;
use std::sync::Arc;
use yifa::check::Checked;
use yifa::check::Checker;
use yifa::check::Use;
use yifa::config::Config;
use yifa::document::Document;
use yifa::pack::Library;
use yifa::pack::Tree;
use yifa::reader;

const REPORT: &str = "临溯县人民政府关于2023年度法治政府建设情况的报告\n\
    一、2023年推进法治政府建设的主要举措和成效\n\
    （一）依法履职。全年办理行政复议案件12件，出庭应诉率为98%，持续提升依法行政能力和水平。\n\
    （二）规范执法。开展执法检查88次，合格率为97.5%，行政执法行为进一步得到规范和加强。\n\
    二、2023年存在的不足和原因\n\
    （一）力量不足。持证率为95%，主要原因是基层编制偏紧、人员流动较快而补充不够及时。\n";

/// A checker whose one rule reports every percentage and every 强力.
fn checker(exceptions: &str, today: &str) -> Result<Checker, String> {
    let toml = "title = \"率\"\nseverity = \"error\"\ncategory = \"target\"\nchecks = \"fully\"\n\
        [patterns.rate]\nregex = \"[0-9]+(?:[.][0-9]+)?%\"\n[[basis]]\ndocument = \"测试\"\nseen = true\n";
    let script =
        "fn check(doc, param) { for hit in doc.matches(\"rate\") { finding(hit.place, \"率\"); } }";
    let mut tree = Tree::new();
    tree.insert(
        "t/pack.toml".into(),
        "title = \"甲\"\nsource = \"乙\"\n".into(),
    );
    tree.insert("t/rate/rule.toml".into(), toml.into());
    tree.insert("t/rate/rule.rhai".into(), script.into());
    tree.insert(
        "t/rate/rule.md".into(),
        "```report\n⟦1%⟧\n```\n```report\n乙\n```\n".into(),
    );
    let mut config = Config::parse("yifa.toml", exceptions).map_err(|fault| fault.to_string())?;
    config.today = Some(today.parse().unwrap());
    let checker = Checker::new(Arc::new(Library::read(&tree)), &config);
    checker.map_err(|faults| faults[0].to_string())
}

fn exception(lines: &str) -> String {
    format!("[[exception]]\nrule = \"t/rate\"\nreason = \"已说明\"\nby = \"张三\"\n{lines}\n")
}

fn check(exceptions: &str, report: &str) -> Checked {
    let checker = checker(exceptions, "2026-06-30").unwrap();
    let source = reader::read("a.txt", report.as_bytes()).unwrap();
    checker.check(Document::new(source), None)
}

/// The words that are excepted, and how many findings are left.
fn excepted(lines: &str, report: &str) -> (Vec<String>, usize) {
    let checked = check(&exception(lines), report);
    let outcome = &checked.outcome;
    let words = outcome.excepted.iter();
    let words = words.map(|e| checked.document.slice(e.finding.span).to_owned());
    (words.collect(), outcome.findings.len())
}

/// Edits that leave what is quoted alone.
fn edits() -> Vec<(&'static str, String)> {
    let wide: String = REPORT
        .chars()
        .map(|c| match c {
            '0'..='9' | '%' => char::from_u32(c as u32 + 0xFEE0).unwrap(),
            c => c,
        })
        .collect();
    let wrapped: String = REPORT.lines().map(|line| wrap(line, 21)).collect();
    vec![
        ("as it is", REPORT.to_owned()),
        (
            "inserted before",
            REPORT.replace(
                "（一）依法履职",
                "（一）加强领导。新增一段话。\n（二）依法履职",
            ),
        ),
        (
            "deleted before",
            REPORT.replace("全年办理行政复议案件12件，", ""),
        ),
        (
            "renumbered",
            REPORT
                .replace("（一）依法", "（五）依法")
                .replace("（二）规范", "（六）规范"),
        ),
        (
            "half width",
            REPORT
                .replace('（', "(")
                .replace('）', ")")
                .replace('，', ","),
        ),
        ("full width", wide),
        (
            "blanks",
            REPORT.replace("98%", " 98 % ").replace("97.5%", "97.5 %"),
        ),
        ("rewrapped", wrapped),
        ("other line ends", REPORT.replace('\n', "\r\n")),
        ("traditional", REPORT.replace("出庭应诉", "出庭應訴")),
    ]
}

/// Wraps a line as a mail program would; headings stay whole.
fn wrap(line: &str, width: usize) -> String {
    if line.chars().count() < 40 {
        return format!("{line}\n");
    }
    let chars: Vec<char> = line.chars().collect();
    let rows: Vec<String> = chars
        .chunks(width)
        .map(|row| row.iter().collect())
        .collect();
    rows.join("\n") + "\n"
}

#[test]
fn an_exception_lives_through_edits_of_the_report() {
    for lines in [
        "exact = \"98%\"",
        "exact = \"出庭应诉率为98%\"",
        "exact = \"98%\"\nprefix = \"出庭应诉率为\"\nsuffix = \"，持续\"",
        "exact = \"９８％\"\nsection = \"（一）依法履职\"",
        "section = \"依法履职\"",
    ] {
        for (edit, report) in edits() {
            let (words, left) = excepted(lines, &report);
            let word: String = words
                .concat()
                .chars()
                .filter(|c| !c.is_whitespace())
                .collect();
            assert!(
                word == "98%" || word == "９８％",
                "{edit}, {lines}: {words:?}"
            );
            assert_eq!(left, 2, "{edit}, {lines}");
        }
    }
}

#[test]
fn an_exception_falls_away_with_what_it_quotes() {
    let change = |from: &str, to: &str, lines: &str| {
        let report = REPORT.replace(from, to);
        assert_ne!(report, REPORT);
        assert_eq!(excepted(lines, &report), (Vec::new(), 3), "{lines}: {to}");
        let checked = check(&exception(lines), &report);
        assert_eq!(checked.uses, [Use::Unmatched]);
    };
    let whole = "exact = \"出庭应诉率为98%\"";
    // Every digit of it, and a number that grows around it.
    change("98%", "99%", whole);
    change("98%", "88%", whole);
    change("98%", "98.5%", whole);
    change("98%", "198%", "exact = \"98%\"");
    change("97.5%", "97.6%", "exact = \"97.5%\"");
    // A number in the words around it is quoted too.
    change(
        "12件",
        "13件",
        "exact = \"98%\"\nprefix = \"复议案件12件，出庭应诉率为\"",
    );
    // Part of a number is no number.
    assert_eq!(excepted("exact = \"5%\"", REPORT), (Vec::new(), 3));
    assert_eq!(excepted("exact = \"8%\"", REPORT), (Vec::new(), 3));
    // The section is another one.
    change("依法履职", "履职尽责", "section = \"依法履职\"");
}

#[test]
fn words_that_stand_twice_must_say_which_is_meant() {
    let twice = REPORT.replace("97.5%", "98%");
    let checked = check(&exception("exact = \"98%\""), &twice);
    assert_eq!(checked.uses, [Use::Ambiguous(2)]);
    assert_eq!(
        (
            checked.outcome.findings.len(),
            checked.outcome.excepted.len()
        ),
        (3, 0)
    );
    let (words, left) = excepted("exact = \"98%\"\nprefix = \"合格率为\"", &twice);
    assert_eq!((words.len(), left), (1, 2));
    let (words, left) = excepted("exact = \"98%\"\nsection = \"规范执法\"", &twice);
    assert_eq!((words.len(), left), (1, 2));
}

#[test]
fn an_exception_ends_with_its_last_day() {
    let on = |today: &str| {
        let checker = checker(&exception("exact = \"98%\"\nuntil = 2026-06-30"), today).unwrap();
        let source = reader::read("a.txt", REPORT.as_bytes()).unwrap();
        checker.check(Document::new(source), None)
    };
    let last = on("2026-06-30");
    assert_eq!(last.uses, [Use::Applied(1)]);
    assert_eq!(
        last.outcome.excepted[0].to_string(),
        "已说明（张三，至 2026-06-30）"
    );
    let after = on("2026-07-01");
    assert_eq!(after.uses, [Use::Expired]);
    assert_eq!(
        (after.outcome.findings.len(), after.outcome.excepted.len()),
        (3, 0)
    );
}

#[test]
fn an_exception_must_say_what_why_and_who() {
    let refused = |text: &str, says: &str| {
        let why = checker(text, "2026-06-30").map(|_| ()).expect_err(text);
        assert!(why.contains(says), "{why}");
    };
    refused(
        &exception("exact = \"98%\"\nuntil = \"2015/10/21\""),
        "yifa.toml:6:9: 日期要写成 2026-06-30 这样",
    );
    refused(
        &exception("exact = \"98%\"\nuntil = 2026-02-30"),
        "yifa.toml:6",
    );
    refused(&exception("exact = \" \""), "“exact”是空的");
    refused(&exception(""), "没有说是哪一处");
    refused(
        &exception("prefix = \"甲\"\nsection = \"乙\""),
        "没有 exact",
    );
    refused(
        &exception("exact = \"98%\"\nwho = \"李四\""),
        "没有“who”这个键",
    );
    refused(
        "[[exception]]\nrule = \"t/rate\"\nexact = \"98%\"\nby = \"张三\"\n",
        "缺少 reason",
    );
    refused(
        "[[exception]]\nrule = \"t/rate\"\nexact = \"98%\"\nreason = \"甲\"\n",
        "缺少 by",
    );
    let unknown = exception("exact = \"98%\"").replace("t/rate", "t/rat");
    refused(&unknown, "没有规则“t/rat”（你是不是想写“t/rate”？）");
    refused("exception = 1", "[[exception]]");
}

/// A folder with a report and a configuration, apart from all others.
fn folder(name: &str, config: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("exceptions")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join(".git")).unwrap();
    let report = "临溯县人民政府关于2023年度法治政府建设情况的报告\n一、2023年主要举措和成效\n\
        办理行政复议案件12件。全年评查案卷XX件，持续推进。\n二、2023年存在的不足和原因\n\
        执法力量不足，主要原因是编制偏紧。\n2024年1月10日\n";
    fs::write(folder.join("report.txt"), report).unwrap();
    fs::write(folder.join("yifa.toml"), config).unwrap();
    folder
}

fn yifa(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yifa"));
    command.current_dir(folder).env_clear().stdin(Stdio::null());
    let output = command.args(args).output().unwrap();
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

const OF_PLACEHOLDER: &str = "[[exception]]\nrule = \"wording/placeholder-left-in\"\nexact = \"XX\"\n\
    prefix = \"案卷\"\nreason = \"待统计局提供\"\nby = \"李四\"\nuntil = 2026-06-30\n";

#[test]
fn what_is_excepted_stays_visible_in_every_output() {
    let folder = folder("visible", OF_PLACEHOLDER);
    let select = [
        "--select",
        "wording/placeholder-left-in",
        "--today",
        "2026-06-30",
    ];
    let check = |more: &[&str]| {
        yifa(
            &folder,
            &[&["check", "report.txt"], &select[..], more].concat(),
        )
    };
    let (code, said, errors) = check(&[]);
    assert_eq!((code, errors.as_str()), (0, ""), "{said}");
    assert!(
        said.contains("已豁免") && said.contains("待统计局提供（李四，至 2026-06-30）"),
        "{said}"
    );
    assert!(said.contains("另有 1 处问题按豁免处理，不计在内"), "{said}");
    for format in [
        "json", "jsonl", "sarif", "junit", "github", "gitlab", "markdown", "html",
    ] {
        let (code, said, _) = check(&["--format", format]);
        assert_eq!(code, 0, "{format}");
        assert!(said.contains("待统计局提供"), "{format}: {said}");
    }
    let (_, json, _) = check(&["--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value["summary"]["excepted"], 1);
    let excepted = &value["reports"][0]["excepted"][0];
    assert_eq!(
        (&excepted["by"], &excepted["until"]),
        (&"李四".into(), &"2026-06-30".into())
    );
    let (_, sarif, _) = check(&["--format", "sarif"]);
    let value: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(
        value["runs"][0]["results"][0]["suppressions"][0]["kind"],
        "external"
    );
    let (code, said, _) = yifa(
        &folder,
        &[&["annotate", "report.txt"], &select[..]].concat(),
    );
    assert_eq!(
        (code, said.contains("按豁免处理 1 处")),
        (0, true),
        "{said}"
    );
}

#[test]
fn exceptions_that_do_nothing_are_told_at_their_place() {
    let idle = OF_PLACEHOLDER.replace("exact = \"XX\"", "exact = \"YY\"");
    let folder = folder("idle", &format!("{OF_PLACEHOLDER}\n{idle}"));
    let (code, _, errors) = yifa(&folder, &["check", "report.txt", "--today", "2026-06-30"]);
    assert!(
        errors.contains("yifa.toml:10:8") && errors.contains("没有对应的问题"),
        "{errors}"
    );
    assert!(!errors.contains("yifa.toml:2:8"), "{errors}");
    assert_ne!(code, 2);
    // Over: told, and the finding is back.
    let (code, _, errors) = yifa(&folder, &["check", "report.txt", "--today", "2026-07-01"]);
    assert!(
        errors.contains("yifa.toml:2:8") && errors.contains("已经过期"),
        "{errors}"
    );
    assert_eq!(code, 1);
    // A rule that was not run says nothing of its exceptions.
    let args = [
        "check",
        "report.txt",
        "--today",
        "2026-06-30",
        "--ignore",
        "wording/placeholder-left-in",
    ];
    assert_eq!(yifa(&folder, &args).2, "");
}

#[test]
fn exceptions_may_stand_in_a_file_of_their_own() {
    let folder = folder("own", "exceptions = \"豁免.toml\"\n");
    let check = || yifa(&folder, &["check", "report.txt", "--today", "2026-06-30"]);
    let (code, _, errors) = check();
    assert_eq!(code, 2);
    assert!(
        errors.contains("yifa.toml:1:14") && errors.contains("找不到"),
        "{errors}"
    );
    fs::write(folder.join("豁免.toml"), OF_PLACEHOLDER).unwrap();
    let (_, said, errors) = check();
    assert!(
        said.contains("待统计局提供") && errors.is_empty(),
        "{said}{errors}"
    );
    fs::write(folder.join("豁免.toml"), "kind = \"department\"\n").unwrap();
    let (code, _, errors) = check();
    assert_eq!(code, 2);
    assert!(errors.contains("豁免.toml:1:1"), "{errors}");
    let (code, _, errors) = yifa(&folder, &["check", "report.txt", "--today", "2015/10/21"]);
    assert_eq!(
        (code, errors.contains("2026-06-30 这样")),
        (2, true),
        "{errors}"
    );
}
