//! `numbering.xml`: automatic numbers, which stand in no text but on every page.
//!
//! In Word and WPS `一、` and `（一）` are usually numbers of a list. Without them a report has no
//! headings, so they are counted here as the program counts them and put before the text.

use super::ordinal;
use super::styles::Look;
use super::styles::Styles;
use super::xml::Xml;
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
pub(super) struct Numbering {
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
struct Level {
    start: u32,
    format: String,
    text: String,
    /// One-based level that restarts it; 0 for never, `None` for any level above it.
    restart: Option<i64>,
    /// Whether all numbers in the text are Arabic.
    legal: bool,
    gap: Gap,
    /// Index of the paragraph style that stands for it.
    style: Option<usize>,
}

/// What Word puts between number and text.
#[derive(Clone, Copy, Debug)]
enum Gap {
    Tab,
    Blank,
    Nothing,
}

/// What a list puts before a paragraph.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Mark {
    /// A sign that counts nothing.
    Bullet,
    /// A number, with the gap behind it; may be empty.
    Ordinal(String),
}

/// How far each list has counted, within one story.
#[derive(Default, Debug)]
pub(super) struct Counters {
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

    /// Counts a paragraph of the given look and says what its list puts before it.
    pub(super) fn mark(
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
