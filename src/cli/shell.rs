//! `yifa completions` and `yifa man`: what shells and `man` know of the program, made from the
//! description that the help is made from.

use crate::cli::args::Cli;
use crate::cli::exit::Exit;
use crate::cli::exit::Stop;
use crate::cli::files::io_message;
use crate::cli::output::Kind;
use crate::cli::output::MADE;
use crate::cli::output::Output;
use clap::Args;
use clap::Command;
use clap::CommandFactory as _;
use clap::ValueEnum;
use clap_complete::Shell;
use clap_mangen::Man;
use std::fs;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use yifa::finding::nearest;

/// Headings of man pages, which the library has in English.
const HEADINGS: [(&str, &str); 7] = [
    ("NAME", "名称"),
    ("SYNOPSIS", "用法"),
    ("DESCRIPTION", "说明"),
    ("OPTIONS", "选项"),
    ("SUBCOMMANDS", "命令"),
    ("EXTRA", "其他"),
    ("VERSION", "版本"),
];

#[derive(Args, Debug)]
pub(crate) struct CompletionsArgs {
    /// 哪一种命令行：bash、zsh、fish、powershell
    #[arg(
        value_name = "种类",
        value_enum,
        hide_possible_values = true,
        help_heading = "参数"
    )]
    pub(crate) shell: ShellName,
    /// 写进这个文件夹；不写就显示在屏幕上
    #[arg(short, long, value_name = "文件夹")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct ManArgs {
    /// 哪个命令的手册页，如 check；不写就是 yifa 本身
    #[arg(value_name = "命令", help_heading = "参数")]
    pub(crate) name: Option<String>,
    /// 把全部手册页写进这个文件夹；不写就显示在屏幕上
    #[arg(short, long, value_name = "文件夹", conflicts_with = "name")]
    pub(crate) output: Option<PathBuf>,
}

/// A shell that completions are made for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum ShellName {
    Bash,
    Zsh,
    Fish,
    Powershell,
}

/// Writes the completions of one shell.
pub(crate) fn completions(args: &CompletionsArgs) -> Result<Exit, Stop> {
    let (shell, name) = match args.shell {
        ShellName::Bash => (Shell::Bash, "yifa.bash"),
        ShellName::Zsh => (Shell::Zsh, "_yifa"),
        ShellName::Fish => (Shell::Fish, "yifa.fish"),
        ShellName::Powershell => (Shell::PowerShell, "_yifa.ps1"),
    };
    let mut made = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "yifa", &mut made);
    let made = String::from_utf8_lossy(&made);
    // The first line of a zsh script says what it completes.
    let (first, rest) = match made.strip_prefix("#compdef yifa\n") {
        Some(rest) => ("#compdef yifa\n", rest),
        None => ("", made.as_ref()),
    };
    let text = format!("{first}# {MADE}\n{}\n", rest.trim_end());
    write(args.output.as_deref(), name, &text)?;
    Ok(Exit::Clean)
}

/// Writes one man page to the screen, or all into a folder.
pub(crate) fn man(args: &ManArgs) -> Result<Exit, Stop> {
    let mut program = Cli::command();
    program.build();
    let commands: Vec<&Command> = program.get_subcommands().collect();
    if let Some(output) = &args.output {
        write(Some(output), "yifa.1", &page(&program, "yifa")?)?;
        for command in commands {
            let name = format!("yifa-{}", command.get_name());
            write(Some(output), &format!("{name}.1"), &page(command, &name)?)?;
        }
        return Ok(Exit::Clean);
    }
    let Some(name) = args.name.as_deref() else {
        write(None, "", &page(&program, "yifa")?)?;
        return Ok(Exit::Clean);
    };
    let Some(command) = commands.iter().find(|command| command.get_name() == name) else {
        let names: Vec<&str> = commands.iter().map(|command| command.get_name()).collect();
        let help = match nearest(name, &names) {
            Some(near) => format!("你是不是想写“{near}”？"),
            None => format!("可以写：{}", names.join("、")),
        };
        return Err(Stop::new(format!("没有“{name}”这个命令\n{help}")));
    };
    write(None, "", &page(command, &format!("yifa-{name}"))?)?;
    Ok(Exit::Clean)
}

/// One man page, in Chinese.
fn page(command: &Command, name: &str) -> Result<String, Stop> {
    let mut made = Vec::new();
    let source = format!("yifa {}", env!("CARGO_PKG_VERSION"));
    let man = Man::new(command.clone()).title(name).source(source);
    man.render(&mut made)?;
    let mut text = String::from_utf8_lossy(&made).into_owned();
    for (english, chinese) in HEADINGS {
        text = text.replace(&format!("\n.SH {english}\n"), &format!("\n.SH {chinese}\n"));
    }
    // Chinese lines are neither hyphenated nor stretched.
    let (title, rest) = text.split_once("\n.SH ").unwrap_or((&text, ""));
    Ok(format!(".\\\" {MADE}\n{title}\n.nh\n.ad l\n.SH {rest}"))
}

/// Writes to the screen, or into a folder, where nothing but an earlier result is replaced.
fn write(folder: Option<&Path>, name: &str, text: &str) -> Result<(), Stop> {
    let Some(folder) = folder else {
        io::stdout().write_all(text.as_bytes())?;
        return Ok(());
    };
    fs::create_dir_all(folder).map_err(|error| {
        let (shown, why) = (folder.display(), io_message(&error));
        Stop::new(format!("无法写入 {shown}：{why}"))
    })?;
    let target = folder.join(name);
    let mut output = Output::file(&target, &[], Kind::Made)?;
    output.write_all(text.as_bytes())?;
    output.finish()?;
    writeln!(io::stdout(), "{}", target.display())?;
    Ok(())
}
