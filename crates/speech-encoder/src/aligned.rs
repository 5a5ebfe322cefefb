//! Memory that begins at a cache line.

/// Bytes of a cache line, and of the widest vectors.
const LINE: usize = 64;

/// `f32` values of which the first is at a multiple of 64 bytes: a vector that lies across two
/// cache lines takes twice the time to load.
#[derive(Debug, Default)]
pub(crate) struct Aligned {
    values: Vec<f32>,
    start: usize,
    len: usize,
}

impl Aligned {
    /// Gives it another length; the values are then arbitrary. Memory only grows.
    pub(crate) fn resize(&mut self, len: usize) {
        let spare = LINE / size_of::<f32>();
        if self.values.len() < len + spare {
            // Memory that is new is zero already.
            self.values = vec![0.0; len + spare];
            // At most a line in elements; a target that cannot tell answers `usize::MAX`.
            self.start = self.values.as_ptr().align_offset(LINE).min(spare);
        }
        self.len = len;
    }

    pub(crate) fn as_slice(&self) -> &[f32] {
        self.values.get(self.start..self.start + self.len).unwrap_or_default()
    }

    pub(crate) fn as_mut_slice(&mut self) -> &mut [f32] {
        self.values.get_mut(self.start..self.start + self.len).unwrap_or_default()
    }
}
