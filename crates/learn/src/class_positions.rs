//! Labels as positions among the sorted classes.

/// The sorted distinct labels, and the position of each row's label among them.
///
/// ```
/// let labels = emo_learn::ClassPositions::new(&[7, 3, 7]);
/// assert_eq!(labels.classes, [3, 7]);
/// assert_eq!(labels.positions, [1, 0, 1]);
/// assert_eq!(labels.only_class(), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClassPositions {
    /// The distinct labels, sorted.
    pub classes: Vec<usize>,
    /// For each row the position of its label in `classes`.
    pub positions: Vec<usize>,
}

impl ClassPositions {
    /// Sorts the distinct labels of the rows, and looks each row's label up.
    pub fn new(y: &[usize]) -> Self {
        let mut classes = y.to_vec();
        classes.sort_unstable();
        classes.dedup();
        let positions = y.iter().map(|label| classes.partition_point(|c| c < label)).collect();
        Self { classes, positions }
    }

    /// The class of all rows, where there is one alone: a classifier needs two.
    pub fn only_class(&self) -> Option<usize> {
        match self.classes.as_slice() {
            &[class] => Some(class),
            _ => None,
        }
    }
}

/// The first row whose weight is negative or not finite, with that weight.
///
/// ```
/// assert_eq!(emo_learn::invalid_weight(&[1.0, -2.0]), Some((1, -2.0)));
/// ```
pub fn invalid_weight(weights: &[f64]) -> Option<(usize, f64)> {
    let valid = |weight: f64| weight.is_finite() && weight >= 0.0;
    weights.iter().copied().enumerate().find(|&(_, weight)| !valid(weight))
}
