//! MP4 and QuickTime. symphonia reads the packets; what it leaves out is read here before: edit
//! lists, encoder delays, encryption, and the names of codecs.

mod boxes;
pub(super) mod config;

use symphonia::core::codecs::audio::well_known::CODEC_ID_AAC;

use self::boxes::{Movie, TrackBoxes};
use super::packets::{Codec, PacketReader};
use super::symphonia::{Container, Track, audio_tracks, probe};
use super::{Edit, Opened, Reader, Wanted};
use crate::fault::{Fault, Outcome};
use crate::output::Output;
use crate::source::Source;
use crate::{Channels, Note};

/// A track whose first seconds stay below this is silent.
const SILENT: f32 = 1e-4;
/// So many seconds of a track are looked at.
const LOOKED_AT: u64 = 30;

/// Opens the first track that can be decoded and is not silent, or the one that is asked for.
pub(super) fn open<'a>(mut source: Source<'a>, wanted: Wanted) -> Outcome<Opened<'a>> {
    let movie = boxes::read(&mut source)?;
    if movie.tracks.is_empty() {
        return Err(movie.without_audio());
    }
    let refused: Vec<Fault> = movie.tracks.iter().filter_map(TrackBoxes::refused).collect();
    if refused.len() == movie.tracks.len() {
        return Err(refused.into_iter().next().unwrap_or_else(|| movie.without_audio()));
    }
    // The tracks of the boxes and symphonia's are the same, in the same order, by their numbers.
    let again = || source.again().ok_or(Fault::malformed("its index cannot be sought"));
    let format = probe(again()?, "m4a")?;
    let tracks = audio_tracks(&*format);
    let candidates = candidates(&movie, &tracks, wanted)?;
    let count = movie.tracks.len();
    let mut chosen = 0;
    if candidates.len() > 1 {
        chosen = first_with_sound(again, &candidates)?;
    }
    let Some(candidate) = candidates.into_iter().nth(chosen) else {
        return Err(Fault::malformed("it has no audio track"));
    };
    let mut notes = candidate.notes;
    if count > 1 && wanted.track.is_none() {
        notes.push(Note::SeveralTracks { read: candidate.number, count });
    }
    let boxes = candidate.boxes;
    let codec = Codec::open(&candidate.track.parameters)?;
    let (start, end) = boxes.edit(movie.timescale);
    // The decoder leaves out Opus's delay by its own header.
    let start = if matches!(codec, Codec::Opus(_)) { 0 } else { start.max(movie.priming) };
    let container = Container::new(format, &candidate.track, notes).until(end);
    let edit = Some(Edit { start, timescale: boxes.timescale });
    let reader = Box::new(PacketReader::new(container, codec));
    Ok(Opened { reader, edit, stated_rate: boxes.rate })
}

/// A track that can be decoded.
struct Candidate<'m> {
    /// Counted from 1, among the audio tracks.
    number: usize,
    track: Track,
    boxes: &'m TrackBoxes,
    notes: Vec<Note>,
}

/// The tracks that can be decoded, or the one that is asked for.
fn candidates<'m>(
    movie: &'m Movie,
    tracks: &[Track],
    wanted: Wanted,
) -> Outcome<Vec<Candidate<'m>>> {
    let count = movie.tracks.len();
    if let Some(track) = wanted.track.filter(|track| !(1..=count).contains(track)) {
        return Err(Fault::NoSuchTrack { track, tracks: count });
    }
    let (mut found, mut fault) = (Vec::new(), None);
    for (number, boxes) in (1..).zip(&movie.tracks) {
        if wanted.track.is_some_and(|track| track != number) {
            continue;
        }
        match candidate(number, boxes, tracks) {
            Ok(candidate) => found.push(candidate),
            Err(error) => fault = fault.or(Some(error)),
        }
    }
    if found.is_empty() {
        return Err(fault.unwrap_or(Fault::unsupported("it has no audio track")));
    }
    Ok(found)
}

fn candidate<'m>(number: usize, boxes: &'m TrackBoxes, tracks: &[Track]) -> Outcome<Candidate<'m>> {
    if let Some(fault) = boxes.refused() {
        return Err(fault);
    }
    let track = tracks.iter().find(|track| track.id == boxes.id);
    let mut track = track.cloned().ok_or_else(|| boxes.unknown())?;
    let mut notes = Vec::new();
    if track.parameters.codec == CODEC_ID_AAC
        && let Some(config) = track.parameters.extra_data.as_deref()
        && let Some(core) = config::core(config)
    {
        if core.is_extended {
            notes.push(Note::HeAacCore { rate: core.rate });
        }
        track.parameters.extra_data = Some(core.config.into());
    }
    Codec::open(&track.parameters)?;
    Ok(Candidate { number, track, boxes, notes })
}

/// The index of the first track that is not silent, or 0.
fn first_with_sound<'a>(
    source: impl Fn() -> Outcome<Source<'a>>,
    candidates: &[Candidate<'_>],
) -> Outcome<usize> {
    for (index, candidate) in candidates.iter().enumerate() {
        let codec = Codec::open(&candidate.track.parameters)?;
        let format = probe(source()?, "m4a")?;
        let container = Container::new(format, &candidate.track, Vec::new());
        if !is_silent(&mut PacketReader::new(container, codec)) {
            return Ok(index);
        }
    }
    Ok(0)
}

/// Whether the start of a track is silent; one that is damaged is.
fn is_silent(reader: &mut impl Reader) -> bool {
    let mut output = Output::new(Channels::Each, usize::MAX);
    let mut frames = 0;
    while reader.next(&mut output).unwrap_or(false) {
        if output.planes.iter().flatten().any(|sample| sample.abs() >= SILENT) {
            return false;
        }
        frames += output.len() as u64;
        if frames > LOOKED_AT * u64::from(output.rate) {
            break;
        }
    }
    true
}
