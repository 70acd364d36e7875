//! `Number`: exact decimals, so that 0.1 + 0.2 is 0.3 and 97 / 100 is not 0.

use super::Doc;
use super::Host;
use super::place::maybe;
use crate::engine::call::Hosted;
use crate::engine::call::error;
use crate::text::Folded;
use rhai::Dynamic;
use rhai::INT;
use rust_decimal::Decimal;
use rust_decimal::RoundingStrategy;
use rust_decimal::prelude::ToPrimitive;

/// An exact number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(in crate::engine) struct Number(pub(in crate::engine) Decimal);

/// What can be calculated with: a number of the report, or one written in a script.
pub(super) trait Operand {
    /// Returns the exact value.
    fn exact(&self) -> Hosted<Decimal>;
}

impl Operand for Number {
    fn exact(&self) -> Hosted<Decimal> {
        Ok(self.0)
    }
}

impl Operand for INT {
    fn exact(&self) -> Hosted<Decimal> {
        Ok(Decimal::from(*self))
    }
}

impl Operand for f64 {
    /// The shortest text that gives the float back is what its author wrote.
    fn exact(&self) -> Hosted<Decimal> {
        let text = format!("{self}");
        text.parse().map_err(|_| error(format!("不能用 {text} 计算")))
    }
}

impl Number {
    fn round(&mut self, digits: INT) -> Self {
        let digits = u32::try_from(digits.clamp(0, 28)).unwrap_or(0);
        Self(self.0.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero))
    }

    fn to_int(&mut self) -> Hosted<INT> {
        if !self.0.fract().is_zero() {
            return Err(error(format!("{} 不是整数；先 round(0)、floor 或 ceil", self.0)));
        }
        self.0.to_i64().ok_or_else(|| error("数太大"))
    }

    pub(super) fn shown(&mut self) -> String {
        self.0.to_string()
    }
}

/// Reads a number out of digits; blanks, full width and thousands commas do not matter.
fn number(text: &str) -> Dynamic {
    if text.len() > 128 {
        return Dynamic::UNIT;
    }
    let plain = Folded::new(text).text().replace([',', ' '], "");
    maybe(plain.trim_end_matches('%').parse().ok().map(Number))
}

pub(super) fn register(host: &mut Host) {
    host.on::<Number>("Number", "精确的数，来自报告或参数。可以与整数、小数加减乘除和比较；除法精确到 28 位");
    host.call(
        Doc("round", "(位数) → Number", "四舍五入到几位小数", "(a / b * 100).round(1)"),
        Number::round,
    );
    host.get(
        Doc("floor", "Number", "不大于它的整数", "fact.value.floor"),
        |number: &mut Number| Number(number.0.floor()),
    );
    host.get(
        Doc("ceil", "Number", "不小于它的整数", "fact.value.ceil"),
        |number: &mut Number| Number(number.0.ceil()),
    );
    host.get(
        Doc("abs", "Number", "绝对值", "(a - b).abs"),
        |number: &mut Number| Number(number.0.abs()),
    );
    host.get(
        Doc("is_whole", "真假", "是不是整数", "fact.value.is_whole"),
        |number: &mut Number| number.0.fract().is_zero(),
    );
    host.get(
        Doc("digits", "整数", "写了几位小数：98.20 是 2", "(a / b * 100).round(fact.value.digits)"),
        |number: &mut Number| INT::from(number.0.scale()),
    );
    host.call(
        Doc("to_int", "() → 整数", "变成脚本的整数，不是整数就出错", "fact.value.to_int()"),
        Number::to_int,
    );
    host.silent("to_string", Number::shown);
    host.silent("to_debug", Number::shown);
    host.functions();
    host.call(
        Doc("number", "(文字) → Number 或 ()", "把数字文字变成数；全角、千分位逗号、百分号都可以，认不出是 ()", "number(m.group(\"n\").text)"),
        number,
    );
}
