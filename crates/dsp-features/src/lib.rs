//! Audio features as librosa defines them
#![forbid(unsafe_code)]
