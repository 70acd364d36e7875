//! The reference of host functions, made from what is registered.

use super::host::Entry;
use super::host::EntryKind;
use super::sandbox::base;
use std::fmt::Write as _;

/// Returns the entries of all host functions, in the order they are documented.
#[must_use]
pub fn entries() -> &'static [Entry] {
    &base().entries
}

/// Writes `docs/host-functions.md`.
#[must_use]
pub fn page() -> String {
    let base = base();
    let mut page = String::from(HEAD);
    section(&mut page, "函数", "回答问题的函数，直接写名字调用。", "");
    for kind in &base.types {
        section(&mut page, kind.name, kind.help, kind.name);
    }
    page
}

const HEAD: &str = "<!-- 由测试生成：UPDATE=1 cargo test --test engine。不要手改。 -->
# 规则里能用的函数

规则的脚本用 [Rhai](https://rhai.rs) 写，入口是 `fn check(doc, param)`。`doc` 是报告（Report），\
`param` 是参数，`param.target` 取 rule.toml 里 `[param.target]` 的值（名称里的 `-` 写成 `_`）。

- 没有的东西是 `()`：用 `x == ()` 判断，或用 `x?.y`、`x ?? y`。
- 文字和数、`()` 和数不能比较，比较就出错，规则算“故障”。
- 数是精确的：`0.1 + 0.2 == 0.3`，`97 / 100` 是 `0.97`。
- 匹配前文字已经折叠：全角变半角，繁体变简体，空格去掉。
- 集合可以用 `for x in 集合` 逐个取，有 `len`、`first`、`last`、`[0]`、`filter`、`map`、`any`、`all`、`find`。
";

fn section(page: &mut String, name: &str, help: &str, on: &str) {
    let _ = write!(page, "\n## {name}\n\n{help}。\n\n| 写法 | 得到 | 说明 | 例子 |\n|---|---|---|---|\n");
    for entry in entries().iter().filter(|entry| entry.on == on) {
        let (written, gives) = match entry.kind {
            EntryKind::Property => (format!(".{}", entry.name), entry.signature),
            EntryKind::Method | EntryKind::Function => {
                let dot = if entry.kind == EntryKind::Method { "." } else { "" };
                let (takes, gives) = entry.signature.split_once(" → ").unwrap_or((entry.signature, "—"));
                (format!("{dot}{}{takes}", entry.name), gives)
            }
        };
        let example = entry.example.replace('|', "\\|");
        let example = match (example.is_empty(), example.contains('`')) {
            (true, _) => String::new(),
            (false, true) => format!("`` {example} ``"),
            (false, false) => format!("`{example}`"),
        };
        let _ = writeln!(page, "| `{written}` | {gives} | {} | {example} |", entry.help);
    }
}
