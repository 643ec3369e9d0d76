#!/usr/bin/env python3
"""Reads what artboard writes with Pillow: orientation, resolution, profiles, depth, numbers of bytes.

    compare_metadata.py PROGRAM

Needs numpy and Pillow with Little CMS. Prints a line for each group; stops at the first fact that does not hold.
"""

import io
import os
import subprocess
import sys
import tempfile

import numpy as np
from PIL import Image, ImageCms, ImageOps

import compare_colors

PROGRAM = sys.argv[1]
FORMATS = {"jpg": "JPEG", "png": "PNG", "tif": "TIFF", "webp": "WEBP"}


def thumb(source, target, *options):
    size = [] if "-s" in options else ["-s", "100%"]
    command = [PROGRAM, "thumb", source, *size, "-o", target, "--on-conflict", "overwrite", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def made(source, target, *options):
    code, text = thumb(source, target, *options)
    assert code == 0, text
    return Image.open(target)


def corners():
    """Four colours, no two corners alike, sides that differ."""
    data = np.zeros((48, 64, 3), np.uint8)
    data[:24, :32], data[:24, 32:], data[24:, :32], data[24:, 32:] = (220, 30, 30), (30, 200, 30), (30, 30, 220), (230, 220, 40)
    return Image.fromarray(data)


def orientations(folder):
    for extension, kind in FORMATS.items():
        for orientation in range(1, 9):
            source, target = os.path.join(folder, f"in.{extension}"), os.path.join(folder, "out.png")
            exif = Image.Exif()
            exif[0x0112] = orientation
            options = {"quality": 95} if kind == "JPEG" else {"lossless": True} if kind == "WEBP" else {}
            corners().save(source, kind, exif=exif, **options)
            with Image.open(source) as stored:
                assert stored.getexif().get(0x0112) == orientation, (extension, orientation)
                expected = np.asarray(ImageOps.exif_transpose(stored).convert("RGB"), int)
            seen = np.asarray(made(source, target).convert("RGB"), int)
            assert seen.shape == expected.shape, (extension, orientation, seen.shape, expected.shape)
            assert np.abs(seen - expected).max() <= 4, (extension, orientation, np.abs(seen - expected).max())
            assert 0x0112 not in made(source, target).getexif()
    print("orientation: 8 ways in", ", ".join(FORMATS))


def resolutions(folder):
    source = os.path.join(folder, "in.png")
    corners().save(source)
    for dpi in (72, 96, 150, 300, 600, 1200):
        for extension in ("png", "jpg", "tif"):
            for strip in (None, "all"):
                options = ["--dpi", str(dpi), *(["--strip", strip] if strip else [])]
                file = made(source, os.path.join(folder, f"out.{extension}"), *options)
                seen = file.info.get("dpi")
                if strip:
                    assert seen is None or seen[0] in (1, 72), (extension, strip, seen)
                else:
                    assert abs(float(seen[0]) - dpi) < 0.02 and abs(float(seen[1]) - dpi) < 0.02, (extension, dpi, seen)
        for extension, kind in (("png", "PNG"), ("jpg", "JPEG"), ("tif", "TIFF")):
            corners().save(os.path.join(folder, f"dpi.{extension}"), kind, dpi=(dpi, dpi))
            info = subprocess.run([PROGRAM, "info", os.path.join(folder, f"dpi.{extension}"), "--json"], capture_output=True, text=True, check=True)
            assert f'"dpi": {dpi}' in info.stdout or f'"dpi":{dpi}' in info.stdout, (extension, dpi, info.stdout)
    print("resolution: written and read in png, jpg, tif")


def profiles(folder):
    wide = compare_colors.matrix_profile([(0.68, 0.32), (0.265, 0.69), (0.15, 0.06)], 2.2)
    other = compare_colors.matrix_profile([(0.64, 0.33), (0.21, 0.71), (0.15, 0.06)], 2.2)
    source, file = os.path.join(folder, "in.png"), os.path.join(folder, "other.icc")
    with open(file, "wb") as opened:
        opened.write(other)
    picture = compare_colors.picture("RGB")
    picture.save(source, icc_profile=wide)
    to_wide, to_other = (ImageCms.ImageCmsProfile(io.BytesIO(icc)) for icc in (wide, other))
    expected = np.asarray(ImageCms.profileToProfile(picture, to_wide, to_other), float)
    for extension in FORMATS:
        target, lossy = os.path.join(folder, f"out.{extension}"), ["-q", "100"] if extension == "jpg" else []
        kept = made(source, target, "--profile", "keep", *lossy)
        assert kept.info.get("icc_profile") == wide, extension
        assert np.abs(np.asarray(kept.convert("RGB"), int) - np.asarray(picture, int)).mean() < (2 if lossy else 1e-9), extension
        changed = made(source, target, "--profile", file, *lossy)
        assert changed.info.get("icc_profile") == other, extension
        off = np.abs(np.asarray(changed.convert("RGB"), float) - expected)
        assert off.mean() < (2 if lossy else 0.2), (extension, off.mean())
        plain = made(source, target, *lossy)
        assert "icc_profile" not in plain.info, extension
        stripped = made(source, target, "--strip", "all", *lossy)
        assert "icc_profile" not in stripped.info and "srgb" not in stripped.info, (extension, stripped.info)
    code, text = thumb(source, target, "--profile", "keep", "--strip", "all")
    assert code == 2 and "strip" in text, text
    code, text = thumb(source, target, "--profile", source)
    assert code == 2 and "broken" in text, text
    # A background is given in sRGB and stands in the file's colours.
    white = made(source, os.path.join(folder, "out.png"), "--profile", file, "--background", "#4080c0", "--fit", "contain", "-s", "320x320")
    given = ImageCms.profileToProfile(Image.new("RGB", (1, 1), (0x40, 0x80, 0xC0)), ImageCms.createProfile("sRGB"), to_other).getpixel((0, 0))
    assert np.abs(np.array(white.convert("RGB").getpixel((0, 0))) - given).max() <= 1, (white.getpixel((0, 0)), given)
    print("profile: kept, changed and left out in", ", ".join(FORMATS))


def private(folder):
    """Place and camera travel only when asked."""
    source = os.path.join(folder, "in.jpg")
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Maker", 6
    exif.get_ifd(0x8769)[0xA431] = "serial 7"
    exif.get_ifd(0x8825)[1] = "N"
    corners().save(source, exif=exif)
    for extension in ("jpg", "png", "webp"):
        target = os.path.join(folder, f"out.{extension}")
        assert not dict(made(source, target).getexif()), extension
        seen = made(source, target, "--strip", "none").getexif()
        assert seen.get(0x010F) == "Maker" and 0x0112 not in seen, (extension, dict(seen))
        assert seen.get_ifd(0x8769)[0xA431] == "serial 7" and seen.get_ifd(0x8825)[1] == "N", extension
    print("exif: travels only when asked")


def inks(folder):
    """CMYK of JPEG, whose inks Adobe's programs invert, against the same inks in TIFF."""
    icc = compare_colors.own_profiles()["table of CMYK"]
    picture = compare_colors.picture("CMYK")
    for name, options in (("without a profile", {}), ("with one", {"icc_profile": icc})):
        files = [os.path.join(folder, "inks.tif"), os.path.join(folder, "inks.jpg")]
        picture.save(files[0], **options)
        picture.save(files[1], quality=100, subsampling=0, **options)
        seen = [np.asarray(made(file, os.path.join(folder, "out.png")).convert("RGB"), float) for file in files]
        assert np.abs(seen[0] - seen[1]).mean() < 3, (name, np.abs(seen[0] - seen[1]).mean())
        if not options:
            off = np.abs(seen[0] - np.asarray(picture.convert("RGB"), float))
            assert off.max() <= 1, off.max()
    print("inks: jpg equals tif, with a profile and without")


def depth(folder):
    """A dark 16-bit ramp, twice as wide and half as wide, keeps all levels."""
    import struct
    import zlib

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    row = b"\0" + (np.arange(2048) * 8).astype(">u2").tobytes()
    source = os.path.join(folder, "ramp.png")
    with open(source, "wb") as opened:
        header = struct.pack(">IIBBBBB", 2048, 16, 16, 0, 0, 0, 0)
        opened.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(row * 16)) + chunk(b"IEND", b""))
    for options in (["-w", "512"], ["-w", "512", "--linear"], ["-w", "4096", "--enlarge", "always"]):
        command = [PROGRAM, "thumb", source, "-o", os.path.join(folder, "ramp-out.png"), "--on-conflict", "overwrite", *options]
        subprocess.run(command, check=True, capture_output=True)
        levels = np.asarray(Image.open(command[4]).convert("L"), int)[1]
        assert (np.diff(levels) >= 0).all() and (np.diff(levels) <= 1).all(), (options, levels)
        assert levels[0] == 0 and levels[-1] == round(2047 * 8 / 257), (options, levels[-1])
        counts = np.bincount(levels)[1:-1]
        assert counts.max() - counts.min() <= 2, (options, counts)
    print("depth: a 16-bit ramp keeps its steps")


def bytes_within(folder):
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "photos", "landscape.jpg")
    for maximum in (60_000, 20_000, 8_000, 5_000):
        target = os.path.join(folder, "small.jpg")
        with made(source, target, "--max-bytes", str(maximum), "-q", "95") as file:
            file.load()
        size = os.path.getsize(target)
        assert size <= maximum, (size, maximum)
    for target, options in (("small.jpg", ["--max-bytes", "300"]), ("small.png", ["--max-bytes", "1KB"])):
        code, text = thumb(source, os.path.join(folder, target), *options)
        assert code == 1 and "at least" in text and "over max_bytes" in text, text
    print("bytes: never above, and what cannot be says the least")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        for group in (orientations, resolutions, profiles, private, inks, depth, bytes_within):
            group(place)
