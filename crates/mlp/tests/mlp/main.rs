//! The classifier, from outside: one program, since each one more compiles it again.

mod common;
mod properties;
mod refusals;
mod scikit_learn;
mod stored;
mod training;
