//! What models said of clips that they were not trained on.

use emo_pipeline::{
    Result,
    dataset::{ClipInfo, Emotion, GroupKey, Scores},
    estimator::Predictor,
    metrics::{Bootstrap, Interval, expected_calibration_error},
};
use ndarray::{Array2, ArrayRef2};

/// The clips that were judged, and the probability of each emotion.
#[derive(Debug, Default)]
pub(crate) struct Judged {
    labels: Vec<Emotion>,
    predicted: Vec<Emotion>,
    actors: Vec<GroupKey>,
    probabilities: Vec<[f64; Emotion::ALL.len()]>,
}

/// A score and its interval over draws of actors.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Uar {
    pub(crate) value: f64,
    pub(crate) interval: Interval,
}

impl Judged {
    /// What a model says of clips: of what it says of them in each view, the geometric mean, as
    /// `EmotionModel::at_speeds` takes it.
    pub(crate) fn by<P: Predictor<f32, Emotion>>(
        model: &P,
        clips: &[ClipInfo],
        views: &[Array2<f32>],
    ) -> Result<Self> {
        let mut sum = Array2::<f32>::zeros((clips.len(), model.classes().len()));
        for rows in views {
            let shares: Array2<f32> = model.predict_proba(rows)?;
            sum += &shares.mapv(|share| share.max(f32::MIN_POSITIVE).ln());
        }
        let shares = sum.mapv(|sum| (sum / views.len() as f32).exp());
        let mut judged = Self::default();
        judged.add(clips, model.classes(), &shares);
        Ok(judged)
    }

    /// Adds clips, and what a model says of them (clips × its classes).
    fn add(&mut self, clips: &[ClipInfo], classes: &[Emotion], probabilities: &ArrayRef2<f32>) {
        for (clip, said) in clips.iter().zip(probabilities.rows()) {
            let said: Vec<f64> = said.iter().map(|&share| f64::from(share)).collect();
            let sum: f64 = said.iter().sum();
            let of = |emotion: &Emotion| {
                let place = classes.iter().position(|class| class == emotion);
                place.and_then(|place| said.get(place)).map_or(0.0, |share| share / sum)
            };
            let shares = Emotion::ALL.map(|emotion| of(&emotion));
            let best = (1..shares.len()).fold(0, |a, b| if shares[b] > shares[a] { b } else { a });
            self.predicted.push(Emotion::ALL[best]);
            self.probabilities.push(shares);
            self.labels.push(clip.emotion);
            self.actors.extend(clip.actor.clone());
        }
    }

    /// Adds all that another has.
    pub(crate) fn extend(&mut self, other: Self) {
        self.labels.extend(other.labels);
        self.predicted.extend(other.predicted);
        self.actors.extend(other.actors);
        self.probabilities.extend(other.probabilities);
    }

    /// The scores of all clips together.
    pub(crate) fn scores(&self) -> Result<Scores> {
        Scores::new(&self.labels, &self.predicted)
    }

    /// The unweighted average recall, with a 95 % interval over actors.
    pub(crate) fn uar(&self) -> Result<Uar> {
        let interval = Bootstrap::default().interval(&self.actors, |rows| {
            let pick = |from: &[Emotion]| rows.iter().map(|&row| from[row]).collect::<Vec<_>>();
            Ok(Scores::new(&pick(&self.labels), &pick(&self.predicted))?.uar)
        })?;
        Ok(Uar { value: self.scores()?.uar, interval })
    }

    /// The expected calibration error, in 15 bins.
    pub(crate) fn calibration_error(&self) -> Result<f64> {
        let shape = (self.probabilities.len(), Emotion::ALL.len());
        let shares = Array2::from_shape_fn(shape, |(row, class)| self.probabilities[row][class]);
        expected_calibration_error(&self.labels, &shares, &Emotion::ALL, 15, None)
    }
}

impl std::fmt::Display for Uar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { value, interval: Interval { low, high } } = self;
        write!(f, "{value:.3} ({low:.3}–{high:.3})")
    }
}
