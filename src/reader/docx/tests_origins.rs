//! Every stretch of the reading text leads back to its paragraph, run and character.

use super::tests::*;
use crate::text::Origin;
use crate::text::Part;
use crate::text::SourceText;
use crate::text::Span;

/// Each stretch as `text@paragraph/run/char`, made text as `text@-`.
fn stretches(source: &SourceText) -> String {
    let all = Span::new(0, source.text().len());
    let shown: Vec<String> = source
        .map()
        .stretches(all, source.text())
        .into_iter()
        .map(|(span, origin)| {
            let text = source.slice(span);
            match origin {
                Origin::Docx {
                    part,
                    paragraph,
                    run,
                    char,
                } => {
                    let part = match part {
                        Part::Body => "",
                        Part::Footnotes => "f",
                        Part::Endnotes => "e",
                    };
                    format!("{text}@{part}{paragraph}/{run}/{char}")
                }
                Origin::Made => format!("{text}@-"),
                Origin::File { .. } | Origin::Html { .. } | Origin::Page { .. } => {
                    panic!("{origin:?}")
                }
            }
        })
        .collect();
    shown.join(" ")
}

fn check(body: &str, shown: &str) {
    assert_eq!(stretches(&Package::of_body(body).read().unwrap()), shown);
}

#[test]
fn runs_and_characters_are_counted() {
    check(
        "<w:p><w:r><w:t>甲乙</w:t></w:r></w:p><w:p/><w:p><w:r><w:t>丙</w:t></w:r><w:r/><w:r>\
         <w:t>𠮷b</w:t><w:t>丁</w:t></w:r></w:p>",
        "甲乙@0/0/0 丙@2/1/0 𠮷b丁@2/3/0",
    );
    // One for each sign, whether it leaves text or not.
    check(
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:tab/><w:t>甲</w:t><w:br w:type='page'/><w:t>乙</w:t>\
         <w:softHyphen/><w:t>丙</w:t><w:sym w:font='Webdings' w:char='F041'/><w:noBreakHyphen/>\
         <w:br/><w:t>丁</w:t></w:r></w:p>",
        " 甲@0/0/0 乙丙@0/0/3 -@0/0/6 丁@0/0/8",
    );
}

#[test]
fn blanks_that_are_not_shown_count() {
    check(
        "<w:p><w:r><w:t>\r\n 甲&amp;乙 </w:t><w:t>丙</w:t></w:r></w:p>",
        "甲&乙@0/0/2 丙@0/0/6",
    );
}

#[test]
fn what_is_not_read_counts_as_paragraphs_and_runs() {
    check(
        "<w:p><w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:r><w:t>甲</w:t></w:r>\
         <w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom><w:r><w:fldChar w:fldCharType='begin'/></w:r>\
         <w:r><w:instrText>X</w:instrText></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>\
         <w:r><w:t>乙</w:t></w:r></w:p>",
        "甲@0/1/0 乙@0/6/0",
    );
    let shape = |text: &str| {
        format!("<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>")
    };
    check(
        &format!(
            "<w:p><w:r><w:t>前</w:t><mc:AlternateContent><mc:Choice Requires='wps'>{}</mc:Choice>\
             <mc:Fallback>{}</mc:Fallback></mc:AlternateContent><w:t>中</w:t></w:r><w:r><w:t>后</w:t>\
             </w:r></w:p><w:p><w:r><w:t>下</w:t></w:r></w:p>",
            shape("框"),
            shape("框")
        ),
        "前中@0/0/0 后@0/3/0 框@1/1/0 下@3/4/0",
    );
    check(
        "<w:p><w:r><w:ruby><w:rt><w:r><w:t>a</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>治</w:t></w:r>\
         </w:rubyBase></w:ruby><w:t>甲</w:t></w:r><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath><w:r>\
         <w:t>乙</w:t></w:r></w:p>",
        "治@0/2/0 甲@0/0/0 x@- 乙@0/3/0",
    );
}

#[test]
fn joined_paragraphs_keep_their_own_numbers() {
    check(
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p><w:p><w:r>\
         <w:t>乙</w:t></w:r></w:p>",
        "甲@0/0/0 乙@1/1/0",
    );
}

#[test]
fn rows_and_numbers_are_made() {
    let body = format!(
        "{}<w:tbl><w:tr><w:tc>{}{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>",
        item(1, 0, "甲"),
        p("", "乙"),
        p("", "丙"),
        item(1, 0, "丁")
    );
    let source = Package::of_body(&body)
        .numbering(&list(1, &level(0, "decimal", "%1、", "")))
        .read()
        .unwrap();
    assert_eq!(
        stretches(&source),
        "1、@- 甲@0/0/0 乙@1/1/0  @- 丙@2/2/0 \t2、@- 丁@3/3/0"
    );
}

#[test]
fn notes_count_in_their_own_part() {
    let notes = "<w:footnote w:type='separator' w:id='0'><w:p><w:r><w:separator/></w:r></w:p>\
        </w:footnote><w:footnote w:id='1'><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space='preserve'> 注</w:t></w:r>\
        </w:p></w:footnote>";
    let endnotes = "<w:endnote w:id='1'><w:p><w:r><w:t>尾</w:t></w:r></w:p></w:endnote>";
    let body = "<w:p><w:r><w:t>甲</w:t><w:footnoteReference w:id='1'/><w:endnoteReference w:id='1'/>\
                <w:t>乙</w:t></w:r></w:p>";
    let source = Package::of_body(body)
        .with("word/footnotes.xml", &root("footnotes", notes))
        .with("word/endnotes.xml", &root("endnotes", endnotes))
        .read()
        .unwrap();
    assert_eq!(stretches(&source), "甲乙@0/0/0 注@f1/2/1 尾@e0/0/0");
}
