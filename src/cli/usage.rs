//! Usage errors in Chinese. clap finds them and says them in English.

use clap::Error;
use clap::error::ContextKind;
use clap::error::ContextValue;
use clap::error::ErrorKind;
use std::error::Error as _;

/// Returns help or version; clap puts a half-width colon behind headings.
pub(crate) fn help(error: &Error) -> String {
    let mut help = error.to_string();
    for heading in ["参数", "选项", "命令"] {
        help = help.replace(&format!("\n{heading}:\n"), &format!("\n{heading}：\n"));
    }
    help
}

/// Says a usage error in Chinese, with the suggestion and where to read on.
pub(crate) fn message(error: &Error) -> String {
    let mut message = what(error);
    if let Some(near) = suggestion(error) {
        message.push_str(&format!("\n你是不是想写“{near}”？"));
    }
    message.push_str("\n用法见 yifa --help，或 yifa <命令> --help");
    message
}

fn what(error: &Error) -> String {
    let arg = text(error, ContextKind::InvalidArg);
    let value = text(error, ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::UnknownArgument => format!("没有“{arg}”这个选项或参数"),
        ErrorKind::InvalidSubcommand => {
            let name = text(error, ContextKind::InvalidSubcommand);
            format!("没有“{name}”这个命令{}", hint(&name))
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            format!(
                "还要写一个命令{}",
                valid(error, ContextKind::ValidSubcommand)
            )
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            let valid = valid(error, ContextKind::ValidValue);
            format!("选项 {arg} 后面要写值{valid}")
        }
        ErrorKind::InvalidValue => {
            let valid = valid(error, ContextKind::ValidValue);
            format!("选项 {arg} 没有“{value}”这个值{valid}")
        }
        ErrorKind::ValueValidation => {
            let why = error.source().map(ToString::to_string).unwrap_or_default();
            format!("选项 {arg} 的值“{value}”不对：{why}")
        }
        ErrorKind::MissingRequiredArgument => format!("缺少 {arg}"),
        ErrorKind::ArgumentConflict => conflict(error, &arg),
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues => {
            format!("{arg} 的值太多：多了“{value}”")
        }
        ErrorKind::TooFewValues | ErrorKind::NoEquals => format!("选项 {arg} 后面要写值"),
        ErrorKind::InvalidUtf8 => "参数里有不能识别的字符（不是 UTF-8）".to_owned(),
        _ => format!("命令写错了：{error}"),
    }
}

fn conflict(error: &Error, arg: &str) -> String {
    let prior = text(error, ContextKind::PriorArg);
    if prior.is_empty() || prior == arg {
        format!("选项 {arg} 只能写一次")
    } else {
        format!("选项 {arg} 和 {prior} 不能一起用")
    }
}

/// A path in the place of a command is the commonest slip.
fn hint(name: &str) -> String {
    if name.contains(['.', '/', '\\']) {
        format!("；检查报告请用 yifa check {name}")
    } else {
        String::new()
    }
}

fn suggestion(error: &Error) -> Option<String> {
    const KINDS: [ContextKind; 3] = [
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
    ];
    KINDS
        .into_iter()
        .map(|kind| text(error, kind))
        .find(|text| !text.is_empty())
}

fn valid(error: &Error, kind: ContextKind) -> String {
    match text(error, kind) {
        list if list.is_empty() => list,
        list => format!("，可以写：{list}"),
    }
}

fn text(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        _ => String::new(),
    }
}
