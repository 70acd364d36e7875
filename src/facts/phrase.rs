//! The noun phrases by which the author names what is counted: before the number, or behind.

use crate::facts::bound;
use crate::facts::words::CHANGE_WORDS;
use crate::facts::words::HEAD_WORDS;
use crate::facts::words::HEADS;
use crate::facts::words::INNER_VERBS;
use crate::facts::words::PREDICATES;
use crate::facts::words::TAIL_WORDS;
use crate::facts::words::TAILS;
use crate::facts::words::VERB_NOUNS;
use crate::facts::words::VERBS;
use crate::text::Span;
use crate::text::slice;

/// Takes off the words behind a name that tell nothing; bounds too.
pub(super) fn trim_tail(mut text: &str) -> &str {
    loop {
        let bare = text.trim_end_matches([':', ',', ' ', '“', '—']);
        // 成功 alone says what became of it: 调处1895起,成功1871起.
        if bare == "成功" || TAIL_WORDS.iter().any(|word| bare.ends_with(word)) {
            return bare;
        }
        let tail = bound::word_before(bare).map(|(len, _)| len).or_else(|| {
            let fits = TAILS.iter().filter(|tail| bare.ends_with(**tail));
            fits.map(|tail| tail.len()).max()
        });
        let Some(len) = tail else { return bare };
        text = bare.get(..bare.len() - len).unwrap_or("");
    }
}

/// Takes off the words in front of a name that tell nothing.
pub(super) fn trim_head(mut text: &str) -> &str {
    loop {
        let bare = text.trim_start_matches([':', ',', ' ', '”', '、']);
        if HEAD_WORDS.iter().any(|word| bare.starts_with(word)) {
            return bare;
        }
        let head = HEADS.iter().filter(|head| bare.starts_with(**head));
        let Some(len) = head.map(|head| head.len()).max() else {
            return bare;
        };
        text = bare.get(len..).unwrap_or("");
    }
}

/// The phrase itself and shorter forms of it that may be known: without an addition in brackets,
/// without 数, 总数, 案件 at its end.
pub(super) fn variants(phrase: &str) -> impl Iterator<Item = &str> {
    const ENDS: [&str; 12] = [
        "总数量",
        "总数",
        "数量",
        "总量",
        "件数",
        "人数",
        "次数",
        "案件数",
        "数",
        "案件",
        "案",
        "总",
    ];
    let bare = match phrase.strip_suffix(')').and_then(|head| head.rfind('(')) {
        Some(open) if open > 0 => phrase.get(..open).unwrap_or(phrase),
        _ => phrase,
    };
    let shorter = ENDS
        .iter()
        .filter_map(move |end| bare.strip_suffix(end))
        .filter(|rest| !rest.is_empty());
    let second = (bare.len() < phrase.len()).then_some(bare);
    std::iter::once(phrase).chain(second).chain(shorter)
}

/// The items of a list of names in `span` of `text`: A率、B率和C率. Words that tell nothing are
/// taken off.
pub(super) fn items(text: &str, span: Span) -> Vec<Span> {
    let lead = trim_tail(slice(text, span));
    let mut found = Vec::new();
    let mut end = lead.len();
    loop {
        let head = lead.get(..end).unwrap_or("");
        let (start, sep) = separator(head).unwrap_or((0, 0));
        let from = start + sep;
        let item = head.get(from..).unwrap_or("");
        let name = trim_head(item);
        let at = span.from() + from + (item.len() - name.len());
        if !name.is_empty() {
            found.push(Span::new(at, at + name.len()));
        }
        if sep == 0 || found.len() >= 12 {
            break;
        }
        end = start;
    }
    found.reverse();
    found
}

/// The last mark between two items of a list: where it stands, and how long it is.
pub(super) fn separator(text: &str) -> Option<(usize, usize)> {
    const MARKS: [&str; 6] = ["、", "和", "与", "及", "以及", ","];
    const WORDS: [&str; 14] = [
        "和解",
        "和谐",
        "及时",
        "与会",
        "参与",
        "普及",
        "涉及",
        "以及时",
        "和睦",
        "和平",
        "授与",
        "调和",
        "共和",
        "祥和",
    ];
    let mut upto = text.len();
    loop {
        let head = text.get(..upto)?;
        let (at, len) = MARKS
            .iter()
            .filter_map(|mark| Some((head.rfind(mark)?, mark.len())))
            .max()?;
        let inside = WORDS.iter().any(|word| {
            word.char_indices().any(|(i, _)| {
                at >= i
                    && text
                        .get(at - i..)
                        .is_some_and(|rest| rest.starts_with(word))
                    && i < word.len()
            })
        });
        if !inside {
            // 以及 is one mark.
            let joined = head.get(..at).is_some_and(|h| h.ends_with('以'))
                && head.get(at..).is_some_and(|h| h.starts_with('及'));
            return Some(if joined { (at - 3, len + 3) } else { (at, len) });
        }
        upto = at;
    }
}

/// Takes off the words of a change at the end of a text: `信访总量同比下降` is 信访总量.
pub(super) fn without_change(mut text: &str) -> &str {
    loop {
        let bare = text.trim_end_matches([',', ' ', ':']);
        let end = CHANGE_WORDS
            .iter()
            .filter(|end| bare.ends_with(**end))
            .map(|end| end.len())
            .max();
        let Some(len) = end else { return bare };
        text = bare.get(..bare.len() - len).unwrap_or("");
    }
}

/// Tells whether words behind the name of a rate lead to its number: 已由制度施行之初, 连续四年,
/// 较往年有所提升.
pub(super) fn leads_to_number(between: &str) -> bool {
    const OTHER: [&str; 13] = [
        "率", "纳入", "列入", "占", "权重", "作为", "其中", "培训", "覆盖", "考核", "分值", "评分",
        "得分",
    ];
    const LEADS: [&str; 12] = [
        "达", "为", "均", "保持", "全部", "同比", "由", "从", "较", "比", "提", "升",
    ];
    let n = between.chars().count();
    let other = OTHER.iter().any(|word| between.contains(word));
    let marked = between.contains(|c: char| c.is_ascii_digit() || "。;%、".contains(c));
    n <= 14 && !other && !marked && (n <= 8 || LEADS.iter().any(|word| between.contains(word)))
}

/// Tells changes that are named by their own word: 审批提速, 时限压缩.
pub(super) fn is_changing_noun(text: &str) -> bool {
    ["提速", "压缩", "提效", "压减"]
        .iter()
        .any(|word| text.ends_with(word))
}

/// Tells words that only lead to a name behind the number: 对, 以, 邀请.
pub(super) fn is_lead(text: &str) -> bool {
    const LEADS: [&str; 22] = [
        "对", "以", "由", "向", "与", "在", "从", "为", "给", "把", "使", "让", "将", "按", "新",
        "组织", "邀请", "依托", "通过", "其余", "另有", "确定",
    ];
    text.chars().count() <= 4 && LEADS.iter().any(|lead| text.ends_with(lead))
}

/// Tells whether a phrase ends with a verb that wants its object behind the number.
pub(super) fn ends_with_verb(text: &str) -> bool {
    VERBS.iter().any(|verb| text.ends_with(verb))
        && !VERB_NOUNS.iter().any(|noun| text.ends_with(noun))
}

/// Takes off the verbs in front of a noun: `法律顾问累计代理诉讼案件` is 诉讼案件.
pub(super) fn without_verbs(text: &str) -> &str {
    let mut rest = text;
    while let Some(verb) = VERBS
        .iter()
        .filter(|verb| rest.starts_with(**verb) && rest.len() > verb.len() + 3)
        .max_by_key(|verb| verb.len())
    {
        if VERB_NOUNS.iter().any(|noun| rest.starts_with(noun)) {
            break;
        }
        rest = trim_head(rest.get(verb.len()..).unwrap_or(""));
    }
    if let Some(at) = behind_body(rest) {
        rest = rest.get(at..).unwrap_or(rest);
        return without_verbs(rest);
    }
    // 执法人员参加考试902人: what is counted stands behind the verb.
    let inner = INNER_VERBS
        .iter()
        .filter_map(|verb| Some(rest.rfind(verb)? + verb.len()));
    let behind = inner.max().and_then(|at| rest.get(at..));
    if let Some(noun) = behind.filter(|noun| noun.chars().count() >= 2) {
        rest = noun;
    }
    if rest.is_empty() { text } else { rest }
}

/// Where the verb starts that tells what a body did: 仲裁委员会|受理仲裁案件.
fn behind_body(text: &str) -> Option<usize> {
    const BODIES: [&str; 8] = [
        "机构",
        "委员会",
        "常务会议",
        "法院",
        "管理局",
        "司法局",
        "大队",
        "公证处",
    ];
    const OWN: [&str; 2] = ["立案", "结案"];
    let found = BODIES
        .iter()
        .filter_map(|body| Some(text.find(body)? + body.len()));
    let at = found.max()?;
    let rest = text.get(at..)?;
    let acts = OWN.iter().chain(&VERBS).any(|verb| rest.starts_with(verb));
    acts.then_some(at)
}

/// The noun phrase before a number as a span of `text`: what stands behind the last mark
/// between `floor` and `at`, without the words that tell nothing. May be empty.
pub(super) fn before(text: &str, floor: usize, at: usize) -> Span {
    let lead = slice(text, Span::new(floor, at));
    let bare = trim_tail(lead);
    let start = last_mark(bare);
    let cut = bare.get(start..).unwrap_or("");
    let trimmed = trim_head(cut);
    let from = floor + start + (cut.len() - trimmed.len());
    Span::new(from, from + trimmed.len())
}

/// Where a noun phrase starts: behind the last 、 or clause mark, and behind the last bracket
/// that is no short addition like 村(社区).
fn last_mark(text: &str) -> usize {
    let mut skip_to = usize::MAX;
    for (at, c) in text.char_indices().rev() {
        if at >= skip_to {
            if at == skip_to {
                skip_to = usize::MAX;
            }
            continue;
        }
        if c == ')'
            && let Some(open) = addition(text, at)
        {
            skip_to = open;
            continue;
        }
        if matches!(c, '、' | '(' | ')' | ';' | ',' | '。' | '\t' | ':' | '》') {
            return at + c.len_utf8();
        }
    }
    0
}

/// A short addition in brackets that ends at byte `close`: where it opens.
fn addition(text: &str, close: usize) -> Option<usize> {
    let head = text.get(..close)?;
    let open = head.rfind('(')?;
    let inside = head.get(open + 1..)?;
    let short = inside.chars().count() <= 6 && !inside.contains(|c: char| c.is_ascii_digit());
    (short && open > 0).then_some(open)
}

/// The noun phrase behind number and unit as a span of `text`, up to what is said of it; `to` is
/// where the clause or the next figure begins. May be empty.
pub(super) fn behind(text: &str, from: usize, to: usize) -> Span {
    let rest = slice(text, Span::new(from, to.max(from)));
    let bare = rest.trim_start_matches(['“', '的']);
    let start = from + rest.len() - bare.len();
    let says = PREDICATES.iter().any(|word| bare.starts_with(word));
    if says && !is_inside_word(bare, 0) {
        return Span::empty(start);
    }
    let mut end = mark_behind(bare);
    let whole = slice(bare, Span::new(0, end));
    for (at, _) in whole.char_indices().skip(2) {
        let tail = whole.get(at..).unwrap_or("");
        if PREDICATES.iter().any(|word| tail.starts_with(word)) && !is_inside_word(whole, at) {
            end = at;
            break;
        }
    }
    let noun = slice(bare, Span::new(0, end)).trim_end_matches(['”', '的', ' ']);
    Span::new(start, start + noun.len())
}

/// Where a noun phrase behind a number must end at the latest.
fn mark_behind(text: &str) -> usize {
    const LONGEST: usize = 72;
    for (at, c) in text.char_indices() {
        if at >= LONGEST {
            return at;
        }
        let opens_addition = c == '('
            && text
                .get(at..)
                .and_then(|rest| rest.find(')'))
                .is_some_and(|close| close <= 19);
        let in_addition = c == ')' && text.get(..at).is_some_and(|head| head.contains('('));
        if opens_addition || in_addition {
            continue;
        }
        if matches!(
            c,
            '、' | '(' | ')' | '《' | '的' | ';' | ',' | '。' | '和' | '及' | '\t'
        ) || c.is_ascii_digit()
        {
            return at;
        }
    }
    text.len()
}

/// 对外, 有关, 可行 inside of a noun are no predicates.
fn is_inside_word(text: &str, at: usize) -> bool {
    const WORDS: [&str; 21] = [
        "有关",
        "可行",
        "在册",
        "对外",
        "对接",
        "有限",
        "应诉",
        "应急",
        "可视",
        "与会",
        "对象",
        "应用",
        "有效",
        "在线",
        "由于",
        "是非",
        "到期",
        "按期",
        "按时",
        "应出庭",
        "应当出庭",
    ];
    let tail = text.get(at..).unwrap_or("");
    let inner = [
        "所有", "国有", "公有", "反应", "响应", "供应", "许可", "认可", "参与",
    ];
    WORDS.iter().any(|word| tail.starts_with(word))
        || inner.iter().any(|word| {
            let split = word.chars().next().map_or(0, char::len_utf8);
            at >= split && text.get(at - split..).is_some_and(|t| t.starts_with(word))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn before_number(clause: &str) -> String {
        let at = clause.find(|c: char| c.is_ascii_digit()).unwrap();
        slice(clause, before(clause, 0, at)).to_owned()
    }

    #[test]
    fn names_stand_before() {
        for (clause, want) in [
            ("其中政府规范性文件29件", "政府规范性文件"),
            ("全年共开展培训30次", "开展培训"),
            ("全区违法行为27起", "违法行为"),
            ("行政复议案件共99件", "行政复议案件"),
            ("村(社区)法律顾问约15名", "村(社区)法律顾问"),
            ("宣传册、折页3份", "折页"),
            ("其中:维持40件", "维持"),
            ("人均学习时长达62学时", "人均学习时长"),
            ("全市审计12项", "审计"),
            ("和解12件", "和解"),
            ("我县共12件", ""),
        ] {
            assert_eq!(before_number(clause), want, "{clause}");
        }
    }

    #[test]
    fn names_stand_behind() {
        let check = |clause: &str, want: &str| {
            assert_eq!(
                slice(clause, behind(clause, 0, clause.len())),
                want,
                "{clause}"
            );
        };
        check("行政复议申请", "行政复议申请");
        check("法律顾问累计代理诉讼案件", "法律顾问");
        check("村(社区)提供服务", "村(社区)");
        check("区级自查积案已化解", "区级自查积案");
        check("单位的执法人员", "单位");
        check("政协委员担任特邀监督员", "政协委员");
        check("行政应诉案件", "行政应诉案件");
        check("已全部化解", "");
        check("规范性文件、合同", "规范性文件");
    }

    #[test]
    fn verbs_want_an_object() {
        assert!(ends_with_verb("共受理"));
        assert!(!ends_with_verb("人民调解"));
        assert_eq!(without_verbs("出动渔政执法船"), "渔政执法船");
        assert_eq!(without_verbs("受理"), "受理");
    }
}
