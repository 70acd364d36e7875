//! `Place`: a stretch of the report that a script can pass on and ask about, never compute.

use super::Doc;
use super::Host;
use super::collection::List;
use super::collection::Source;
use super::section::Section;
use crate::document::Role;
use crate::engine::call::Call;
use crate::engine::call::Hosted;
use crate::engine::call::error;
use crate::engine::limits;
use crate::text::Folded;
use crate::text::Span;
use crate::text::slice;
use rhai::Dynamic;
use rhai::INT;
use rhai::ImmutableString;
use std::sync::Arc;

/// A stretch of the reading text.
#[derive(Clone, Debug)]
pub(in crate::engine) struct Place {
    pub(in crate::engine) call: Arc<Call>,
    pub(in crate::engine) span: Span,
}

/// Gives a value, or `()` where there is none.
pub(super) fn maybe<T: rhai::Variant + Clone>(value: Option<T>) -> Dynamic {
    value.map_or(Dynamic::UNIT, Dynamic::from)
}

/// Gives a text as scripts have it.
pub(super) fn words(text: &str) -> Dynamic {
    ImmutableString::from(text).into()
}

impl Place {
    pub(super) fn new(call: &Arc<Call>, span: Span) -> Self {
        Self {
            call: Arc::clone(call),
            span,
        }
    }

    fn at(&self, span: Span) -> Self {
        Self::new(&self.call, span)
    }

    fn slice(&self) -> &str {
        self.call.document().slice(self.span)
    }

    fn folded(&self) -> &str {
        self.call.document().folded(self.span)
    }

    /// Counts the cost of reading it.
    fn pay(&self) {
        self.call.meter.read(self.span.len());
    }

    fn text(&mut self) -> Hosted<ImmutableString> {
        self.pay();
        whole(self.slice())
    }

    fn plain(&mut self) -> Hosted<ImmutableString> {
        self.pay();
        whole(self.folded())
    }

    fn brief(&mut self) -> ImmutableString {
        const SHOWN: usize = 20;
        let text = self.slice();
        let start: String = text.chars().take(SHOWN).collect();
        if start.len() < text.len() {
            format!("{start}…").into()
        } else {
            start.into()
        }
    }

    fn length(&mut self) -> INT {
        self.pay();
        INT::try_from(self.slice().chars().count()).unwrap_or(INT::MAX)
    }

    fn sentence(&mut self) -> Dynamic {
        let document = self.call.document();
        let index = document.sentence_at(self.span.start);
        let sentence = index.and_then(|index| document.sentences.get(index));
        maybe(sentence.map(|sentence| self.at(sentence.span)))
    }

    fn paragraph(&mut self) -> Dynamic {
        let document = self.call.document();
        let index = document.paragraph_at(self.span.start);
        let paragraph = index.and_then(|index| document.paragraphs.get(index));
        maybe(paragraph.map(|paragraph| self.at(paragraph.span)))
    }

    fn clause(&mut self) -> Dynamic {
        const ENDS: [char; 14] = [
            '，', '；', '：', '。', '！', '？', ',', ';', ':', '!', '?', '\n', '\t', '…',
        ];
        let document = self.call.document();
        let Some(index) = document.paragraph_at(self.span.start) else {
            return Dynamic::UNIT;
        };
        let line = document.paragraphs.get(index).map_or(self.span, |paragraph| paragraph.span);
        self.call.meter.read(line.len());
        let before = document.slice(Span::new(line.from(), self.span.from()));
        let start = before.rmatch_indices(ENDS).next();
        let start = start.map_or(line.from(), |(at, mark)| line.from() + at + mark.len());
        let after = document.slice(Span::new(self.span.to(), line.to().max(self.span.to())));
        let end = after.find(ENDS).map_or(line.to(), |at| self.span.to() + at);
        self.at(Span::new(start, end.max(self.span.to()))).into_dynamic()
    }

    fn into_dynamic(self) -> Dynamic {
        Dynamic::from(self)
    }

    fn section(&mut self) -> Dynamic {
        let index = self.call.document().section_at(self.span.start);
        maybe(index.map(|index| Section::new(&self.call, index)))
    }

    fn part(&mut self) -> Dynamic {
        let part = self.call.document().part_at(self.span.start);
        part.map_or(Dynamic::UNIT, |part| words(part.kind.name()))
    }

    fn role(&mut self) -> &'static str {
        let document = self.call.document();
        let index = document.paragraph_at(self.span.start);
        let paragraph = index.and_then(|index| document.paragraphs.get(index));
        match paragraph.map_or(Role::Text, |paragraph| paragraph.role) {
            Role::Title => "title",
            Role::Head => "head",
            Role::Heading => "heading",
            Role::Text => "text",
            Role::Table => "table",
            Role::Note => "note",
            Role::Tail => "tail",
        }
    }

    fn matches(&mut self, name: &str) -> Hosted<List> {
        List::matches(&self.call, name, Some(self.span))
    }

    fn has(&mut self, name: &str) -> Hosted<bool> {
        Ok(!self.matches(name)?.is_empty())
    }

    fn facts_of(&mut self, metric: &str) -> Hosted<List> {
        List::facts_of(&self.call, metric, Some(self.span))
    }

    /// Cuts out the characters from `from` to before `to`; negative ones count from the end.
    fn cut(&mut self, from: INT, to: INT) -> Self {
        self.pay();
        let text = self.slice();
        let length = INT::try_from(text.chars().count()).unwrap_or(INT::MAX);
        let place = |at: INT| if at < 0 { (length + at).max(0) } else { at.min(length) };
        let (from, to) = (place(from), place(to));
        let byte = |at: INT| {
            let at = usize::try_from(at).unwrap_or(0);
            text.char_indices().nth(at).map_or(text.len(), |(byte, _)| byte)
        };
        let start = self.span.from() + byte(from);
        let end = self.span.from() + byte(to.max(from));
        self.at(Span::new(start, end))
    }

    fn first(&mut self, count: INT) -> Self {
        self.cut(0, count.max(0))
    }

    fn last(&mut self, count: INT) -> Self {
        if count <= 0 {
            return self.at(Span::empty(self.span.to()));
        }
        self.cut(-count, INT::MAX)
    }

    /// Finds a literal, both sides folded.
    fn find(&mut self, literal: &str) -> Dynamic {
        self.pay();
        self.call.meter.read(literal.len());
        let needle = Folded::new(literal);
        let needle = needle.text();
        if needle.is_empty() {
            return Dynamic::UNIT;
        }
        let document = self.call.document();
        let within = document.folded.to_folded(self.span);
        let found = slice(document.folded.text(), within).find(needle);
        maybe(found.map(|at| {
            let start = within.from() + at;
            let span = Span::new(start, start + needle.len());
            self.at(document.folded.to_reading(span))
        }))
    }

    fn starts_with(&mut self, literal: &str) -> bool {
        self.call.meter.read(literal.len());
        self.folded().starts_with(Folded::new(literal).text())
    }

    fn ends_with(&mut self, literal: &str) -> bool {
        self.call.meter.read(literal.len());
        self.folded().ends_with(Folded::new(literal).text())
    }
}

/// Hands a text to the script, where it is not longer than a script may have.
fn whole(text: &str) -> Hosted<ImmutableString> {
    if text.len() > limits::STRING_BYTES {
        let message = format!(
            "这一处有 {} 字节，脚本取不了这么长的文字（最多 {}）",
            text.len(),
            limits::STRING_BYTES
        );
        return Err(error(message));
    }
    Ok(text.into())
}

pub(super) fn register(host: &mut Host) {
    host.on::<Place>("Place", "报告里的一处文字。只能传递、询问，不能自己算位置");
    look(host);
    surroundings(host);
    inside(host);
    between(host);
}

fn look(host: &mut Host) {
    host.ask(
        Doc("text", "文字", "原文，照作者写的", "place.text"),
        Place::text,
    );
    host.ask(
        Doc("plain", "文字", "折叠后的文字：全角变半角、繁体变简体、去空格，便于比较", "place.plain == \"(一)\""),
        Place::plain,
    );
    host.get(
        Doc("brief", "文字", "原文的前 20 个字，更长的以“…”结尾，用在消息里", "`“${place.brief}”缺少句号`"),
        Place::brief,
    );
    host.get(
        Doc("length", "整数", "有多少个字（含标点和空格）", "place.length > 40"),
        Place::length,
    );
    host.get(
        Doc("is_empty", "真假", "是不是空的", "if title.is_empty { … }"),
        |place: &mut Place| place.span.is_empty(),
    );
    host.get(
        Doc("role", "文字", "所在段落是什么：title、head、heading、text、table、note、tail", "place.role == \"table\""),
        |place: &mut Place| -> ImmutableString { place.role().into() },
    );
    host.get(
        Doc("part", "文字或 ()", "在法定内容的哪一部分：measures、shortcomings、first-responsible-person、next-year", "place.part == \"next-year\""),
        Place::part,
    );
}

fn surroundings(host: &mut Host) {
    host.get(
        Doc("sentence", "Place 或 ()", "所在的句子", "place.sentence"),
        Place::sentence,
    );
    host.get(
        Doc("paragraph", "Place 或 ()", "所在的段落", "place.paragraph"),
        Place::paragraph,
    );
    host.get(
        Doc("clause", "Place 或 ()", "所在的分句：逗号、分号、冒号、句末标点之间", "place.clause.text"),
        Place::clause,
    );
    host.get(
        Doc("section", "Section 或 ()", "所在的最里层章节", "place.section.title.text"),
        Place::section,
    );
}

fn inside(host: &mut Host) {
    host.call(
        Doc("matches", "(名称) → Match 的集合", "这一处里匹配本规则关键词组或正则的各处；名称写在 rule.toml 里", "for m in place.matches(\"words\") { … }"),
        Place::matches,
    );
    host.call(
        Doc("has", "(名称) → 真假", "这一处里有没有匹配", "if !section.place.has(\"causes\") { … }"),
        Place::has,
    );
    host.get(
        Doc("facts", "Fact 的集合", "这一处里的事实，按先后", "place.facts.len"),
        |place: &mut Place| List::within(&place.call, Source::Facts, place.span),
    );
    host.call(
        Doc("facts_of", "(指标) → Fact 的集合", "这一处里某个指标的事实；指标写词表里的 id 或名称", "place.facts_of(\"行政机关负责人出庭应诉率\")"),
        Place::facts_of,
    );
    host.get(
        Doc("sentences", "Place 的集合", "这一处里的句子", "for s in part.place.sentences { … }"),
        |place: &mut Place| List::within(&place.call, Source::Sentences, place.span),
    );
    host.get(
        Doc("paragraphs", "Place 的集合", "这一处里的段落", "part.place.paragraphs.len"),
        |place: &mut Place| List::within(&place.call, Source::Paragraphs, place.span),
    );
    host.get(
        Doc("citations", "Citation 的集合", "这一处里的书名号引用", "place.citations.first"),
        |place: &mut Place| List::within(&place.call, Source::Citations, place.span),
    );
    host.call(
        Doc("find", "(文字) → Place 或 ()", "第一次出现这些字的地方，全角半角、繁简、空格不计", "place.find(\"：\")"),
        Place::find,
    );
    host.call(
        Doc("starts_with", "(文字) → 真假", "是不是以这些字开头，全角半角不计", "place.starts_with(\"一是\")"),
        Place::starts_with,
    );
    host.call(
        Doc("ends_with", "(文字) → 真假", "是不是以这些字结尾，全角半角不计", "place.ends_with(\"。\")"),
        Place::ends_with,
    );
}

fn between(host: &mut Host) {
    host.call(
        Doc("contains", "(Place) → 真假", "另一处是不是整个在里面", "section.place.contains(place)"),
        |place: &mut Place, other: Place| place.span.contains(other.span),
    );
    host.call(
        Doc("overlaps", "(Place) → 真假", "两处有没有重叠", "a.overlaps(b)"),
        |place: &mut Place, other: Place| place.span.overlaps(other.span),
    );
    host.call(
        Doc("before", "(Place) → 真假", "是不是整个在另一处前面", "a.before(b)"),
        |place: &mut Place, other: Place| place.span.end <= other.span.start,
    );
    host.call(
        Doc("cover", "(Place) → Place", "从两处中靠前的开头到靠后的结尾", "first.cover(last)"),
        |place: &mut Place, other: Place| place.at(place.span.cover(other.span)),
    );
    host.call(
        Doc("slice", "(从, 到) → Place", "第“从”个字到第“到”个字之前，从 0 数；负数从末尾数", "place.slice(0, -1)"),
        Place::cut,
    );
    host.call(
        Doc("first", "(个数) → Place", "开头的几个字", "place.first(2)"),
        Place::first,
    );
    host.call(
        Doc("last", "(个数) → Place", "末尾的几个字", "place.last(1)"),
        Place::last,
    );
    host.silent("to_string", Place::text);
    host.silent("to_debug", Place::brief);
}
