//! Page furniture in lines of text: paths, labels, buttons, footers.
//!
//! Pages saved or pasted as text carry them above the title, under it and below the report.
//! The recogniser is conservative: what a report may say is a report's line. Letterhead,
//! document number, signer, title, addressee, signature and date are never furniture. Labels
//! and their values are kept, because dates and document numbers stand there.

mod line;
mod words;

pub(super) use line::Line;
pub(super) use line::Pair;
pub(super) use line::classify;
pub(super) use line::is_title;

use super::rejoin;
use crate::text::Folded;
use line::LONGEST_VALUE;
use line::file_stem;
use line::is_web_date;

/// The lines of a page, told apart.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Page {
    /// For each line whether it belongs to the report; blank lines do.
    pub(super) kept: Vec<bool>,
    /// What the other lines say, in their order.
    pub(super) pairs: Vec<Pair>,
}

/// Tells the lines of a page apart: furniture above the report, between its title and its
/// first paragraph, and below it. Lines in the middle of a report are never furniture.
pub(super) fn sort(lines: &[&str]) -> Page {
    let mut page = Page {
        kept: vec![true; lines.len()],
        pairs: Vec::new(),
    };
    let head = sort_head(lines, &mut page);
    sort_foot(lines, head, &mut page);
    page
}

/// Returns what lines that do not belong to a report say: a label of its own line takes the
/// next line for its value.
pub(super) fn pairs(lines: &[&str]) -> Vec<Pair> {
    join_pairs(lines, |line, label, value| {
        takes(line, label, value) || takes_outside(label, value)
    })
}

fn join_pairs(lines: &[&str], takes: impl Fn(&str, &str, &str) -> bool) -> Vec<Pair> {
    let mut found = Vec::new();
    let mut i = 0;
    while let Some(line) = lines.get(i) {
        i += 1;
        let mut here = said(line);
        if let Some(value) = lines.get(i)
            && let Some((label, empty)) = here.last_mut()
            && empty.is_empty()
            && takes(line, label, value)
        {
            *empty = (*value).trim().to_owned();
            i += 1;
        }
        found.append(&mut here);
    }
    found
}

/// How far into a page its head can reach, in lines that are not blank.
const HEAD_WITHIN: usize = 120;

/// Sorts the lines before the first paragraph or heading; returns how many there are.
fn sort_head(lines: &[&str], page: &mut Page) -> usize {
    let mut head = Head::default();
    let mut i = 0;
    while let Some(line) = lines.get(i) {
        if line.trim().is_empty() {
            i += 1;
            continue;
        }
        if head.n >= HEAD_WITHIN {
            break;
        }
        let furniture = classify(line) != Line::Body || is_web_date(Folded::new(line).text());
        if !furniture && starts_body(line) {
            break;
        }
        head.n += 1;
        if furniture && !is_named_file(lines, i) {
            i += head.take(lines, i);
        } else {
            head.unknown.push(i);
        }
        i += 1;
    }
    head.take_sandwiched(lines);
    head.furniture.sort_unstable();
    drop_lines(lines, &head.furniture, page);
    i
}

/// The lines before the first paragraph.
#[derive(Default)]
struct Head {
    n: usize,
    furniture: Vec<usize>,
    unknown: Vec<usize>,
}

impl Head {
    /// Takes line `i`, and the value of its label on the next line; returns how many more.
    fn take(&mut self, lines: &[&str], i: usize) -> usize {
        self.furniture.push(i);
        let Some(line) = lines.get(i) else { return 0 };
        let pairs = said(line);
        let rest = lines.get(i + 1..).unwrap_or(&[]);
        let blank = rest
            .iter()
            .take_while(|line| line.trim().is_empty())
            .count();
        match (pairs.last(), rest.get(blank)) {
            (Some((label, empty)), Some(value))
                if empty.is_empty() && takes(line, label, value) =>
            {
                self.furniture.push(i + 1 + blank);
                1 + blank
            }
            _ => 0,
        }
    }

    /// Takes names of columns and the like that stand among furniture before the title.
    fn take_sandwiched(&mut self, lines: &[&str]) {
        let at = |i: &usize| lines.get(*i).copied().unwrap_or("");
        let title = self.unknown.iter().copied().find(|i| is_title(at(i)));
        let end = title.unwrap_or(usize::MAX);
        let first = self.furniture.first().copied().unwrap_or(usize::MAX);
        let last = self.furniture.iter().copied().filter(|i| *i < end).max();
        for i in &self.unknown {
            let between = *i > first && last.is_some_and(|last| *i < last);
            if between && !rejoin::stands_alone(at(i).trim()) && !is_title(at(i)) {
                self.furniture.push(*i);
            }
        }
    }
}

/// Tells whether line `i` is the report's title with the extension of a file, and the title
/// stands nowhere else.
fn is_named_file(lines: &[&str], i: usize) -> bool {
    let line = lines.get(i).copied().unwrap_or("");
    file_stem(Folded::new(line).text()).is_some()
        && is_title(line)
        && !lines
            .iter()
            .take(HEAD_WITHIN)
            .enumerate()
            .any(|(j, other)| j != i && is_title(other) && !line::has_labels(other))
}

/// Tells whether the report's text has begun: a heading, a sentence, an addressee.
fn starts_body(line: &str) -> bool {
    let folded = Folded::new(line);
    let text = folded.text();
    let n = text.chars().count();
    let is_addressee = n <= 60
        && text.ends_with(':')
        && [
            "政府", "委", "局", "厅", "办", "人大", "党组", "单位", "领导",
        ]
        .iter()
        .any(|word| text.contains(word));
    is_heading(text) || text.contains('。') || n > LONGEST_VALUE && !is_title(line) || is_addressee
}

/// Tells whether a folded line opens with an ordinal of a report's outline.
fn is_heading(text: &str) -> bool {
    rejoin::starts_item(text) && !text.starts_with(['•', '●', '■', '◆', '▲', '★', '※', '['])
}

/// Sorts the lines behind the last paragraph or heading.
fn sort_foot(lines: &[&str], head: usize, page: &mut Page) {
    let mut first = lines.len();
    // The report ends with its last sentence, heading, or list item.
    for (i, line) in lines.iter().enumerate().skip(head).rev() {
        let folded = Folded::new(line);
        let text = folded.text();
        let is_text = is_heading(text) || text.contains('。') && text.chars().count() >= 12;
        if is_text && classify(line) == Line::Body {
            break;
        }
        first = i;
    }
    let furniture: Vec<usize> = (first.max(head)..lines.len())
        .filter(|i| {
            lines
                .get(*i)
                .is_some_and(|line| classify(line) != Line::Body)
        })
        .collect();
    let end = furniture.iter().copied().find(|i| {
        lines
            .get(*i)
            .is_some_and(|line| file_stem(Folded::new(line).text()).is_none())
    });
    let dropped: Vec<usize> = match end {
        Some(end)
            if !signs(lines.get(end..).unwrap_or(&[]))
                || signs(lines.get(first..end).unwrap_or(&[])) =>
        {
            // Below the first button or footer nothing belongs to the report.
            let rest =
                (end..lines.len()).filter(|i| lines.get(*i).is_some_and(|l| !l.trim().is_empty()));
            furniture
                .iter()
                .copied()
                .filter(|i| *i < end)
                .chain(rest)
                .collect()
        }
        _ => furniture,
    };
    drop_lines(lines, &dropped, page);
}

/// Tells whether one of the first lines is the date under a signature or an issue line.
fn signs(lines: &[&str]) -> bool {
    let mut visible = lines.iter().filter(|line| !line.trim().is_empty());
    visible.by_ref().take(4).any(|line| is_day(line))
}

/// Tells whether a line is a date as it stands under a report, also behind the issuing office:
/// `2023年1月9日`, `2023.1.9`, `县政府办公室 2023年1月9日印发`.
pub(super) fn is_day(line: &str) -> bool {
    let line = line.trim().trim_end_matches("印发").trim_end();
    line.ends_with('日') && rejoin::stands_alone(line) || is_web_date(Folded::new(line).text())
}

fn drop_lines(lines: &[&str], dropped: &[usize], page: &mut Page) {
    let texts: Vec<&str> = dropped
        .iter()
        .filter_map(|i| lines.get(*i).copied())
        .collect();
    for i in dropped {
        if let Some(kept) = page.kept.get_mut(*i) {
            *kept = false;
        }
    }
    page.pairs.append(&mut join_pairs(&texts, takes));
}

/// Returns the labels of a line of furniture, or the line without a label.
fn said(line: &str) -> Vec<Pair> {
    match classify(line) {
        Line::Furniture(pairs) => pairs,
        Line::Body => vec![(String::new(), line.trim().to_owned())],
    }
}

/// Tells whether `value`, the line below, is what the label at the end of `line` speaks of.
fn takes(line: &str, label: &str, value: &str) -> bool {
    if label.is_empty() {
        return false;
    }
    let folded = Folded::new(value);
    let text = folded.text();
    let is_named_date = label.ends_with("日期") || label.ends_with("时间");
    if is_web_date(text) {
        return is_named_date;
    }
    if line::is_code(text) {
        return label.contains("索引") || label.contains('号');
    }
    let n = text.chars().count();
    if n == 0 || n > LONGEST_VALUE || text.contains(['。', ';']) || rejoin::starts_item(value) {
        return false;
    }
    if label.contains('索') {
        return text.is_ascii();
    }
    let is_number = text.ends_with('号') && text.contains(['〔', '[', '(', '第']);
    if Folded::new(line).text().ends_with([':', '|', '\t']) {
        // `发文字号:` is often empty: what follows is the title or the letterhead.
        let is_date = text.starts_with(|c: char| c.is_ascii_digit()) && n <= 20;
        return is_number && label.ends_with('号') || is_date && is_named_date;
    }
    is_number == label.ends_with('号') && !is_title(value) && classify(value) == Line::Body
}

/// The same outside a report, where no title or letterhead can follow.
fn takes_outside(label: &str, value: &str) -> bool {
    const NEEDS_MORE: [&str; 8] = ["号", "日期", "时间", "次数", "量", "率", "性", "字体"];
    !label.is_empty()
        && !NEEDS_MORE.iter().any(|end| label.ends_with(end))
        && value.chars().count() <= LONGEST_VALUE
        && classify(value) == Line::Body
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(text: &str) -> (Vec<&str>, Vec<Pair>) {
        let lines: Vec<&str> = text.lines().collect();
        let page = sort(&lines);
        assert_eq!(page.kept.len(), lines.len());
        let kept = lines
            .iter()
            .zip(&page.kept)
            .filter(|(line, kept)| **kept && !line.trim().is_empty())
            .map(|(line, _)| *line)
            .collect();
        (kept, page.pairs)
    }

    const BODY: &str = "一年来，我区扎实推进法治建设。现将有关情况报告如下。

一、主要举措及成效

(一)依法履行职能

全面推行“双随机”监管，应诉率达100%。";

    #[test]
    fn a_saved_page_loses_what_surrounds_the_report() {
        let text = format!(
            "首页\n>政务公开>公开目录>管委会文件\n索引号 LX000/2023-0012 公开方式 主动公开\n\
             发布机构 临溯区管委办公室 组配分类 管委会文件\n成文日期 2023-01-09 有效性/截止日期:\n\
             主题分类: 发文字号:\n临溯区2022年度法治政府建设情况的报告\n\n\n\
             发布日期:2023-01-09 10:12 访问次数: 信息来源:临溯区党政办公室 字号:[ ]\n\n\n{BODY}\n\n  \n\n\
             临溯区2022年度法治政府建设情况的报告.pdf\n\n\n打印本页 关闭窗口\n"
        );
        let (kept, pairs) = sorted(&text);
        let mut expected = vec!["临溯区2022年度法治政府建设情况的报告"];
        expected.extend(BODY.lines().filter(|line| !line.is_empty()));
        assert_eq!(kept, expected);
        let value = |label: &str| {
            let pair = pairs.iter().find(|pair| pair.0 == label);
            pair.map(|pair| pair.1.as_str())
        };
        assert_eq!(value("索引号"), Some("LX000/2023-0012"));
        assert_eq!(value("发文字号"), Some(""));
        assert_eq!(value("发布日期"), Some("2023-01-09 10:12"));
    }

    #[test]
    fn a_label_takes_the_line_below() {
        let text = format!(
            "临溯区人民政府门户网站\n[ 索引号 ]\nLX000/2023-0012\n[ 发布机构 ]\n临溯区管委办公室\n\
             [ 发文字号 ]\n临管发〔2023〕2号\n[ 成文日期 ]\n2023-01-09\n\
             临溯区2022年度法治政府建设情况的报告\n{BODY}"
        );
        let (kept, pairs) = sorted(&text);
        assert_eq!(
            kept[..2],
            [
                "临溯区人民政府门户网站",
                "临溯区2022年度法治政府建设情况的报告"
            ]
        );
        assert_eq!(pairs.len(), 4);
        assert_eq!(pairs[2], ("发文字号".into(), "临管发〔2023〕2号".into()));
    }

    #[test]
    fn an_empty_label_does_not_swallow_the_title_or_the_letterhead() {
        for line in [
            "临溯区2022年度法治政府建设情况的报告",
            "临溯区人民政府",
            "区政府：",
            "一、主要举措和成效",
        ] {
            let text = format!("发文字号：\n{line}\n{BODY}");
            assert_eq!(sorted(&text).0[0], line);
        }
    }

    #[test]
    fn a_plain_report_is_kept_whole() {
        let text = format!(
            "临溯区人民政府\n\n临政发〔2023〕2号\n\n签发人：张三\n\n临溯区2022年度法治政府建设情况的报告\n\n\
             市政府：\n{BODY}\n\n附件：普法责任清单\n\n临溯区人民政府\n2023年1月9日\n\n\
             临溯区人民政府办公室 2023年1月9日印发"
        );
        let (kept, pairs) = sorted(&text);
        assert_eq!(
            kept.len(),
            text.lines().filter(|line| !line.is_empty()).count()
        );
        assert!(pairs.is_empty());
    }

    #[test]
    fn names_of_columns_among_furniture_go_with_it() {
        let text = format!(
            "首页 > 政务公开\n区管委文件\n发布日期：2023-01-09\n临溯区2022年度法治政府建设情况的报告\n{BODY}"
        );
        assert_eq!(sorted(&text).0[0], "临溯区2022年度法治政府建设情况的报告");
    }

    #[test]
    fn a_footer_goes_with_all_its_lines() {
        let text = format!(
            "{BODY}\n临溯区人民政府\n2023年1月9日\n\n打印本页\n上一篇：某报告\n\
             临溯区人民政府\n主办：区政府办\n地址：某路1号 邮编：000000\n临ICP备00000000号"
        );
        let (kept, pairs) = sorted(&text);
        assert_eq!(kept[kept.len() - 2..], ["临溯区人民政府", "2023年1月9日"]);
        assert!(pairs.contains(&("主办".into(), "区政府办".into())));
    }

    #[test]
    fn a_signature_below_an_attachment_stays() {
        let text = format!("{BODY}\n附件下载\n临溯区人民政府\n2023年1月9日");
        let (kept, _) = sorted(&text);
        assert_eq!(kept[kept.len() - 2..], ["临溯区人民政府", "2023年1月9日"]);
    }

    #[test]
    fn a_title_that_is_only_a_file_name_stays() {
        let text = format!("临溯区2022年度法治政府建设情况的报告.docx\n{BODY}");
        assert_eq!(
            sorted(&text).0[0],
            "临溯区2022年度法治政府建设情况的报告.docx"
        );
    }

    #[test]
    fn lines_in_the_middle_are_never_furniture() {
        let text = format!("{BODY}\n首页\n打印本页\n二、存在的不足和原因");
        assert_eq!(sorted(&text).0.len(), 7);
        let lines: Vec<&str> = text.lines().collect();
        assert!(sort(&lines).kept.iter().all(|kept| *kept));
    }

    #[test]
    fn nothing_but_furniture_leaves_nothing() {
        let lines = [
            "首页 > 政务公开",
            "索引号：LX000/2023-0012",
            "打印本页 关闭窗口",
        ];
        assert_eq!(
            sort(&lines).kept.iter().take_while(|kept| !**kept).count(),
            3
        );
        assert!(sort(&[]).kept.is_empty());
    }
}
