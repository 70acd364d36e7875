//! `data/matrix.toml`: the items of an indicator system or of a duty, as rows of the matrix.

use crate::data;
use crate::data::Text;
use crate::finding::Basis;
use crate::pack::KINDS;
use crate::text::Span;
use serde::Deserialize;
use toml::Spanned;

/// A system of items: an indicator system, or what a regulation demands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct System {
    /// The pack it belongs to.
    pub pack: String,
    /// The system's title.
    pub title: String,
    /// What a reader must know of it; may be empty.
    pub note: String,
    /// Its editions, oldest first; a system without editions has one that is always in force.
    pub editions: Vec<Edition>,
    /// The first-level items, in order.
    pub groups: Vec<Group>,
    /// The items, in order.
    pub items: Vec<Item>,
}

/// An edition of a system.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edition {
    /// How it is asked for: `2021`.
    pub id: String,
    /// Its title: 2021年版.
    pub title: String,
    /// The first year reported that it is for.
    pub from_year: i32,
    /// What is not known of it; may be empty.
    pub note: String,
}

/// A first-level item.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    /// Its id in the project.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Whether somebody saw it in the system's text.
    pub seen: bool,
    /// The editions it is part of; all where empty.
    pub editions: Vec<String>,
}

/// What makes a report meet an item. An item has one way to be met.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Proof {
    /// The deciding rules pass and show what they saw.
    Rules,
    /// A figure of one of these metrics, of at least this value, the report's own of the year.
    Metric(Vec<String>, i64),
    /// The item is told with a figure or with a document that was issued.
    Told,
    /// The report has this part.
    Part(String),
    /// Only a person can say.
    Person,
}

/// One row of the matrix.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Item {
    /// Its id in the project; never the official number.
    pub id: String,
    /// The id of its first-level item.
    pub group: String,
    /// The title of its second-level item; may be empty.
    pub section: String,
    /// What it asks for, in the project's words.
    pub title: String,
    /// The official number, where it was seen.
    pub official: Option<String>,
    /// Whether it was seen to be an item of the system.
    pub seen: bool,
    /// What the duty behind it stands on.
    pub basis: Vec<Basis>,
    /// The kinds of body it is for; all where empty.
    pub applies: Vec<String>,
    /// The levels of body it is for; all where empty.
    pub levels: Vec<String>,
    /// The first year reported that it is for.
    pub from_year: Option<i32>,
    /// What makes a report meet it.
    pub proof: Proof,
    /// Words by which a report speaks of it.
    pub words: Vec<String>,
    /// Words that come near to it and show nothing: 败诉2件 is no analysis of lost cases.
    pub hints: Vec<String>,
    /// Rules that decide: one that fails shows that it is not met.
    pub rules: Vec<String>,
    /// Further rules behind it, which decide nothing.
    pub also: Vec<String>,
    /// What the machine cannot see.
    pub cannot_see: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct FileText {
    title: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    edition: Vec<EditionText>,
    group: Vec<GroupText>,
    item: Vec<ItemText>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct EditionText {
    id: String,
    title: String,
    from_year: i32,
    #[serde(default)]
    note: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct GroupText {
    id: String,
    title: String,
    #[serde(default)]
    seen: bool,
    #[serde(default)]
    editions: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct ItemText {
    id: Spanned<String>,
    group: Spanned<String>,
    #[serde(default)]
    section: String,
    title: String,
    official: Option<String>,
    #[serde(default)]
    seen: bool,
    #[serde(default)]
    basis: Vec<BasisText>,
    #[serde(default)]
    applies: Vec<Spanned<String>>,
    #[serde(default)]
    levels: Vec<String>,
    from_year: Option<i32>,
    proof: Spanned<ProofText>,
    #[serde(default)]
    metrics: Vec<String>,
    at_least: Option<i64>,
    part: Option<String>,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    hints: Vec<String>,
    #[serde(default)]
    rules: Vec<String>,
    #[serde(default)]
    also: Vec<String>,
    cannot_see: String,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum ProofText {
    Rules,
    Metric,
    Told,
    Part,
    Person,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct BasisText {
    document: String,
    #[serde(default)]
    item: String,
    #[serde(default)]
    seen: bool,
}

type Mistake = (String, Option<Span>);

/// Reads the `matrix.toml` of a pack.
///
/// # Errors
/// The first mistake, with its byte span where it is known.
pub(super) fn read(pack: &str, text: &Text) -> Result<System, Mistake> {
    let file: FileText = data::read(text).map_err(|error| {
        let span = error.span().map(|range| Span::new(range.start, range.end));
        (error.message().to_owned(), span)
    })?;
    let groups: Vec<Group> = file.group.into_iter().map(group).collect();
    let mut items: Vec<Item> = Vec::with_capacity(file.item.len());
    for written in file.item {
        let item = item(written, &groups, &items)?;
        items.push(item);
    }
    let editions = file.edition.into_iter().map(|edition| Edition {
        id: edition.id,
        title: edition.title,
        from_year: edition.from_year,
        note: edition.note,
    });
    Ok(System {
        pack: pack.to_owned(),
        title: file.title,
        note: file.note,
        editions: editions.collect(),
        groups,
        items,
    })
}

fn group(written: GroupText) -> Group {
    Group {
        id: written.id,
        title: written.title,
        seen: written.seen,
        editions: written.editions,
    }
}

fn item(written: ItemText, groups: &[Group], known: &[Item]) -> Result<Item, Mistake> {
    let at = |spanned: &Spanned<String>| {
        let range = spanned.span();
        Some(Span::new(range.start, range.end))
    };
    let id = written.id.get_ref();
    if known.iter().any(|item| item.id == *id) {
        return Err((format!("条目 {id} 写了两次"), at(&written.id)));
    }
    if !groups
        .iter()
        .any(|group| group.id == *written.group.get_ref())
    {
        let message = format!("没有编号为 {} 的一级指标", written.group.get_ref());
        return Err((message, at(&written.group)));
    }
    for kind in &written.applies {
        if !KINDS.contains(&kind.get_ref().as_str()) {
            let message = format!("没有“{}”这种单位性质", kind.get_ref());
            return Err((message, at(kind)));
        }
    }
    let range = written.proof.span();
    let place = Some(Span::new(range.start, range.end));
    let proof = proof(&written).map_err(|message| (message, place))?;
    Ok(Item {
        group: written.group.into_inner(),
        section: written.section,
        title: written.title,
        official: written.official,
        seen: written.seen,
        basis: written.basis.into_iter().map(basis).collect(),
        applies: written
            .applies
            .into_iter()
            .map(Spanned::into_inner)
            .collect(),
        levels: written.levels,
        from_year: written.from_year,
        proof,
        words: written.words,
        hints: written.hints,
        rules: written.rules,
        also: written.also,
        cannot_see: written.cannot_see,
        id: written.id.into_inner(),
    })
}

/// What is needed for each kind of proof must be there.
fn proof(written: &ItemText) -> Result<Proof, String> {
    let needs = |there: bool, what: &str| match there {
        true => Ok(()),
        false => Err(format!("条目 {} 要写 {what}", written.id.get_ref())),
    };
    match written.proof.get_ref() {
        ProofText::Rules => {
            needs(!written.rules.is_empty(), "rules")?;
            Ok(Proof::Rules)
        }
        ProofText::Metric => {
            needs(!written.metrics.is_empty(), "metrics")?;
            Ok(Proof::Metric(
                written.metrics.clone(),
                written.at_least.unwrap_or(1),
            ))
        }
        ProofText::Told => {
            needs(!written.words.is_empty(), "words")?;
            Ok(Proof::Told)
        }
        ProofText::Part => {
            needs(written.part.is_some(), "part")?;
            Ok(Proof::Part(written.part.clone().unwrap_or_default()))
        }
        ProofText::Person => Ok(Proof::Person),
    }
}

fn basis(written: BasisText) -> Basis {
    Basis {
        document: written.document,
        item: written.item,
        quote: String::new(),
        seen: written.seen,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "title = \"甲\"\n[[group]]\nid = \"A\"\ntitle = \"乙\"\n";

    fn reading(item: &str) -> Result<System, String> {
        let text =
            format!("{HEAD}[[item]]\nid = \"A1\"\ntitle = \"丙\"\ncannot-see = \"丁\"\n{item}");
        read("p", &Text::from(text)).map_err(|(message, _)| message)
    }

    #[test]
    fn an_item_has_one_way_to_be_met() {
        let system =
            reading("group = \"A\"\nproof = \"metric\"\nmetrics = [\"drill_n\"]\nat-least = 2\n");
        let item = system.unwrap().items.remove(0);
        assert_eq!(item.proof, Proof::Metric(vec!["drill_n".to_owned()], 2));
        assert_eq!(
            reading("group = \"A\"\nproof = \"rules\"\n"),
            Err("条目 A1 要写 rules".to_owned())
        );
    }

    #[test]
    fn mistakes_are_refused() {
        let says = |item: &str, words: &str| {
            let message = reading(item).unwrap_err();
            assert!(message.contains(words), "{message}");
        };
        says(
            "group = \"B\"\nproof = \"person\"\n",
            "没有编号为 B 的一级指标",
        );
        says(
            "group = \"A\"\nproof = \"person\"\nword = []\n",
            "unknown field `word`",
        );
        says(
            "group = \"A\"\nproof = \"person\"\napplies = [\"county\"]\n",
            "没有“county”这种单位性质",
        );
        let twice = "group = \"A\"\nproof = \"person\"\n[[item]]\nid = \"A1\"\ntitle = \"丙\"\ncannot-see = \"丁\"\ngroup = \"A\"\nproof = \"person\"\n";
        says(twice, "条目 A1 写了两次");
    }
}
