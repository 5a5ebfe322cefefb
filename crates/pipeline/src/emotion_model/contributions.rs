//! What each group of features adds to an answer.

use emo_learn::estimator::FittedTransformer;
use emo_learn::inspection::descriptor_groups;
use emo_learn::stored::{AnyClassifier, AnyPipeline};
use emo_ridge::FittedRidgeClassifier;
use ndarray::{Array1, Array2, ArrayRef1, Axis};

use super::EmotionModel;
use crate::{Error, Result};

/// What each group of features adds to the answer for one clip.
///
/// The values are natural logarithms of probabilities up to a number that all labels share, which
/// is chosen so that they sum to 0 over the labels. A value above 0 speaks for the label.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Contributions {
    /// The labels, in the order of all values.
    pub labels: Vec<String>,
    /// What the model predicts for an average training clip, one value for each label.
    pub base: Vec<f64>,
    /// The groups, by the first word of the names of their columns, in the order of the columns;
    /// one value for each label.
    pub groups: Vec<(String, Vec<f64>)>,
    /// Whether the softmax of `base` and all groups added up is the prediction. It is for linear
    /// models. For others a group's value is what changes when its columns are set to their means
    /// in training, alone.
    pub exact: bool,
}

impl EmotionModel {
    /// What each group of features adds to the answer for a row of features (in the order of
    /// [`column_names`](Self::column_names)).
    ///
    /// # Errors
    ///
    /// When the number of columns is not that of the features, or a number is not finite.
    ///
    /// ```
    /// # use emo_pipeline::{*, emotion_model::*};
    /// # use ndarray::array;
    /// # let (x, y) = (array![[0.0], [1.0], [0.1], [0.9]], ["sad", "calm", "sad", "calm"]);
    /// # let zcr = vec![Descriptor::ZeroCrossingRate(Default::default())];
    /// # let config = FeatureConfig::default().descriptors(zcr);
    /// let ridge = RidgeClassifier::default();
    /// let pipeline = Pipeline::new(StandardScaler::default(), NoResampling::default(), ridge)
    ///     .fit(&x, &y.map(String::from))?;
    /// let model = EmotionModel::new(config, pipeline, ModelCard::new("test"))?;
    /// let contributions = model.contributions(&array![0.8])?;
    /// let (group, values) = &contributions.groups[0];
    /// assert_eq!(group, "zcr");
    /// assert!(contributions.exact && values[0] > 0.0); // speaks for calm, the first label
    /// # Ok::<(), emo_pipeline::Error>(())
    /// ```
    pub fn contributions(&self, row: &ArrayRef1<f64>) -> Result<Contributions> {
        let pipeline = self.pipeline();
        let mut x = row.to_owned().insert_axis(Axis(0));
        for step in pipeline.transformers() {
            x = step.transform(&x)?;
        }
        let groups = descriptor_groups(self.column_names());
        if x.ncols() != self.column_names().len() {
            return Err(Error::Shape {
                what: "columns after the transformers",
                expected: self.column_names().len(),
                got: x.ncols(),
            });
        }
        let mut found = match Linear::of(pipeline.classifier()) {
            Some(linear) => linear.contributions(&x, &groups),
            None => replaced(pipeline, &x, &groups)?,
        };
        let temperature = pipeline.temperature().unwrap_or(1.0);
        let all = found.groups.iter_mut().map(|(_, values)| values).chain([&mut found.base]);
        all.for_each(|values| centre(values, temperature));
        found.labels = pipeline.classes().to_vec();
        Ok(found)
    }
}

/// The coefficients of a linear classifier, labels × columns, as the softmax takes them.
struct Linear {
    coef: Array2<f64>,
    intercept: Array1<f64>,
}

impl Linear {
    fn of(classifier: &AnyClassifier) -> Option<Self> {
        if let Some(ridge) = classifier.downcast_ref::<FittedRidgeClassifier<f32>>() {
            let (coef, intercept) = (ridge.coef(), ridge.intercept());
            let parts = (coef.mapv(f64::from), intercept.mapv(f64::from));
            return Some(Self::new(parts, ridge.temperature()));
        }
        let ridge = classifier.downcast_ref::<FittedRidgeClassifier<f64>>()?;
        let parts = (ridge.coef().to_owned(), ridge.intercept().to_owned());
        Some(Self::new(parts, ridge.temperature()))
    }

    /// Two labels share one row `s` of coefficients, which stands for `-s` and `s`.
    fn new((mut coef, mut intercept): (Array2<f64>, Array1<f64>), temperature: f64) -> Self {
        if coef.nrows() == 1 {
            let signs = ndarray::array![[-1.0], [1.0]];
            coef = signs.dot(&coef);
            intercept = signs.dot(&intercept);
        }
        Self { coef: coef / temperature, intercept: intercept / temperature }
    }

    fn contributions(&self, x: &Array2<f64>, groups: &[(String, Vec<usize>)]) -> Contributions {
        let x = x.row(0);
        let sum = |columns: &[usize], label: usize| -> f64 {
            columns.iter().map(|&column| self.coef[[label, column]] * x[column]).sum()
        };
        let labels = 0..self.intercept.len();
        let values = |columns: &[usize]| labels.clone().map(|label| sum(columns, label)).collect();
        Contributions {
            labels: Vec::new(),
            base: self.intercept.to_vec(),
            groups: groups.iter().map(|(name, at)| (name.clone(), values(at))).collect(),
            exact: true,
        }
    }
}

/// How the logarithms of the probabilities change when a group is at its mean, which is 0 after a
/// scaler.
fn replaced(
    pipeline: &AnyPipeline,
    x: &Array2<f64>,
    groups: &[(String, Vec<usize>)],
) -> Result<Contributions> {
    let logarithms = |x: &Array2<f64>| -> Result<Vec<f64>> {
        let shares = pipeline.classifier().predict_proba(x)?;
        Ok(shares.iter().map(|share| share.max(f64::MIN_POSITIVE).ln()).collect())
    };
    let whole = logarithms(x)?;
    let mut found = Vec::with_capacity(groups.len());
    for (name, columns) in groups {
        let mut without = x.clone();
        for &column in columns {
            without[[0, column]] = 0.0;
        }
        let without = logarithms(&without)?;
        let values = whole.iter().zip(without).map(|(whole, without)| whole - without).collect();
        found.push((name.clone(), values));
    }
    let base = logarithms(&Array2::zeros(x.raw_dim()))?;
    Ok(Contributions { labels: Vec::new(), base, groups: found, exact: false })
}

fn centre(values: &mut [f64], temperature: f64) {
    let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
    values.iter_mut().for_each(|value| *value = (*value - mean) / temperature);
}
