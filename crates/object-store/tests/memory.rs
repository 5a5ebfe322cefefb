//! Lists and uploads, in memory.

#![allow(clippy::unwrap_used)] // a test ends by it

use std::io::Write;

use emo_object_store::Objects;

#[test]
fn a_folder_is_listed_in_the_order_of_files() {
    let objects = Objects::new().unwrap();
    for key in ["b/x.wav", "a-b/x.wav", "a/y.wav", "a/x/z.wav", "c.wav"] {
        objects.write(&format!("memory:///calls/{key}"), vec![0; key.len()]).unwrap();
    }
    let urls = |folder: &str| -> Vec<String> {
        let all = objects.list(folder).unwrap();
        all.into_iter().map(|it| it.url.replace("memory:///calls/", "")).collect()
    };
    let all = ["a/x/z.wav", "a/y.wav", "a-b/x.wav", "b/x.wav", "c.wav"];
    for folder in ["memory:///calls/", "memory:///calls", "memory:///"] {
        assert_eq!(urls(folder), all, "{folder}");
    }
    assert_eq!(urls("memory:///calls/a"), ["a/x/z.wav", "a/y.wav"]);
    assert_eq!(urls("memory:///nothing/"), [""; 0]);
    assert_eq!(objects.names("memory:///calls/").unwrap(), ["c.wav"]);
    assert_eq!(objects.list("memory:///calls/").unwrap()[0].size, 9);
}

#[test]
fn a_file_of_several_parts_arrives_whole() {
    let bytes: Vec<u8> = (0..40_000_000_u32).map(|at| (at % 253) as u8).collect();
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&bytes).unwrap();
    let objects = Objects::new().unwrap();
    objects.check_writable("memory:///out/table").unwrap();
    assert_eq!(objects.names("memory:///out/").unwrap(), [""; 0]);
    objects.upload(file.path(), "memory:///out/table").unwrap();
    assert!(objects.read("memory:///out/table", u64::MAX).unwrap() == bytes);
}
