//! Audio files to mono samples at the rate you ask for, as librosa.load gives them
#![forbid(unsafe_code)]
