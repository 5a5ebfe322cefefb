//! The linear classifier that chooses its penalty on rows held out: its hyperparameters and search.

use ndarray::{Array2, ArrayRef2, Axis};
use serde::{Deserialize, Serialize};

use crate::{
    ClassWeight, Error, FittedRidgeClassifierCv, Float, Result, RidgeClassifier, checks,
    decision::classify,
    dual_system::DualSystem,
    fitted_cv::balanced_accuracy,
    row_products::RowProducts,
    system::{System, is_dual},
};

/// A ridge classifier that chooses `alpha` by cross-validation and is not fitted yet, after
/// scikit-learn 1.9's `RidgeClassifierCV` with `cv` given and `scoring="balanced_accuracy"`.
///
/// Where there are fewer rows than columns, their inner products are computed once, and every
/// fold and penalty is solved in a part of them. It differs from scikit-learn in that the score
/// is taken over all held-out rows together, not fold by fold, since a fold of few speakers may
/// lack a class.
///
/// ```
/// use emo_ridge::RidgeClassifierCv;
/// use ndarray::array;
///
/// # fn main() -> Result<(), emo_ridge::Error> {
/// let x = array![[0.0, 0.1], [0.1, 0.0], [1.0, 0.9], [0.9, 1.0], [0.2, 0.1], [0.8, 0.7]];
/// let y = [3, 3, 5, 5, 3, 5];
/// let folds = [(vec![0, 2, 4, 5], vec![1, 3]), (vec![0, 1, 2, 3], vec![4, 5])];
/// let fitted = RidgeClassifierCv::default().alphas([0.1, 1.0]).fit(&x, &y, &folds)?;
/// assert_eq!(fitted.best_score(), 1.0);
/// assert_eq!(fitted.classifier().predict(&x)?, y);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct RidgeClassifierCv {
    /// Regularisation strengths to choose from, each above 0. Default: 0.1, 1 and 10.
    pub alphas: Vec<f64>,
    /// Whether there is an intercept, which is not penalised. Default: true.
    pub fit_intercept: bool,
    /// How much each class counts. Default: all alike.
    pub class_weight: ClassWeight,
}

impl Default for RidgeClassifierCv {
    fn default() -> Self {
        let RidgeClassifier { fit_intercept, class_weight, .. } = RidgeClassifier::default();
        Self { alphas: vec![0.1, 1.0, 10.0], fit_intercept, class_weight }
    }
}

/// The numbers of the rows that a fold trains on, and of those that it holds out.
type TrainTest = (Vec<usize>, Vec<usize>);

impl RidgeClassifierCv {
    /// Sets [`alphas`](Self#structfield.alphas).
    #[must_use]
    pub fn alphas(mut self, alphas: impl Into<Vec<f64>>) -> Self {
        self.alphas = alphas.into();
        self
    }

    /// Sets [`fit_intercept`](Self#structfield.fit_intercept).
    #[must_use]
    pub fn fit_intercept(mut self, fit_intercept: bool) -> Self {
        self.fit_intercept = fit_intercept;
        self
    }

    /// Sets [`class_weight`](Self#structfield.class_weight).
    #[must_use]
    pub fn class_weight(mut self, class_weight: ClassWeight) -> Self {
        self.class_weight = class_weight;
        self
    }

    /// Tries each penalty on the rows that each fold (rows to train on, rows held out) holds out,
    /// and fits the classifier with the best one to all rows of `x` (samples x features). Of
    /// equally good penalties the first counts.
    ///
    /// # Errors
    ///
    /// As [`RidgeClassifier::fit`]; without a penalty or without rows that are held out; when a
    /// fold names a row that is not there, or does not train on every class.
    pub fn fit<F: Float>(
        &self,
        x: &ArrayRef2<F>,
        y: &[usize],
        folds: &[TrainTest],
    ) -> Result<FittedRidgeClassifierCv<F>> {
        checks::input("x", x)?;
        checks::length("y", x.nrows(), y.len())?;
        self.alphas.iter().try_for_each(|&alpha| checks::positive("alpha", alpha))?;
        let classes = checks::folds(y, folds)?;
        let products = is_dual(x).then(|| RowProducts::new(x, self.fit_intercept)).transpose()?;
        let mut decisions = self.held_out_decisions(x, y, folds, products.as_ref())?;
        let held_out: Vec<usize> = folds.iter().flat_map(|(_, test)| test).copied().collect();
        let truth = labels_of(y, &held_out);
        let score = |scores: &Array2<F>| balanced_accuracy(&truth, &classify(scores, &classes));
        let scores: Vec<f64> = decisions.iter().map(score).collect();
        let best = (0..scores.len()).reduce(|a, b| if scores[b] > scores[a] { b } else { a });
        let best = best.ok_or(Error::NoAlphas)?;
        let classifier = match products {
            Some(products) => {
                let system = self.dual_system(&products, (0..x.nrows()).collect(), y)?;
                let matrix = system.matrix(&products);
                drop(products);
                let system = System::from_dual(x, system, matrix, self.fit_intercept);
                system.fitted(self.alphas[best])?
            }
            None => self.ridge().alpha(self.alphas[best]).fit(x, y)?,
        };
        let decisions = decisions.swap_remove(best);
        let alpha = self.alphas[best];
        Ok(FittedRidgeClassifierCv { classifier, alpha, scores, best, held_out, decisions })
    }

    /// For each penalty the decision values of the rows held out, fold after fold.
    fn held_out_decisions<F: Float>(
        &self,
        x: &ArrayRef2<F>,
        y: &[usize],
        folds: &[TrainTest],
        products: Option<&RowProducts>,
    ) -> Result<Vec<Array2<F>>> {
        let mut of_alpha = vec![Vec::new(); self.alphas.len()];
        for (train, test) in folds {
            let decisions = match products {
                Some(products) => {
                    let system = self.dual_system(products, train.clone(), y)?;
                    let decide = |&alpha| Ok(system.decisions(products, test, alpha)?.mapv(F::of));
                    self.alphas.iter().map(decide).collect::<Result<Vec<_>>>()?
                }
                None => {
                    let (seen, unseen) = (x.select(Axis(0), train), x.select(Axis(0), test));
                    let y = labels_of(y, train);
                    let path = self.ridge().fit_alphas(&seen, &y, None, &self.alphas)?;
                    path.iter().map(|it| it.decision_function(&unseen)).collect::<Result<_>>()?
                }
            };
            of_alpha.iter_mut().zip(decisions).for_each(|(all, fold)| all.push(fold));
        }
        Ok(of_alpha.iter().map(|folds| stacked(folds)).collect())
    }

    fn dual_system(
        &self,
        products: &RowProducts,
        rows: Vec<usize>,
        y: &[usize],
    ) -> Result<DualSystem> {
        let y = labels_of(y, &rows);
        DualSystem::new(products, rows, &y, &self.class_weight, self.fit_intercept)
    }

    fn ridge(&self) -> RidgeClassifier {
        RidgeClassifier::default()
            .fit_intercept(self.fit_intercept)
            .class_weight(self.class_weight.clone())
    }
}

fn labels_of(y: &[usize], rows: &[usize]) -> Vec<usize> {
    rows.iter().map(|&row| y[row]).collect()
}

/// Matrices of as many columns, one above the other.
fn stacked<F: Float>(parts: &[Array2<F>]) -> Array2<F> {
    let columns = parts.first().map_or(0, Array2::ncols);
    let mut all = Array2::zeros((0, columns));
    for row in parts.iter().flat_map(|part| part.rows()) {
        // Every fold knows every class, and so has as many columns.
        let pushed = all.push_row(row);
        debug_assert!(pushed.is_ok(), "all parts have as many columns");
    }
    all
}
