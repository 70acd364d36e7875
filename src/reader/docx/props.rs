//! What a paragraph or a run says of itself: `w:pPr` and `w:rPr`, in text and in styles alike.

use crate::ooxml::Xml;
use crate::reader::ReadError;

/// The outline level that means “running text” (ECMA-376 part 1, 17.3.1.20: levels are 0 to 8).
pub(in crate::reader) const OUTLINE_TEXT: i64 = 9;

/// Properties of a paragraph, each `None` where nothing is said.
#[derive(Clone, Default, Debug)]
pub(in crate::reader) struct ParagraphProps {
    /// Id of the paragraph style.
    pub(in crate::reader) style: Option<String>,
    /// Outline level from 0; [`OUTLINE_TEXT`] for running text.
    pub(in crate::reader) outline: Option<i64>,
    /// Whether it is centred.
    pub(in crate::reader) centred: Option<bool>,
    /// Id of the numbering; 0 switches an inherited one off.
    pub(in crate::reader) numbering: Option<i64>,
    /// Level in the numbering, from 0.
    pub(in crate::reader) level: Option<i64>,
    /// Whether the end of the paragraph is deleted by a tracked change.
    pub(in crate::reader) end_deleted: bool,
}

/// Properties of a run, each `None` where nothing is said.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(in crate::reader) struct RunProps {
    /// Id of the character style.
    pub(in crate::reader) style: Option<String>,
    /// Whether it is bold.
    pub(in crate::reader) bold: Option<bool>,
    /// Whether it is hidden text.
    pub(in crate::reader) hidden: Option<bool>,
    /// Whether it is marked as deleted or moved away; only said of a paragraph's end.
    pub(in crate::reader) deleted: bool,
}

impl ParagraphProps {
    /// Consumes an open `w:pPr`. What stood before a tracked change (`w:pPrChange`) is left out.
    pub(in crate::reader) fn read(xml: &mut Xml<'_>) -> Result<Self, ReadError> {
        let mut props = Self::default();
        while let Some(element) = xml.child()? {
            match element.name() {
                "pStyle" => props.style = xml.val(&element)?,
                "outlineLvl" => props.outline = xml.number(&element)?,
                "jc" => {
                    let jc = xml.val(&element)?;
                    props.centred = Some(jc.as_deref() == Some("center"));
                }
                "numPr" => props.read_numbering(xml)?,
                "rPr" => props.end_deleted = RunProps::read(xml)?.deleted,
                _ => xml.skip(|_| {})?,
            }
        }
        Ok(props)
    }

    fn read_numbering(&mut self, xml: &mut Xml<'_>) -> Result<(), ReadError> {
        while let Some(element) = xml.child()? {
            match element.name() {
                "numId" => self.numbering = xml.number(&element)?,
                "ilvl" => self.level = xml.number(&element)?,
                _ => xml.skip(|_| {})?,
            }
        }
        Ok(())
    }
}

impl RunProps {
    /// Consumes an open `w:rPr`.
    pub(in crate::reader) fn read(xml: &mut Xml<'_>) -> Result<Self, ReadError> {
        let mut props = Self::default();
        while let Some(element) = xml.child()? {
            match element.name() {
                "rStyle" => props.style = xml.val(&element)?,
                "b" => props.bold = Some(xml.switch(&element)?),
                "vanish" => props.hidden = Some(xml.switch(&element)?),
                "del" | "moveFrom" => {
                    props.deleted = true;
                    xml.skip(|_| {})?;
                }
                _ => xml.skip(|_| {})?,
            }
        }
        Ok(props)
    }
}
