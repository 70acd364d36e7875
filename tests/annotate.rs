//! `yifa annotate` and `check --format docx`: what they write, and what they never write over.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;

/// A fresh folder with a report as Word and as text.
fn folder(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("annotate")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    // Configurations above the folder are none of these tests' business.
    fs::create_dir(folder.join(".git")).unwrap();
    let copy = |from: &str, to: &str| fs::copy(root.join("reports").join(from), folder.join(to));
    copy("wangjin-2024/report.docx", "报告.docx").unwrap();
    copy("cenzhou-2022/report.txt", "报告.txt").unwrap();
    folder
}

/// A PDF file gets its comments appended, beside the report.
#[cfg(feature = "pdf")]
#[test]
fn a_pdf_file_stays_a_pdf_file() {
    let folder = folder("pdf");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let before = fs::read(root.join("tests/samples/same/xiuxi-2023.pdf")).unwrap();
    fs::write(folder.join("稿.pdf"), &before).unwrap();
    let (code, said, errors) = yifa(&folder, &["annotate", "稿.pdf"]);
    assert_eq!(code, 1, "{errors}");
    assert!(said.starts_with("稿.pdf → 稿.批注.pdf\n  批注 "), "{said}");
    let once = fs::read(folder.join("稿.批注.pdf")).unwrap();
    assert!(once.starts_with(&before) && once.len() > before.len());
    assert_eq!(fs::read(folder.join("稿.pdf")).unwrap(), before);

    let args = ["annotate", "稿.批注.pdf", "-o", "再来.PDF"];
    assert_eq!(yifa(&folder, &args).0, 1);
    assert_eq!(fs::read(folder.join("再来.PDF")).unwrap(), once);
    // As a Word document too, which is the way to have corrections.
    let (_, said, _) = yifa(&folder, &["annotate", "稿.pdf", "--fix", "--force"]);
    assert!(said.contains("PDF 不能修订"), "{said}");
    assert_eq!(fs::read(folder.join("稿.批注.pdf")).unwrap(), once);
    let args = ["annotate", "稿.pdf", "--fix", "-o", "稿.docx"];
    assert!(yifa(&folder, &args).1.contains("修订 "));
    assert!(is_docx(&folder.join("稿.docx")));

    let (code, _, errors) = yifa(&folder, &["annotate", "报告.txt", "-o", "x.pdf"]);
    assert_eq!(code, 2);
    assert!(errors.contains("只有 PDF 报告能写成"), "{errors}");
    let args = ["annotate", "稿.pdf", "--force", "-o", "稿.pdf"];
    let (code, _, errors) = yifa(&folder, &args);
    assert_eq!((code, errors.contains("报告本身")), (2, true), "{errors}");
    assert_eq!(fs::read(folder.join("稿.pdf")).unwrap(), before);
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

fn is_docx(path: &Path) -> bool {
    fs::read(path).is_ok_and(|bytes| bytes.starts_with(b"PK\x03\x04"))
}

#[test]
fn comments_are_written_beside_the_report() {
    let folder = folder("beside");
    let before = fs::read(folder.join("报告.docx")).unwrap();
    let (code, said, _) = yifa(&folder, &["annotate", "报告.docx"]);
    assert_eq!(code, 1, "{said}");
    assert!(
        said.starts_with("报告.docx → 报告.批注.docx\n  批注 "),
        "{said}"
    );
    let target = folder.join("报告.批注.docx");
    let once = fs::read(&target).unwrap();
    assert_eq!(fs::read(folder.join("报告.docx")).unwrap(), before);

    // What stands there is somebody's: it is written over only when that is said.
    fs::write(&target, "别人的").unwrap();
    let (code, _, said) = yifa(&folder, &["annotate", "报告.docx"]);
    assert_eq!((code, said.contains("--force")), (2, true), "{said}");
    assert_eq!(fs::read(&target).unwrap(), "别人的".as_bytes());
    assert_eq!(yifa(&folder, &["annotate", "报告.docx", "--force"]).0, 1);
    assert_eq!(fs::read(&target).unwrap(), once);

    // From the result the same is made again, and `check` makes the same.
    let args = ["annotate", "报告.批注.docx", "-o", "再来.docx"];
    assert_eq!(yifa(&folder, &args).0, 1);
    assert_eq!(fs::read(folder.join("再来.docx")).unwrap(), once);
    let args = ["check", "报告.docx", "--format", "docx=检查.docx"];
    assert_eq!(yifa(&folder, &args).0, 1);
    assert_eq!(fs::read(folder.join("检查.docx")).unwrap(), once);
}

#[test]
fn several_reports_get_a_file_each() {
    let folder = folder("several");
    fs::write(folder.join("坏.docx"), "PK").unwrap();
    let (code, said, errors) = yifa(&folder, &["annotate", "坏.docx", "报告.txt"]);
    assert_eq!(code, 2, "one of them was not checked");
    assert!(said.starts_with("报告.txt → 报告.批注.docx"), "{said}");
    assert!(errors.starts_with("无法检查 坏.docx"), "{errors}");
    assert!(is_docx(&folder.join("报告.批注.docx")));
    assert!(!folder.join("坏.批注.docx").exists());
}

#[test]
fn fixes_are_made_only_when_asked_for() {
    let folder = folder("fix");
    let report = "岑洲区司法局2022年度法治政府建设情况报告\n一、2022年主要举措和成效\n\
        截止目前,办理行政复议案件12件,落实《重大行政决策暂行条例》。\n\
        二、2022年存在的不足和原因\n执法力量不足，原因是编制偏紧。\n2023年1月10日\n";
    fs::write(folder.join("草稿.txt"), report).unwrap();
    let (_, said, _) = yifa(&folder, &["annotate", "草稿.txt"]);
    assert!(!said.contains("修订"), "{said}");
    let (_, said, _) = yifa(&folder, &["annotate", "草稿.txt", "--fix", "-o", "改.docx"]);
    assert!(said.contains("；修订 4 处，请逐处接受或拒绝"), "{said}");
    let (_, read, _) = yifa(&folder, &["inspect", "改.docx"]);
    assert!(read.contains("《重大行政决策程序暂行条例》"), "{read}");
    assert!(
        yifa(&folder, &["inspect", "草稿.txt"])
            .1
            .contains("《重大行政决策暂行条例》")
    );
}

#[test]
fn a_report_is_never_written_over() {
    let folder = folder("over");
    let report = folder.join("报告.docx");
    let before = fs::read(&report).unwrap();
    let mut names = vec!["报告.docx".to_owned(), "./报告.docx".to_owned()];
    names.push(report.to_string_lossy().into_owned());
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("报告.docx", folder.join("软链.docx")).unwrap();
        fs::hard_link(&report, folder.join("硬链.docx")).unwrap();
        names.extend(["软链.docx".to_owned(), "硬链.docx".to_owned()]);
    }
    for name in &names {
        let args = ["annotate", "报告.docx", "--force", "--output", name];
        let (code, _, said) = yifa(&folder, &args);
        assert_eq!(
            (code, said.contains("报告本身")),
            (2, true),
            "{name}: {said}"
        );
        assert_eq!(fs::read(&report).unwrap(), before, "{name}");
    }
}

#[test]
fn what_cannot_be_meant_is_refused() {
    let folder = folder("refused");
    fs::create_dir(folder.join("一批")).unwrap();
    let check = |args: &[&str], says: &str| {
        let (code, said, errors) = yifa(&folder, args);
        assert_eq!((code, said.as_str()), (2, ""), "{args:?}: {errors}");
        assert!(errors.contains(says), "{args:?}: {errors}");
    };
    check(&["annotate", "一批"], "是文件夹");
    check(
        &["annotate", "报告.txt", "报告.docx", "-o", "x.docx"],
        "不能用 --output",
    );
    check(&["annotate", "-"], "要用 --output");
    check(
        &["annotate", "报告.txt", "-o", "x.txt"],
        "以 .docx 或 .pdf 结尾",
    );
    check(&["annotate", "没有.docx"], "找不到");
    check(&["check", "报告.txt", "--format", "docx"], "要写明结果文件");
    check(
        &[
            "check",
            "报告.txt",
            "--format",
            "docx=x.docx",
            "--format",
            "json",
        ],
        "一起写",
    );
    check(
        &[
            "check",
            "报告.txt",
            "报告.docx",
            "--format",
            "docx",
            "-o",
            "x.docx",
        ],
        "几份报告",
    );
    check(&["inspect", "报告.txt", "--format", "docx"], "没有“docx”");
    let left = fs::read_dir(&folder).unwrap().count();
    assert_eq!(left, 4, "nothing was written");
}
