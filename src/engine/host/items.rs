//! `Fact`, `Citation`, `Unpaired`, `Match`: what stands in the sentences.

use super::Doc;
use super::Host;
use super::number::Number;
use super::place::Place;
use super::place::maybe;
use super::place::words;
use super::value::Known;
use crate::document;
use crate::engine::call::Call;
use crate::engine::call::Hosted;
use crate::engine::call::error;
use crate::engine::vocabulary::Hit;
use crate::engine::vocabulary::What;
use crate::facts;
use crate::facts::Bound;
use crate::text::Folded;
use crate::text::Span;
use crate::text::slice;
use rhai::Dynamic;
use rhai::INT;
use rhai::ImmutableString;
use std::sync::Arc;

/// Something the report states.
#[derive(Clone, Debug)]
pub(in crate::engine) struct Fact {
    call: Arc<Call>,
    pub(in crate::engine) index: usize,
}

/// A title in book-title marks.
#[derive(Clone, Debug)]
pub(in crate::engine) struct Citation {
    call: Arc<Call>,
    pub(in crate::engine) index: usize,
}

/// A mark without its partner.
#[derive(Clone, Debug)]
pub(in crate::engine) struct Unpaired {
    call: Arc<Call>,
    pub(in crate::engine) index: usize,
}

/// A place where a keyword or a pattern matched.
#[derive(Clone, Debug)]
pub(in crate::engine) struct Found {
    call: Arc<Call>,
    search: usize,
    pub(in crate::engine) hit: Hit,
}

impl Fact {
    pub(super) fn new(call: &Arc<Call>, index: usize) -> Self {
        Self {
            call: Arc::clone(call),
            index,
        }
    }

    fn data(&self) -> Hosted<&facts::Fact> {
        let fact = self.call.reading.facts.get(self.index);
        fact.ok_or_else(|| error("没有这个事实"))
    }
}

impl Citation {
    pub(super) fn new(call: &Arc<Call>, index: usize) -> Self {
        Self {
            call: Arc::clone(call),
            index,
        }
    }

    fn data(&self) -> Hosted<&document::Citation> {
        let citation = self.call.document().citations.get(self.index);
        citation.ok_or_else(|| error("没有这处引用"))
    }

    fn title(&mut self) -> Hosted<ImmutableString> {
        Ok(self.call.document().slice(self.data()?.title).into())
    }

    fn look_up(&mut self) -> Hosted<Known> {
        let title = self.call.document().slice(self.data()?.title);
        // The search compares with every title of the catalogue.
        self.call.meter.read(64 << 10);
        Ok(Known(Arc::new(self.call.reading.library.titles().look_up(title))))
    }
}

impl Unpaired {
    pub(super) fn new(call: &Arc<Call>, index: usize) -> Self {
        Self {
            call: Arc::clone(call),
            index,
        }
    }

    fn data(&self) -> Hosted<&document::Unpaired> {
        let unpaired = self.call.document().unpaired.get(self.index);
        unpaired.ok_or_else(|| error("没有这个标点"))
    }
}

impl Found {
    pub(super) fn new(call: &Arc<Call>, search: usize, hit: Hit) -> Self {
        Self {
            call: Arc::clone(call),
            search,
            hit,
        }
    }

    fn keyword(&mut self) -> ImmutableString {
        match self.call.reading.vocabulary.searches.get(self.search).map(|search| &search.what) {
            Some(What::Words(words)) => {
                let word = words.get(self.hit.word as usize);
                word.map_or("", |(_, literal)| literal.as_str()).into()
            }
            _ => ImmutableString::new(),
        }
    }

    /// Runs the pattern again on its line, now keeping the groups.
    fn group(&mut self, name: &str) -> Hosted<Dynamic> {
        let search = self.call.reading.vocabulary.searches.get(self.search);
        let Some(What::Pattern { regex, pattern, .. }) = search.map(|search| &search.what) else {
            return Err(error("关键词组没有捕获组，只有正则有"));
        };
        let Some(Ok(regex)) = regex.get() else {
            return Ok(Dynamic::UNIT);
        };
        let name = Folded::new(name);
        if !regex.capture_names().flatten().any(|known| known == name.text()) {
            let message = format!("正则“{}”里没有名为“{}”的捕获组", pattern.name, name.text());
            return Err(error(format!("{message}，写作 (?<{}>…)", name.text())));
        }
        let document = self.call.document();
        let window = slice(document.folded.text(), self.hit.window);
        self.call.meter.read(window.len());
        let start = self.hit.folded.from().saturating_sub(self.hit.window.from());
        let captures = regex.captures_at(window, start);
        let group = captures.as_ref().and_then(|captures| captures.name(name.text()));
        Ok(maybe(group.map(|group| {
            let folded = Span::new(group.start(), group.end()).shift(self.hit.window.from());
            Place::new(&self.call, document.folded.to_reading(folded))
        })))
    }
}

pub(super) fn register(host: &mut Host) {
    host.on::<Fact>("Fact", "报告陈述的一个数据：指标、数值、单位和位置。是报告说的，不一定是真的");
    fact_place(host);
    fact_value(host);
    citation(host);
    unpaired(host);
    found(host);
}

fn fact_place(host: &mut Host) {
    host.ask(
        Doc("place", "Place", "数字连同单位和“约”“以上”等", "finding(fact.place, \"…\")"),
        |fact: &mut Fact| Ok(Place::new(&fact.call, fact.data()?.span)),
    );
    host.ask(
        Doc("named", "Place 或 ()", "说的是哪个指标的那几个字", "fact.named"),
        |fact: &mut Fact| Ok(maybe(fact.data()?.named.map(|span| Place::new(&fact.call, span)))),
    );
    host.ask(
        Doc("clause", "Place", "所在的分句", "fact.clause"),
        |fact: &mut Fact| Ok(Place::new(&fact.call, fact.data()?.clause)),
    );
    host.ask(
        Doc("sentence", "Place 或 ()", "所在的句子", "fact.sentence"),
        |fact: &mut Fact| {
            let document = fact.call.document();
            let index = document.sentence_at(fact.data()?.span.start);
            let sentence = index.and_then(|index| document.sentences.get(index));
            Ok(maybe(sentence.map(|sentence| Place::new(&fact.call, sentence.span))))
        },
    );
    host.ask(
        Doc("id", "文字或 ()", "词表里的 id", "fact.id"),
        |fact: &mut Fact| Ok(fact.data()?.id.as_deref().map_or(Dynamic::UNIT, words)),
    );
    host.ask(
        Doc("metric", "文字", "指标的名称；词表里没有的，是作者自己的说法，可能是空的", "fact.metric"),
        |fact: &mut Fact| Ok(words(&fact.data()?.metric)),
    );
}

fn fact_value(host: &mut Host) {
    host.ask(
        Doc("kind", "文字", "哪类数据：count 数量、rate 百分比、money 金额、days 时长、qual 无数字的表述、date 日期、year 年份", "fact.kind == \"rate\""),
        |fact: &mut Fact| Ok(words(fact.data()?.kind.name())),
    );
    host.ask(
        Doc("value", "Number", "数值，精确；百分比 98.2% 是 98.2，3.5万 是 35000", "fact.value < param.target"),
        |fact: &mut Fact| Ok(Number(fact.data()?.value)),
    );
    host.ask(
        Doc("unit", "文字", "单位，照原文；可能是空的", "fact.unit == \"件\""),
        |fact: &mut Fact| Ok(words(&fact.data()?.unit)),
    );
    host.ask(
        Doc("bound", "文字", "作者有多肯定：exact、more 余、about 约、nearly 近、at-least 以上、more-than 超过、at-most 以内、less-than 不足", "fact.bound == \"exact\""),
        |fact: &mut Fact| Ok(words(fact.data()?.bound.name())),
    );
    host.ask(
        Doc("approx", "真假", "不是确数", "if fact.approx { continue; }"),
        |fact: &mut Fact| Ok(fact.data()?.bound != Bound::Exact),
    );
    host.ask(
        Doc("change", "真假", "是增减（同比增长 12%），不是水平", "if fact.change { continue; }"),
        |fact: &mut Fact| Ok(fact.data()?.change),
    );
}

fn citation(host: &mut Host) {
    host.on::<Citation>("Citation", "书名号里的标题");
    host.ask(
        Doc("place", "Place", "连同书名号", "finding(citation.place, \"…\")"),
        |citation: &mut Citation| Ok(Place::new(&citation.call, citation.data()?.span)),
    );
    host.ask(Doc("title", "文字", "书名号里的字", "citation.title"), Citation::title);
    host.ask(
        Doc("title_place", "Place", "书名号里的字所在", "citation.title_place"),
        |citation: &mut Citation| Ok(Place::new(&citation.call, citation.data()?.title)),
    );
    host.ask(
        Doc("depth", "整数", "1 是《》，2 是书名号里面的书名号", "citation.depth"),
        |citation: &mut Citation| Ok(INT::from(citation.data()?.depth)),
    );
    host.ask(
        Doc("half_width", "真假", "里层用的是半角 <>", "citation.half_width"),
        |citation: &mut Citation| Ok(citation.data()?.half_width),
    );
    host.call(
        Doc("look_up", "() → LookUp", "在法规标题目录里查这个标题", "let known = citation.look_up();"),
        Citation::look_up,
    );
}

fn unpaired(host: &mut Host) {
    host.on::<Unpaired>("Unpaired", "没有配对的引号、括号、书名号");
    host.ask(
        Doc("place", "Place", "这个标点", "finding(mark.place, \"…\")"),
        |mark: &mut Unpaired| Ok(Place::new(&mark.call, mark.data()?.span)),
    );
    host.ask(
        Doc("opens", "真假", "是前半个", "mark.opens"),
        |mark: &mut Unpaired| Ok(mark.data()?.opens),
    );
    host.ask(
        Doc("partner", "文字", "缺的那半个", "`缺少“${mark.partner}”`"),
        |mark: &mut Unpaired| Ok(words(&mark.data()?.partner.to_string())),
    );
    host.ask(
        Doc("within", "Place", "在哪一句或哪一段里找过", "mark.within"),
        |mark: &mut Unpaired| Ok(Place::new(&mark.call, mark.data()?.within)),
    );
}

fn found(host: &mut Host) {
    host.on::<Found>("Match", "关键词组或正则匹配到的一处");
    host.get(
        Doc("place", "Place", "匹配到的字", "finding(m.place, \"…\")"),
        |found: &mut Found| Place::new(&found.call, found.hit.span),
    );
    host.get(
        Doc("keyword", "文字", "匹配的是组里的哪个词，照 rule.toml 的写法；正则是空的", "m.keyword"),
        Found::keyword,
    );
    host.call(
        Doc("group", "(名称) → Place 或 ()", "正则里 (?<名称>…) 匹配到的字", "m.group(\"year\")"),
        Found::group,
    );
}
