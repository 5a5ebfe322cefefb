#!/bin/sh
# Lays the fixtures out as the corpora that the targets begin with.
set -eu
cd "$(dirname "$0")"
corpus() { mkdir -p "corpus/$1"; shift; }

corpus decode
find ../fixtures/audio -type f -size -64k -exec cp {} corpus/decode/ \;
corpus extract
for file in ../fixtures/audio/*_16000.wav ../fixtures/audio/*_22050.wav; do
    tail -c +44 "$file" | head -c 40001 > "corpus/extract/$(basename "$file" .wav)"
done
corpus feature_table
head -n 4 ../fixtures/ravdess_features.csv > corpus/feature_table/ravdess
printf 'clip,emotion,actor,zcr\r\n"a, b",calm,1,0.5\r\n' > corpus/feature_table/quoted
corpus manifest
printf 'path,label,speaker,start,end\r\n"a, b.wav",calm,1,0.5,1.5\r\nc.wav,sad,2,,\r\n' > corpus/manifest/table
printf 'audio_path\temotion\nd.wav\tangry\n' > corpus/manifest/tabs
printf '{"audio_filepath": "e.wav", "offset": 1.5, "duration": 2.0, "label": "happy", "speaker": "x"}\n' \
    > corpus/manifest/nemo
printf '%s\n' '{"id": "f-1", "start": 0.5, "duration": 1.0, "channel": 0, "supervisions": [{"id": "s", "recording_id": "f", "start": 0.0, "duration": 1.0, "speaker": "y", "custom": {"emotion": "sad"}}], "recording": {"id": "f", "sources": [{"type": "file", "channels": [0], "source": "f.wav"}], "sampling_rate": 16000, "num_samples": 32000, "duration": 2.0}}' \
    > corpus/manifest/lhotse
corpus model
cp small_model.json corpus/model/
corpus ravdess_name
printf '03-01-05-02-01-01-12.wav' > corpus/ravdess_name/speech
printf 'Actor_12/03-02-05-02-01-01-12.flac' > corpus/ravdess_name/song
corpus resample
