#!/usr/bin/env python3
"""Draws the colour fonts of the tests: testdata/fonts/*.ttf. Needs fontTools.

The shapes are circles, boxes and a heart; what counts is how they are painted. An em is 1000 units, every emoji is 1200
wide, and families of joined emoji, a skin tone and a flag are ligatures.
"""
import math
import struct
import zlib
from pathlib import Path

from fontTools.colorLib.builder import buildCOLR, buildCPAL
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables.DefaultTable import DefaultTable
from fontTools.ttLib.tables.otTables import CompositeMode, ExtendMode, PaintFormat

FONTS = Path(__file__).parent / "fonts"
WIDTH = 1200
PALETTE = [(1.0, 0.8, 0.1, 1.0), (0.9, 0.1, 0.2, 1.0), (0.1, 0.3, 0.9, 1.0), (0.1, 0.6, 0.3, 1.0), (1.0, 1.0, 1.0, 1.0), (0.0, 0.0, 0.0, 0.5)]
YELLOW, RED, BLUE, GREEN, WHITE, HALF_BLACK, TEXT = 0, 1, 2, 3, 4, 5, 0xFFFF
SECONDS = 3_786_912_000  # 2024-01-01 in seconds since 1904: the same bytes each time

# Emoji by name: what is drawn and what its character is.
EMOJI = {
    "smile": 0x1F600, "rainbow": 0x1F308, "heart": 0x2764, "sun": 0x2600, "moon": 0x1F313, "gem": 0x1F48E,
    "man": 0x1F468, "woman": 0x1F469, "girl": 0x1F467, "thumb": 0x1F44D, "tone": 0x1F3FD, "ri_d": 0x1F1E9, "ri_e": 0x1F1EA,
}
JOINED = {"family": "man zwj woman zwj girl", "thumb_tone": "thumb tone", "flag": "ri_d ri_e"}
HIDDEN = {"space": 0x20, "zwj": 0x200D, "as_emoji": 0xFE0F, "as_text": 0xFE0E}


def circle(pen, x, y, radius):
    """Eight quadratic curves, clockwise."""
    at = lambda turn, r: (round(x + r * math.sin(turn)), round(y + r * math.cos(turn)))
    step = math.pi / 4
    pen.moveTo(at(0, radius))
    for part in range(8):
        pen.qCurveTo(at((part + 0.5) * step, radius / math.cos(step / 2)), at((part + 1) * step, radius))
    pen.closePath()


def box(pen, left, bottom, right, top):
    pen.moveTo((left, bottom))
    for point in ((left, top), (right, top), (right, bottom)):
        pen.lineTo(point)
    pen.closePath()


def heart(pen):
    pen.moveTo((600, -150))
    for control, point in (((100, 250), (100, 500)), ((100, 800), (350, 800)), ((520, 800), (600, 620)), ((680, 800), (850, 800)), ((1100, 800), (1100, 500)), ((1100, 250), (600, -150))):
        pen.qCurveTo(control, point)
    pen.closePath()


def glyph(draw):
    pen = TTGlyphPen(None)
    draw(pen)
    return pen.glyph()


SHAPES = {
    "disc": lambda pen: circle(pen, 600, 350, 500),
    "dot": lambda pen: circle(pen, 600, 350, 180),
    "mouth": lambda pen: box(pen, 350, 100, 850, 180),
    "left_half": lambda pen: box(pen, 100, -150, 600, 850),
    "bar": lambda pen: box(pen, 100, 250, 1100, 450),
    "heart_shape": heart,
}


def font(name, emoji, contours=()):
    """A font of these emoji, with contours of their own for some."""
    joined = {glyph: parts for glyph, parts in JOINED.items() if all(part in emoji or part in HIDDEN for part in parts.split())}
    order = [".notdef", *HIDDEN, *emoji, *joined, *SHAPES]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap({**{code: glyph for glyph, code in HIDDEN.items()}, **{EMOJI[glyph]: glyph for glyph in emoji}})
    empty = TTGlyphPen(None).glyph()
    shapes = {glyph_name: glyph(draw) for glyph_name, draw in SHAPES.items()}
    own = {glyph_name: glyph(SHAPES[shape]) for glyph_name, shape in contours}
    builder.setupGlyf({glyph_name: own.get(glyph_name) or shapes.get(glyph_name) or empty for glyph_name in order})
    hidden = {"space": 300, "zwj": 0, "as_emoji": 0, "as_text": 0}
    # The bearing is where the contours begin, or some readers would move them there.
    left = lambda glyph_name: getattr(builder.font["glyf"][glyph_name], "xMin", 0)
    builder.setupHorizontalMetrics({glyph_name: (hidden.get(glyph_name, WIDTH), left(glyph_name)) for glyph_name in order})
    builder.setupHorizontalHeader(ascent=950, descent=-250)
    builder.setupNameTable({"familyName": name, "styleName": "Regular", "fullName": name, "psName": name.replace(" ", "")})
    builder.setupOS2(sTypoAscender=950, sTypoDescender=-250, sTypoLineGap=0, usWinAscent=950, usWinDescent=250)
    builder.setupPost(keepGlyphNames=False)
    builder.updateHead(created=SECONDS, modified=SECONDS)
    if joined:
        rules = "".join(f"sub {parts} by {glyph};" for glyph, parts in joined.items())
        addOpenTypeFeaturesFromString(builder.font, f"languagesystem DFLT dflt; feature ccmp {{ {rules} }} ccmp;")
    return builder


def save(builder, file):
    builder.font.recalcTimestamp = False
    builder.font.save(FONTS / file)


def add_colors(builder, glyphs, version):
    builder.font["CPAL"] = buildCPAL([PALETTE])
    builder.font["COLR"] = buildCOLR(glyphs, version=version, glyphMap=builder.font.getReverseGlyphMap())


def solid(color, alpha=1.0):
    return {"Format": PaintFormat.PaintSolid, "PaletteIndex": color, "Alpha": alpha}


def stops(*colors, extend=ExtendMode.PAD):
    return {"Extend": extend, "ColorStop": [{"StopOffset": at, "PaletteIndex": color, "Alpha": 1.0} for at, color in colors]}


def shape(glyph_name, paint):
    return {"Format": PaintFormat.PaintGlyph, "Glyph": glyph_name, "Paint": paint}


def layers(*paints):
    return {"Format": PaintFormat.PaintColrLayers, "Layers": list(paints)}


def moved(paint, dx, dy):
    return {"Format": PaintFormat.PaintTranslate, "Paint": paint, "dx": dx, "dy": dy}


def scaled(paint, scale):
    return {"Format": PaintFormat.PaintScaleUniformAroundCenter, "Paint": paint, "scale": scale, "centerX": 600, "centerY": 350}


def composite(mode, source, backdrop):
    return {"Format": PaintFormat.PaintComposite, "SourcePaint": source, "CompositeMode": mode, "BackdropPaint": backdrop}


def person(color):
    return layers(shape("disc", solid(color)), shape("dot", solid(WHITE)))


def version_1():
    builder = font("Artboard Colors One", list(EMOJI))
    radial = {"Format": PaintFormat.PaintRadialGradient, "ColorLine": stops((0, WHITE), (0.4, YELLOW), (1, RED)), "x0": 450, "y0": 550, "r0": 0, "x1": 600, "y1": 350, "r1": 520}
    rings = {"Format": PaintFormat.PaintRadialGradient, "ColorLine": stops((0, YELLOW), (1, RED), extend=ExtendMode.REFLECT), "x0": 600, "y0": 350, "r0": 0, "x1": 600, "y1": 350, "r1": 125}
    sweep = {"Format": PaintFormat.PaintSweepGradient, "ColorLine": stops((0, RED), (0.5, GREEN), (1, BLUE)), "centerX": 600, "centerY": 350, "startAngle": 0, "endAngle": 180}
    stripes = {"Format": PaintFormat.PaintLinearGradient, "ColorLine": stops((0, BLUE), (0.5, WHITE), (1, BLUE), extend=ExtendMode.REPEAT), "x0": 100, "y0": -150, "x1": 300, "y1": -150, "x2": 200, "y2": 150}
    face = layers(shape("disc", radial), shape("mouth", solid(TEXT)))
    small = {"man": (BLUE, -300, -200), "woman": (RED, 300, -200), "girl": (GREEN, 0, 250)}
    add_colors(builder, {
        "smile": face,
        "rainbow": shape("disc", sweep),
        "heart": shape("heart_shape", stripes),
        "sun": shape("disc", rings),
        # Half a disc is cut out by another's shape, and shaded by what is multiplied with it.
        "moon": composite(CompositeMode.MULTIPLY, shape("dot", solid(GREEN)), composite(CompositeMode.SRC_OUT, shape("disc", solid(YELLOW)), shape("left_half", solid(BLUE)))),
        "gem": shape("disc", shape("bar", solid(RED))),
        **{name: person(color) for name, (color, _, _) in small.items()},
        "family": layers(*(moved(scaled({"Format": PaintFormat.PaintColrGlyph, "Glyph": name}, 0.5), dx, dy) for name, (_, dx, dy) in small.items())),
        "thumb": person(YELLOW),
        "tone": shape("bar", solid(RED)),
        "thumb_tone": person(HALF_BLACK),
        "ri_d": shape("bar", solid(BLUE)),
        "ri_e": shape("bar", solid(GREEN)),
        "flag": layers(shape("disc", solid(RED)), shape("bar", solid(YELLOW, 0.5))),
    }, 1)
    save(builder, "colors-1.ttf")


def version_0():
    builder = font("Artboard Colors Zero", ["smile", "heart"], contours=[("smile", "disc")])
    add_colors(builder, {"smile": [("disc", YELLOW), ("mouth", TEXT)], "heart": [("heart_shape", RED), ("dot", HALF_BLACK)]}, 0)
    save(builder, "colors-0.ttf")


def png(side):
    """A blue disc with a white middle; smooth, because it will be scaled."""
    def pixel(x, y):
        away = math.hypot(x + 0.5 - side / 2, y + 0.5 - side / 2) / (side / 2)
        alpha = max(0, min(1, (1 - away) * side / 2))
        return (255, 255, 255, 255) if away < 0.4 else (20, 80, 220, round(255 * alpha))

    rows = b"".join(b"\0" + b"".join(bytes(pixel(x, y)) for x in range(side)) for y in range(side))
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    header = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def table(builder, tag, data):
    """A table whose bytes are at hand."""
    raw = DefaultTable(tag)
    raw.data = data
    builder.font[tag] = raw


def cbdt():
    """One strike of 32 pixels to the em; the picture is 36 across and hangs 8 below the baseline."""
    builder = font("Artboard Pictures", ["smile"])
    glyph_id = builder.font.getGlyphID("smile")
    picture = png(36)
    metrics = struct.pack(">BBbbB", 36, 36, 1, 28, 38)
    body = metrics + struct.pack(">I", len(picture)) + picture
    table(builder, "CBDT", struct.pack(">I", 0x00030000) + body)
    line = struct.pack(">bbBbbbbbbbbb", 30, -8, 38, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    size = struct.pack(">IIII", 56, 24, 1, 0) + line + line + struct.pack(">HHBBBb", glyph_id, glyph_id, 32, 32, 32, 1)
    array = struct.pack(">HHI", glyph_id, glyph_id, 8) + struct.pack(">HHI", 1, 17, 4) + struct.pack(">II", 0, len(body))
    table(builder, "CBLC", struct.pack(">II", 0x00030000, 1) + size + array)
    save(builder, "pictures-cbdt.ttf")


def sbix():
    """Strikes of 16 and 64 pixels to the em, the same picture in both."""
    builder = font("Artboard Strikes", ["smile"])
    count = len(builder.font.getGlyphOrder())
    glyph_id = builder.font.getGlyphID("smile")

    def strike(em, side):
        data = struct.pack(">hh4s", 1, -em // 4, b"png ") + png(side)
        start = 4 + 4 * (count + 1)
        offsets = [start if index <= glyph_id else start + len(data) for index in range(count + 1)]
        return struct.pack(">HH", em, 72) + struct.pack(f">{count + 1}I", *offsets) + data

    strikes = [strike(16, 18), strike(64, 72)]
    places = [8 + 4 * len(strikes), 8 + 4 * len(strikes) + len(strikes[0])]
    table(builder, "sbix", struct.pack(">HHI", 1, 1, len(strikes)) + struct.pack(">II", *places) + b"".join(strikes))
    save(builder, "strikes-sbix.ttf")


if __name__ == "__main__":
    FONTS.mkdir(exist_ok=True)
    version_0()
    version_1()
    cbdt()
    sbix()
