//! Where a mandatory part that is missing should stand.

use crate::document::Document;
use crate::document::Part;
use crate::document::PartForm;
use crate::document::PartKind;
use crate::document::Role;
use crate::text::Span;

impl Document {
    /// Returns the words that a part of `kind` should stand behind: the last sentence of the part
    /// before it in the usual order, of the preamble where there is none.
    #[must_use]
    pub fn gap(&self, kind: PartKind) -> Span {
        let sections = || {
            let parts = self.parts.iter();
            parts.filter(|part| part.form == PartForm::Section)
        };
        // The plan stands last whatever the order of the others.
        let before = match kind {
            PartKind::NextYear => sections().max_by_key(|part| part.span.end),
            _ => {
                let parts = sections().filter(|part| part.kind < kind);
                parts.max_by_key(|part| (part.kind, part.span.end))
            }
        };
        let last = match before {
            Some(part) => self.last_sentence(part.span),
            None => {
                let end = sections().map(|part: &Part| part.span.start).min();
                end.and_then(|end| self.last_sentence(Span { start: 0, end }))
            }
        };
        let first = self.paragraphs.first().map(|paragraph| paragraph.span);
        last.or(self.head.title).or(first).unwrap_or_default()
    }

    /// The last sentence of running text in `span`.
    fn last_sentence(&self, span: Span) -> Option<Span> {
        let is_body = |sentence: &&crate::document::Sentence| {
            let paragraph = self.paragraphs.get(sentence.paragraph);
            let aside = |role| matches!(role, Role::Tail | Role::Note);
            span.contains(sentence.span) && !paragraph.is_none_or(|p| aside(p.role))
        };
        let mut sentences = self.sentences.iter().rev();
        sentences.find(is_body).map(|sentence| sentence.span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(text: &str) -> Document {
        Document::new(crate::reader::read("a.txt", text.as_bytes()).unwrap())
    }

    #[test]
    fn a_missing_part_stands_behind_the_one_before_it() {
        let parts = [
            ("2023年主要举措和成效", "办理复议12件。落实到位。"),
            ("存在的不足和原因", "执法力量不足。原因是编制偏紧。"),
            (
                "党政主要负责人履行推进法治建设第一责任人职责情况",
                "县长主持会议四次。带头述法。",
            ),
            ("2024年推进法治政府建设的主要安排", "加强培训。抓好落实。"),
        ];
        let check = |order: &[usize], kind: PartKind, words: &str| {
            let body: Vec<String> = order
                .iter()
                .zip("一二三四".chars())
                .map(|(at, n)| format!("{n}、{}\n{}", parts[*at].0, parts[*at].1))
                .collect();
            let text = format!(
                "临溯县2023年度法治政府建设情况报告\n2023年，临溯县认真工作。现将情况报告如下。\n{}\n临溯县人民政府\n2024年1月10日",
                body.join("\n")
            );
            let document = document(&text);
            assert_eq!(document.slice(document.gap(kind)), words, "{order:?}");
        };
        check(&[0, 2, 3], PartKind::Shortcomings, "落实到位。");
        check(&[0, 1, 3], PartKind::FirstResponsible, "原因是编制偏紧。");
        check(&[0, 1, 2], PartKind::NextYear, "带头述法。");
        check(&[2, 0, 1], PartKind::NextYear, "原因是编制偏紧。");
        check(&[0, 3], PartKind::FirstResponsible, "落实到位。");
        check(&[2, 0, 3], PartKind::Shortcomings, "落实到位。");
        check(&[1, 2, 3], PartKind::Measures, "现将情况报告如下。");
    }
}
