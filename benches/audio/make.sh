#!/usr/bin/env bash
# Makes the compressed clips that `audio.rs` decodes, out of the synthetic speech in fixtures/audio.
# Needs ffmpeg 5.1.
set -euo pipefail
cd "$(dirname "$0")"
for rate in 44100 16000; do
    for kind in flac mp3; do
        ffmpeg -y -loglevel error -i ../../fixtures/audio/speech.wav -bitexact -ar "$rate" "speech_$rate.$kind"
    done
done
