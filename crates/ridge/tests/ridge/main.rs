//! Both regressions, their calibration and their files, from outside: one program, since each one
//! more compiles the factorisations again.

mod calibration;
mod choosing_alpha;
mod common;
mod errors;
mod properties;
mod scikit_learn_kernel;
mod scikit_learn_linear;
mod storage;
