#!/bin/sh
# Writes RAVDESS's spoken clips as mono MP3 files at 64 and 32 kbit/s, for `accuracy --mp3`.
# Needs LAME 3.100 with libsndfile, as Debian's package `lame` has it.
#
#     examples/accuracy/mp3.sh RECORDINGS MP3
set -eu
for rate in 64 32; do
    mkdir -p "$2/$rate"
    find "$1" \( -name '03-01-*.flac' -o -name '03-01-*.wav' \) | sort | while read -r clip; do
        name=$(basename "$clip")
        lame --quiet -m m -b "$rate" "$clip" "$2/$rate/${name%.*}.mp3"
    done
done
