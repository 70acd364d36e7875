//! The words by which relations are known: data of a pack, read from `relations.toml`.

use crate::data;
use crate::data::Text;
use crate::text::Span;
use crate::text::fold_word;
use serde::Deserialize;

/// The words by which relations are known.
#[derive(Clone, Debug, Default)]
pub struct Words {
    pub(super) rates: Vec<Rate>,
    pub(super) orders: Vec<Order>,
    pub(super) partitions: Vec<Partition>,
    pub(super) shares: Vec<String>,
    pub(super) stocks: Vec<String>,
}

/// A rate and the figures that it is of.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rate {
    /// As shown.
    pub(super) name: String,
    /// The names of the rate.
    pub(super) rate: Vec<String>,
    /// Words beside the numerator.
    pub(super) part: Vec<String>,
    /// Words beside a denominator.
    pub(super) whole: Vec<String>,
    /// The numerator and denominator are a pair that should be equal.
    #[serde(default)]
    pub(super) pair: bool,
    /// Another denominator than those named is hardly thinkable.
    #[serde(default)]
    pub(super) sure: bool,
}

/// A figure that cannot be above another.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Order {
    /// As shown.
    pub(super) name: String,
    /// Words beside the lesser figure.
    pub(super) less: Vec<String>,
    /// Words beside the greater one.
    pub(super) more: Vec<String>,
    /// Words that make the lesser figure another one.
    #[serde(default)]
    pub(super) not: Vec<String>,
    /// Cases of former years can make it greater.
    #[serde(default)]
    pub(super) carried: bool,
}

/// Names of parts that exclude each other.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Partition {
    /// As shown.
    pub(super) name: String,
    /// What the total is of; anything where empty.
    #[serde(default)]
    pub(super) whole: Vec<String>,
    /// The parts, each by its names.
    pub(super) kinds: Vec<Vec<String>>,
    /// From so many parts on nothing is left over; 0 where something always may be.
    #[serde(default)]
    pub(super) complete: usize,
    /// With one of these parts nothing is left over: 继续有效, 保留.
    #[serde(default)]
    pub(super) key: Vec<String>,
    /// Something left over is hardly thinkable then.
    #[serde(default)]
    pub(super) sure: bool,
    /// It is meant without 其中 too: 清理22件，继续有效15件、修改3件、废止4件.
    #[serde(default)]
    pub(super) unmarked: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileText {
    /// Rates that are shares: above 100 % they cannot be.
    #[serde(default)]
    shares: Vec<String>,
    /// Figures that a report has once for a year.
    #[serde(default)]
    stocks: Vec<String>,
    #[serde(default)]
    rate: Vec<Rate>,
    #[serde(default)]
    order: Vec<Order>,
    #[serde(default)]
    partition: Vec<Partition>,
}

impl Words {
    /// Adds the words of a `relations.toml`.
    ///
    /// # Errors
    /// The first mistake, with its byte span in `text` where it is known.
    pub fn add(&mut self, text: &Text) -> Result<(), (String, Option<Span>)> {
        let file: FileText = data::read(text).map_err(|error| {
            let span = error.span().map(|range| Span::new(range.start, range.end));
            (error.message().to_owned(), span)
        })?;
        self.shares.extend(fold_words(file.shares));
        self.stocks.extend(fold_words(file.stocks));
        self.rates.extend(file.rate.into_iter().map(|rate| Rate {
            rate: fold_words(rate.rate),
            part: fold_words(rate.part),
            whole: fold_words(rate.whole),
            ..rate
        }));
        self.orders
            .extend(file.order.into_iter().map(|order| Order {
                less: fold_words(order.less),
                more: fold_words(order.more),
                not: fold_words(order.not),
                ..order
            }));
        self.partitions
            .extend(file.partition.into_iter().map(|partition| Partition {
                whole: fold_words(partition.whole),
                kinds: partition.kinds.into_iter().map(fold_words).collect(),
                key: fold_words(partition.key),
                ..partition
            }));
        Ok(())
    }
}

fn fold_words(words: Vec<String>) -> Vec<String> {
    let fold = |word: &String| fold_word(word).into_owned();
    words.iter().map(fold).collect()
}
