//! Baselines: only what is new is shown, and what the baseline hides is counted.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;

const REPORT: &str = "临溯县人民政府关于2023年度法治政府建设情况的报告\n一、2023年主要举措和成效\n\
    全年评查案卷XX件。开展培训12次。组织考试12次。\n二、2023年存在的不足和原因\n\
    执法力量不足，主要原因是编制偏紧。\n2024年1月10日\n";

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("baseline")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join(".git")).unwrap();
    fs::write(folder.join("report.txt"), REPORT).unwrap();
    folder
}

const SELECT: [&str; 2] = ["--select", "wording/placeholder-left-in"];

/// Exit code, standard output and standard error.
fn yifa(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yifa"));
    command.current_dir(folder).env_clear().stdin(Stdio::null());
    let output = command.args(args).args(SELECT).output().unwrap();
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

fn write(folder: &Path) {
    let (code, said, errors) = yifa(folder, &["baseline", "report.txt"]);
    assert_eq!((code, errors.as_str()), (0, ""), "{said}");
    assert_eq!(said, "yifa-baseline.json：1 份报告的 1 处问题记入基线\n");
}

fn check(folder: &Path, report: &str, more: &[&str]) -> (i32, String, String) {
    fs::write(folder.join("report.txt"), report).unwrap();
    let args = ["check", "report.txt", "--baseline", "yifa-baseline.json"];
    yifa(folder, &[&args[..], more].concat())
}

#[test]
fn what_was_there_is_counted_and_what_is_new_is_shown() {
    let folder = folder("new");
    write(&folder);
    let (code, said, errors) = check(&folder, REPORT, &[]);
    assert_eq!((code, errors.as_str()), (0, ""), "{said}");
    assert!(said.contains("另有 1 处问题在基线里，未显示"), "{said}");
    // Whatever stands before it, and however it is numbered and spaced.
    for (from, to) in [
        ("一、", "一、加强领导\n先说一段。\n二、"),
        ("12次", " 12 次"),
        ("12次", "13次"),
    ] {
        let (code, _, errors) = check(&folder, &REPORT.replace(from, to), &[]);
        assert_eq!((code, errors.as_str()), (0, ""), "{to}");
    }
    // One more of the same words.
    let (code, said, _) = check(&folder, &REPORT.replace("开展培训12", "评查案卷XX"), &[]);
    assert_eq!(
        (code, said.matches("规则：wording").count()),
        (1, 1),
        "{said}"
    );
    let (_, json, _) = check(&folder, REPORT, &["--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value["summary"]["known"], 1);
    assert_eq!(value["summary"]["findings"]["error"], 0);
}

#[test]
fn one_that_takes_the_place_of_another_is_seen() {
    let folder = folder("swap");
    write(&folder);
    let swapped = REPORT
        .replace("XX件", "12件")
        .replace("考试12次", "考试XX次");
    assert_ne!(swapped, REPORT);
    let (code, said, errors) = check(&folder, &swapped, &[]);
    assert_eq!(code, 1, "{said}");
    assert!(errors.contains("基线里有 1 处已经没有了"), "{errors}");
}

#[test]
fn a_stale_baseline_fails_only_when_that_is_asked_for() {
    let folder = folder("stale");
    write(&folder);
    let mended = REPORT.replace("XX件", "12件");
    let (code, _, errors) = check(&folder, &mended, &[]);
    assert_eq!(
        (code, errors.contains("请用 yifa baseline 更新")),
        (0, true),
        "{errors}"
    );
    assert_eq!(check(&folder, &mended, &["--strict-baseline"]).0, 1);
    assert_eq!(check(&folder, REPORT, &["--strict-baseline"]).0, 0);
}

#[test]
fn a_baseline_that_cannot_be_read_is_no_empty_one() {
    let folder = folder("broken");
    let refused = |says: &str| {
        let (code, said, errors) = check(&folder, REPORT, &[]);
        assert_eq!((code, said.as_str()), (2, ""));
        assert!(errors.contains(says), "{errors}");
    };
    refused("无法读取基线");
    for (text, says) in [
        ("", "第1行"),
        ("{}", "不是完整的基线文件"),
        (
            "{\"format\":\"yifa-baseline/9\",\"reports\":{}}",
            "只认 yifa-baseline/1",
        ),
    ] {
        fs::write(folder.join("yifa-baseline.json"), text).unwrap();
        refused(says);
    }
    let (code, _, errors) = yifa(&folder, &["check", "report.txt", "--strict-baseline"]);
    assert_eq!((code, errors.contains("--baseline")), (2, true), "{errors}");
}

#[test]
fn what_a_baseline_hides_is_counted_in_every_format_that_has_a_place_for_it() {
    let folder = folder("counted");
    write(&folder);
    let report = REPORT.replace("评查案卷XX件", "评查案卷12件，听证XX次");
    fs::write(folder.join("report.txt"), report).unwrap();
    let before = yifa(&folder, &["check", "report.txt", "--format", "json"]).1;
    let before: serde_json::Value = serde_json::from_str(&before).unwrap();
    assert_eq!(before["summary"]["stale"], 0);
    let check = |format: &str| {
        let args = ["check", "report.txt", "--baseline", "yifa-baseline.json"];
        yifa(&folder, &[&args[..], &["--format", format]].concat()).1
    };
    let summary: serde_json::Value = serde_json::from_str(&check("json")).unwrap();
    assert_eq!(summary["summary"]["stale"], 1, "{summary}");
    let sarif: serde_json::Value = serde_json::from_str(&check("sarif")).unwrap();
    assert_eq!(sarif["runs"][0]["properties"]["stale"], 1);
    let junit = check("junit");
    assert!(
        junit.contains("<property name=\"yifa.stale\" value=\"1\"/>"),
        "{junit}"
    );
    for format in ["text", "markdown", "html", "github"] {
        let said = check(format);
        assert!(said.contains("基线里有 1 处已经没有了"), "{format}: {said}");
    }
}

/// A run without findings but with an exception or a failure is still well-formed.
#[test]
fn gitlab_is_an_array_whatever_stands_in_it() {
    let folder = folder("gitlab");
    let config = "[[exception]]\nrule = \"wording/placeholder-left-in\"\nexact = \"XX\"\nreason = \"待提供\"\nby = \"李四\"\n";
    fs::write(folder.join("yifa.toml"), config).unwrap();
    let args = ["check", "report.txt", "missing.txt", "--format", "gitlab"];
    let (code, said, _) = yifa(&folder, &args);
    assert_eq!(code, 2);
    let issues: serde_json::Value = serde_json::from_str(&said).expect(&said);
    assert_eq!(issues.as_array().unwrap().len(), 2);
}

#[test]
fn a_list_that_somebody_filled_in_is_never_written_over() {
    let folder = folder("list");
    let list = |name: &str| {
        let format = format!("xlsx={name}");
        yifa(&folder, &["check", "report.txt", "--format", &format])
    };
    assert_eq!(list("清单.xlsx").0, 1);
    let first = fs::read(folder.join("清单.xlsx")).unwrap();
    assert_eq!(list("清单.xlsx").0, 1, "its own list is replaced");
    assert_eq!(fs::read(folder.join("清单.xlsx")).unwrap(), first);
    fs::write(folder.join("台账.xlsx"), "别人的").unwrap();
    let (code, _, errors) = list("台账.xlsx");
    assert_eq!(code, 2);
    assert!(errors.contains("已经存在"), "{errors}");
    assert_eq!(
        fs::read(folder.join("台账.xlsx")).unwrap(),
        "别人的".as_bytes()
    );
    assert_eq!(list("清单.xls").0, 2);
    assert_eq!(
        yifa(&folder, &["check", "report.txt", "--format", "xlsx"]).0,
        2
    );
}
