//! `numbering.xml`: automatic numbers, which stand in no text but on every page.
//!
//! In Word and WPS `一、` and `（一）` are usually numbers of a list. Without them a report has no
//! headings, so they are counted here as the program counts them and put before the text.

use super::ordinal;
use super::styles::Look;
use super::styles::Styles;
use crate::ooxml::Xml;
use crate::reader::ReadError;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Levels of a list (ECMA-376 part 1, 17.9.6).
const LEVELS: usize = 9;

/// How many characters of a level's text are used. Usual are 2 or 3.
const MAX_TEXT: usize = 64;

/// How often a list may refer to another one through a numbering style.
const MAX_LINKS: usize = 4;

/// The lists of a document.
#[derive(Default, Debug)]
pub(in crate::reader) struct Numbering {
    patterns: BTreeMap<i64, Pattern>,
    lists: BTreeMap<i64, List>,
}

/// A `w:abstractNum`: how the levels of a list look. Lists that share one count on together.
#[derive(Default, Debug)]
struct Pattern {
    levels: BTreeMap<usize, Level>,
    /// Index of the numbering style that defines it, where it has no levels of its own.
    link: Option<usize>,
}

/// A `w:num`: a list that paragraphs refer to.
#[derive(Default, Debug)]
struct List {
    pattern: i64,
    starts: BTreeMap<usize, u32>,
    levels: BTreeMap<usize, Level>,
}

/// A `w:lvl`.
#[derive(Debug)]
pub(in crate::reader) struct Level {
    /// Its first number.
    pub(in crate::reader) start: u32,
    /// The form of its numbers, as ECMA-376 names it.
    pub(in crate::reader) format: String,
    /// Its text, with `%1` for the number of the first level.
    pub(in crate::reader) text: String,
    /// One-based level that restarts it; 0 for never, `None` for any level above it.
    pub(in crate::reader) restart: Option<i64>,
    /// Whether all numbers in the text are Arabic.
    pub(in crate::reader) legal: bool,
    /// What stands behind it.
    pub(in crate::reader) gap: Gap,
    /// Index of the paragraph style that stands for it.
    pub(in crate::reader) style: Option<usize>,
}

/// What Word puts between number and text.
#[derive(Clone, Copy, Debug)]
pub(in crate::reader) enum Gap {
    /// A tab.
    Tab,
    /// A blank.
    Blank,
    /// Text follows at once.
    Nothing,
}

/// What a list puts before a paragraph.
#[derive(PartialEq, Eq, Debug)]
pub(in crate::reader) enum Mark {
    /// A sign that counts nothing.
    Bullet,
    /// A number, with the gap behind it; may be empty.
    Ordinal(String),
}

/// How far each list has counted, within one story.
#[derive(Default, Debug)]
pub(in crate::reader) struct Counters {
    /// The last number of each level, by pattern.
    last: BTreeMap<i64, [Option<u32>; LEVELS]>,
    /// List and level whose own start was used already.
    started: BTreeSet<(i64, usize)>,
}

impl Numbering {
    /// Reads the part. Names of styles become their indices in `styles`.
    pub(super) fn read(xml: &mut Xml<'_>, styles: &Styles) -> Result<Self, ReadError> {
        let mut numbering = Self::default();
        while let Some(root) = xml.child()? {
            drop(root);
            while let Some(element) = xml.child()? {
                let number = |xml: &Xml<'_>, name: &str| {
                    let id = xml.attribute(&element, name)?;
                    id.trim().parse::<i64>().ok()
                };
                match element.name() {
                    "abstractNum" => {
                        let id = number(xml, "abstractNumId");
                        let pattern = Pattern::read(xml, styles)?;
                        numbering.patterns.extend(id.map(|id| (id, pattern)));
                    }
                    "num" => {
                        let id = number(xml, "numId");
                        let list = List::read(xml, styles)?;
                        numbering.lists.extend(id.map(|id| (id, list)));
                    }
                    _ => xml.skip(|_| {})?,
                }
            }
        }
        Ok(numbering)
    }

    /// Adds how the levels of a list look, as pattern `id`.
    #[cfg(feature = "doc")]
    pub(in crate::reader) fn add_pattern(&mut self, id: i64, levels: BTreeMap<usize, Level>) {
        self.patterns.insert(id, Pattern { levels, link: None });
    }

    /// Adds the list `id` of a pattern, with starts and levels of its own.
    #[cfg(feature = "doc")]
    pub(in crate::reader) fn add_list(
        &mut self,
        id: i64,
        pattern: i64,
        starts: BTreeMap<usize, u32>,
        levels: BTreeMap<usize, Level>,
    ) {
        let list = List {
            pattern,
            starts,
            levels,
        };
        self.lists.insert(id, list);
    }

    /// Counts a paragraph of the given look and says what its list puts before it.
    pub(in crate::reader) fn mark(
        &self,
        look: &Look,
        styles: &Styles,
        counters: &mut Counters,
    ) -> Option<Mark> {
        let list_id = look.numbering.filter(|id| *id != 0)?;
        let list = self.lists.get(&list_id)?;
        let (pattern_id, pattern) = self.pattern(list, styles)?;
        let at = look
            .level
            .and_then(|level| usize::try_from(level).ok())
            .or_else(|| pattern.level_of(&look.styles))
            .unwrap_or(0);
        let level = list.level(pattern, at)?;
        let restarted = counters.started.insert((list_id, at)) && list.starts.contains_key(&at);
        let start = list.start(pattern, at);
        let numbers = counters.last.entry(pattern_id).or_default();
        let number = numbers.get_mut(at)?;
        *number = Some(match *number {
            Some(last) if !restarted => last.saturating_add(1),
            _ => start,
        });
        for (below, number) in numbers.iter_mut().enumerate().skip(at + 1) {
            let restart = list.level(pattern, below).and_then(|level| level.restart);
            if restart.is_none_or(|level| i64::try_from(at).is_ok_and(|at| at < level)) {
                *number = None;
            }
        }
        if level.format == "bullet" {
            return Some(Mark::Bullet);
        }
        Some(Mark::Ordinal(list.write(pattern, level, numbers)))
    }

    /// Finds the pattern of a list, through numbering styles where it names one.
    fn pattern(&self, list: &List, styles: &Styles) -> Option<(i64, &Pattern)> {
        let mut id = list.pattern;
        for _ in 0..MAX_LINKS {
            let pattern = self.patterns.get(&id)?;
            match pattern.link {
                Some(style) if pattern.levels.is_empty() => {
                    let list = self.lists.get(&styles.numbering_of(style)?)?;
                    id = list.pattern;
                }
                _ => return Some((id, pattern)),
            }
        }
        None
    }
}

impl Pattern {
    /// Consumes an open `w:abstractNum`.
    fn read(xml: &mut Xml<'_>, styles: &Styles) -> Result<Self, ReadError> {
        let mut pattern = Self::default();
        while let Some(element) = xml.child()? {
            match element.name() {
                "lvl" => {
                    let at = level_index(xml.attribute(&element, "ilvl"));
                    let level = Level::read(xml, styles)?;
                    pattern.levels.extend(at.map(|at| (at, level)));
                }
                "numStyleLink" => {
                    pattern.link = xml.val(&element)?.and_then(|id| styles.index(&id));
                }
                _ => xml.skip(|_| {})?,
            }
        }
        Ok(pattern)
    }

    /// Finds the level that stands for the nearest of `styles`.
    fn level_of(&self, styles: &[usize]) -> Option<usize> {
        styles.iter().find_map(|style| {
            let mut levels = self.levels.iter();
            levels.find_map(|(at, level)| (level.style == Some(*style)).then_some(*at))
        })
    }
}

impl List {
    /// Consumes an open `w:num`.
    fn read(xml: &mut Xml<'_>, styles: &Styles) -> Result<Self, ReadError> {
        let mut list = Self::default();
        while let Some(element) = xml.child()? {
            match element.name() {
                "abstractNumId" => list.pattern = xml.number(&element)?.unwrap_or(-1),
                "lvlOverride" => {
                    let at = level_index(xml.attribute(&element, "ilvl"));
                    list.read_override(xml, styles, at)?;
                }
                _ => xml.skip(|_| {})?,
            }
        }
        Ok(list)
    }

    fn read_override(
        &mut self,
        xml: &mut Xml<'_>,
        styles: &Styles,
        at: Option<usize>,
    ) -> Result<(), ReadError> {
        while let Some(element) = xml.child()? {
            match element.name() {
                "startOverride" => {
                    let start = xml.number(&element)?;
                    let start = start.and_then(|start| u32::try_from(start).ok());
                    self.starts.extend(at.zip(start));
                }
                "lvl" => {
                    let level = Level::read(xml, styles)?;
                    self.levels.extend(at.map(|at| (at, level)));
                }
                _ => xml.skip(|_| {})?,
            }
        }
        Ok(())
    }

    fn level<'l>(&'l self, pattern: &'l Pattern, at: usize) -> Option<&'l Level> {
        self.levels.get(&at).or_else(|| pattern.levels.get(&at))
    }

    fn start(&self, pattern: &Pattern, at: usize) -> u32 {
        let of_level = || self.level(pattern, at).map(|level| level.start);
        let start = self.starts.get(&at).copied();
        start.or_else(of_level).unwrap_or(1)
    }

    /// Fills the numbers into a level's text, with the gap behind it.
    fn write(&self, pattern: &Pattern, level: &Level, numbers: &[Option<u32>; LEVELS]) -> String {
        let mut text = String::new();
        let mut chars = level.text.chars().peekable();
        while let Some(c) = chars.next() {
            let place = match c {
                '%' => chars.peek().and_then(|next| next.to_digit(10)),
                _ => None,
            };
            let Some(at) = place.and_then(|place| (place as usize).checked_sub(1)) else {
                text.push(c);
                continue;
            };
            chars.next();
            // A level above that was never used shows its start.
            let number = numbers.get(at).copied().flatten();
            let number = number.unwrap_or_else(|| self.start(pattern, at));
            let format = match self.level(pattern, at) {
                Some(_) if level.legal => "decimal",
                Some(level) => &level.format,
                None => continue,
            };
            text.push_str(&ordinal::write(format, number));
        }
        // A full-width sign has its gap in itself; behind `1.` a tab keeps `2024年` apart.
        let blank = match level.gap {
            Gap::Blank => true,
            Gap::Tab => text.chars().next_back().is_some_and(|c| c.is_ascii()),
            Gap::Nothing => false,
        };
        if blank && !text.is_empty() {
            text.push(' ');
        }
        text
    }
}

impl Level {
    /// Consumes an open `w:lvl`.
    fn read(xml: &mut Xml<'_>, styles: &Styles) -> Result<Self, ReadError> {
        let mut level = Self {
            // ECMA-376 part 1, 17.9.25: without `w:start` a level starts at 0.
            start: 0,
            format: "decimal".to_owned(),
            text: String::new(),
            restart: None,
            legal: false,
            gap: Gap::Tab,
            style: None,
        };
        level.read_children(xml, styles)?;
        Ok(level)
    }

    fn read_children(&mut self, xml: &mut Xml<'_>, styles: &Styles) -> Result<(), ReadError> {
        while let Some(element) = xml.child()? {
            match element.name() {
                "start" => {
                    let start = xml.number(&element)?;
                    self.start = start.and_then(|n| u32::try_from(n).ok()).unwrap_or(1);
                }
                "numFmt" => self.format = xml.val(&element)?.unwrap_or_default(),
                "lvlText" => {
                    let text = xml.val(&element)?.unwrap_or_default();
                    let text = text.chars().take(MAX_TEXT);
                    let blank = |c: char| if c.is_control() { ' ' } else { c };
                    self.text = text.map(blank).collect();
                }
                "lvlRestart" => self.restart = xml.number(&element)?,
                "isLgl" => self.legal = xml.switch(&element)?,
                "suff" => {
                    self.gap = match xml.val(&element)?.as_deref() {
                        Some("space") => Gap::Blank,
                        Some("nothing") => Gap::Nothing,
                        _ => Gap::Tab,
                    };
                }
                "pStyle" => self.style = xml.val(&element)?.and_then(|id| styles.index(&id)),
                // Formats of Word 2010 and later come with an older one beside them, which
                // follows and is as good.
                "AlternateContent" | "Choice" | "Fallback" => self.read_children(xml, styles)?,
                _ => xml.skip(|_| {})?,
            }
        }
        Ok(())
    }
}

fn level_index(ilvl: Option<String>) -> Option<usize> {
    let at = ilvl?.trim().parse().ok()?;
    (at < LEVELS).then_some(at)
}

#[cfg(test)]
mod tests {
    use crate::reader::docx::tests::Package;
    use crate::reader::docx::tests::check_package;
    use crate::reader::docx::tests::item;
    use crate::reader::docx::tests::level;
    use crate::reader::docx::tests::list;
    use crate::reader::docx::tests::p;

    #[test]
    fn automatic_numbers_stand_before_the_text() {
        let lists = list(
            1,
            &(level(0, "chineseCountingThousand", "%1、", "")
                + &*level(1, "chineseCounting", "（%2）", "<w:suff w:val='nothing'/>")
                + &*level(2, "decimal", "%3.", "")
                + &*level(
                    3,
                    "decimalEnclosedCircleChinese",
                    "%4",
                    "<w:suff w:val='space'/>",
                )),
        );
        let body = [
            item(1, 0, "主要工作"),
            item(1, 1, "决策"),
            item(1, 2, "2024年"),
            item(1, 2, "执法"),
            item(1, 3, "其一"),
            item(1, 1, "监督"),
            item(1, 2, "重新起算"),
            item(1, 0, "存在不足"),
            item(1, 1, "重新起算"),
            p("", "正文"),
            item(1, 1, "接着"),
            item(0, 0, "关闭编号"),
            item(9, 0, "没有这个编号"),
        ];
        check_package(
            &Package::of_body(&body.concat()).numbering(&lists),
            &[
                "li 一、主要工作",
                "li （一）决策",
                "li 1. 2024年",
                "li 2. 执法",
                "li ① 其一",
                "li （二）监督",
                "li 1. 重新起算",
                "li 二、存在不足",
                "li （一）重新起算",
                "p 正文",
                "li （二）接着",
                "p 关闭编号",
                "p 没有这个编号",
            ],
        );
    }

    #[test]
    fn several_levels_in_one_number_bullets_and_none() {
        let lists = list(
            1,
            &(level(0, "chineseCounting", "第%1章", "")
                + &*level(1, "decimal", "%1.%2", "<w:isLgl/>")
                + &*level(2, "upperRoman", "%1-%3", "<w:lvlRestart w:val='0'/>")
                + &*level(3, "bullet", "\u{F06C}", "")
                + &*level(4, "none", "", "")),
        );
        let body = [
            item(1, 1, "前"),
            item(1, 0, "甲"),
            item(1, 1, "乙"),
            item(1, 2, "丙"),
            item(1, 0, "丁"),
            item(1, 1, "戊"),
            item(1, 2, "己"),
            item(1, 3, "点"),
            item(1, 4, "无"),
            item(1, 8, "没有这一级"),
        ];
        check_package(
            &Package::of_body(&body.concat()).numbering(&lists),
            &[
                "li 1.1 前",
                "li 第一章甲",
                "li 1.1 乙",
                "li 一-I 丙",
                "li 第二章丁",
                "li 2.1 戊",
                "li 二-II 己",
                "li 点",
                "p 无",
                "p 没有这一级",
            ],
        );
    }

    #[test]
    fn lists_share_a_pattern_and_restart_by_override() {
        let numbering = list(
            1,
            &(level(0, "decimal", "%1)", "") + &*level(1, "lowerLetter", "%2)", "")),
        ) + "<w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num>\
               <w:num w:numId='3'><w:abstractNumId w:val='1'/><w:lvlOverride w:ilvl='0'>\
               <w:startOverride w:val='5'/></w:lvlOverride></w:num>\
               <w:num w:numId='4'><w:abstractNumId w:val='1'/><w:lvlOverride w:ilvl='0'>"
            + &*level(0, "upperLetter", "%1.", "")
            + "</w:lvlOverride></w:num>";
        let body = [
            item(1, 0, "甲"),
            item(2, 0, "接着数"),
            item(3, 0, "另起"),
            item(3, 0, "再数"),
            item(3, 1, "子"),
            item(4, 0, "换形式"),
        ];
        check_package(
            &Package::of_body(&body.concat()).numbering(&numbering),
            &[
                "li 1) 甲",
                "li 2) 接着数",
                "li 5) 另起",
                "li 6) 再数",
                "li a) 子",
                "li G. 换形式",
            ],
        );
    }

    #[test]
    fn numbers_come_from_styles_too() {
        let styles = "<w:style w:type='paragraph' w:styleId='1'><w:name w:val='heading 1'/><w:pPr>\
            <w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>\
            <w:style w:type='paragraph' w:styleId='2'><w:name w:val='heading 2'/><w:basedOn w:val='1'/></w:style>\
            <w:style w:type='paragraph' w:styleId='3'><w:name w:val='条'/><w:pPr><w:numPr>\
            <w:ilvl w:val='2'/><w:numId w:val='1'/></w:numPr></w:pPr></w:style>\
            <w:style w:type='numbering' w:styleId='n'><w:name w:val='列'/><w:pPr><w:numPr>\
            <w:numId w:val='1'/></w:numPr></w:pPr></w:style>";
        let numbering = list(
            1,
            &(level(0, "chineseCounting", "%1、", "<w:pStyle w:val='1'/>")
                + &*level(1, "chineseCounting", "（%2）", "<w:pStyle w:val='2'/>")
                + &*level(2, "decimal", "%3．", "")),
        ) + "<w:abstractNum w:abstractNumId='7'><w:numStyleLink w:val='n'/></w:abstractNum>\
             <w:num w:numId='7'><w:abstractNumId w:val='7'/></w:num>";
        let style = |id: &str, text: &str| p(&format!("<w:pStyle w:val='{id}'/>"), text);
        let off = "<w:pStyle w:val='1'/><w:numPr><w:numId w:val='0'/></w:numPr>";
        let body = [
            style("1", "甲"),
            style("2", "乙"),
            style("3", "丙"),
            style("2", "丁"),
            p(off, "无号"),
            style("1", "戊"),
            item(7, 0, "经样式相连"),
        ];
        check_package(
            &Package::of_body(&body.concat())
                .styles(styles)
                .numbering(&numbering),
            &[
                "h1 一、甲",
                "h2 （一）乙",
                "li 1．丙",
                "h2 （二）丁",
                "h1 无号",
                "h1 二、戊",
                "li 三、经样式相连",
            ],
        );
    }

    #[test]
    fn newer_number_formats_come_with_an_older_one() {
        let numbering = list(
            1,
            "<w:lvl w:ilvl='0'><w:start w:val='3'/><mc:AlternateContent><mc:Choice Requires='w14'>\
             <w:numFmt w:val='custom' w:format='001, 002'/></mc:Choice><mc:Fallback>\
             <w:numFmt w:val='ideographDigital'/></mc:Fallback></mc:AlternateContent>\
             <w:lvlText w:val='%1、'/></w:lvl>",
        );
        check_package(
            &Package::of_body(&item(1, 0, "甲")).numbering(&numbering),
            &["li 三、甲"],
        );
    }

    #[test]
    fn a_number_counts_without_text_but_shows_only_in_cells() {
        let lists = list(1, &level(0, "decimal", "%1", "<w:suff w:val='nothing'/>"));
        let row = format!(
            "<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>",
            item(1, 0, ""),
            p("", "甲")
        );
        let body = item(1, 0, "") + &*format!("<w:tbl>{row}{row}</w:tbl>");
        check_package(
            &Package::of_body(&body).numbering(&lists),
            &["tr 2\t甲", "tr 3\t甲"],
        );
    }
}
