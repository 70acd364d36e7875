//! What is generated is fresh; `UPDATE=1 cargo test --test docs` writes it anew.
#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::path::Path;
use yifa::engine::HOST;
use yifa::finding::Profile;
use yifa::pack::Library;
use yifa::pack::Rule;
use yifa::pack::builtin;
use yifa::reader::limits::LIMITS;

fn fresh(file: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::env::var("UPDATE").is_ok_and(|value| value == "1") {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        there == text,
        "{file} is stale: UPDATE=1 cargo test --test docs"
    );
}

/// A line of a script as a cell of a table.
fn code(line: &str) -> String {
    let line = line.replace('|', "\\|");
    match (line.is_empty(), line.contains('`')) {
        (true, _) => line,
        (false, true) => format!("`` {line} ``"),
        (false, false) => format!("`{line}`"),
    }
}

#[test]
fn the_limits_are_fresh() {
    let mut text = String::from(
        "# 限制\n\n<!-- 由 tests/docs.rs 生成，不要手改 -->\n\n读取报告时最多读多少。正常的报告离这些数很远；超过的多半是坏文件，或者有人故意做成要耗尽内存的文件。限制只数文件让程序做多少事，不数时间，所以同一个文件在哪台机器上结果都一样。每一条都有测试。\n\n| 格式 | 数什么 | 最多 | 超过时 |\n|---|---|---|---|\n",
    );
    for limit in LIMITS {
        let (most, unit) = match limit.most {
            n if n >= 10_000 && n % 10_000 == 0 => (n / 10_000, " 万"),
            n => (n, " "),
        };
        let unit = format!("{unit}{}", limit.unit);
        let (formats, what, beyond) = (limit.formats, limit.what, limit.beyond);
        writeln!(text, "| {formats} | {what} | {most}{unit} | {beyond} |").unwrap();
    }
    fresh("docs/limits.md", &text);
}

#[test]
fn the_reference_of_host_functions_is_fresh() {
    let mut text = String::from(
        "# 宿主函数\n\n<!-- 由 tests/docs.rs 生成，不要手改 -->\n\n规则脚本里能用的全部属性和函数。没有括号的是属性。Rhai 语言自带的语法、数组和文字函数也可以用；`eval`、`import`、`print`、`sleep` 不能用。\n",
    );
    let mut on = "-";
    for function in HOST {
        if function.on != on {
            on = function.on;
            let title = if on.is_empty() { "全局函数" } else { on };
            write!(
                text,
                "\n## {title}\n\n| 名称 | 结果 | 说明 | 例子 |\n|---|---|---|---|\n"
            )
            .unwrap();
        }
        writeln!(
            text,
            "| `{}` | {} | {} | {} |",
            function.signature,
            function.gives.replace('|', "\\|"),
            function.help,
            code(function.example)
        )
        .unwrap();
    }
    fresh("docs/host-functions.md", &text);
}

/// For whom a rule is run.
fn used_for(rule: &Rule) -> &'static str {
    match rule.profile {
        Profile::Drafter => "自查、督察",
        Profile::Auditor => "督察",
    }
}

fn rule_text(rule: &Rule, text: &mut String) {
    let page = rule.page.trim_start();
    let body = page.split_once('\n').map_or(page, |(_, body)| body);
    writeln!(text, "\n## {}\n\n`{}`\n", rule.title, rule.id).unwrap();
    writeln!(text, "| | |\n|---|---|").unwrap();
    writeln!(text, "| 级别 | {} |", rule.severity.chinese()).unwrap();
    writeln!(text, "| 用于 | {} |", used_for(rule)).unwrap();
    writeln!(text, "| 类别 | {} |", rule.category.chinese()).unwrap();
    writeln!(text, "| 机器能看多少 | {} |", rule.checks.chinese()).unwrap();
    if !rule.cannot_see.is_empty() {
        writeln!(text, "| 看不到 | {} |", rule.cannot_see).unwrap();
    }
    for basis in &rule.basis {
        writeln!(text, "| 依据 | {basis} |").unwrap();
    }
    for (name, param) in &rule.params {
        writeln!(
            text,
            "| 参数 `{name}` | {}（{}） |",
            param.help,
            param.kind.chinese()
        )
        .unwrap();
    }
    // The page's own headings go one level down.
    for line in body.lines() {
        if line.starts_with("## ") {
            text.push('#');
        }
        text.push_str(line);
        text.push('\n');
    }
}

#[test]
fn the_pages_of_rules_are_fresh() {
    let library = Library::read(&builtin());
    let mut index = String::from("# 规则一览\n\n<!-- 由 tests/docs.rs 生成，不要手改 -->\n");
    for pack in &library.packs {
        let mut text = format!(
            "# {}\n\n<!-- 由 tests/docs.rs 生成，不要手改 -->\n\n来源：{}\n",
            pack.title, pack.source
        );
        write!(
            index,
            "\n## [{}]({}.md)\n\n| 规则 | 级别 | 用于 | 说明 |\n|---|---|---|---|\n",
            pack.title, pack.id
        )
        .unwrap();
        for rule in &pack.rules {
            rule_text(rule, &mut text);
            writeln!(
                index,
                "| `{}` | {} | {} | {} |",
                rule.id,
                rule.severity.chinese(),
                used_for(rule),
                rule.title
            )
            .unwrap();
        }
        fresh(&format!("docs/rules/{}.md", pack.id), &text);
    }
    fresh("docs/rules/README.md", &index);
}
