//! Why a file could not be read, in words a drafter can act on.

use std::fmt;

/// Why a file gave no reading text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ReadError {
    /// No bytes, or only blanks.
    Empty,
    /// The file is larger than is read.
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// There is no body text in it.
    NoText {
        /// Whether navigation and labels were found.
        furniture: bool,
    },
    /// A format that is known but not read.
    NotYet {
        /// The format as the user knows it, such as `PDF`.
        format: &'static str,
        /// What to do instead.
        instead: &'static str,
    },
    /// Not text, and no format that is known.
    Binary,
    /// The characters cannot be decoded.
    Encoding {
        /// The encoding tried.
        encoding: &'static str,
        /// Byte where it fails, from 0.
        at: usize,
    },
    /// A package or page that is damaged.
    Damaged {
        /// The format.
        format: &'static str,
        /// What is wrong.
        what: String,
    },
    /// It opens with a password only.
    Encrypted {
        /// The format.
        format: &'static str,
    },
    /// All pages are pictures.
    Scanned {
        /// How many pages.
        pages: usize,
    },
    /// Most characters have no meaning in the file.
    Garbled {
        /// How many.
        unknown: usize,
        /// Of how many.
        all: usize,
    },
    /// A limit was reached.
    Limit {
        /// What was too much.
        what: String,
    },
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "文件是空的，没有可检查的内容"),
            Self::TooLarge { bytes } => write!(
                f,
                "文件有 {} MB，超过 {} MB 的上限，未读取；年度报告一般不到 1 MB，请确认是否选错了文件",
                bytes >> 20,
                super::MAX_FILE_BYTES >> 20
            ),
            Self::NoText { furniture: true } => {
                write!(f, "只读到网页导航、索引号等页面信息，没有找到报告正文")
            }
            Self::NoText { furniture: false } => write!(f, "没有读到任何文字"),
            Self::NotYet { format, instead } => {
                write!(f, "这是 {format} 文件，目前还不能直接读取；{instead}")
            }
            Self::Binary => write!(
                f,
                "不是文本文件，也不是认得的文档格式；可检查的格式有 txt、md、html、docx、doc、wps、rtf、PDF、OFD"
            ),
            Self::Encoding { encoding, at } => write!(
                f,
                "按 {encoding} 编码读到第 {} 个字节时遇到无效字符，文件可能损坏或编码特殊；请用记事本另存为 UTF-8 后再检查",
                at + 1
            ),
            Self::Damaged { format, what } => {
                write!(
                    f,
                    "{format} 文件已损坏或不完整：{what}；请重新保存或重新下载后再检查"
                )
            }
            Self::Encrypted { format } => write!(
                f,
                "{format} 文件设有打开密码，无法读取；请用密码打开，另存一份不加密的再检查"
            ),
            Self::Scanned { pages } => write!(
                f,
                "全部 {pages} 页都疑为扫描件：只有图片，没有文字；请先做文字识别（OCR），或改用 Word 原稿检查"
            ),
            Self::Garbled { unknown, all } => write!(
                f,
                "{all} 个字中有 {unknown} 个无法识别：字体没有说明各字是什么；请改用 Word 原稿检查，或用带文字识别（OCR）的软件重新生成"
            ),
            Self::Limit { what } => write!(f, "{what}，为安全起见未读取"),
        }
    }
}

impl std::error::Error for ReadError {}
