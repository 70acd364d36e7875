//! Collections of what the report has: handed out whole, however large, at no cost.

use super::Doc;
use super::Host;
use super::items::Citation;
use super::items::Fact;
use super::items::Found;
use super::items::Unpaired;
use super::place::Place;
use super::section::Part;
use super::section::Section;
use crate::engine::call::Call;
use crate::engine::call::Hosted;
use crate::engine::call::error;
use crate::engine::limits;
use crate::engine::vocabulary::Hit;
use crate::pack::suggestion;
use crate::text::Span;
use rhai::Array;
use rhai::Dynamic;
use rhai::FnPtr;
use rhai::INT;
use rhai::NativeCallContext;
use std::any::TypeId;
use std::sync::Arc;

/// What a collection is a choice of.
#[derive(Clone, Debug)]
pub(in crate::engine) enum Source {
    Sentences,
    Paragraphs,
    Sections,
    Citations,
    Unpaired,
    Parts,
    Facts,
    Titles,
    Matches(usize, Arc<[Hit]>),
}

/// Which of them.
#[derive(Clone, Debug)]
enum Pick {
    Range(usize, usize),
    Some(Arc<[u32]>),
}

/// A collection of handles, in the order of the report.
#[derive(Clone, Debug)]
pub(in crate::engine) struct List {
    call: Arc<Call>,
    source: Source,
    pick: Pick,
}

impl Source {
    fn len(&self, call: &Call) -> usize {
        let document = call.document();
        match self {
            Self::Sentences => document.sentences.len(),
            Self::Paragraphs => document.paragraphs.len(),
            Self::Sections => document.sections.len(),
            Self::Citations => document.citations.len(),
            Self::Unpaired => document.unpaired.len(),
            Self::Parts => document.parts.len(),
            Self::Facts => call.reading.facts.len(),
            Self::Titles => document.head.titles.len(),
            Self::Matches(_, hits) => hits.len(),
        }
    }

    fn span(&self, call: &Call, index: usize) -> Option<Span> {
        let document = call.document();
        Some(match self {
            Self::Sentences => document.sentences.get(index)?.span,
            Self::Paragraphs => document.paragraphs.get(index)?.span,
            Self::Sections => document.sections.get(index)?.span,
            Self::Citations => document.citations.get(index)?.span,
            Self::Unpaired => document.unpaired.get(index)?.span,
            Self::Parts => document.parts.get(index)?.span,
            Self::Facts => call.reading.facts.get(index)?.span,
            Self::Titles => *document.head.titles.get(index)?,
            Self::Matches(_, hits) => hits.get(index)?.span,
        })
    }

    fn item(&self, call: &Arc<Call>, index: usize) -> Option<Dynamic> {
        let span = self.span(call, index)?;
        Some(match self {
            Self::Sentences | Self::Paragraphs | Self::Titles => {
                Dynamic::from(Place::new(call, span))
            }
            Self::Sections => Dynamic::from(Section::new(call, index)),
            Self::Citations => Dynamic::from(Citation::new(call, index)),
            Self::Unpaired => Dynamic::from(Unpaired::new(call, index)),
            Self::Parts => Dynamic::from(Part::new(call, index)),
            Self::Facts => Dynamic::from(Fact::new(call, index)),
            Self::Matches(search, hits) => Dynamic::from(Found::new(call, *search, *hits.get(index)?)),
        })
    }

    /// Returns the first index from which spans start at or behind `at`.
    fn first_from(&self, call: &Call, at: u32) -> usize {
        let (mut low, mut high) = (0, self.len(call));
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.span(call, middle) {
                Some(span) if span.start < at => low = middle + 1,
                _ => high = middle,
            }
        }
        low
    }
}

impl List {
    /// All of them.
    pub(super) fn all(call: &Arc<Call>, source: Source) -> Self {
        let pick = Pick::Range(0, source.len(call));
        Self {
            call: Arc::clone(call),
            source,
            pick,
        }
    }

    /// Those that lie wholly inside a span.
    pub(super) fn within(call: &Arc<Call>, source: Source, span: Span) -> Self {
        let from = source.first_from(call, span.start);
        let to = source.first_from(call, span.end);
        let inside = |index: &usize| {
            source.span(call, *index).is_some_and(|found| span.contains(found))
        };
        // What is nested can stick out anywhere; of the others only the last one can.
        let nested = matches!(source, Source::Sections | Source::Parts | Source::Citations);
        let looked_at = if nested { to.saturating_sub(from) } else { 1 };
        call.meter.read(looked_at * 4);
        let pick = if (from..to).rev().take(looked_at).all(|index| inside(&index)) {
            Pick::Range(from, to)
        } else {
            Pick::Some((from..to).filter(inside).map(narrow).collect())
        };
        Self {
            call: Arc::clone(call),
            source,
            pick,
        }
    }

    pub(super) fn picked(call: &Arc<Call>, source: Source, picked: impl Iterator<Item = usize>) -> Self {
        Self {
            call: Arc::clone(call),
            source,
            pick: Pick::Some(picked.map(narrow).collect()),
        }
    }

    /// The matches of one of the rule's sets or patterns.
    pub(super) fn matches(call: &Arc<Call>, name: &str, span: Option<Span>) -> Hosted<Self> {
        let (search, hits) = call.matches(name)?;
        let source = Source::Matches(search, hits);
        Ok(match span {
            Some(span) => Self::within(call, source, span),
            None => Self::all(call, source),
        })
    }

    /// The facts of one metric, given by id or name.
    pub(super) fn facts_of(call: &Arc<Call>, metric: &str, span: Option<Span>) -> Hosted<Self> {
        let metrics = call.reading.library.catalog.metrics();
        if metric.is_ascii() && !metrics.iter().any(|known| known.id == metric) {
            let ids: Vec<&str> = metrics.iter().map(|known| known.id.as_str()).collect();
            let help = suggestion(metric, &ids);
            return Err(error(format!("词表里没有指标“{metric}”。{help}")));
        }
        let among = match span {
            Some(span) => Self::within(call, Source::Facts, span),
            None => Self::all(call, Source::Facts),
        };
        let facts = &call.reading.facts;
        let is_it = |index: &usize| {
            facts.get(*index).is_some_and(|fact| fact.id.as_deref() == Some(metric) || fact.metric == metric)
        };
        call.meter.read(among.len() * 16);
        let picked: Vec<usize> = among.indices().filter(is_it).collect();
        Ok(Self::picked(call, Source::Facts, picked.into_iter()))
    }

    pub(super) fn len(&self) -> usize {
        match &self.pick {
            Pick::Range(from, to) => to.saturating_sub(*from),
            Pick::Some(picked) => picked.len(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn index(&self, at: usize) -> Option<usize> {
        match &self.pick {
            Pick::Range(from, to) => (at < to.saturating_sub(*from)).then_some(from + at),
            Pick::Some(picked) => picked.get(at).map(|index| *index as usize),
        }
    }

    fn indices(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.len()).filter_map(|at| self.index(at))
    }

    pub(super) fn item(&self, at: usize) -> Option<Dynamic> {
        self.source.item(&self.call, self.index(at)?)
    }

    fn at(&mut self, at: INT) -> Hosted<Dynamic> {
        let length = INT::try_from(self.len()).unwrap_or(INT::MAX);
        let place = if at < 0 { length.saturating_add(at) } else { at };
        let item = usize::try_from(place).ok().and_then(|place| self.item(place));
        item.ok_or_else(|| error(format!("没有第 {at} 项：一共 {length} 项，从 0 数")))
    }

    fn first(&mut self) -> Dynamic {
        self.item(0).unwrap_or_default()
    }

    fn last(&mut self) -> Dynamic {
        let last = self.len().checked_sub(1);
        last.and_then(|last| self.item(last)).unwrap_or_default()
    }

    /// Runs a condition on one item.
    fn test(context: &NativeCallContext<'_>, test: &FnPtr, item: Dynamic) -> Hosted<bool> {
        let result: Dynamic = test.call_within_context(context, (item,))?;
        result.as_bool().map_err(|kind| error(format!("条件应当得出 true 或 false，得出的是 {kind}")))
    }

    fn filter(context: NativeCallContext<'_>, list: &mut Self, test: FnPtr) -> Hosted<Self> {
        let mut kept = Vec::new();
        for index in list.indices() {
            let Some(item) = list.source.item(&list.call, index) else {
                continue;
            };
            if Self::test(&context, &test, item)? {
                kept.push(index);
            }
        }
        Ok(Self::picked(&list.call, list.source.clone(), kept.into_iter()))
    }

    fn map(context: NativeCallContext<'_>, list: &mut Self, make: FnPtr) -> Hosted<Array> {
        if list.len() > limits::ARRAY_ITEMS {
            return Err(error(format!("集合有 {} 项，map 最多 {} 项；用 for 逐个处理", list.len(), limits::ARRAY_ITEMS)));
        }
        let mut made = Array::new();
        let mut bytes = 0;
        for item in list.iter() {
            let value: Dynamic = make.call_within_context(&context, (item,))?;
            bytes += value.as_immutable_string_ref().map_or(0, |text| text.len());
            if bytes > limits::STRING_BYTES {
                return Err(error(format!("map 得出的文字太多（最多 {} 字节）", limits::STRING_BYTES)));
            }
            if value.is_array() || value.is_map() {
                return Err(error("map 不能得出数组或对象；用 for 逐个处理"));
            }
            made.push(value);
        }
        Ok(made)
    }

    fn any(context: NativeCallContext<'_>, list: &mut Self, test: FnPtr) -> Hosted<bool> {
        for item in list.iter() {
            if Self::test(&context, &test, item)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn every(context: NativeCallContext<'_>, list: &mut Self, test: FnPtr) -> Hosted<bool> {
        for item in list.iter() {
            if !Self::test(&context, &test, item)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn find(context: NativeCallContext<'_>, list: &mut Self, test: FnPtr) -> Hosted<Dynamic> {
        for item in list.iter() {
            if Self::test(&context, &test, item.clone())? {
                return Ok(item);
            }
        }
        Ok(Dynamic::UNIT)
    }

    fn skip(&mut self, count: INT) -> Self {
        let count = usize::try_from(count).unwrap_or(0);
        let indices: Vec<usize> = self.indices().skip(count).collect();
        self.call.meter.read(indices.len() * 8);
        Self::picked(&self.call, self.source.clone(), indices.into_iter())
    }

    fn iter(&self) -> impl Iterator<Item = Dynamic> + '_ {
        (0..self.len()).filter_map(|at| self.item(at))
    }
}

fn narrow(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

pub(super) fn register(host: &mut Host) {
    host.on::<List>("List", "集合：句子、章节、事实、匹配等，按报告里的先后。可以用 for 逐个取，可以用 [0] 取第几个（负数从末尾数）");
    host.get(
        Doc("len", "整数", "有几个", "doc.sections.len"),
        |list: &mut List| count(list),
    );
    host.silent("len", |list: &mut List| count(list));
    host.get(
        Doc("is_empty", "真假", "是不是一个也没有", "if list.is_empty { … }"),
        |list: &mut List| list.is_empty(),
    );
    host.silent("is_empty", |list: &mut List| list.is_empty());
    host.get(
        Doc("first", "一项或 ()", "第一个", "doc.sections.first"),
        List::first,
    );
    host.silent("first", List::first);
    host.get(Doc("last", "一项或 ()", "最后一个", "doc.sections.last"), List::last);
    host.silent("last", List::last);
    closures(host);
    host.call(
        Doc("skip", "(个数) → 集合", "去掉前面几个", "for s in doc.sections.skip(1) { … }"),
        List::skip,
    );
    rhai::FuncRegistration::new_index_getter()
        .with_purity(true)
        .set_into_module(&mut host.module, List::at);
    host.module.set_iter(TypeId::of::<List>(), |list| {
        let list: List = list.cast();
        let count = list.len();
        Box::new((0..count).filter_map(move |at| list.item(at)))
    });
    host.silent("to_string", |list: &mut List| format!("{} 项", list.len()));
    host.silent("to_debug", |list: &mut List| format!("{} 项", list.len()));
}

fn closures(host: &mut Host) {
    host.call(
        Doc("filter", "(条件) → 集合", "合条件的各项", "doc.sections.filter(|s| s.level == 1)"),
        List::filter,
    );
    host.call(
        Doc("map", "(函数) → 数组", "对每一项算一个值；最多 4096 项", "list.map(|s| s.number)"),
        List::map,
    );
    host.call(
        Doc("any", "(条件) → 真假", "有没有合条件的", "list.any(|f| f.value < 100)"),
        List::any,
    );
    host.call(
        Doc("all", "(条件) → 真假", "是不是都合条件", "list.all(|f| f.value == 100)"),
        List::every,
    );
    host.call(
        Doc("find", "(条件) → 一项或 ()", "第一个合条件的", "doc.sections.find(|s| s.level == 1)"),
        List::find,
    );
}

fn count(list: &List) -> INT {
    INT::try_from(list.len()).unwrap_or(INT::MAX)
}
