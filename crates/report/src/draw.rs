//! Drawing: colours, letters, charts with axes, and pictures as SVG and PNG.

pub(crate) mod canvas;
pub(crate) mod heat_map;
pub(crate) mod palette;
mod picture;
pub(crate) mod png;
pub(crate) mod rows;

pub(crate) use picture::{Area, Drawn, Picture};
