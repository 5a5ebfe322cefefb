//! Any text as a manifest: recordings whose parts have a place in their file, or an error for the
//! line.

#![no_main]

use std::io::Cursor;

use emo_corpus::manifest::Manifest;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(rows) = Manifest::options().folder("recordings").read(Cursor::new(data.to_vec())) else {
        return;
    };
    for recording in rows.flatten() {
        assert!(!recording.path.as_os_str().is_empty());
        if let Some(segment) = recording.segment {
            assert!(segment.start.is_finite() && segment.start >= 0.0, "{segment:?}");
            assert!(segment.duration > 0.0, "{segment:?}");
        }
    }
});
