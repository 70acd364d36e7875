//! The program as its users run it: arguments, streams, exit codes.
//!
//! Each folder of `tests/cli/` with a file `cmd` is a case: commands one a line, run in that
//! folder with a bare environment; what they print is recorded beside it. `INSTA_UPDATE=always
//! cargo test --test cli` records anew; then read the diff.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;

const PACK: [&str; 4] = ["--rules", "../packs/good", "--select", "demo"];

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli")
}

/// The program in `folder`, with nothing of this machine's environment.
fn yifa(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yifa"));
    command.current_dir(folder).env_clear().stdin(Stdio::null());
    command
}

/// Runs a line of a `cmd` file; `< FILE` at its end is standard input.
fn run(folder: &Path, line: &str) -> Output {
    let (words, stdin) = match line.split_once(" < ") {
        Some((words, file)) => (words, Some(folder.join(file.trim()))),
        None => (line, None),
    };
    let mut words = words.split_whitespace();
    assert_eq!(words.next(), Some("yifa"), "{line}");
    let mut command = yifa(folder);
    command.args(words);
    if let Some(file) = stdin {
        command.stdin(fs::File::open(file).unwrap());
    }
    command.output().unwrap()
}

fn recorded(line: &str, output: &Output) -> String {
    let stdout = String::from_utf8(output.stdout.clone()).expect("UTF-8");
    let stderr = String::from_utf8(output.stderr.clone()).expect("UTF-8");
    let version = format!("\"version\":\"{}\"", env!("CARGO_PKG_VERSION"));
    let stdout = stdout.replace(&version, "\"version\":\"…\"");
    let mut text = format!("$ {line}\n退出码 {}\n", output.status.code().unwrap());
    for (name, stream) in [("标准输出", stdout), ("标准错误", stderr)] {
        if !stream.is_empty() {
            text.push_str(&format!("──── {name}\n{stream}"));
            assert!(stream.ends_with('\n'), "{line}: no line feed at the end");
        }
    }
    text
}

#[test]
fn cases_are_as_recorded() {
    let mut n_cases = 0;
    let mut folders: Vec<PathBuf> = fs::read_dir(cases())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    folders.sort();
    for folder in folders {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let Ok(commands) = fs::read_to_string(folder.join("cmd")) else {
            assert_eq!(name, "packs", "{name}: a case needs a file cmd");
            continue;
        };
        n_cases += 1;
        let lines = commands.lines().filter(|line| line.starts_with("yifa"));
        let text: Vec<String> = lines
            .map(|line| recorded(line, &run(&folder, line)))
            .collect();
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(&folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!("output", text.join("\n")));
    }
    assert!(n_cases >= 12);
}

/// The table of `docs/exit-codes.md`, row by row.
#[test]
fn exit_codes_are_as_documented() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/exit-codes.md")).unwrap();
    let folder = root.join("tests/exit_codes");
    let mut n_rows = [0; 3];
    for row in page.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let Ok(code) = cells[3].parse::<i32>() else {
            continue;
        };
        let line = cells[2].trim_matches('`');
        let output = run(&folder, line);
        assert_eq!(
            output.status.code(),
            Some(code),
            "{row}\n{}",
            recorded(line, &output)
        );
        n_rows[usize::try_from(code).unwrap()] += 1;
    }
    assert!(
        n_rows[0] >= 4 && n_rows[1] >= 4 && n_rows[2] >= 12,
        "{n_rows:?}"
    );
}

/// Many reports, some unreadable, some long: more than fit into the window of the workers.
fn many(folder: &Path) -> Vec<PathBuf> {
    let reports = cases().join("folder/reports");
    let report = fs::read_to_string(reports.join("b.txt")).unwrap();
    fs::create_dir_all(folder).unwrap();
    (0..60)
        .map(|n| {
            let path = folder.join(format!("{n:02}.txt"));
            let text = match n % 7 {
                3 => String::new(),
                5 => format!("{report}\n").repeat(40),
                _ => report.replace("98%", &format!("{}%", 40 + n)),
            };
            fs::write(&path, text).unwrap();
            path
        })
        .collect()
}

fn temporary(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn output_does_not_depend_on_jobs_or_chance() {
    let folder = temporary("jobs");
    many(&folder);
    let check = |format: &str, jobs: &str| {
        let mut command = yifa(&cases().join("folder"));
        command.args(["check", "--format", format, "--jobs", jobs]);
        let output = command.args(PACK).arg(&folder).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        (output.stdout, output.stderr)
    };
    for format in ["text", "json"] {
        let once = check(format, "1");
        assert!(!once.0.is_empty() && !once.1.is_empty());
        for jobs in ["2", "8"] {
            assert!(check(format, jobs) == once, "{format}, {jobs} jobs");
        }
    }
    let once = check("text", "4");
    for _ in 0..20 {
        assert!(check("text", "4") == once);
    }
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let folder = temporary("output");
    let report = cases().join("findings/report.txt");
    let target = folder.join("结果.json");
    fs::write(&target, "旧的").unwrap();
    let check = |input: &Path| {
        let mut command = yifa(&cases().join("findings"));
        command.args(["check", "--format", "json", "--output"]);
        command.arg(&target).args(PACK).arg(input).output().unwrap()
    };
    let output = check(&report);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let written = fs::read_to_string(&target).unwrap();
    assert!(written.starts_with("{\"format\":\"yifa-check/1\"") && written.ends_with("}\n"));
    let value: serde_json::Value = serde_json::from_str(&written).unwrap();
    assert_eq!(value["summary"]["checked"], 1);

    // A report is never written over, whatever its path is written like.
    let copy = folder.join("报告.txt");
    fs::copy(&report, &copy).unwrap();
    let mut command = yifa(&folder);
    command.args(["check", "报告.txt", "--output", "./报告.txt"]);
    assert_eq!(command.output().unwrap().status.code(), Some(2));
    assert_eq!(fs::read(&copy).unwrap(), fs::read(&report).unwrap());
    let names = fs::read_dir(&folder).unwrap().count();
    assert_eq!(names, 2, "no draft is left behind");
}

#[test]
fn a_new_rule_passes_its_own_test() {
    let folder = temporary("new");
    let new = || {
        let mut command = yifa(&folder);
        command
            .args(["new", "rule", "my-city/missing-hotline"])
            .output()
            .unwrap()
    };
    let made = new();
    assert_eq!(made.status.code(), Some(0));
    for file in ["pack.toml", "missing-hotline/rule.md"] {
        assert!(folder.join("rules/my-city").join(file).is_file(), "{file}");
    }
    let rule = folder.join("rules/my-city/missing-hotline/rule.toml");
    fs::write(
        &rule,
        format!("# 改过\n{}", fs::read_to_string(&rule).unwrap()),
    )
    .unwrap();
    let mut command = yifa(&folder);
    command.args(["test", "my-city/missing-hotline", "--rules", "rules"]);
    let tested = command.output().unwrap();
    let said = String::from_utf8(tested.stdout).unwrap();
    assert_eq!(tested.status.code(), Some(0), "{said}");
    assert!(said.contains("通过 2、不通过 0"), "{said}");
    assert_eq!(new().status.code(), Some(2), "nothing is written over");
    assert!(fs::read_to_string(&rule).unwrap().starts_with("# 改过"));
}

#[test]
fn a_configuration_is_looked_for_up_to_the_repository_or_the_home_folder() {
    let folder = temporary("upwards");
    let below = folder.join("a/b/c");
    fs::create_dir_all(&below).unwrap();
    fs::copy(
        cases().join("findings/report.txt"),
        below.join("report.txt"),
    )
    .unwrap();
    fs::write(folder.join("a/yifa.toml"), "wrong = 1").unwrap();
    let is_found = |home: Option<PathBuf>| {
        let mut command = yifa(&folder);
        if let Some(home) = home {
            command.env("HOME", home);
        }
        let output = command
            .args(["check", "a/b/c/report.txt"])
            .output()
            .unwrap();
        String::from_utf8(output.stderr).unwrap().contains("wrong")
    };
    assert!(is_found(None));
    assert!(
        is_found(Some(folder.join("a"))),
        "the home folder itself is looked at"
    );
    assert!(!is_found(Some(folder.join("a/b"))));
    fs::create_dir(folder.join("a/b/.git")).unwrap();
    assert!(!is_found(None));
    fs::write(folder.join("a/b/yifa.toml"), "wrong = 2").unwrap();
    assert!(
        is_found(None),
        "the root of the repository itself is looked at"
    );
}

#[test]
fn every_rule_that_is_listed_can_be_explained() {
    let folder = cases().join("rules");
    let run = |args: &[&str]| yifa(&folder).args(args).output().unwrap();
    let list = run(&["list", "--format", "json"]);
    assert_eq!(list.status.code(), Some(0));
    let list: serde_json::Value = serde_json::from_slice(&list.stdout).unwrap();
    assert_eq!(list["format"], "yifa-list/1");
    let text = String::from_utf8(run(&["list"]).stdout).unwrap();
    let packs = list["packs"].as_array().unwrap();
    let rules = packs
        .iter()
        .flat_map(|pack| pack["rules"].as_array().unwrap());
    let mut n_rules = 0;
    for rule in rules {
        n_rules += 1;
        let (id, title) = (
            rule["id"].as_str().unwrap(),
            rule["title"].as_str().unwrap(),
        );
        assert!(text.contains(id) && text.contains(title), "{id}");
        let page = run(&["explain", id]);
        assert_eq!(page.status.code(), Some(0), "{id}");
        let page = String::from_utf8(page.stdout).unwrap();
        for part in [id, title, "级别：", "依据：", "```report"] {
            assert!(page.contains(part), "{id}: no {part}");
        }
    }
    assert!(n_rules >= 14);
}

#[test]
fn costs_of_rules_go_to_standard_error() {
    let folder = cases().join("findings");
    let check = |more: &[&str]| {
        let mut command = yifa(&folder);
        let command = command.args(["check", "report.txt"]).args(PACK).args(more);
        command.output().unwrap()
    };
    let (with, without) = (check(&["--profile-rules"]), check(&[]));
    assert_eq!(with.stdout, without.stdout);
    let table = String::from_utf8(with.stderr).unwrap();
    for rule in ["demo/low-rate", "demo/wrong-word", "占比"] {
        assert!(table.contains(rule), "{table}");
    }
}

#[test]
fn a_huge_file_is_refused_without_reading_it() {
    let folder = temporary("huge");
    let huge = folder.join("huge.txt");
    fs::File::create(&huge).unwrap().set_len(10 << 30).unwrap();
    let output = yifa(&folder).args(["check", "huge.txt"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("10240 MB"), "{said}");
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::io::Read;
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::fs::symlink;

    fn said(folder: &Path, args: &[&str]) -> (i32, String) {
        let output = yifa(folder).args(args).output().unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        (output.status.code().unwrap(), text)
    }

    #[test]
    fn loops_end() {
        let folder = temporary("loops");
        fs::create_dir(folder.join("a")).unwrap();
        fs::copy(cases().join("findings/report.txt"), folder.join("a/x.txt")).unwrap();
        symlink("..", folder.join("a/up")).unwrap();
        symlink("self.txt", folder.join("self.txt")).unwrap();
        symlink("a/x.txt", folder.join("link.txt")).unwrap();
        symlink("/", folder.join("root")).unwrap();
        symlink("gone", folder.join("dangling.txt")).unwrap();
        let output = yifa(&folder).args(["check", "."]).output().unwrap();
        let stdout = String::from_utf8(output.stdout).unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(stdout.contains("共检查 2 份报告"), "{stdout}");
        for (path, why) in [
            ("./a/up", "成了循环"),
            ("./self.txt", "成了循环"),
            ("./root", "未进入"),
            ("./dangling.txt", "找不到"),
        ] {
            let line = stderr.lines().find(|line| line.contains(path));
            assert!(
                line.is_some_and(|line| line.contains(why)),
                "{path}: {stderr}"
            );
        }
    }

    #[test]
    fn special_files_are_refused() {
        let folder = temporary("special");
        let made = Command::new("mkfifo").arg(folder.join("pipe.txt")).status();
        if made.is_ok_and(|status| status.success()) {
            for path in ["pipe.txt", "."] {
                let (code, text) = said(&folder, &["check", path]);
                assert_eq!(code, 2);
                assert!(text.contains("不是普通文件"), "{text}");
            }
        }
        let (code, text) = said(&folder, &["check", "/dev/zero"]);
        assert_eq!(code, 2);
        assert!(text.contains("不是普通文件"), "{text}");
    }

    #[test]
    fn what_may_not_be_read_is_said() {
        let folder = temporary("locked");
        let file = folder.join("locked.txt");
        fs::write(&file, "法治").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).unwrap();
        if fs::read(&file).is_ok() {
            // The superuser may read everything: nothing can be shown here.
            return;
        }
        let (code, text) = said(&folder, &["check", "locked.txt"]);
        assert_eq!(code, 2);
        assert!(text.contains("没有权限"), "{text}");
    }

    #[test]
    fn a_reader_that_leaves_is_no_error_to_talk_about() {
        let folder = temporary("pipe");
        many(&folder);
        let mut command = yifa(&cases().join("folder"));
        command
            .args(["check", "--jobs", "2"])
            .args(PACK)
            .arg(&folder);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut first = [0; 10];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!said.contains("错误") && !said.contains("panic"), "{said}");
    }

    #[test]
    fn rules_outside_the_folder_are_not_reached() {
        let folder = temporary("escape");
        fs::create_dir_all(folder.join("rules/pack")).unwrap();
        fs::write(folder.join("secret.toml"), "title = 1").unwrap();
        symlink("../../secret.toml", folder.join("rules/pack/pack.toml")).unwrap();
        symlink("../..", folder.join("rules/pack/up")).unwrap();
        let (code, text) = said(&folder, &["list", "--rules", "rules"]);
        assert_eq!(code, 2);
        assert!(text.contains("没有规则包"), "{text}");
    }
}
