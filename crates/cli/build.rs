//! Puts the page into the program, with the feature `web`: a list of the files in
//! `crates/web/dist`, which `crates/web/build.sh` makes. Without them the list is empty, and `emo
//! web` says so.
#![forbid(unsafe_code)]

use std::env;
use std::fs;
use std::io::Result;
use std::path::{Path, PathBuf};

fn main() -> Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    // Whether the page is in the program: for the tests.
    println!("cargo::rustc-check-cfg=cfg(page)");
    if env::var_os("CARGO_FEATURE_WEB").is_none() {
        return Ok(());
    }
    let folder = |name| env::var_os(name).map(PathBuf::from).unwrap_or_default();
    let page = folder("CARGO_MANIFEST_DIR").join("../web/dist");
    println!("cargo::rerun-if-changed={}", page.display());
    let mut list = String::from("&[\n");
    if page.is_dir() {
        println!("cargo::rustc-cfg=page");
        add(&page, "", &mut list)?;
    } else {
        println!("cargo::warning=emo web has no page: run crates/web/build.sh, then build again");
    }
    list.push_str("]\n");
    fs::write(folder("OUT_DIR").join("page.rs"), list)
}

/// Adds the files below a folder to the list, each with its path from the page on.
fn add(folder: &Path, below: &str, list: &mut String) -> Result<()> {
    let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_>>()?;
    entries.sort_by_key(|entry| entry.file_name());
    for entry in entries {
        let path = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            add(&entry.path(), &format!("{path}/"), list)?;
        } else {
            let file = fs::canonicalize(entry.path())?;
            list.push_str(&format!("    ({path:?}, include_bytes!({file:?})),\n"));
        }
    }
    Ok(())
}
