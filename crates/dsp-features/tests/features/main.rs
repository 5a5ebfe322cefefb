//! Rows, stages and descriptors, from outside: one program, since each one more compiles the
//! transforms again.

mod bad_input_is_an_error;
mod configurations;
mod descriptors_equal_librosa;
mod feature_sets;
mod few_voiced_frames;
mod level_of_a_clip;
mod long_clips;
mod rows_equal_librosa;
mod stages_equal_librosa;
mod streams;
mod voice_quality;
