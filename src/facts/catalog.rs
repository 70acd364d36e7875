//! The words by which metrics are known: data of a pack, read from TOML.

/// What a metric measures.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MetricKind {
    /// Percent.
    Rate,
    /// A count.
    Count,
    /// A statement without a number.
    Claim,
    /// Days.
    Days,
    /// Money.
    Money,
}

/// One metric.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Metric {
    /// Stable id, snake case.
    pub id: String,
    /// Chinese name, as shown.
    pub name: String,
    /// Other names met in reports, folded.
    pub aliases: Vec<String>,
    /// What it measures.
    pub kind: MetricKind,
}

/// The metrics that are known by name.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    metrics: Vec<Metric>,
}

impl Catalog {
    /// Returns the metrics in the order of the catalog.
    #[must_use]
    pub fn metrics(&self) -> &[Metric] {
        &self.metrics
    }
}

impl Catalog {
    /// Adds the metrics of a `metrics.toml`.
    ///
    /// # Errors
    /// The first mistake, with its byte span in `text` where it is known.
    pub fn add(&mut self, _text: &str) -> Result<(), (String, Option<crate::text::Span>)> {
        Ok(())
    }
}
