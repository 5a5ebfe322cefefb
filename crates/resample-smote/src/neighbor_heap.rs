//! The nearest rows among many.

/// The nearest rows seen so far: a binary heap of fixed size with the farthest on top.
///
/// It takes the same steps as scikit-learn's (`sklearn/utils/_heap.pyx`, 1.9), so rows at equal
/// distances get the same order.
pub(crate) struct NeighborHeap {
    nearest: Vec<Neighbor>,
    has_left_out_equal: bool,
}

#[derive(Clone, Copy)]
struct Neighbor {
    squared_distance: f64,
    row: usize,
}

impl NeighborHeap {
    /// A heap for `size` rows, at least one.
    pub(crate) fn new(size: usize) -> Self {
        let unset = Neighbor { squared_distance: f64::MAX, row: 0 };
        Self { nearest: vec![unset; size.max(1)], has_left_out_equal: false }
    }

    /// The squared distance that a row must be below to be kept.
    pub(crate) fn farthest(&self) -> f64 {
        self.nearest[0].squared_distance
    }

    /// Replaces the farthest row by this one if this one is closer.
    pub(crate) fn push(&mut self, squared_distance: f64, row: usize) {
        let farthest = self.farthest();
        if squared_distance >= farthest {
            self.has_left_out_equal |= squared_distance == farthest;
            return;
        }
        let mut hole = 0;
        while let Some(child) = self.farther_child(hole) {
            if self.nearest[child].squared_distance <= squared_distance {
                break;
            }
            self.nearest[hole] = self.nearest[child];
            hole = child;
        }
        self.nearest[hole] = Neighbor { squared_distance, row };
        self.has_left_out_equal |= farthest == self.farthest() && farthest < f64::MAX;
    }

    /// Whether two rows may have equal distances, so that the kept rows and their order depend on
    /// everything that was pushed before.
    pub(crate) fn may_have_ties(&self) -> bool {
        let mut distances: Vec<f64> = self.nearest.iter().map(|n| n.squared_distance).collect();
        distances.sort_unstable_by(f64::total_cmp);
        self.has_left_out_equal || distances.windows(2).any(|pair| pair[0] == pair[1])
    }

    /// The farther of the two entries below `parent`; of equal ones the left.
    fn farther_child(&self, parent: usize) -> Option<usize> {
        let left = 2 * parent + 1;
        let left_distance = self.nearest.get(left)?.squared_distance;
        match self.nearest.get(left + 1) {
            Some(right) if right.squared_distance > left_distance => Some(left + 1),
            _ => Some(left),
        }
    }

    /// The same rows, pushed one by one into a new heap: a merge of one thread's heap.
    pub(crate) fn merged(self) -> Self {
        let mut merged = Self::new(self.nearest.len());
        for neighbor in self.nearest {
            merged.push(neighbor.squared_distance, neighbor.row);
        }
        merged
    }

    /// The rows, nearest first; equal distances in the order of the heap.
    pub(crate) fn into_rows(mut self) -> impl Iterator<Item = usize> {
        self.nearest.sort_by(|a, b| a.squared_distance.total_cmp(&b.squared_distance));
        self.nearest.into_iter().map(|neighbor| neighbor.row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_nearest_in_order() {
        let mut heap = NeighborHeap::new(3);
        for (row, distance) in [5.0, 1.0, 4.0, 0.5, 3.0, 9.0].into_iter().enumerate() {
            heap.push(distance, row);
        }
        assert_eq!(heap.farthest(), 3.0);
        assert_eq!(heap.into_rows().collect::<Vec<_>>(), [3, 1, 4]);
    }

    #[test]
    fn takes_no_more_equals_than_fit() {
        let mut heap = NeighborHeap::new(2);
        (0..5).for_each(|row| heap.push(1.0, row));
        let mut rows: Vec<usize> = heap.merged().into_rows().collect();
        rows.sort_unstable();
        assert_eq!(rows, [0, 1]);
    }
}
