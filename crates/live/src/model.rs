//! What a stream asks of a model, and the model's answer.

use std::sync::Arc;

/// A model that predicts the emotion of samples.
///
/// ```
/// use emo_live::Predictor;
///
/// /// Loud is angry.
/// struct Loudness;
///
/// impl Predictor for Loudness {
///     fn labels(&self) -> Vec<String> {
///         vec!["angry".into(), "calm".into()]
///     }
///
///     fn sample_rate(&self) -> u32 {
///         16_000
///     }
///
///     fn predict(
///         &self,
///         samples: &[f32],
///     ) -> Result<Vec<f64>, Box<dyn std::error::Error + Send + Sync>> {
///         let power = samples.iter().map(|x| x * x).sum::<f32>() / samples.len() as f32;
///         let angry = f64::from(power.sqrt()).min(1.0);
///         Ok(vec![angry, 1.0 - angry])
///     }
/// }
/// ```
pub trait Predictor: Sync {
    /// The names of the emotions, in the order of the probabilities.
    fn labels(&self) -> Vec<String>;

    /// The sample rate of the samples that [`predict`](Self::predict) takes, Hz.
    fn sample_rate(&self) -> u32;

    /// The probability of each label for mono samples at [`sample_rate`](Self::sample_rate); they
    /// sum to 1.
    ///
    /// # Errors
    ///
    /// When the model cannot predict these samples.
    fn predict(
        &self,
        samples: &[f32],
    ) -> Result<Vec<f64>, Box<dyn std::error::Error + Send + Sync>>;

    /// What [`Adapter`]s predict from, for samples as [`predict`](Self::predict) takes them. A
    /// model without an adapter need not have it; the default is the probabilities.
    ///
    /// # Errors
    ///
    /// As [`predict`](Self::predict).
    fn features(
        &self,
        samples: &[f32],
    ) -> Result<Vec<f64>, Box<dyn std::error::Error + Send + Sync>> {
        self.predict(samples)
    }

    /// Starts to adapt to one speaker; `None`, the default, where the model cannot.
    fn adapter(&self) -> Option<Box<dyn Adapter>> {
        None
    }
}

/// A model that adapts to one speaker, or to one channel, while it listens:
/// [`StreamOptions::adapt`](crate::StreamOptions::adapt).
pub trait Adapter: std::fmt::Debug + Send + Sync {
    /// The probability of each label for [features](Predictor::features), by what was observed so
    /// far; they sum to 1.
    ///
    /// # Errors
    ///
    /// When the model cannot predict these features.
    fn predict(
        &self,
        features: &[f64],
    ) -> Result<Vec<f64>, Box<dyn std::error::Error + Send + Sync>>;

    /// Takes the features of an utterance that has ended.
    ///
    /// # Errors
    ///
    /// When the model cannot adapt to them.
    fn observe(&mut self, features: &[f64])
    -> Result<(), Box<dyn std::error::Error + Send + Sync>>;
}

/// A reference to a model, or a shared one, predicts as the model does.
macro_rules! pointer {
    ($pointer:ty, $($bound:tt)*) => {
        impl<M: $($bound)* + ?Sized> Predictor for $pointer {
            fn labels(&self) -> Vec<String> {
                (**self).labels()
            }

            fn sample_rate(&self) -> u32 {
                (**self).sample_rate()
            }

            fn predict(
                &self,
                samples: &[f32],
            ) -> Result<Vec<f64>, Box<dyn std::error::Error + Send + Sync>> {
                (**self).predict(samples)
            }

            fn features(
                &self,
                samples: &[f32],
            ) -> Result<Vec<f64>, Box<dyn std::error::Error + Send + Sync>> {
                (**self).features(samples)
            }

            fn adapter(&self) -> Option<Box<dyn Adapter>> {
                (**self).adapter()
            }
        }
    };
}

pointer!(&M, Predictor);
pointer!(Arc<M>, Predictor + Send);

/// The probability of each label.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    labels: Arc<[String]>,
    probabilities: Vec<f64>,
}

impl Answer {
    pub(crate) fn new(labels: Arc<[String]>, probabilities: Vec<f64>) -> Self {
        Self { labels, probabilities }
    }

    /// The labels, in the model's order.
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// The probabilities, in the order of the labels.
    pub fn probabilities(&self) -> &[f64] {
        &self.probabilities
    }

    /// Each label with its probability.
    pub fn iter(&self) -> impl Iterator<Item = (&str, f64)> {
        self.labels.iter().map(String::as_str).zip(self.probabilities.iter().copied())
    }

    /// The most probable label and its probability; of equally probable ones the first.
    pub fn top(&self) -> (&str, f64) {
        let better = |best: (_, f64), next: (_, f64)| if next.1 > best.1 { next } else { best };
        self.iter().reduce(better).unwrap_or(("", 0.0))
    }

    /// The most probable label.
    pub fn label(&self) -> &str {
        self.top().0
    }
}
