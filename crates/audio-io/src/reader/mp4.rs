//! MP4 and QuickTime. symphonia reads the packets; what it leaves out is read here before: edit
//! lists, encoder delays, encryption, and the names of codecs.

mod boxes;
pub(super) mod config;
mod plain;

use symphonia::core::codecs::audio::CODEC_ID_NULL_AUDIO;
use symphonia::core::codecs::audio::well_known::{CODEC_ID_AAC, CODEC_ID_ALAC, CODEC_ID_OPUS};

use self::boxes::{Movie, TrackBoxes};
use self::plain::Plain;
use super::packets::{Codec, PacketReader};
use super::symphonia::{Container, Track, audio_tracks, probe};
use super::{Edit, Opened, Reader, Wanted, is_silent};
use crate::Note;
use crate::fault::{Fault, Outcome};
use crate::source::Source;

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
    // The tracks of the boxes and symphonia's are the same, by their numbers. symphonia refuses all
    // of them where one of plain samples is of a kind that it does not know.
    if let Some(fault) = movie.unfinished() {
        return Err(fault);
    }
    let again = || {
        let source = source.again().ok_or(Fault::malformed("its index cannot be sought"))?;
        Ok(match movie.whole_len {
            Some(len) => source.stating(len),
            None => source,
        })
    };
    let has_plain = movie.tracks.iter().any(|track| track.plain.is_some());
    let tracks = match probe(again()?, "m4a") {
        Ok(format) => audio_tracks(&*format),
        Err(_) if has_plain => Vec::new(),
        Err(fault) => return Err(fault),
    };
    let mut candidates = candidates(&movie, &tracks, wanted)?;
    let count = movie.tracks.len();
    let chosen = if candidates.len() > 1 { first_with_sound(again, &candidates)? } else { 0 };
    let mut candidate = candidates.swap_remove(chosen);
    if count > 1 && wanted.track.is_none() {
        candidate.notes.push(Note::SeveralTracks { read: candidate.number, count });
    }
    let boxes = candidate.boxes;
    let (start, end) = boxes.edit(movie.timescale);
    let start = match &candidate.media {
        Media::Plain(_) => start,
        // Without an edit list the decoder leaves out Opus's delay by its own header.
        Media::Packets(track) if track.parameters.codec == CODEC_ID_OPUS => start,
        Media::Packets(_) => start.max(movie.priming),
    };
    let edit = Some(Edit { start, timescale: boxes.timescale, len: None });
    let reader = candidate.reader(again()?, end)?;
    Ok(Opened { edit, stated_rate: boxes.rate, ..Opened::boxed(reader) })
}

/// How a track is read.
enum Media<'m> {
    Plain(&'m Plain),
    Packets(Box<Track>),
}

/// A track that can be decoded.
struct Candidate<'m> {
    /// Counted from 1, among the audio tracks.
    number: usize,
    media: Media<'m>,
    boxes: &'m TrackBoxes,
    notes: Vec<Note>,
}

impl Candidate<'_> {
    /// Reads the track up to `end`, in its own units.
    fn reader<'a>(&self, source: Source<'a>, end: Option<u64>) -> Outcome<Box<dyn Reader + 'a>> {
        match &self.media {
            Media::Plain(plain) => plain.open(source, end, self.boxes.timescale),
            Media::Packets(track) => {
                let mut codec = Codec::open(&track.parameters)?;
                if let Codec::Opus(opus) = &mut codec
                    && self.boxes.has_edits()
                {
                    opus.pre_skip = 0;
                }
                let format = probe(source, "m4a")?;
                let container = Container::new(format, track, self.notes.clone()).until(end);
                Ok(Box::new(PacketReader::new(container, codec)))
            }
        }
    }
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
    let mut notes = Vec::new();
    if let Some(plain) = &boxes.plain {
        return Ok(Candidate { number, media: Media::Plain(plain), boxes, notes });
    }
    let track = tracks.iter().find(|track| track.id == boxes.id);
    let mut track = track.cloned().ok_or_else(|| boxes.unknown())?;
    if &boxes.name == b"alac"
        && track.parameters.codec != CODEC_ID_ALAC
        && let Some(cookie) = plain::alac_cookie(&boxes.entry)
    {
        track.parameters.for_codec(CODEC_ID_ALAC).with_extra_data(cookie.into());
    }
    if track.parameters.codec == CODEC_ID_NULL_AUDIO {
        return Err(boxes.unknown());
    }
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
    let media = Media::Packets(Box::new(track));
    Ok(Candidate { number, media, boxes, notes })
}

/// The index of the first track that is not silent, or 0.
fn first_with_sound<'a>(
    source: impl Fn() -> Outcome<Source<'a>>,
    candidates: &[Candidate<'_>],
) -> Outcome<usize> {
    for (index, candidate) in candidates.iter().enumerate() {
        if !is_silent(&mut *candidate.reader(source()?, None)?) {
            return Ok(index);
        }
    }
    Ok(0)
}
