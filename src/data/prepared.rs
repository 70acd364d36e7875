//! TOML values as `build.rs` wrote them, read without copying a text.
//!
//! A value is one byte for its type and then: `s` a length and UTF-8 bytes; `i` eight bytes;
//! `f` eight bytes; `t`, `n` (true, false) nothing; `a` a number of values, then these; `m` a
//! number of entries, then for each a key (length and bytes) and a value. Numbers are little
//! endian, lengths have four bytes.

use serde::de::DeserializeOwned;
use serde::de::DeserializeSeed;
use serde::de::Deserializer;
use serde::de::Error as _;
use serde::de::IntoDeserializer;
use serde::de::MapAccess;
use serde::de::SeqAccess;
use serde::de::Visitor;
use serde::de::value::BorrowedStrDeserializer;
use serde::de::value::Error;
use serde_spanned::de::SpannedDeserializer;
use serde_spanned::de::is_spanned;

/// Reads a value of `T`.
pub(super) fn read<T: DeserializeOwned>(bytes: &'static [u8]) -> Result<T, Error> {
    let mut rest = Rest(bytes);
    T::deserialize(rest.value()?)
}

/// What was not read yet.
#[derive(Clone, Copy)]
struct Rest<'de>(&'de [u8]);

/// One value; texts, lists and tables stay where they are.
#[derive(Clone, Copy)]
enum Value<'de> {
    Text(&'de str),
    Int(i64),
    Float(f64),
    Bool(bool),
    List(usize, Rest<'de>),
    Table(usize, Rest<'de>),
}

impl<'de> Rest<'de> {
    fn take(&mut self, n: usize) -> Result<&'de [u8], Error> {
        let cut = self.0.split_at_checked(n);
        let (taken, rest) = cut.ok_or_else(|| Error::custom("cut short"))?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        self.take(N)?
            .try_into()
            .map_err(|_| Error::custom("cut short"))
    }

    fn length(&mut self) -> Result<usize, Error> {
        let length = u32::from_le_bytes(self.array()?);
        usize::try_from(length).map_err(Error::custom)
    }

    fn text(&mut self) -> Result<&'de str, Error> {
        let length = self.length()?;
        std::str::from_utf8(self.take(length)?).map_err(Error::custom)
    }

    /// Reads a value; what is inside of a list or table is passed over.
    fn value(&mut self) -> Result<Value<'de>, Error> {
        let [tag] = self.array()?;
        Ok(match tag {
            b's' => Value::Text(self.text()?),
            b'i' => Value::Int(i64::from_le_bytes(self.array()?)),
            b'f' => Value::Float(f64::from_le_bytes(self.array()?)),
            b't' => Value::Bool(true),
            b'n' => Value::Bool(false),
            b'a' | b'm' => {
                let size = self.length()?;
                let mut inner = Rest(self.take(size)?);
                let n = inner.length()?;
                match tag {
                    b'a' => Value::List(n, inner),
                    _ => Value::Table(n, inner),
                }
            }
            _ => return Err(Error::custom("unknown type")),
        })
    }
}

impl<'de> IntoDeserializer<'de, Error> for Value<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Value<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Text(text) => visitor.visit_borrowed_str(text),
            Self::Int(n) => visitor.visit_i64(n),
            Self::Float(n) => visitor.visit_f64(n),
            Self::Bool(yes) => visitor.visit_bool(yes),
            Self::List(n, rest) => visitor.visit_seq(Items { left: n, rest }),
            Self::Table(n, rest) => visitor.visit_map(Entries {
                left: n,
                rest,
                value: None,
            }),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if is_spanned(name) {
            // Places are asked for only where something is wrong; here nothing is.
            return visitor.visit_map(SpannedDeserializer::new(self, 0..0));
        }
        self.deserialize_any(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self {
            Self::Text(text) => visitor.visit_enum(BorrowedStrDeserializer::new(text)),
            _ => Err(Error::custom("a name is needed")),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map identifier ignored_any
    }
}

/// The values of a list.
struct Items<'de> {
    left: usize,
    rest: Rest<'de>,
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        seed.deserialize(self.rest.value()?).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

/// The entries of a table.
struct Entries<'de> {
    left: usize,
    rest: Rest<'de>,
    value: Option<Value<'de>>,
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        let key = self.rest.text()?;
        self.value = Some(self.rest.value()?);
        seed.deserialize(Value::Text(key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let value = self.value.take();
        seed.deserialize(value.ok_or_else(|| Error::custom("a value without a key"))?)
    }
}
