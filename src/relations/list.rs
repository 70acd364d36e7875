//! Lists of parts behind a total: where one starts, what belongs to it, whether it says to be all.

use crate::relations::label;
use crate::relations::line::Line;
use crate::relations::line::MARKS;
use crate::relations::line::REACH;
use crate::text::Span;
use crate::text::slice;

/// How a list is announced.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Marker {
    /// 其中
    Among,
    /// 包括, 含: seldom all.
    Includes,
    /// 分别为, 分为: all of it.
    Each,
    /// A bracket without any word.
    Bracket,
    /// A colon.
    Colon,
    /// Nothing: only the words of a pack can tell.
    Unmarked,
}

/// One part of a list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part<'a> {
    pub(super) figure: usize,
    /// The mark before it: `、`, `,`, `;`, or 和.
    pub(super) joint: char,
    pub(super) label: &'a str,
}

/// Parts of one unit, one behind the other.
#[derive(Clone, Debug)]
pub(super) struct List<'a> {
    pub(super) marker: Marker,
    /// The first part is not named right behind the marker.
    pub(super) loose: bool,
    pub(super) parts: Vec<Part<'a>>,
    /// 等, 主要, or a nested list: there may be more.
    pub(super) opened: bool,
    /// A number stands in it that was not understood.
    pub(super) unread: bool,
    /// It stands at the start of its sentence: its total is in the one before.
    pub(super) at_start: bool,
}

/// More parts than this nobody lists in one sentence.
const MOST: usize = 24;
/// A label is not longer than this many characters.
const LABEL: usize = 26;
/// Behind the number of a part stand no more characters than this: `29件为政府规范性文件`.
const TAIL: usize = 14;

/// Words that announce a list, the longer first where one holds the other.
const ANNOUNCED: [(&str, Marker); 13] = [
    ("其中包括", Marker::Includes),
    ("其中", Marker::Among),
    ("包括", Marker::Includes),
    ("包含", Marker::Includes),
    ("涵盖", Marker::Includes),
    ("分别为", Marker::Each),
    ("分别是", Marker::Each),
    ("分别有", Marker::Each),
    ("分别达", Marker::Each),
    ("分为", Marker::Each),
    ("分别", Marker::Each),
    ("(含", Marker::Includes),
    (",含", Marker::Includes),
];

/// Reads the list whose first part is figure `first`, where one is announced before it.
pub(super) fn announced<'a>(line: &Line<'a>, first: usize) -> Option<List<'a>> {
    let gap = line.gap(first);
    let (marker, at, behind) = marker(line, first, gap)?;
    let rest = gap.get(behind..)?.trim_start_matches([',', ':']);
    let marks = outside(rest).filter(|(_, c)| MARKS.contains(c));
    let cut = marks.last().map_or(0, |(at, c)| at + c.len_utf8());
    let own = rest.get(cut..).unwrap_or(rest).trim_start_matches(['、']);
    let before = line.sentence_before(first);
    let lead = before.len().checked_sub(gap.len() - at);
    let at_start = lead.is_none_or(|n| before.get(..n).is_none_or(|lead| lead.trim().is_empty()));
    let mut list = List {
        marker,
        loose: cut > 0,
        parts: Vec::new(),
        opened: label::is_open(gap.get(at..).unwrap_or("")),
        unread: line.has_unread(Span::new(
            line.gap_span(first).from() + behind,
            line.gap_span(first).to(),
        )),
        at_start,
    };
    list.parts.push(Part {
        figure: first,
        joint: ' ',
        label: own,
    });
    if own.trim_end_matches(['有', '为']).is_empty() {
        name_first(line, &mut list, gap.get(..at)?);
    }
    run(line, &mut list);
    Some(list)
}

/// Reads a list that nothing announces, right behind figure `first - 1`.
pub(super) fn unmarked<'a>(line: &Line<'a>, first: usize) -> Option<List<'a>> {
    let gap = line.gap(first);
    let at = gap.find([',', ':'])?;
    let own = gap.get(at + 1..)?;
    if !is_label(own) || at > 3 * LABEL {
        return None;
    }
    let mut list = List {
        marker: if gap.get(at..)?.starts_with(':') {
            Marker::Colon
        } else {
            Marker::Unmarked
        },
        loose: false,
        parts: vec![Part {
            figure: first,
            joint: ',',
            label: own,
        }],
        opened: label::is_open(gap),
        unread: line.has_unread(line.gap_span(first)),
        at_start: false,
    };
    run(line, &mut list);
    Some(list)
}

/// The announcing word in a gap: what it is, where it starts, where it ends.
fn marker(line: &Line<'_>, first: usize, gap: &str) -> Option<(Marker, usize, usize)> {
    let word = ANNOUNCED
        .iter()
        .filter_map(|(word, marker)| Some((gap.rfind(word)?, word.len(), *marker)))
        .filter(|(at, _, marker)| *marker != Marker::Includes || starts_clause(gap, *at))
        .max_by_key(|(at, len, _)| (*at, *len));
    let word = word.filter(|(at, ..)| !gap.get(*at..).unwrap_or("").contains('。'));
    // 其中简易、普通程序案件分别为…: the outer word is the list's.
    if let Some((at, len, marker)) = word {
        let among = gap
            .rfind("其中")
            .filter(|among| marker == Marker::Each && *among < at);
        return Some((marker, among.unwrap_or(at), at + len));
    }
    let open = gap.rfind('(')?;
    let deeper = first
        .checked_sub(1)
        .and_then(|i| line.figures.get(i))
        .map(|f| f.depth)
        < line.figures.get(first).map(|f| f.depth);
    let inside = gap.get(open + 1..)?;
    (deeper && !inside.contains(MARKS)).then_some((Marker::Bracket, open, open + 1))
}

/// 开展包括甲在内的活动30场 is no list.
fn starts_clause(gap: &str, at: usize) -> bool {
    let before = gap.get(..at).unwrap_or("");
    let behind = gap.get(at..).unwrap_or("");
    (before.is_empty() || before.ends_with(MARKS) || behind.starts_with(MARKS))
        && !behind.contains("在内")
}

/// `简易、普通程序案件分别为2915件和1467件`: names in front, figures in their turn. The label of the
/// first part is that of the first name.
fn name_first<'a>(line: &Line<'a>, list: &mut List<'a>, before: &'a str) {
    let start = before.rfind(MARKS).map_or(0, |at| at + 1);
    let names = before.get(start..).unwrap_or("").trim_start_matches("其中");
    let first = names.split(['、', '和', '及', '与']).next().unwrap_or("");
    let own = if first.is_empty() {
        line.tail(list.parts.first().map_or(0, |p| p.figure))
    } else {
        first
    };
    if let Some(part) = list.parts.first_mut() {
        part.label = own;
    }
}

/// Adds the parts that go on behind the first one.
fn run<'a>(line: &Line<'a>, list: &mut List<'a>) {
    let Some(first) = list.parts.first().map(|part| part.figure) else {
        return;
    };
    let Some(depth) = line.figures.get(first).map(|figure| figure.depth) else {
        return;
    };
    let mut end = line.figures.get(first).map_or(0, |figure| figure.span.to());
    for next in first + 1..line.figures.len().min(first + MOST) {
        let Some(figure) = line.figures.get(next) else {
            break;
        };
        if !line.same_sentence(first, next) || figure.depth < depth {
            break;
        }
        if figure.depth > depth {
            continue;
        }
        if line.is_percent(next) && line.lead(next).starts_with('占') {
            end = figure.span.to();
            continue;
        }
        let span = Span::new(end, figure.span.from());
        let Some((joint, own)) = joint(slice(line.text, span)) else {
            break;
        };
        if !line.same_unit(first, next) {
            break;
        }
        list.unread |= line.has_unread(span) && !slice(line.text, span).contains('(');
        let own = if own.is_empty() { line.tail(next) } else { own };
        list.parts.push(Part {
            figure: next,
            joint,
            label: own,
        });
        end = figure.span.to();
    }
    let behind = slice(line.text, Span::new(end, line.text.len()));
    let behind = behind.trim_start_matches(')');
    list.opened |= behind.starts_with('等') || tail_is_open(line, list) || nested(behind);
    if let Some(part) = list.parts.first_mut()
        && part.label.is_empty()
    {
        part.label = line.tail(first);
    }
}

/// Tells whether one of the parts says 等 behind its number: `29件等`.
fn tail_is_open(line: &Line<'_>, list: &List<'_>) -> bool {
    list.parts.iter().any(|part| {
        line.tail(part.figure).starts_with('等')
            || label::is_open(part.label)
            || part.label.starts_with('等')
    })
}

/// Tells whether the list is broken off by another one inside of it: `,其中…`.
fn nested(behind: &str) -> bool {
    behind
        .trim_start_matches([',', '、', ';'])
        .starts_with("其中")
}

/// How a figure goes on from the one before: the mark between, and the words behind it.
fn joint(between: &str) -> Option<(char, &str)> {
    let flat = between.trim_start_matches(')');
    let starts = ["以及", "和", "及", "与"]
        .iter()
        .find(|word| flat.starts_with(**word));
    let (joint, own) = match (
        starts,
        outside(flat).find(|(_, c)| ['、', ',', ';'].contains(c)),
    ) {
        (Some(word), _) => ('和', flat.get(word.len()..)?),
        (None, Some((at, joint))) => {
            let named = outside(flat.get(..at)?).count();
            if named > TAIL {
                return None;
            }
            (joint, flat.get(at + joint.len_utf8()..)?)
        }
        _ => return None,
    };
    let own = own.trim_start_matches(['和', '及', '与']);
    (is_label(own) && !own.contains("其中")).then_some((joint, own))
}

/// A label has no mark of its own, except in a bracket: `村（社区）调解组织`.
fn is_label(text: &str) -> bool {
    outside(text).all(|(_, c)| !MARKS.contains(&c)) && outside(text).count() <= LABEL
}

/// The characters of a text that stand in no bracket, with their places.
fn outside(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut depth = 0_u32;
    text.char_indices().filter(move |(_, c)| {
        match c {
            '(' => depth += 1,
            ')' => {
                depth = depth.saturating_sub(1);
                return false;
            }
            _ => {}
        }
        depth == 0
    })
}

impl<'a> List<'a> {
    pub(super) fn labels(&self) -> Vec<&'a str> {
        self.parts.iter().map(|part| part.label).collect()
    }

    /// How many parts are joined as the second one is: 、 breaks off where a comma comes.
    pub(super) fn tight(&self) -> usize {
        let Some(second) = self.parts.get(1) else {
            return self.parts.len();
        };
        let alike = |joint: char| joint == second.joint || (second.joint == '、' && joint == '和');
        1 + self
            .parts
            .iter()
            .skip(1)
            .take_while(|part| alike(part.joint))
            .count()
    }

    /// The figures that may be the total, nearest first.
    pub(super) fn totals(&self, line: &Line<'_>) -> Vec<usize> {
        let Some(first) = self.parts.first().map(|part| part.figure) else {
            return Vec::new();
        };
        let Some(own) = line.figures.get(first) else {
            return Vec::new();
        };
        let mut totals = Vec::new();
        for index in (0..first).rev().take(REACH) {
            let Some(figure) = line.figures.get(index) else {
                break;
            };
            let near = figure.sentence == own.sentence
                || (self.at_start && figure.sentence + 1 == own.sentence);
            if !near {
                break;
            }
            let between = slice(line.text, Span::new(figure.span.to(), own.span.from()));
            if !totals.is_empty() && between.contains(';') {
                break;
            }
            if figure.depth <= own.depth && line.is_count(index) && line.same_unit(index, first) {
                totals.push(index);
            }
            if matches!(
                self.marker,
                Marker::Bracket | Marker::Colon | Marker::Unmarked
            ) {
                break;
            }
        }
        totals
    }
}
