//! Comments of a Markdown or web report that take findings out, and what is told of wrong ones.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use yifa::reader;

const RULE: &str = "wording/placeholder-left-in";

/// A report in Markdown whose third paragraph has a placeholder.
fn report(before: &str, behind: &str) -> String {
    format!(
        "# 临溯县人民政府关于2023年度法治政府建设情况的报告\n\n## 一、2023年主要举措和成效\n\n\
         开展培训12次。\n\n{before}\n全年评查案卷XX件，持续推进。\n\n{behind}\n听证XX次。\n\n\
         ## 二、2023年存在的不足和原因\n\n执法力量不足，主要原因是编制偏紧。\n\n2024年1月10日\n"
    )
}

/// The same as a page.
fn page(before: &str, behind: &str) -> String {
    format!(
        "<html><body><h1>临溯县人民政府关于2023年度法治政府建设情况的报告</h1>\r\n\
         <h2>一、2023年主要举措和成效</h2>\r\n<p>开展培训12次。</p>\r\n{before}\r\n\
         <p>全年评查案卷XX件，持续推进。</p>{behind}<p>听证XX次。</p>\r\n\
         <h2>二、2023年存在的不足和原因</h2><p>执法力量不足，主要原因是编制偏紧。</p></body></html>"
    )
}

/// A folder that no other test uses.
fn folder() -> PathBuf {
    static N: AtomicUsize = AtomicUsize::new(0);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("directives")
        .join(N.fetch_add(1, Ordering::Relaxed).to_string());
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join(".git")).unwrap();
    folder
}

/// Exit code, standard output and standard error.
fn check(name: &str, text: &str, more: &[&str]) -> (i32, String, String) {
    let folder = folder();
    fs::write(folder.join(name), text).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_yifa"));
    command
        .current_dir(&folder)
        .env_clear()
        .stdin(Stdio::null());
    let output = command
        .args(["check", name, "--select", RULE])
        .args(more)
        .output()
        .unwrap();
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

/// Findings, exceptions and what is told, by format.
fn counts(name: &str, text: &str) -> (usize, usize, String) {
    let (_, json, errors) = check(name, text, &["--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&json).expect(&json);
    let report = &value["reports"][0];
    let n = |key: &str| report[key].as_array().unwrap().len();
    (n("findings"), n("excepted"), errors)
}

#[test]
fn a_comment_takes_out_what_stands_in_the_next_block() {
    let one = format!("<!-- yifa-ignore {RULE}: 待统计局提供 -->");
    let wide = format!("<!--yifa-ignore {RULE}：待统计局提供-->\n");
    let long = format!("<!-- yifa-ignore {RULE}:\n待统计局提供\n-->");
    for (n, comment) in [one, wide, long].iter().enumerate() {
        let text = report(comment, "");
        assert_eq!(
            counts(&format!("m{n}.md"), &text),
            (1, 1, String::new()),
            "{text}"
        );
        let text = page(comment, "");
        assert_eq!(
            counts(&format!("h{n}.html"), &text),
            (1, 1, String::new()),
            "{text}"
        );
    }
    let one = format!("<!-- yifa-ignore {RULE}: 待统计局提供 -->");
    let (code, said, _) = check("seen.md", &report(&one, &one), &[]);
    assert_eq!(code, 0);
    assert!(said.contains("待统计局提供（写在报告里）"), "{said}");
    assert!(said.contains("另有 2 处问题按豁免处理"), "{said}");
    let (_, sarif, _) = check("sarif.md", &report(&one, ""), &["--format", "sarif"]);
    assert!(sarif.contains("\"kind\":\"inSource\""), "{sarif}");
}

#[test]
fn a_range_takes_out_what_stands_between() {
    let begin = format!("<!-- yifa-ignore-begin {RULE}: 待提供 -->");
    let end = format!("<!-- yifa-ignore-end {RULE} -->");
    assert_eq!(counts("a.md", &report(&begin, &end)), (1, 1, String::new()));
    assert_eq!(counts("b.html", &page(&begin, &end)), (1, 1, String::new()));
    let whole = report(&begin, "").replace("## 二", &format!("{end}\n\n## 二"));
    assert_eq!(counts("c.md", &whole), (0, 2, String::new()));
}

#[test]
fn comments_are_no_text() {
    let comment = format!("<!-- yifa-ignore {RULE}: 待提供 -->");
    for (name, with, without) in [
        ("a.md", report(&comment, ""), report("", "")),
        ("a.html", page(&comment, ""), page("", "")),
    ] {
        let read = |text: &str| {
            reader::read(name, text.as_bytes())
                .unwrap()
                .text()
                .to_owned()
        };
        assert_eq!(read(&with), read(&without), "{name}");
        let source = reader::read(name, with.as_bytes()).unwrap();
        let [directive] = source.directives() else {
            panic!("{name}: one directive");
        };
        assert_eq!(
            &source.directives_file()[directive.span.range()],
            comment,
            "{name}"
        );
        let next = source
            .blocks()
            .iter()
            .find(|block| block.span.start >= directive.at);
        assert!(
            source.slice(next.unwrap().span).starts_with("全年评查案卷"),
            "{name}"
        );
    }
    // Other comments leave no trace, and code is text.
    let source = reader::read("a.md", report("<!-- 起草说明 -->", "").as_bytes()).unwrap();
    assert!(source.directives().is_empty());
}

#[test]
fn what_is_wrong_with_a_comment_is_told_at_its_place() {
    let wrong = |comment: &str, says: &[&str]| {
        for (name, text) in [("a.md", report(comment, "")), ("a.html", page(comment, ""))] {
            let (findings, excepted, errors) = counts(name, &text);
            assert_eq!((findings, excepted), (2, 0), "{name}: {comment}");
            let line = if name == "a.md" { 7 } else { 4 };
            assert!(
                errors.contains(&format!("{name}:{line}:1")),
                "{name}: {errors}"
            );
            for says in says {
                assert!(errors.contains(says), "{name}: {says}: {errors}");
            }
        }
    };
    wrong(&format!("<!-- yifa-ignore {RULE} -->"), &["没有写理由"]);
    wrong("<!-- yifa-ignore : 理由 -->", &["没有写规则"]);
    wrong(
        "<!-- yifa-ignore wording/placeholder-left: 理由 -->",
        &["没有规则", "placeholder-left-in"],
    );
    wrong(
        &format!("<!-- yifa-ignor {RULE}: 理由 -->"),
        &["没有“yifa-ignor”这个指令", "yifa-ignore"],
    );
    wrong(
        &format!("<!-- yifa-ignore-begin {RULE}: 理由 -->"),
        &["后面没有", "yifa-ignore-end"],
    );
    wrong(
        &format!("<!-- yifa-ignore-end {RULE} -->"),
        &["前面没有", "yifa-ignore-begin"],
    );
}

#[test]
fn a_comment_that_does_nothing_is_told() {
    let unused = format!("<!-- yifa-ignore {RULE}: 理由 -->");
    let text = report("", "").replace("开展培训", &format!("{unused}\n开展培训"));
    let (findings, excepted, errors) = counts("a.md", &text);
    assert_eq!((findings, excepted), (2, 0));
    assert!(
        errors.contains("a.md:5:1") && errors.contains("没有对应的问题"),
        "{errors}"
    );
    let last = format!("{}\n{unused}\n", report("", ""));
    assert!(counts("b.md", &last).2.contains("没有对应的问题"));
    // A rule that was not run says nothing of its comments.
    let (_, _, errors) = check("c.md", &text, &["--ignore", RULE, "--select", "wording"]);
    assert_eq!(errors, "");
    // Only Markdown and web pages have comments.
    let (code, _, errors) = check("d.txt", &report(&unused, ""), &[]);
    assert_eq!((code, errors.as_str()), (1, ""));
}

#[test]
fn thousands_of_comments_are_no_trouble() {
    let many = "<!-- yifa-ignore 甲/乙: 丙 -->\n".repeat(20_000);
    for (name, text) in [("a.md", report(&many, "")), ("a.html", page(&many, ""))] {
        let source = reader::read(name, text.as_bytes()).unwrap();
        assert_eq!(source.directives().len(), 1000, "{name}");
        let (findings, _, errors) = counts(name, &text);
        assert_eq!(findings, 2);
        assert!(errors.matches("没有规则“甲/乙”").count() <= 20);
    }
}
