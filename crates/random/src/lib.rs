//! NumPy's legacy RandomState, draw for draw
#![forbid(unsafe_code)]
