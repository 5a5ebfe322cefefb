//! What models said of clips that they were not trained on.

use emo_pipeline::{
    Clip, GroupKey, Result,
    estimator::Predictor,
    metrics::{Bootstrap, Interval, expected_calibration_error},
    protocol::Scores,
};
use ndarray::{Array2, ArrayRef2};

/// The clips that were judged, and the probability of each emotion.
#[derive(Debug, Default)]
pub(crate) struct Judged {
    labels: Vec<String>,
    predicted: Vec<String>,
    actors: Vec<GroupKey>,
    probabilities: Vec<[f64; CLASSES.len()]>,
}

/// The eight emotions of RAVDESS, sorted.
const CLASSES: [&str; 8] =
    ["angry", "calm", "disgust", "fearful", "happy", "neutral", "sad", "surprised"];

/// A score and its interval over draws of actors.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Uar {
    pub(crate) value: f64,
    pub(crate) interval: Interval,
}

impl Judged {
    /// What a model says of clips: of what it says of them in each view, the geometric mean, as
    /// `EmotionModel::at_speeds` takes it.
    pub(crate) fn by<P: Predictor<f32, String>>(
        model: &P,
        clips: &[Clip],
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
    fn add(&mut self, clips: &[Clip], classes: &[String], probabilities: &ArrayRef2<f32>) {
        for (clip, said) in clips.iter().zip(probabilities.rows()) {
            let said: Vec<f64> = said.iter().map(|&share| f64::from(share)).collect();
            let sum: f64 = said.iter().sum();
            let of = |emotion: &str| {
                let place = classes.iter().position(|class| class == emotion);
                place.and_then(|place| said.get(place)).map_or(0.0, |share| share / sum)
            };
            let shares = CLASSES.map(of);
            let best = (1..shares.len()).fold(0, |a, b| if shares[b] > shares[a] { b } else { a });
            self.predicted.push(CLASSES[best].to_owned());
            self.probabilities.push(shares);
            self.labels.extend(clip.label.clone());
            self.actors.extend(clip.speaker.clone());
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
        Ok(Scores::new(&self.labels, &self.predicted)?)
    }

    /// The unweighted average recall, with a 95 % interval over actors.
    pub(crate) fn uar(&self) -> Result<Uar> {
        let interval = Bootstrap::default().interval(&self.actors, |rows| {
            let pick =
                |from: &[String]| rows.iter().map(|&row| from[row].clone()).collect::<Vec<_>>();
            let scores = Scores::new(&pick(&self.labels), &pick(&self.predicted));
            scores.map(|scores| scores.uar).map_err(|error| match error {
                emo_pipeline::corpus::Error::Learn(error) => error,
                other => emo_pipeline::learn::Error::step("scores", other),
            })
        })?;
        Ok(Uar { value: self.scores()?.uar, interval })
    }

    /// The expected calibration error, in 15 bins.
    pub(crate) fn calibration_error(&self) -> Result<f64> {
        let shape = (self.probabilities.len(), CLASSES.len());
        let shares = Array2::from_shape_fn(shape, |(row, class)| self.probabilities[row][class]);
        Ok(expected_calibration_error(&self.labels, &shares, &CLASSES.map(String::from), 15, None)?)
    }
}

impl std::fmt::Display for Uar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { value, interval: Interval { low, high } } = self;
        write!(f, "{value:.3} ({low:.3}–{high:.3})")
    }
}
