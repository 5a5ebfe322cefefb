#!/usr/bin/env bash
# Makes the page's samples with a synthetic voice (espeak-ng; what it says is ours) and encodes them
# as Ogg Opus (ffmpeg). Both are in Debian. The files are in the repository: 57 kB in all.
set -euo pipefail
cd "$(dirname "$0")"
out=../page/public/samples
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"

speak() { # name pitch speed amplitude text
    espeak-ng -v en-us+f3 -p "$2" -s "$3" -a "$4" -w "$work/$1.wav" "$5"
}

encode() { # name, then files one after the other
    local name=$1 inputs=() filter=""
    shift
    for file in "$@"; do
        filter+="[${#inputs[@]}:a]"
        inputs+=("$work/$file.wav")
    done
    local arguments=()
    for input in "${inputs[@]}"; do arguments+=(-i "$input"); done
    ffmpeg -v error -y "${arguments[@]}" \
        -filter_complex "${filter}concat=n=$#:v=0:a=1,aresample=16000,adelay=250,apad=pad_dur=0.3" \
        -map_metadata -1 -fflags +bitexact -c:a libopus -b:a 24k "$out/$name.ogg"
}

pause() { # name seconds
    ffmpeg -v error -y -f lavfi -i anullsrc=r=22050:cl=mono -t "$2" "$work/$1.wav"
}

speak lively 75 190 150 "Look at that! We have won the first prize, and nobody expected it!"
speak quiet 30 125 60 "I waited for you the whole evening. Then I went home alone."
speak first 55 165 100 "The train leaves at seven from platform four."
speak second 85 195 160 "No! Do not touch that! It is still hot!"
speak third 25 120 70 "I am sorry. I did not know that it was yours."
pause gap 0.9
encode lively lively
encode quiet quiet
encode three first gap second gap third
ls -l "$out"
