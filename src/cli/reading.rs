//! The text view of what was understood of one report.

use crate::cli::paint::Paint;
use crate::cli::paint::cut;
use crate::cli::paint::width_of;
use crate::cli::terminal::notices;
use crate::cli::terminal::shown_path;
use yifa::document::Date;
use yifa::document::Document;
use yifa::document::Genre;
use yifa::document::PartForm;
use yifa::document::PartKind;
use yifa::document::Section;
use yifa::document::Words;
use yifa::facts::Bound;
use yifa::facts::Fact;
use yifa::facts::FactKind;
use yifa::text::Span;

/// What was understood of one report.
pub(crate) struct Reading<'a> {
    pub(crate) path: &'a str,
    pub(crate) document: &'a Document,
    pub(crate) facts: &'a [Fact],
    pub(crate) paint: Paint,
}

impl Reading<'_> {
    /// Shows it as text.
    pub(crate) fn show(&self) -> String {
        let mut out = format!("{}\n", self.paint.bold(&shown_path(self.path)));
        self.head(&mut out);
        self.parts(&mut out);
        self.sections(&mut out);
        self.facts(&mut out);
        self.citations(&mut out);
        out.push('\n');
        out
    }

    fn head(&self, out: &mut String) {
        let document = self.document;
        let head = &document.head;
        let source = &document.source;
        self.line(
            out,
            "格式",
            &format!("{}，{}", source.format(), source.encoding()),
            None,
        );
        for notice in notices(source) {
            self.line(out, "读取说明", &notice, None);
        }
        let genre = match &document.genre {
            Genre::Report => None,
            Genre::Other(name) => Some(format!("不像法治政府建设年度报告，像是{name}")),
            Genre::Unrelated => Some("不像法治政府建设年度报告".to_owned()),
        };
        self.some(out, "体裁", genre, None);
        let title = head
            .title
            .map(|span| document.slice(span).replace('\n', ""));
        self.line(
            out,
            "标题",
            title.as_deref().unwrap_or("没有找到"),
            head.title,
        );
        let year = document.year.map(|year| format!("{year}年"));
        self.line(
            out,
            "年度",
            year.as_deref().unwrap_or("没有找到"),
            document.year_at,
        );
        self.words(out, "机关", head.issuer.as_ref());
        self.line(out, "机关种类", head.issuer_kind.chinese(), None);
        self.words(out, "发文字号", head.document_number.as_ref());
        self.words(out, "签发人", head.signer.as_ref());
        self.words(out, "主送机关", head.addressee.as_ref());
        let signature = head.signature.map(|span| document.slice(span).to_owned());
        self.some(out, "署名", signature, head.signature);
        self.date(out, "成文日期", head.date);
        self.date(out, "印发日期", head.issued);
        self.words(out, "网页日期", head.published.as_ref());
    }

    fn parts(&self, out: &mut String) {
        self.heading(out, "法定内容", PartKind::ALL.len(), "部分");
        for kind in PartKind::ALL {
            let parts = self.document.parts.iter();
            let found: Vec<_> = parts.filter(|part| part.kind == kind).collect();
            if found.is_empty() {
                self.line(out, kind.chinese(), "没有找到", None);
            }
            for part in found {
                let form = match part.form {
                    PartForm::Section => "一级标题",
                    PartForm::Subsection => "下级标题",
                    PartForm::Sentence => "只有句子",
                };
                let heading = self.document.slice(part.heading);
                let heading = cut(heading, self.paint.width.saturating_sub(46).max(20));
                let text = format!("{heading}（{form}）");
                self.line(out, kind.chinese(), &text, Some(part.heading));
            }
        }
    }

    fn sections(&self, out: &mut String) {
        let sections = &self.document.sections;
        self.heading(out, "结构", sections.len(), "节");
        for section in sections {
            let indent = "  ".repeat(usize::from(section.level).min(6));
            let heading = self.document.slice(self.short(section));
            let room = self.paint.width.saturating_sub(indent.len() + 12);
            let text = format!("{indent}{}", cut(heading, room));
            self.item(out, &text, section.heading);
        }
    }

    /// A run-in heading may be empty or a whole sentence; it is cut where it is shown.
    fn short(&self, section: &Section) -> Span {
        if section.heading.is_empty() {
            section.span
        } else {
            section.heading
        }
    }

    fn facts(&self, out: &mut String) {
        self.heading(out, "数据", self.facts.len(), "项");
        for fact in self.facts {
            let quote = cut(self.document.slice(fact.span), 24);
            let text = format!("  {} “{quote}”", said(fact));
            self.item(out, &text, fact.span);
        }
    }

    fn citations(&self, out: &mut String) {
        let citations = &self.document.citations;
        self.heading(out, "引用", citations.len(), "处");
        for citation in citations {
            let indent = "  ".repeat(usize::from(citation.depth));
            let room = self.paint.width.saturating_sub(indent.len() + 12);
            let title = cut(self.document.slice(citation.span), room);
            self.item(out, &format!("{indent}{title}"), citation.span);
        }
    }

    fn heading(&self, out: &mut String, name: &str, n: usize, unit: &str) {
        out.push_str(&format!(
            "\n  {}\n",
            self.paint.bold(&format!("{name}（{n} {unit}）"))
        ));
    }

    fn item(&self, out: &mut String, text: &str, span: Span) {
        let text = cut(text, self.paint.width);
        out.push_str(&format!(
            "  {text}  {}\n",
            self.paint.dim(&self.place(span))
        ));
    }

    fn line(&self, out: &mut String, name: &str, text: &str, span: Option<Span>) {
        let pad = " ".repeat(16_usize.saturating_sub(width_of(name)));
        let place = span.map(|span| self.place(span)).unwrap_or_default();
        let text = cut(text, self.paint.width.max(60));
        let line = format!("  {name}{pad}{text}  {}", self.paint.dim(&place));
        out.push_str(line.trim_end());
        out.push('\n');
    }

    fn some(&self, out: &mut String, name: &str, text: Option<String>, span: Option<Span>) {
        if let Some(text) = text {
            self.line(out, name, &text, span);
        }
    }

    fn words(&self, out: &mut String, name: &str, words: Option<&Words>) {
        if let Some(words) = words {
            self.line(out, name, &words.text, words.span);
        }
    }

    fn date(&self, out: &mut String, name: &str, date: Option<Date>) {
        if let Some(date) = date {
            let text = self.document.slice(date.span);
            self.line(out, name, text, Some(date.span));
        }
    }

    fn place(&self, span: Span) -> String {
        self.document.source.locate(span).chinese()
    }
}

/// What a fact says: metric and value, or a day.
fn said(fact: &Fact) -> String {
    let about = if fact.bound == Bound::Exact {
        ""
    } else {
        "约"
    };
    let change = if fact.is_change() { "（增减）" } else { "" };
    let metric = match fact.metric.as_str() {
        "" => "（指标不明）",
        metric => metric,
    };
    let value = fact.value.normalize();
    match fact.kind {
        FactKind::Date => {
            let digits = value.to_string();
            let (year, day) = digits.split_at_checked(4).unwrap_or((&digits, ""));
            let (month, day) = day.split_at_checked(2).unwrap_or((day, ""));
            format!("日期 {year}-{month}-{day}")
        }
        FactKind::Year => format!("年份 {value}"),
        _ => format!("{metric}{change} {about}{value}{}", fact.unit),
    }
}
