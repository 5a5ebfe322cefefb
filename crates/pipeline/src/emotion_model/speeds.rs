//! Averaging of a model's predictions over playback speeds.

use ndarray::{Array2, ArrayRef2, Axis};

use super::row_extractor::check_speeds;
use super::{EmotionModel, Quality};
use crate::{Error, Result};

/// # Averaging over speeds
impl EmotionModel {
    /// Speeds for [`at_speeds`](Self::at_speeds): as recorded, and somewhat other speakers of the
    /// same words.
    pub const FIVE_SPEEDS: [f64; 5] = [0.9, 0.95, 1.0, 1.05, 1.1];

    /// Predicts each clip at all of these playback speeds (test-time augmentation), and returns the
    /// geometric mean of the probabilities, scaled to sum to 1. For a linear model, this is the
    /// prediction for the mean of the decisions. With [`FIVE_SPEEDS`](Self::FIVE_SPEEDS) it takes
    /// five times as long, and is more accurate on speakers and transmission lines that are not in
    /// the training data (`docs/accuracy.md` of emo). Without it, a clip is predicted as recorded
    /// alone. It is the caller's choice, and not saved with the model.
    ///
    /// # Errors
    ///
    /// Without a speed, or with one that is not from 0.5 to 2.
    pub fn at_speeds(mut self, speeds: impl Into<Vec<f64>>) -> Result<Self> {
        self.speeds = speeds.into();
        check_speeds(&self.speeds)?;
        Ok(self)
    }

    /// The playback speeds at which a clip is predicted; 1 is as recorded.
    pub fn speeds(&self) -> &[f64] {
        &self.speeds
    }

    /// With a temperature for predictions that are averaged over speeds: what the logarithms of
    /// their probabilities are divided by. Such averages are less extreme and more often right than
    /// a single prediction, so that they need another calibration. It is saved with the model.
    /// Default 1.
    ///
    /// # Errors
    ///
    /// If it is not a finite number above 0.
    pub fn with_averaging_temperature(mut self, temperature: f64) -> Result<Self> {
        if !(temperature.is_finite() && temperature > 0.0) {
            let expected = "a finite number above 0";
            return Err(Error::invalid_model("averaging_temperature", expected, temperature));
        }
        self.averaging_temperature = temperature;
        Ok(self)
    }

    /// The temperature of [`with_averaging_temperature`](Self::with_averaging_temperature).
    pub fn averaging_temperature(&self) -> f64 {
        self.averaging_temperature
    }

    /// From the probabilities at each speed (speeds × classes) to those of the clip (1 × classes):
    /// the geometric mean, at the temperature for averages, scaled to sum to 1.
    pub(super) fn averaged(&self, shares: Array2<f64>) -> Result<Array2<f64>> {
        if let [_] = self.speeds[..] {
            return Ok(shares);
        }
        let logarithms = shares.mapv(|share| share.max(f64::MIN_POSITIVE).ln());
        let mean = logarithms.mean_axis(Axis(0)).ok_or(Error::Empty { what: "speeds" })?;
        let largest = mean.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let shares = mean.mapv(|mean| ((mean - largest) / self.averaging_temperature).exp());
        Ok((&shares / shares.sum()).insert_axis(Axis(0)))
    }

    /// Of the rows of one clip: the quality at the speed that is closest to 1.
    pub(super) fn quality_as_recorded(&self, rows: &ArrayRef2<f64>) -> Result<Quality> {
        let qualities = self.qualities(rows)?;
        let distance = |speed: &f64| (speed - 1.0).abs();
        let by_speed = self.speeds.iter().zip(&qualities);
        let closest = by_speed.min_by(|(a, _), (b, _)| distance(a).total_cmp(&distance(b)));
        closest.map(|(_, quality)| *quality).ok_or(Error::Empty { what: "speeds" })
    }
}
