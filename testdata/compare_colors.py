#!/usr/bin/env python3
"""Compares colours that artboard makes through ICC profiles with those of Little CMS.

    compare_colors.py PROGRAM [PROFILE.icc ...]

Needs numpy and Pillow with Little CMS. A grid of colours is written with each profile, read by PROGRAM, and the CIEDE2000
difference to Little CMS is printed: mean, 95th percentile, maximum. The exit code is 1 when a mean or a 95th percentile
is above 2. Without profiles of yours, those made here are used: matrices with gammas, gray, a table of RGB, one of CMYK.
"""

import io
import os
import struct
import subprocess
import sys
import tempfile

import numpy as np
from PIL import Image, ImageCms

WHITE = np.array([0.9642, 1.0, 0.8249])  # D50, the white of profiles
SRGB_TO_XYZ = np.array(
    [[0.4360747, 0.3850649, 0.1430804], [0.2225045, 0.7168786, 0.0606169], [0.0139322, 0.0971045, 0.7141733]]
)
ALLOWED = 2.0


# Profiles of our own.


def fixed(value):
    return struct.pack(">i", round(value * 65536))


def xyz(values):
    return b"XYZ \0\0\0\0" + b"".join(fixed(value) for value in values)


def gamma(value):
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(value * 256)) + b"\0\0"


def profile(space, pcs, tags):
    """A version 2 profile of these tags."""
    text = b"made for comparing"
    described = struct.pack(">I", len(text) + 1) + text + b"\0" + b"\0" * 78
    tags = {"desc": b"desc\0\0\0\0" + described, "cprt": b"text\0\0\0\0CC0\0", "wtpt": xyz(WHITE), **tags}
    table, body = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        data += b"\0" * (-len(data) % 4)
        table += name.encode() + struct.pack(">II", start + len(body), len(data))
        body += data
    header = struct.pack(">I4sI4s4s4s", start + len(body), b"\0\0\0\0", 0x02400000, b"scnr", space, pcs)
    header += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28 + b"".join(map(fixed, WHITE))
    return header.ljust(128, b"\0") + table + body


def matrix_profile(primaries, curve):
    """`primaries` are x, y of red, green and blue; the white is D50."""
    columns = np.array([[x / y, 1, (1 - x - y) / y] for x, y in primaries]).T
    columns = columns * np.linalg.solve(columns, WHITE)
    tags = {name: xyz(columns[:, i]) for i, name in enumerate(["rXYZ", "gXYZ", "bXYZ"])}
    return profile(b"RGB ", b"XYZ ", {**tags, **{name: gamma(curve) for name in ["rTRC", "gTRC", "bTRC"]}})


def lab_of_xyz(values):
    ratio = values / WHITE
    root = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio * (29 / 6) ** 2 / 3 + 4 / 29)
    x, y, z = root[..., 0], root[..., 1], root[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], -1)


def table_profile(space, channels, points, light):
    """A table of so many points a channel; `light` gives XYZ of device values 0 to 1."""
    axes = np.meshgrid(*[np.linspace(0, 1, points)] * channels, indexing="ij")
    lab = lab_of_xyz(light(np.stack(axes, -1).reshape(-1, channels)))
    # Version 2: L* 100 is 0xFF00, a* and b* 0 are 0x8000.
    encoded = np.stack([lab[:, 0] * 652.8, (lab[:, 1] + 128) * 256, (lab[:, 2] + 128) * 256], -1)
    clut = np.clip(np.round(encoded), 0, 65535).astype(">u2").tobytes()
    ends = struct.pack(">HH", 0, 65535)
    head = b"mft2\0\0\0\0" + bytes([channels, 3, points, 0])
    head += b"".join(fixed(value) for value in np.eye(3).flatten()) + struct.pack(">HH", 2, 2)
    return profile(space, b"Lab ", {"A2B0": head + ends * channels + clut + ends * 3})


def camera(device):
    """A camera whose channels leak into each other."""
    leak = np.array([[0.9, 0.08, 0.02], [0.05, 0.9, 0.05], [0.02, 0.1, 0.88]])
    return (device**1.8) @ leak.T @ SRGB_TO_XYZ.T


def press(inks):
    """Inks that take light away one after another; four of them leave a warm near-black."""
    paper = np.ones(3)
    rest = np.array([[0.02, 0.42, 0.86], [0.74, 0.05, 0.30], [0.92, 0.80, 0.03], [0.03, 0.028, 0.026]])
    light = np.ones((len(inks), 3)) * paper
    for ink, filtered in enumerate(rest):
        # Dots spread: half the dots print more than half the ink.
        light = light * (1 - inks[:, ink : ink + 1] ** 0.8 * (1 - filtered))
    return light @ SRGB_TO_XYZ.T


def own_profiles():
    return {
        "wide gamma 2.2": matrix_profile([(0.64, 0.33), (0.21, 0.71), (0.15, 0.06)], 2.2),
        "P3 gamma 2.6": matrix_profile([(0.68, 0.32), (0.265, 0.69), (0.15, 0.06)], 2.6),
        "very wide gamma 1.8": matrix_profile([(0.7347, 0.2653), (0.1596, 0.8404), (0.0366, 0.0001)], 1.8),
        "narrow gamma 1.8": matrix_profile([(0.625, 0.34), (0.28, 0.595), (0.155, 0.07)], 1.8),
        "linear": matrix_profile([(0.64, 0.33), (0.30, 0.60), (0.15, 0.06)], 1.0),
        "gray gamma 1.8": profile(b"GRAY", b"XYZ ", {"kTRC": gamma(1.8)}),
        "gray gamma 2.2": profile(b"GRAY", b"XYZ ", {"kTRC": gamma(2.2)}),
        "table of RGB": table_profile(b"RGB ", 3, 17, camera),
        "table of CMYK": table_profile(b"CMYK", 4, 9, press),
    }


# The difference of colours.


def lab_of_srgb(levels):
    encoded = levels / 255.0
    light = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    return lab_of_xyz(light @ SRGB_TO_XYZ.T)


def ciede2000(one, two):
    """CIE 142:2001, in degrees."""
    (l1, a1, b1), (l2, a2, b2) = np.moveaxis(one, -1, 0), np.moveaxis(two, -1, 0)
    mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    stretch = 1.5 - 0.5 * np.sqrt(mean**7 / (mean**7 + 25.0**7))
    a1, a2 = a1 * stretch, a2 * stretch
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    is_gray = c1 * c2 == 0
    turn = np.where(is_gray, 0, (h2 - h1 + 180) % 360 - 180)
    dl, dc, dh = l2 - l1, c2 - c1, 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    l, c = (l1 + l2) / 2, (c1 + c2) / 2
    total = h1 + h2
    far = np.where(total < 360, (total + 360) / 2, (total - 360) / 2)
    h = np.where(is_gray, total, np.where(np.abs(h1 - h2) <= 180, total / 2, far))
    cos = lambda angle: np.cos(np.radians(angle))
    t = 1 - 0.17 * cos(h - 30) + 0.24 * cos(2 * h) + 0.32 * cos(3 * h + 6) - 0.20 * cos(4 * h - 63)
    sl, sc, sh = 1 + 0.015 * (l - 50) ** 2 / np.sqrt(20 + (l - 50) ** 2), 1 + 0.045 * c, 1 + 0.015 * c * t
    around = 30 * np.exp(-(((h - 275) / 25) ** 2))
    rt = -np.sin(np.radians(2 * around)) * 2 * np.sqrt(c**7 / (c**7 + 25.0**7))
    return np.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + rt * dc / sc * dh / sh)


# Pictures.


def grid(channels, points):
    levels = np.linspace(0, 255, points).round().astype(np.uint8)
    colors = np.stack(np.meshgrid(*[levels] * channels, indexing="ij"), -1)
    return colors.reshape(-1, points * points, channels)


def picture(space):
    if space == "GRAY":
        return Image.fromarray(np.arange(256, dtype=np.uint8).reshape(16, 16))
    if space == "CMYK":
        data = grid(4, 9)
        return Image.frombytes("CMYK", (data.shape[1], data.shape[0]), data.tobytes())
    data = grid(3, 17)
    return Image.frombytes("RGB", (data.shape[1], data.shape[0]), data.tobytes())


def difference(program, folder, icc):
    parsed = ImageCms.ImageCmsProfile(io.BytesIO(icc))
    source = picture(parsed.profile.xcolor_space.strip())
    srgb = ImageCms.createProfile("sRGB")
    intent = ImageCms.Intent(parsed.profile.rendering_intent)
    expected = ImageCms.profileToProfile(source, parsed, srgb, renderingIntent=intent, outputMode="RGB")
    source.save(os.path.join(folder, "in.tif"), icc_profile=icc)
    names = [os.path.join(folder, name) for name in ("in.tif", "out.png")]
    subprocess.run([program, "thumb", names[0], "-s", "100%", "-o", names[1], "--quiet"], check=True)
    with Image.open(names[1]) as made:
        seen = np.asarray(made.convert("RGB"), float)
    return ciede2000(lab_of_srgb(seen), lab_of_srgb(np.asarray(expected, float)))


def main():
    program, paths = sys.argv[1], sys.argv[2:]
    profiles = {os.path.basename(path): open(path, "rb").read() for path in paths} or own_profiles()
    is_fine = True
    print(f"{'profile':36}{'mean':>8}{'95 %':>8}{'max':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for name, icc in profiles.items():
            differences = difference(program, folder, icc)
            mean, most = differences.mean(), np.percentile(differences, 95)
            is_fine &= mean <= ALLOWED and most <= ALLOWED
            print(f"{name:36}{mean:8.2f}{most:8.2f}{differences.max():8.2f}")
    sys.exit(0 if is_fine else 1)


if __name__ == "__main__":
    main()
