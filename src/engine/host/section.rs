//! `Section` and `Part`: the outline and the mandatory contents.

use super::Doc;
use super::Host;
use super::collection::List;
use super::collection::Source;
use super::place::Place;
use super::place::maybe;
use super::place::words;
use crate::document;
use crate::document::Mark;
use crate::document::PartForm;
use crate::engine::call::Call;
use crate::text::Span;
use rhai::Dynamic;
use rhai::INT;
use rhai::ImmutableString;
use std::sync::Arc;

/// A section of the outline.
#[derive(Clone, Debug)]
pub(in crate::engine) struct Section {
    call: Arc<Call>,
    pub(in crate::engine) index: usize,
}

/// One stretch of a mandatory part.
#[derive(Clone, Debug)]
pub(in crate::engine) struct Part {
    call: Arc<Call>,
    pub(in crate::engine) index: usize,
}

/// Returns `span` without its first `heading`, blanks between them left out.
fn behind(call: &Arc<Call>, span: Span, heading: Span) -> Place {
    let body = Span::new(heading.to().clamp(span.from(), span.to()), span.to());
    let text = call.document().slice(body);
    let blanks = text.len() - text.trim_start().len();
    Place::new(call, Span::new(body.from() + blanks, body.to()))
}

impl Section {
    pub(super) fn new(call: &Arc<Call>, index: usize) -> Self {
        Self {
            call: Arc::clone(call),
            index,
        }
    }

    fn data(&self) -> Option<&document::Section> {
        self.call.document().sections.get(self.index)
    }

    fn place_of(&self, choose: impl Fn(&document::Section) -> Span) -> Place {
        Place::new(&self.call, self.data().map(choose).unwrap_or_default())
    }

    fn number(&mut self) -> Dynamic {
        let ordinal = self.data().and_then(|section| section.ordinal.as_ref());
        maybe(ordinal.map(|ordinal| INT::from(ordinal.number)))
    }

    fn mark(&mut self) -> ImmutableString {
        let ordinal = self.data().and_then(|section| section.ordinal.as_ref());
        let name = match ordinal.map_or(Mark::None, |ordinal| ordinal.mark) {
            Mark::Chinese => "chinese",
            Mark::ChineseParen => "chinese-paren",
            Mark::Arabic => "arabic",
            Mark::ArabicParen => "arabic-paren",
            Mark::Clause => "clause",
            Mark::None => "none",
        };
        name.into()
    }

    fn ordinal(&mut self) -> Dynamic {
        let ordinal = self.data().and_then(|section| section.ordinal.as_ref());
        maybe(ordinal.map(|ordinal| Place::new(&self.call, ordinal.span)))
    }

    fn body(&mut self) -> Place {
        let (span, heading) = self
            .data()
            .map_or_else(Default::default, |section| (section.span, section.heading));
        behind(&self.call, span, heading)
    }

    fn part(&mut self) -> Dynamic {
        let part = self.data().and_then(|section| section.part);
        part.map_or(Dynamic::UNIT, |part| words(part.name()))
    }

    fn parent(&mut self) -> Dynamic {
        let parent = self.data().and_then(|section| section.parent);
        maybe(parent.map(|parent| Self::new(&self.call, parent)))
    }

    fn children(&mut self) -> List {
        let sections = &self.call.document().sections;
        let Some(this) = sections.get(self.index) else {
            return List::picked(&self.call, Source::Sections, std::iter::empty());
        };
        // Children stand behind their parent and before its end.
        let below = sections.iter().enumerate().skip(self.index + 1);
        let below = below.take_while(|(_, section)| section.span.start < this.span.end);
        let children = below.filter(|(_, section)| section.parent == Some(self.index));
        let picked: Vec<usize> = children.map(|(index, _)| index).collect();
        self.call.meter.read(picked.len() * 64);
        List::picked(&self.call, Source::Sections, picked.into_iter())
    }
}

impl Part {
    pub(super) fn new(call: &Arc<Call>, index: usize) -> Self {
        Self {
            call: Arc::clone(call),
            index,
        }
    }

    fn data(&self) -> Option<&document::Part> {
        self.call.document().parts.get(self.index)
    }

    fn form(&mut self) -> ImmutableString {
        match self.data().map(|part| part.form) {
            Some(PartForm::Section) => "section".into(),
            Some(PartForm::Subsection) => "subsection".into(),
            Some(PartForm::Sentence) | None => "sentence".into(),
        }
    }

    /// For sentences the first is only where the part begins: the body is all of them.
    fn body(&mut self) -> Place {
        let Some(part) = self.data() else {
            return Place::new(&self.call, Span::default());
        };
        if part.form == PartForm::Sentence {
            return Place::new(&self.call, part.span);
        }
        behind(&self.call, part.span, part.heading)
    }
}

pub(super) fn register(host: &mut Host) {
    host.on::<Section>("Section", "一个章节：标题和它下面的全部内容");
    ordinal(host);
    host.get(
        Doc("title", "Place", "标题里的字，不含序号；可能是空的", "section.title.text"),
        |section: &mut Section| section.place_of(|section| section.title),
    );
    host.get(
        Doc("heading", "Place", "序号和标题", "finding(section.heading, \"…\")"),
        |section: &mut Section| section.place_of(|section| section.heading),
    );
    host.get(
        Doc("place", "Place", "整个章节，含标题和下级", "section.place.has(\"words\")"),
        |section: &mut Section| section.place_of(|section| section.span),
    );
    host.get(
        Doc("body", "Place", "标题后面的内容", "section.body.is_empty"),
        Section::body,
    );
    host.get(
        Doc("run_in", "真假", "标题后面在同一段里接着写正文", "section.run_in"),
        |section: &mut Section| section.data().is_some_and(|section| section.run_in),
    );
    tree(host);
    part(host);
}

fn ordinal(host: &mut Host) {
    host.get(
        Doc("level", "整数", "第几级，从 1 起", "section.level == 1"),
        |section: &mut Section| section.data().map_or(0, |section| INT::from(section.level)),
    );
    host.get(
        Doc("number", "整数或 ()", "序号是几", "section.number"),
        Section::number,
    );
    host.get(
        Doc("mark", "文字", "序号的写法：chinese 一、 chinese-paren （一） arabic 1. arabic-paren （1） clause 一是 none 没有", "section.mark == \"chinese\""),
        Section::mark,
    );
    host.get(
        Doc("ordinal", "Place 或 ()", "序号，含标点", "finding(section.ordinal, \"…\")"),
        Section::ordinal,
    );
}

fn tree(host: &mut Host) {
    host.get(
        Doc("part", "文字或 ()", "属于法定内容的哪一部分", "section.part == \"shortcomings\""),
        Section::part,
    );
    host.get(
        Doc("parent", "Section 或 ()", "上级章节", "section.parent"),
        Section::parent,
    );
    host.get(
        Doc("children", "Section 的集合", "直接下级章节", "section.children.len"),
        Section::children,
    );
    host.get(
        Doc("index", "整数", "是全文第几个章节，从 0 数", "section.index"),
        |section: &mut Section| INT::try_from(section.index).unwrap_or(INT::MAX),
    );
}

fn part(host: &mut Host) {
    host.on::<Part>("Part", "法定内容的一处：主要举措和成效、不足和原因、第一责任人履职、下一年度安排");
    host.get(
        Doc("kind", "文字", "哪一部分：measures、shortcomings、first-responsible-person、next-year", "part.kind"),
        |part: &mut Part| -> ImmutableString { part.data().map_or("", |part| part.kind.name()).into() },
    );
    host.get(
        Doc("form", "文字", "以什么形式出现：section 一级标题、subsection 下级标题、sentence 句子", "part.form == \"sentence\""),
        Part::form,
    );
    host.get(
        Doc("heading", "Place", "标题；没有标题的是第一句", "part.heading"),
        |part: &mut Part| Place::new(&part.call, part.data().map(|part| part.heading).unwrap_or_default()),
    );
    host.get(
        Doc("place", "Place", "全部，含标题", "part.place.length"),
        |part: &mut Part| Place::new(&part.call, part.data().map(|part| part.span).unwrap_or_default()),
    );
    host.get(Doc("body", "Place", "不含标题的内容", "part.body.has(\"causes\")"), Part::body);
    host.get(
        Doc("section", "Section 或 ()", "它是哪个章节", "part.section.children"),
        |part: &mut Part| maybe(part.data().and_then(|part| part.section).map(|index| Section::new(&part.call, index))),
    );
}
