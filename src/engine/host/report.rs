//! `Report`: the `doc` that every rule is given.

use super::Doc;
use super::Host;
use super::collection::List;
use super::collection::Source;
use super::place::Place;
use super::place::maybe;
use super::place::words;
use super::section::Part;
use super::value::Date;
use super::value::Words;
use crate::document::Document;
use crate::document::PartKind;
use crate::document::Role;
use crate::engine::call::Call;
use crate::engine::call::Hosted;
use crate::engine::call::error;
use crate::pack::suggestion;
use crate::text::Span;
use rhai::Dynamic;
use rhai::INT;
use std::sync::Arc;

/// The report as one rule sees it.
#[derive(Clone, Debug)]
pub(in crate::engine) struct Report(pub(in crate::engine) Arc<Call>);

impl Report {
    fn document(&self) -> &Document {
        self.0.document()
    }

    fn place(&self, span: Span) -> Place {
        Place::new(&self.0, span)
    }

    fn whole(&mut self) -> Place {
        self.place(Span::new(0, self.document().source.text().len()))
    }

    fn start(&mut self) -> Place {
        let document = self.document();
        let first = document.paragraphs.first().map(|paragraph| paragraph.span);
        self.place(document.head.title.or(first).unwrap_or_default())
    }

    /// The last paragraph of the body: signature, date and notes come after it.
    fn end(&mut self) -> Place {
        let document = self.document();
        let is_body = |role| matches!(role, Role::Text | Role::Heading | Role::Table);
        let last = document.paragraphs.iter().rev().find(|paragraph| is_body(paragraph.role));
        let last = last.or_else(|| document.paragraphs.last());
        self.place(last.map(|paragraph| paragraph.span).unwrap_or_default())
    }

    fn part_kind(name: &str) -> Hosted<PartKind> {
        let found = PartKind::ALL.into_iter().find(|kind| kind.name() == name);
        found.ok_or_else(|| {
            let known = PartKind::ALL.map(PartKind::name);
            error(format!("法定内容里没有“{name}”。{}", suggestion(name, &known)))
        })
    }

    fn part(&mut self, name: &str) -> Hosted<Dynamic> {
        let kind = Self::part_kind(name)?;
        let parts = self.document().parts.iter().enumerate();
        let of_kind = parts.filter(|(_, part)| part.kind == kind);
        let strongest = of_kind.min_by_key(|(_, part)| part.form);
        Ok(maybe(strongest.map(|(index, _)| Part::new(&self.0, index))))
    }

    fn has(&mut self, name: &str) -> Hosted<bool> {
        Ok(!List::matches(&self.0, name, None)?.is_empty())
    }

    fn parts_of(&mut self, name: &str) -> Hosted<List> {
        let kind = Self::part_kind(name)?;
        let parts = self.document().parts.iter().enumerate();
        let of_kind = parts.filter(|(_, part)| part.kind == kind);
        Ok(List::picked(&self.0, Source::Parts, of_kind.map(|(index, _)| index)))
    }
}

pub(super) fn register(host: &mut Host) {
    host.on::<Report>("Report", "整份报告，就是 check(doc, param) 里的 doc");
    head(host);
    issuer(host);
    letter(host);
    content(host);
    questions(host);
}

fn head(host: &mut Host) {
    host.get(
        Doc("year", "整数或 ()", "报告的年度；判断不出是 ()", "if doc.year == () { … }"),
        |doc: &mut Report| maybe(doc.0.reading.year.map(INT::from)),
    );
    host.get(
        Doc("year_at", "Place 或 ()", "年度写在哪里", "doc.year_at"),
        |doc: &mut Report| maybe(doc.document().year_at.map(|span| doc.place(span))),
    );
    host.get(
        Doc("title", "Place 或 ()", "标题；文中没有标题是 ()", "doc.title.text"),
        |doc: &mut Report| maybe(doc.document().head.title.map(|span| doc.place(span))),
    );
    host.get(
        Doc("titles", "Place 的集合", "标题每次出现的地方，含第一处", "doc.titles.len > 1"),
        |doc: &mut Report| List::all(&doc.0, Source::Titles),
    );
    host.get(
        Doc("file_title", "文字或 ()", "文件自带的标题（网页 title 等）", "doc.file_title"),
        |doc: &mut Report| doc.document().source.file_title().map_or(Dynamic::UNIT, words),
    );
    host.get(
        Doc("format", "文字", "文件格式：txt、md、html、docx", "doc.format == \"docx\""),
        |doc: &mut Report| words(&doc.document().source.format().to_string()),
    );
    host.get(
        Doc("joins", "整数", "读文件时接了几处断行、去了几处页码", "doc.joins > 0"),
        |doc: &mut Report| INT::try_from(doc.document().source.joins().len()).unwrap_or(INT::MAX),
    );
}

fn issuer(host: &mut Host) {
    host.get(
        Doc("issuer", "文字或 ()", "谁的报告", "doc.issuer"),
        |doc: &mut Report| doc.document().head.issuer.as_ref().map_or(Dynamic::UNIT, |issuer| words(&issuer.text)),
    );
    host.get(
        Doc("issuer_kind", "文字", "从文中看是哪种机关", "doc.issuer_kind"),
        |doc: &mut Report| words(doc.document().head.issuer_kind.name()),
    );
    host.get(
        Doc("issuer_level", "文字", "哪一级：province、city、county、township、unknown", "doc.issuer_level == \"county\""),
        |doc: &mut Report| words(doc.document().head.issuer_level.name()),
    );
    host.get(
        Doc("kind", "文字", "哪种机关，以用户配置为准：government、department、township、subdistrict、development-zone、unknown", "doc.kind == \"department\""),
        |doc: &mut Report| words(doc.0.reading.kind.name()),
    );
}

fn letter(host: &mut Host) {
    host.get(
        Doc("document_number", "Words 或 ()", "发文字号", "doc.document_number.text"),
        |doc: &mut Report| Words::maybe(&doc.0, doc.document().head.document_number.as_ref()),
    );
    host.get(
        Doc("signer", "Words 或 ()", "签发人", "doc.signer"),
        |doc: &mut Report| Words::maybe(&doc.0, doc.document().head.signer.as_ref()),
    );
    host.get(
        Doc("addressee", "Words 或 ()", "主送机关", "doc.addressee"),
        |doc: &mut Report| Words::maybe(&doc.0, doc.document().head.addressee.as_ref()),
    );
    host.get(
        Doc("signature", "Place 或 ()", "署名", "doc.signature"),
        |doc: &mut Report| maybe(doc.document().head.signature.map(|span| doc.place(span))),
    );
    host.get(
        Doc("date", "Date 或 ()", "成文日期", "doc.date"),
        |doc: &mut Report| Date::maybe(&doc.0, doc.document().head.date.as_ref()),
    );
    host.get(
        Doc("issued", "Date 或 ()", "印发日期", "doc.issued"),
        |doc: &mut Report| Date::maybe(&doc.0, doc.document().head.issued.as_ref()),
    );
    host.get(
        Doc("published", "文字或 ()", "网页等标注的发布日期，照原样", "doc.published"),
        |doc: &mut Report| doc.document().head.published.as_ref().map_or(Dynamic::UNIT, |it| words(&it.text)),
    );
}

fn content(host: &mut Host) {
    host.get(
        Doc("sections", "Section 的集合", "全部章节，上级在下级前面", "doc.sections.filter(|s| s.level == 1)"),
        |doc: &mut Report| List::all(&doc.0, Source::Sections),
    );
    host.get(
        Doc("sentences", "Place 的集合", "全部句子", "for s in doc.sentences { … }"),
        |doc: &mut Report| List::all(&doc.0, Source::Sentences),
    );
    host.get(
        Doc("paragraphs", "Place 的集合", "全部段落", "doc.paragraphs"),
        |doc: &mut Report| List::all(&doc.0, Source::Paragraphs),
    );
    host.get(
        Doc("citations", "Citation 的集合", "全部书名号引用", "doc.citations"),
        |doc: &mut Report| List::all(&doc.0, Source::Citations),
    );
    host.get(
        Doc("unpaired", "Unpaired 的集合", "没有配对的标点", "for mark in doc.unpaired { … }"),
        |doc: &mut Report| List::all(&doc.0, Source::Unpaired),
    );
    host.get(
        Doc("parts", "Part 的集合", "找到的法定内容，按先后", "doc.parts"),
        |doc: &mut Report| List::all(&doc.0, Source::Parts),
    );
    host.get(
        Doc("facts", "Fact 的集合", "全部事实", "doc.facts.filter(|f| f.kind == \"rate\")"),
        |doc: &mut Report| List::all(&doc.0, Source::Facts),
    );
    host.get(Doc("start", "Place", "开头：标题，没有标题是第一段；缺什么时报在这里", "finding(doc.start, \"…\")"), Report::start);
    host.get(Doc("end", "Place", "正文最后一段", "finding(doc.end, \"…\")"), Report::end);
    host.get(Doc("whole", "Place", "全文", "doc.whole.length"), Report::whole);
}

fn questions(host: &mut Host) {
    host.call(
        Doc("part", "(名称) → Part 或 ()", "法定内容中的一部分；有几处的，取形式最强的（一级标题、下级标题、句子）", "doc.part(\"shortcomings\")"),
        Report::part,
    );
    host.call(
        Doc("parts_of", "(名称) → Part 的集合", "法定内容中一部分的各处", "doc.parts_of(\"next-year\")"),
        Report::parts_of,
    );
    host.call(
        Doc("facts_of", "(指标) → Fact 的集合", "某个指标的事实；指标写词表里的 id 或名称", "doc.facts_of(\"行政机关负责人出庭应诉率\")"),
        |doc: &mut Report, metric: &str| List::facts_of(&doc.0, metric, None),
    );
    host.call(
        Doc("matches", "(名称) → Match 的集合", "全文匹配本规则关键词组或正则的各处；名称写在 rule.toml 里", "for m in doc.matches(\"words\") { … }"),
        |doc: &mut Report, name: &str| List::matches(&doc.0, name, None),
    );
    host.call(
        Doc("has", "(名称) → 真假", "全文有没有匹配", "if !doc.has(\"words\") { … }"),
        Report::has,
    );
}
