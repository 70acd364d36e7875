//! Any bytes as a .doc file: text or a message, never a panic, and every place maps back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use yifa::document::Document;
use yifa::reader;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(source) = reader::read("report.doc", bytes) {
        let document = Document::new(source);
        for sentence in &document.sentences {
            let _ = document.source.locate(sentence.span);
            assert!(document.source.text().get(sentence.span.range()).is_some());
        }
    }
});
