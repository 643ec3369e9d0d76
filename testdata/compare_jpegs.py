#!/usr/bin/env python3
"""Compares the pixels that artboard reads from JPEGs of every sampling, scan script, restart interval, size and process with
those of libjpeg-turbo.

    compare_jpegs.py PROGRAM

Needs cjpeg and jpegtran (libjpeg-turbo-progs), numpy and Pillow. Printed are the files whose pixels differ by more than 6 of
255 anywhere, or by more than 0.6 in the mean, and those that only one of both reads; the exit code is then 1.
"""

import os
import subprocess
import sys
import tempfile

import numpy as np
from PIL import Image

MOST, MEAN = 6, 0.6
SIZES = [(1, 1), (8, 8), (17, 33), (67, 45), (120, 9), (227, 149)]
SAMPLINGS = ["1x1,1x1,1x1", "2x1,1x1,1x1", "1x2,1x1,1x1", "2x2,1x1,1x1", "4x1,1x1,1x1", "4x2,1x1,1x1", "1x4,1x1,1x1",
             "2x2,2x1,1x1", "2x2,1x2,2x1", "1x1,2x1,2x1", "1x1,2x2,1x1", "1x2,2x1,1x1", "3x1,1x1,1x1", "3x3,1x1,1x3", "gray"]
# Scans of a sequential file, and of progressive ones.
SCRIPTS = {
    "interleaved": None,
    "apart": "0;\n1;\n2;\n",
    "backwards": "2;\n1;\n0;\n",
    "chroma together": "0;\n1,2;\n",
    "chroma first": "1,2;\n0;\n",
    "progressive": "-",
    "spectral": "0,1,2: 0-0, 0, 0;\n2: 1-63, 0, 0;\n1: 1-63, 0, 0;\n0: 1-5, 0, 0;\n0: 6-63, 0, 0;\n",
    "bit by bit": "0: 0-0, 0, 2;\n1,2: 0-0, 0, 1;\n0: 1-63, 0, 2;\n1: 1-63, 0, 1;\n2: 1-63, 0, 1;\n0: 0-0, 2, 1;\n"
    "0: 1-63, 2, 1;\n0,1,2: 0-0, 1, 0;\n0: 1-63, 1, 0;\n1: 1-63, 1, 0;\n2: 1-63, 1, 0;\n",
    "gray apart": "0;\n",
}
RESTARTS = [None, "1", "3B"]


def scene(width, height):
    """Waves, an edge and some noise."""
    random = np.random.default_rng(5)
    y, x = np.mgrid[:height, :width]
    waves = [127 + 120 * np.sin(x / (3 + band * 4) + y / (9 - band * 2)) for band in range(3)]
    picture = np.dstack(waves) + random.normal(0, 9, (height, width, 3))
    picture[height // 3:, width // 2:] = (200, 60, 30)
    return Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8))


def written(folder):
    """All files."""
    for width, height in SIZES:
        source = os.path.join(folder, "source.ppm")
        scene(width, height).save(source)
        for sampling in SAMPLINGS:
            for script, text in SCRIPTS.items():
                is_gray = sampling == "gray"
                if is_gray != script.startswith("gray") and not (is_gray and script in ("interleaved", "progressive")):
                    continue
                for restart in RESTARTS:
                    command = ["cjpeg", "-quality", "85", *(["-grayscale"] if is_gray else ["-sample", sampling])]
                    command += ["-restart", restart] if restart else []
                    if text == "-":
                        command.append("-progressive")
                    elif text:
                        scans = os.path.join(folder, "scans.txt")
                        with open(scans, "w") as file:
                            file.write(text)
                        command += ["-scans", scans]
                    name = f"{width}x{height} {sampling} {script} {restart}.jpg".replace(",", "_")
                    path = os.path.join(folder, "in", name)
                    done = subprocess.run([*command, "-outfile", path, source], capture_output=True)
                    # Not every script is one for every sampling: units of more than ten blocks are not written.
                    if done.returncode and os.path.exists(path):
                        os.remove(path)


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        for name in ("in", "out"):
            os.mkdir(os.path.join(folder, name))
        written(folder)
        names = sorted(os.listdir(os.path.join(folder, "in")))
        inside, out = os.path.join(folder, "in"), os.path.join(folder, "out")
        command = [program, "thumb", "-r", inside, "-s", "100%", "-f", "png", "-o", out + "/{stem}.{ext}", "--quiet"]
        done = subprocess.run(command, capture_output=True, text=True)
        wrong, worst = 0, 0.0
        for name in names:
            try:
                theirs = np.asarray(Image.open(os.path.join(inside, name)).convert("RGB")).astype(int)
            except OSError:
                theirs = None
            path = os.path.join(out, name[:-4] + ".png")
            ours = np.asarray(Image.open(path).convert("RGB")).astype(int) if os.path.exists(path) else None
            if ours is None or theirs is None:
                verdict = "only one reads it" if (ours is None) != (theirs is None) else None
            elif ours.shape != theirs.shape:
                verdict = f"{ours.shape} instead of {theirs.shape}"
            else:
                off = np.abs(ours - theirs)
                worst = max(worst, off.mean())
                verdict = f"at most {off.max()}, mean {off.mean():.2f}" if off.max() > MOST or off.mean() > MEAN else None
            if verdict:
                wrong += 1
                print(f"WRONG {name}: {verdict}")
    if done.returncode and not wrong:
        print(done.stderr.strip()[:500])
    print(f"{len(names) - wrong} of {len(names)} JPEGs agree; worst mean {worst:.2f}")
    sys.exit(wrong > 0 or len(names) < 500)


if __name__ == "__main__":
    main()
