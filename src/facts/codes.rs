//! Long runs of digits: numbers of cards, telephones and documents are looked for among these,
//! without running a pattern over the whole report.

use crate::document::Document;
use crate::text::Span;

/// Finds the runs of ASCII letters and digits that have at least `least` digits. One blank or
/// hyphen between two digits does not end a run: `138 0013 8000`.
#[must_use]
pub fn codes(document: &Document, least: usize) -> Vec<Span> {
    let folded = document.folded.text();
    let mut found = Vec::new();
    let mut run = Run::default();
    for (at, c) in folded.char_indices() {
        if c.is_ascii_alphanumeric() {
            run.add(at, c);
        } else if !(matches!(c, ' ' | '-') && run.ends_in_digit(at)) {
            run.finish(least, &mut found);
        }
    }
    run.finish(least, &mut found);
    let to_reading = |span| document.folded.to_reading(span);
    found.into_iter().map(to_reading).collect()
}

#[derive(Default)]
struct Run {
    start: usize,
    end: usize,
    digits: usize,
    last_is_digit: bool,
}

impl Run {
    fn add(&mut self, at: usize, c: char) {
        if self.end == 0 {
            self.start = at;
        }
        self.end = at + 1;
        self.last_is_digit = c.is_ascii_digit();
        self.digits += usize::from(self.last_is_digit);
    }

    fn ends_in_digit(&self, at: usize) -> bool {
        self.end == at && self.last_is_digit && self.end > 0
    }

    fn finish(&mut self, least: usize, found: &mut Vec<Span>) {
        if self.digits >= least && self.end > self.start {
            found.push(Span::new(self.start, self.end));
        }
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader;

    #[test]
    fn long_runs_are_found_whatever_divides_them() {
        let text =
            "电话138 0013-8000，代码91370600ABC，１２３４５６７，12345热线，2023-01-02至3月，A1 2";
        let document = Document::new(reader::read("a.txt", text.as_bytes()).unwrap());
        let found = |least| -> Vec<&str> {
            let spans = codes(&document, least).into_iter();
            spans.map(|span| document.slice(span)).collect()
        };
        assert_eq!(found(11), ["138 0013-8000"]);
        let seven = [
            "138 0013-8000",
            "91370600ABC",
            "１２３４５６７",
            "2023-01-02",
        ];
        assert_eq!(found(7), seven);
        assert_eq!(found(20), Vec::<&str>::new());
    }
}
