//! What the language brings along and a rule must not have.

use super::Host;
use crate::engine::call::Hosted;
use crate::engine::call::error;
use rhai::Dynamic;
use rhai::INT;

/// Functions that are refused when a rule is loaded, with the reason.
pub(super) const REFUSED: [(&str, &str); 6] = [
    ("sleep", "规则不能等待"),
    ("timestamp", "规则不能看时钟：同一份报告每次的结论要一样"),
    ("exit", "用 return 结束函数；没有问题就什么也不报"),
    ("print", "规则不能输出；要说的写进 finding 或 note"),
    ("debug", "规则不能输出；要说的写进 finding 或 note"),
    ("eval", "规则不能执行拼出来的脚本"),
];

/// Overrides them as well: a name can be put together while the script runs.
pub(super) fn register(host: &mut Host) {
    host.silent("sleep", |_: INT| refuse("sleep"));
    host.silent("sleep", |_: f64| refuse("sleep"));
    host.silent("timestamp", || refuse("timestamp"));
    host.silent("exit", || refuse("exit"));
    host.silent("exit", |_: Dynamic| refuse("exit"));
}

fn refuse(name: &str) -> Hosted<()> {
    let reason = super::refused(name).unwrap_or_default();
    Err(error(format!("不能用 {name}：{reason}")))
}
