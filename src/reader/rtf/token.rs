//! The grammar of RTF: groups, control words, control signs, bytes of text.

/// One step through a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Token<'b> {
    /// `{`.
    Open,
    /// `}`.
    Close,
    /// `\name` with its number; the blank behind it is part of it.
    Word(&'b str, Option<i32>),
    /// `\'b7`: one byte of text.
    Hex(u8),
    /// `\` before anything else.
    Sign(u8),
    /// A byte of text as it stands.
    Byte(u8),
}

/// Longest name of a control word; Word takes 32 letters.
const LONGEST: usize = 40;

/// Walks over a file.
pub(super) struct Tokens<'b> {
    rest: &'b [u8],
}

impl<'b> Tokens<'b> {
    /// Starts at the first byte.
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { rest: bytes }
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    /// Cuts off the bytes at the start that `is` holds for.
    fn take(&mut self, most: usize, is: impl Fn(&u8) -> bool) -> &'b [u8] {
        let n = self.rest.iter().take(most).take_while(|b| is(b)).count();
        let (taken, rest) = self.rest.split_at(n);
        self.rest = rest;
        taken
    }

    /// Reads what stands behind a backslash.
    fn control(&mut self) -> Option<Token<'b>> {
        let name = self.take(LONGEST, u8::is_ascii_alphabetic);
        if name.is_empty() {
            return match self.byte()? {
                b'\'' => Some(self.hex()),
                sign => Some(Token::Sign(sign)),
            };
        }
        let is_negative =
            self.rest.first() == Some(&b'-') && self.rest.get(1).is_some_and(u8::is_ascii_digit);
        if is_negative {
            self.byte();
        }
        let digits = self.take(LONGEST, u8::is_ascii_digit);
        let number = std::str::from_utf8(digits).unwrap_or("").parse::<i64>();
        let number = number.map(|n| if is_negative { -n } else { n });
        let number = number.ok().and_then(|n| i32::try_from(n).ok());
        if self.rest.first() == Some(&b' ') {
            self.byte();
        }
        let name = std::str::from_utf8(name).unwrap_or("");
        if name == "bin" {
            // As many bytes follow that are no text at all.
            let n = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
            self.rest = self.rest.get(n..).unwrap_or(&[]);
        }
        Some(Token::Word(name, number))
    }

    fn hex(&mut self) -> Token<'b> {
        let digits = self.take(2, u8::is_ascii_hexdigit);
        let digits = std::str::from_utf8(digits).unwrap_or("");
        Token::Hex(u8::from_str_radix(digits, 16).unwrap_or(b'?'))
    }
}

impl<'b> Iterator for Tokens<'b> {
    type Item = Token<'b>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            return Some(match self.byte()? {
                b'{' => Token::Open,
                b'}' => Token::Close,
                b'\\' => self.control()?,
                // Line ends and the NUL that some programs put at the end are no text.
                b'\r' | b'\n' | 0 => continue,
                byte => Token::Byte(byte),
            });
        }
    }
}
