//! Annotations as they are written into the file.

use super::frame::Edges;
use super::frame::Frame;
use crate::finding::Severity;
use crate::render::words::Role;

/// The side of the square that a note is drawn in.
pub(super) const ICON: f32 = 18.0;

/// What is common to the kinds of annotations.
#[derive(Debug)]
pub(super) struct Note<'a> {
    /// By this it is known as ours.
    pub(super) name: &'a str,
    pub(super) role: Role,
    pub(super) tint: Tint,
    pub(super) lines: &'a [String],
    /// The numbers of the page, of the window with the words and of the appearance.
    pub(super) page: (u32, i32),
    pub(super) popup: u32,
    pub(super) look: u32,
}

/// The colour of a note.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Tint {
    Error,
    Warning,
    Advice,
    Summary,
}

impl Tint {
    pub(super) fn of(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
            Severity::Advice => Self::Advice,
        }
    }

    fn color(self) -> &'static str {
        match self {
            Self::Error => "1 .7 .7",
            Self::Warning => "1 .9 .45",
            Self::Advice => "0.7 .87 1",
            Self::Summary => ".8 .95 .75",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Summary => "检查汇总",
            Self::Error => Severity::Error.chinese(),
            Self::Warning => Severity::Warning.chinese(),
            Self::Advice => Severity::Advice.chinese(),
        }
    }
}

impl Note<'_> {
    /// A mark over words, line by line.
    pub(super) fn highlight(&self, frame: &Frame, areas: &[Edges]) -> String {
        let points = areas.iter().flat_map(|area| frame.corners(*area));
        let points: Vec<String> = points.flatten().map(number).collect();
        let quads = format!("/QuadPoints[{}]", points.join(" "));
        let rect = frame.filed(around(areas));
        self.write("/Highlight", rect, &quads)
    }

    /// A sign beside the text.
    pub(super) fn sign(&self, frame: &Frame, place: Edges) -> String {
        self.write("/Text", frame.filed(place), "/Name/Comment")
    }

    fn write(&self, kind: &str, rect: Edges, more: &str) -> String {
        let (page, generation) = self.page;
        format!(
            "<</Type/Annot/Subtype{kind}/Rect{}{more}/NM({})/T{}/Subj{}/Contents{}/C[{}]/F 4\
             /P {page} {generation} R/Popup {} 0 R/AP<</N {} 0 R>>>>",
            rectangle(rect),
            self.name,
            text(self.role.author()),
            text(self.tint.name()),
            text(&self.lines.join("\n")),
            self.tint.color(),
            self.popup,
            self.look,
        )
    }

    /// The window that a viewer shows the words in: at the right edge of the page.
    pub(super) fn window(&self, frame: &Frame, parent: u32, area: Edges) -> String {
        let [width, height] = frame.size();
        let top = area[3].clamp(130.0_f32.min(height), height);
        let place = [(width - 210.0).max(0.0), top - 120.0, width, top];
        let (page, generation) = self.page;
        format!(
            "<</Type/Annot/Subtype/Popup/Rect{}/NM({}-p)/Parent {parent} 0 R\
             /P {page} {generation} R/Open false/F 28>>",
            rectangle(frame.filed(place)),
            self.name,
        )
    }
}

/// How a mark over words looks: the words shine through.
pub(super) fn look_of_highlight(tint: Tint, frame: &Frame, areas: &[Edges]) -> String {
    let mut paint = format!("/M gs {} rg\n", tint.color());
    for area in areas {
        let [left, low, right, high] = frame.filed(*area);
        let numbers = [left, low, right - left, high - low].map(number);
        paint.push_str(&numbers.join(" "));
        paint.push_str(" re\n");
    }
    paint.push_str("f\n");
    let rect = rectangle(frame.filed(around(areas)));
    let resources = "/Resources<</ExtGState<</M<</Type/ExtGState/BM/Multiply>>>>>>";
    form(&format!("/BBox{rect}{resources}"), &paint)
}

/// How a sign looks: a sheet with lines, upright on a page that is turned.
pub(super) fn look_of_sign(tint: Tint, frame: &Frame) -> String {
    let paint = format!(
        "{} rg .35 .35 .35 RG .8 w\n1 4.5 16 12 re B\n5 4.5 m 5 1 l 9 4.5 l B\n\
         3.5 13.5 m 14.5 13.5 l 3.5 10.5 m 14.5 10.5 l 3.5 7.5 m 10 7.5 l S\n",
        tint.color()
    );
    let head = format!(
        "/BBox[0 0 {ICON} {ICON}]/Matrix{}/Resources<<>>",
        frame.upright()
    );
    form(&head, &paint)
}

fn form(head: &str, paint: &str) -> String {
    let length = paint.len();
    format!("<</Type/XObject/Subtype/Form{head}/Length {length}>>\nstream\n{paint}endstream")
}

/// The smallest rectangle around all areas.
fn around(areas: &[Edges]) -> Edges {
    let mut areas = areas.iter().copied();
    let first = areas.next().unwrap_or_default();
    areas.fold(first, |[left, low, right, high], [l, b, r, t]| {
        [left.min(l), low.min(b), right.max(r), high.max(t)]
    })
}

fn rectangle(edges: Edges) -> String {
    format!("[{}]", edges.map(number).join(" "))
}

/// A number with what can be seen of it.
fn number(value: f32) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    match text {
        "-0" => "0".to_owned(),
        text => text.to_owned(),
    }
}

/// A text string: UTF-16 with its mark, in hexadecimal digits, so that nothing is escaped.
fn text(words: &str) -> String {
    let mut text = String::from("<FEFF");
    for unit in words.encode_utf16() {
        text.push_str(&format!("{unit:04X}"));
    }
    text.push('>');
    text
}
