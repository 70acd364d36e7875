//! Whose value a fact is and of when: 本单位本年度 or a plan, last year, another body, a condition.
//!
//! Told by the words of its own sentence. Where nothing speaks against it, a fact is the report's
//! own. This is worked out when a rule asks, not for every fact.

use crate::document::BodyLevel;
use crate::document::Document;
use crate::document::PartKind;
use crate::document::Role;
use crate::facts::Fact;
use crate::facts::FactKind;
use crate::facts::clause;
use crate::facts::when;
use crate::facts::when::When;
use crate::text::Span;
use crate::text::slice;

/// What a stated value speaks of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    /// The reporting body in the year reported.
    Own,
    /// What is aimed at or demanded.
    Plan,
    /// An earlier year.
    Past,
    /// A part of the year.
    PartYear,
    /// Another place or a wider one.
    Elsewhere,
    /// Only the heads themselves: 正职, 一把手.
    HeadsOnly,
    /// What follows if it is so: 对低于90%的单位通报.
    Condition,
    /// Said not to be reached: 未达到100%.
    Denied,
    /// A claim with an exception or a hedge: 除2件外, 基本.
    Hedged,
    /// A cell of a table: its row and column would have to be read.
    Table,
}

impl Scope {
    /// Returns the name used in rules.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Plan => "plan",
            Self::Past => "past",
            Self::PartYear => "part-year",
            Self::Elsewhere => "elsewhere",
            Self::HeadsOnly => "heads-only",
            Self::Condition => "condition",
            Self::Denied => "denied",
            Self::Hedged => "hedged",
            Self::Table => "table",
        }
    }

    /// Returns the name shown to people.
    #[must_use]
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Own => "本单位",
            Self::Plan => "目标",
            Self::Past => "往年",
            Self::PartYear => "不满一年",
            Self::Elsewhere => "别处",
            Self::HeadsOnly => "仅正职",
            Self::Condition => "条件",
            Self::Denied => "未达到",
            Self::Hedged => "有例外",
            Self::Table => "表格",
        }
    }
}

const DENIED: [&str; 10] = [
    "未达",
    "未达到",
    "没有达到",
    "没达到",
    "未能达到",
    "未实现",
    "未能实现",
    "达不到",
    "未到",
    "没有实现",
];
const PLAN: [&str; 36] = [
    "力争",
    "争取",
    "力求",
    "努力",
    "确保",
    "保证",
    "务求",
    "务必",
    "目标",
    "要求",
    "指标值",
    "目标值",
    "不低于",
    "不少于",
    "不得低于",
    "应达到",
    "应当达到",
    "应达",
    "须达到",
    "必须达到",
    "需达到",
    "要达到",
    "要做到",
    "要保持",
    "达到国家",
    "规定",
    "计划",
    "拟",
    "预计",
    "有望",
    "推动",
    "督促",
    "下一步",
    "将达到",
    "致力",
    "以实现",
];
/// What was made sure of has come true.
const DONE: [&str; 12] = [
    "确保了",
    "保证了",
    "已达到",
    "已实现",
    "推动实现了",
    "有效推动",
    "成功推动",
    "有力推动",
    "推动了",
    "完成",
    "实现了",
    "达到了",
];
const PLAN_BEHIND: [&str; 13] = [
    "的目标",
    "目标",
    "的要求",
    "的标准",
    "的任务",
    "的工作目标",
    "的考核",
    "的指标",
    "为目标",
    "作为",
    "的硬性",
    "的刚性",
    "的规定",
];
const CONDITION: [&str; 12] = [
    "对",
    "凡",
    "若",
    "如",
    "扣",
    "得分",
    "满分",
    "权重",
    "分值",
    "纳入考核",
    "一票否决",
    "给予",
];
const HEADS: [&str; 8] = [
    "正职",
    "一把手",
    "主要负责人",
    "主要负责同志",
    "主要领导",
    "分管负责人",
    "分管领导",
    "副职",
];
const HEDGE: [&str; 12] = [
    "除",
    "基本",
    "原则上",
    "绝大多数",
    "大多",
    "大部分",
    "多数",
    "个别",
    "未能",
    "尽量",
    "尽可能",
    "一般",
];

/// Tells what `fact` speaks of. `year` is the year reported, where it is known.
///
/// Looks at no more than the sentence around, which is bounded.
#[must_use]
pub fn scope(document: &Document, fact: &Fact, year: Option<i32>) -> Scope {
    let is_claim = fact.kind == FactKind::Claim;
    of_place(document, fact.span, is_claim, year)
}

/// Tells what some words of the reading text speak of, as [`scope`] does for a fact.
#[must_use]
pub fn scope_at(document: &Document, place: Span, year: Option<i32>) -> Scope {
    of_place(document, place, false, year)
}

fn of_place(document: &Document, place: Span, is_claim: bool, year: Option<i32>) -> Scope {
    let Some(paragraph) = document
        .paragraph_at(place.start)
        .and_then(|index| document.paragraphs.get(index))
    else {
        return Scope::Own;
    };
    if paragraph.role == Role::Table {
        return Scope::Table;
    }
    let whole = document.folded.to_folded(paragraph.span);
    let line = slice(document.folded.text(), whole);
    let span = document.folded.to_folded(place);
    let from = span.from().saturating_sub(whole.from());
    let to = span.to().saturating_sub(whole.from());
    let around = Around::new(line, Span::new(from, to), is_claim);
    let planned = document
        .part_at(place.start)
        .is_some_and(|part| part.kind == PartKind::NextYear);
    around.scope(planned, year, document.head.issuer_level)
}

/// The words around a fact, without what stands in closed brackets before it.
struct Around {
    /// The sentence up to the fact.
    lead: String,
    /// The clause up to the fact.
    own: String,
    /// The clause from the fact on.
    behind: String,
    /// The words of the fact itself.
    words: String,
    is_claim: bool,
}

impl Around {
    fn new(line: &str, span: Span, is_claim: bool) -> Self {
        let start = clause::sentence_start(line, span.from());
        let lead = without_brackets(slice(line, Span::new(start, span.from())));
        let own = lead.rsplit(clause::CLAUSE_ENDS).next().unwrap_or_default();
        let end = clause::clause_of(line, span).to();
        Self {
            own: own.to_owned(),
            behind: slice(line, Span::new(span.to(), end)).to_owned(),
            words: slice(line, span).to_owned(),
            lead,
            is_claim,
        }
    }

    fn scope(&self, planned: bool, year: Option<i32>, level: BodyLevel) -> Scope {
        let when = self.when(year);
        if self.is_condition() {
            Scope::Condition
        } else if DENIED.iter().any(|word| self.own.ends_with(word)) {
            Scope::Denied
        } else if self.is_planned(planned, year) || when == When::Later {
            Scope::Plan
        } else if when == When::Before || self.comes_from() {
            Scope::Past
        } else if when == When::Part {
            Scope::PartYear
        } else if self.is_elsewhere(level) {
            Scope::Elsewhere
        } else if !self.is_claim && holds(&self.own, &HEADS) {
            Scope::HeadsOnly
        } else if self.is_claim && self.is_hedged() {
            Scope::Hedged
        } else {
            Scope::Own
        }
    }

    fn when(&self, year: Option<i32>) -> When {
        let in_turn = self.lead.rfind("分别").and_then(|at| {
            let given = self.lead.get(at..)?.matches('%').count();
            let n = given + 1 + self.behind.matches('%').count();
            when::in_turn(self.lead.get(..at)?, given, n, year)
        });
        in_turn.unwrap_or_else(|| when::when(&self.lead, year))
    }

    /// `对出庭应诉率低于90%的单位`, `达到100%的,加1分`.
    fn is_condition(&self) -> bool {
        let tells_which = self.behind.starts_with('的') || self.behind.starts_with("以下的");
        let rewards = ["加", "扣", "得", "计"];
        let scored = rewards
            .iter()
            .any(|word| self.behind.starts_with(&format!("的{word}")));
        let words = CONDITION.iter().any(|word| match *word {
            "对" => self.own.contains('对') && !self.own.contains("对比"),
            "如" => self.own.starts_with('如'),
            word => self.own.contains(word),
        });
        // 低于80%的列入督办; but 低于80%的部门有3个 tells how it is.
        let measured = ["低于", "高于", "超过", "达不到", "未达到", "不足", "达到"];
        let bare = tells_which
            && measured.iter().any(|word| self.own.ends_with(word))
            && !self.behind.contains('有');
        scored || bare || (tells_which && words)
    }

    fn is_planned(&self, planned: bool, year: Option<i32>) -> bool {
        let told = year.is_some_and(|year| self.lead.contains(&format!("{year}年")));
        if planned && !told {
            return true;
        }
        if holds(&self.own, &DONE) {
            return false;
        }
        let told = if self.is_claim {
            format!("{}{}", self.own, self.words)
        } else {
            self.own.clone()
        };
        let own = told.replace("规定出庭", "").replace("按规定", "");
        let own = own.replace("规定期限", "").replace("规定时限", "");
        let own = own.replace("按照规定", "").replace("按要求", "");
        holds(&own, &PLAN)
            || should(&own)
            || PLAN_BEHIND.iter().any(|word| self.behind.starts_with(word))
    }

    /// `由95%提高到98%`: the first of the two.
    fn comes_from(&self) -> bool {
        const MOVES: [&str; 12] = [
            "提高", "提升", "上升", "增", "下降", "降", "升", "、", "跃升", "攀升", "改善", "到",
        ];
        let from = self.own.rfind(['由', '从']);
        let near = from.is_some_and(|at| {
            let between = self.own.get(at..).unwrap_or("");
            between.chars().count() <= 16 && !between.contains('到')
        });
        near && MOVES.iter().any(|word| self.behind.starts_with(word))
    }

    fn is_elsewhere(&self, level: BodyLevel) -> bool {
        const OTHERS: [&str; 14] = [
            "全国",
            "外地",
            "兄弟县",
            "兄弟区",
            "兄弟市",
            "其他地区",
            "其他县",
            "周边",
            "邻近",
            "相邻",
            "毗邻",
            "邻县",
            "各省",
            "外省",
        ];
        const WIDER: [&str; 3] = ["全省", "全自治区", "省内"];
        let clauses: Vec<&str> = self.lead.split(clause::CLAUSE_ENDS).collect();
        let own = clauses.last().copied().unwrap_or("");
        let stands = |word: &str| {
            stands(own, word)
                || clauses
                    .iter()
                    .rev()
                    .skip(1)
                    .take(1)
                    .any(|c| begins(c, word))
        };
        let city = matches!(level, BodyLevel::City | BodyLevel::Province);
        OTHERS.iter().any(|word| stands(word))
            || (level != BodyLevel::Province && WIDER.iter().any(|word| stands(word)))
            || (!city && stands("全市"))
            || (level == BodyLevel::Township && (stands("全县") || stands("全区")))
    }

    /// `除2件外`, `基本做到`: also in the clause before.
    fn is_hedged(&self) -> bool {
        let clauses: Vec<&str> = self.lead.split(clause::CLAUSE_ENDS).collect();
        let near: Vec<&str> = clauses.into_iter().rev().take(2).collect();
        near.iter().any(|clause| {
            HEDGE.iter().any(|word| match *word {
                "除" => clause.contains('除') && clause.contains('外'),
                word => clause.contains(word),
            })
        }) || holds(&self.words, &["基本", "未"])
    }
}

/// Tells whether 应 stands for a demand: not in 应诉, 应出庭, 相应.
fn should(text: &str) -> bool {
    const BEHIND: [&str; 12] = [
        "诉",
        "出",
        "当出庭",
        "当由",
        "由",
        "急",
        "用",
        "答",
        "对",
        "变",
        "届",
        "受理",
    ];
    const BEFORE: [char; 8] = ['相', '反', '响', '供', '适', '对', '效', '顺'];
    text.match_indices('应').any(|(at, _)| {
        let before = slice(text, Span::new(0, at));
        let behind = text.get(at + '应'.len_utf8()..).unwrap_or("");
        !behind.is_empty()
            && !before.ends_with(BEFORE)
            && !BEHIND.iter().any(|word| behind.starts_with(word))
    })
}

fn holds(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// Tells whether `word` says where: not 在全市率先, 居全市第一, 高于全市平均水平.
fn stands(text: &str, word: &str) -> bool {
    const BEHIND: [&str; 16] = [
        "率先",
        "领先",
        "前列",
        "首",
        "第",
        "通报",
        "排名",
        "排",
        "平均水平",
        "统一",
        "部署",
        "要求",
        "目标",
        "之首",
        "先进",
        "考核",
    ];
    const BEFORE: [&str; 9] = [
        "高于", "低于", "超过", "优于", "居", "位列", "位居", "较", "比",
    ];
    text.match_indices(word).any(|(at, _)| {
        let before = slice(text, Span::new(0, at));
        let behind = text.get(at + word.len()..).unwrap_or("");
        !BEHIND.iter().any(|word| behind.starts_with(word))
            && !BEFORE.iter().any(|word| before.ends_with(word))
    })
}

/// Tells whether a clause before speaks of another place from its start on.
fn begins(clause: &str, word: &str) -> bool {
    let bare = clause.trim_start_matches(|c: char| c.is_ascii_digit() || "年度,".contains(c));
    bare.starts_with(word) && stands(bare, word)
}

/// Leaves out what stands in brackets, or in a title, that close again.
fn without_brackets(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut opened: Vec<usize> = Vec::new();
    for c in text.chars() {
        match c {
            '(' | '《' => opened.push(kept.len()),
            ')' | '》' => {
                if let Some(at) = opened.pop() {
                    kept.truncate(at);
                    continue;
                }
            }
            _ => {}
        }
        kept.push(c);
    }
    kept
}
