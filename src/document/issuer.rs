//! Who issued the report: read from title, letterhead, signature, furniture and preamble.

use crate::document::BodyKind;
use crate::document::BodyLevel;
use crate::document::Document;
use crate::document::Role;
use crate::document::Words;
use crate::document::body::is_name;
use crate::document::body::is_place;
use crate::document::body::kind_of;
use crate::document::body::level_of;
use crate::text::Folded;
use crate::text::Span;
use crate::text::slice;

/// Settles issuer, kind and level.
pub(super) fn settle(document: &mut Document) {
    let issuer = issuer(document);
    if let Some(words) = &issuer {
        let folded = Folded::new(&words.text);
        document.head.issuer_kind = kind_of(folded.text());
        document.head.issuer_level = level_of(folded.text(), document.head.issuer_kind);
    }
    if document.head.issuer_kind == BodyKind::Unknown {
        document.head.issuer_kind = kind_by_words(document);
    }
    if document.head.issuer_level == BodyLevel::Unknown {
        document.head.issuer_level = level_by_words(document);
    }
    document.head.issuer = issuer;
}

fn issuer(document: &mut Document) -> Option<Words> {
    let short = document
        .head
        .title
        .and_then(|title| issuer_in_title(document, title));
    let letterhead = document.head.issuer.take();
    let told = document.head.told_issuer.clone();
    let full = [letterhead, signature(document), told]
        .into_iter()
        .flatten()
        .find(|words| kind_of(&words.text) != BodyKind::Unknown && !words.text.ends_with("办公室"));
    match (short, full) {
        // A title that names the place only is completed by letterhead or signature.
        (Some(short), Some(full)) => {
            let completes = full.text.contains(short.text.trim_end_matches('区'));
            Some(if completes { full } else { short })
        }
        (Some(one), None) | (None, Some(one)) => Some(one),
        (None, None) => issuer_in_preamble(document).or_else(|| issuer_in_file_title(document)),
    }
}

/// The first line of the signature.
fn signature(document: &Document) -> Option<Words> {
    let span = document.head.signature?;
    Some(Words {
        text: document.folded(span).lines().next()?.to_owned(),
        span: Some(span),
    })
}

fn issuer_in_title(document: &Document, title: Span) -> Option<Words> {
    let folded = document.folded.to_folded(title);
    let text = slice(document.folded.text(), folded);
    let name = name_in_title(text)?;
    let at = folded.from() + name.from();
    let span = document
        .folded
        .to_reading(Span::new(at, at + (name.to() - name.from())));
    let words = document.slice(span);
    Some(Words {
        text: words.chars().filter(|c| !c.is_whitespace()).collect(),
        span: Some(span),
    })
}

/// The name in a folded title: `临溯县人民政府关于2022年…`, `2022年临溯县法治政府建设…`.
fn name_in_title(text: &str) -> Option<Span> {
    let behind = |rest: &str| text.len() - rest.len();
    let mut start = text.split_once('】').map_or(0, |(_, rest)| behind(rest));
    let lead = text.get(start..)?;
    if lead.starts_with(|c: char| c.is_ascii_digit()) {
        let marks = ["年度", "年"];
        let (_, rest) = marks.into_iter().find_map(|mark| lead.split_once(mark))?;
        start = behind(rest);
    }
    if let Some(rest) = text.get(start..)?.strip_prefix("关于") {
        start = behind(rest);
    }
    let rest = text.get(start..)?;
    let name = rest.get(..name_end(rest)?)?;
    let name = name.trim_end_matches(['年', '度', '\n']);
    // Of joint issuers the last one tells what kind of body reports.
    let last = name.rsplit('\n').next().unwrap_or(name);
    let (name, start) = match is_name(last) {
        true => (last, start + name.len() - last.len()),
        false => (name, start),
    };
    (kind_of(name) != BodyKind::Unknown).then_some(Span::new(start, start + name.len()))
}

/// Where the name of the issuer ends: before 关于, the year or the matter.
fn name_end(rest: &str) -> Option<usize> {
    // `全面依法治县委员会` is a name, `依法行政` is a matter.
    let matter = |word: &str| {
        rest.match_indices(word).map(|(at, _)| at).find(|at| {
            let inside = rest.get(..*at).is_some_and(|before| before.ends_with('依'));
            !inside && !rest.get(*at..).is_some_and(|r| r.starts_with("依法治"))
        })
    };
    let found = ["关于", "法治", "法制", "依法"]
        .into_iter()
        .filter_map(matter);
    found
        .chain(rest.find(|c: char| c.is_ascii_digit()))
        .chain(rest.find("二〇"))
        .min()
}

/// `2022年,临溯县人民政府在…`, `现将临溯县民政局2022年…`: the first clause of the first paragraph
/// that names a body. A place alone (`2022年,望津区深入…`) is one where the text does not say
/// elsewhere that it is by another kind of body.
fn issuer_in_preamble(document: &Document) -> Option<Words> {
    let first = document.paragraphs.iter().find(|p| p.role == Role::Text)?;
    let folded = document.folded.to_folded(first.span);
    let line = slice(document.folded.text(), folded);
    let own = kind_by_own_words(document);
    let fits = |name: &Span| {
        let kind = kind_of(slice(line, *name));
        own == BodyKind::Unknown || own == kind || !is_place(slice(line, *name))
    };
    let mut at = 0;
    for clause in line.split_inclusive([',', '。', '、', ';', ':']).take(12) {
        if let Some(name) = name_in_clause(clause).map(|name| name.shift(at))
            && fits(&name)
        {
            let span = document.folded.to_reading(name.shift(folded.from()));
            return Some(Words {
                text: document.slice(span).to_owned(),
                span: Some(span),
            });
        }
        at += clause.len();
    }
    None
}

/// What follows the name of the issuer in a preamble.
const VERBS: &str = "在 坚持 认真 深入 全面 以 紧紧 严格 扎实 切实 始终 持续 坚决 积极 聚焦 围绕 立足 按照 \
    根据 高度重视 牢固 牢牢 锚定 不断 着力 大力 进一步 充分 主动 结合 践行 贯彻 落实 学习 统筹 \
    突出 深刻 自觉 紧扣 党委 党组 党工委 领导班子 高标准 加强 强化 依法行政 法治";

fn name_in_clause(clause: &str) -> Option<Span> {
    let span = |name: &str, end: usize| {
        let is_body = is_name(name) || is_place(name) || is_short_name(name);
        is_body.then(|| Span::new(end - name.len(), end))
    };
    let told = ["现将", "现就", "现把"]
        .into_iter()
        .find_map(|word| clause.strip_prefix(word));
    if let Some(rest) = told {
        let end = rest
            .find(|c: char| c.is_ascii_digit())
            .or_else(|| rest.find("法治"))?;
        return span(rest.get(..end)?, clause.len() - rest.len() + end);
    }
    let end = VERBS
        .split(' ')
        .filter_map(|verb| clause.find(verb))
        .min()?;
    let name = clause.get(..end)?;
    let name = name.split_once("以来").map_or(name, |(_, rest)| rest);
    let is_date = |c: char| c.is_ascii_digit() || c == '年' || c == '度';
    let digits = name.rfind(|c: char| c.is_ascii_digit() || c == '年');
    let name = digits.map_or(name, |d| {
        name.get(d..).unwrap_or("").trim_start_matches(is_date)
    });
    span(name, end)
}

/// `教育局`, `水务局`: three characters, as a body calls itself.
fn is_short_name(name: &str) -> bool {
    name.chars().count() == 3
        && name.ends_with(['局', '厅'])
        && !["格局", "布局", "结局", "全局", "我局", "本局"]
            .iter()
            .any(|word| name.ends_with(word))
}

/// The title of the page or of the file, where the text names nobody.
fn issuer_in_file_title(document: &Document) -> Option<Words> {
    let title = document.source.file_title().map(Folded::new)?;
    let name = name_in_title(title.text())?;
    Some(Words {
        text: slice(title.text(), name).to_owned(),
        span: None,
    })
}

/// What a report calls itself where it names no issuer: 我局, 我镇, 我街道.
///
/// `县委、县政府` names whom the report goes to as often as who writes it, and tells nothing.
const OWN_WORDS: [(BodyKind, &str); 4] = [
    (
        BodyKind::Department,
        "我局 我委 我厅 全局上下 局党组 局党委 局领导 局机关 局班子 局主要负责 厅党组 委党组",
    ),
    (
        BodyKind::Township,
        "我镇 我乡 镇党委 乡党委 镇政府 乡政府 全镇 全乡",
    ),
    (BodyKind::Subdistrict, "我街道 街道党工委 本街道 街道办事处"),
    (
        BodyKind::DevelopmentZone,
        "我区管委会 管委会 党工委、管委 开发区",
    ),
];

/// A government speaks of its own meetings and of the whole county; others do so of it as well.
const GOVERNMENT_WORDS: &str =
    "我县 我市 我区 市政府常务 区政府常务 县政府常务 市政府党组 区政府党组 县政府党组";

/// The kind that a report says of itself.
fn kind_by_own_words(document: &Document) -> BodyKind {
    let text = document.folded.text();
    let own = OWN_WORDS.map(|(kind, words)| (count(text, words), kind));
    own.into_iter()
        .filter(|(n, _)| *n > 0)
        .max_by_key(|(n, _)| *n)
        .map_or(BodyKind::Unknown, |(_, kind)| kind)
}

fn kind_by_words(document: &Document) -> BodyKind {
    let text = document.folded.text();
    let own = kind_by_own_words(document);
    let of_own: usize = OWN_WORDS.iter().map(|(_, words)| count(text, words)).sum();
    let of_government = count(text, GOVERNMENT_WORDS);
    let spoken = ["我局", "我委", "我厅", "我镇", "我乡", "我街道"]
        .iter()
        .any(|word| text.contains(word));
    match (own, of_government) {
        (_, 2..) if of_government > of_own && !spoken => BodyKind::Government,
        (own, _) => own,
    }
}

fn count(text: &str, words: &str) -> usize {
    words
        .split(' ')
        .map(|word| text.matches(word).count())
        .sum()
}

/// The level by whom a body reports to, where its name does not tell it.
fn level_by_words(document: &Document) -> BodyLevel {
    const COUNTY: [&str; 6] = ["县委", "县政府", "区委", "区政府", "全县", "我县"];
    let text = document.folded.text();
    let n: usize = COUNTY.iter().map(|word| text.matches(word).count()).sum();
    match document.head.issuer_kind {
        BodyKind::Township | BodyKind::Subdistrict => BodyLevel::Township,
        _ if n >= 2 => BodyLevel::County,
        _ => BodyLevel::Unknown,
    }
}
