#!/usr/bin/env python3
"""Compares the pixels that artboard reads from TIFFs written by libtiff with those that went in.

    compare_tiffs.py PROGRAM

Needs tiffcp (libtiff-tools), numpy, Pillow and tifffile. Pictures of every kind of samples are copied by tiffcp into strips and
tiles, one plane or several, both byte orders and orders of bits, and every compression with its predictors and options. Printed
are those whose pixels differ by more than 1.6 of 255 (JPEG streams: by more than 5 in the mean,
as libtiff's own reading does),
and those that are refused; the exit code is then 1.
"""

import os
import subprocess
import sys
import tempfile

import numpy as np
import tifffile
from PIL import Image

WIDTH, HEIGHT = 83, 61
LAYOUTS = {"strips": ["-s", "-r", "7"], "strip": ["-s", "-r", "100000"], "tiles": ["-t", "-w", "16", "-l", "32"], "tile": ["-t", "-w", "128", "-l", "128"]}
ORDERS = {"little": ["-L"], "big": ["-B"], "bigtiff": ["-8"]}
BITS = {"left": ["-f", "msb2lsb"], "right": ["-f", "lsb2msb"]}
FAX = ["g3:1d", "g3:2d", "g3:1d:fill", "g3:2d:fill", "g4"]


def samples(dtype, channels):
    """Waves, an edge and some noise."""
    random = np.random.default_rng(channels)
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    light = np.dstack([0.5 + 0.45 * np.sin(x / (3 + band * 4) + y / (9 - band)) for band in range(channels)])
    light += random.normal(0, 0.02, light.shape)
    light[HEIGHT // 3:, WIDTH // 2:] = np.linspace(0.1, 0.9, channels)
    light = np.clip(light, 0, 1)
    return light.astype(dtype) if dtype.startswith("float") else np.rint(light * np.iinfo(dtype).max).astype(dtype)


def in_light(values):
    return values.astype(float) if values.dtype.kind == "f" else values / float(np.iinfo(values.dtype).max)


def sources(folder):
    """Name, file, premultiplied RGBA in light."""
    kinds = []
    for dtype in ("uint8", "uint16", "uint32", "float32", "float64"):
        for name, photometric, channels, extra in [
            ("gray", "minisblack", 1, None), ("inverted", "miniswhite", 1, None), ("rgb", "rgb", 3, None),
            ("gray alpha", "minisblack", 2, "unassalpha"), ("rgba", "rgb", 4, "unassalpha"),
            ("cmyk", "separated", 4, None), ("cmyk alpha", "separated", 5, "unassalpha"),
        ]:
            if dtype.startswith("float") and photometric != "rgb" and name != "gray":
                continue
            values = samples(dtype, channels)
            path = os.path.join(folder, f"{name} {dtype}.tif")
            data = values[..., 0] if channels == 1 else values
            options = {"extrasamples": [extra]} if extra else {}
            tifffile.imwrite(path, data, photometric=photometric, planarconfig=None if channels == 1 else "contig", metadata=None, **options)
            light = in_light(values)
            alpha = light[..., -1:] if extra else np.ones((HEIGHT, WIDTH, 1))
            if photometric == "separated":
                color = (1 - light[..., :3]) * (1 - light[..., 3:4])
            elif channels < 3:
                color = np.repeat(1 - light[..., :1] if name == "inverted" else light[..., :1], 3, 2)
            else:
                color = light[..., :3]
            kinds.append((f"{name} {dtype}", path, np.dstack([color * alpha, alpha])))
    bits = samples("uint8", 1)[..., 0] > 128
    for photometric in ("minisblack", "miniswhite"):
        path = os.path.join(folder, f"bilevel {photometric}.tif")
        tifffile.imwrite(path, bits, photometric=photometric, metadata=None)
        gray = (bits if photometric == "minisblack" else ~bits).astype(float)
        kinds.append((f"bilevel {photometric}", path, np.dstack([gray] * 3 + [np.ones_like(gray)])))
    indices = samples("uint8", 1)[..., 0]
    colors = np.random.default_rng(3).integers(0, 256, (3, 256)).astype(np.uint16) * 257
    path = os.path.join(folder, "palette.tif")
    tifffile.imwrite(path, indices, photometric="palette", colormap=colors, metadata=None)
    kinds.append(("palette", path, np.dstack([colors[band][indices] / 65535 for band in range(3)] + [np.ones(indices.shape)])))
    return kinds


def compressions(name):
    """Those that fit a kind of samples."""
    if name.startswith("bilevel"):
        return ["none", "lzw", "zip", "packbits", *FAX]
    deep = any(word in name for word in ("uint8", "uint16", "uint32", "palette"))
    predictors = ["lzw:2", "zip:2"] if deep else ["lzw:3", "zip:3"]
    jpeg = ["jpeg"] if name.endswith("uint8") and "cmyk alpha" not in name else []
    return ["none", "lzw", "zip", "packbits", *predictors, *jpeg]


def is_broken(name, order, plane, compression):
    """What tiffcp 4.5 writes so that libtiff itself cannot read it back: big-endian floats with their predictor, whose planes of bytes
    lie the wrong way round, and colours with halved chroma in planes of their own, which lack rows."""
    in_planes = plane[1:] == ["separate"]
    return (compression.endswith(":3") and order == "big" and not in_planes) or (name in ("rgb uint8", "rgba uint8") and compression == "jpeg" and in_planes)


def copies(name, source, folder):
    planes = [[]] if any(word in name for word in ("gray float", "bilevel", "palette", "inverted")) or name.startswith("gray uint") \
        else [["-p", "contig"], ["-p", "separate"]]
    for layout, layout_options in LAYOUTS.items():
        for order, order_options in ORDERS.items():
            for bits, bit_options in BITS.items():
                for plane in planes:
                    for compression in compressions(name):
                        if is_broken(name, order, plane, compression):
                            continue
                        label = f"{name} {layout} {order} {bits} {plane[1] if plane else 'one'} {compression.replace(':', '_')}"
                        path = os.path.join(folder, label + ".tif")
                        command = ["tiffcp", *layout_options, *order_options, *bit_options, *plane, "-c", compression, source, path]
                        if subprocess.run(command, capture_output=True).returncode:
                            if os.path.exists(path):
                                os.remove(path)
                            continue
                        yield label, path


def premultiplied(path):
    rgba = np.asarray(Image.open(path).convert("RGBA")) / 255.0
    return np.dstack([rgba[..., :3] * rgba[..., 3:], rgba[..., 3]])


def main():
    program = sys.argv[1]
    seen = wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, source, truth in sources(folder):
            inside, out = (os.path.join(folder, name + end) for end in (" in", " out"))
            os.mkdir(inside)
            os.mkdir(out)
            files = list(copies(name, source, inside))
            command = [program, "thumb", "-r", inside, "-s", "100%", "-f", "png", "-o", out + "/{stem}.{ext}", "--quiet"]
            done = subprocess.run(command, capture_output=True, text=True)
            for label, path in files:
                seen += 1
                made = os.path.join(out, label + ".png")
                if not os.path.exists(made):
                    verdict = "refused"
                else:
                    ours, is_jpeg = premultiplied(made), label.endswith("jpeg")
                    off = np.abs(ours - truth) * 255 if ours.shape == truth.shape else np.full(1, 999.0)
                    fine = off.mean() < 5 if is_jpeg else off.max() <= 1.6
                    verdict = None if fine else f"at most {off.max():.1f}, mean {off.mean():.2f}"
                if verdict:
                    wrong += 1
                    print(f"WRONG {label}: {verdict}")
            if any(not os.path.exists(os.path.join(out, label + ".png")) for label, _ in files):
                print("\n".join(done.stderr.strip().splitlines()[:3]))
    print(f"{seen - wrong} of {seen} TIFFs agree")
    sys.exit(wrong > 0 or seen < 1000)


if __name__ == "__main__":
    main()
