//! The command line, with its help in Chinese.

use crate::cli::compare::CompareArgs;
use crate::cli::inspect::InspectArgs;
use clap::ArgAction;
use clap::Args;
use clap::Parser;
use clap::Subcommand;
use clap::ValueEnum;
use clap::builder::Styles;
use std::path::PathBuf;
use yifa::config::Day;
use yifa::config::FailOn;
use yifa::document::BodyKind;
use yifa::finding::Profile;
use yifa::finding::Severity;
use yifa::finding::nearest;
use yifa::render::matrix::Form;

/// The order of a help page.
pub(crate) const TEMPLATE: &str = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}";

const KINDS: &str = "\
报告单位的种类：government（政府）、department（部门）、
township（乡镇）、subdistrict（街道）、development-zone（开发区）、
institution（企事业单位）";

const EXIT_CODES: &str = "\
退出码：
  0  全部检查完，没有达到 --fail-on 级别的问题
  1  全部检查完，有达到 --fail-on 级别的问题
  2  有内容没能检查：命令写错、配置有误、报告读不了、规则故障、没有可检查的文件";

/// 依法：法治政府建设年度报告检查工具
#[derive(Parser, Debug)]
#[command(
    name = "yifa",
    version,
    about = "依法：检查法治政府建设年度报告，指出问题的位置、依据和改法",
    help_template = TEMPLATE,
    override_usage = "yifa <命令> [选项]",
    after_help = "每个命令的详细说明：yifa <命令> --help",
    subcommand_help_heading = "命令",
    next_help_heading = "选项",
    disable_help_flag = true,
    disable_help_subcommand = true,
    disable_version_flag = true,
    max_term_width = 100,
    styles = Styles::plain(),
)]
pub(crate) struct Cli {
    /// 显示帮助
    #[arg(short = 'h', long = "help", action = ArgAction::Help, global = true, display_order = 900)]
    help: Option<bool>,
    /// 显示版本
    #[arg(short = 'V', long = "version", action = ArgAction::Version, display_order = 901)]
    version: Option<bool>,
    /// 颜色：auto（终端里才用）、always、never
    #[arg(
        long,
        global = true,
        value_name = "何时",
        default_value = "auto",
        hide_default_value = true,
        hide_possible_values = true,
        display_order = 800
    )]
    pub(crate) color: When,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// 检查报告，列出问题
    #[command(
        help_template = TEMPLATE,
        override_usage = "yifa check [选项] <路径>...",
        after_help = EXIT_CODES,
        next_help_heading = "选项"
    )]
    Check(CheckArgs),
    /// 把本年报告和上年报告比较：同比、上年的安排、照抄的段落
    #[command(
        help_template = TEMPLATE,
        override_usage = "yifa compare [选项] <本年报告> <上年报告>",
        after_help = EXIT_CODES,
        next_help_heading = "选项"
    )]
    Compare(CompareArgs),
    /// 检查报告，把问题写成 Word 批注
    #[command(
        help_template = TEMPLATE,
        override_usage = "yifa annotate [选项] <报告>...",
        after_help = EXIT_CODES,
        next_help_heading = "选项"
    )]
    Annotate(AnnotateArgs),
    /// 把现有问题记入基线，以后只看新问题
    #[command(
        help_template = TEMPLATE,
        override_usage = "yifa baseline [选项] <路径>...",
        next_help_heading = "选项"
    )]
    Baseline(BaselineArgs),
    /// 显示从报告里读到了什么：标题、结构、数据、引用
    #[command(
        help_template = TEMPLATE,
        override_usage = "yifa inspect [选项] <路径>...",
        next_help_heading = "选项"
    )]
    Inspect(InspectArgs),
    /// 列出规则包和规则
    #[command(
        help_template = TEMPLATE,
        override_usage = "yifa list [选项]",
        next_help_heading = "选项"
    )]
    List(ListArgs),
    /// 解释一条规则：查什么、查不了什么、依据、怎么改
    #[command(
        help_template = TEMPLATE,
        override_usage = "yifa explain [选项] <规则>",
        next_help_heading = "选项"
    )]
    Explain(ExplainArgs),
    /// 运行规则页面里的示例
    #[command(
        help_template = TEMPLATE,
        override_usage = "yifa test [选项] [规则]...",
        next_help_heading = "选项"
    )]
    Test(TestArgs),
    /// 新建规则
    #[command(
        help_template = TEMPLATE,
        override_usage = "yifa new rule [选项] <规则包/规则>",
        subcommand_help_heading = "命令",
        next_help_heading = "选项",
        disable_help_subcommand = true
    )]
    New(crate::cli::new::NewArgs),
    /// 生成命令行补全脚本
    #[command(
        help_template = TEMPLATE,
        override_usage = "yifa completions [选项] <bash|zsh|fish|powershell>",
        next_help_heading = "选项"
    )]
    Completions(crate::cli::shell::CompletionsArgs),
    /// 生成手册页（man）
    #[command(
        help_template = TEMPLATE,
        override_usage = "yifa man [选项] [命令]",
        next_help_heading = "选项"
    )]
    Man(crate::cli::shell::ManArgs),
}

#[derive(Args, Debug)]
pub(crate) struct CheckArgs {
    /// 报告文件、文件夹，或 -（标准输入）
    #[arg(value_name = "路径", required = true, help_heading = "参数")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) choice: ChoiceArgs,
    /// 列出指标矩阵：每个条目达到没有、原文在哪里、机器看不到什么；默认按督察视角
    #[arg(long)]
    pub(crate) matrix: bool,
    /// 指标体系用哪一版：2019、2021、2025、newest；默认按报告年度
    #[arg(long, value_name = "版本", requires = "matrix")]
    pub(crate) edition: Option<String>,
    /// 输出格式：text（默认）、json、jsonl、sarif、junit、github、gitlab、markdown、html、docx、
    /// xlsx（问题清单；加 --matrix 是指标矩阵），指标矩阵还有 csv；
    /// 写成 格式=文件 就写进文件，可以写几个
    #[arg(long, value_name = "格式[=文件]", value_parser = written)]
    pub(crate) format: Vec<Asked>,
    /// 结果写入文件，写完整了才替换旧文件
    #[arg(short, long, value_name = "文件")]
    pub(crate) output: Option<PathBuf>,
    /// 只显示问题和汇总，不列需人工核对的事项
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// 只显示这个基线里没有的问题；基线用 yifa baseline 生成
    #[arg(long, value_name = "文件")]
    pub(crate) baseline: Option<PathBuf>,
    /// 基线里有已经没有了的问题时，退出码为 1
    #[arg(long, requires = "baseline")]
    pub(crate) strict_baseline: bool,
    /// 几个文件是同一份报告（标题、年度相同，文字基本相同）时只检查一个，docx 优先，其余列为跳过
    #[arg(long)]
    pub(crate) dedupe: bool,
    /// 读不了的文字文档（旧版 .wps 等）先用这个程序转换成 docx，如 soffice；默认不用
    #[arg(long, value_name = "程序")]
    pub(crate) converter: Option<PathBuf>,
    /// 同时检查几份报告，默认按处理器数
    #[arg(short, long, value_name = "个数", value_parser = jobs)]
    pub(crate) jobs: Option<usize>,
    /// 一直等着，报告、配置或规则改了就重新检查；按 Ctrl-C 结束
    #[arg(long)]
    pub(crate) watch: bool,
    /// 列出每条规则的用时（写到标准错误）
    #[arg(long)]
    pub(crate) profile_rules: bool,
}

/// What is checked, and how strictly: the same for every command that checks.
#[derive(Args, Debug)]
pub(crate) struct ChoiceArgs {
    /// 为谁检查：self（自查，默认）只列写报告的人能改的；audit（督察）另加评审用的
    #[arg(long, value_name = "视角", value_parser = profile)]
    pub(crate) profile: Option<Profile>,
    /// 只用这些规则：规则包或 规则包/规则，可用逗号隔开
    #[arg(long, value_name = "规则", value_delimiter = ',')]
    pub(crate) select: Vec<String>,
    /// 不用这些规则：规则包或 规则包/规则，可用逗号隔开
    #[arg(long, value_name = "规则", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,
    /// 只显示这个级别及以上的问题：error、warning、advice
    #[arg(long, value_name = "级别", hide_possible_values = true)]
    pub(crate) severity: Option<Level>,
    /// 达到这个级别退出码为 1：error（默认）、warning、advice、never
    #[arg(long, value_name = "级别", hide_possible_values = true)]
    pub(crate) fail_on: Option<FailLevel>,
    #[arg(long, value_name = "种类", value_parser = kind, help = KINDS)]
    pub(crate) kind: Option<BodyKind>,
    /// 报告的年度，如 2024
    #[arg(long, value_name = "年度", value_parser = year)]
    pub(crate) year: Option<i32>,
    /// 同一单位的上年报告：同比、上年的安排、照抄上年的段落一起核对
    #[arg(long, value_name = "文件")]
    pub(crate) previous: Option<PathBuf>,
    /// 今天是哪一天（如 2026-06-30），用来判断豁免是否过期；不写就用系统日期
    #[arg(long, value_name = "日期", value_parser = day)]
    pub(crate) today: Option<Day>,
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
    #[command(flatten)]
    pub(crate) packs: PackArgs,
}

impl ChoiceArgs {
    /// Findings below this are not shown.
    pub(crate) fn shown(&self) -> Severity {
        self.severity.map_or(Severity::Advice, Severity::from)
    }
}

#[derive(Args, Debug)]
pub(crate) struct BaselineArgs {
    /// 报告文件、文件夹，或 -（标准输入）
    #[arg(value_name = "路径", required = true, help_heading = "参数")]
    pub(crate) paths: Vec<PathBuf>,
    /// 基线写到哪个文件；不写就是 yifa-baseline.json
    #[arg(
        short,
        long,
        value_name = "文件",
        default_value = "yifa-baseline.json",
        hide_default_value = true
    )]
    pub(crate) output: PathBuf,
    #[command(flatten)]
    pub(crate) choice: ChoiceArgs,
}

#[derive(Args, Debug)]
pub(crate) struct AnnotateArgs {
    /// 报告文件，或 -（标准输入）
    #[arg(value_name = "报告", required = true, help_heading = "参数")]
    pub(crate) paths: Vec<PathBuf>,
    /// 写到哪个 .docx 或 .pdf；不写就放在报告旁边，名为 报告名.批注.docx，PDF 报告是 报告名.批注.pdf
    #[arg(short, long, value_name = "文件")]
    pub(crate) output: Option<PathBuf>,
    /// 能直接改的（半角标点、发文字号括号、截止、法规名称）用修订改好，由你接受或拒绝
    #[arg(long)]
    pub(crate) fix: bool,
    /// 目标文件已经存在也写，覆盖它；报告本身永远不会被覆盖
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) choice: ChoiceArgs,
}

#[derive(Args, Debug)]
pub(crate) struct ListArgs {
    /// 输出格式：text（默认）、json
    #[arg(
        long,
        value_name = "格式",
        default_value = "text",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub(crate) format: Format,
    /// 列出对这个文件或文件夹生效的配置：继承的每一层，每项的值写在哪里；不写就是当前文件夹
    #[arg(
        long,
        value_name = "路径",
        num_args = 0..=1,
        default_missing_value = ".",
        conflicts_with = "format"
    )]
    pub(crate) config: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) packs: PackArgs,
}

#[derive(Args, Debug)]
pub(crate) struct ExplainArgs {
    /// 规则：规则包/规则
    #[arg(value_name = "规则", help_heading = "参数")]
    pub(crate) rule: String,
    #[command(flatten)]
    pub(crate) packs: PackArgs,
}

#[derive(Args, Debug)]
pub(crate) struct TestArgs {
    /// 规则包或 规则包/规则；不写就是全部
    #[arg(value_name = "规则", help_heading = "参数")]
    pub(crate) rules: Vec<String>,
    /// 把脚本逐处改坏（如 < 改成 <=），看示例能不能发现；发现不到九成退出码为 1
    #[arg(long)]
    pub(crate) mutate: bool,
    #[command(flatten)]
    pub(crate) packs: PackArgs,
}

#[derive(Args, Debug)]
pub(crate) struct PackArgs {
    /// 另加规则包的文件夹；与内置规则包同名的整包替换
    #[arg(id = "rules-dir", long = "rules", value_name = "文件夹")]
    pub(crate) dirs: Vec<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct ConfigArgs {
    /// 用这个配置文件，不再查找 yifa.toml
    #[arg(long, value_name = "文件", conflicts_with = "no_config")]
    pub(crate) config: Option<PathBuf>,
    /// 不用配置文件
    #[arg(long)]
    pub(crate) no_config: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
}

/// What a check is written as.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Written {
    /// The annotated text for people.
    Text,
    /// One of the formats of the core.
    As(yifa::render::Format),
    /// A Word document with comments, of one report.
    Docx,
    /// The list of findings as a workbook.
    Xlsx,
    /// The indicator matrix, in one of its own formats.
    Matrix(Form),
}

/// A format and where it goes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Asked {
    pub(crate) what: Written,
    pub(crate) file: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum When {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Level {
    Error,
    Warning,
    Advice,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum FailLevel {
    Error,
    Warning,
    Advice,
    Never,
}

impl From<Level> for Severity {
    fn from(level: Level) -> Self {
        match level {
            Level::Error => Self::Error,
            Level::Warning => Self::Warning,
            Level::Advice => Self::Advice,
        }
    }
}

impl From<FailLevel> for FailOn {
    fn from(level: FailLevel) -> Self {
        match level {
            FailLevel::Error => Self::At(Severity::Error),
            FailLevel::Warning => Self::At(Severity::Warning),
            FailLevel::Advice => Self::At(Severity::Advice),
            FailLevel::Never => Self::Never,
        }
    }
}

pub(crate) fn written(text: &str) -> Result<Asked, String> {
    let (name, file) = match text.split_once('=') {
        Some((_, "")) => return Err("等号后面要写文件名".to_owned()),
        Some((name, file)) => (name, Some(PathBuf::from(file))),
        None => (text, None),
    };
    let what = match (name, name.parse()) {
        ("text", _) => Written::Text,
        ("docx", _) => Written::Docx,
        ("csv", _) => Written::Matrix(Form::Csv),
        ("xlsx", _) => Written::Xlsx,
        (_, Ok(format)) => Written::As(format),
        (_, Err(_)) => {
            let formats = yifa::render::Format::ALL.map(yifa::render::Format::name);
            let names = ["text", "docx", "csv", "xlsx"].into_iter().chain(formats);
            let names: Vec<&str> = names.collect();
            return Err(match nearest(name, &names) {
                Some(near) => format!("你是不是想写“{near}”？"),
                None => format!("可以写：{}", names.join("、")),
            });
        }
    };
    Ok(Asked { what, file })
}

pub(crate) fn jobs(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(n @ 1..=1024) => Ok(n),
        _ => Err("应当是 1 到 1024 的整数".to_owned()),
    }
}

pub(crate) fn year(text: &str) -> Result<i32, String> {
    match text.parse() {
        Ok(year @ 1949..=2999) => Ok(year),
        _ => Err("应当是四位数的年份，如 2024".to_owned()),
    }
}

fn day(text: &str) -> Result<Day, String> {
    text.parse().map_err(str::to_owned)
}

fn profile(text: &str) -> Result<Profile, String> {
    text.parse().map_err(|_| {
        let names = ["self", "audit", "自查", "督察"];
        match nearest(text, &names) {
            Some(near) => format!("你是不是想写“{near}”？"),
            None => "可以写：self（自查）、audit（督察）".to_owned(),
        }
    })
}

fn kind(text: &str) -> Result<BodyKind, String> {
    let known = |kind: &BodyKind| *kind != BodyKind::Unknown;
    let kinds: Vec<BodyKind> = BodyKind::ALL.into_iter().filter(known).collect();
    let names: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
    let found = kinds.iter().find(|kind| kind.name() == text);
    found.copied().ok_or_else(|| match nearest(text, &names) {
        Some(near) => format!("你是不是想写“{near}”？"),
        None => format!("可以写：{}", names.join("、")),
    })
}
