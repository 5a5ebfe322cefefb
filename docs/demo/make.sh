#!/usr/bin/env bash
# Records the demonstration, emo.mp4 (two minutes) and emo.png (an animation of ten seconds, for the README),
# and takes the pictures of the page and of a report in docs.
#
#   docs/demo/make.sh
#
# Needs what crates/web/build.sh needs, and Chromium, ffmpeg, script (of util-linux) and the font DejaVu Sans
# Mono. Where one of them is missing it says so and ends with exit code 3. It is run by hand: a recording
# takes some minutes, and its bytes differ from run to run.
#
# EMO names a built command; otherwise it is built with the page inside. CHROMIUM names the browser.
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)
work=${CARGO_TARGET_DIR:-$root/target}/demo
samples=$root/crates/web/page/public/samples

missing() {
    echo "docs/demo/make.sh: skipped, $*"
    exit 3
}

for tool in npm ffmpeg script fc-list "${CHROMIUM:-chromium}"; do
    command -v "$tool" > /dev/null || missing "$tool is not installed"
done
[ -n "$(fc-list 'DejaVu Sans Mono')" ] || missing "the font DejaVu Sans Mono is not installed"

"$root/crates/web/build.sh"
rm -rf "$work"
mkdir -p "$work/bin" "$work/demo"
if [ -n "${EMO:-}" ]; then
    cp "$EMO" "$work/bin/emo"
else
    cargo install --quiet --locked --path "$root/crates/cli" --features web --root "$work"
fi
export PATH="$work/bin:$PATH"

# All recordings are the project's own. The call is made of two samples of the page, a speaker in each channel.
ln -s "$root/fixtures" "$work/demo/fixtures"
ffmpeg -loglevel error -i "$samples/lively.ogg" -i "$samples/quiet.ogg" -filter_complex \
    "[0]apad[agent];[1]adelay=4800[customer];[agent][customer]join=inputs=2:channel_layout=stereo" \
    -t 10 "$work/demo/call.wav"
ffmpeg -loglevel error -i "$work/demo/call.wav" -af "pan=mono|c0=c0+c1" "$work/voice.wav"

echo "== recording"
node record.mjs "$work"

# The frames are of two formats: where that changes, the filter fps would lose the last frame, and -r does not.
film() {
    ffmpeg -loglevel error -y -f concat -i "$work/$1.txt" -vf "format=$2" -r 25 "${@:3}"
}
echo "== films"
film all yuv420p -c:v libx264 -preset slow -crf 24 -tune animation -movflags +faststart emo.mp4
# The excerpt is 1.6 times as fast. It has one palette and no dithering, so that a picture differs from the last
# one in few places.
film excerpt rgb24 -c:v ffv1 "$work/excerpt.mkv"
ffmpeg -loglevel error -y -i "$work/excerpt.mkv" -filter_complex "setpts=PTS/1.6,fps=12,scale=960:-1:flags=lanczos,split[a][b];
    [a]palettegen=max_colors=240[p];[b][p]paletteuse=dither=none" -f apng -plays 0 -pred mixed emo.png

echo "== pictures"
node pictures.mjs "$work"
picture() {
    inputs=()
    for name in $2; do inputs+=(-i "$work/$name.png"); done
    colours="split[x][y];[x]palettegen=max_colors=256[z];[y][z]paletteuse=dither=none"
    ffmpeg -loglevel error -y "${inputs[@]}" -filter_complex "$3,$colours" "../$1.png"
}
picture browser page-light null
# The dark page, and two parts of the page on a phone.
gap="pad=iw+24:ih:0:0:white"
picture browser-dark-phone "page-dark page-phone" "[0]scale=-1:1150:flags=lanczos,$gap[dark];
    [1]split[a][b];[a]crop=390:1150:0:0,$gap[top];[b]crop=390:1150:0:1015[rest];[dark][top][rest]hstack=3"
picture report "report-light report-phone" "[0]crop=1240:1470:0:0[light];[1]crop=390:1470:0:0[phone];[light][phone]hstack"
ls -l emo.mp4 emo.png ../browser.png ../browser-dark-phone.png ../report.png
