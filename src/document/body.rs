//! What kind of body issued the report, and on which level it stands.

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
