//! Finds the figures of a line: number, unit and bound, and whether it is a change.

use crate::facts::Bound;
use crate::facts::FactKind;
use crate::facts::Printed;
use crate::facts::bound;
use crate::facts::clause::Layout;
use crate::facts::lookalike;
use crate::facts::number;
use crate::facts::number::Number;
use crate::facts::unit;
use crate::text::Span;
use crate::text::slice;
use rust_decimal::Decimal;

/// A number of one line with what stands around it; spans are of the line.
pub(super) struct Figure<'a> {
    pub(super) number: Number,
    /// Number, bound behind and unit.
    pub(super) span: Span,
    pub(super) unit: &'a str,
    pub(super) bound: Bound,
    pub(super) kind: FactKind,
    pub(super) change: bool,
    pub(super) clause: Span,
}

impl Figure<'_> {
    pub(super) fn is_rate(&self) -> bool {
        self.kind == FactKind::Rate
    }
}

/// Reads the figures of `text` from byte `from` on, outside of `closed`, which is sorted.
pub(super) fn all<'a>(
    text: &'a str,
    from: usize,
    layout: &Layout,
    closed: &[Span],
) -> Vec<Figure<'a>> {
    let mut figures: Vec<Figure<'a>> = Vec::new();
    let mut closed = closed.iter().peekable();
    let mut at = from;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        while closed.next_if(|span| span.to() <= at).is_some() {}
        if let Some(span) = closed.peek()
            && span.from() <= at
        {
            at = span.to();
            continue;
        }
        let mut next = at + c.len_utf8();
        if may_start(c)
            && let Some((figure, end)) = read(text, at, layout)
        {
            if let Some(mut figure) = figure {
                figure.change = is_change(text, &figure, figures.last());
                figures.push(figure);
            }
            next = next.max(end);
        }
        at = next;
    }
    figures
}

fn may_start(c: char) -> bool {
    c.is_ascii_digit() || "一二两三四五六七八九十百千".contains(c)
}

/// Reads the figure at byte `at`: `None` where there is no number; else the figure, or nothing
/// where the number measures nothing, and where to go on.
fn read<'a>(text: &'a str, at: usize, layout: &Layout) -> Option<(Option<Figure<'a>>, usize)> {
    let number = number::read(text.get(at..)?)?;
    let end = at + number.len;
    let before = slice(text, Span::new(0, at));
    let behind = text.get(end..).unwrap_or("");
    if lookalike::is_look_alike(before, behind, &number) {
        return Some((None, end + lookalike::tail(behind)));
    }
    let quoted = layout.is_quoted(at);
    let sign = usize::from(behind.starts_with('%'));
    let is_rate = sign == 1 || number.percent;
    let unit_text = if is_rate { "%" } else { unit::unit(behind) };
    let unit_len = if number.percent { 0 } else { unit_text.len() };
    let is_none = match (is_rate, number.hanzi) {
        (true, _) => false,
        (false, true) => !lookalike::hanzi_counts(before, &number, unit_text, quoted),
        (false, false) => {
            quoted || (unit_text.is_empty() && !lookalike::stands_bare(before, behind, &number))
        }
    };
    if is_none {
        return Some((None, end));
    }
    let written = slice(text, Span::new(at, end));
    let (number, unit_text) = in_written_unit(number, unit_text, written);
    let end = end + unit_len;
    let after_unit = text.get(end..).unwrap_or("");
    let (bound, bound_len) = bound::read(before, &number, unit::is_time(unit_text), after_unit);
    let span = Span::new(at, end + bound_len);
    let figure = Figure {
        number,
        span,
        unit: unit_text,
        bound,
        kind: kind(is_rate, unit_text),
        change: false,
        clause: layout.clause(text, span),
    };
    Some((Some(figure), span.to()))
}

fn kind(is_rate: bool, unit: &str) -> FactKind {
    if is_rate {
        FactKind::Rate
    } else if unit::is_money(unit) {
        FactKind::Money
    } else if unit::is_time(unit) {
        FactKind::Days
    } else {
        FactKind::Count
    }
}

/// Money keeps the unit that is written: `1715.8万元` is 1715.8 万元, a count of 3万份 is 30000.
fn in_written_unit<'a>(number: Number, unit: &'a str, written: &str) -> (Number, &'a str) {
    if unit != "元" {
        return (number, unit);
    }
    let power = written.trim_end_matches(['余', '多']).chars().next_back();
    let (power, unit) = match power {
        Some('万') => (10_000, "万元"),
        Some('亿') => (100_000_000, "亿元"),
        _ => return (number, unit),
    };
    let power = Decimal::from(power);
    let number = Number {
        value: number.value / power,
        printed: Printed {
            step: number.printed.step / power,
            ..number.printed
        },
        ..number
    };
    (number, unit)
}

/// Words that turn the figure behind them into a change.
pub(super) const CHANGES: [&str; 25] = [
    "同比",
    "环比",
    "增长",
    "下降",
    "提升",
    "压缩",
    "提高",
    "上升",
    "提速",
    "降低",
    "缩短",
    "增幅",
    "降幅",
    "减幅",
    "增长率",
    "增速",
    "上涨",
    "回落",
    "压减",
    "增",
    "降",
    "升",
    "提效",
    "缩减",
    "攀升",
];

/// Words that do so only where something is compared: 减少证明材料12份 is a number of things.
const COMPARED_CHANGES: [&str; 8] = ["减少", "增加", "精简", "多", "少", "减", "净增", "新增"];

/// Words that compare with another time.
const COMPARISONS: [&str; 16] = [
    "同比",
    "环比",
    "较上年",
    "比上年",
    "较去年",
    "比去年",
    "较往年",
    "比往年",
    "较上一年",
    "比上一年",
    "与上年",
    "与去年",
    "上年同期",
    "去年同期",
    "较20",
    "比20",
];

/// Words between a change and its number.
const BETWEEN: [&str; 14] = [
    "了", "约", "近", "超", "超过", "逾", "达", "达到", "为", "均", "平均", "幅度", "率", "分别",
];

/// Tells a change from a level: 增长12% is one, 提升到98% and 增加到135项 are levels again.
fn is_change(text: &str, figure: &Figure<'_>, before: Option<&Figure<'_>>) -> bool {
    if figure.unit.ends_with("百分点") {
        return true;
    }
    let lead = slice(text, Span::new(figure.clause.from(), figure.span.from()));
    let mut bare = lead;
    while let Some(word) = BETWEEN.iter().find(|word| bare.ends_with(**word)) {
        // 达 and 为 behind a change word belong to it; behind anything else they state a level.
        let rest = bare.get(..bare.len() - word.len()).unwrap_or("");
        if matches!(*word, "达" | "达到" | "为")
            && !ends_with_any(rest, &["幅", "幅度", "率", "速"])
        {
            return false;
        }
        bare = rest;
    }
    if ends_with_any(bare, &CHANGES) {
        return true;
    }
    // 同比分别增长20%、8.3%: what goes on behind a change is one too.
    let goes_on = before.is_some_and(|before| {
        let between = slice(text, Span::new(before.span.to(), figure.span.from()));
        before.change && before.unit == figure.unit && matches!(between, "、" | "和" | "与" | "及")
    });
    if goes_on && lead.contains("分别") {
        return true;
    }
    let compares = COMPARISONS.iter().any(|word| lead.contains(word));
    let same_unit = before.is_some_and(|before| {
        before.unit == figure.unit && figure.clause.from() <= before.clause.to() + 6
    });
    ends_with_any(bare, &COMPARED_CHANGES) && (compares || same_unit && !bare.ends_with("新增"))
}

fn ends_with_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.ends_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The figures of a line, as value, unit, bound and `!` for a change.
    fn shown(text: &str) -> Vec<String> {
        let layout = Layout::new(text);
        all(text, 0, &layout, &[])
            .iter()
            .map(|f| {
                let mark = if f.change { "!" } else { "" };
                format!(
                    "{} {} {}{mark}",
                    f.number.value.normalize(),
                    f.unit,
                    f.bound.name()
                )
            })
            .collect()
    }

    #[test]
    fn figures_have_unit_and_bound() {
        let check = |text: &str, want: &[&str]| assert_eq!(shown(text), want, "{text}");
        check("受理64件,超过300余件", &["64 件 exact", "300 件 more-than"]);
        check("减免1715.8万元", &["1715.8 万元 exact"]);
        check("在5个工作日内", &["5 个工作日 at-most"]);
        check("上百件", &["100 件 at-least"]);
        check("数十件、几百人", &[]);
        check("发放许可证821。", &["821  exact"]);
        check("设立三个站点,三项制度,五部门", &["3 个 exact"]);
        check(
            "举办六期,两次,一次办好,百名律师",
            &["6 期 exact", "2 次 exact"],
        );
    }

    #[test]
    fn look_alikes_are_none() {
        for text in [
            "厅字〔2019〕28号",
            "6+1类",
            "1+2+N",
            "12345热线",
            "整合12345、12315等热线",
            "“12·4”",
            "12·4国家宪法日",
            "7×24小时",
            "第33条",
            "第三十三条",
            "二十届二中全会",
            "市委六届二次全会",
            "一站式",
            "三项制度",
            "双随机一公开",
            "G20",
            "5A级景区",
            "0531-88820016",
            "拨打12348。",
            "2021—2025",
            "9时30分",
            "比例为3:1",
            "前30名",
            "三四个",
            "每十万人",
            "“三减一提”",
            "15分钟公共法律服务圈",
            "。1.加强领导",
            "1-2名",
            "4级联动",
            "二期工程",
            "(二期)",
            "八五普法",
        ] {
            assert_eq!(shown(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn changes_are_no_levels() {
        let check = |text: &str, want: &[bool]| {
            let layout = Layout::new(text);
            let figures = all(text, 0, &layout, &[]);
            let got: Vec<bool> = figures.iter().map(|f| f.change).collect();
            assert_eq!(got, want, "{text}");
        };
        check("同比增长12%", &[true]);
        check("提升到98%", &[false]);
        check("由120项增加到135项", &[false, false]);
        check("提高1.2个百分点", &[true]);
        check("减少证明材料66项", &[false]);
        check("减少66份证明材料", &[false]);
        check("较上年减少6起", &[true]);
        check("办结45起,减少6起", &[false, true]);
        check("降幅达12%", &[true]);
        check("占比达12%", &[false]);
        check("比去年多9件", &[true]);
        check("压缩85%", &[true]);
    }
}
