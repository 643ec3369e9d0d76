#!/usr/bin/env python3
"""Runs `artboard thumb` and other libraries over every picture of a folder and says who disagrees, and by how much.

    peers.py PROGRAM FOLDER [--all] [--json FILE] [--workers N]

Needs numpy, Pillow, pyvips and OpenCV (`pip install numpy pillow pyvips[binary] opencv-python-headless`); a library that is
not there is left out and named. Each file is read at its full size by all: upright, the first frame, in sRGB, with its
alpha. Judged are size, alpha and the mean difference of premultiplied pixels (0 to 255; below 2.5 is the same). OpenCV knows
no profiles and no four inks: such files are not asked of it. Every file is put into one of these:

    same        as all that read it
    some        as one of the others at least, who disagree among themselves
    ALONE       different from all that read it
    REFUSED     refused, though at least one other reads it
    only ours   read by nobody else
    none        refused by all

Printed are all but `same` and `none` (with --all every file), and the numbers of each. The exit code is 1 when there is an
ALONE, 2 when the program cannot be run.
"""

import argparse
import concurrent.futures as futures
import io
import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures.process import BrokenProcessPool

import numpy as np

SAME = 2.5
MOST_BYTES = 64 << 20
FIRST = [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"RIFF"]


def premultiplied(rgba):
    """Straight RGBA of 8 bits as floating numbers, its alpha multiplied in."""
    rgba = np.asarray(rgba).astype(np.float32)
    return np.dstack([rgba[..., :3] * rgba[..., 3:] / 255, rgba[..., 3]])


def by_pillow(path):
    from PIL import Image, ImageCms, ImageOps

    Image.MAX_IMAGE_PIXELS = None
    picture = Image.open(path)
    picture.seek(0)
    picture.load()
    profile = picture.info.get("icc_profile")
    picture = ImageOps.exif_transpose(picture)
    if picture.mode.startswith("I;16"):
        deep = np.asarray(picture).astype(np.uint16)
        picture = Image.fromarray(np.rint(deep / 257).astype(np.uint8), "L")
    elif picture.mode == "F":
        light = np.clip(np.nan_to_num(np.asarray(picture)), 0, 1)
        picture = Image.fromarray(np.rint(light * 255).astype(np.uint8), "L")
    elif picture.mode == "I":
        picture = Image.fromarray(np.rint(np.clip(np.asarray(picture), 0, 65535) / 257).astype(np.uint8), "L")
    if profile and picture.mode in ("RGB", "RGBA", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            intent = ImageCms.getDefaultIntent(source) % 3
            alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
            plain = picture.convert("RGB") if alpha else picture
            plain = ImageCms.profileToProfile(plain, source, ImageCms.createProfile("sRGB"), intent, "RGB")
            if alpha:
                plain.putalpha(alpha)
            picture = plain
        except ImageCms.PyCMSError:
            pass
    return np.asarray(picture.convert("RGBA"))


def by_vips(path):
    import pyvips

    picture = pyvips.Image.new_from_file(path).autorot()
    has_alpha = picture.hasalpha()
    if picture.get_typeof("icc-profile-data"):
        try:
            picture = picture.icc_transform("srgb", embedded=True, intent="relative", depth=8)
        except pyvips.Error:
            pass
    if picture.interpretation != "srgb":
        picture = picture.colourspace("srgb")
    picture = picture.cast("uchar", shift=picture.format in ("ushort", "short"))
    bands = np.ndarray(
        buffer=picture.write_to_memory(), dtype=np.uint8, shape=[picture.height, picture.width, picture.bands]
    )
    if has_alpha:
        gray, alpha = bands[..., :-1], bands[..., -1:]
    else:
        gray, alpha = bands[..., :3], np.full(bands.shape[:2] + (1,), 255, np.uint8)
    return np.dstack([gray if gray.shape[2] >= 3 else np.repeat(gray[..., :1], 3, 2), alpha])[..., [0, 1, 2, -1]]


def by_opencv(path):
    import cv2

    cv2.setLogLevel(0) if hasattr(cv2, "setLogLevel") else None
    picture = cv2.imread(path, cv2.IMREAD_UNCHANGED)
    if picture is None:
        raise ValueError("not read")
    if picture.dtype == np.uint16:
        picture = np.rint(picture / 257).astype(np.uint8)
    elif picture.dtype in (np.float32, np.float64):
        picture = np.rint(np.clip(np.nan_to_num(picture), 0, 1) * 255).astype(np.uint8)
    elif picture.dtype != np.uint8:
        raise ValueError(f"{picture.dtype} samples")
    if picture.ndim == 2:
        picture = np.dstack([picture] * 3)
    if picture.shape[2] == 4:
        return picture[..., [2, 1, 0, 3]]
    # Without alpha it is asked again, as it turns pictures upright only so.
    picture = cv2.imread(path, cv2.IMREAD_COLOR)
    return np.dstack([picture[..., ::-1], np.full(picture.shape[:2], 255, np.uint8)])


PEERS = {"pillow": by_pillow, "vips": by_vips, "opencv": by_opencv}


def is_plain(path):
    """Whether a file has neither a profile nor four inks, of which OpenCV knows nothing."""
    from PIL import Image

    try:
        with Image.open(path) as picture:
            return not picture.info.get("icc_profile") and picture.mode != "CMYK"
    except Exception:  # whatever Pillow makes of a file is no matter here
        return True


def by_us(program, path):
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "o.png")
        command = [program, "thumb", path, "-s", "100%", "-o", out, "--quiet"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, errors="replace")
        if done.returncode:
            return None, (done.stderr.strip().splitlines() or ["no message"])[0][:200]
        return np.asarray(Image.open(out).convert("RGBA")), ""


def compare(ours, theirs):
    """The difference as a number, or what makes it none."""
    if ours.shape != theirs.shape:
        return "%dx%d" % (theirs.shape[1], theirs.shape[0])
    return round(float(np.abs(premultiplied(ours) - premultiplied(theirs)).mean()), 2)


def judge(program, path, peers):
    ours, message = by_us(program, path)
    found = {}
    for name in peers:
        if name == "opencv" and not is_plain(path):
            continue
        try:
            theirs = PEERS[name](path)
            found[name] = "reads" if ours is None else compare(ours, theirs)
        except Exception:  # a refusal, in whatever words
            found[name] = "refuses"
    reads = {name: value for name, value in found.items() if value != "refuses"}
    are_same = [isinstance(value, float) and value < SAME for value in reads.values()]
    if ours is None:
        verdict = "REFUSED" if reads else "none"
    elif not reads:
        verdict = "only ours"
    else:
        verdict = "same" if all(are_same) else "some" if any(are_same) else "ALONE"
    size = None if ours is None else [ours.shape[1], ours.shape[0]]
    return {"verdict": verdict, "size": size, "message": message, "peers": found}


def pictures(folder):
    for root, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(root, name)
            if os.path.isfile(path) and os.path.getsize(path) <= MOST_BYTES:
                with open(path, "rb") as file:
                    start = file.read(12)
                if any(start.startswith(first) for first in FIRST):
                    yield path


def judged(program, paths, peers, workers):
    """Each file judged in a process of its own kind: what brings one down costs that file alone."""
    left = list(paths)
    while left:
        with futures.ProcessPoolExecutor(workers) as pool:
            waiting = {pool.submit(judge, program, path, peers): path for path in left}
            try:
                for done in futures.as_completed(waiting):
                    path = waiting[done]
                    result = done.result()
                    left.remove(path)
                    yield path, result
                    waiting.pop(done)
            except BrokenProcessPool:
                pass
            except subprocess.TimeoutExpired:
                left.remove(path)
                yield path, {"verdict": "REFUSED", "size": None, "message": "took over 120 s", "peers": {}}
                continue
        if left:
            # Which one it was is found one by one.
            path = left.pop(0)
            try:
                with futures.ProcessPoolExecutor(1) as pool:
                    yield path, pool.submit(judge, program, path, peers).result()
            except BrokenProcessPool:
                yield path, {"verdict": "none", "size": None, "message": "a peer crashed", "peers": {}}


def available():
    found = []
    for name, module in [("pillow", "PIL"), ("vips", "pyvips"), ("opencv", "cv2")]:
        try:
            __import__(module)
            found.append(name)
        except (ImportError, OSError):
            print(f"{name} is not there: left out", file=sys.stderr)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("folder")
    parser.add_argument("--all", action="store_true", help="print every file")
    parser.add_argument("--json", help="write what was found of each file to this file")
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    if subprocess.run([args.program, "--version"], capture_output=True).returncode:
        sys.exit(2)
    results, counts = {}, {}
    for path, found in judged(args.program, pictures(args.folder), available(), args.workers):
        name = os.path.relpath(path, args.folder)
        results[name] = found
        counts[found["verdict"]] = counts.get(found["verdict"], 0) + 1
        if args.all or found["verdict"] not in ("same", "none"):
            peers = ", ".join(f"{peer} {value}" for peer, value in found["peers"].items())
            size = "%dx%d" % tuple(found["size"]) if found["size"] else found["message"]
            print(f"{found['verdict']:9} {name}: {size} | {peers}", flush=True)
    print(", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items())))
    if args.json:
        with open(args.json, "w") as file:
            json.dump(results, file, indent=1, sort_keys=True)
    sys.exit(1 if counts.get("ALONE") else 0)


if __name__ == "__main__":
    main()
