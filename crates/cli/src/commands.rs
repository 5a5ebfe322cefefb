//! One module per command.

mod adapt;
pub(crate) mod convert;
pub(crate) mod documents;
pub(crate) mod evaluate;
pub(crate) mod extract;
#[cfg(feature = "parquet")]
mod extract_parts;
pub(crate) mod inspect;
pub(crate) mod listen;
mod matrix;
mod over_time;
pub(crate) mod predict;
#[cfg(feature = "parquet")]
mod predict_parts;
mod recipe;
mod recordings;
mod report;
mod scores;
mod table;
pub(crate) mod timeline;
pub(crate) mod train;
mod watched;
#[cfg(feature = "web")]
pub(crate) mod web;
