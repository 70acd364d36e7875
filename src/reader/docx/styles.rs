//! `styles.xml`: what a paragraph or run inherits from its style.

use super::props::OUTLINE_TEXT;
use super::props::ParagraphProps;
use super::props::RunProps;
use crate::ooxml::Xml;
use crate::reader::ReadError;
use std::collections::BTreeMap;

/// How many styles may stand on one another. Word allows 11; a circle ends here.
const MAX_CHAIN: usize = 16;

/// The styles of a document.
#[derive(Default, Debug)]
pub(in crate::reader) struct Styles {
    /// Index of each style by its id.
    ids: BTreeMap<String, usize>,
    all: Vec<Style>,
    /// Index of the style of a paragraph that names none.
    usual: Option<usize>,
    /// The document's defaults, under every style.
    base: Style,
}

/// One style as the file gives it.
#[derive(Clone, Default, Debug)]
pub(in crate::reader) struct Style {
    /// Its name, in the language of the program that wrote it.
    pub(in crate::reader) name: String,
    /// Id of the style it is based on.
    pub(in crate::reader) based_on: Option<String>,
    /// Index of the style it is based on.
    pub(in crate::reader) parent: Option<usize>,
    /// What it says of paragraphs.
    pub(in crate::reader) paragraph: ParagraphProps,
    /// What it says of runs.
    pub(in crate::reader) run: RunProps,
}

/// What a paragraph looks like and is, after its own properties and those of its style.
#[derive(Clone, Default, Debug)]
pub(in crate::reader) struct Look {
    /// Level of the heading, from 1.
    pub(in crate::reader) heading: Option<u8>,
    /// Whether it is an entry of the table of contents.
    pub(in crate::reader) contents: bool,
    /// Whether it is centred.
    pub(in crate::reader) centred: bool,
    /// Whether its runs are bold unless they say otherwise.
    pub(in crate::reader) bold: bool,
    /// Whether its runs are hidden unless they say otherwise.
    pub(in crate::reader) hidden: bool,
    /// Id of its numbering.
    pub(in crate::reader) numbering: Option<i64>,
    /// Level in the numbering, where paragraph or style give one.
    pub(in crate::reader) level: Option<i64>,
    /// Indices of its style and of those under it; a numbering may name one instead of a level.
    pub(in crate::reader) styles: Vec<usize>,
}

impl Styles {
    /// Reads the part.
    pub(super) fn read(xml: &mut Xml<'_>) -> Result<Self, ReadError> {
        let mut styles = Self::default();
        while let Some(root) = xml.child()? {
            drop(root);
            while let Some(element) = xml.child()? {
                match element.name() {
                    "style" => {
                        let id = xml.attribute(&element, "styleId").unwrap_or_default();
                        let kind = xml.attribute(&element, "type");
                        let usual = xml.attribute(&element, "default");
                        let usual = matches!(usual.as_deref(), Some("1" | "true" | "on"));
                        if usual && kind.as_deref() == Some("paragraph") {
                            styles.usual = Some(styles.all.len());
                        }
                        styles.ids.insert(id, styles.all.len());
                        styles.all.push(Style::read(xml)?);
                    }
                    "docDefaults" => styles.base = Style::read_defaults(xml)?,
                    _ => xml.skip(|_| {})?,
                }
            }
        }
        styles.link();
        Ok(styles)
    }

    /// Adds the style `id`; `usual` is that of paragraphs that name none. To be followed by
    /// [`Self::link`].
    #[cfg(feature = "doc")]
    pub(in crate::reader) fn add(&mut self, id: String, style: Style, usual: bool) {
        if usual {
            self.usual = Some(self.all.len());
        }
        self.ids.insert(id, self.all.len());
        self.all.push(style);
    }

    /// Resolves the ids that styles are based on, once all are there.
    pub(in crate::reader) fn link(&mut self) {
        for style in &mut self.all {
            let parent = style.based_on.take();
            style.parent = parent.and_then(|id| self.ids.get(&id).copied());
        }
    }

    /// Tells what a paragraph with the properties `own` looks like.
    pub(in crate::reader) fn look(&self, own: &ParagraphProps) -> Look {
        let named = own.style.as_deref().and_then(|id| self.index(id));
        let start = named.or(self.usual.filter(|_| own.style.is_none()));
        let indices: Vec<usize> = self.chain(start).collect();
        let chain = || {
            let styles = indices.iter().filter_map(|index| self.all.get(*index));
            styles.chain(std::iter::once(&self.base))
        };
        let props = || std::iter::once(own).chain(chain().map(|style| &style.paragraph));
        let mut heading = heading(own, chain());
        if start.is_none() && own.outline.is_none() {
            // A file without styles is judged by the id of the style it names.
            heading = heading.or(own.style.as_deref().and_then(heading_name));
        }
        Look {
            heading,
            contents: chain().any(|style| is_contents(&style.name)),
            centred: props().find_map(|p| p.centred).unwrap_or(false),
            bold: chain().find_map(|style| style.run.bold).unwrap_or(false),
            hidden: chain().find_map(|style| style.run.hidden).unwrap_or(false),
            numbering: props().find_map(|p| p.numbering),
            level: props().find_map(|p| p.level),
            styles: indices,
        }
    }

    /// Tells whether a run with the properties `own` is bold, and whether it is hidden.
    ///
    /// Both are toggles (ECMA-376 part 1, 17.7.3): said by paragraph *and* character style they
    /// cancel out; said by the run itself they hold.
    pub(in crate::reader) fn run(&self, own: &RunProps, look: &Look) -> (bool, bool) {
        let start = own.style.as_deref().and_then(|id| self.index(id));
        let said = |pick: fn(&RunProps) -> Option<bool>| {
            let mut styles = self
                .chain(start)
                .filter_map(|index| self.all.get(index))
                .map(|style| &style.run);
            styles.find_map(pick).unwrap_or(false)
        };
        (
            own.bold.unwrap_or_else(|| look.bold ^ said(|run| run.bold)),
            own.hidden
                .unwrap_or_else(|| look.hidden ^ said(|run| run.hidden)),
        )
    }

    /// Returns the index of the style `id`.
    pub(super) fn index(&self, id: &str) -> Option<usize> {
        self.ids.get(id).copied()
    }

    /// Returns the numbering that the numbering style `index` stands for.
    pub(super) fn numbering_of(&self, index: usize) -> Option<i64> {
        self.all.get(index)?.paragraph.numbering
    }

    /// Returns the indices of the style `start` and of those under it.
    fn chain(&self, start: Option<usize>) -> impl Iterator<Item = usize> {
        std::iter::successors(start, |index| self.all.get(*index)?.parent).take(MAX_CHAIN)
    }
}

impl Style {
    /// Consumes an open `w:style`.
    fn read(xml: &mut Xml<'_>) -> Result<Self, ReadError> {
        let mut style = Self::default();
        while let Some(element) = xml.child()? {
            match element.name() {
                "name" => style.name = xml.val(&element)?.unwrap_or_default(),
                "basedOn" => style.based_on = xml.val(&element)?,
                "pPr" => style.paragraph = ParagraphProps::read(xml)?,
                "rPr" => style.run = RunProps::read(xml)?,
                _ => xml.skip(|_| {})?,
            }
        }
        Ok(style)
    }

    /// Consumes an open `w:docDefaults`.
    fn read_defaults(xml: &mut Xml<'_>) -> Result<Self, ReadError> {
        let mut style = Self::default();
        while let Some(outer) = xml.child()? {
            drop(outer);
            while let Some(element) = xml.child()? {
                match element.name() {
                    "pPr" => style.paragraph = ParagraphProps::read(xml)?,
                    "rPr" => style.run = RunProps::read(xml)?,
                    _ => xml.skip(|_| {})?,
                }
            }
        }
        Ok(style)
    }
}

/// The nearest word counts: the paragraph's outline level, then style by style its outline
/// level or its name.
fn heading<'s>(own: &ParagraphProps, chain: impl Iterator<Item = &'s Style>) -> Option<u8> {
    let level = |outline: i64| {
        (0..OUTLINE_TEXT)
            .contains(&outline)
            .then(|| u8::try_from(outline + 1).ok())
            .flatten()
    };
    if let Some(outline) = own.outline {
        return level(outline);
    }
    for style in chain {
        if let Some(outline) = style.paragraph.outline {
            return level(outline);
        }
        if let Some(heading) = heading_name(&style.name) {
            return Some(heading);
        }
    }
    None
}

/// Reads `heading 1`, `Heading1`, `标题 1`; the title of the whole document is level 1 as well.
fn heading_name(name: &str) -> Option<u8> {
    // Older files append aliases behind a comma: `heading 1,H1`.
    let name = name.split(',').next()?.trim().to_lowercase();
    if name == "title" || name == "标题" {
        return Some(1);
    }
    let level = name
        .strip_prefix("heading")
        .or_else(|| name.strip_prefix("标题"))?;
    level
        .trim()
        .parse()
        .ok()
        .filter(|level| (1..=9).contains(level))
}

/// Reads `toc 1`, `TOC Heading`, `目录 1`.
fn is_contents(name: &str) -> bool {
    let name = name.to_lowercase();
    let Some(rest) = name
        .strip_prefix("toc ")
        .or_else(|| name.strip_prefix("目录"))
    else {
        return false;
    };
    rest == "heading" || rest.trim().parse::<u8>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::docx::tests::Package;
    use crate::reader::docx::tests::check_package;
    use crate::reader::docx::tests::p;

    #[test]
    fn headings_are_known_by_their_names() {
        let check = |name: &str, level: Option<u8>| assert_eq!(heading_name(name), level);
        check("heading 1", Some(1));
        check("Heading 2", Some(2));
        check("Heading3", Some(3));
        check("标题 4", Some(4));
        check("标题5", Some(5));
        check("heading 1,H1", Some(1));
        check("Title", Some(1));
        check("heading 10", None);
        check("heading 1 Char", None);
        check("副标题", None);
        check("Normal", None);
        assert!(is_contents("toc 1") && is_contents("TOC Heading"));
        assert!(!is_contents("tocsin") && !is_contents("Normal"));
    }

    #[test]
    fn headings_by_style_name_outline_and_base() {
        let styles = "<w:style w:type='paragraph' w:styleId='1'><w:name w:val='heading 1'/></w:style>\
            <w:style w:type='paragraph' w:styleId='a'><w:name w:val='标题 2'/></w:style>\
            <w:style w:type='paragraph' w:styleId='b'><w:name w:val='小标题'/><w:basedOn w:val='a'/></w:style>\
            <w:style w:type='paragraph' w:styleId='c'><w:name w:val='三级'/><w:pPr><w:outlineLvl w:val='2'/></w:pPr></w:style>\
            <w:style w:type='paragraph' w:styleId='d'><w:name w:val='降级'/><w:basedOn w:val='1'/><w:pPr><w:outlineLvl w:val='9'/></w:pPr></w:style>\
            <w:style w:type='paragraph' w:styleId='e'><w:name w:val='圈'/><w:basedOn w:val='f'/></w:style>\
            <w:style w:type='paragraph' w:styleId='f'><w:name w:val='圈二'/><w:basedOn w:val='e'/></w:style>\
            <w:style w:type='paragraph' w:styleId='g'><w:name w:val='heading 4'/></w:style>";
        let style = |id: &str| p(&format!("<w:pStyle w:val='{id}'/>"), id);
        let body: String = ["1", "a", "b", "c", "d", "e", "g", "heading 5", "Heading6"]
            .map(style)
            .concat();
        let own = p("<w:pStyle w:val='1'/><w:outlineLvl w:val='3'/>", "自身优先")
            + &*p("<w:pStyle w:val='1'/><w:outlineLvl w:val='9'/>", "正文");
        check_package(
            &Package::of_body(&(body + &*own)).styles(styles),
            &[
                "h1 1",
                "h2 a",
                "h2 b",
                "h3 c",
                "p d",
                "p e",
                "h4 g",
                "h5 heading 5",
                "h6 Heading6",
                "h4 自身优先",
                "p 正文",
            ],
        );
    }

    #[test]
    fn bold_and_centred_come_from_the_run_or_the_style() {
        let styles = "<w:style w:type='paragraph' w:default='1' w:styleId='z'><w:name w:val='Normal'/></w:style>\
            <w:style w:type='paragraph' w:styleId='t'><w:name w:val='题'/><w:basedOn w:val='z'/>\
            <w:pPr><w:jc w:val='center'/></w:pPr><w:rPr><w:b/></w:rPr></w:style>\
            <w:style w:type='character' w:styleId='s'><w:name w:val='Strong'/><w:rPr><w:b/></w:rPr></w:style>";
        let run = |props: &str, text: &str| {
            format!("<w:r><w:rPr>{props}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>")
        };
        let paragraph =
            |props: &str, runs: &str| format!("<w:p><w:pPr>{props}</w:pPr>{runs}</w:p>");
        let t = "<w:pStyle w:val='t'/>";
        let s = "<w:rStyle w:val='s'/>";
        let body = [
            paragraph(
                "",
                &(run("<w:b/>", "全粗") + &*run("", " ") + &*run("<w:b w:val='true'/>", "体")),
            ),
            paragraph("", &(run("<w:b/>", "半") + &*run("", "粗"))),
            paragraph("", &run("<w:b w:val='0'/>", "不粗")),
            paragraph("", &run("<w:bCs/>", "不粗")),
            paragraph(t, &run("", "随样式")),
            paragraph(t, &run("<w:b w:val='false'/>", "自己不粗")),
            paragraph(&format!("{t}<w:jc w:val='both'/>"), &run("", "不居中")),
            paragraph("", &run(s, "字符样式")),
            paragraph(t, &run(s, "相互抵消")),
        ];
        check_package(
            &Package::of_body(&body.concat()).styles(styles),
            &[
                "pb 全粗 体",
                "p 半粗",
                "p 不粗",
                "p 不粗",
                "pbc 随样式",
                "pc 自己不粗",
                "pb 不居中",
                "pb 字符样式",
                "pc 相互抵消",
            ],
        );
        let defaults = "<w:docDefaults><w:rPrDefault><w:rPr><w:b/></w:rPr></w:rPrDefault>\
                        <w:pPrDefault><w:pPr><w:jc w:val='center'/></w:pPr></w:pPrDefault></w:docDefaults>";
        check_package(
            &Package::of_body(&p("", "甲")).styles(defaults),
            &["pbc 甲"],
        );
    }
}
