//! Any name of a file: what the readers of known corpora make of it, or an error.

#![no_main]

use emo_pipeline::reader::Registry;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|name: &str| {
    for reader in Registry::known().iter() {
        if let Ok(clip) = reader.clip(name.as_ref()) {
            let _ = reader.take(&clip);
        }
    }
});
