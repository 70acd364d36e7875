//! What kind of body issued the report, and on which level it stands.

use crate::document::Document;
use crate::document::Words;
use crate::document::ordinal;
use crate::text::Span;
use crate::text::slice;

/// What kind of body reports.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Hash)]
pub enum BodyKind {
    /// 人民政府 of a county or above.
    Government,
    /// A department of a government.
    Department,
    /// 乡、镇 government.
    Township,
    /// 街道办事处.
    Subdistrict,
    /// 开发区、高新区 management.
    DevelopmentZone,
    /// Not told by the text.
    #[default]
    Unknown,
}

impl BodyKind {
    /// All kinds, in the order they are documented.
    pub const ALL: [Self; 6] = [
        Self::Government,
        Self::Department,
        Self::Township,
        Self::Subdistrict,
        Self::DevelopmentZone,
        Self::Unknown,
    ];

    /// Returns the name used in TOML and JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Government => "government",
            Self::Department => "department",
            Self::Township => "township",
            Self::Subdistrict => "subdistrict",
            Self::DevelopmentZone => "development-zone",
            Self::Unknown => "unknown",
        }
    }

    /// Returns the name shown to people.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Government => "政府",
            Self::Department => "部门",
            Self::Township => "乡镇",
            Self::Subdistrict => "街道",
            Self::DevelopmentZone => "开发区",
            Self::Unknown => "未能判断",
        }
    }
}

/// The level of administration.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Hash)]
pub enum BodyLevel {
    /// 省、自治区、直辖市.
    Province,
    /// 市（地级）、州、盟.
    City,
    /// 县、区、县级市、旗.
    County,
    /// 乡、镇、街道.
    Township,
    /// Not told by the text.
    #[default]
    Unknown,
}

impl BodyLevel {
    /// Returns the name used in rules.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::City => "city",
            Self::County => "county",
            Self::Township => "township",
            Self::Unknown => "unknown",
        }
    }
}

/// Words that the name of a public body ends with, and what they tell; the longest first.
const ENDS: [(&str, BodyKind); 50] = [
    ("派出所", BodyKind::Department),
    ("海关", BodyKind::Department),
    ("街道办", BodyKind::Subdistrict),
    ("苏木", BodyKind::Township),
    ("街道办事处", BodyKind::Subdistrict),
    ("街道党工委", BodyKind::Subdistrict),
    ("管理委员会", BodyKind::DevelopmentZone),
    ("人民政府办公室", BodyKind::Department),
    ("政府办公室", BodyKind::Department),
    ("人民政府", BodyKind::Government),
    ("开发区", BodyKind::DevelopmentZone),
    ("高新区", BodyKind::DevelopmentZone),
    ("经开区", BodyKind::DevelopmentZone),
    ("高区", BodyKind::DevelopmentZone),
    ("工业园区", BodyKind::DevelopmentZone),
    ("产业园区", BodyKind::DevelopmentZone),
    ("园区", BodyKind::DevelopmentZone),
    ("度假区", BodyKind::DevelopmentZone),
    ("示范区", BodyKind::DevelopmentZone),
    ("保税区", BodyKind::DevelopmentZone),
    ("管委会", BodyKind::DevelopmentZone),
    ("管委", BodyKind::DevelopmentZone),
    ("街道", BodyKind::Subdistrict),
    ("办事处", BodyKind::Subdistrict),
    ("委员会办公室", BodyKind::Department),
    ("领导小组办公室", BodyKind::Department),
    ("委员会", BodyKind::Department),
    ("办公室", BodyKind::Department),
    ("管理局", BodyKind::Department),
    ("总队", BodyKind::Department),
    ("支队", BodyKind::Department),
    ("大队", BodyKind::Department),
    ("中心", BodyKind::Department),
    ("局", BodyKind::Department),
    ("厅", BodyKind::Department),
    ("部", BodyKind::Department),
    ("司法所", BodyKind::Department),
    ("总社", BodyKind::Department),
    ("联社", BodyKind::Department),
    ("委", BodyKind::Department),
    ("办", BodyKind::Department),
    ("政府", BodyKind::Government),
    ("镇", BodyKind::Township),
    ("乡", BodyKind::Township),
    ("省", BodyKind::Government),
    ("市", BodyKind::Government),
    ("县", BodyKind::Government),
    ("区", BodyKind::Government),
    ("旗", BodyKind::Government),
    ("州", BodyKind::Government),
];

/// Tells whether a folded line is nothing but the name of a public body.
pub(crate) fn is_name(line: &str) -> bool {
    const NOT: [char; 16] = [
        '。', ',', ';', ':', '《', '》', '“', '”', '%', '?', '的', '是', '和', '与', '在', '为',
    ];
    let n = line.chars().count();
    let kind = kind_of(line);
    let place_only = [
        "镇", "乡", "省", "市", "县", "区", "旗", "州", "委", "办", "部",
    ]
    .iter()
    .any(|end| line.ends_with(end))
        && !["管委", "开发区", "高新区", "工委"]
            .iter()
            .any(|end| line.ends_with(end));
    (4..=40).contains(&n)
        && kind != BodyKind::Unknown
        && !place_only
        && !line.contains(NOT)
        && !line.contains(|c: char| c.is_ascii_digit())
        && ordinal::read(line).is_none()
}

/// Tells the kind of body from the end of its folded name.
pub(crate) fn kind_of(name: &str) -> BodyKind {
    let Some((end, kind)) = ENDS.iter().find(|(end, _)| name.ends_with(end)) else {
        return BodyKind::Unknown;
    };
    let place = slice(name, Span::new(0, name.len() - end.len()));
    match *kind {
        BodyKind::Government if place.ends_with(['镇', '乡']) => BodyKind::Township,
        BodyKind::Department if place.ends_with(['镇', '乡']) && end.starts_with("委") => {
            BodyKind::Township
        }
        BodyKind::Government if place.ends_with("街道") => BodyKind::Subdistrict,
        // A committee of a zone manages it; any other committee is a department.
        BodyKind::DevelopmentZone if *end == "管理委员会" && !is_zone(place) => {
            BodyKind::Department
        }
        BodyKind::Subdistrict if *end == "办事处" && !place.ends_with("街道") => {
            BodyKind::Subdistrict
        }
        kind => kind,
    }
}

fn is_zone(place: &str) -> bool {
    ["区", "园", "新城", "港", "岛"]
        .iter()
        .any(|end| place.ends_with(end))
}

fn level_of(name: &str, kind: BodyKind) -> BodyLevel {
    match kind {
        BodyKind::Township | BodyKind::Subdistrict => return BodyLevel::Township,
        BodyKind::DevelopmentZone => return BodyLevel::County,
        _ => {}
    }
    let place = ENDS
        .iter()
        .find(|(end, _)| name.ends_with(end) && end.chars().count() > 1)
        .map_or(name, |(end, _)| {
            slice(name, Span::new(0, name.len() - end.len()))
        });
    if place.contains(['县', '旗'])
        || place.rfind('区').is_some_and(|at| {
            !place.contains("自治区") || at > place.find("自治区").unwrap_or(0) + 6
        })
    {
        return BodyLevel::County;
    }
    match place.matches('市').count() {
        0 if place.contains('省') || place.contains("自治区") => BodyLevel::Province,
        0 if place.contains(['州', '盟']) => BodyLevel::City,
        0 => BodyLevel::Unknown,
        1 if place.starts_with(['京', '津', '沪', '渝']) => BodyLevel::Province,
        1 if ["北京市", "天津市", "上海市", "重庆市"].contains(&place) => {
            BodyLevel::Province
        }
        1 => BodyLevel::City,
        _ => BodyLevel::County,
    }
}

/// Settles issuer, kind and level from title, letterhead, signature, furniture and preamble.
pub(super) fn settle(document: &mut Document) {
    let from_title = document
        .head
        .title
        .and_then(|title| issuer_in_title(document, title));
    let signature = document.head.signature.map(|span| {
        let first = document
            .folded(span)
            .lines()
            .next()
            .unwrap_or("")
            .to_owned();
        Words {
            text: first,
            span: Some(span),
        }
    });
    let letterhead = document.head.issuer.take();
    let told = document.head.told_issuer.clone();
    let full = [letterhead, signature, told]
        .into_iter()
        .flatten()
        .find(|words| kind_of(&words.text) != BodyKind::Unknown && !words.text.ends_with("办公室"));
    let issuer = match (from_title, full) {
        // A title that names the place only is completed by letterhead or signature.
        (Some(short), Some(full)) if is_name(&short.text) && !full.text.contains(&short.text) => {
            let _ = full;
            Some(short)
        }
        (Some(short), Some(full)) if !full.text.contains(short.text.trim_end_matches('区')) => {
            Some(short)
        }
        (_, Some(full)) => Some(full),
        (Some(short), None) => Some(short),
        (None, None) => issuer_in_preamble(document),
    };
    if let Some(words) = &issuer {
        let folded = crate::text::Folded::new(&words.text);
        document.head.issuer_kind = kind_of(folded.text());
        document.head.issuer_level = level_of(folded.text(), document.head.issuer_kind);
    }
    if document.head.issuer_kind == BodyKind::Unknown {
        document.head.issuer_kind = kind_by_words(document);
    }
    document.head.issuer = issuer;
}

/// `临溯县人民政府关于2022年…`, `2022年临溯县法治政府建设…`, `临溯县2022年度…`.
fn issuer_in_title(document: &Document, title: Span) -> Option<Words> {
    let folded = document.folded.to_folded(title);
    let text = slice(document.folded.text(), folded);
    let mut start = 0;
    if let Some((_, rest)) = text.split_once('】') {
        start = text.len() - rest.len();
    }
    let lead = text.get(start..)?;
    if lead.starts_with(|c: char| c.is_ascii_digit()) {
        let year = ["年度", "年"]
            .into_iter()
            .find_map(|mark| lead.split_once(mark))?;
        start = text.len() - year.1.len();
    }
    if let Some(rest) = text.get(start..).and_then(|rest| rest.strip_prefix("关于")) {
        start = text.len() - rest.len();
    }
    let rest = text.get(start..)?;
    let end = ["关于", "法治", "法制", "依法"]
        .iter()
        .filter_map(|w| rest.find(w))
        .chain(rest.find(|c: char| c.is_ascii_digit()))
        .chain(rest.find("二〇"))
        .min()?;
    let name = rest.get(..end)?.trim_end_matches(['年', '度']);
    if kind_of(name.split('\n').next_back().unwrap_or(name)) == BodyKind::Unknown {
        return None;
    }
    let at = folded.from() + start;
    let span = document.folded.to_reading(Span::new(at, at + name.len()));
    let words = document.slice(span);
    Some(Words {
        text: words.chars().filter(|c| !c.is_whitespace()).collect(),
        span: Some(span),
    })
}

/// `2022年,临溯县人民政府在…`: the first clause of the first paragraph that names a body.
fn issuer_in_preamble(document: &Document) -> Option<Words> {
    let first = document
        .paragraphs
        .iter()
        .find(|p| p.role == super::Role::Text)?;
    let folded = document.folded.to_folded(first.span);
    let line = slice(document.folded.text(), folded);
    let mut at = 0;
    for clause in line.split_inclusive([',', '。', '、', ';']).take(8) {
        let end = [
            "在", "坚持", "认真", "深入", "全面", "以", "紧紧", "严格", "扎实", "切实", "始终",
        ]
        .iter()
        .filter_map(|w| clause.find(w))
        .min()
        .unwrap_or(0);
        let name = clause.get(..end).unwrap_or("");
        let name = name.split_once("以来").map_or(name, |(_, rest)| rest);
        let digits = name.rfind(|c: char| c.is_ascii_digit() || c == '年');
        let name = digits.map_or(name, |d| {
            name.get(d..)
                .unwrap_or("")
                .trim_start_matches(|c: char| c.is_ascii_digit() || c == '年' || c == '度')
        });
        if is_name(name) {
            let from = folded.from() + at + (end - name.len());
            let span = document
                .folded
                .to_reading(Span::new(from, from + name.len()));
            return Some(Words {
                text: document.slice(span).to_owned(),
                span: Some(span),
            });
        }
        at += clause.len();
    }
    None
}

/// What a report calls itself where it names no issuer: 我局, 我镇, 我街道.
fn kind_by_words(document: &Document) -> BodyKind {
    let text = document.folded.text();
    let count = |words: &[&str]| words.iter().map(|w| text.matches(w).count()).sum::<usize>();
    let counts = [
        (
            count(&["我局", "我委", "我厅", "全局", "局党组", "局领导"]),
            BodyKind::Department,
        ),
        (
            count(&["我镇", "我乡", "镇党委", "乡党委", "镇政府", "乡政府"]),
            BodyKind::Township,
        ),
        (
            count(&["我街道", "街道党工委", "本街道"]),
            BodyKind::Subdistrict,
        ),
        (
            count(&["管委会", "党工委、管委", "开发区"]),
            BodyKind::DevelopmentZone,
        ),
        (
            count(&[
                "我县",
                "我市",
                "县政府",
                "市政府常务",
                "县委、县政府",
                "区政府常务",
                "县政府常务",
                "全县",
            ]),
            BodyKind::Government,
        ),
    ];
    counts
        .into_iter()
        .filter(|(n, _)| *n >= 2)
        .max_by_key(|(n, _)| *n)
        .map_or(BodyKind::Unknown, |(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kind_and_level_are_read_from_the_name() {
        let check = |name: &str, kind, level| {
            assert_eq!(
                (kind_of(name), level_of(name, kind_of(name))),
                (kind, level),
                "{name}"
            );
        };
        check("临溯县人民政府", BodyKind::Government, BodyLevel::County);
        check(
            "岑洲市望津区人民政府",
            BodyKind::Government,
            BodyLevel::County,
        );
        check("岑洲市人民政府", BodyKind::Government, BodyLevel::City);
        check("槐荫坡镇人民政府", BodyKind::Township, BodyLevel::Township);
        check("柳笛街道办事处", BodyKind::Subdistrict, BodyLevel::Township);
        check(
            "云梭经济开发区管理委员会",
            BodyKind::DevelopmentZone,
            BodyLevel::County,
        );
        check(
            "汀芦县市场监督管理局",
            BodyKind::Department,
            BodyLevel::County,
        );
        check(
            "岑洲市发展和改革委员会",
            BodyKind::Department,
            BodyLevel::City,
        );
        check("望津区", BodyKind::Government, BodyLevel::County);
        check("高区", BodyKind::DevelopmentZone, BodyLevel::County);
    }

    #[test]
    fn names_stand_alone() {
        assert!(is_name("临溯县人民政府"));
        assert!(is_name("中共临溯县委员会"));
        for line in [
            "持续推进简政放权,优化服务中心",
            "全县",
            "优化营商环境",
            "一、县政府",
            "加强12345中心",
        ] {
            assert!(!is_name(line), "{line}");
        }
    }
}
