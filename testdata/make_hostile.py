"""Makes testdata/hostile: small bad files, and manifest.json that says how each must be refused.

    python3 make_hostile.py

Standard library only; the same bytes every time. An entry of the manifest is {file, kind, fault, why, max_ms}: `kind` is
picture, svg, design or template; `fault` is input (broken or invalid), unsupported, too_large (over a limit), missing (named but
not there, or refused as outside the root), or none: the file may well render, but what `why` says must not happen. `also`, where
present, is a second fault (or none) that is as good an answer. `max_ms` is the time within which the answer must come, beside the
start-up of the program.
"""
import base64
import gzip
import json
import struct
import zlib
from pathlib import Path

OUT = Path(__file__).parent / "hostile"
MANIFEST = []


def bad(name, kind, fault, why, content, max_ms=200, also=None):
    """One file and its entry; `also` is a second answer that is as good."""
    if isinstance(content, str):
        content = content.encode()
    (OUT / name).write_bytes(content)
    entry = {"file": name, "kind": kind, "fault": fault, "why": why, "max_ms": max_ms}
    MANIFEST.append(entry | ({"also": also} if also else {}))


# --- small honest pictures, to be damaged --------------------------------------------------------------------------------

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind, data=b"", crc=None):
    crc = zlib.crc32(kind + data) if crc is None else crc
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)


def ihdr(width, height, depth=8, colour=2, interlace=0):
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace))


def rows(width, height):
    """RGB rows of a gradient, unfiltered."""
    return b"".join(b"\0" + bytes(v for x in range(width) for v in ((x * 7) % 256, (y * 11) % 256, (x * y) % 256)) for y in range(height))


def png(width=24, height=24, before=b"", data=None):
    data = zlib.compress(rows(width, height), 9) if data is None else data
    return SIGNATURE + ihdr(width, height) + before + chunk(b"IDAT", data) + chunk(b"IEND")


def zeros(size, wrap=15):
    """A zlib (15) or gzip (31) stream of `size` zero bytes, a whole number of MiB: about a thousandth of it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, wrap)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(size >> 20)) + packer.flush()


def segment(marker, data):
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


QUANT = segment(0xDB, b"\0" + bytes([16] * 64))
# One code of one bit each: DC difference 0, and end of block. So any picture of zero bits is mid-gray.
HUFFMAN = segment(0xC4, b"\x00" + bytes([1] + [0] * 15) + b"\0") + segment(0xC4, b"\x10" + bytes([1] + [0] * 15) + b"\0")


def frame(width, height, components=1, marker=0xC0):
    parts = b"".join(bytes([i + 1, 0x11, 0]) for i in range(components))
    return segment(marker, struct.pack(">BHHB", 8, height, width, components) + parts)


def scan(start=0, end=63, components=1, approximation=0):
    return segment(0xDA, bytes([components]) + b"".join(bytes([i + 1, 0]) for i in range(components)) + bytes([start, end, approximation]))


def jpeg(width=64, height=64, huffman=HUFFMAN, components=1):
    """A gray JPEG; two zero bits a block."""
    blocks = ((width + 7) // 8) * ((height + 7) // 8)
    return b"\xff\xd8" + QUANT + frame(width, height, components) + huffman + scan(components=max(components, 1)) + bytes(blocks // 4) + b"\xff\xd9"


def many_scans(count):
    """A progressive JPEG: the DC once, then the same AC coefficient named again and again."""
    body = b"\xff\xd8" + QUANT + frame(64, 64, marker=0xC2) + HUFFMAN + scan(0, 0) + bytes(8)
    return body + (scan(1, 63) + bytes(8)) * (count - 1) + b"\xff\xd9"


def ifd(entries, next_ifd=0):
    """A little-endian TIFF directory; entries are (tag, type, count, value), the value already an offset if need be."""
    body = b"".join(struct.pack("<HHII", *e) for e in sorted(entries))
    return struct.pack("<H", len(entries)) + body + struct.pack("<I", next_ifd)


def tiff(entries, next_ifd=0, data=b""):
    return b"II*\0" + struct.pack("<I", 8) + ifd(entries, next_ifd) + data


def gray_tiff(width=16, height=16, **changes):
    """Entries of a gray 8-bit TIFF in one strip, and where its pixels lie; a change of None drops the tag."""
    tags = {256: width, 257: height, 258: 8, 259: 1, 262: 1, 273: 0, 277: 1, 278: height, 279: width * height}
    tags |= {int(k[1:]): v for k, v in changes.items()}
    tags = {k: v for k, v in tags.items() if v is not None}
    if 273 in tags:
        tags[273] = 8 + 2 + 12 * len(tags) + 4
    return [(tag, 3 if tag in (258, 259, 262, 277) else 4, 1, value) for tag, value in tags.items()]


def bmp(width=16, height=16, bits=24, data=None):
    data = bytes((i * 5) % 256 for i in range(16 * 48)) if data is None else data
    info = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, 0, len(data), 2835, 2835, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54 + len(data), 0, 0, 54) + info + data


def gif(width, height, body):
    return b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff" + body


def gif_frame(width, height):
    """One frame that holds a clear code, a few pixels and an end code: right for 2 x 2."""
    return b"," + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\x02\x03\x44\x02\x05\x00"


def webp(kind, payload, length=None):
    body = b"WEBP" + kind + struct.pack("<I", len(payload)) + payload + b"\0" * (len(payload) % 2)
    return b"RIFF" + struct.pack("<I", len(body) if length is None else length) + body


def lossless_header(width, height):
    """The first bytes of a VP8L stream: signature and sizes, then a little data that is not a picture."""
    return b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14) + bytes(range(40))


def vp8x(width, height, flags=0):
    return struct.pack("<I", flags) + struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]


# --- pictures ------------------------------------------------------------------------------------------------------------

def pictures():
    bad("empty.png", "picture", "input", "an empty file", b"")
    bad("one-byte.jpg", "picture", "input", "a single byte", b"\xff", also="unsupported")
    bad("garbage.png", "picture", "input", "bytes that are no picture at all", bytes((i * i * 31 + i * 7) % 251 for i in range(600)), also="unsupported")
    bad("text.jpg", "picture", "input", "a text file with a picture's name", "This is not a picture.\n", also="unsupported")
    bad("icon.png", "picture", "unsupported", "a Windows icon named .png", b"\0\0\1\0\1\0\x10\x10\0\0\1\0\x20\0\x68\4\0\0\x16\0\0\0" + bytes(64))
    pngs()
    jpegs()
    tiffs()
    others()


def pngs():
    good = png()
    bad("png-header-cut.png", "picture", "input", "PNG cut inside IHDR", good[:20])
    bad("png-data-cut.png", "picture", "input", "PNG cut in the middle of its pixels", good[:len(good) // 2])
    bad("png-no-end.png", "picture", "input", "PNG whose pixel stream stops early, though its chunks are whole",
        png(data=zlib.compress(rows(24, 24), 9)[:-200]))
    bad("png-no-data.png", "picture", "input", "PNG without any IDAT", SIGNATURE + ihdr(8, 8) + chunk(b"IEND"))
    bad("png-bad-crc.png", "picture", "input", "PNG whose IHDR has a wrong checksum",
        SIGNATURE + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0), crc=1) + good[33:])
    bad("png-zero-width.png", "picture", "input", "PNG of width 0", SIGNATURE + ihdr(0, 24) + good[33:])
    bad("png-bad-colour-type.png", "picture", "input", "PNG with colour type 5, which does not exist", SIGNATURE + ihdr(24, 24, 8, 5) + good[33:])
    bad("png-no-palette.png", "picture", "input", "palette PNG without PLTE",
        SIGNATURE + ihdr(8, 8, 8, 3) + chunk(b"IDAT", zlib.compress(bytes(72))) + chunk(b"IEND"))
    bad("png-huge-sides.png", "picture", "too_large", "PNG that claims 2147483647 x 2147483647", SIGNATURE + ihdr(2**31 - 1, 2**31 - 1) + good[33:], 50)
    bad("png-wide.png", "picture", "too_large", "PNG of 32768 x 1: one over the limit for a side", SIGNATURE + ihdr(32768, 1) + good[33:], 50)
    bad("png-bomb.png", "picture", "too_large", "PNG of 50000 x 50000 at one bit, with next to no data",
        SIGNATURE + ihdr(50000, 50000, 1, 0) + chunk(b"IDAT", zeros(1 << 20)) + chunk(b"IEND"), 50)
    text = b"Comment\0\0" + zeros(9 << 20)
    bad("png-ztxt-bombs.png", "picture", "none",
        "PNG with two zTXt chunks that would inflate to 18 MiB in all: shown if they are never inflated, else refused",
        png(before=chunk(b"zTXt", text) * 2), 500, "too_large")
    bad("png-iccp-bomb.png", "picture", "none",
        "PNG whose iCCP would inflate to 17 MiB of zeros: never more than 16 MiB may be inflated; shown with a note, or refused",
        png(before=chunk(b"iCCP", b"p\0\0" + zeros(17 << 20))), 500, "too_large")
    bad("png-broken-profile.png", "picture", "none", "PNG with a profile of garbage: shown as sRGB, with a note",
        png(before=chunk(b"iCCP", b"p\0\0" + zlib.compress(b"no profile"))), 500)
    control = struct.pack(">IIIIIHHBB", 0, 24, 24, 0, 0, 1, 10, 0, 0)
    outside = struct.pack(">IIIIIHHBB", 0, 24, 24, 4000000000, 4000000000, 1, 10, 0, 0)
    bad("apng-no-frames.png", "picture", "none", "APNG that claims 4 billion frames and has one: a still picture, or refused; no memory is set aside for them",
        png(before=chunk(b"acTL", struct.pack(">II", 2**32 - 1, 0)) + chunk(b"fcTL", control)), 500, "too_large")
    bad("apng-frame-outside.png", "picture", "input", "APNG whose first frame lies far outside its canvas",
        png(before=chunk(b"acTL", struct.pack(">II", 2, 0)) + chunk(b"fcTL", outside)), 500, "none")


def jpegs():
    good = jpeg()
    bad("jpeg-header-cut.jpg", "picture", "input", "JPEG cut inside its frame header", good[:76])
    bad("jpeg-data-cut.jpg", "picture", "input", "JPEG whose scan stops before its blocks are complete", jpeg(640, 640)[:-1200])
    bad("jpeg-only-markers.jpg", "picture", "input", "JPEG with a start and an end and nothing between", b"\xff\xd8\xff\xd9")
    bad("jpeg-zero-size.jpg", "picture", "input", "JPEG of 0 x 0", jpeg(0, 0), also="unsupported")
    bad("jpeg-no-components.jpg", "picture", "input", "JPEG with no components", jpeg(components=0))
    bad("jpeg-no-huffman.jpg", "picture", "input", "JPEG without Huffman tables", jpeg(huffman=b""), also="none")
    bad("jpeg-bad-length.jpg", "picture", "input", "JPEG with a segment of length 0", b"\xff\xd8\xff\xdb\0\0" + good[4:])
    bad("jpeg-lossless.jpg", "picture", "unsupported", "JPEG of the lossless kind (SOF3)", good.replace(b"\xff\xc0", b"\xff\xc3", 1), also="input")
    bad("jpeg-arithmetic.jpg", "picture", "unsupported", "JPEG with arithmetic coding (SOF9)", good.replace(b"\xff\xc0", b"\xff\xc9", 1), also="input")
    bad("jpeg-huge.jpg", "picture", "too_large", "JPEG that claims 65535 x 65535", good.replace(struct.pack(">HH", 64, 64), struct.pack(">HH", 65535, 65535), 1), 50)
    bad("jpeg-200-scans.jpg", "picture", "too_large", "progressive JPEG with 200 scans (limit 100)", many_scans(200), 300)


def tiffs():
    good = gray_tiff()
    pixels = bytes(range(256))
    bad("tiff-header-cut.tif", "picture", "input", "TIFF cut after its first eight bytes", tiff(good)[:8])
    bad("tiff-data-cut.tif", "picture", "input", "TIFF with half of its pixels", tiff(good, data=pixels[:100]))
    bad("tiff-loop.tif", "picture", "input", "TIFF whose only directory has no size and points to itself as the next", tiff([(258, 4, 1, 8)], next_ifd=8))
    bad("tiff-loop-after-good.tif", "picture", "none", "whole TIFF whose directory names itself as the next page: read the first page, count pages without end never",
        tiff(good, next_ifd=8, data=pixels), 500, also="input")
    bad("tiff-zero-size.tif", "picture", "input", "TIFF of 0 x 16", tiff(gray_tiff(0, 16), data=pixels))
    bad("tiff-no-strips.tif", "picture", "input", "TIFF without strip offsets", tiff(gray_tiff(t273=None, t279=None)))
    bad("tiff-strip-count.tif", "picture", "input", "TIFF that claims 4294967295 strips",
        tiff([e if e[0] not in (273, 279) else (e[0], 4, 2**32 - 1, 200) for e in good], data=pixels), also="too_large")
    bad("tiff-huge.tif", "picture", "too_large", "TIFF that claims 4294967295 x 4294967295", tiff(gray_tiff(2**32 - 1, 2**32 - 1, t279=256), data=pixels), 50)
    tiles = {322: 2**31, 323: 2**31, 324: 134, 325: 256}
    entries = [e for e in good if e[0] not in (273, 278, 279)] + [(k, 4, 1, v) for k, v in tiles.items()]
    bad("tiff-huge-tiles.tif", "picture", "too_large", "TIFF of 16 x 16 whose one tile claims 2147483648 x 2147483648", tiff(entries, data=pixels), 50, "input")
    bad("tiff-unknown-compression.tif", "picture", "unsupported", "TIFF with compression 34661 (JBIG)", tiff(gray_tiff(t259=34661), data=pixels))


def others():
    good_gif = gif(2, 2, gif_frame(2, 2) + b";")
    bad("gif-header-cut.gif", "picture", "input", "GIF cut inside its screen descriptor", good_gif[:9])
    bad("gif-data-cut.gif", "picture", "input", "GIF cut inside its first frame", gif(40, 40, gif_frame(40, 40)[:13]))
    bad("gif-no-frames.gif", "picture", "input", "GIF without frames", gif(2, 2, b";"))
    bad("gif-zero-size.gif", "picture", "input", "GIF of 0 x 0 with a frame of 0 x 0", gif(0, 0, gif_frame(0, 0) + b";"))
    bad("gif-huge.gif", "picture", "too_large", "GIF that claims 65535 x 65535", gif(65535, 65535, gif_frame(65535, 65535) + b";"), 50)
    bad("bmp-header-cut.bmp", "picture", "input", "BMP cut inside its header", bmp()[:30])
    bad("bmp-data-cut.bmp", "picture", "input", "BMP with half of its pixels", bmp()[:400])
    bad("bmp-zero-height.bmp", "picture", "input", "BMP of height 0", bmp(16, 0))
    bad("bmp-negative-width.bmp", "picture", "input", "BMP of width -16", bmp(-16, 16), also="too_large")
    bad("bmp-lowest-height.bmp", "picture", "too_large", "BMP of height -2147483648, whose absolute value does not fit", bmp(16, -2**31), 50, "input")
    bad("bmp-huge.bmp", "picture", "too_large", "BMP that claims 2147483647 x 2147483647", bmp(2**31 - 1, 2**31 - 1), 50)
    bad("bmp-13-bits.bmp", "picture", "input", "BMP with 13 bits a pixel", bmp(bits=13), also="unsupported")
    good_webp = webp(b"VP8L", lossless_header(32, 32))
    bad("webp-header-cut.webp", "picture", "input", "WebP cut after RIFF and WEBP", good_webp[:14])
    bad("webp-data-cut.webp", "picture", "input", "WebP whose lossless stream stops after a few bytes", webp(b"VP8L", lossless_header(32, 32)[:8]))
    bad("webp-wrong-length.webp", "picture", "input", "WebP whose RIFF length says 4 GiB and whose stream is garbage", webp(b"VP8L", lossless_header(32, 32), length=2**32 - 2))
    bad("webp-no-picture.webp", "picture", "input", "WebP with an extended header and no picture", webp(b"VP8X", vp8x(64, 64)))
    bad("webp-canvas.webp", "picture", "too_large", "WebP whose extended header claims 16777216 x 16777216", webp(b"VP8X", vp8x(1 << 24, 1 << 24)), 50, also="input")


# --- svg -----------------------------------------------------------------------------------------------------------------

def svg(body, attributes='width="100" height="100"', doctype=""):
    return f'{doctype}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {attributes}>{body}</svg>\n'


def svgs():
    bad("svg-empty.svg", "svg", "input", "an empty file", b"")
    bad("svg-text.svg", "svg", "input", "no XML", "a drawing, once\n", also="unsupported")
    bad("svg-other-xml.svg", "svg", "input", "XML, but no SVG", '<?xml version="1.0"?><note>hello</note>\n', also="unsupported")
    bad("svg-cut.svg", "svg", "input", "SVG cut inside an element", svg('<rect width="10" height="10"/>')[:100])
    bad("svg-not-utf8.svg", "svg", "input", "SVG with bytes that are not UTF-8", svg("<title>\xff\xfe</title>").encode("latin-1"), also="unsupported")
    bad("svg-entities.svg", "svg", "input", "nested entities that expand to 10^9 copies", billion_laughs(), 500, "too_large")
    bad("svg-deep.svg", "svg", "too_large", "5000 nested groups (limit 512)", svg("<g>" * 5000 + "<path d='M0 0H9V9Z'/>" + "</g>" * 5000), 500)
    bad("svgz-bomb.svgz", "svg", "too_large", "svgz of 17 KB that inflates to 17 MiB", spaces_bomb(17), 500)
    bad("svgz-cut.svgz", "svg", "input", "svgz cut in the middle", gzip.compress(svg("<path d='M0 0H9V9Z'/>").encode(), 9, mtime=0)[:40])
    bad("svg-use-bomb.svg", "svg", "too_large", "use of use, each level ten times the one below: 10^7 elements (limit 200000)", use_bomb(7), 1500)
    bad("svg-use-square.svg", "svg", "too_large", "460 uses of a group of 460 shapes: 211600 elements (limit 200000)",
        svg('<g id="a">' + "<path d='M0 0H1'/>" * 460 + "</g>" + '<use xlink:href="#a"/>' * 460), 1500)
    bad("svg-use-loop.svg", "svg", "none", "a use that contains itself: drawn without it, or refused; it ends",
        svg('<g id="a"><rect width="9" height="9"/><use xlink:href="#a"/></g>'), 500, "input")
    bad("svg-infinite-width.svg", "svg", "too_large", "width 1e30", svg("<rect width='9' height='9'/>", 'width="1e30" height="10"'), also="input")
    bad("svg-negative-size.svg", "svg", "input", "width -100", svg("<rect width='9' height='9'/>", 'width="-100" height="100"'))
    bad("svg-nan-size.svg", "svg", "input", "a width that is no number and a viewBox of NaN", svg("<rect width='9' height='9'/>", 'width="wide" viewBox="NaN 0 NaN 9"'), also="none")
    slow_svgs()
    references()


def slow_svgs():
    pattern = '<pattern id="p" width="0.001" height="0.001" patternUnits="userSpaceOnUse"><rect width="0.0005" height="0.0005"/></pattern>'
    bad("svg-pattern-tiny.svg", "svg", "none", "a pattern with 10^11 tiles over the drawing: ends in time, drawn or refused",
        svg(pattern + '<rect width="100" height="100" fill="url(#p)"/>'), 3000, "too_large")
    region = '<filter id="f" x="-1e6" y="-1e6" width="2e6" height="2e6" filterUnits="userSpaceOnUse"><feGaussianBlur stdDeviation="1e5"/></filter>'
    bad("svg-filter-region.svg", "svg", "none", "a blur of 100000 over a region of 2000000 x 2000000: clipped to the canvas or refused, in time",
        svg(region + '<rect width="50" height="50" filter="url(#f)"/>'), 3000, "too_large")
    noise = '<filter id="f"><feTurbulence baseFrequency="0.5" numOctaves="100000"/></filter>'
    bad("svg-turbulence.svg", "svg", "none", "turbulence with 100000 octaves: ends in time, drawn or refused", svg(noise + '<rect width="100" height="100" filter="url(#f)"/>'), 3000, "too_large")
    bad("svg-dashes.svg", "svg", "none", "a long line with dashes of 1e-7: ends in time, drawn or refused",
        svg('<path d="M0 50H100000" stroke="black" stroke-dasharray="0.0000001"/>'), 3000, "too_large")


def references():
    never = "must not be opened, not even stat"
    image = lambda href: svg(f'<image width="50" height="50" xlink:href="{href}"/><rect x="60" width="30" height="30"/>')
    bad("svg-file-href.svg", "svg", "none", f"image of file:///etc/passwd: {never}", image("file:///etc/passwd"), 500)
    bad("svg-path-href.svg", "svg", "none", f"image of ../../secret.png: {never}", image("../../secret.png"), 500)
    bad("svg-device-href.svg", "svg", "none", f"image of /dev/zero: {never}", image("/dev/zero"), 500)
    bad("svg-http-href.svg", "svg", "none", "image from a web address: no connection, no name look-up", image("http://pictures.invalid/a.png"), 500)
    bad("svg-css-import.svg", "svg", "none", f"style sheet and font from outside: {never}",
        svg("<style>@import url('file:///etc/hostname'); @font-face { font-family: x; src: url('/dev/zero') }</style><rect width='30' height='30'/>"), 500)
    entity = '<!DOCTYPE svg [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
    bad("svg-external-entity.svg", "svg", "none", f"an external entity: {never}; the text stays empty, or the file is refused", svg('<text y="20">&secret;</text>', doctype=entity), 500, "input")
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    bad("svg-xinclude.svg", "svg", "none", f"an XInclude: {never}", svg(include + "<rect width='30' height='30'/>"), 500)
    inner = base64.b64encode(image("file:///etc/passwd").encode()).decode()
    bad("svg-nested-data.svg", "svg", "none", f"an SVG in a data URI that names file:///etc/passwd: {never}", image("data:image/svg+xml;base64," + inner), 500)


def billion_laughs():
    lines = ['<!ENTITY a0 "lol">'] + [f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10)]
    return svg("<text y='20'>&a9;</text>", doctype="<!DOCTYPE svg [" + "".join(lines) + "]>")


def use_bomb(levels):
    body = '<g id="u0"><path d="M0 0H1V1Z"/></g>'
    for i in range(1, levels + 1):
        body += f'<g id="u{i}">' + f'<use xlink:href="#u{i - 1}"/>' * 10 + "</g>"
    return svg(f'<defs>{body}</defs><use xlink:href="#u{levels}"/>')


def spaces_bomb(mebibytes):
    """A whole, valid SVG that is nearly all spaces."""
    head, tail = svg("|").encode().split(b"|")
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    out = packer.compress(head) + b"".join(packer.compress(b" " * (1 << 20)) for _ in range(mebibytes))
    return out + packer.compress(tail) + packer.flush()


# --- designs -------------------------------------------------------------------------------------------------------------

def design(*objects, **top):
    return json.dumps({"version": "5.3.0", "width": 200, "height": 100, "objects": list(objects)} | top)


def raw(objects, head='"width":200,"height":100'):
    """A design whose objects are given as text, for numbers that JSON writers refuse."""
    return f'{{"version":"5.3.0",{head},"objects":[{objects}]}}'


def picture(src):
    return design({"type": "image", "name": "Logo", "left": 0, "top": 0, "width": 10, "height": 10, "src": src})


def designs():
    bad("design-empty.json", "design", "input", "an empty file", b"")
    bad("design-not-json.json", "design", "input", "no JSON", "width = 200\n")
    bad("design-cut.json", "design", "input", "JSON cut in the middle", design({"type": "rect", "width": 10, "height": 10})[:70])
    bad("design-number.json", "design", "input", "valid JSON that is only a number", "42\n")
    bad("design-no-canvas.json", "design", "input", "fabric objects without a canvas size anywhere", '{"version":"5.3.0","objects":[{"type":"rect"}]}')
    bad("design-deep-json.json", "design", "too_large", "10000 nested arrays (limit 128)", "[" * 10000 + "]" * 10000, 500, "input")
    bad("design-objects-object.json", "design", "input", "objects is an object instead of a list", '{"version":"5.3.0","width":200,"height":100,"objects":{"a":{"type":"rect"}}}')
    bad("design-layers-object.json", "design", "input", "Printcart layers are an object instead of a list",
        '{"data":{"viewport":{"width":200,"height":100},"layers":{"0":{"type":"rect"}}}}')
    view = json.dumps({"CanvasWidth": 10, "CanvasHeight": 10, "DesignJson": "[" * 10000})
    bad("artifi-deep-json.json", "design", "too_large", "10000 nested arrays in the JSON text of an Artifi view (limit 128)", view, 500)
    bad("artifi-view-number.json", "design", "input", "a view of Artifi that is a number", '[{"CanvasWidth":10,"CanvasHeight":10,"DesignJson":{"objects":[]}},5]')
    bad("artifi-canvas-text.json", "design", "input", "a canvas width of Artifi that is a word", '{"CanvasWidth":"wide","CanvasHeight":10,"DesignJson":{"objects":[]}}')
    bad("zakeke-areas-object.json", "design", "input", "areas of Zakeke are an object instead of a list", '{"variant":{"sides":[{"ppcm":10,"areas":{}}]}}')
    bad("zakeke-2-64.json", "design", "input", "an item of Zakeke that is 2^64 mm wide", '{"variant":{"sides":[{"ppcm":100,"areas":[{"items":[{"text":"a","dimensions":{"width":18446744073709551616,"height":10}}]}]}]}}')
    bad("native-schema.json", "design", "input", "schema 9 does not exist", '{"schema":9,"sides":[]}')
    bad("native-unknown-field.json", "design", "input", "a field that does not exist", '{"schema":1,"sides":[{"canvas":{"width":9,"height":9},"layers":[{"kind":"rect","width":1,"height":1,"wobble":1}]}]}')
    bad("native-percent.json", "design", "input", "a canvas width in percent", '{"schema":1,"sides":[{"canvas":{"width":"5%","height":9}}]}')
    bad("design-nan.json", "design", "input", "NaN for left", raw('{"type":"rect","left":NaN,"top":0,"width":10,"height":10}'))
    bad("design-nan-text.json", "design", "input", 'the text "NaN" for left', raw('{"type":"rect","left":"NaN","top":0,"width":10,"height":10}'))
    bad("design-1e400.json", "design", "input", "1e400 for left, which overflows to infinity", raw('{"type":"rect","left":1e400,"top":0,"width":10,"height":10}'))
    bad("design-2-64.json", "design", "input", "2^64 for a canvas width", raw('{"type":"rect"}', '"width":18446744073709551616,"height":100'))
    bad("design-2-64-layer.json", "design", "input", "2^64 for a layer's width", raw('{"type":"rect","width":18446744073709551616,"height":10}'))
    bad("design-negative-canvas.json", "design", "input", "a canvas of -200 x 100", design(width=-200))
    bad("design-zero-canvas.json", "design", "input", "a canvas of 0 x 0", design(width=0, height=0))
    bad("design-huge-canvas.json", "design", "too_large", "a canvas of 100000 x 100000 (limits 32767 a side, 100 MP)", design(width=100000, height=100000), also="none")
    bad("design-many-layers.json", "design", "too_large", "10050 layers (limit 10000)", raw(",".join(['{"type":"rect"}'] * 10050)), 1000)
    nested = '{"type":"group","objects":[' * 55 + '{"type":"rect"}' + "]}" * 55
    bad("design-deep-groups.json", "design", "too_large", "55 nested groups (limit 50), within the limit for JSON depth", raw(nested))
    nested = '{"type":"group","objects":[' * 200 + '{"type":"rect"}' + "]}" * 200
    bad("design-200-groups.json", "design", "too_large", "200 nested groups (limit 50), which is also beyond the JSON depth of 128", raw(nested))
    bad("design-long-text.json", "design", "too_large", "a text of 200000 characters (limit 100000)", design({"type": "textbox", "width": 150, "text": "word " * 40000, "fontSize": 10}), 1000)
    bad("design-font-size.json", "design", "too_large", "fontSize 1e9 (limit 10000 px)", design({"type": "i-text", "text": "A", "fontSize": 1e9}))
    sources()


def sources():
    refused = "refused as outside the assets' root, never opened"
    bad("src-absolute.json", "design", "missing", f"picture /etc/passwd: {refused}", picture("/etc/passwd"))
    bad("src-device.json", "design", "missing", f"picture /dev/zero: {refused}", picture("/dev/zero"))
    bad("src-parent.json", "design", "missing", f"picture ../../secret.png: {refused}", picture("../../secret.png"))
    bad("src-hidden-parent.json", "design", "missing", f"picture a/b/../../../secret.png: {refused}", picture("a/b/../../../secret.png"))
    bad("src-file-url.json", "design", "missing", f"picture file:///etc/passwd: {refused}", picture("file:///etc/passwd"))
    bad("src-http.json", "design", "missing", "picture from a web address: there is no network", picture("http://pictures.invalid/a.png"))
    bad("src-unc.json", "design", "missing", f"picture on a network share: {refused}", picture("\\\\server\\share\\x.png"))
    bad("src-drive.json", "design", "missing", f"picture on a Windows drive: {refused}", picture("C:\\Windows\\win.ini"))
    bad("src-nul.json", "design", "missing", f"a path with a NUL in it: {refused}", picture("a.png\0.jpg"), also="input")
    bad("src-folder.json", "design", "missing", "the assets' root itself as a picture: a folder, no regular file", picture("."), also="input")
    bad("src-not-there.json", "design", "missing", "a picture that is not there; the error names the layer", picture("not-there.png"))
    bad("src-control-characters.json", "design", "missing", "a missing picture with an escape sequence in its name: escaped wherever it is shown",
        picture("\u001b[31mred\u001b[0m\r\nnot-there.png"))
    bad("src-broken-picture.json", "design", "input", "a picture that is there and is garbage (garbage.png)", picture("garbage.png"), also="unsupported")
    bad("src-bomb.json", "design", "too_large", "a picture that is there and is a bomb (png-bomb.png)", picture("png-bomb.png"))
    bad("data-bad-base64.json", "design", "input", "a data URI whose base64 is broken", picture("data:image/png;base64,iVBORw0KGgo!!!!"))
    bad("data-text.json", "design", "input", "a data URI that is text", picture("data:text/plain,hello"), also="unsupported")
    bad("data-empty.json", "design", "input", "a data URI without data", picture("data:image/png;base64,"))
    bomb = base64.b64encode(SIGNATURE + ihdr(50000, 50000, 1, 0) + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND")).decode()
    bad("data-bomb.json", "design", "too_large", "a data URI that claims 50000 x 50000", picture("data:image/png;base64," + bomb))
    inner = base64.b64encode(svg('<image width="50" height="50" xlink:href="file:///etc/passwd"/>').encode()).decode()
    bad("data-svg-file-href.json", "design", "none", "an SVG in a data URI that names file:///etc/passwd: must not be opened", picture("data:image/svg+xml;base64," + inner), 500)


# --- templates -----------------------------------------------------------------------------------------------------------

PIXELZ = {"templateName": "Hostile", "templateOutputFormat": "PNG", "deliveryTimeInHour": "72", "backgroundType": "1",
          "backgroundColor": "FFFFFF", "resizeType": "2", "resizeUnit": "0", "resizeWidth": "100", "resizeHeight": "100", "marginType": "0"}


def pixelz(**changes):
    return json.dumps(PIXELZ | changes)


def native(canvas='canvas = { width = 100, height = 100, unit = "px" }', more="", schema=1):
    return f'schema = {schema}\nname = "hostile"\nbackground = "white"\n{canvas}\n{more}\n[[outputs]]\nformat = "png"\n'


def templates():
    bad("template-empty.toml", "template", "input", "an empty file", b"")
    bad("template-not-json.json", "template", "input", "no JSON and no TOML", "<template/>\n")
    bad("template-cut.json", "template", "input", "JSON cut in the middle", pixelz()[:90])
    bad("template-resize-type.json", "template", "input", "resizeType 9 does not exist", pixelz(resizeType="9"))
    bad("template-background-type.json", "template", "input", "backgroundType 4 does not exist", pixelz(backgroundType="4"))
    bad("template-colour.json", "template", "input", "the colour ZZZZZZ", pixelz(backgroundColor="ZZZZZZ"))
    bad("template-no-colour.json", "template", "input", "a coloured background without a colour", pixelz(backgroundColor=""))
    bad("template-margins.json", "template", "input", "margins of 60 % left and 60 % right",
        pixelz(marginType="1", marginLeft="60", marginRight="60", marginTop="0", marginBottom="0"))
    bad("template-transparent-jpg.json", "template", "input", "a transparent background in a JPEG", pixelz(backgroundType="2", templateOutputFormat="JPG"))
    bad("template-negative-width.json", "template", "input", "a width of -100", pixelz(resizeWidth="-100"))
    bad("template-unit.json", "template", "input", "resizeUnit 7 does not exist", pixelz(resizeUnit="7"))
    bad("template-format.json", "template", "input", "the output format DOC", pixelz(templateOutputFormat="DOC"), also="unsupported")
    bad("template-ratio-zero.json", "template", "input", "a canvas ratio of 0 to 4", pixelz(resizeType="1", resizeWidth="0", resizeHeight="4"))
    bad("template-size-text.json", "template", "input", "no number for the greatest size", pixelz(resizeType="3", resizeMinSize="10", resizeMaxSize="large"))
    bad("template-huge.json", "template", "too_large", "a canvas of 100000 x 100000 (limits 32767 a side, 100 MP)", pixelz(resizeWidth="100000", resizeHeight="100000"))
    bad("template-unknown-key.toml", "template", "input", "the key marign, which does not exist", native(more='marign = "5%"'))
    bad("template-schema.toml", "template", "unsupported", "schema 99, from the future", native(schema=99), also="input")
    bad("template-unit.toml", "template", "input", "the unit furlong", native('canvas = { width = 100, height = 100, unit = "furlong" }'))
    bad("template-infinite.toml", "template", "input", "a width of infinity", native('canvas = { width = inf, height = 100, unit = "px" }'))
    answer = "<TemplateSpecResponse><ErrorCode>NoError</ErrorCode><Template><Name>{}</Name></Template></TemplateSpecResponse>"
    bad("template-entities.xml", "template", "input", "an XML answer with entities that grow tenfold each",
        '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>' + answer.format("&b;"))
    bad("template-external.xml", "template", "input", "an XML answer with an entity from a file",
        '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + answer.format("&a;"))
    bad("template-cut.xml", "template", "input", "an XML answer cut in the middle", answer.format("a")[:60])
    bad("template-deep.xml", "template", "too_large", "XML that nests 10,000 deep", "<a>" * 10_000)
    bad("template-cut.toml", "template", "input", "TOML cut in the middle", native()[:50])


def main():
    OUT.mkdir(exist_ok=True)
    for old in OUT.iterdir():
        old.unlink()
    pictures()
    svgs()
    designs()
    templates()
    lines = ",\n ".join(json.dumps(entry, ensure_ascii=False) for entry in MANIFEST)
    (OUT / "manifest.json").write_text(f"[\n {lines}\n]\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
