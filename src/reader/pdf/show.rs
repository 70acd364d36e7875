//! Text operators: where each character of a string stands.

use super::Stop;
use super::content::Interpreter;
use super::content::matrix;
use super::content::numbers;
use super::font::Font;
use super::matrix::Matrix;
use crate::reader::paged::Glyph;
use hayro_syntax::content::Instruction;
use hayro_syntax::object::Dict;
use hayro_syntax::object::Object;
use hayro_syntax::object::String as PdfString;

impl Interpreter<'_> {
    /// Takes a text operator, or one that is none of ours.
    pub(super) fn text_operator(
        &mut self,
        it: &Instruction<'_, '_>,
        resources: &Dict<'_>,
    ) -> Result<(), Stop> {
        let operator: &[u8] = it.operator;
        let numbers = numbers(it);
        let n = |at: usize| numbers.get(at).copied().unwrap_or_default();
        match operator {
            b"BT" => {
                self.text = Matrix::IDENTITY;
                self.line = Matrix::IDENTITY;
            }
            b"Tc" => self.state.char_space = n(0),
            b"Tw" => self.state.word_space = n(0),
            b"Tz" => self.state.scale = n(0) / 100.0,
            b"TL" => self.state.leading = n(0),
            b"Ts" => self.state.rise = n(0),
            b"Tr" => self.state.mode = whole(n(0)),
            b"Tf" => {
                self.state.size = n(0);
                let name = it.operands().find_map(|object| match object {
                    Object::Name(name) => Some(name.clone()),
                    _ => None,
                });
                let fonts = resources.get::<Dict<'_>>("Font");
                let dict = fonts
                    .zip(name)
                    .and_then(|(fonts, name)| fonts.get(name.as_ref()));
                self.state.font = match dict {
                    Some(dict) => Some(self.shared.font(&dict)?),
                    None => None,
                };
            }
            b"Td" => self.next_line(n(0), n(1)),
            b"TD" => {
                self.state.leading = -n(1);
                self.next_line(n(0), n(1));
            }
            b"Tm" => {
                self.line = matrix(it);
                self.text = self.line;
            }
            b"T*" => self.next_line(0.0, -self.state.leading),
            b"Tj" | b"TJ" => self.show(it)?,
            b"'" => {
                self.next_line(0.0, -self.state.leading);
                self.show(it)?;
            }
            b"\"" => {
                self.state.word_space = n(0);
                self.state.char_space = n(1);
                self.next_line(0.0, -self.state.leading);
                self.show(it)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line = Matrix::shift(x, y).then(&self.line);
        self.text = self.line;
    }

    /// Shows the strings among the operands; a number in an array moves back.
    fn show(&mut self, it: &Instruction<'_, '_>) -> Result<(), Stop> {
        for object in it.operands() {
            match object {
                Object::String(string) => self.string(string)?,
                Object::Array(array) => {
                    for object in array.iter::<Object<'_>>() {
                        match object {
                            Object::String(string) => self.string(&string)?,
                            Object::Number(number) => self.adjust(number.as_f64()),
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn adjust(&mut self, thousandths: f64) {
        let by = -thousandths / 1000.0 * self.state.size;
        let vertical = self
            .state
            .font
            .as_ref()
            .is_some_and(|(font, _)| font.vertical);
        let shift = if vertical {
            Matrix::shift(0.0, by)
        } else {
            Matrix::shift(by * self.state.scale, 0.0)
        };
        self.text = shift.then(&self.text);
    }

    fn string(&mut self, string: &PdfString<'_>) -> Result<(), Stop> {
        let Some((font, style)) = self.state.font.clone() else {
            return Ok(());
        };
        let mut bytes = string.as_bytes();
        while !bytes.is_empty() {
            let (code, length) = font.next(bytes);
            let is_blank = length == 1 && code == 0x20;
            bytes = bytes.get(length.max(1)..).unwrap_or(&[]);
            let width = f64::from(font.width(code, length));
            let text = font.text(code, length);
            self.glyph(&font, style, text.as_deref(), width)?;
            let space = self.state.char_space + if is_blank { self.state.word_space } else { 0.0 };
            let shift = if font.vertical {
                Matrix::shift(0.0, -self.state.size + space)
            } else {
                Matrix::shift((width * self.state.size + space) * self.state.scale, 0.0)
            };
            self.text = shift.then(&self.text);
        }
        Ok(())
    }

    /// Adds what one code shows: usually one character, for a ligature several.
    fn glyph(
        &mut self,
        font: &Font,
        style: u16,
        text: Option<&str>,
        width: f64,
    ) -> Result<(), Stop> {
        if self.marks.iter().any(|mark| mark.hidden) {
            return Ok(());
        }
        let size = self.state.size;
        let at = Matrix::scale(size * self.state.scale, size, self.state.rise)
            .then(&self.text)
            .then(&self.state.ctm);
        let text = text.unwrap_or("\u{FFFD}");
        let n = text.chars().count().max(1);
        // A downward glyph is centred on the line it hangs from.
        let (start, reach) = if font.vertical {
            ([-width / 2.0, -0.88], [width, 0.0])
        } else {
            ([0.0, 0.0], [width, 0.0])
        };
        for (i, c) in text.chars().enumerate() {
            self.shared.character()?;
            let part = |of: [f64; 2]| [of[0] / n as f64, of[1] / n as f64];
            let [dx, dy] = part(reach);
            let origin = at.apply(start[0] + dx * i as f64, start[1] + dy * i as f64);
            let glyph = Glyph {
                c: known(c, &font.name),
                origin,
                advance: at.direction(dx, dy),
                up: at.direction(0.0, 1.0),
                style,
                // Filled and stroked: bold type that the font does not have.
                bold: font.bold || matches!(self.state.mode, 2 | 6),
                hidden: matches!(self.state.mode, 3 | 7),
                artifact: self.marks.iter().any(|mark| mark.artifact),
            };
            if glyph.is_placed() {
                self.sheet.glyphs.push(glyph);
            }
        }
        Ok(())
    }
}

/// Signs of symbol fonts stand in the private area; a glyph without meaning has no character.
fn known(c: char, font: &str) -> char {
    match c {
        '\u{E000}'..='\u{F8FF}' => {
            let code = format!("{:X}", u32::from(c));
            let font = font.split(['-', ',']).next().unwrap_or(font);
            let sign = crate::reader::docx::symbol::decode(font, &code);
            sign.unwrap_or('\u{FFFD}')
        }
        // A blank that a writer typed as a tab or line end is a blank.
        '\t' | '\n' | '\r' | '\u{A0}' => ' ',
        c if c.is_control() => '\u{FFFD}',
        c => crate::reader::paged::unify(c),
    }
}

fn whole(number: f64) -> i64 {
    let known = (0..=7_i32).find(|mode| (f64::from(*mode) - number).abs() < 0.5);
    known.map_or(0, i64::from)
}
