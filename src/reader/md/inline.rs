//! What stands within the lines of one Markdown paragraph: emphasis, code, links, tags.
//!
//! Marks that do something are left out, all others stay: a redacted name (`王**`), a blank to
//! fill in (`20__年`) and a product (`5*8`) are the author's text.

use super::emphasis;
use super::emphasis::Used;
use super::line::Line;
use crate::text::Span;
use crate::text::slice;
use std::collections::BTreeSet;

/// A stretch of a paragraph.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Piece<'a> {
    /// Text of the file.
    Text {
        /// The text.
        text: &'a str,
        /// Its byte in the file.
        at: usize,
        /// Whether it is bold.
        bold: bool,
    },
    /// A character that is written as an entity.
    Entity(char),
    /// Something visible that is left out: a picture, a comment.
    Dropped(&'a str),
    /// A comment, with its byte in the file.
    Comment {
        /// All of it, its marks included.
        text: &'a str,
        /// Its byte in the file.
        at: usize,
    },
    /// A line of the file ends; the paragraph goes on.
    LineEnd,
    /// The author ends a line here.
    Break,
}

/// Labels of link and footnote definitions of the file.
pub(super) type Labels<'a> = BTreeSet<&'a str>;

/// Reads the lines of one paragraph.
pub(super) fn parse<'a>(lines: &[Line<'a>], labels: &Labels<'a>) -> Vec<Piece<'a>> {
    let mut tokens = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        if i > 0 {
            tokens.push(Token::LineEnd);
        }
        Scanner::new(*line, labels).scan(&mut tokens);
    }
    let runs = emphasis::match_runs(&tokens);
    pieces(&tokens, &runs)
}

/// How far the end of a link, a code span or a tag is looked for, in bytes.
const REACH: usize = 1000;

/// How far the end of a link's text is looked for, in bytes.
const LABEL_REACH: usize = 300;

/// What a line consists of before emphasis is known.
#[derive(Clone, Copy)]
pub(super) enum Token<'a> {
    Text {
        text: &'a str,
        at: usize,
    },
    Entity(char),
    Dropped(&'a str),
    Comment {
        text: &'a str,
        at: usize,
    },
    LineEnd,
    Break,
    /// Asterisks, underscores or tildes.
    Run {
        text: &'a str,
        at: usize,
        before: char,
        after: char,
    },
}

struct Scanner<'a, 'b> {
    line: Line<'a>,
    labels: &'b Labels<'a>,
    /// Byte in the line that is looked at.
    at: usize,
    /// Where the text that was passed and not yet written begins.
    from: usize,
    /// Ends of links that were opened: where they start and where they end.
    ends: Vec<(usize, usize)>,
}

impl<'a, 'b> Scanner<'a, 'b> {
    fn new(line: Line<'a>, labels: &'b Labels<'a>) -> Self {
        Self {
            line,
            labels,
            at: 0,
            from: 0,
            ends: Vec::new(),
        }
    }

    fn scan(&mut self, tokens: &mut Vec<Token<'a>>) {
        while let Some(c) = self.rest().chars().next() {
            if let Some((start, end)) = self.ends.last().copied()
                && start == self.at
            {
                self.ends.pop();
                self.leave(end - start, tokens);
                continue;
            }
            match c {
                '\\' => self.escape(tokens),
                '`' => self.code(tokens),
                '!' if self.rest().starts_with("![") => self.image(tokens),
                '[' => self.link(tokens),
                '<' => self.tag(tokens),
                '&' => self.entity(tokens),
                '*' | '_' | '~' => self.run(c, tokens),
                _ => self.at += c.len_utf8(),
            }
        }
        self.write(tokens);
    }

    fn rest(&self) -> &'a str {
        slice(self.line.text, Span::new(self.at, self.line.text.len()))
    }

    /// The rest of the line as far as an end is looked for.
    fn reach(&self) -> &'a str {
        let rest = self.rest();
        let mut end = REACH.min(rest.len());
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        slice(rest, Span::new(0, end))
    }

    /// Writes the text that was passed.
    fn write(&mut self, tokens: &mut Vec<Token<'a>>) {
        let text = slice(self.line.text, Span::new(self.from, self.at));
        if !text.is_empty() {
            let at = self.line.at + self.from;
            tokens.push(Token::Text { text, at });
        }
        self.from = self.at;
    }

    /// Leaves out the next `n` bytes; returns them.
    fn leave(&mut self, n: usize, tokens: &mut Vec<Token<'a>>) -> &'a str {
        self.write(tokens);
        let left = slice(self.rest(), Span::new(0, n));
        self.at += n;
        self.from = self.at;
        left
    }

    fn escape(&mut self, tokens: &mut Vec<Token<'a>>) {
        let next = self.rest().chars().nth(1);
        if next.is_some_and(|c| c.is_ascii_punctuation()) {
            self.leave(1, tokens);
        }
        // The character behind the backslash is text, whatever it is.
        self.at += if next.is_some() { 1 } else { self.rest().len() };
        if !self.line.text.is_char_boundary(self.at) {
            self.at = self.line.text.len();
        }
    }

    fn code(&mut self, tokens: &mut Vec<Token<'a>>) {
        let rest = self.reach();
        let n = rest.len() - rest.trim_start_matches('`').len();
        let mark = slice(rest, Span::new(0, n));
        let behind = slice(rest, Span::new(n, rest.len()));
        let end = behind.match_indices(mark).map(|(at, _)| at).find(|at| {
            let before = slice(behind, Span::new(0, *at));
            let after = slice(behind, Span::new(at + n, behind.len()));
            !before.ends_with('`') && !after.starts_with('`')
        });
        let Some(end) = end else {
            self.at += n;
            return;
        };
        self.leave(n, tokens);
        self.at += end;
        self.leave(n, tokens);
    }

    fn image(&mut self, tokens: &mut Vec<Token<'a>>) {
        let rest = self.reach();
        let inside = slice(rest, Span::new(1, rest.len()));
        match closing(inside).and_then(|close| Some((close, target(inside, close)?))) {
            Some((_, end)) => {
                let left = self.leave(1 + end, tokens);
                tokens.push(Token::Dropped(left));
            }
            None => self.at += 1,
        }
    }

    fn link(&mut self, tokens: &mut Vec<Token<'a>>) {
        let rest = self.reach();
        let Some(close) = closing(rest) else {
            self.at += 1;
            return;
        };
        let label = slice(rest, Span::new(1, close));
        if label.starts_with('^') && self.labels.contains(label) {
            let left = self.leave(close + 1, tokens);
            tokens.push(Token::Dropped(left));
            return;
        }
        let end = target(rest, close).or_else(|| {
            let behind = slice(rest, Span::new(close + 1, rest.len()));
            let second = behind.strip_prefix('[').and_then(|b| b.split_once(']'));
            match second {
                Some((id, _)) if self.labels.contains(id) => Some(close + 1 + id.len() + 2),
                _ => self.labels.contains(label).then_some(close + 1),
            }
        });
        let Some(end) = end else {
            self.at += 1;
            return;
        };
        self.ends.push((self.at + close, self.at + end));
        self.leave(1, tokens);
    }

    fn tag(&mut self, tokens: &mut Vec<Token<'a>>) {
        let rest = self.reach();
        if let Some(end) = rest.strip_prefix("<!--").and_then(|r| r.find("-->")) {
            let at = self.line.at + self.at;
            let text = self.leave("<!--".len() + end + "-->".len(), tokens);
            tokens.push(Token::Comment { text, at });
            return;
        }
        let Some(end) = rest.find('>') else {
            self.at += 1;
            return;
        };
        let inside = slice(rest, Span::new(1, end));
        if ["http://", "https://", "mailto:"]
            .iter()
            .any(|s| inside.starts_with(s))
        {
            self.leave(1, tokens);
            self.at += inside.len();
            self.leave(1, tokens);
        } else if is_tag(inside) {
            self.leave(end + 1, tokens);
            if inside
                .trim_end_matches(['/', ' '])
                .eq_ignore_ascii_case("br")
            {
                tokens.push(Token::Break);
            }
        } else {
            self.at += 1;
        }
    }

    fn entity(&mut self, tokens: &mut Vec<Token<'a>>) {
        const ENTITIES: [(&str, char); 7] = [
            ("&nbsp;", '\u{A0}'),
            ("&ensp;", '\u{2002}'),
            ("&emsp;", '\u{2003}'),
            ("&amp;", '&'),
            ("&lt;", '<'),
            ("&gt;", '>'),
            ("&quot;", '"'),
        ];
        let found = ENTITIES
            .iter()
            .find(|(name, _)| self.rest().starts_with(name));
        match found {
            Some((name, c)) => {
                self.leave(name.len(), tokens);
                tokens.push(Token::Entity(*c));
            }
            None => self.at += 1,
        }
    }

    fn run(&mut self, c: char, tokens: &mut Vec<Token<'a>>) {
        let before = slice(self.line.text, Span::new(0, self.at))
            .chars()
            .next_back();
        let at = self.line.at + self.at;
        let n = self.rest().len() - self.rest().trim_start_matches(c).len();
        let text = self.leave(n, tokens);
        tokens.push(Token::Run {
            text,
            at,
            before: before.unwrap_or(' '),
            after: self.rest().chars().next().unwrap_or(' '),
        });
    }
}

/// Finds the bracket that closes the one at the start.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, c) in text.char_indices().take_while(|(at, _)| *at < LABEL_REACH) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => depth += 1,
            ']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// Returns the end of `(address "title")` behind the bracket at `close`.
fn target(text: &str, close: usize) -> Option<usize> {
    let behind = slice(text, Span::new(close + 1, text.len()));
    let inside = behind.strip_prefix('(')?;
    let mut depth = 1_usize;
    let end = inside.char_indices().find_map(|(at, c)| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        (depth == 0).then_some(at)
    })?;
    let mut parts = slice(inside, Span::new(0, end)).trim().splitn(2, ' ');
    let _address = parts.next();
    let is_title = |title: &str| title.trim_start().starts_with(['"', '\'', '(']);
    parts
        .next()
        .is_none_or(is_title)
        .then_some(close + 2 + end + 1)
}

/// Tells tags of web pages from words in angle brackets.
fn is_tag(inside: &str) -> bool {
    const NAMES: &str = " a b i u s p br em del ins div sub sup img font span mark small big strong \
        center table thead tbody tr td th col colgroup hr h1 h2 h3 h4 h5 h6 ul ol li section \
        article blockquote figure figcaption kbd code pre ruby rt rp details summary input label ";
    let name = inside.strip_prefix('/').unwrap_or(inside);
    let end = name
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(name.len());
    let (name, behind) = name.split_at_checked(end).unwrap_or((name, ""));
    !name.is_empty()
        && (behind.is_empty() || behind.starts_with([' ', '/', '\t']))
        && NAMES
            .split_ascii_whitespace()
            .any(|known| known.eq_ignore_ascii_case(name))
}

fn pieces<'a>(tokens: &[Token<'a>], used: &[Used]) -> Vec<Piece<'a>> {
    let mut pieces = Vec::with_capacity(tokens.len());
    let mut bold = 0;
    for (token, used) in tokens.iter().zip(used) {
        match *token {
            Token::Text { text, at } => pieces.push(Piece::Text {
                text,
                at,
                bold: bold > 0,
            }),
            Token::Run { text, at, .. } => {
                let kept = Span::new(used.closing, text.len() - used.opening.min(text.len()));
                bold += used.bold;
                let text = slice(text, kept);
                if !text.is_empty() {
                    let at = at + kept.from();
                    pieces.push(Piece::Text {
                        text,
                        at,
                        bold: bold > 0,
                    });
                }
            }
            Token::Entity(c) => pieces.push(Piece::Entity(c)),
            Token::Dropped(text) => pieces.push(Piece::Dropped(text)),
            Token::Comment { text, at } => pieces.push(Piece::Comment { text, at }),
            Token::LineEnd => pieces.push(Piece::LineEnd),
            Token::Break => pieces.push(Piece::Break),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        let labels: Labels<'_> = ["甲", "^1"].into_iter().collect();
        let line = Line { text, at: 0 };
        let mut plain = String::new();
        for piece in parse(&[line], &labels) {
            match piece {
                Piece::Text {
                    text: words,
                    at,
                    bold,
                } => {
                    assert_eq!(slice(text, Span::new(at, at + words.len())), words);
                    if bold {
                        plain.push_str(&format!("⟦{words}⟧"));
                    } else {
                        plain.push_str(words);
                    }
                }
                Piece::Entity(c) => plain.push(c),
                Piece::Dropped(_) | Piece::Comment { .. } => {}
                Piece::LineEnd | Piece::Break => plain.push('\n'),
            }
        }
        plain
    }

    #[test]
    fn emphasis_is_left_out_around_its_text() {
        let check = |text: &str, expected: &str| assert_eq!(plain(text), expected, "{text}");
        check("**（一）标题。** 正文", "⟦（一）标题。⟧ 正文");
        check("**（一）标题。**正文", "⟦（一）标题。⟧正文");
        check(
            "正文**“重点”**正文**重点**正文",
            "正文⟦“重点”⟧正文⟦重点⟧正文",
        );
        check(
            "*斜体*与__粗体__与***粗斜***与_斜_",
            "斜体与__粗体__与⟦粗斜⟧与_斜_",
        );
        check("_斜体_ 与 __粗体__", "斜体 与 ⟦粗体⟧");
        check("**粗*斜*粗**", "⟦粗⟧⟦斜⟧⟦粗⟧");
        check("~~删去~~的", "删去的");
        check("**合计**", "⟦合计⟧");
    }

    #[test]
    fn marks_that_do_nothing_stay() {
        for text in [
            "5 * 8",
            "5*8*3",
            "王**，李**同志",
            "王**（局长）、李**（书记）",
            "20__年__月__日",
            "____",
            "一*星",
            "**没有结束",
            "a_b_c",
            "1~2年",
            "****",
            "[2023]2号",
            "[一](二 三)",
            "<临溯县>",
            "<XX>",
            "得分<90",
            "a < b > c",
            "`没有结束",
            "R&D",
            "!重要",
            "![没有",
            "C:\\目录",
            "注[1]",
        ] {
            assert_eq!(plain(text), text, "{text}");
        }
    }

    #[test]
    fn links_code_tags_and_entities_give_their_text() {
        let check = |text: &str, expected: &str| assert_eq!(plain(text), expected, "{text}");
        check("见[《办法》](http://a.b/c_d(e) \"标题\")。", "见《办法》。");
        check(
            "见[**重**点](x)、[甲]、[乙][甲]、[丙][丁]",
            "见⟦重⟧点、甲、乙、[丙][丁]",
        );
        check("图![说明](a.png)后[^1]，[^2]", "图后，[^2]");
        check("`a*b`与``c`d``", "a*b与c`d");
        check(
            "一<span style=\"x\">二</span><br/>三<!-- 四 -->五",
            "一二\n三五",
        );
        check("<https://a.b>&nbsp;&lt;&copy;", "https://a.b\u{a0}<&copy;");
        check("1\\. 2\\*3\\*", "1. 2*3*");
        check("末尾\\", "末尾\\");
    }
}
