//! Any text as a table of features: a table that is the same when written and read again, or an
//! error.

#![no_main]

use emo_pipeline::FeatureTable;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(table) = FeatureTable::from_reader(data) else { return };
    let mut text = Vec::new();
    table.to_writer(&mut text).expect("memory takes any text");
    let again = FeatureTable::from_reader(&text[..]).expect("what was written can be read");
    assert_eq!(table, again);
});
