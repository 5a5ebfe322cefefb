//! The row of a recording that comes in blocks, in several passes.

mod held;
mod passes;
mod sink;

use std::borrow::Cow;
use std::ops::Range;

use ndarray::Array1;

use crate::check;
use crate::descriptor::plan::{Clip, Plan};
use crate::descriptor::whole::Whole;
use crate::error::{Error, Result, require};
use crate::extractor::FeatureExtractor;
use crate::pitch::track::PitchTrack;
use crate::set::preparation::{Prepared, scaled};
use crate::stream::held::Held;
use crate::stream::passes::{Gather, Look, Pitch, Powers};
use crate::stream::sink::Sink;
use crate::summary::plan::needs_table;
use crate::summary::table::KEPT_FRAMES;

/// Computes the row of a recording whose samples come in blocks and are not kept.
///
/// The row is that of [`FeatureExtractor::extract`], bit for bit, wherever the samples are cut. A
/// frame may depend on the whole recording: on its loudest frame, its level, its tuning. The samples
/// are therefore needed several times, one pass after the other: two for `ravdess-60`, four for
/// `functionals` and `full`.
///
/// Means and deviations over all or over active frames take the same memory for any length, apart
/// from the spectral peaks of the tuning. The other summaries need the values of all frames, 4 bytes
/// for each frame and descriptor column. Those of more than 30 000 frames go to a temporary file
/// without a name, which the system removes when the stream is dropped, and are read back some at a
/// time. Where the system has no temporary files, they stay in memory. A few numbers for each frame
/// stay in memory in any case: its level, its pitch and whether it is voiced. A deviation of which no
/// values are kept is within 1e-12 of itself.
///
/// ```
/// use emo_dsp_features::{FeatureConfig, FeatureExtractor, Pass};
/// let samples: Vec<f32> = (0..22050).map(|t| (t as f32 * 0.06).sin() * 0.3).collect();
/// let extractor = FeatureExtractor::new(FeatureConfig::default())?;
/// let mut stream = extractor.stream().expect("all descriptors of the default can be streamed");
/// let row = loop {
///     for block in samples.chunks(1000) {
///         stream.push(block)?;
///     }
///     match stream.finish_pass()? {
///         Pass::Again(next) => stream = next,
///         Pass::Done(row) => break row,
///     }
/// };
/// assert_eq!(row, extractor.extract(&samples)?);
/// # Ok::<(), emo_dsp_features::Error>(())
/// ```
#[derive(Debug)]
pub struct FeatureStream<'e> {
    extractor: &'e FeatureExtractor,
    stage: Stage<'e>,
    held: Held,
    /// Samples that were pushed in this pass.
    pushed: usize,
    known: Box<Known>,
}

/// What a pass over the samples of a [`FeatureStream`] leads to.
#[derive(Debug)]
pub enum Pass<'e> {
    /// The same samples are needed once more.
    Again(FeatureStream<'e>),
    /// The row of features.
    Done(Array1<f64>),
}

/// What is known after the passes so far.
#[derive(Debug)]
struct Known {
    /// Samples of the recording.
    len: Option<usize>,
    /// The samples that are left after trimming.
    kept: Range<usize>,
    /// The factor that removes the level.
    scale: Option<f64>,
    /// The largest number of frames whose values are kept in memory.
    kept_frames: usize,
    /// Pitch, voiced frames and levels; without samples.
    prepared: Prepared<'static>,
}

enum Stage<'e> {
    Trim(Powers),
    Follow(Powers, Option<Box<Pitch<'e>>>),
    Look(Box<Look<'e>>),
    Gather(Box<Gather<'e>>),
}

impl std::fmt::Debug for Stage<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Trim(_) => "Trim",
            Self::Follow(..) => "Follow",
            Self::Look(_) => "Look",
            Self::Gather(_) => "Gather",
        })
    }
}

/// Samples that are taken at a time.
const BLOCK: usize = 8192;

impl<'e> FeatureStream<'e> {
    pub(crate) fn new(extractor: &'e FeatureExtractor) -> Self {
        Self::keeping(extractor, KEPT_FRAMES)
    }

    /// Keeps the values of at most `kept_frames` frames in memory.
    fn keeping(extractor: &'e FeatureExtractor, kept_frames: usize) -> Self {
        let prepared = Prepared {
            samples: Cow::Borrowed(&[]),
            pitch: PitchTrack::default(),
            voiced: Vec::new(),
            powers: Vec::new(),
        };
        let kept = 0..usize::MAX;
        let known = Box::new(Known { len: None, kept, scale: None, kept_frames, prepared });
        let stage = if extractor.preparer.trims() {
            Stage::Trim(Powers::new(extractor.preparer.level()))
        } else {
            Stage::after_trimming(extractor, &known)
        };
        Self { extractor, stage, held: Held::default(), pushed: 0, known }
    }

    /// Takes the next samples of a pass.
    ///
    /// # Errors
    ///
    /// Samples that [`FeatureExtractor::extract`] refuses; their index is that in the recording. A
    /// temporary file that cannot be written or read.
    pub fn push(&mut self, samples: &[f32]) -> Result<()> {
        if samples.is_empty() {
            return Ok(());
        }
        let limit = check::sample_limit(self.extractor.stft.n_fft());
        check::block(samples, limit, self.pushed)?;
        let Range { start, end } = self.known.kept;
        let from = start.saturating_sub(self.pushed).min(samples.len());
        let to = end.saturating_sub(self.pushed).min(samples.len());
        self.pushed += samples.len();
        for block in samples.get(from..to).unwrap_or_default().chunks(BLOCK) {
            match self.known.scale {
                Some(scale) => self.held.push(block.iter().map(|&x| scaled(x, scale))),
                None => self.held.push(block.iter().copied()),
            }
            self.advance(None)?;
        }
        Ok(())
    }

    /// Ends a pass: either the same samples are needed again, or the row is done.
    ///
    /// # Errors
    ///
    /// No samples, too few for a frame where frames are not centred, or another number of them than
    /// in the pass before. A temporary file that cannot be written or read.
    pub fn finish_pass(mut self) -> Result<Pass<'e>> {
        self.check_len()?;
        self.advance(Some(self.held.end()))?;
        let Self { extractor, stage, pushed, mut known, .. } = self;
        known.len = Some(pushed);
        let stage = match stage {
            Stage::Trim(powers) => {
                known.kept = extractor.preparer.kept(&powers.values, pushed);
                Stage::after_trimming(extractor, &known)
            }
            Stage::Follow(powers, pitch) => {
                known.follow(extractor, powers.values, pitch);
                Stage::after_following(extractor, &known)
            }
            Stage::Look(look) => Stage::last(extractor, &known, (*look).settle()),
            Stage::Gather(gather) => return Ok(Pass::Done((*known).row(extractor, *gather)?)),
        };
        Ok(Pass::Again(Self { extractor, stage, held: Held::default(), pushed: 0, known }))
    }

    fn check_len(&self) -> Result<()> {
        match self.known.len {
            Some(len) => {
                let expected = || format!("those of the pass before, {len}");
                require(self.pushed == len, "number of samples", expected(), self.pushed)
            }
            None if self.pushed == 0 => Err(Error::Empty { what: "samples" }),
            None => self.extractor.stft.n_frames(self.pushed).map(|_| ()),
        }
    }

    /// Takes the frames that are complete; `end` is the number of samples once it is known.
    fn advance(&mut self, end: Option<usize>) -> Result<()> {
        let held = &self.held;
        let needs = match &mut self.stage {
            Stage::Trim(powers) => powers.advance(held, end),
            Stage::Follow(powers, pitch) => {
                let needs = powers.advance(held, end);
                pitch.as_mut().map_or(needs, |pitch| needs.min(pitch.advance(held, end)))
            }
            Stage::Look(look) => look.advance(held, end)?,
            Stage::Gather(gather) => gather.advance(held, end)?,
        };
        self.held.drop_before(needs);
        Ok(())
    }
}

impl<'e> Stage<'e> {
    fn after_trimming(extractor: &'e FeatureExtractor, known: &Known) -> Self {
        let preparer = &extractor.preparer;
        if !preparer.follows() {
            return Self::after_following(extractor, known);
        }
        Self::Follow(
            Powers::new(preparer.level()),
            preparer.tracker().map(|it| Box::new(Pitch::new(it))),
        )
    }

    fn after_following(extractor: &'e FeatureExtractor, known: &Known) -> Self {
        // A table is made at once for all of its frames.
        let needs_len = known.len.is_none() && needs_table(&extractor.summaries);
        if needs_len || extractor.plans.iter().any(Plan::needs_whole) {
            return Self::Look(Box::new(Look::new(extractor)));
        }
        Self::last(extractor, known, vec![Whole::default(); extractor.plans.len()])
    }

    fn last(extractor: &'e FeatureExtractor, known: &Known, wholes: Vec<Whole>) -> Self {
        let frames = known.frames(extractor);
        let sink = Sink::new(extractor, frames, known.kept_frames, &known.prepared);
        Self::Gather(Box::new(Gather::new(extractor, wholes, sink)))
    }
}

impl Known {
    /// The number of samples that are left after trimming, once it is known.
    fn n_samples(&self) -> usize {
        self.kept.end.min(self.len.unwrap_or(0)).saturating_sub(self.kept.start)
    }

    /// The number of frames that all descriptors have; 0 while the length is not known.
    fn frames(&self, extractor: &FeatureExtractor) -> usize {
        if self.len.is_none() {
            return 0;
        }
        let n_samples = self.n_samples();
        let frames = extractor.plans.iter().map(|plan| match plan {
            Plan::ZeroCrossings(params) => params.n_frames(n_samples).unwrap_or(0),
            Plan::Level(params) => params.n_frames(n_samples),
            Plan::Pitch | Plan::HarmonicsToNoise => self.prepared.pitch.periodicity.len(),
            _ => extractor.stft.n_frames(n_samples).unwrap_or(0),
        });
        frames.min().unwrap_or(0)
    }

    /// Pitch, voiced frames and the factor for the level, from the powers of all frames.
    fn follow(
        &mut self,
        extractor: &FeatureExtractor,
        powers: Vec<f32>,
        pitch: Option<Box<Pitch<'_>>>,
    ) {
        if let Some(pitch) = pitch {
            let track = pitch.track();
            let voiced = extractor.preparer.voiced(&powers, &track);
            self.scale = extractor.preparer.scale(&powers, &voiced);
            (self.prepared.pitch, self.prepared.voiced) = (track, voiced);
        }
        self.prepared.powers = powers;
    }

    /// The row, with the descriptors that follow from the pitch of all frames.
    fn row(self, extractor: &FeatureExtractor, gather: Gather<'_>) -> Result<Array1<f64>> {
        let mut sink = gather.into_sink(extractor.stft.n_frames(self.n_samples())?)?;
        for (place, plan) in extractor.plans.iter().enumerate() {
            if let Plan::Pitch | Plan::HarmonicsToNoise = plan {
                let matrix = plan.finish(&mut Clip::Nothing, &self.prepared, 0)?;
                sink.add_matrix(place, &matrix);
            }
        }
        Ok(Array1::from_vec(sink.row(extractor, &self.prepared)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::set::config::FeatureConfig;
    use crate::set::named::FeatureSet;
    use crate::summary::functionals::Course;
    use emo_fixtures::golden;

    /// A minute of speech: more than the frames of a table that are read at a time.
    fn speech() -> Vec<f32> {
        let clip: serde_json::Value = golden("descriptors/espeak");
        let pcm = clip["pcm"].as_array().unwrap().iter().map(|x| x.as_f64().unwrap());
        pcm.map(|x| x as f32 / 32768.0).cycle().take(60 * 16_000).collect()
    }

    fn row(mut stream: FeatureStream<'_>, samples: &[f32]) -> Array1<f64> {
        loop {
            samples.chunks(10_000).for_each(|block| stream.push(block).unwrap());
            match stream.finish_pass().unwrap() {
                Pass::Again(next) => stream = next,
                Pass::Done(row) => return row,
            }
        }
    }

    #[test]
    fn a_row_does_not_depend_on_whether_values_are_kept_in_memory() {
        let samples = speech();
        for set in FeatureSet::ALL {
            let extractor = FeatureExtractor::new(set.into()).unwrap();
            let stored = row(FeatureStream::keeping(&extractor, 100), &samples);
            let expected = extractor.extract(&samples).unwrap();
            for ((name, stored), expected) in
                extractor.column_names().iter().zip(stored).zip(expected)
            {
                // Deviations of columns that are not kept are summed in another order.
                let is_same = if name.ends_with("_active_std") {
                    (stored - expected).abs() <= 1e-12 * expected.abs().max(1.0)
                } else {
                    stored.to_bits() == expected.to_bits()
                };
                assert!(is_same, "{set}, {name}: {stored} {expected}");
            }
        }
    }

    #[test]
    fn statistics_of_all_parts_of_a_recording_do_not_depend_on_where_its_values_are() {
        use crate::summary::functionals::Functionals;
        use crate::summary::plan::Summary;
        use crate::summary::statistic::Statistic::*;
        let statistics =
            [Mean, MeanAbs, Percentile(0), Percentile(100), Range { low: 3, high: 98 }];
        let courses = [1, 1023, 4500, 20_000].map(Course::Change).into_iter();
        let courses = courses.chain([Course::Active(20), Course::Voiced, Course::Thirds]);
        let summaries =
            courses.map(|it| Summary::Functionals(Functionals::new(it, statistics))).collect();
        let config = FeatureConfig::from(FeatureSet::Functionals).summaries(summaries);
        let extractor = FeatureExtractor::new(config).unwrap();
        let samples = speech();
        let stored = row(FeatureStream::keeping(&extractor, 0), &samples);
        assert_eq!(stored, extractor.extract(&samples).unwrap());
    }
}
