//! What a clip expresses.

use super::named::named_codes;

named_codes! {
    /// One of the eight emotions of RAVDESS.
    ///
    /// In alphabetical order, so that the classes come as scikit-learn sorts their names.
    ///
    /// ```
    /// use emo_pipeline::dataset::Emotion;
    ///
    /// assert_eq!("fearful".parse::<Emotion>()?, Emotion::Fearful);
    /// assert_eq!(Emotion::from_code(1), Some(Emotion::Neutral));
    /// assert!(Emotion::ALL.is_sorted());
    /// # Ok::<(), emo_pipeline::Error>(())
    /// ```
    Emotion, "emotion" {
        /// Anger.
        Angry = 5 "angry",
        /// Calm.
        Calm = 2 "calm",
        /// Disgust; spoken only.
        Disgust = 7 "disgust",
        /// Fear.
        Fearful = 6 "fearful",
        /// Happiness.
        Happy = 3 "happy",
        /// No emotion.
        Neutral = 1 "neutral",
        /// Sadness.
        Sad = 4 "sad",
        /// Surprise; spoken only.
        Surprised = 8 "surprised",
    }
}
