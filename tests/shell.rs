//! Completions, man pages, and checking again on change.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::io::BufRead;
use std::io::BufReader;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("shell")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join(".git")).unwrap();
    folder
}

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yifa"));
    command.current_dir(folder).env_clear().stdin(Stdio::null());
    command.args(args);
    command
}

/// Exit code, standard output and standard error.
fn yifa(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let output = command(folder, args).output().unwrap();
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

const COMMANDS: [&str; 11] = [
    "check",
    "compare",
    "annotate",
    "baseline",
    "inspect",
    "list",
    "explain",
    "test",
    "new",
    "completions",
    "man",
];

#[test]
fn every_shell_completes_every_command() {
    let folder = folder("completions");
    for (shell, file) in [
        ("bash", "yifa.bash"),
        ("zsh", "_yifa"),
        ("fish", "yifa.fish"),
        ("powershell", "_yifa.ps1"),
    ] {
        let (code, said, errors) = yifa(&folder, &["completions", shell]);
        assert_eq!((code, errors.as_str()), (0, ""), "{shell}");
        for name in COMMANDS {
            assert!(said.contains(name), "{shell}: {name}");
        }
        assert!(
            said.contains("--strict-baseline") || said.contains("strict-baseline"),
            "{shell}"
        );
        if shell != "bash" {
            assert!(said.contains("检查报告，列出问题"), "{shell}");
        }
        let (code, ..) = yifa(&folder, &["completions", shell, "--output", "到"]);
        assert_eq!(code, 0, "{shell}");
        assert_eq!(
            fs::read_to_string(folder.join("到").join(file)).unwrap(),
            said
        );
        // Its own is replaced, somebody's is not.
        assert_eq!(
            yifa(&folder, &["completions", shell, "--output", "到"]).0,
            0
        );
        fs::write(folder.join("到").join(file), "别人的\n").unwrap();
        let (code, _, errors) = yifa(&folder, &["completions", shell, "--output", "到"]);
        assert!(code == 2 && errors.contains("没有覆盖"), "{errors}");
        assert_eq!(
            fs::read_to_string(folder.join("到").join(file)).unwrap(),
            "别人的\n"
        );
    }
    assert!(
        yifa(&folder, &["completions", "zsh"])
            .1
            .starts_with("#compdef yifa\n")
    );
    let (code, _, errors) = yifa(&folder, &["completions", "tcsh"]);
    assert!(
        code == 2 && errors.contains("bash、zsh、fish、powershell"),
        "{errors}"
    );
}

#[test]
fn there_is_a_man_page_for_every_command() {
    let folder = folder("man");
    let (code, said, _) = yifa(&folder, &["man", "--output", "."]);
    assert_eq!(code, 0);
    assert_eq!(said.lines().count(), COMMANDS.len() + 1, "{said}");
    for name in COMMANDS {
        let page = fs::read_to_string(folder.join(format!("yifa-{name}.1"))).unwrap();
        for part in [
            "\n.SH 名称\n",
            "\n.SH 用法\n",
            "\n.SH 说明\n",
            "\n.SH 选项\n",
        ] {
            assert!(page.contains(part), "{name}: {part}: {page}");
        }
        assert!(
            !page.contains(".SH NAME") && !page.contains(".SH OPTIONS"),
            "{name}"
        );
        assert_eq!(yifa(&folder, &["man", name]).1, page, "{name}");
    }
    let page = yifa(&folder, &["man"]).1;
    assert!(
        page.contains("yifa\\-check") && page.contains("\n.SH 命令\n"),
        "{page}"
    );
    let (code, _, errors) = yifa(&folder, &["man", "chek"]);
    assert!(code == 2 && errors.contains("check"), "{errors}");
}

const REPORT: &str = "临溯县人民政府关于2023年度法治政府建设情况的报告\n一、2023年主要举措和成效\n\
    全年评查案卷XX件，持续推进。\n二、2023年存在的不足和原因\n\
    执法力量不足，主要原因是编制偏紧。\n2024年1月10日\n";

/// Ends the program that is watched when the test ends, however it ends.
struct Running(std::process::Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_change_of_report_or_configuration_is_checked() {
    let folder = folder("watch");
    fs::write(folder.join("report.txt"), REPORT).unwrap();
    let rule = "wording/placeholder-left-in";
    let args = [
        "check", ".", "--watch", "--select", "wording", "--color", "never",
    ];
    let child = command(&folder, &args)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut running = Running(child);
    let out = running.0.stdout.take().unwrap();
    let (sender, lines) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            let _ = sender.send(line);
        }
    });
    let wait = |says: &str| loop {
        let line = lines.recv_timeout(Duration::from_secs(60)).expect(says);
        if line.contains(says) {
            break;
        }
    };
    wait("“XX”像是没有填写的占位符");
    wait("等待改动");
    fs::write(folder.join("report.txt"), REPORT.replace("XX件", "12件")).unwrap();
    wait("共检查 1 份报告：错误 0");
    wait("等待改动");
    fs::write(folder.join("报告2.txt"), REPORT).unwrap();
    wait("共检查 2 份报告：错误 1");
    wait("等待改动");
    fs::write(folder.join("yifa.toml"), "extend = \"上级.toml\"\n").unwrap();
    wait("等待改动");
    let parent = format!("[rules.\"{rule}\"]\nlevel = \"advice\"\n");
    fs::write(folder.join("上级.toml"), parent).unwrap();
    wait("错误 0、警告 0、建议 1");
}

#[test]
fn only_the_text_is_watched() {
    let folder = folder("refused");
    fs::write(folder.join("report.txt"), REPORT).unwrap();
    for more in [
        &["report.txt", "--format", "json"][..],
        &["report.txt", "--format", "text=a.txt"],
        &["report.txt", "--output", "a.txt"],
        &["-"],
    ] {
        let (code, said, errors) = yifa(&folder, &[&["check", "--watch"], more].concat());
        assert!(
            code == 2 && errors.contains("--watch"),
            "{more:?}: {errors}"
        );
        assert_eq!(said, "");
    }
}

/// Nothing is drawn where standard error is no terminal: not even for many reports.
#[test]
fn pipes_see_no_progress() {
    let folder = folder("progress");
    for n in 0..12 {
        // Different reports: that files are the same report is told in pipes, too.
        let report = REPORT.replace("2023", &(2010 + n).to_string());
        fs::write(folder.join(format!("{n}.txt")), report).unwrap();
    }
    let (code, _, errors) = yifa(&folder, &["check", ".", "--select", "wording"]);
    assert_eq!((code, errors.as_str()), (1, ""));
}
