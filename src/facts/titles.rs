//! The catalogue of titles of laws and documents, and the search for a near one.

/// One instrument of the catalogue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Title {
    /// The official title, without 《》.
    pub title: String,
    /// The usual short form.
    pub short: String,
    /// 法律, 行政法规 ….
    pub level: String,
    /// What the source says of its being in force.
    pub status: String,
    /// Where it was seen.
    pub source: String,
}

/// The titles known; any other title is unknown, never wrong.
#[derive(Clone, Debug, Default)]
pub struct Titles {
    titles: Vec<Title>,
}

/// What the catalogue knows of a cited title.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LookUp {
    /// The instrument of exactly this title, short title or alias.
    pub exact: Option<Title>,
    /// Where there is no exact one: the titles that it most likely is a slip of, nearest first;
    /// empty where none is near enough to speak.
    pub near: Vec<Near>,
}

/// A near title.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Near {
    /// The title as it should be written (in the form, full or short, that the citation has).
    pub title: String,
    /// How many characters differ.
    pub distance: u32,
}

impl Titles {
    /// Reads `law-titles.tsv`.
    ///
    /// # Errors
    /// The number of the first line (from 1) that has not the columns of the header.
    pub fn parse(_tsv: &str) -> Result<Self, usize> {
        Ok(Self::default())
    }

    /// Returns the titles in the order of the file.
    #[must_use]
    pub fn all(&self) -> &[Title] {
        &self.titles
    }

    /// Looks up a cited title, given without its outer marks.
    #[must_use]
    pub fn look_up(&self, _title: &str) -> LookUp {
        LookUp::default()
    }
}
