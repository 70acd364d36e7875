//! Units that count the same: 件, 起 and 宗 are one measure, 人 and 名 are one.

/// What a unit counts. Figures of one metric in two families are two measures.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord, Hash)]
pub enum Family {
    /// No unit: it was lost, or the table's head has it.
    None,
    /// Cases and the like: 件, 起, 宗, 例.
    Case,
    /// People: 人, 名, 位.
    Person,
    /// People, counted every time: 人次.
    PersonTimes,
    /// Cases or things, counted every time: 件次, 条次, 项次, 件(次).
    CaseTimes,
    /// Houses and firms: 户, 家, 所, 处, 个 of places.
    House,
    /// Houses and firms, counted every time: 户次, 家次, 户(次).
    HouseTimes,
    /// Occasions: 次, 场, 场次, 场(次), 期, 轮, 批次.
    Occasion,
    /// Matters: 项, 个, 条, 类, 种, 款.
    Item,
    /// Documents and copies: 份, 部, 篇, 册, 本, 卷, 套, 票, 张, 幅.
    Copy,
    /// Money, in the unit written.
    Money,
    /// Days and hours.
    Time,
    /// Percent.
    Percent,
    /// Percentage points.
    Point,
    /// Area, weight, length, vehicles and others: equal only by their own name.
    Other,
}

impl Family {
    /// Returns the family of a unit as written, folded.
    #[must_use]
    pub fn of(unit: &str) -> Self {
        match unit {
            "" => Self::None,
            "件" | "起" | "宗" | "例" => Self::Case,
            "人" | "名" | "位" => Self::Person,
            "人次" => Self::PersonTimes,
            "件次" | "件(次)" | "宗次" | "起次" | "条次" | "条(次)" | "项次" => {
                Self::CaseTimes
            }
            "户" | "家" | "所" | "处" => Self::House,
            "户次" | "户(次)" | "家次" | "家(次)" => Self::HouseTimes,
            "次" | "场" | "场次" | "场(次)" | "期" | "轮" | "批次" | "批" => {
                Self::Occasion
            }
            "项" | "个" | "条" | "类" | "种" | "款" => Self::Item,
            "份" | "部" | "篇" | "册" | "本" | "卷" | "套" | "票" | "张" | "幅" => {
                Self::Copy
            }
            "天" | "日" | "工作日" | "个工作日" | "小时" | "分钟" | "学时" | "课时" => {
                Self::Time
            }
            "%" => Self::Percent,
            "个百分点" | "百分点" => Self::Point,
            unit if unit.ends_with('元') => Self::Money,
            _ => Self::Other,
        }
    }

    /// Returns the name used in JSON and in rules.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Case => "case",
            Self::Person => "person",
            Self::PersonTimes => "person-times",
            Self::CaseTimes => "case-times",
            Self::House => "house",
            Self::HouseTimes => "house-times",
            Self::Occasion => "occasion",
            Self::Item => "item",
            Self::Copy => "copy",
            Self::Money => "money",
            Self::Time => "time",
            Self::Percent => "percent",
            Self::Point => "point",
            Self::Other => "other",
        }
    }
}
