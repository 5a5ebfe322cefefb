#!/usr/bin/env python3
"""Writes the first blocks of Whisper's encoder as the safetensors file that emo-speech-encoder reads.

    python make.py WHISPER OUT.safetensors --model tiny.en --blocks 2 --format int8      # numpy 2.4.6, Python 3.11

WHISPER is the encoder in one of the two forms in which people have it: `model.safetensors` of Hugging Face's
transformers, or `model.bin` of CTranslate2 (one file; parts are joined by `cat`). Both hold OpenAI's numbers.
Formats: f32; f16, in which OpenAI published the weights; int8, with one scale per output channel
(the convolutions stay in f16).
"""
import argparse, json, re, struct
from pathlib import Path
import numpy as np

CTRANSLATE2_TYPES = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}
SAFETENSORS_TYPES = {"F32": np.float32, "F16": np.float16, "I8": np.int8}
TRANSFORMERS = {
    "layers": "layer", "self_attn_layer_norm": "self_attention/layer_norm", "final_layer_norm": "ffn/layer_norm",
    "fc1": "ffn/linear_0", "fc2": "ffn/linear_1",
}


def read_ctranslate2(path):
    """All variables of a `model.bin` by name: a header, then name, shape, type and bytes of each."""
    data, at = Path(path).read_bytes(), 0

    def take(form):
        nonlocal at
        values = struct.unpack_from("<" + form, data, at)
        at += struct.calcsize("<" + form)
        return values

    def text():
        nonlocal at
        (length,) = take("H")
        at += length
        return data[at - length : at].rstrip(b"\0").decode()

    (version,) = take("I")
    if version < 2 or text() != "WhisperSpec":
        raise SystemExit(f"{path}: expected a CTranslate2 model of Whisper")
    _revision, count = take("II")
    variables = {}
    for _ in range(count):
        name = text()
        (rank,) = take("B")
        shape = take(f"{rank}I")
        (kind,) = take("B")
        (length,) = take("I")
        variables[name] = np.frombuffer(data[at : at + length], CTRANSLATE2_TYPES[kind]).reshape(shape)
        at += length
    return {name.removeprefix("encoder/"): v for name, v in variables.items() if name.startswith("encoder/")}


def read_safetensors(path):
    """The tensors of a safetensors file by name."""
    data = Path(path).read_bytes()
    (length,) = struct.unpack_from("<Q", data)
    header, body, tensors = json.loads(data[8 : 8 + length]), data[8 + length :], {}
    header.pop("__metadata__", None)
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        tensors[name] = np.frombuffer(body[start:end], SAFETENSORS_TYPES[entry["dtype"]]).reshape(entry["shape"])
    return tensors


def read_transformers(path):
    """A `model.safetensors` of Hugging Face's transformers, under CTranslate2's names."""
    found = {re.sub(r"^(model\.)?encoder\.", "", name): v for name, v in read_safetensors(path).items() if "encoder." in name}
    if "conv1.weight" not in found:
        raise SystemExit(f"{path}: expected a Whisper model of transformers, found no encoder.conv1.weight")
    out = {}
    for block in range(len({name.split(".")[1] for name in found if name.startswith("layers.")})):
        attention = f"layers.{block}.self_attn."
        query, key, value = (found.pop(f"{attention}{part}_proj.weight") for part in "qkv")
        biases = [found.pop(f"{attention}{part}_proj.bias", np.zeros(len(query), np.float32)) for part in "qkv"]
        out[f"layer_{block}/self_attention/linear_0/weight"] = np.vstack([query, key, value])
        out[f"layer_{block}/self_attention/linear_0/bias"] = np.concatenate(biases)
        for kind in ("weight", "bias"):
            out[f"layer_{block}/self_attention/linear_1/{kind}"] = found.pop(f"{attention}out_proj.{kind}")
    for name, tensor in found.items():
        parts = [TRANSFORMERS.get(part, part) for part in name.split(".")]
        parts[-1] = {"weight": "gamma", "bias": "beta"}[parts[-1]] if "layer_norm" in parts[-2] else parts[-1]
        out["/".join(parts).replace("layer/", "layer_")] = tensor
    return out


def mel_filters(bands=80, rate=16000, n_fft=400):
    """Whisper's mel filters, `librosa.filters.mel(sr=16000, n_fft=400, n_mels=80)`: bands x bins."""
    def to_mel(hz):
        return np.where(hz < 1000, hz * 3 / 200, 15 + 27 * np.log(np.maximum(hz, 1) / 1000) / np.log(6.4))

    def to_hz(mel):
        return np.where(mel < 15, mel * 200 / 3, 1000 * np.exp((mel - 15) * np.log(6.4) / 27))

    bins = np.linspace(0, rate / 2, n_fft // 2 + 1)
    points = to_hz(np.linspace(0, to_mel(np.float64(rate / 2)), bands + 2))
    ramps, widths = points[:, None] - bins, np.diff(points)[:, None]
    weights = np.maximum(0, np.minimum(-ramps[:-2] / widths[:-1], ramps[2:] / widths[1:]))
    return (weights * (2 / (points[2:] - points[:-2]))[:, None]).astype(np.float32)


def reduced(model, blocks):
    """The tensors of the first blocks by our names; every weight is outputs x inputs."""
    def convolution(name):  # (outputs, inputs, taps) -> outputs x (taps, inputs)
        weight = model[f"{name}/weight"].astype(np.float32)
        return weight.transpose(0, 2, 1).reshape(len(weight), -1)

    out = {"mel.filters": mel_filters(model["conv1/weight"].shape[1])}
    for name in ("conv1", "conv2"):
        out[f"{name}.weight"], out[f"{name}.bias"] = convolution(name), model[f"{name}/bias"]
    for block in range(blocks):
        layers = {
            "attention.norm": "self_attention/layer_norm", "attention.qkv": "self_attention/linear_0",
            "attention.out": "self_attention/linear_1", "mlp.norm": "ffn/layer_norm",
            "mlp.up": "ffn/linear_0", "mlp.down": "ffn/linear_1",
        }
        for ours, theirs in layers.items():
            kinds = ("gamma", "beta") if ours.endswith("norm") else ("weight", "bias")
            for kind, source in zip(("weight", "bias"), kinds):
                out[f"blocks.{block}.{ours}.{kind}"] = model[f"layer_{block}/{theirs}/{source}"]
    return {name: tensor.astype(np.float32) for name, tensor in out.items()}


def quantised(tensors):
    """Matrices of the blocks as int8 with a scale per row, of which the largest magnitude is 127; the convolutions,
    an eighth of all weights and the source of most of the error, as f16."""
    out = {}
    for name, tensor in tensors.items():
        if name.startswith("conv") and tensor.ndim == 2:
            out[name] = tensor.astype(np.float16)
        elif tensor.ndim == 2 and name != "mel.filters":
            scale = np.maximum(np.abs(tensor).max(1) / 127, np.finfo(np.float32).tiny).astype(np.float32)
            out[name] = np.clip(np.rint(tensor / scale[:, None]), -127, 127).astype(np.int8)
            out[f"{name}.scale"] = scale
        else:
            out[name] = tensor
    return out


def write_safetensors(path, tensors, metadata):
    header, at = {"__metadata__": metadata}, 0
    kinds = {np.dtype(np.float32): "F32", np.dtype(np.float16): "F16", np.dtype(np.int8): "I8"}
    # Wider types first, so that every tensor begins at a multiple of its width.
    order = sorted(tensors, key=lambda name: -tensors[name].dtype.itemsize)
    for name in order:
        tensor = tensors[name]
        header[name] = {"dtype": kinds[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [at, at + tensor.nbytes]}
        at += tensor.nbytes
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for name in order:
            file.write(np.ascontiguousarray(tensors[name]).tobytes())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("whisper")
    parser.add_argument("out")
    parser.add_argument("--model", required=True, help="its name, as in tiny.en")
    parser.add_argument("--blocks", type=int, default=2)
    parser.add_argument("--format", choices=("f32", "f16", "int8"), default="f16")
    args = parser.parse_args()
    read = read_transformers if args.whisper.endswith(".safetensors") else read_ctranslate2
    model = read(args.whisper)
    tensors = reduced(model, args.blocks)
    width = len(tensors["conv1.bias"])
    metadata = {
        "format": "emo-speech-encoder", "version": "1", "model": f"whisper-{args.model}", "blocks": str(args.blocks),
        "heads": str(width // 64), "licence": "MIT", "copyright": "Copyright (c) 2022 OpenAI",
    }
    if args.format == "f16":
        tensors = {n: t.astype(np.float16) if t.ndim == 2 and n != "mel.filters" else t for n, t in tensors.items()}
    if args.format == "int8":
        tensors = quantised(tensors)
    write_safetensors(args.out, tensors, metadata)
    print(args.out, Path(args.out).stat().st_size, "bytes,", args.blocks, "blocks, width", width)


if __name__ == "__main__":
    main()
