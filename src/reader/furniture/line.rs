//! One line of a page, looked at alone.

use super::words;
use super::words::Value;
use crate::reader::rejoin;
use crate::text::Folded;
use crate::text::Span;
use crate::text::Words;
use crate::text::slice;
use std::sync::LazyLock;

/// A label without colon and blanks, and what stands behind it; either may be empty.
pub(in crate::reader) type Pair = (String, String);

/// What one line is, looked at alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::reader) enum Line {
    /// May belong to a report.
    Body,
    /// Does not; the labels it carries, in order.
    Furniture(Vec<Pair>),
}

/// Tells whether a line is furniture, and what labels it carries.
pub(in crate::reader) fn classify(line: &str) -> Line {
    let folded = Folded::new(line);
    let text = folded.text();
    let n = text.chars().count();
    if n == 0 || n > LONGEST {
        return Line::Body;
    }
    if text.chars().all(|c| matches!(c, '|' | '\t' | '-' | ':')) && text.contains('|') {
        return Line::Furniture(Vec::new());
    }
    if let Some(pairs) = labels(line, &folded) {
        return Line::Furniture(pairs);
    }
    let is_furniture = is_path(text)
        || is_buttons(text)
        || is_footer(text, n)
        || is_header_date(text, n)
        || is_file_name(text)
        || is_code(text);
    if is_furniture {
        Line::Furniture(vec![(String::new(), line.trim().to_owned())])
    } else {
        Line::Body
    }
}

/// Tells whether a line may be the title of a report.
pub(in crate::reader) fn is_title(line: &str) -> bool {
    let folded = Folded::new(line);
    let text = folded.text();
    let text = file_stem(text).unwrap_or(text);
    (6..=90).contains(&text.chars().count())
        && ["法治", "法制", "依法行政"]
            .iter()
            .any(|w| text.contains(w))
        && ["报告", "总结", "情况"].iter().any(|w| text.contains(w))
        && !text.contains(['。', ';', '?', '>'])
        && !["如下", "现将", "根据", "为了"]
            .iter()
            .any(|w| text.contains(w))
        && !text.starts_with(['《', '(', ':'])
        && !rejoin::starts_item(text)
}

/// Longer lines are paragraphs, whatever they start with. A page with everything in one line
/// is one paragraph too.
const LONGEST: usize = 240;

/// Longer values are sentences.
pub(super) const LONGEST_VALUE: usize = 60;

/// The longest title met, and some.
const LONGEST_TITLE: usize = 100;

/// Tells whether a line carries labels.
pub(super) fn has_labels(line: &str) -> bool {
    labels(line, &Folded::new(line)).is_some()
}

static LABELS: LazyLock<Words> = LazyLock::new(|| {
    let labels = words::LABELS.iter().map(|(label, _)| (*label).to_owned());
    Words::new(labels.zip(0..))
});

/// One label in a folded line.
struct Label {
    name: Span,
    /// Where its value starts.
    behind: usize,
    value: Value,
    colon: bool,
}

/// Returns labels and values where a line consists of them.
fn labels(line: &str, folded: &Folded) -> Option<Vec<Pair>> {
    let text = folded.text();
    let found = find_labels(line, folded);
    let first = found.first()?;
    let lead = slice(text, Span::new(0, first.name.from()));
    if !lead.chars().all(is_ornament) {
        return None;
    }
    let mut pairs = Vec::with_capacity(found.len());
    let mut convinces = false;
    for (i, label) in found.iter().enumerate() {
        let end = found.get(i + 1).map_or(text.len(), |next| next.name.from());
        let value = trim(text, Span::new(label.behind, end));
        let words = slice(text, value);
        match suits(label, words, found.len()) {
            Some(sure) => convinces |= sure,
            None => return None,
        }
        let name = slice(text, label.name).to_owned();
        pairs.push((name, slice(line, folded.to_reading(value)).to_owned()));
    }
    convinces.then_some(pairs)
}

fn find_labels(line: &str, folded: &Folded) -> Vec<Label> {
    let text = folded.text();
    let mut found: Vec<Label> = Vec::new();
    for (name, number) in LABELS.longest(text) {
        let behind = slice(text, Span::new(name.to(), text.len()));
        let close = behind.trim_start_matches([']', '】', ')', '|', '\t']);
        let colon = close.starts_with(':');
        let reading = folded.to_reading(name);
        let before = slice(line, Span::new(0, reading.from()));
        let after = slice(line, Span::new(reading.to(), line.len()));
        let is_edge = |c: char| c.is_whitespace() || is_ornament(c) || matches!(c, '】' | ']');
        let stands_free = before.chars().next_back().is_none_or(is_edge)
            && after.chars().next().is_none_or(is_edge);
        if !colon && !stands_free {
            continue;
        }
        let Some((_, value)) = words::LABELS.get(number) else {
            continue;
        };
        // Inside a title or a path another label is only a word.
        if found
            .last()
            .is_some_and(|last| matches!(last.value, Value::Rest))
            && !colon
        {
            continue;
        }
        let skipped = text.len() - close.len() + usize::from(colon);
        found.push(Label {
            name,
            behind: skipped,
            value: *value,
            colon,
        });
    }
    found
}

/// Tells whether `words` may be the value of `label`: `None` where not, and whether the label
/// alone makes the line furniture.
fn suits(label: &Label, words: &str, n_labels: usize) -> Option<bool> {
    let n = words.chars().count();
    let is_name = n <= 30 && !words.contains(['。', ',', ';', '《']);
    match label.value {
        Value::Rest => Some(label.colon || n <= LONGEST_VALUE && !words.contains('。')),
        Value::Title => {
            (n <= LONGEST_TITLE && !words.contains('。')).then_some(label.colon && n > 0)
        }
        Value::Free => (n <= LONGEST_VALUE && !words.contains('。'))
            .then_some(label.colon || n == 0 || is_name),
        Value::Name => is_name.then_some(label.colon && n <= 24),
        Value::Date => is_name.then_some(label.colon && (n == 0 || is_web_date(words))),
        Value::Count => (n <= 24 && is_name).then(|| {
            let is_count = words
                .chars()
                .all(|c| c.is_ascii_digit() || "次人[]()【】万+.".contains(c));
            (label.colon || n_labels > 1 || n == 0) && (is_count || is_buttons(words))
        }),
        Value::Beside => (n <= LONGEST_VALUE && !words.contains('。')).then_some(false),
    }
}

/// Marks that surround labels and values: bullets, brackets, bars.
fn is_ornament(c: char) -> bool {
    matches!(
        c,
        '[' | '【'
            | '('
            | '|'
            | '•'
            | '·'
            | '-'
            | '*'
            | '>'
            | '◆'
            | '■'
            | '●'
            | '▪'
            | '◎'
            | '※'
            | '\t'
            | ' '
            | '_'
            | '/'
            | '［'
            | '（'
            | '｜'
            | '□'
            | '▲'
            | '★'
            | '\u{a0}'
            | '\u{3000}'
    )
}

/// Takes blanks, bars and half brackets off both ends of a value.
fn trim(text: &str, span: Span) -> Span {
    let words = slice(text, span);
    let is_edge = |c: char| matches!(c, ' ' | '\t' | '|' | '•' | '·' | '*' | '/' | '_');
    let mut bare = words.trim_matches(is_edge);
    // What opens before the next label, and what closes behind this one, belongs to the label.
    if bare.ends_with(['[', '【', '(']) {
        bare = bare
            .trim_end_matches(['[', '【', '('])
            .trim_end_matches(is_edge);
    }
    if !bare.contains(['[', '【']) {
        bare = bare.trim_end_matches([']', '】']).trim_end_matches(is_edge);
    }
    let lead = words.len() - words.trim_start_matches(is_edge).len();
    Span::new(span.from() + lead, span.from() + lead + bare.len())
}

/// `首页>政务公开>正文`, `>政府信息公开>…`, `首页/政务公开`.
fn is_path(text: &str) -> bool {
    if text.contains(['。', ',', ';', '"', '“']) || text.chars().count() > 120 {
        return false;
    }
    let is_home = |part: &str| {
        ["首页", "网站首页", "主页"]
            .iter()
            .any(|home| part.ends_with(home))
            && part.len() <= 60
    };
    let mut parts = text.split(['>', '»', '›', '→']);
    let first = parts.next().unwrap_or("");
    let n_parts = parts.count();
    if n_parts > 0 {
        return first.is_empty() || is_home(first) || n_parts >= 2 || text.ends_with('>');
    }
    let mut parts = text.split(['/', '-', '》', '|', '·', '\\']);
    parts
        .next()
        .is_some_and(|first| is_home(first) && first.chars().count() <= 6)
        && parts.next().is_some()
}

/// Tells whether a folded line consists of buttons and menu entries alone.
fn is_buttons(text: &str) -> bool {
    let mut rest = text;
    let mut n = 0;
    let mut n_sure = 0;
    loop {
        rest = rest.trim_start_matches(|c: char| {
            c.is_ascii_punctuation() && !matches!(c, ',' | ';')
                || c.is_whitespace()
                || "【】·•—《》×✕★☆".contains(c)
        });
        if rest.is_empty() {
            return n_sure > 0 || n > 1;
        }
        let Some(longest) = words::BUTTONS
            .iter()
            .filter(|button| rest.starts_with(**button))
            .max_by_key(|button| button.len())
        else {
            return false;
        };
        n += 1;
        let is_ordinary = words::ORDINARY.split(' ').any(|word| word == *longest);
        n_sure += usize::from(!is_ordinary);
        rest = rest.get(longest.len()..).unwrap_or("");
    }
}

fn is_footer(text: &str, n: usize) -> bool {
    let is_hint = (text.starts_with("建议使用") || text.starts_with("推荐使用"))
        && ["分辨率", "浏览"].iter().any(|word| text.contains(word));
    n <= 160
        && (is_hint
            || words::FOOTERS.iter().any(|word| text.contains(word))
            || n <= 80 && words::STARTS.iter().any(|word| text.starts_with(word)))
}

/// `2022年1月6日星期四`, as on top of a page, alone or behind the name of the site.
fn is_header_date(text: &str, n: usize) -> bool {
    let dated = text.find("20").and_then(|at| text.split_at_checked(at));
    let (site, date) = dated.unwrap_or((text, ""));
    let is_site = site.is_empty()
        || ["政府", "局", "委员会", "网"]
            .iter()
            .any(|e| site.trim_end().ends_with(e));
    n <= 40
        && is_site
        && date.starts_with("20")
        && text.contains('年')
        && text.contains("星期")
        && !text.contains(['。', ',', '、'])
}

/// `2022-01-06`, `2022/1/6 09:42:10`.
pub(super) fn is_web_date(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("20") else {
        return false;
    };
    let n_marks = rest
        .chars()
        .filter(|c| matches!(c, '-' | '/' | '.'))
        .count();
    rest.len() <= 20
        && n_marks == 2
        && rest
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '-' | '/' | '.' | ':' | ' '))
}

/// The number of a catalogue: `11371000004359440C/2021-01920`, also behind a bullet.
pub(super) fn is_code(text: &str) -> bool {
    let bare = text.trim_start_matches(is_ornament);
    if is_web_date(bare) {
        return bare.contains(':') || bare.len() < text.len();
    }
    bare.len() >= 12
        && bare.contains(['/', '-'])
        && bare.chars().filter(char::is_ascii_digit).count() >= 6
        && bare
            .chars()
            .all(|c| c.is_ascii_digit() || c.is_ascii_uppercase() || "/-_.".contains(c))
}

/// `…报告.pdf`, `附件:清单.xlsx(23KB)`.
fn is_file_name(text: &str) -> bool {
    file_stem(text).is_some()
}

pub(super) fn file_stem(text: &str) -> Option<&str> {
    if text.contains('。') || text.chars().count() > 120 {
        return None;
    }
    let mut name = text.trim_end_matches(['】', ']']);
    name = name
        .trim_end_matches("点击下载")
        .trim_end_matches("下载")
        .trim_end_matches(['[', '【', '(']);
    if name.ends_with(')')
        && let Some((before, size)) = name.rsplit_once('(')
        && size.starts_with(|c: char| c.is_ascii_digit())
    {
        name = before;
    }
    let lower = name.to_ascii_lowercase();
    words::FILES.iter().find_map(|end| {
        let stem = lower.strip_suffix(end)?;
        name.get(..stem.len()).filter(|stem| !stem.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str, expected: &[(&str, &str)]) {
        let pair = |(label, value): &(&str, &str)| (label.to_string(), value.to_string());
        let expected: Vec<Pair> = expected.iter().map(pair).collect();
        assert_eq!(classify(line), Line::Furniture(expected), "{line}");
    }

    fn furniture(lines: &[&str]) {
        for line in lines {
            assert_ne!(classify(line), Line::Body, "{line}");
        }
    }

    fn body(lines: &[&str]) {
        for line in lines {
            assert_eq!(classify(line), Line::Body, "{line}");
        }
    }

    #[test]
    fn labels_are_read_with_their_values() {
        found("发布日期：2023-02-03", &[("发布日期", "2023-02-03")]);
        found(
            "索 引 号：LX000/2023-0012",
            &[("索引号", "LX000/2023-0012")],
        );
        found(
            "索引号　LX000/2023-0012　公开方式　主动公开",
            &[("索引号", "LX000/2023-0012"), ("公开方式", "主动公开")],
        );
        found(
            "发布机构 临溯区管委办公室 组配分类 管委会文件",
            &[("发布机构", "临溯区管委办公室"), ("组配分类", "管委会文件")],
        );
        found(
            "成文日期 2023-01-09 有效性/截止日期:",
            &[("成文日期", "2023-01-09"), ("有效性/截止日期", "")],
        );
        found("主题分类: 发文字号:", &[("主题分类", ""), ("发文字号", "")]);
        found(
            "发文字号：临政发〔2023〕2号",
            &[("发文字号", "临政发〔2023〕2号")],
        );
        found("文号：无", &[("文号", "无")]);
        found(
            "发布日期:2023-01-09 10:12 访问次数: 信息来源:临溯区党政办公室 字号:[ ]",
            &[
                ("发布日期", "2023-01-09 10:12"),
                ("访问次数", ""),
                ("信息来源", "临溯区党政办公室"),
                ("字号", "[ ]"),
            ],
        );
        found(
            "日期:2023/1/9 来源：县司法局 浏览:128次 【大 中 小】",
            &[
                ("日期", "2023/1/9"),
                ("来源", "县司法局"),
                ("浏览", "128次 【大 中 小】"),
            ],
        );
        found(
            "時間：2023-01-09 瀏覽次數：12",
            &[("时间", "2023-01-09"), ("浏览次数", "12")],
        );
        found(
            "| 索引号: | LX000/2023-0012 | 发布机构: | 县政府办 |",
            &[("索引号", "LX000/2023-0012"), ("发布机构", "县政府办")],
        );
        found("[ 索引号 ]", &[("索引号", "")]);
        found("• 发布机构：临溯县司法局", &[("发布机构", "临溯县司法局")]);
        found(
            "上一篇：临溯县2022年政府信息公开工作年度报告",
            &[("上一篇", "临溯县2022年政府信息公开工作年度报告")],
        );
        found(
            "信息名称：临溯县2022年度法治政府建设情况报告",
            &[("信息名称", "临溯县2022年度法治政府建设情况报告")],
        );
    }

    #[test]
    fn paths_buttons_and_footers_are_furniture() {
        furniture(&[
            "首页",
            ">政府信息公开>信息公开目录>法规文件>管委会文件",
            "首页 > 政务公开 > 法治政府建设",
            "首页 / 政务公开 / 正文",
            "您的位置：首页＞政务公开",
            "您现在所在的位置: 网站首页 » 年度报告",
            "当前位置：首页",
            "【字体：大 中 小】",
            "【字体：",
            "字体：[ 大 中 小 ]",
            "[小] [大]",
            "【打印】【关闭】",
            "打印本页 关闭窗口",
            "打印正文",
            "分享到：微信 微博",
            "分享到",
            "无障碍 | 简体 | 繁体",
            "听全文",
            "语音播报：",
            "AI脑图",
            "(欢迎您)注销",
            "今天是2023年2月3日 星期五",
            "2023年2月3日 星期五",
            "临溯县人民政府 2023年2月3日 星期五",
            "请点击右上角 选择浏览器打开",
            "|",
            "|---|---|",
            "临溯县2022年度法治政府建设情况报告.pdf",
            "附件：临溯县普法责任清单.docx（23KB）",
            "附件下载",
            "下一篇：没有了",
            "相关链接：",
            "主办单位：临溯县人民政府办公室",
            "主办：临溯县人民政府　承办：县大数据中心",
            "临ICP备00000000号-1　临公网安备00000000000000号",
            "版权所有：临溯县人民政府 Copyright © 2023",
            "网站标识码：0000000000",
            "建议使用1024×768以上分辨率浏览",
            "• 11000000000000000A/2023-00012",
            "2023-02-03 09:42",
            "打印本页　　关闭窗口　　返回顶部",
            "政务公开 政务服务 互动交流",
        ]);
    }

    #[test]
    fn lines_of_reports_are_never_furniture() {
        body(&[
            "",
            "临溯县人民政府",
            "临政发〔2023〕2号",
            "临政发〔2023〕2号　签发人：张三",
            "签发人：张三",
            "临溯县人民政府关于2022年度法治政府建设情况的报告",
            "中共临溯县委 临溯县人民政府",
            "县委、县政府：",
            "市政府:",
            "一、2022年推进法治政府建设的主要举措和成效",
            "（一）推进政务公开",
            "(二)政务服务",
            "一是持续推进政务公开。主动公开信息318条。",
            "数据",
            "正文",
            "建议使用统一平台办理行政复议案件。",
            "1.公开方式更加多样",
            "来源于群众的意见逐年增多",
            "数据来源：县司法局统计年报。",
            "发布信息2000余条，浏览量超过10万人次。",
            "推行“扫一扫”服务，群众满意度达98%。",
            "时间紧、任务重，各部门密切配合。",
            "审核：重大执法决定94件，均依法审核；提出意见12条。",
            "得分>90的单位有12个",
            "附件：1.临溯县普法责任清单",
            "附件：普法责任清单",
            "2.法律顾问服务情况统计表",
            "临溯县人民政府办公室 2023年1月7日印发",
            "2023年1月10日",
            "二〇二三年一月十日",
            "2023-01-10",
            "（此件公开发布）",
            "（联系人：张三，联系电话：0000000）",
            "联系电话：0000000",
            "抄送：县委办公室，县人大常委会办公室。",
            "开展“3·15”宣传活动，发放资料3万份",
            "案件领域\t立案（件）\t办结（件）",
            "合计\t367\t356",
        ]);
    }
}
