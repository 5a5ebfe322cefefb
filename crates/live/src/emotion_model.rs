//! The models of emo-pipeline as predictors.

use emo_pipeline::EmotionModel;

use crate::model::Predictor;

impl Predictor for EmotionModel {
    fn labels(&self) -> Vec<String> {
        self.classes().to_vec()
    }

    fn sample_rate(&self) -> u32 {
        self.features().sample_rate
    }

    fn predict(
        &self,
        samples: &[f32],
    ) -> Result<Vec<f64>, Box<dyn std::error::Error + Send + Sync>> {
        let prediction = self.predict_samples(samples, Predictor::sample_rate(self))?;
        Ok(self.classes().iter().map(|label| prediction.probability(label)).collect())
    }
}
