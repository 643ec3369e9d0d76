"""Picture files written by hand, for what ordinary libraries cannot write or where every byte is to be ours.

PNG (any depth, Adam7, extra chunks, APNG), TIFF (strips, tiles, several sample layouts), BMP with alpha, JPEG segments, WebP
chunks, a one-tag EXIF block, and ICC matrix profiles. Standard library and numpy only.
"""
import struct
import zlib

import numpy as np

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]  # x, y, step x, step y


# --- PNG -----------------------------------------------------------------------------------------------------------------

def chunk(kind, data=b""):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def ihdr(width, height, depth=8, colour=2, interlace=0):
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace))


def png_rows(pixels):
    """Filtered rows of an array (h, w, channels), 8 or 16 bit: each row by the filter with the smallest sum, None, Sub or Up."""
    big_endian = pixels.astype(">u2") if pixels.dtype == np.uint16 else pixels
    bytes_per_pixel = pixels.shape[2] * big_endian.itemsize
    rows = np.frombuffer(big_endian.tobytes(), np.uint8).reshape(pixels.shape[0], -1)
    out, above = [], np.zeros(rows.shape[1], np.uint8)
    for row in rows:
        left = np.concatenate([np.zeros(bytes_per_pixel, np.uint8), row[:-bytes_per_pixel]])
        choices = [row, row - left, row - above]
        costs = [np.abs(c.view(np.int8).astype(int)).sum() for c in choices]
        best = int(np.argmin(costs))
        out.append(bytes([best]) + choices[best].tobytes())
        above = row
    return b"".join(out)


def png(pixels, interlaced=False, chunks=b""):
    """A PNG of an array (h, w, 1 to 4 channels), 8 or 16 bit. `chunks` go between IHDR and IDAT."""
    h, w, channels = pixels.shape
    colour = {1: 0, 2: 4, 3: 2, 4: 6}[channels]
    if interlaced:
        passes = [pixels[y::sy, x::sx] for x, y, sx, sy in ADAM7]
        data = b"".join(png_rows(np.ascontiguousarray(p)) for p in passes if p.size)
    else:
        data = png_rows(pixels)
    head = ihdr(w, h, pixels.dtype.itemsize * 8, colour, int(interlaced))
    return PNG_SIGNATURE + head + chunks + chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND")


def phys(dpi):
    per_metre = round(dpi / 0.0254)
    return chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1))


def iccp(profile):
    return chunk(b"iCCP", b"profile\0\0" + zlib.compress(profile, 9))


def apng(frames, delay_ms=200):
    """Three channels or four, all frames of the full size; the first is also the still picture."""
    h, w, channels = frames[0].shape
    control = lambda n: chunk(b"fcTL", struct.pack(">IIIIIHHBB", n, w, h, 0, 0, delay_ms, 1000, 0, 0))
    out = [PNG_SIGNATURE, ihdr(w, h, 8, 2 if channels == 3 else 6), chunk(b"acTL", struct.pack(">II", len(frames), 0))]
    out += [control(0), chunk(b"IDAT", zlib.compress(png_rows(frames[0]), 9))]
    number = 1
    for frame in frames[1:]:
        data = struct.pack(">I", number + 1) + zlib.compress(png_rows(frame), 9)
        out += [control(number), chunk(b"fdAT", data)]
        number += 2
    return b"".join(out + [chunk(b"IEND")])


# --- TIFF and EXIF -------------------------------------------------------------------------------------------------------

def ifd(entries, offset, next_ifd=0, order="<"):
    """A TIFF directory at `offset`. entries: {tag: (type, [values])}, type 3 = u16, 4 = u32, 5 = u32 pairs, 7 = bytes."""
    code = {3: "H", 4: "I", 5: "I", 7: "B"}
    head, tail = b"", b""
    tail_at = offset + 2 + 12 * len(entries) + 4
    for tag, (kind, values) in sorted(entries.items()):
        data = struct.pack(f"{order}{len(values)}{code[kind]}", *values)
        count = len(values) // 2 if kind == 5 else len(values)
        if len(data) <= 4:
            field = data.ljust(4, b"\0")
        else:
            field = struct.pack(order + "I", tail_at + len(tail))
            tail += data + b"\0" * (len(data) % 2)
        head += struct.pack(order + "HHI", tag, kind, count) + field
    return struct.pack(order + "H", len(entries)) + head + struct.pack(order + "I", next_ifd) + tail


def exif(orientation):
    """An EXIF block (a TIFF without pixels) that says the orientation and nothing else."""
    return b"II*\0" + struct.pack("<I", 8) + ifd({274: (3, [orientation])}, 8)


def tiff(pixels, photometric, deflate=False, tile=None, dpi=72, orientation=1, order="<", extra=None):
    """A TIFF of an array (h, w, channels), 8 or 16 bit; photometric 1 gray, 2 RGB, 5 CMYK; in strips of 32 rows or in tiles."""
    h, w, channels = pixels.shape
    bits = pixels.dtype.itemsize * 8
    pixels = pixels.astype(pixels.dtype.newbyteorder(order))
    if tile:
        pad = np.zeros((-(-h // tile) * tile, -(-w // tile) * tile, channels), pixels.dtype)
        pad[:h, :w] = pixels
        pieces = [pad[y:y + tile, x:x + tile] for y in range(0, h, tile) for x in range(0, w, tile)]
    else:
        pieces = [pixels[y:y + 32] for y in range(0, h, 32)]
    pieces = [np.ascontiguousarray(p).tobytes() for p in pieces]
    pieces = [zlib.compress(p, 9) if deflate else p for p in pieces]
    offsets, at = [], 8
    for piece in pieces:
        offsets.append(at)
        at += len(piece)
    at += at % 2
    entries = {256: (4, [w]), 257: (4, [h]), 258: (3, [bits] * channels), 259: (3, [8 if deflate else 1]),
               262: (3, [photometric]), 274: (3, [orientation]), 277: (3, [channels]),
               282: (5, [dpi, 1]), 283: (5, [dpi, 1]), 284: (3, [1]), 296: (3, [2])}
    sizes = [len(p) for p in pieces]
    if tile:
        entries |= {322: (3, [tile]), 323: (3, [tile]), 324: (4, offsets), 325: (4, sizes)}
    else:
        entries |= {273: (4, offsets), 278: (4, [32]), 279: (4, sizes)}
    entries |= extra or {}
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", at)
    return (head + b"".join(pieces)).ljust(at, b"\0") + ifd(entries, at, order=order)


# --- BMP -----------------------------------------------------------------------------------------------------------------

def bmp32(rgba):
    """A bottom-up 32-bit BMP with a version 4 header that names an alpha mask (straight alpha)."""
    h, w, _ = rgba.shape
    data = rgba[::-1, :, [2, 1, 0, 3]].tobytes()
    masks = struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000)
    info = struct.pack("<IiiHHIIiiII", 108, w, h, 1, 32, 3, len(data), 2835, 2835, 0, 0) + masks + b"BGRs" + bytes(48)
    return b"BM" + struct.pack("<IHHI", 14 + len(info) + len(data), 0, 0, 14 + len(info)) + info + data


# --- JPEG and WebP containers --------------------------------------------------------------------------------------------

def segment(marker, data):
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def jpeg_segments(data):
    """The marker segments before the first scan, [(marker, payload)], and the rest from SOS on."""
    out, at = [], 2
    while data[at + 1] != 0xDA:
        length = struct.unpack(">H", data[at + 2:at + 4])[0]
        out.append((data[at + 1], data[at + 4:at + 2 + length]))
        at += 2 + length
    return out, data[at:]


def jpeg_join(segments, rest):
    return b"\xff\xd8" + b"".join(segment(m, d) for m, d in segments) + rest


def with_exif(jpeg, orientation):
    segments, rest = jpeg_segments(jpeg)
    return jpeg_join([(0xE1, b"Exif\0\0" + exif(orientation))] + [s for s in segments if s[0] != 0xE0], rest)


def riff(*parts):
    """A WebP file of (kind, payload) chunks."""
    body = b"WEBP" + b"".join(k + struct.pack("<I", len(d)) + d + b"\0" * (len(d) % 2) for k, d in parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body


# --- ICC -----------------------------------------------------------------------------------------------------------------

SRGB_PRIMARIES = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
WIDE_PRIMARIES = ((0.64, 0.33), (0.21, 0.71), (0.15, 0.06))          # those of the Adobe RGB (1998) encoding
D65, D50 = np.array([0.95047, 1.0, 1.08883]), np.array([0.9642, 1.0, 0.8249])


def rgb_to_xyz(primaries, white=D65):
    columns = np.array([[x / y, 1, (1 - x - y) / y] for x, y in primaries]).T
    return columns * np.linalg.solve(columns, white)


def to_d50(matrix):
    """Bradford adaptation from D65, as ICC profiles want their colorants."""
    cone = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
    return np.linalg.inv(cone) @ np.diag(cone @ D50 / (cone @ D65)) @ cone @ matrix


def icc(name, primaries, gamma):
    """A version 2 display profile: three colorants and one gamma for all channels."""
    fixed = lambda values: b"".join(struct.pack(">i", round(v * 65536)) for v in values)
    xyz = lambda values: b"XYZ \0\0\0\0" + fixed(values)
    text = name.encode()
    description = b"desc\0\0\0\0" + struct.pack(">I", len(text) + 1) + text + b"\0" + bytes(8 + 2 + 1 + 67)
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256))
    colorants = to_d50(rgb_to_xyz(primaries)).T
    tags = [(b"desc", description), (b"cprt", b"text\0\0\0\0No rights reserved\0"), (b"wtpt", xyz(D50))]
    tags += [(k, xyz(c)) for k, c in zip((b"rXYZ", b"gXYZ", b"bXYZ"), colorants)]
    tags += [(k, curve) for k in (b"rTRC", b"gTRC", b"bTRC")]
    table, data, at = struct.pack(">I", len(tags)), b"", 128 + 4 + 12 * len(tags)
    for kind, payload in tags:
        table += kind + struct.pack(">II", at + len(data), len(payload))
        data += payload + b"\0" * (-len(payload) % 4)
    size = 128 + len(table) + len(data)
    head = struct.pack(">I4sI4s4s4s6H4s", size, b"\0\0\0\0", 0x02100000, b"mntr", b"RGB ", b"XYZ ", 2026, 1, 1, 0, 0, 0, b"acsp")
    head += bytes(28) + fixed(D50)
    return head.ljust(128, b"\0") + table + data


def from_srgb(rgb8, primaries, gamma):
    """8-bit sRGB pixels as numbers of a profile with these primaries and gamma: the same colours, other values."""
    value = rgb8 / 255.0
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    other = linear @ (np.linalg.inv(rgb_to_xyz(primaries)) @ rgb_to_xyz(SRGB_PRIMARIES)).T
    return np.clip(np.rint(np.clip(other, 0, 1) ** (1 / gamma) * 255), 0, 255).astype(np.uint8)
