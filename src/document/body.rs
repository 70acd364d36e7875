//! What kind of body a name names, and on which level it stands.

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
    /// A university, hospital, company: no organ of state.
    Institution,
    /// Not told by the text.
    #[default]
    Unknown,
}

impl BodyKind {
    /// All kinds, in the order they are documented.
    pub const ALL: [Self; 7] = [
        Self::Government,
        Self::Department,
        Self::Township,
        Self::Subdistrict,
        Self::DevelopmentZone,
        Self::Institution,
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
            Self::Institution => "institution",
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
            Self::Institution => "企事业单位",
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
const ENDS: [(&str, BodyKind); 63] = [
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
    ("大学", BodyKind::Institution),
    ("学院", BodyKind::Institution),
    ("学校", BodyKind::Institution),
    ("中学", BodyKind::Institution),
    ("小学", BodyKind::Institution),
    ("医院", BodyKind::Institution),
    ("研究院", BodyKind::Institution),
    ("研究所", BodyKind::Institution),
    ("公司", BodyKind::Institution),
    ("集团", BodyKind::Institution),
    ("协会", BodyKind::Institution),
    ("联合会", BodyKind::Institution),
    ("党校", BodyKind::Institution),
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
    const NOT: [char; 15] = [
        '。', ',', ';', ':', '《', '》', '“', '”', '%', '?', '的', '是', '与', '在', '为',
    ];
    // `住房和城乡建设局`, `瑞和镇人民政府`, but no `优化环境和服务中心`.
    let joined = line.contains('和')
        && !["局", "委员会", "厅", "办公室", "政府", "办事处", "街道"]
            .iter()
            .any(|end| line.ends_with(end));
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
        && !joined
        && !line.contains(|c: char| c.is_ascii_digit())
        && ordinal::read(line).is_none()
}

/// Tells whether folded words are the name of one place: `望津区`, `瑞和镇`, but no `全县`.
pub(crate) fn is_place(name: &str) -> bool {
    const ENDS: [char; 7] = ['市', '县', '区', '旗', '州', '镇', '乡'];
    const ANY: [&str; 24] = [
        "我", "全", "本", "各", "该", "上级", "有关", "相关", "所属", "辖区", "城区", "社区",
        "地区", "园区", "片区", "校区", "景区", "山区", "牧区", "乡镇", "城乡", "城镇", "县市",
        "市县",
    ];
    (3..=12).contains(&name.chars().count())
        && name.ends_with(ENDS)
        && name.chars().all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c))
        && !ANY.iter().any(|word| name.contains(word))
        && !name.contains(['与', '在', '对', '为', '的', '是', '向'])
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

pub(super) fn level_of(name: &str, kind: BodyKind) -> BodyLevel {
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
    // `城市管理`, `市场监督` and `社区` name no place.
    let mut place = place.to_owned();
    for word in [
        "城市", "市场", "市政", "市容", "社区", "景区", "园区", "区域", "县域",
    ] {
        place = place.replace(word, "");
    }
    let place = place.as_str();
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
        check("槐江市城市管理局", BodyKind::Department, BodyLevel::City);
        check(
            "槐江市市场监督管理局",
            BodyKind::Department,
            BodyLevel::City,
        );
        check("江岭省民政厅", BodyKind::Department, BodyLevel::Province);
        check("江岭大学", BodyKind::Institution, BodyLevel::Unknown);
        check("望津区", BodyKind::Government, BodyLevel::County);
        check("高区", BodyKind::DevelopmentZone, BodyLevel::County);
    }

    #[test]
    fn names_stand_alone() {
        assert!(is_name("临溯县人民政府"));
        assert!(is_name("中共临溯县委员会"));
        assert!(is_name("瑞和镇人民政府"));
        assert!(is_place("望津区") && is_place("瑞和镇"));
        for words in ["全县", "我市", "城乡社区", "各县区", "建设平安乡镇"] {
            assert!(!is_place(words), "{words}");
        }
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
