//! Configurations that extend others: what they say together, and what the upper ones lock.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

const REPORT: &str = "临溯县人民政府关于2023年度法治政府建设情况的报告\n一、2023年主要举措和成效\n\
    全年评查案卷XX件，行政机关负责人出庭应诉率为95%，持续推进。\n二、2023年存在的不足和原因\n\
    执法力量不足，主要原因是编制偏紧。\n2024年1月10日\n";
const PLACEHOLDER: &str = "wording/placeholder-left-in";
const RATE: &str = "indicators-2021/appearance-rate-below-target";

/// A folder that no other test uses, with `上级.toml` and `县/yifa.toml` beside a report.
fn folder(parent: &str, child: &str) -> PathBuf {
    static N: AtomicUsize = AtomicUsize::new(0);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("layers")
        .join(N.fetch_add(1, Ordering::Relaxed).to_string());
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join(".git")).unwrap();
    fs::create_dir_all(folder.join("县")).unwrap();
    fs::write(folder.join("上级.toml"), parent).unwrap();
    let child = format!("extend = \"../上级.toml\"\n{child}");
    fs::write(folder.join("县/yifa.toml"), child).unwrap();
    fs::write(folder.join("县/report.txt"), REPORT).unwrap();
    folder
}

/// Exit code, standard output and standard error.
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

fn check(folder: &Path) -> (i32, String, String) {
    yifa(folder, &["check", "县/report.txt", "--today", "2026-06-30"])
}

fn refused(parent: &str, child: &str, says: &[&str]) {
    let (code, _, errors) = check(&folder(parent, child));
    assert_eq!(code, 2, "{parent}\n{child}\n{errors}");
    for says in says {
        assert!(errors.contains(says), "{says}: {errors}");
    }
}

fn rule(id: &str, says: &str) -> String {
    format!("[rules.\"{id}\"]\n{says}\n")
}

#[test]
fn the_closest_configuration_has_the_last_word() {
    let parent = format!(
        "packs = [\"wording\", \"indicators-2021\"]\nfail-on = \"never\"\n{}{}",
        rule(PLACEHOLDER, "level = \"advice\""),
        rule(RATE, "param.target = 96")
    );
    let (code, said, errors) = check(&folder(&parent, ""));
    assert_eq!((code, errors.as_str()), (0, ""), "{said}");
    assert!(said.contains("建议 “XX”"), "{said}");
    assert!(said.contains(&format!("规则：{RATE}")), "{said}");
    let child = rule(PLACEHOLDER, "level = \"warning\"") + &rule(RATE, "param.target = 90");
    let (code, said, errors) = check(&folder(&parent, &child));
    assert_eq!((code, errors.as_str()), (0, ""), "{said}");
    assert!(said.contains("警告 “XX”"), "{said}");
    assert!(!said.contains(&format!("规则：{RATE}")), "{said}");
    // A whole pack of the child stands over one rule of the parent.
    let (_, said, _) = check(&folder(&parent, &rule("wording", "level = \"off\"")));
    assert!(!said.contains("“XX”"), "{said}");
    let (code, ..) = check(&folder(&parent, "fail-on = \"error\"\n"));
    assert_eq!(code, 1);
}

#[test]
fn exceptions_of_all_layers_hold() {
    let exception = |exact: &str| {
        format!(
            "[[exception]]\nrule = \"{PLACEHOLDER}\"\nexact = \"{exact}\"\nreason = \"待提供\"\nby = \"李四\"\n"
        )
    };
    let (_, said, errors) = check(&folder(&exception("案卷XX"), ""));
    assert!(said.contains("已豁免"), "{said}");
    assert_eq!(errors, "");
    // An idle one of the parent is told in the parent.
    let (_, said, errors) = check(&folder(&exception("YY"), &exception("XX")));
    assert!(said.contains("已豁免"), "{said}");
    assert!(errors.contains("县/../上级.toml:2:8"), "{errors}");
    // Where they are locked, nobody below may add one.
    let locked = "locked = [\"exceptions\"]\n";
    refused(
        &format!("{locked}{}", exception("YY")),
        &exception("XX"),
        &["县/yifa.toml:3:8", "锁定了豁免", "上级.toml:1:11"],
    );
    let folder = folder(locked, "");
    let comment = format!("<!-- yifa-ignore {PLACEHOLDER}: 理由 -->\n\n全年评查");
    let report = REPORT.replace('\n', "\n\n").replace("全年评查", &comment);
    fs::write(folder.join("县/report.md"), report).unwrap();
    let (code, said, errors) = yifa(&folder, &["check", "县/report.md"]);
    assert!(code == 1 && said.contains("“XX”"), "{said}{errors}");
    assert!(
        errors.contains("report.md:5:1") && errors.contains("锁定了豁免"),
        "{errors}"
    );
}

#[test]
fn what_is_locked_can_be_made_stricter_and_not_laxer() {
    let locked = format!("locked = [\"{PLACEHOLDER}\"]\n");
    let warning = format!("{locked}{}", rule(PLACEHOLDER, "level = \"warning\""));
    let with = |parent: &str, level: &str| {
        check(&folder(
            parent,
            &rule(PLACEHOLDER, &format!("level = \"{level}\"")),
        ))
    };
    for level in ["warning", "error"] {
        assert_ne!(with(&warning, level).0, 2, "{level}");
    }
    for level in ["off", "advice"] {
        let (code, _, errors) = with(&warning, level);
        assert_eq!(code, 2);
        let says = [
            "县/yifa.toml:2:8",
            "不能放宽",
            "上级是“警告”",
            "上级.toml:1:11",
        ];
        for says in says {
            assert!(errors.contains(says), "{level}: {says}: {errors}");
        }
        assert!(errors.contains("^^^^"), "{errors}");
    }
    // A rule's own level is locked where the parent says none, and so it is by a whole pack.
    assert_eq!(with(&locked, "advice").0, 2);
    assert_eq!(with("locked = [\"wording\"]\n", "advice").0, 2);
    // The pack of a locked rule.
    refused(
        &warning,
        &rule("wording", "level = \"off\""),
        &["县/yifa.toml:2:8", PLACEHOLDER],
    );
    // Not running it at all.
    refused(
        &warning,
        "packs = [\"format\"]\n",
        &["县/yifa.toml:2:10", "不能让它不运行"],
    );
    // The command line stands over all of it.
    let folder = folder(&warning, "");
    let args = ["check", "县/report.txt", "--ignore", PLACEHOLDER];
    assert_ne!(yifa(&folder, &args).0, 2);
}

#[test]
fn a_locked_parameter_cannot_be_changed() {
    let parent = format!("locked = [\"{RATE}\"]\n{}", rule(RATE, "param.target = 96"));
    let same = check(&folder(&parent, &rule(RATE, "param.target = 96")));
    assert_ne!(same.0, 2, "{}", same.2);
    refused(
        &parent,
        &rule(RATE, "param.target = 90"),
        &[
            "县/yifa.toml:3:16",
            "“target”被上级配置锁定",
            "上级.toml:1:11",
        ],
    );
    refused(
        "locked = [\"wording/nothing\"]\n",
        "",
        &["上级.toml:1:11", "没有规则或规则包"],
    );
}

#[test]
fn a_chain_that_leads_nowhere_is_told_at_its_place() {
    refused(
        "extend = \"县/yifa.toml\"\n",
        "",
        &["上级.toml:1:10", "绕回来了"],
    );
    refused(
        "extend = \"上级.toml\"\n",
        "",
        &["上级.toml:1:10", "绕回来了"],
    );
    refused(
        "extend = \"没有.toml\"\n",
        "",
        &["上级.toml:1:10", "没有.toml：找不到"],
    );
    refused(
        "extend = \".git\"\n",
        "",
        &["上级.toml:1:10", "不是普通文件"],
    );
    refused("extend = 1\n", "", &["上级.toml:1:10", "应当是文字"]);
    refused("failon = \"error\"\n", "", &["上级.toml:1:1", "fail-on"]);
    let deep = folder("extend = \"1.toml\"\n", "");
    for n in 1..9 {
        let text = format!("extend = \"{}.toml\"\n", n + 1);
        fs::write(deep.join(format!("{n}.toml")), text).unwrap();
    }
    fs::write(deep.join("9.toml"), "").unwrap();
    let (code, _, errors) = check(&deep);
    assert!(code == 2 && errors.contains("超过 8 层"), "{errors}");
    fs::write(deep.join("7.toml"), "").unwrap();
    assert_ne!(check(&deep).0, 2);
}

#[test]
fn the_chain_is_listed_with_the_place_of_each_value() {
    let parent = format!(
        "fail-on = \"warning\"\nlocked = [\"{RATE}\"]\n{}{}",
        rule(PLACEHOLDER, "level = \"advice\""),
        rule(RATE, "param.target = 96")
    );
    let folder = folder(&parent, &rule(PLACEHOLDER, "level = \"error\""));
    let (code, said, errors) = yifa(&folder, &["list", "--config", "县/report.txt"]);
    assert_eq!((code, errors.as_str()), (0, ""), "{said}");
    insta::assert_snapshot!("layers", said);
    let by_file = yifa(&folder, &["list", "--config", "县/yifa.toml"]);
    assert_eq!(by_file.1, said);
    let (code, said, _) = yifa(&folder, &["list", "--config"]);
    assert_eq!(
        (code, said.as_str()),
        (0, "没有配置文件，每条规则用自己的级别和参数\n")
    );
    fs::write(folder.join("上级.toml"), "wrong = 1\n").unwrap();
    assert_eq!(yifa(&folder, &["list", "--config", "县"]).0, 2);
}
