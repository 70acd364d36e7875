//! Complex fields: what is between `begin` and `separate` is an instruction, not text.

/// The fields that are open at one place of a story.
#[derive(Default, Debug)]
pub(in crate::reader) struct Fields {
    open: Vec<Field>,
    /// How many of them are still in their instruction.
    n_instructions: usize,
}

#[derive(Debug)]
struct Field {
    instruction: bool,
    /// Index of the paragraph it begins in.
    paragraph: u32,
}

impl Fields {
    /// Takes note of a `w:fldChar` in the paragraph with the index `paragraph`.
    pub(in crate::reader) fn note(&mut self, kind: Option<&str>, paragraph: u32) {
        match kind {
            Some("begin") => {
                self.n_instructions += 1;
                self.open.push(Field {
                    instruction: true,
                    paragraph,
                });
            }
            Some("separate") => {
                let was = self.open.last_mut().map(Field::end_instruction);
                self.leave(was);
            }
            Some("end") => {
                let was = self.open.pop().map(|field| field.instruction);
                self.leave(was);
            }
            _ => {}
        }
    }

    /// Tells whether text here belongs to an instruction.
    pub(in crate::reader) fn in_instruction(&self) -> bool {
        self.n_instructions > 0
    }

    /// Ends the instructions that began in `paragraph` and never ended.
    ///
    /// An instruction does not run over paragraphs; a damaged one must not swallow the rest of
    /// the report. A result may run on: a table of contents does.
    pub(in crate::reader) fn end_paragraph(&mut self, paragraph: u32) {
        let here = self.open.iter_mut().rev();
        let here = here.take_while(|field| field.paragraph == paragraph);
        let n_ended = here.filter_map(|field| field.end_instruction().then_some(()));
        self.n_instructions = self.n_instructions.saturating_sub(n_ended.count());
    }

    fn leave(&mut self, instruction: Option<bool>) {
        let n_ended = usize::from(instruction == Some(true));
        self.n_instructions = self.n_instructions.saturating_sub(n_ended);
    }
}

impl Field {
    /// Ends the instruction and tells whether there was one to end.
    fn end_instruction(&mut self) -> bool {
        std::mem::take(&mut self.instruction)
    }
}

#[cfg(test)]
mod tests {
    use crate::reader::docx::tests::check;

    #[test]
    fn of_a_field_only_the_result_is_text() {
        let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>");
        let (begin, separate, end) = (mark("begin"), mark("separate"), mark("end"));
        let code = "<w:r><w:instrText> PAGEREF </w:instrText></w:r>";
        let t = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
        check(
            &format!(
                "<w:p>{begin}{code}{separate}{}{end}{}</w:p>",
                t("12"),
                t("页")
            ),
            &["p 12页"],
        );
        check(
            &format!(
                "<w:p><w:fldSimple w:instr='DATE'>{}</w:fldSimple></w:p>",
                t("2024年")
            ),
            &["p 2024年"],
        );
        check(
            &format!(
                "<w:p>{begin}{code}{begin}{code}{separate}{}{end}{}{separate}{}{end}{}</w:p>",
                t("内层结果"),
                t("指令"),
                t("结果"),
                t("后")
            ),
            &["p 结果后"],
        );
        check(
            &format!(
                "<w:p>{begin}{code}{separate}{}</w:p><w:p>{}{end}</w:p><w:p>{}</w:p>",
                t("跨段一"),
                t("跨段二"),
                t("三")
            ),
            &["p 跨段一", "p 跨段二", "p 三"],
        );
        check(
            &format!(
                "<w:p>{begin}{code}{}</w:p><w:p>{}</w:p>",
                t("坏"),
                t("不被吞掉")
            ),
            &["p 不被吞掉"],
        );
        check(&format!("<w:p>{end}{separate}{}</w:p>", t("甲")), &["p 甲"]);
    }
}
