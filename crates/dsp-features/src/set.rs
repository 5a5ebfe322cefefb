//! Which features make up a row: configurations, the sets with a name, and the preparation of a
//! clip.

pub(crate) mod config;
pub(crate) mod frame_times;
pub(crate) mod id;
pub(crate) mod named;
pub(crate) mod preparation;
