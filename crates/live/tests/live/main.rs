//! Streams and timelines, from outside: one program, since each one more is built on its own.

mod adaptation;
#[path = "../common/mod.rs"]
mod common;
mod segments_equal_silero;
mod stream;
mod timeline;
