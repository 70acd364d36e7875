//! The words by which the mandatory parts are known, in headings and in sentences.
//!
//! All texts here are folded. A heading is judged by what it names, wherever it stands; `top`
//! says that it is one of the first level, where a looser wording is enough.

use crate::document::PartKind;

/// Tells the parts that a heading names: two for `存在问题及下一步打算`.
pub(super) fn named(heading: &str, year: Option<i32>, top: bool) -> Vec<PartKind> {
    let mut kinds = Vec::new();
    if names_other_matters(heading) {
        return kinds;
    }
    if names_first_responsible(heading) {
        kinds.push(PartKind::FirstResponsible);
    }
    if names_shortcomings(heading, top) {
        kinds.push(PartKind::Shortcomings);
    }
    if names_next_year(heading, year, top) {
        kinds.push(PartKind::NextYear);
    }
    if top && kinds.is_empty() && names_measures(heading) {
        kinds.push(PartKind::Measures);
    }
    kinds
}

/// Tells whether a sentence by itself is (the start of) a part that no heading names.
pub(super) fn tells(kind: PartKind, sentence: &str, year: Option<i32>) -> bool {
    match kind {
        PartKind::Measures => false,
        PartKind::Shortcomings => tells_shortcomings(sentence),
        PartKind::FirstResponsible => tells_first_responsible(&without_citations(sentence)),
        PartKind::NextYear => tells_next_year(sentence, year),
    }
}

/// `现将工作情况、存在不足及下一步安排报告如下`: announces the parts and is none.
pub(super) fn announces(sentence: &str) -> bool {
    any(sentence, "报告如下 汇报如下 总结如下 情况如下 报告于下")
}

/// `五、其他需要报告的情况`: none of the four parts.
pub(super) fn names_other_matters(heading: &str) -> bool {
    any(
        heading,
        "其他需要 其它需要 需要报告的 需要说明的 意见建议 意见和建议 有关建议",
    )
}

/// A line without an ordinal that can only be the heading of a part.
pub(super) fn is_stock_heading(line: &str, year: Option<i32>) -> bool {
    const STOCK: &str = "举措和成效 举措及成效 举措与成效 主要举措 主要工作 工作情况 开展情况 存在的不足 \
        存在的问题 存在的主要问题 存在问题 不足和原因 不足及原因 第一责任人 下一步 \
        主要安排 工作打算 工作计划";
    let n = line.chars().count();
    (4..=60).contains(&n)
        && !line.contains(['。', ';', ':', '《', '\t', '?'])
        && !line.ends_with([',', '、'])
        && any(line, STOCK)
        && !named(line, year, true).is_empty()
}

/// Whether `text` has one of the `words`, which blanks separate.
pub(super) fn any(text: &str, words: &str) -> bool {
    words.split(' ').any(|word| text.contains(word))
}

fn names_first_responsible(heading: &str) -> bool {
    const PERSONS: &str = "主要负责人 主要负责同志 主要领导 党政负责人 党政主要负责 一把手 党政负责同志 \
        党政领导";
    const DUTIES: &str = "履行 履职 职责 责任 法治 依法 学法 述法 述职 带头 尽责";
    let title = without_citations(heading);
    any(&title, "第一责任 第一职责 第一负责人")
        || (any(&title, PERSONS) && any(&title, DUTIES) && !any(&title, "出庭 培训"))
}

/// What somebody does about shortcomings of others, or in general: no report of one's own.
const REPAIRS: &str = "解决 化解 整治 整改 处置 破解 治理 攻坚 补齐 弥补 补短 强弱项 补强 补足 \
        破除";

fn names_shortcomings(heading: &str, top: bool) -> bool {
    const STRONG: &str = "存在的不足 不足和原因 不足及原因 短板弱项 弱项短板 薄弱环节 问题和不足 问题与不足 \
        不足和问题 困难和问题 工作中的困难 有待改进 需要改进 需改进 面临的挑战 问题检视 \
        困难与挑战 存在不足 问题及原因 不足之处";
    const LACKS: &str = "问题 不足 短板 困难 薄弱 差距 原因";
    let exists = any(
        heading,
        "存在 面临 查摆 查找 主要问题 问题和原因 问题与原因 原因分析 正视",
    );
    if !exists && any(heading, REPAIRS) {
        return false;
    }
    if any(heading, STRONG) {
        return true;
    }
    let alone = heading.chars().count() <= 6 && any(heading, "问题 困难");
    (exists && any(heading, LACKS) && (top || !any(heading, REPAIRS)))
        || (top && (alone || any(heading, "不足 短板 差距 问题和 问题与 问题及 主要问题")))
}

fn names_next_year(heading: &str, year: Option<i32>, top: bool) -> bool {
    const STRONG: &str = "下一步 下步 下一年 下年度 明年 来年 今后 下阶段 下一阶段 工作打算 主要打算 \
        努力方向 工作设想 下年";
    const WEAK: &str = "工作思路 工作计划 工作安排 主要安排 主要思路 工作重点 工作要点 打算 改进措施 \
        改进方向 整改措施";
    // `落实年度工作计划` and `工作安排部署` tell of work that was done.
    const DONE: &str = "落实 制定 制订 完成 部署 执行 印发 强化工作 加强工作 明确 成效 情况 细化";
    if any(heading, STRONG) {
        return true;
    }
    let next = year.is_some_and(|year| heading.contains(&format!("{}年", year + 1)));
    let plan = any(
        heading,
        "打算 安排 计划 思路 举措 重点 目标 任务 工作 谋划 展望 推进 法治政府",
    );
    // `四、2024年`, and nothing else.
    let alone = next && heading.chars().count() <= 6;
    let weak = any(heading, WEAK) && !any(heading, DONE);
    (next && (plan || alone))
        || (weak && (top || WEAK.split(' ').any(|word| heading.ends_with(word))))
}

fn names_measures(heading: &str) -> bool {
    const WORDS: &str = "举措 成效 做法 主要工作 工作情况 开展情况 完成情况 落实情况 推进情况 基本情况 \
        总体情况 工作开展 工作成绩 工作亮点 主要成绩 工作总结 建设情况 主要措施 工作进展 \
        工作推进 工作成果 工作回顾 履职情况 主要进展 重点工作 工作完成 取得的成绩";
    any(heading, WORDS)
}

/// `局长切实履行第一责任人职责`, or what only such a person does: `书记主持…研究法治工作`.
fn tells_first_responsible(sentence: &str) -> bool {
    const OF_DUTY: &str = "主要负责人 主要负责同志 党政 书记 主任 主要领导 履行 长";
    if any(sentence, "第一责任人 第一责任 第一职责") && any(sentence, OF_DUTY) {
        return true;
    }
    if sentence.contains("亲自部署") && sentence.contains("亲自过问") {
        return true;
    }
    const ACTS: &str = "主持 亲自 带头 听取 批示 签批 述法 部署 督办 授课 召开 研究 审议 组长 过问 签发 督导 \
        旁听 出庭";
    const LAW: &str = "法治 依法 学法 述法 普法 执法 法律 出庭";
    let behind = first_person(sentence).and_then(|at| sentence.get(at..));
    behind.is_some_and(|behind| any(behind, ACTS)) && any(sentence, LAW)
}

/// Where the sentence first names the head of a body: byte behind the word.
fn first_person(sentence: &str) -> Option<usize> {
    const PERSONS: &str = "主要负责人 主要负责同志 主要领导 一把手 书记 县长 区长 市长 镇长 乡长 局长 \
        厅长 州长 旗长 主任";
    // Others of the same name: deputies, secretaries of branches, heads of offices.
    const NOT: &str = "副 支部 支 村 办公室 居委会 总 部门 单位 企业 各级 科室 机构";
    let found = PERSONS.split(' ').filter_map(|word| {
        sentence.match_indices(word).find_map(|(at, word)| {
            let before = sentence.get(..at)?;
            let other = NOT.split(' ').any(|not| before.ends_with(not));
            (!other).then_some(at + word.len())
        })
    });
    found.min()
}

fn tells_next_year(sentence: &str, year: Option<i32>) -> bool {
    let next = year.is_some_and(|year| {
        sentence.starts_with(&format!("{}年", year + 1))
            || sentence.contains(&format!("。{}年", year + 1))
    });
    let soon = any(sentence, "下一步 下步 下一年 明年 下阶段 今后");
    let intends = any(sentence, "将 要 继续 进一步 打算 计划 着力 加强");
    (soon || next) && intends
}

/// `虽然取得了一些成绩，但还存在一些问题和不足`: not for 发现存在的问题及时整改.
fn tells_shortcomings(sentence: &str) -> bool {
    const STRONG: &str = "还存在 仍存在 也存在 中存在 仍然存在 依然存在 尚存在 存在一些问题 存在一些不足 \
        存在不少 存在以下问题 存在以下不足 存在一定差距 还有一定差距 仍有不足 存在着一些";
    const ALSO: &str = "存在的不足 存在不足 不足之处 还有差距 仍有差距 薄弱环节 有待提高";
    const OWN: &str = "但 虽 我局 我镇 我县 我区 我市 我街道 工作中 法治政府建设 主要是 主要表现";
    const LACKS: &str = "问题 不足 差距 短板 薄弱 困难 弱项";
    const STARTS: &str = "存在的问题 存在问题 存在的不足 存在不足 主要问题 不足之处 问题和不足";
    // `研究解决工作中存在的问题`, `查找存在的问题`: what was done about them, not that there are
    // any, unless the sentence goes on to say so.
    const HANDLED: &str = "解决 查找 查摆 梳理 研究分析 分析研究 研判 研究存在 分析存在";
    const SAID: &str = "但 虽 还存在 仍存在 也存在 仍然存在 依然存在 尚存在 存在一些 存在不少 存在以下 \
        存在一定 存在着一些 主要是 主要有 主要表现 如下 以下 仍有 还有差距 有待";
    let repaired = any(sentence, "整改 督促 排查 检查发现 责令 评查 巡察 解决了")
        || (any(sentence, HANDLED) && !any(sentence, SAID));
    let caused = any(sentence, "不足 薄弱 短板 差距") && any(sentence, "主要原因 原因是 原因在于");
    let own = any(sentence, OWN);
    let starts = STARTS.split(' ').any(|start| sentence.starts_with(start));
    caused
        || (starts && !repaired)
        || (any(sentence, STRONG) && any(sentence, LACKS) && !repaired)
        || (any(sentence, ALSO) && own && !repaired)
}

/// The text without what stands in book-title marks: a cited title tells nothing of the report.
fn without_citations(text: &str) -> String {
    let mut depth = 0_u32;
    let mut bare = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '《' => depth += 1,
            '》' => depth = depth.saturating_sub(1),
            _ if depth == 0 => bare.push(c),
            _ => {}
        }
    }
    bare
}
