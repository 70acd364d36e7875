//! Page contents: which characters, strokes and pictures a page draws, and where.
//!
//! Colours, clipping and images are not interpreted. What is drawn is counted, so a page that
//! draws itself endlessly in forms ends with a message.

use super::Stop;
use super::filter::decode;
use super::font::Font;
use super::matrix::Matrix;
use super::shared::Shared;
use super::strokes::Path;
use crate::reader::limits::MAX_FORMS;
use crate::reader::paged::Sheet;
use hayro_syntax::content::Instruction;
use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::Dict;
use hayro_syntax::object::Name;
use hayro_syntax::object::Object;
use hayro_syntax::object::ObjectIdentifier;
use hayro_syntax::object::Stream;
use hayro_syntax::object::String as PdfString;
use std::rc::Rc;

/// Most graphics states that are saved at once.
const MAX_STATES: usize = 512;

/// What text and graphics operators set.
#[derive(Clone)]
pub(super) struct State {
    pub(super) ctm: Matrix,
    pub(super) font: Option<(Rc<Font>, u16)>,
    pub(super) size: f64,
    pub(super) char_space: f64,
    pub(super) word_space: f64,
    pub(super) scale: f64,
    pub(super) leading: f64,
    pub(super) rise: f64,
    pub(super) mode: i64,
}

/// A marked stretch of the content.
pub(super) struct Mark {
    pub(super) artifact: bool,
    pub(super) hidden: bool,
    /// Index of its first glyph, and the text that stands for its glyphs.
    actual: Option<(usize, String)>,
}

/// Reads the contents of one page.
pub(super) struct Interpreter<'s> {
    pub(super) shared: &'s mut Shared,
    pub(super) sheet: Sheet,
    pub(super) state: State,
    saved: Vec<State>,
    pub(super) marks: Vec<Mark>,
    path: Path,
    pub(super) text: Matrix,
    pub(super) line: Matrix,
    n_forms: usize,
}

impl<'s> Interpreter<'s> {
    pub(super) fn new(shared: &'s mut Shared, sheet: Sheet) -> Self {
        Self {
            shared,
            sheet,
            state: State {
                ctm: Matrix::IDENTITY,
                font: None,
                size: 0.0,
                char_space: 0.0,
                word_space: 0.0,
                scale: 1.0,
                leading: 0.0,
                rise: 0.0,
                mode: 0,
            },
            saved: Vec::new(),
            marks: Vec::new(),
            path: Path::default(),
            text: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
            n_forms: 0,
        }
    }

    /// Runs a content stream with its resources.
    pub(super) fn run(&mut self, content: &[u8], resources: &Dict<'_>) -> Result<(), Stop> {
        let mut operators = UntypedIter::new(content);
        let n_marks = self.marks.len();
        while let Some(instruction) = operators.next() {
            self.shared.operator()?;
            self.operator(&instruction, resources)?;
        }
        while self.marks.len() > n_marks {
            self.end_mark();
        }
        Ok(())
    }

    fn operator(&mut self, it: &Instruction<'_, '_>, resources: &Dict<'_>) -> Result<(), Stop> {
        let operator: &[u8] = it.operator;
        match operator {
            b"q" if self.saved.len() < MAX_STATES => self.saved.push(self.state.clone()),
            b"Q" => {
                if let Some(state) = self.saved.pop() {
                    self.state = state;
                }
            }
            b"cm" => self.state.ctm = matrix(it).then(&self.state.ctm),
            b"Do" => self.draw(it, resources)?,
            b"gs" => self.graphics_state(it, resources)?,
            b"BMC" | b"BDC" => self.begin_mark(it, resources),
            b"EMC" => self.end_mark(),
            b"BI" => self.picture(),
            _ if self.path.operator(operator, &numbers(it), &self.state.ctm) => {
                self.path.give(&mut self.sheet.strokes);
            }
            _ => self.text_operator(it, resources)?,
        }
        Ok(())
    }

    fn draw(&mut self, it: &Instruction<'_, '_>, resources: &Dict<'_>) -> Result<(), Stop> {
        let name = it.operands().find_map(|object| match object {
            Object::Name(name) => Some(name.clone()),
            _ => None,
        });
        let objects = resources.get::<Dict<'_>>("XObject");
        let Some(object) = objects
            .zip(name)
            .and_then(|(objects, name)| objects.get::<Stream<'_>>(name.as_ref()))
        else {
            return Ok(());
        };
        let dict = object.dict();
        if self.is_switched_off(dict.get_ref("OC").map(Into::into)) {
            return Ok(());
        }
        if dict.get::<Name<'_>>("Subtype").as_deref() != Some(b"Form") {
            self.picture();
            return Ok(());
        }
        if self.n_forms >= MAX_FORMS {
            return Ok(());
        }
        let before = (self.state.clone(), self.text, self.line);
        if let Some([a, b, c, d, e, f]) = dict.get::<[f64; 6]>("Matrix") {
            self.state.ctm = Matrix([a, b, c, d, e, f]).then(&self.state.ctm);
        }
        let content = decode(&object, &mut self.shared.budget)?;
        let own = dict.get::<Dict<'_>>("Resources");
        self.n_forms += 1;
        let saved = std::mem::take(&mut self.saved);
        let done = self.run(&content, own.as_ref().unwrap_or(resources));
        self.saved = saved;
        self.n_forms -= 1;
        (self.state, self.text, self.line) = before;
        done
    }

    fn graphics_state(
        &mut self,
        it: &Instruction<'_, '_>,
        resources: &Dict<'_>,
    ) -> Result<(), Stop> {
        let name = it.operands().find_map(|object| match object {
            Object::Name(name) => Some(name.clone()),
            _ => None,
        });
        let states = resources.get::<Dict<'_>>("ExtGState");
        let Some(state) = states
            .zip(name)
            .and_then(|(states, name)| states.get::<Dict<'_>>(name.as_ref()))
        else {
            return Ok(());
        };
        if let Some(font) = state.get::<hayro_syntax::object::Array<'_>>("Font") {
            let mut items = font.flex_iter();
            if let Some(dict) = items.next::<Dict<'_>>() {
                self.state.font = Some(self.shared.font(&dict)?);
                self.state.size = items.next::<f64>().unwrap_or(self.state.size);
            }
        }
        Ok(())
    }

    /// A picture fills the unit square.
    fn picture(&mut self) {
        let ctm = &self.state.ctm;
        let [left, low, right, high] = self.sheet.edges;
        let corners = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)];
        let corners = corners.map(|(x, y)| ctm.apply(x, y));
        let span = |axis: usize, low: f32, high: f32| {
            let of = corners
                .iter()
                .map(|corner| corner.get(axis).copied().unwrap_or_default());
            let from = of.clone().fold(f32::INFINITY, f32::min).max(low);
            let to = of.fold(f32::NEG_INFINITY, f32::max).min(high);
            (to - from).max(0.0) / (high - low).max(1.0)
        };
        let part = span(0, left, right) * span(1, low, high);
        self.sheet.picture = self.sheet.picture.max(part);
    }

    fn begin_mark(&mut self, it: &Instruction<'_, '_>, resources: &Dict<'_>) {
        let mut operands = it.operands();
        let tag = match operands.next() {
            Some(Object::Name(name)) => name.clone(),
            _ => Name::new_unescaped(b""),
        };
        let (mut layer, mut dict) = (None, None);
        match operands.next() {
            Some(Object::Dict(direct)) => dict = Some(direct.clone()),
            Some(Object::Name(name)) => {
                let all = resources.get::<Dict<'_>>("Properties").unwrap_or_default();
                layer = all.get_ref(name.as_ref()).map(Into::into);
                dict = all.get::<Dict<'_>>(name.as_ref());
            }
            _ => {}
        }
        let get = |key: &str| dict.as_ref().and_then(|dict| dict.get::<Name<'_>>(key));
        let actual = dict
            .as_ref()
            .and_then(|dict| dict.get::<PdfString<'_>>("ActualText"))
            .map(|text| (self.sheet.glyphs.len(), super::text_string(text.as_bytes())));
        let is_page = get("Type").as_deref() == Some(b"Pagination") || get("Subtype").is_some();
        self.marks.push(Mark {
            artifact: tag.as_ref() == b"Artifact" && is_page,
            hidden: tag.as_ref() == b"OC" && self.is_switched_off(layer),
            actual,
        });
    }

    /// Ends a marked stretch. Where its glyphs have no meaning, or are as many, the text that the
    /// file gives for them is theirs.
    fn end_mark(&mut self) {
        let Some(mark) = self.marks.pop() else { return };
        let Some((first, text)) = mark.actual else {
            return;
        };
        let glyphs = self.sheet.glyphs.get_mut(first..).unwrap_or_default();
        let unknown = glyphs.iter().any(|glyph| glyph.c == '\u{FFFD}');
        if !unknown || text.chars().count() != glyphs.len() {
            return;
        }
        for (glyph, c) in glyphs.iter_mut().zip(text.chars()) {
            glyph.c = c;
        }
    }

    fn is_switched_off(&self, layer: Option<ObjectIdentifier>) -> bool {
        layer.is_some_and(|layer| self.shared.hidden_layers.contains(&layer))
    }
}

pub(super) fn numbers(it: &Instruction<'_, '_>) -> Vec<f64> {
    let number = |object: &Object<'_>| match object {
        Object::Number(number) => Some(number.as_f64()),
        _ => None,
    };
    it.operands().filter_map(number).collect()
}

pub(super) fn matrix(it: &Instruction<'_, '_>) -> Matrix {
    match numbers(it).as_slice() {
        [a, b, c, d, e, f] => Matrix([*a, *b, *c, *d, *e, *f]),
        _ => Matrix::IDENTITY,
    }
}
