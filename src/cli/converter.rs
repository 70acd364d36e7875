//! `--converter soffice`: what no reader of ours reads is converted to docx by LibreOffice.
//!
//! The converter gets a copy of the file in a folder of its own, with a profile of its own in
//! which macros, links to elsewhere and the network are switched off, and a limit of time. The
//! folder is deleted whatever happens.

use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;
use std::time::Instant;
use yifa::reader::ReadError;

/// How long one file may take. A start of LibreOffice with a new profile takes some seconds.
const LIMIT: Duration = Duration::from_secs(120);

/// Extensions of texts that are worth converting: a workbook is no report.
const TEXTS: [&str; 6] = ["doc", "dot", "wps", "wpt", "rtf", "odt"];

/// The settings of the private profile.
const PROFILE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"#;

/// A program that converts.
#[derive(Debug)]
pub(crate) struct Converter {
    program: PathBuf,
    limit: Duration,
    /// One at a time: each takes some hundred megabytes.
    turn: Mutex<()>,
}

impl Converter {
    pub(crate) fn new(program: &Path) -> Self {
        // A path counts from here, not from the folder that the program is started in.
        let is_path = program.components().count() > 1;
        let whole = is_path.then(|| fs::canonicalize(program).ok()).flatten();
        Self {
            program: whole.unwrap_or_else(|| program.to_path_buf()),
            limit: LIMIT,
            turn: Mutex::new(()),
        }
    }

    /// Tells whether a file that gave this error is worth converting.
    pub(crate) fn takes(path: &str, error: &ReadError) -> bool {
        let extension = Path::new(path).extension().unwrap_or_default();
        let is_text = TEXTS
            .iter()
            .any(|text| extension.eq_ignore_ascii_case(text));
        is_text && matches!(error, ReadError::NotYet { .. })
    }

    /// Converts a file to docx, or says why not.
    pub(crate) fn convert(&self, path: &str, bytes: &[u8]) -> Result<Vec<u8>, String> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let program = self.program.display();
        let folder = Folder::new().map_err(|error| format!("建不了临时文件夹：{error}"))?;
        let extension = Path::new(path).extension().unwrap_or_default();
        let source = folder.0.join("report").with_extension(extension);
        let prepare = || -> io::Result<()> {
            fs::create_dir_all(folder.0.join("profile/user"))?;
            fs::create_dir(folder.0.join("out"))?;
            fs::write(
                folder.0.join("profile/user/registrymodifications.xcu"),
                PROFILE,
            )?;
            fs::write(&source, bytes)
        };
        prepare().map_err(|error| format!("写不了临时文件：{error}"))?;
        let child = self.command(&folder.0, &source).spawn();
        let child = child.map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => format!("找不到转换程序 {program}"),
            _ => format!("转换程序 {program} 启动不了：{error}"),
        })?;
        let seconds = self.limit.as_secs();
        match self.wait(child) {
            None => {
                return Err(format!(
                    "转换程序 {program} 超过 {seconds} 秒没有完成，已停止"
                ));
            }
            Some(false) => return Err(format!("转换程序 {program} 报告失败，文件没有转换成")),
            Some(true) => {}
        }
        // It also says that it has done well where it has written nothing.
        fs::read(folder.0.join("out/report.docx"))
            .map_err(|_| format!("转换程序 {program} 没有写出结果，这个文件它也读不了"))
    }

    fn command(&self, folder: &Path, source: &Path) -> Command {
        let mut profile = std::ffi::OsString::from("-env:UserInstallation=file://");
        profile.push(folder.join("profile"));
        let mut command = Command::new(&self.program);
        command
            .arg(profile)
            .args([
                "--headless",
                "--norestore",
                "--nologo",
                "--convert-to",
                "docx",
            ])
            .arg("--outdir")
            .arg(folder.join("out"))
            .arg(source)
            .current_dir(folder)
            .env("HOME", folder)
            .env("http_proxy", "http://127.0.0.1:9")
            .env("https_proxy", "http://127.0.0.1:9")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        // The program is a script that starts others: they are stopped together.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        command
    }

    /// Waits for the end; `None` where the time is over.
    fn wait(&self, mut child: Child) -> Option<bool> {
        let start = Instant::now();
        loop {
            match child.try_wait() {
                Ok(Some(status)) => return Some(status.success()),
                Ok(None) if start.elapsed() < self.limit => {
                    thread::sleep(Duration::from_millis(20));
                }
                Ok(None) | Err(_) => {
                    stop(&mut child);
                    return None;
                }
            }
        }
    }
}

/// Stops a program with all that it started.
fn stop(child: &mut Child) {
    #[cfg(unix)]
    {
        let group = format!("-{}", child.id());
        let mut kill = Command::new("kill");
        let kill = kill.args(["-KILL", "--", &group]);
        let _ = kill.stdout(Stdio::null()).stderr(Stdio::null()).status();
    }
    let _ = child.kill();
    let _ = child.wait();
}

/// A folder that is there as long as this.
struct Folder(PathBuf);

impl Folder {
    fn new() -> io::Result<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("yifa-{}-{n}", std::process::id());
        let path = std::env::temp_dir().join(name);
        let mut builder = fs::DirBuilder::new();
        // Nobody else looks into the report.
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use std::os::unix::fs::PermissionsExt;

    /// A converter that does what a script says.
    fn made(script: &str) -> (Folder, Converter) {
        let folder = Folder::new().unwrap();
        let program = folder.0.join("convert");
        fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        let converter = Converter {
            limit: Duration::from_millis(700),
            ..Converter::new(&program)
        };
        (folder, converter)
    }

    /// Writes where it worked beside itself, then goes on.
    fn noted(script: &str) -> (Folder, Converter) {
        made(&format!("pwd > \"$(dirname \"$0\")/where\"\n{script}"))
    }

    fn is_gone(folder: &Folder) -> bool {
        let place = fs::read_to_string(folder.0.join("where")).unwrap();
        !place.trim().is_empty() && !Path::new(place.trim()).exists()
    }

    #[test]
    fn a_copy_is_converted_in_a_folder_that_is_deleted() {
        let (folder, converter) = noted("cat report.wps report.wps > out/report.docx");
        assert_eq!(converter.convert("a/甲.wps", b"ab").unwrap(), b"abab");
        assert!(is_gone(&folder));
    }

    #[test]
    fn what_fails_is_said_and_leaves_nothing() {
        for (script, says) in [
            ("exit 3", "报告失败"),
            ("exit 0", "没有写出结果"),
            ("sleep 30 & sleep 30", "没有完成，已停止"),
        ] {
            let (folder, converter) = noted(script);
            let start = Instant::now();
            let why = converter.convert("a.doc", b"ab").unwrap_err();
            assert!(why.contains(says), "{script}: {why}");
            assert!(start.elapsed() < Duration::from_secs(10), "{script}");
            assert!(is_gone(&folder), "{script}");
        }
        let missing = Converter::new(Path::new("/nowhere/soffice"));
        let why = missing.convert("a.doc", b"ab").unwrap_err();
        assert!(why.contains("找不到转换程序"), "{why}");
    }

    #[test]
    fn only_texts_that_are_not_read_are_converted() {
        let not_yet = ReadError::NotYet {
            format: "WPS",
            instead: "",
        };
        assert!(Converter::takes("a.WPS", &not_yet));
        assert!(!Converter::takes("a.xls", &not_yet));
        assert!(!Converter::takes("a.wps", &ReadError::Empty));
    }
}
