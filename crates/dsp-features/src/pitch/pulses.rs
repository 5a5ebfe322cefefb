//! Glottal pulses: where each period of the voice begins (Praat 6.1, "Sound & Pitch: To
//! PointProcess (cc)").

use crate::check;
use crate::error::Result;
use crate::kernel::simd::vectorised;
use crate::kernel::sums::dot;
use crate::pitch::track::PitchTrack;
use crate::set::preparation::{Prepared, Voicing, followed};

/// The beginning of a period of the voice.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Pulse {
    /// When, in seconds from the first sample.
    pub seconds: f64,
    /// The largest magnitude of the samples of its period.
    pub amplitude: f32,
}

/// Periods longer than this are pauses, in seconds.
const LONGEST_PERIOD: f64 = 0.02;
/// Neighbouring periods that differ by more than this factor in length are no neighbours.
const LARGEST_FACTOR: f64 = 1.3;
/// Nor, for shimmer, are those that differ by more than this factor in amplitude.
const LARGEST_AMPLITUDE_FACTOR: f32 = 1.6;

/// The lengths in seconds of neighbouring periods, and the pulses that end them.
fn period_pairs(pulses: &[Pulse]) -> impl Iterator<Item = [(f64, &Pulse); 2]> {
    pulses.windows(3).filter_map(|three| {
        let [a, b, c] = three else { return None };
        let (first, second) = (b.seconds - a.seconds, c.seconds - b.seconds);
        let longer = first.max(second);
        let fits = longer <= LONGEST_PERIOD && longer <= LARGEST_FACTOR * first.min(second);
        fits.then_some([(first, b), (second, c)])
    })
}

/// Jitter (local): the mean difference of neighbouring periods over their mean length; 0 where
/// there are no three pulses in a row.
///
/// Neighbours are at most 20 ms long, and differ by a factor of at most 1.3: Praat's limits.
pub fn jitter_local(pulses: &[Pulse]) -> f64 {
    let (difference, length) = period_pairs(pulses)
        .fold((0.0, 0.0), |(d, l), [(a, _), (b, _)]| (d + (a - b).abs(), l + 0.5 * (a + b)));
    if length > 0.0 { difference / length } else { 0.0 }
}

/// Shimmer (local, dB): the mean difference of neighbouring periods' peak amplitudes in dB; 0
/// where there are no three pulses in a row. Neighbours are those of [`jitter_local`]
/// whose amplitudes differ by a factor of at most 1.6.
pub fn shimmer_local_db(pulses: &[Pulse]) -> f64 {
    let change =
        |a: &Pulse, b: &Pulse| f64::from((20.0 * (a.amplitude / b.amplitude).log10()).abs());
    let (sum, n) = period_pairs(pulses)
        .filter(|[(_, a), (_, b)]| {
            let (softer, louder) = (a.amplitude.min(b.amplitude), a.amplitude.max(b.amplitude));
            softer > 0.0 && louder <= LARGEST_AMPLITUDE_FACTOR * softer
        })
        .fold((0.0, 0), |(sum, n), [(_, a), (_, b)]| (sum + change(a, b), n + 1));
    if n > 0 { sum / f64::from(n) } else { 0.0 }
}

/// The glottal pulses of the voiced parts of a mono clip.
///
/// In each voiced part the first pulse is the largest sample of the middle period; from there
/// one period after the other is found to either side, where the waveform is most like that
/// of the period before.
///
/// # Errors
///
/// Empty or non-finite samples, parameters out of range.
///
/// ```
/// use emo_dsp_features::{Voicing, jitter_local, pulses};
/// // Harmonics of 200 Hz.
/// let tone = |t: f32| (1..6).map(|k| (t * 0.078_539_82 * k as f32).cos()).sum::<f32>() * 0.1;
/// let samples: Vec<f32> = (0..8000).map(|t| tone(t as f32)).collect();
/// let pulses = pulses(&samples, 16000, &Voicing::default())?;
/// assert!((pulses[11].seconds - pulses[10].seconds - 0.005).abs() < 1e-5);
/// assert!(jitter_local(&pulses) < 1e-3);
/// # Ok::<(), emo_dsp_features::Error>(())
/// ```
pub fn pulses(samples: &[f32], sr: u32, voicing: &Voicing) -> Result<Vec<Pulse>> {
    let limit = check::sample_limit(2 * voicing.pitch.frame_length);
    check::samples(samples, limit)?;
    Ok(find_pulses(&followed(samples, sr, voicing)?, sr, voicing.pitch.hop_length))
}

/// The pulses of a clip whose pitch is known.
pub(crate) fn find_pulses(prepared: &Prepared<'_>, sr: u32, hop: usize) -> Vec<Pulse> {
    let Prepared { samples, pitch, voiced, .. } = prepared;
    let finder = Finder::new(samples, sr, hop, pitch);
    let mut pulses = Vec::new();
    let mut frame = 0;
    for part in voiced.chunk_by(|a, b| a == b) {
        if part.first() == Some(&true) {
            let edge = |frame: usize| (frame as f64 - 0.5) * hop as f64;
            finder.push(edge(frame), edge(frame + part.len()), &mut pulses);
        }
        frame += part.len();
    }
    pulses
}

/// Finds the pulses of one clip; places are in samples.
struct Finder<'a> {
    samples: &'a [f32],
    /// Sums of squares of the samples before each place.
    energy: Vec<f64>,
    sr: f64,
    hop: f64,
    semitones: &'a [f32],
}

/// A place where the waveform is like that around another.
struct Likeness {
    place: f64,
    correlation: f64,
}

/// Below this correlation a period is no period.
const LEAST_CORRELATION: f64 = 0.3;

impl<'a> Finder<'a> {
    fn new(samples: &'a [f32], sr: u32, hop: usize, pitch: &'a PitchTrack) -> Self {
        let mut sum = 0.0;
        let mut energy = vec![0.0];
        energy.extend(samples.iter().map(|&x| {
            sum += f64::from(x) * f64::from(x);
            sum
        }));
        let semitones = &pitch.semitones;
        Self { samples, energy, sr: f64::from(sr), hop: hop as f64, semitones }
    }

    /// The period at a place, in samples.
    fn period(&self, place: f64) -> f64 {
        let frame = (place / self.hop).max(0.0);
        let last = self.semitones.len().saturating_sub(1);
        let at = |frame: usize| self.semitones.get(frame.min(last)).map_or(0.0, |&s| f64::from(s));
        let (before, part) = (frame as usize, frame.fract());
        let semitones = at(before) * (1.0 - part) + at(before + 1) * part;
        self.sr / (27.5 * (semitones / 12.0).exp2())
    }

    /// Adds the pulses between two places.
    fn push(&self, left: f64, right: f64, pulses: &mut Vec<Pulse>) {
        let middle = 0.5 * (left + right);
        let half = 0.5 * self.period(middle);
        let (start, _) = self.extremum(middle - half, middle + half);
        let mut places = self.walk(start, left, right, -1.0);
        places.reverse();
        places.push(start);
        places.extend(self.walk(start, left, right, 1.0));
        pulses.extend(places.into_iter().map(|place| {
            let half = 0.5 * self.period(place);
            let (_, amplitude) = self.extremum(place - half, place + half);
            Pulse { seconds: place / self.sr, amplitude }
        }));
    }

    /// The pulses from `at` on to one side, `direction` 1 or -1, without that at `at`.
    fn walk(&self, mut at: f64, left: f64, right: f64, direction: f64) -> Vec<f64> {
        let mut places = Vec::new();
        loop {
            let period = self.period(at);
            let found = self.most_alike(at, period, direction);
            at = found.as_ref().map_or(at + direction * period, |found| found.place);
            if !(left..=right).contains(&at) {
                return places;
            }
            if found.is_some_and(|found| found.correlation > LEAST_CORRELATION) {
                places.push(at);
            }
        }
    }

    /// Where, 0.8 to 1.25 periods away, the waveform is most like that of the period around `at`.
    fn most_alike(&self, at: f64, period: f64, direction: f64) -> Option<Likeness> {
        let first = (at - 0.5 * period).round().max(0.0) as usize;
        let length = period.round() as usize + 1;
        let here = self.samples.get(first..first + length)?;
        let norm = self.energy(first, length)?;
        let nearest = (0.8 * period).floor() as usize - 1;
        let furthest = (1.25 * period).ceil() as usize + 1;
        let correlation = |distance: usize| {
            let start =
                if direction < 0.0 { first.checked_sub(distance)? } else { first + distance };
            let there = self.samples.get(start..start + length)?;
            let product = f64::from(vectorised(
                #[inline(always)]
                || dot(here, there),
            ));
            Some(product / (norm * self.energy(start, length)?).sqrt().max(f64::MIN_POSITIVE))
        };
        let r: Vec<f64> = (nearest..=furthest).map_while(correlation).collect();
        let peaks = r.windows(3).enumerate().filter(|(_, r)| r[1] >= r[0] && r[1] > r[2]);
        let (peak, near) = peaks.max_by(|(_, a), (_, b)| a[1].total_cmp(&b[1]))?;
        let curvature = 2.0 * near[1] - near[0] - near[2];
        let slope = 0.5 * (near[2] - near[0]);
        let distance = (nearest + peak + 1) as f64 + slope / curvature.max(f64::MIN_POSITIVE);
        Some(Likeness { place: at + direction * distance, correlation: near[1] })
    }

    fn energy(&self, first: usize, length: usize) -> Option<f64> {
        Some(self.energy.get(first + length)? - self.energy.get(first)?)
    }

    /// The place and size of the largest magnitude between two places, through the parabola of
    /// its neighbours.
    fn extremum(&self, from: f64, to: f64) -> (f64, f32) {
        let last = self.samples.len().saturating_sub(1);
        let from = (from.max(0.0) as usize).min(last);
        let to = (to.max(0.0) as usize).clamp(from, last);
        let size = |at: usize| self.samples.get(at).map_or(0.0, |x| x.abs());
        let at = (from..=to).fold(from, |best, at| if size(at) > size(best) { at } else { best });
        let (before, peak, after) = (size(at.saturating_sub(1)), size(at), size(at + 1));
        let curvature = 2.0 * peak - before - after;
        let slope = 0.5 * (after - before);
        if curvature <= slope.abs() {
            return (at as f64, peak);
        }
        (at as f64 + f64::from(slope / curvature), peak + 0.5 * slope * slope / curvature)
    }
}
