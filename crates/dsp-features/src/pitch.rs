//! The pitch of a voice, its periods, and what is measured from them.

pub(crate) mod autocorrelation;
pub(crate) mod path;
pub(crate) mod pulses;
pub(crate) mod track;
pub(crate) mod voice_quality;
