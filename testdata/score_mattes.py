"""Scores mattes against the known ones of make_shots.py, beside a plain threshold and, where it is at hand, a segmentation model.

    python3 score_mattes.py SHOTS MATTES [--mattes-by-model MATTES] [--model u2netp.onnx] [--each]

MATTES holds NAME.png, gray or with alpha, as `artboard apply` writes them to transparent PNGs, of which --mattes-by-model are by a network
refined at the edge (u2netp.onnx comes with fetch_model.py, the program with `cargo build --release --features model`):

    printf 'schema = 1\nbackground = "transparent"\n' > cut.toml
    artboard apply cut.toml SHOTS/*.jpg SHOTS/*.png -o 'mattes/{stem}.png'
    artboard apply cut.toml --cutout model --cutout-model target/u2netp.onnx SHOTS/*.jpg SHOTS/*.png -o 'by-model/{stem}.png'

--model scores the network alone, as it is, stretched to the shot's size. Needs numpy and Pillow; --model needs onnxruntime.
Figures: IoU of alpha > 0.5; mean absolute error of alpha; the same within the edge band (6 px around every pixel of 0 < alpha < 1 and
every step); of each the mean over all shots and the worst.
"""
import argparse
import json
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

BAND = 6


def matte_of(path, size):
    picture = Image.open(path)
    picture = picture.getchannel("A") if "A" in picture.getbands() else picture.convert("L")
    if picture.size != size:
        raise SystemExit(f"{path} has {picture.size}, not {size}")
    return np.asarray(picture, np.float32) / 255


def edge_band(truth):
    """Pixels within BAND of an edge: of a partly covered one, or of a step."""
    coded = Image.fromarray(np.rint(truth * 255).astype(np.uint8))
    most = np.asarray(coded.filter(ImageFilter.MaxFilter(2 * BAND + 1)))
    least = np.asarray(coded.filter(ImageFilter.MinFilter(2 * BAND + 1)))
    return most.astype(int) - least > 12


def score(matte, truth):
    a, b = matte > 0.5, truth > 0.5
    error = np.abs(matte - truth)
    band = edge_band(truth)
    return dict(iou=(a & b).sum() / max((a | b).sum(), 1), error=error.mean(), edge=error[band].mean() if band.any() else 0)


def threshold(picture):
    """Distance to the mean colour of the corners, cut where Otsu says."""
    rgb = np.asarray(picture.convert("RGB"), np.float32)
    corners = np.concatenate([rgb[y, x].reshape(-1, 3) for y in (slice(0, 20), slice(-20, None)) for x in (slice(0, 20), slice(-20, None))])
    distance = np.linalg.norm(rgb - np.median(corners, axis=0), axis=2)
    counts, edges = np.histogram(distance, 256)
    below = np.cumsum(counts)
    total = np.cumsum(counts * edges[:-1])
    above = below[-1] - below
    between = (total[-1] * below / below[-1] - total) ** 2 / np.maximum(below * above, 1)
    return (distance > edges[np.argmax(between)]).astype(np.float32)


def by_model(session, picture):
    """u2net's way: 320 x 320, scaled by the brightest value, ImageNet's mean and deviation, the result stretched to 0..1."""
    small = np.asarray(picture.convert("RGB").resize((320, 320), Image.Resampling.LANCZOS), np.float32)
    small = (small / max(small.max(), 1e-6) - (0.485, 0.456, 0.406)) / (0.229, 0.224, 0.225)
    given = {session.get_inputs()[0].name: small.transpose(2, 0, 1)[None].astype(np.float32)}
    out = session.run(None, given)[0][0, 0]
    out = (out - out.min()) / (out.max() - out.min() + 1e-9)
    return np.asarray(Image.fromarray((out * 255).astype(np.uint8)).resize(picture.size, Image.Resampling.LANCZOS), np.float32) / 255


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("shots", type=Path)
    parser.add_argument("mattes", type=Path)
    parser.add_argument("--mattes-by-model", type=Path)
    parser.add_argument("--model")
    parser.add_argument("--each", action="store_true", help="a line for every shot")
    args = parser.parse_args()
    methods = {"artboard": lambda entry, picture, size: matte_of(args.mattes / f"{entry['name']}.png", size)}
    if args.mattes_by_model:
        methods["by model"] = lambda entry, picture, size: matte_of(args.mattes_by_model / f"{entry['name']}.png", size)
    methods["threshold"] = lambda entry, picture, size: threshold(picture)
    if args.model:
        import onnxruntime
        session = onnxruntime.InferenceSession(args.model)
        methods["model"] = lambda entry, picture, size: by_model(session, picture)
    found = {method: [] for method in methods}
    for entry in json.loads((args.shots / "manifest.json").read_text()):
        picture = Image.open(args.shots / entry["file"])
        truth = matte_of(args.shots / entry["matte"], picture.size)
        for method, make in methods.items():
            found[method].append(dict(name=entry["name"], **score(make(entry, picture, picture.size), truth)))
        if args.each:
            own = found["artboard"][-1]
            print(f"{entry['name']:22} iou {own['iou']:.4f}  error {own['error']:.4f}  edge {own['edge']:.4f}")
    for method, scores in found.items():
        mean = lambda key: np.mean([s[key] for s in scores])
        worst = min(scores, key=lambda s: s["iou"])
        print(f"{method:10} mean IoU {mean('iou'):.4f}  mean error {mean('error'):.4f}  edge {mean('edge'):.4f}  "
              f"worst IoU {worst['iou']:.4f} ({worst['name']})  of {len(scores)} shots")


if __name__ == "__main__":
    main()
