//! What the TOML reader says of a syntax error, in Chinese.

use crate::text::Span;

/// The commonest slip of Chinese authors: full-width marks.
pub(super) fn wide_mark(text: &str, span: Span) -> Option<String> {
    const MARKS: [(char, &str); 10] = [
        ('“', "\""),
        ('”', "\""),
        ('＂', "\""),
        ('，', ","),
        ('＝', "="),
        ('【', "["),
        ('】', "]"),
        ('［', "["),
        ('］', "]"),
        ('。', "."),
    ];
    let line_start = text.get(..span.from())?.rfind('\n').map_or(0, |at| at + 1);
    let line = text.get(line_start..)?.lines().next()?.split('#').next()?;
    let (wide, narrow) = MARKS.into_iter().find(|(wide, _)| line.contains(*wide))?;
    Some(format!("这一行有全角的 {wide} ，请改为半角的 {narrow}"))
}

/// Says a message of the TOML reader in Chinese; one that is not known stays as it is.
pub(super) fn chinese(message: &str) -> &str {
    let known = MESSAGES
        .iter()
        .find(|(start, _)| message.starts_with(start));
    known.map_or(message, |(_, chinese)| chinese)
}

/// Starts of the messages of toml 1.x (`toml_parser`), with what they say.
const MESSAGES: [(&str, &str); 34] = [
    ("duplicate key", "键重复"),
    ("string values must be quoted", "文字要用半角双引号括起来"),
    ("key with no value", "键后面没有“= 值”"),
    ("missing assignment", "键和值之间缺少 ="),
    ("missing value", "= 后面没有值"),
    ("extra `=`", "多了一个 ="),
    ("extra assignment", "多了一个 ="),
    ("extra comma", "多了一个逗号"),
    ("missing comma", "缺少逗号"),
    ("unexpected `=` in array", "数组里不能有 ="),
    ("unclosed array table", "[[…]] 没有写完整，缺少 ]]"),
    ("unclosed array", "数组缺少 ]"),
    ("unclosed inline table", "缺少 }"),
    ("unclosed table", "[…] 没有写完整，缺少 ]"),
    ("missing table open", "缺少 ["),
    ("missing array opening", "缺少 ["),
    ("missing inline table opening", "缺少 {"),
    ("missing opening quote", "缺少左引号"),
    ("missing key", "缺少键"),
    (
        "invalid unquoted key",
        "键里有不能直接写的字符，请用半角双引号括起来",
    ),
    ("unquoted keys cannot be empty", "键是空的"),
    ("keys cannot be multi-line", "键不能跨行"),
    ("invalid key-value pair", "这里应当是“键 = 值”"),
    ("unexpected key or value", "这里不应有内容，请换行再写"),
    ("unexpected content", "这里不应有内容"),
    ("invalid basic string", "字符串没有写完整，缺少右引号"),
    ("invalid literal string", "字符串没有写完整，缺少右引号"),
    ("invalid multi-line", "多行字符串没有写完整"),
    ("unexpected leading zero", "数字前面不能有 0"),
    ("invalid integer", "不是合法的整数"),
    ("invalid float", "不是合法的小数"),
    ("invalid boolean", "只能写 true 或 false"),
    ("carriage return must", "换行符不完整"),
    ("cannot recurse", "层次太多"),
];
