//! Loops compiled for the vector unit at hand.

/// Runs `kernel` with AVX-512 or AVX2 where the processor has them.
///
/// `kernel` must be an `#[inline(always)]` closure around plain loops in `#[inline(always)]`
/// functions: they are compiled once for each instruction set, and the choice is made at run
/// time.
#[inline(always)]
pub(crate) fn vectorised<R>(kernel: impl FnOnce() -> R) -> R {
    pulp::Arch::new().dispatch(kernel)
}
