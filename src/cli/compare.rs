//! `yifa compare`: two reports of one body, held against each other.

use crate::cli::args::Asked;
use crate::cli::args::CheckArgs;
use crate::cli::args::ChoiceArgs;
use crate::cli::args::ConfigArgs;
use crate::cli::args::FailLevel;
use crate::cli::args::PackArgs;
use crate::cli::args::written;
use crate::cli::args::year;
use clap::Args;
use std::path::PathBuf;

#[derive(Args, Debug)]
pub(crate) struct CompareArgs {
    /// 本年的报告
    #[arg(value_name = "本年报告", help_heading = "参数")]
    report: PathBuf,
    /// 同一单位上一年的报告
    #[arg(value_name = "上年报告", help_heading = "参数")]
    previous: PathBuf,
    /// 输出格式：同 yifa check
    #[arg(long, value_name = "格式[=文件]", value_parser = written)]
    format: Vec<Asked>,
    /// 结果写入文件，写完整了才替换旧文件
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
    /// 只显示问题和汇总，不列需人工核对的事项
    #[arg(short, long)]
    quiet: bool,
    /// 达到这个级别退出码为 1：error（默认）、warning、advice、never
    #[arg(long, value_name = "级别", hide_possible_values = true)]
    fail_on: Option<FailLevel>,
    /// 本年报告的年度，如 2024
    #[arg(long, value_name = "年度", value_parser = year)]
    year: Option<i32>,
    #[command(flatten)]
    config: ConfigArgs,
    #[command(flatten)]
    packs: PackArgs,
}

/// The pack whose rules look at two reports.
const COMPARING: &str = "year-over-year";

impl From<CompareArgs> for CheckArgs {
    /// A comparison is a check by the rules that look at two reports.
    fn from(args: CompareArgs) -> Self {
        Self {
            paths: vec![args.report],
            choice: ChoiceArgs {
                profile: None,
                select: vec![COMPARING.to_owned()],
                ignore: Vec::new(),
                severity: None,
                fail_on: args.fail_on,
                kind: None,
                year: args.year,
                previous: Some(args.previous),
                today: None,
                config: args.config,
                packs: args.packs,
            },
            matrix: false,
            dedupe: false,
            converter: None,
            watch: false,
            edition: None,
            format: args.format,
            output: args.output,
            quiet: args.quiet,
            baseline: None,
            strict_baseline: false,
            jobs: None,
            profile_rules: false,
        }
    }
}
