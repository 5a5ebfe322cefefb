//! A gallery of bad input: damaged files, odd samples, odd tables, damaged models. Each item has
//! the outcome that is expected of it, and none may end the program or take much memory.
//!
//! `cargo test -p emo-pipeline --test gallery -- --nocapture` prints the totals that are in
//! docs/robustness.md. Named items say what is expected beside them. Those that are made by the
//! thousand have a letter each in `expected.txt`, which `EMO_GALLERY=write` writes anew; read the
//! difference before keeping it.

// A test ends by unwrap, and prints its totals.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod audio;
mod damage;
mod models;
mod samples;
mod tables;
mod visit;
mod wav;

use peak_alloc::PeakAlloc;

use self::visit::Visit;

/// Counts the memory that each item takes.
#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

#[test]
fn nothing_in_the_gallery_ends_the_program() {
    let mut visit = Visit::new(include_str!("expected.txt"));
    audio::show(&mut visit);
    samples::show(&mut visit);
    tables::show(&mut visit);
    models::show(&mut visit);
    visit.end();
}
