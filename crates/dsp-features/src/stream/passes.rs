//! What is computed in each pass over the samples.

#[cfg(feature = "encoder-without-weights")]
use crate::descriptor::encoder_plan::{EncoderClip, EncoderPlan};
use crate::descriptor::level::{LevelParams, level_of};
use crate::descriptor::plan::{Clip, Plan};
use crate::descriptor::whole::Whole;
use crate::error::Result;
use crate::extractor::FeatureExtractor;
use crate::kernel::lanes::{LANES, Lanes, Tile};
use crate::pitch::autocorrelation::Scratch;
use crate::pitch::track::{Follower, PitchTrack, PitchTracker};
use crate::stream::held::{Frames, Group, Held};
use crate::stream::sink::Sink;
use crate::transform::stft::{Stft, StftScratch};

/// The power of each frame.
#[derive(Debug)]
pub(super) struct Powers {
    params: LevelParams,
    frames: Frames,
    pub(super) values: Vec<f32>,
}

impl Powers {
    pub(super) fn new(params: &LevelParams) -> Self {
        let &LevelParams { frame_length, hop_length } = params;
        let frames = Frames::new(frame_length, hop_length, frame_length / 2);
        Self { params: params.clone(), frames, values: Vec::new() }
    }

    /// Takes the frames that are complete; `end` is the number of samples once it is known.
    pub(super) fn advance(&mut self, held: &Held, end: Option<usize>) -> usize {
        let total = end.map(|end| self.params.n_frames(end));
        while let Some(group) = self.frames.next(held, total) {
            self.values.push(self.params.power(group.samples, group.first));
        }
        self.frames.needs()
    }
}

/// The pitch of each frame.
pub(super) struct Pitch<'e> {
    tracker: &'e PitchTracker,
    frames: Frames,
    scratch: Scratch,
    follower: Follower,
}

impl<'e> Pitch<'e> {
    pub(super) fn new(tracker: &'e PitchTracker) -> Self {
        let params = tracker.params();
        let (length, hop) = (params.frame_length, params.hop_length);
        let frames = Frames::new(length, hop, length / 2).together(2);
        let scratch = tracker.autocorrelation().scratch();
        Self { tracker, frames, scratch, follower: tracker.follower() }
    }

    pub(super) fn advance(&mut self, held: &Held, end: Option<usize>) -> usize {
        let autocorrelation = self.tracker.autocorrelation();
        let total = end.map(|end| autocorrelation.n_frames(end));
        while let Some(group) = self.frames.next(held, total) {
            let Group { samples, first, count } = group;
            let follow = |candidates: &[_]| self.follower.push(candidates);
            autocorrelation.push(samples, first, count, &mut self.scratch, follow);
        }
        self.frames.needs()
    }

    pub(super) fn track(self) -> PitchTrack {
        self.follower.finish()
    }
}

/// The power spectra, tile by tile.
#[derive(Debug)]
pub(super) struct Spectra<'e> {
    stft: &'e Stft,
    frames: Frames,
    scratch: StftScratch,
}

impl<'e> Spectra<'e> {
    pub(super) fn new(stft: &'e Stft) -> Self {
        let frames = Frames::new(stft.n_fft(), stft.hop_length(), stft.padding()).together(LANES);
        Self { stft, frames, scratch: stft.scratch() }
    }

    pub(super) fn advance(
        &mut self,
        held: &Held,
        end: Option<usize>,
        mut each: impl FnMut(&Tile) -> Result<()>,
    ) -> Result<usize> {
        let total = end.map(|end| self.stft.n_frames(end)).transpose()?;
        while let Some(group) = self.frames.next(held, total) {
            self.stft.power_tile(group.samples, group.first, group.count, &mut self.scratch);
            each(&self.scratch.tile)?;
        }
        Ok(self.frames.needs())
    }
}

/// What the descriptors depend on of the whole clip.
#[derive(Debug)]
pub(super) struct Look<'e> {
    plans: &'e [Plan],
    spectra: Spectra<'e>,
    clips: Vec<Clip>,
    pub(super) wholes: Vec<Whole>,
}

impl<'e> Look<'e> {
    pub(super) fn new(extractor: &'e FeatureExtractor) -> Self {
        Self {
            plans: &extractor.plans,
            spectra: Spectra::new(&extractor.stft),
            clips: extractor.plans.iter().map(Plan::start).collect(),
            wholes: vec![Whole::default(); extractor.plans.len()],
        }
    }

    pub(super) fn advance(&mut self, held: &Held, end: Option<usize>) -> Result<usize> {
        let Self { plans, spectra, clips, wholes } = self;
        spectra.advance(held, end, |tile| {
            for ((plan, clip), whole) in plans.iter().zip(clips.iter_mut()).zip(wholes.iter_mut()) {
                plan.look(clip, whole, tile);
            }
            Ok(())
        })
    }

    pub(super) fn settle(mut self) -> Vec<Whole> {
        let plans = self.plans.iter().zip(&mut self.wholes);
        plans.for_each(|(plan, whole)| plan.settle_whole(whole));
        self.wholes
    }
}

/// The descriptors themselves.
#[derive(Debug)]
pub(super) struct Gather<'e> {
    plans: &'e [Plan],
    spectra: Option<Spectra<'e>>,
    clips: Vec<Clip>,
    wholes: Vec<Whole>,
    /// The frames of those plans that are computed from samples.
    of_samples: Vec<(usize, Frames)>,
    /// The clips of those plans that are speech encoders, and how many samples they have taken.
    #[cfg(feature = "encoder-without-weights")]
    encoders: Vec<(usize, EncoderClip)>,
    #[cfg(feature = "encoder-without-weights")]
    encoded: usize,
    rows: Vec<Lanes>,
    sink: Sink,
}

impl<'e> Gather<'e> {
    pub(super) fn new(extractor: &'e FeatureExtractor, wholes: Vec<Whole>, sink: Sink) -> Self {
        let plans = &extractor.plans;
        let is_spectral = plans.iter().any(Plan::is_spectral);
        let of_samples = plans.iter().enumerate().filter_map(|(place, plan)| match plan {
            Plan::ZeroCrossings(params) => {
                let (length, hop) = (params.frame_length, params.hop_length);
                Some((place, Frames::new(length, hop, params.padding())))
            }
            Plan::Level(params) => {
                let (length, hop) = (params.frame_length, params.hop_length);
                Some((place, Frames::new(length, hop, length / 2)))
            }
            _ => None,
        });
        Self {
            plans,
            spectra: is_spectral.then(|| Spectra::new(&extractor.stft)),
            clips: plans.iter().map(Plan::start).collect(),
            wholes,
            of_samples: of_samples.collect(),
            #[cfg(feature = "encoder-without-weights")]
            encoders: plans.iter().enumerate().filter_map(encoder_clip).collect(),
            #[cfg(feature = "encoder-without-weights")]
            encoded: 0,
            rows: Vec::new(),
            sink,
        }
    }

    pub(super) fn advance(&mut self, held: &Held, end: Option<usize>) -> Result<usize> {
        #[cfg(feature = "encoder-without-weights")]
        self.encode(held)?;
        let needs = self.measure(held, end)?.min(self.transform(held, end)?);
        self.sink.check()?;
        Ok(needs)
    }

    /// Ends a clip of which the transform has `frames` frames.
    #[cfg(feature = "encoder-without-weights")]
    pub(super) fn into_sink(self, frames: usize) -> Result<Sink> {
        let mut sink = self.sink;
        for (place, clip) in self.encoders {
            EncoderPlan::finish(clip, frames, |frame| sink.add_frame(place, frame))?;
        }
        Ok(sink)
    }

    /// Ends a clip.
    #[cfg(not(feature = "encoder-without-weights"))]
    pub(super) fn into_sink(self, _frames: usize) -> Result<Sink> {
        Ok(self.sink)
    }

    #[cfg(feature = "encoder-without-weights")]
    fn encode(&mut self, held: &Held) -> Result<()> {
        let samples = held.from(self.encoded);
        for (place, clip) in &mut self.encoders {
            if let Some(Plan::SpeechEncoder(plan)) = self.plans.get(*place) {
                plan.push(clip, samples, |frame| self.sink.add_frame(*place, frame))?;
            }
        }
        self.encoded = held.end();
        Ok(())
    }

    /// The descriptors that are computed from samples; returns the first sample that they still need.
    fn measure(&mut self, held: &Held, end: Option<usize>) -> Result<usize> {
        let mut needs = held.end();
        for (place, frames) in &mut self.of_samples {
            let plan = self.plans.get(*place);
            let total = match (plan, end) {
                (Some(Plan::ZeroCrossings(params)), Some(end)) => Some(params.n_frames(end)?),
                (Some(Plan::Level(params)), Some(end)) => Some(params.n_frames(end)),
                _ => None,
            };
            while let Some(group) = frames.next(held, total) {
                let value = match plan {
                    Some(Plan::ZeroCrossings(params)) => params.rate(group.samples, group.first),
                    Some(Plan::Level(params)) => level_of(params.power(group.samples, group.first)),
                    _ => 0.0,
                };
                self.sink.add(*place, &[Lanes([value; LANES])], 1);
            }
            needs = needs.min(frames.needs());
        }
        Ok(needs)
    }

    /// The same for those that are computed from spectra.
    fn transform(&mut self, held: &Held, end: Option<usize>) -> Result<usize> {
        let Self { plans, spectra, clips, wholes, rows, sink, .. } = self;
        let Some(spectra) = spectra else { return Ok(held.end()) };
        spectra.advance(held, end, |tile| {
            let parts = plans.iter().zip(clips.iter_mut()).zip(wholes.iter());
            for (place, ((plan, clip), whole)) in parts.enumerate() {
                if plan.is_spectral() {
                    rows.clear();
                    plan.of_tile(clip, whole, tile, rows)?;
                    sink.add(place, rows, tile.frames);
                }
            }
            Ok(())
        })
    }
}

#[cfg(feature = "encoder-without-weights")]
fn encoder_clip((place, plan): (usize, &Plan)) -> Option<(usize, EncoderClip)> {
    match plan {
        Plan::SpeechEncoder(plan) => Some((place, plan.start())),
        _ => None,
    }
}
