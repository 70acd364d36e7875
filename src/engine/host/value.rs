//! `Date`, `Words`, `LookUp`: small values of the report's head and of the catalogue.

use super::Doc;
use super::Host;
use super::place::Place;
use super::place::maybe;
use super::place::words;
use crate::document;
use crate::engine::call::Call;
use crate::facts;
use crate::text::Span;
use rhai::Array;
use rhai::Dynamic;
use rhai::INT;
use std::sync::Arc;

/// A day as written.
#[derive(Clone, Debug)]
pub(in crate::engine) struct Date {
    pub(super) call: Arc<Call>,
    pub(super) date: document::Date,
}

/// Words of the text, or that only the file tells.
#[derive(Clone, Debug)]
pub(in crate::engine) struct Words {
    call: Arc<Call>,
    text: String,
    span: Option<Span>,
}

/// What the catalogue knows of a title.
#[derive(Clone, Debug)]
pub(in crate::engine) struct Known(pub(super) Arc<facts::LookUp>);

impl Words {
    pub(super) fn maybe(call: &Arc<Call>, words: Option<&document::Words>) -> Dynamic {
        maybe(words.map(|words| Self {
            call: Arc::clone(call),
            text: words.text.clone(),
            span: words.span,
        }))
    }
}

impl Date {
    pub(super) fn maybe(call: &Arc<Call>, date: Option<&document::Date>) -> Dynamic {
        maybe(date.map(|date| Self {
            call: Arc::clone(call),
            date: *date,
        }))
    }

    /// Tells whether the calendar has this day; a month or day not written is possible.
    fn is_possible(&mut self) -> bool {
        let date = &self.date;
        let leap = date.year % 4 == 0 && (date.year % 100 != 0 || date.year % 400 == 0);
        let days = match date.month {
            0 => 31,
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return false,
        };
        date.day <= days
    }
}

impl Known {
    fn field(&mut self, choose: impl Fn(&facts::Title) -> &str) -> Dynamic {
        self.0.exact.as_ref().map_or(Dynamic::UNIT, |title| words(choose(title)))
    }

    fn near(&mut self) -> Array {
        self.0.near.iter().map(|near| words(&near.title)).collect()
    }
}

pub(super) fn register(host: &mut Host) {
    date(host);
    host.on::<Words>("Words", "文号、签发人、主送机关等：文字，以及在文中的位置");
    host.get(Doc("text", "文字", "文字，去掉前后空格和标点", "doc.signer.text"), |it: &mut Words| {
        words(&it.text)
    });
    host.get(
        Doc("place", "Place 或 ()", "在文中的位置；只见于网页元数据等的没有", "doc.signer.place"),
        |it: &mut Words| maybe(it.span.map(|span| Place::new(&it.call, span))),
    );
    look_up(host);
}

fn date(host: &mut Host) {
    host.on::<Date>("Date", "一个日期，照原文");
    host.get(Doc("year", "整数", "年", "doc.date.year"), |date: &mut Date| INT::from(date.date.year));
    host.get(Doc("month", "整数", "月；没写的是 0", "doc.date.month"), |date: &mut Date| {
        INT::from(date.date.month)
    });
    host.get(Doc("day", "整数", "日；没写的是 0", "doc.date.day"), |date: &mut Date| {
        INT::from(date.date.day)
    });
    host.get(
        Doc("hanzi", "真假", "用汉字写的（二〇二四年）", "doc.date.hanzi"),
        |date: &mut Date| date.date.hanzi,
    );
    host.get(
        Doc("is_possible", "真假", "历法上有没有这一天，含闰年", "if !doc.date.is_possible { … }"),
        Date::is_possible,
    );
    host.get(Doc("place", "Place", "所在", "doc.date.place"), |date: &mut Date| {
        Place::new(&date.call, date.date.span)
    });
    host.get(Doc("text", "文字", "原文", "doc.date.text"), |date: &mut Date| {
        words(date.call.document().slice(date.date.span))
    });
}

fn look_up(host: &mut Host) {
    host.on::<Known>("LookUp", "法规标题目录里查到的结果。目录里没有的标题是“不知道”，不是“错”");
    host.get(
        Doc("known", "真假", "目录里有没有一字不差的标题（含简称）", "known.known"),
        |known: &mut Known| known.0.exact.is_some(),
    );
    host.get(Doc("title", "文字或 ()", "正式全称", "known.title"), |known: &mut Known| {
        known.field(|title| &title.title)
    });
    host.get(Doc("level", "文字或 ()", "效力级别：法律、行政法规等", "known.level"), |known: &mut Known| {
        known.field(|title| &title.level)
    });
    host.get(Doc("status", "文字或 ()", "目录所记的效力状态", "known.status"), |known: &mut Known| {
        known.field(|title| &title.status)
    });
    host.get(
        Doc("near", "文字的数组", "没有一字不差的，很可能想写的那些标题，最近的在前；不够近的不列", "known.near"),
        Known::near,
    );
    host.get(
        Doc("distance", "整数或 ()", "与最近的那个差几个字", "known.distance"),
        |known: &mut Known| maybe(known.0.near.first().map(|near| INT::from(near.distance))),
    );
}
