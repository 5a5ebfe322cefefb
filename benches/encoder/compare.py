"""The encoder beside ONNX Runtime in float32, one thread each: processor time of alternate calls,
in ms per second of audio.

    python compare.py BINARY WEIGHTS.safetensors [seconds ...]
"""
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "fixtures" / "scripts"))
from encoder_graph import encoder, log_mel, read_weights  # noqa: E402


def main():
    binary, weights, *seconds = sys.argv[1:]
    metadata, tensors = read_weights(Path(weights))
    for blocks in range(1, int(metadata["blocks"]) + 1):
        ours = subprocess.Popen([binary, weights, str(blocks)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for length in map(float, seconds or ["1", "3.9", "10", "30"]):
            samples = int(length * 16000)
            audio = np.random.RandomState(0).standard_normal(samples).astype(np.float32) * 0.1
            session = encoder(tensors, blocks, (samples // 160 + 1) // 2, last_only=True)
            times = []
            for _ in range(30):
                ours.stdin.write(f"{samples}\n")
                ours.stdin.flush()
                mine = float(ours.stdout.readline().split()[0])
                mel = log_mel(audio)[None]  # NumPy's; only the graph is timed
                start = time.process_time()
                session.run(None, {"mel": mel})
                times.append((mine, 1e3 * (time.process_time() - start)))
            mine, theirs = np.min(times, 0) / length
            median = np.median(times, 0) / length
            print(f"{metadata['model']}, {blocks} blocks, {length:4} s: emo {mine:.2f} ms per second with log-mel (median "
                  f"{median[0]:.2f}), ONNX Runtime without {theirs:.2f} (median {median[1]:.2f}), ratio {mine / theirs:.2f}", flush=True)


if __name__ == "__main__":
    main()
