//! `yifa new rule`: a rule that passes its own test, to be changed step by step.

use crate::cli::args::TEMPLATE;
use crate::cli::exit::Exit;
use crate::cli::exit::Stop;
use crate::cli::files::io_message;
use clap::Args;
use clap::Subcommand;
use std::fs;
use std::fs::File;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use yifa::pack::builtin;

#[derive(Args, Debug)]
pub(crate) struct NewArgs {
    #[command(subcommand)]
    pub(crate) what: NewWhat,
}

#[derive(Subcommand, Debug)]
pub(crate) enum NewWhat {
    /// 新建一条规则：rule.toml、rule.rhai、rule.md
    #[command(
        help_template = TEMPLATE,
        override_usage = "yifa new rule [选项] <规则包/规则>",
        next_help_heading = "选项"
    )]
    Rule(NewRuleArgs),
}

#[derive(Args, Debug)]
pub(crate) struct NewRuleArgs {
    /// 规则包/规则，小写英文，用连字符连接，如 my-city/missing-hotline
    #[arg(value_name = "规则包/规则", help_heading = "参数")]
    pub(crate) name: String,
    /// 规则文件夹
    #[arg(
        long,
        value_name = "文件夹",
        default_value = "rules",
        hide_default_value = true
    )]
    pub(crate) dir: PathBuf,
}

const PACK: &str = include_str!("scaffold/pack.toml");
const FILES: [(&str, &str); 3] = [
    ("rule.toml", include_str!("scaffold/rule.toml")),
    ("rule.rhai", include_str!("scaffold/rule.rhai")),
    ("rule.md", include_str!("scaffold/rule.md")),
];

/// Makes the rule named on the command line. Nothing that is there is written over.
pub(crate) fn run(args: &NewRuleArgs) -> Result<Exit, Stop> {
    let Some((pack, rule)) = args.name.split_once('/') else {
        return Err(Stop::new(format!(
            "“{}”里没有 /；规则的名称写作 规则包/规则，如 my-city/missing-hotline",
            args.name
        )));
    };
    for name in [pack, rule] {
        check_name(name)?;
    }
    let pack_file = args.dir.join(pack).join("pack.toml");
    let prefix = format!("{pack}/");
    if !pack_file.exists() && builtin().keys().any(|path| path.starts_with(&prefix)) {
        return Err(Stop::new(format!(
            "“{pack}”是自带的规则包；在别处新建同名的包，会整个替换掉自带的规则，请换一个包名，如 my-city"
        )));
    }
    let folder = args.dir.join(pack).join(rule);
    let shown = folder.display();
    if folder.exists() {
        return Err(Stop::new(format!("{shown} 已经存在，没有改动")));
    }
    let make = || fs::create_dir_all(&folder);
    make().map_err(|error| Stop::new(format!("无法新建 {shown}：{}", io_message(&error))))?;
    let mut made = Vec::new();
    if !pack_file.exists() {
        write(&pack_file, PACK)?;
        made.push(pack_file);
    }
    for (name, text) in FILES {
        let file = folder.join(name);
        write(&file, text)?;
        made.push(file);
    }
    let mut out = io::stdout().lock();
    for file in made {
        writeln!(out, "新建 {}", file.display())?;
    }
    let dir = args.dir.display();
    writeln!(out, "运行示例：yifa test {} --rules {dir}", args.name)?;
    Ok(Exit::Clean)
}

/// Names are stable ids: lower-case ASCII words joined by `-`.
fn check_name(name: &str) -> Result<(), Stop> {
    let is_word = |word: &str| {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        !word.is_empty() && word.chars().all(plain)
    };
    let starts_well = name.starts_with(|c: char| c.is_ascii_lowercase());
    if starts_well && name.len() <= 60 && name.split('-').all(is_word) && name != "data" {
        return Ok(());
    }
    Err(Stop::new(format!(
        "名称“{name}”不合要求：用小写英文字母和数字，字母开头，单词之间用一个连字符，如 missing-hotline"
    )))
}

fn write(path: &Path, text: &str) -> Result<(), Stop> {
    let made = File::create_new(path).and_then(|mut file| file.write_all(text.as_bytes()));
    made.map_err(|error| {
        let why = io_message(&error);
        Stop::new(format!("无法写入 {}：{why}", path.display()))
    })
}
