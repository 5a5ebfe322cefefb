//! What a file is, by what it starts with.

use crate::fault::{Fault, Outcome};
use crate::source::Source;

/// Bytes that are looked at.
const HEAD: usize = 4096;

/// What files start with that ffmpeg reads, and what they are.
const CONVERTED: [(&[u8], &str); 35] = [
    (b"#!AMR", "AMR"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "Windows Media (WMA or ASF)"),
    (b".RMF", "RealAudio"),
    (b".ra\xfd", "RealAudio"),
    (b"MAC ", "Monkey's Audio"),
    (b"wvpk", "WavPack"),
    (b"TTA1", "True Audio"),
    (b"MPCK", "Musepack"),
    (b"MP+", "Musepack"),
    (b"OFR ", "OptimFROG"),
    (b"ajkg", "Shorten"),
    (b"DSD ", "DSD"),
    (b"FRM8", "DSD"),
    (b"\x0b\x77", "AC-3"),
    (b"\x7f\xfe\x80\x01", "DTS"),
    (b"\xfe\x7f\x01\x80", "DTS"),
    (b"\x1f\xff\xe8\x00", "DTS"),
    (b"\xff\x1f\x00\xe8", "DTS"),
    (b"ADIF", "AAC with an ADIF header"),
    (b"#!SILK", "SILK"),
    (b"\x02#!SILK", "SILK"),
    (b"#!iLBC", "iLBC"),
    (b"#!EVRC", "EVRC"),
    (b"FLV", "Flash video"),
    (b"\x00\x00\x01\xba", "an MPEG program stream"),
    (b"nut/multimedia", "NUT"),
    (b"Creative Voice File", "Creative's VOC"),
    (b"2BIT", "Audio Visual Research's AVR"),
    (b"\x64\xa3", "IRCAM's SF"),
    (b"\x00\x01\xa3\x64", "IRCAM's SF"),
    (b"\x00\x02\xa3\x64", "IRCAM's SF"),
    (b"\x00\x03\xa3\x64", "IRCAM's SF"),
    (b"PVF1", "PVF"),
    (b"PVF2", "PVF"),
    (b"\xf0\x7e", "a MIDI sample dump"),
];

/// The containers that are read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    Riff,
    Wave64,
    Aiff,
    Au,
    Sphere,
    Caf,
    Flac,
    Ogg,
    Adts,
    Mp4,
    Matroska,
    Mpeg,
    Transport,
    Gsm,
}

/// Finds out what a source is, and leaves out tags in front of it.
pub(crate) fn kind(source: &mut Source<'_>, ending: Option<&str>) -> Outcome<Kind> {
    let mut head = source.peek(HEAD)?;
    // ID3 tags precede MP3, and of AAC, FLAC, WAV and AIFF too; there may be several.
    while let Some(len) = id3_len(&head) {
        source.start_after(len)?;
        head = source.peek(HEAD)?;
    }
    if head.is_empty() {
        return Err(Fault::unsupported("the file is empty"));
    }
    if let Some(kind) = known(&head) {
        return Ok(kind);
    }
    if let Some(fault) = refused(&head, ending) {
        return Err(fault);
    }
    let packet = |len: usize| (0..4).all(|at| head.get(at * len).is_none_or(|&byte| byte == 0x47));
    if head.len() >= 188 && packet(188) || head.get(4..).is_some_and(is_m2ts) {
        return Ok(Kind::Transport);
    }
    match ending {
        Some("gsm") if head.first().is_some_and(|byte| byte >> 4 == 0xd) => Ok(Kind::Gsm),
        // MP3s may start anywhere in a frame, or behind junk.
        Some("mp3" | "mp2" | "mp1" | "mpga" | "mpa") => Ok(Kind::Mpeg),
        Some("aac" | "adts") if has_adts(source)? => Ok(Kind::Adts),
        _ if crate::sync::mpeg(&head) => Ok(Kind::Mpeg),
        _ => Err(unknown(ending)),
    }
}

/// Whether frames of AAC start somewhere, as in a stream that was recorded from its middle.
fn has_adts(source: &mut Source<'_>) -> Outcome<bool> {
    let head = source.peek(1 << 16)?;
    Ok((0..head.len()).any(|at| crate::sync::adts(head.get(at..).unwrap_or_default())))
}

/// Whether packets of 192 bytes follow each other, their first four bytes left out.
fn is_m2ts(rest: &[u8]) -> bool {
    rest.len() >= 192 && (0..4).all(|at| rest.get(at * 192).is_none_or(|&byte| byte == 0x47))
}

/// The length of an ID3v2 tag at the start.
fn id3_len(head: &[u8]) -> Option<u64> {
    let [b'I', b'D', b'3', _, _, flags, sizes @ ..] = head.first_chunk::<10>()? else {
        return None;
    };
    let size = sizes.iter().fold(0, |size, byte| size << 7 | u64::from(byte & 0x7f));
    let footer = if flags & 0x10 != 0 { 10 } else { 0 };
    Some(10 + size + footer)
}

/// What a file is that has a mark at its start.
fn known(head: &[u8]) -> Option<Kind> {
    const WAVE64: &[u8] = b"riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\x00\x00";
    let four = head.first_chunk::<4>()?;
    let form = head.get(8..12).unwrap_or_default();
    Some(match four {
        b"RIFF" | b"RIFX" | b"RF64" | b"BW64" => Kind::Riff,
        _ if head.starts_with(WAVE64) => Kind::Wave64,
        b"FORM" if form == b"AIFF" || form == b"AIFC" => Kind::Aiff,
        b".snd" | b"dns." => Kind::Au,
        b"NIST" => Kind::Sphere,
        b"caff" => Kind::Caf,
        b"fLaC" => Kind::Flac,
        b"OggS" => Kind::Ogg,
        b"\x1a\x45\xdf\xa3" => Kind::Matroska,
        _ if is_mp4(head) => Kind::Mp4,
        [0xff, second, ..] if second & 0xf6 == 0xf0 && crate::sync::adts(head) => Kind::Adts,
        [0xff, second, ..] if second & 0xe0 == 0xe0 && crate::sync::mpeg(head) => Kind::Mpeg,
        _ => return None,
    })
}

/// Whether a box of MP4 or QuickTime stands first.
fn is_mp4(head: &[u8]) -> bool {
    let boxes: [&[u8]; 7] = [b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"styp"];
    head.get(4..8).is_some_and(|name| boxes.contains(&name))
}

/// What is known and not read.
fn refused(head: &[u8], ending: Option<&str>) -> Option<Fault> {
    let is = |mark: &[u8]| head.starts_with(mark);
    let converted = |what: &str| Some(Fault::convert(format!("it is {what}, which is not read")));
    let plain = |what: &str| Some(Fault::unsupported(what));
    if is(b"PK\x03\x04") || is(b"PK\x05\x06") {
        return plain("it is a zip archive; unpack it first");
    }
    if head.get(257..262) == Some(b"ustar") {
        return plain("it is a tar archive; unpack it first");
    }
    if is(b"\x1f\x8b")
        || is(b"BZh")
        || is(b"\xfd7zXZ")
        || is(b"7z\xbc\xaf")
        || is(b"Rar!")
        || is(b"\x28\xb5\x2f\xfd")
    {
        return plain("it is a compressed archive; unpack it first");
    }
    if is(b"version https://git-lfs") {
        return plain("it is a Git LFS pointer, not the recording; run: git lfs pull");
    }
    if is(b"\x00\x05\x16\x07") || is(b"\x00\x05\x16\x00") {
        return plain("it is a macOS AppleDouble file with metadata, not the recording");
    }
    if let Some((_, what)) = CONVERTED.iter().find(|(mark, _)| is(mark)) {
        return converted(what);
    }
    if head.get(8..12) == Some(b"8SVX") && is(b"FORM") {
        return converted("Amiga's 8SVX");
    }
    if matches!(head.get(4..8), Some(b"\xf8\x72\x6f\xba" | b"\xf8\x72\x6f\xbb")) {
        return converted("TrueHD or MLP");
    }
    if crate::sync::latm(head) {
        return converted("AAC in LATM");
    }
    if is(b"MThd") {
        return plain("it is MIDI, which has no recorded sound");
    }
    if is(b"\x00\x00\x01\xb3") {
        return plain("it is a video stream without sound");
    }
    if is(b"%PDF") || is(b"\x89PNG") || is(b"\xff\xd8\xff") || is(b"GIF8") {
        return plain("it is a document or a picture, not audio");
    }
    text(head, ending)
}

/// What a text is.
fn text(head: &[u8], ending: Option<&str>) -> Option<Fault> {
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let start: Vec<u8> = start.iter().take(256).map(u8::to_ascii_lowercase).collect();
    let page: [&[u8]; 4] = [b"<!doctype", b"<html", b"<?xml", b"<head"];
    if page.iter().any(|mark| start.starts_with(mark)) {
        let hint = "it is a web page, not audio: the download gave a page instead of the file";
        return Some(Fault::unsupported(hint));
    }
    let is_text = |byte: &u8| byte.is_ascii_graphic() || byte.is_ascii_whitespace();
    if head.len() >= 16 && head.iter().all(is_text) && !is_raw(ending) {
        return Some(Fault::unsupported("it is a text, not audio"));
    }
    None
}

/// Whether an ending is that of samples without a header.
fn is_raw(ending: Option<&str>) -> bool {
    let endings =
        ["raw", "pcm", "ul", "ulaw", "mulaw", "al", "alaw", "vox", "s16", "f32", "sw", "sln"];
    ending.is_some_and(|ending| endings.contains(&ending))
}

/// A file whose start says nothing.
fn unknown(ending: Option<&str>) -> Fault {
    if is_raw(ending) {
        return Fault::unsupported(
            "samples without a header are read only where their format is given, such as \
             s16le:16000:1 or ulaw:8000 (option `raw`)",
        );
    }
    match ending {
        Some("amr" | "awb" | "3ga") => Fault::convert("its audio is AMR, which is not read"),
        Some("g722" | "g723" | "g729") => {
            Fault::convert("its audio is G.722, G.723 or G.729, which is not read")
        }
        _ => Fault::unsupported(
            "its start is not that of any audio file that is read; if it holds samples without a \
             header, give their format, such as s16le:16000:1 (option `raw`)",
        ),
    }
}
