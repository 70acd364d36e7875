//! What an element does to the text in it: whether it shows, breaks the line, is bold or centred.

use super::dom::Element;
use html5ever::local_name;

/// Tells whether nothing inside the element is text of the page.
pub(super) fn is_dropped(element: &Element) -> bool {
    let is_no_text = matches!(
        element.name,
        local_name!("head")
            | local_name!("script")
            | local_name!("style")
            | local_name!("noscript")
            | local_name!("noframes")
            | local_name!("template")
            | local_name!("iframe")
            | local_name!("object")
            | local_name!("audio")
            | local_name!("video")
            | local_name!("canvas")
            | local_name!("map")
            | local_name!("select")
            | local_name!("datalist")
            | local_name!("button")
            | local_name!("textarea")
            | local_name!("rt")
            | local_name!("rp")
            // What is no HTML element has the empty name: drawings.
            | local_name!("")
    );
    is_no_text
        || element.attribute(local_name!("hidden")).is_some()
        || styles(element).any(|(name, value)| {
            name == "display" && value == "none" || name == "visibility" && value == "hidden"
        })
}

/// Tells whether the element begins and ends a line.
pub(super) fn is_block(element: &Element) -> bool {
    let is_block = matches!(
        element.name,
        local_name!("html")
            | local_name!("body")
            | local_name!("address")
            | local_name!("article")
            | local_name!("aside")
            | local_name!("blockquote")
            | local_name!("center")
            | local_name!("dd")
            | local_name!("details")
            | local_name!("dialog")
            | local_name!("dir")
            | local_name!("div")
            | local_name!("dl")
            | local_name!("dt")
            | local_name!("fieldset")
            | local_name!("figcaption")
            | local_name!("figure")
            | local_name!("footer")
            | local_name!("form")
            | local_name!("frameset")
            | local_name!("h1")
            | local_name!("h2")
            | local_name!("h3")
            | local_name!("h4")
            | local_name!("h5")
            | local_name!("h6")
            | local_name!("header")
            | local_name!("hgroup")
            | local_name!("hr")
            | local_name!("legend")
            | local_name!("li")
            | local_name!("main")
            | local_name!("menu")
            | local_name!("nav")
            | local_name!("ol")
            | local_name!("p")
            | local_name!("pre")
            | local_name!("section")
            | local_name!("summary")
            | local_name!("ul")
    );
    is_block
        || is_table_part(element)
        || styles(element).any(|(name, value)| name == "display" && value == "block")
}

fn is_table_part(element: &Element) -> bool {
    matches!(
        element.name,
        local_name!("table")
            | local_name!("caption")
            | local_name!("thead")
            | local_name!("tbody")
            | local_name!("tfoot")
            | local_name!("tr")
            | local_name!("td")
            | local_name!("th")
    )
}

/// Tells whether the element is a cell of a table.
pub(super) fn is_cell(element: &Element) -> bool {
    matches!(element.name, local_name!("td") | local_name!("th"))
}

/// Tells whether the element may hold the text of a page.
pub(super) fn is_container(element: &Element) -> bool {
    matches!(
        element.name,
        local_name!("div")
            | local_name!("td")
            | local_name!("article")
            | local_name!("section")
            | local_name!("main")
            | local_name!("body")
            | local_name!("form")
            | local_name!("center")
    )
}

/// Tells whether the element is a link to somewhere.
pub(super) fn is_link(element: &Element) -> bool {
    element.name == local_name!("a") && element.attribute(local_name!("href")).is_some()
}

/// Returns the level of a heading.
pub(super) fn heading(element: &Element) -> Option<u8> {
    match element.name {
        local_name!("h1") => Some(1),
        local_name!("h2") => Some(2),
        local_name!("h3") => Some(3),
        local_name!("h4") => Some(4),
        local_name!("h5") => Some(5),
        local_name!("h6") => Some(6),
        _ => None,
    }
}

/// How text looks; what is inside an element inherits it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Look {
    /// Set in bold type.
    pub(super) bold: bool,
    /// Set in the middle of the line.
    pub(super) centred: bool,
    /// Line feeds of the source are line ends.
    pub(super) preformatted: bool,
    /// Inside a link.
    pub(super) link: bool,
    /// Inside an item of a list.
    pub(super) item: bool,
    /// Level of the heading it stands in.
    pub(super) heading: Option<u8>,
}

impl Look {
    /// Returns the look inside `element`.
    pub(super) fn inside(mut self, element: &Element) -> Self {
        match element.name {
            local_name!("b") | local_name!("strong") => self.bold = true,
            local_name!("center") => self.centred = true,
            local_name!("pre") => self.preformatted = true,
            local_name!("li") => self.item = true,
            _ => {}
        }
        if let Some(level) = heading(element) {
            self.heading = Some(level);
            self.bold = true;
        }
        self.link |= is_link(element);
        if let Some(align) = element.attribute(local_name!("align"))
            && element.name != local_name!("table")
        {
            self.centred = is_centre(&align.to_ascii_lowercase());
        }
        for (name, value) in styles(element) {
            match name.as_str() {
                "font-weight" => self.bold = is_bold(&value),
                "text-align" => self.centred = is_centre(&value),
                "white-space" => self.preformatted = value.starts_with("pre"),
                _ => {}
            }
        }
        self
    }
}

fn is_centre(value: &str) -> bool {
    matches!(value, "center" | "middle" | "-webkit-center")
}

fn is_bold(value: &str) -> bool {
    match value.parse::<u32>() {
        Ok(weight) => weight >= 600,
        Err(_) => matches!(value, "bold" | "bolder"),
    }
}

/// Returns the declarations of the element's own style, in lower case.
fn styles(element: &Element) -> impl Iterator<Item = (String, String)> {
    let style = element.attribute(local_name!("style")).unwrap_or("");
    style.split(';').filter_map(|declaration| {
        let (name, value) = declaration.split_once(':')?;
        let value = value.split('!').next().unwrap_or(value);
        Some((
            name.trim().to_ascii_lowercase(),
            value.trim().to_ascii_lowercase(),
        ))
    })
}
