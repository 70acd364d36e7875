//! Control words: what each of them does.

use super::reader::Reader;
use super::state::Goal;
use super::state::Then;
use crate::reader::ReadError;
use crate::reader::legacy::Of;

/// Most cells of a row, after Word's own limit.
const MAX_CELLS: usize = 64;

/// Groups whose text is no text of the report: pictures, index entries, properties of the file,
/// what is drawn again for older programs.
const SKIPPED: [&str; 43] = [
    "pict",
    "colortbl",
    "author",
    "operator",
    "company",
    "manager",
    "subject",
    "keywords",
    "category",
    "comment",
    "doccomm",
    "hlinkbase",
    "creatim",
    "revtim",
    "printim",
    "buptim",
    "xe",
    "tc",
    "tcn",
    "rxe",
    "txe",
    "filetbl",
    "shprslt",
    "nonshppict",
    "sp",
    "sn",
    "sv",
    "ftnsep",
    "ftnsepc",
    "ftncn",
    "aftnsep",
    "aftnsepc",
    "aftncn",
    "nonesttables",
    "annotation",
    "atnid",
    "atnauthor",
    "template",
    "listtable",
    "fldinst",
    "datafield",
    "formfield",
    "pntxta",
];

impl Reader {
    /// Does what a control word says.
    pub(super) fn word(&mut self, name: &str, number: Option<i32>) -> Result<(), ReadError> {
        let is_optional = std::mem::take(&mut self.after_star);
        if self.state.goal == Goal::Nowhere {
            return Ok(());
        }
        if self.destination(name, is_optional) {
            return Ok(());
        }
        let is_on = number != Some(0);
        match name {
            "par" | "sect" | "cell" | "nestcell" | "row" | "nestrow" | "line" | "lbr" => {
                return self.end_word(name);
            }
            "uc" => self.state.n_fallback = usize::try_from(number.unwrap_or(1)).unwrap_or(1),
            "ansicpg" => self.charsets.page = number,
            "plain" => self.state.plain(),
            "pard" => self.state.reset_paragraph(),
            "dbch" => self.state.is_eastern = true,
            "loch" | "hich" | "rtlch" | "ltrch" => self.state.is_eastern = false,
            "ab" if self.state.is_eastern => self.state.run.bold = Some(is_on),
            "b" => self.state.run.bold = Some(is_on),
            "v" => self.state.run.hidden = Some(is_on),
            "deleted" => self.state.deleted = is_on,
            "revised" => self.note_change(is_on),
            "intbl" => self.state.in_table = is_on,
            "itap" => self.state.set_depth(number),
            "qc" => self.state.props.centred = Some(true),
            "ql" | "qr" | "qj" | "qd" => self.state.props.centred = Some(false),
            "outlinelevel" => self.state.props.outline = number.map(i64::from),
            "s" | "cs" | "sbasedon" | "ls" => self.style_word(name, number.unwrap_or(0)),
            "f" | "fcharset" | "cpg" => self.font_word(name, number),
            "trowd" | "trleft" | "cellx" => self.table_word(name, number.unwrap_or(0)),
            "chftn" => {
                let in_body = self.is_in_body();
                if let Some(story) = self.story() {
                    story.after_mark |= !in_body;
                }
            }
            "upr" => self.skips_group = true,
            _ => return self.character_word(name),
        }
        Ok(())
    }

    /// Starts what a group is for, where `name` says that. Tells whether it does.
    fn destination(&mut self, name: &str, is_optional: bool) -> bool {
        match name {
            "fonttbl" => self.state.goal = Goal::Fonts,
            "stylesheet" => self.state.goal = Goal::Styles,
            "info" | "shpinst" | "do" => self.state.goal = Goal::Quiet,
            "title" => self.state.goal = Goal::Title,
            "nesttableprops" => self.state.goal = Goal::InnerRow,
            "listtext" | "pntext" => self.start_number(),
            "footnote" => self.start_story(Then::Note),
            "shptxt" | "dptxbxtext" => self.start_story(Then::TextBox),
            "header" | "headerl" | "headerr" | "headerf" => {
                self.start_story(Then::Furniture("页眉"));
            }
            "footer" | "footerl" | "footerr" | "footerf" => {
                self.start_story(Then::Furniture("页脚"));
            }
            "ud" if is_optional => {}
            // Styles of characters are optional, but are told like others.
            "cs" if is_optional && self.state.goal == Goal::Styles => return false,
            _ if is_optional || SKIPPED.contains(&name) => self.state.goal = Goal::Nowhere,
            _ => return false,
        }
        true
    }

    fn start_number(&mut self) {
        // A number that a tracked change deleted is none.
        if self.state.goal == Goal::Text {
            self.state.goal = Goal::Number;
            self.state.then = Then::Number;
            self.take_name();
        }
    }

    /// Ends a line, a paragraph, a cell or a row.
    fn end_word(&mut self, name: &str) -> Result<(), ReadError> {
        let is_inner = name.starts_with("nest");
        match name {
            _ if self.state.goal == Goal::Number => Ok(()),
            "line" | "lbr" => {
                let run = self.state.run.clone();
                if self.state.goal == Goal::Text
                    && !self.state.deleted
                    && let Some(story) = self.story()
                {
                    story.line_break(&run);
                }
                Ok(())
            }
            // A paragraph whose end is deleted goes on in the next one.
            "par" if self.state.deleted => {
                self.note_change(true);
                Ok(())
            }
            "cell" | "nestcell" => self.end(Of::Cell, is_inner),
            "row" | "nestrow" => {
                let [outer, inner] = &self.edges;
                let edges = if is_inner { inner } else { outer };
                self.end(Of::Row(edges.clone()), is_inner)
            }
            _ => self.end(Of::Paragraph, false),
        }
    }

    fn note_change(&mut self, is_change: bool) {
        if let Some(story) = self.story() {
            story.found.changes |= is_change;
        }
    }

    fn style_word(&mut self, name: &str, number: i32) {
        let in_sheet = self.state.goal == Goal::Styles;
        let state = &mut self.state;
        match (name, in_sheet) {
            ("s", true) => state.style = Some(number.to_string()),
            ("cs", true) => state.style = Some(format!("c{number}")),
            ("sbasedon", true) => {
                let is_run = state.style.as_ref().is_some_and(|id| id.starts_with('c'));
                let kind = if is_run { "c" } else { "" };
                state.based_on = Some(format!("{kind}{number}"));
            }
            ("s", false) => state.props.style = Some(number.to_string()),
            ("cs", false) => state.run.style = Some(format!("c{number}")),
            // Lists are counted in no table here: only that there is a number is known.
            ("ls", false) => state.props.numbering = Some(i64::from(number)),
            _ => {}
        }
    }

    fn font_word(&mut self, name: &str, number: Option<i32>) {
        if name == "f" {
            self.state.font = number;
            return;
        }
        let font = self.state.font.unwrap_or(0);
        if self.state.goal == Goal::Fonts
            && let Some(font) = self.charsets.font_mut(font)
        {
            match name {
                "cpg" => font.set_page(number),
                _ => font.set_charset(number),
            }
        }
    }

    fn table_word(&mut self, name: &str, number: i32) {
        let is_inner = self.state.goal == Goal::InnerRow;
        let [outer, inner] = &mut self.edges;
        let edges = if is_inner { inner } else { outer };
        match name {
            "trowd" => {
                edges.clear();
                edges.push(0);
            }
            "trleft" => {
                if let Some(first) = edges.first_mut() {
                    *first = number;
                }
            }
            _ if edges.len() <= MAX_CELLS => edges.push(number),
            _ => {}
        }
    }

    /// Writes the character that a word stands for; nothing for any other word.
    fn character_word(&mut self, name: &str) -> Result<(), ReadError> {
        let text = match name {
            "tab" if self.state.goal == Goal::Number => "\t",
            "tab" | "emspace" | "enspace" | "qmspace" => " ",
            "emdash" => "—",
            "endash" => "–",
            "bullet" => "•",
            "lquote" => "‘",
            "rquote" => "’",
            "ldblquote" => "“",
            "rdblquote" => "”",
            _ => return Ok(()),
        };
        self.text(text)
    }

    /// Does what a control sign says.
    pub(super) fn sign(&mut self, sign: u8) -> Result<(), ReadError> {
        match sign {
            b'*' => {
                self.after_star = true;
                Ok(())
            }
            b'~' => self.text("\u{A0}"),
            b'_' => self.text("-"),
            b'\\' | b'{' | b'}' => self.text(char::from(sign).encode_utf8(&mut [0; 4])),
            // An older way to write `\par`.
            b'\r' | b'\n' => self.end_word("par"),
            b'\t' => self.character_word("tab"),
            _ => Ok(()),
        }
    }
}
