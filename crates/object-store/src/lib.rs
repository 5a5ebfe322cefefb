//! Objects in S3, Google Cloud Storage, Azure and on web servers, read and written by programs
//! without async: every call blocks until it is done, and a private runtime does the waiting.
//!
//! | call | what it does |
//! | --- | --- |
//! | [`Objects::list`] | the objects below a folder |
//! | [`Objects::open`] | one object, which reads and seeks |
//! | [`Objects::read`] | the bytes of one object |
//! | [`Objects::expect`] | fetches objects that will be opened soon, while the caller works |
//! | [`Objects::write`], [`Objects::upload`] | one object, which appears whole or not at all |
//!
//! The work is that of the crate [`object_store`], and so are the environment variables with
//! credentials. This crate knows nothing of audio or tables.
//!
//! ```no_run
//! use emo_object_store::Objects;
//!
//! let objects = Objects::new()?;
//! for object in objects.list("s3://calls/2026/")? {
//!     println!("{}: {} bytes", object.url, object.size);
//! }
//! # Ok::<(), emo_object_store::Error>(())
//! ```
//!
//! # URLs
//!
//! `s3://bucket/key`, `gs://bucket/key`, `az://container/key`, `http://` and `https://`. The key of the
//! first three is written as it is, without percent-encoding: that is how the programs of the
//! providers write it too. A web server is asked without credentials, and its folders cannot be
//! listed.
//!
//! # Faults
//!
//! A request is repeated after a status of 5xx, 408 or 429, after a lost connection and after 30
//! seconds of silence, with waits that double from 0.1 s to 5 s: see [`Options::retries`]. So is a
//! body that ends early, from where it ended if the server knows the object's version. What is
//! left is an [`Error`] with the URL, what was expected and what the server answered.
#![forbid(unsafe_code)]

mod ahead;
mod connect;
mod error;
mod fetch;
mod location;
mod objects;
mod options;
mod reader;
mod upload;

pub use error::{Error, Result};
pub use objects::{Object, Objects};
pub use options::Options;
pub use reader::ObjectReader;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
