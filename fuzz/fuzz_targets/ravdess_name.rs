//! Any name of a file: what RAVDESS says by it, or an error.

#![no_main]

use emo_pipeline::dataset::ravdess::ClipName;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|name: &str| {
    if let Ok(clip) = ClipName::from_path(name) {
        let _ = (clip.sex(), clip.info(name));
    }
});
