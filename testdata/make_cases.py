#!/usr/bin/env python3
"""Writes the inputs of the golden cases: testdata/cases/NAME/{case.json, design.json | template.*}.

Expectations (scene.txt, rules.txt, notes.txt, expected.png) are not written here: `BLESS=1 cargo test --test golden NAME` does
that once, and a person looks at them. A case whose folder has an `expected.png` or `notes.txt` asserts that too.
"""
import base64
import json
import struct
import zlib
from pathlib import Path

CASES = Path(__file__).parent / "cases"


def png(width, height, pixel):
    """A small RGBA PNG as bytes."""
    rows = b"".join(b"\0" + b"".join(bytes(pixel(x, y)) for x in range(width)) for y in range(height))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def uri(data):
    return "data:image/png;base64," + base64.b64encode(data).decode()


# A quarter each of red, green, blue and half-clear white: shows flips, turns and windows.
QUARTERS = uri(png(8, 8, lambda x, y: [(255, 0, 0, 255), (0, 160, 0, 255), (0, 0, 255, 255), (255, 255, 255, 128)][(x > 3) + 2 * (y > 3)]))
DOTS = uri(png(4, 4, lambda x, y: (200, 40, 90, 255) if (x + y) % 4 == 0 else (0, 0, 0, 0)))
STAR_SVG = "data:image/svg+xml," + "<svg xmlns='http://www.w3.org/2000/svg' width='20' height='10'><path d='M0 10L10 0L20 10z' fill='teal'/></svg>".replace("<", "%3C").replace(">", "%3E").replace("#", "%23")


def canvas(*objects, version="5.3.0", width=120, height=80, **more):
    return {"version": version, "width": width, "height": height, "objects": list(objects), **more}


def rect(**more):
    return {"type": "rect", "left": 10, "top": 10, "width": 40, "height": 30, "fill": "tomato", **more}


def text(string, **more):
    return {"type": "textbox", "left": 5, "top": 5, "width": 110, "fontSize": 16, "fontFamily": "Liberation Sans", "text": string, **more}


def image(src=QUARTERS, **more):
    return {"type": "image", "left": 10, "top": 10, "width": 8, "height": 8, "scaleX": 4, "scaleY": 4, "src": src, **more}


def linear(units="pixels", **coords):
    return {"type": "linear", "gradientUnits": units, "coords": {"x1": 0, "y1": 0, "x2": 0, "y2": 0, **coords},
            "colorStops": [{"offset": 0, "color": "red"}, {"offset": 1, "color": "rgba(0,0,255,0.5)"}]}


# Colours that fall off to a clear right edge, and a white corner.
WASH = uri(png(24, 24, lambda x, y: (255, 255, 255, 255) if x < 6 and y < 6 else (10 * x, 250 - 10 * y, 120, 255 if x < 18 else 255 - 40 * (x - 17))))


def washes(**more):
    """The same picture under filters of every family, three in a row."""
    lists = [
        [{"type": "Sepia"}, {"type": "Gamma", "gamma": [1.4, 1, 0.8]}],
        [{"type": "Blur", "blur": 0.8}],
        [{"type": "Pixelate", "blocksize": 6}],
        [{"type": "Convolute", "matrix": [1, 1, 1, 1, 0.7, -1, -1, -1, -1], "opaque": True}],
        [{"type": "RemoveColor", "color": "white", "distance": 0.1}, {"type": "BlendColor", "color": "teal", "mode": "screen", "alpha": 0.6}],
        [{"type": "BlendImage", "mode": "mask", "image": {"type": "image", "src": WASH, "left": 4, "scaleX": 0.5}}, {"type": "Noise", "noise": 60}],
    ]
    place = lambda index: dict(left=6 + 38 * (index % 3), top=10 + 34 * (index // 3))
    return canvas(*[image(WASH, width=24, height=24, scaleX=1, scaleY=1, filters=list, **place(index)) for index, list in enumerate(lists)], **more)


LOREM = "The quick brown fox jumps over the lazy dog"
ARCH = {"type": "path", "path": "M 0 50 C 20 0 80 0 100 50", "fill": "", "stroke": "teal"}

RENDER = {
    "filters": washes(),
    "filters-window": canvas(*[image(WASH, left=10 + 50 * (x > 0), width=12, height=12, cropX=x, cropY=6, scaleX=3, scaleY=3, filters=[{"type": "Blur", "blur": 0.6}]) for x in (0, 12)]),
    # figures
    "rect": canvas(rect(stroke="navy", strokeWidth=4)),
    "rect-rounded": canvas(rect(rx=8), rect(left=60, rx=30, ry=4)),
    "circle": canvas({"type": "circle", "left": 20, "top": 10, "radius": 25, "fill": "gold", "stroke": "black"}),
    "circle-arc": canvas({"type": "circle", "left": 20, "top": 10, "radius": 25, "startAngle": 30, "endAngle": 200, "fill": "", "stroke": "black", "strokeWidth": 5}),
    "ellipse": canvas({"type": "ellipse", "left": 10, "top": 20, "rx": 40, "ry": 15, "fill": "rgba(0,128,0,.5)"}),
    "triangle": canvas({"type": "triangle", "left": 10, "top": 10, "width": 50, "height": 40, "fill": "purple", "strokeWidth": 0}),
    "line": canvas({"type": "line", "left": 10, "top": 10, "x1": 50, "y1": 0, "x2": 0, "y2": 30, "width": 50, "height": 30, "stroke": "black", "strokeWidth": 3}),
    "line-level-ends": canvas(*({"type": "line", "version": version, "left": 10, "top": top, "x1": 0, "y1": 0, "x2": 50, "y2": 0, "stroke": "black", "strokeWidth": 10} for version, top in (("5.3.0", 10), ("6.0.0", 40)))),
    "polygon": canvas({"type": "polygon", "left": 10, "top": 10, "points": [{"x": 105, "y": 5}, {"x": 140, "y": 50}, {"x": 100, "y": 60}], "fill": "teal"}),
    "polyline": canvas({"type": "polyline", "left": 10, "top": 10, "points": [{"x": 0, "y": 0}, {"x": 30, "y": 40}, {"x": 60, "y": 0}], "fill": "", "stroke": "brown", "strokeWidth": 6, "strokeLineJoin": "round", "strokeLineCap": "round"}),
    "path": canvas({"type": "path", "left": 10, "top": 10, "path": "M 0 0 h 30 q 20 20 0 40 t -30 10 a 10 10 0 0 1 0 -30 z", "fill": "olive", "strokeWidth": 0}),
    "path-commands": canvas({"type": "path", "left": 10, "top": 10, "path": [["M", 5, 5], ["L", 60, 5], ["C", 80, 20, 60, 50, 30, 50], ["z"]], "fill": "gray"}),
    "path-holes": canvas({"type": "path", "left": 10, "top": 10, "path": "M0 0H50V50H0Z M10 10H40V40H10Z", "fillRule": "evenodd", "fill": "black", "strokeWidth": 0}),
    "dashes": canvas({"type": "line", "left": 10, "top": 30, "x1": 0, "y1": 0, "x2": 90, "y2": 0, "stroke": "black", "strokeWidth": 4, "strokeDashArray": [12, 4], "strokeDashOffset": 6}),
    # places
    "origin-center": canvas(rect(left=60, top=40, originX="center", originY="center", angle=30)),
    "origin-right-bottom": canvas(rect(left=110, top=70, originX="right", originY="bottom", strokeWidth=6)),
    "origin-version-7": canvas(rect(left=60, top=40, type="Rect"), version="7.0.0"),
    "origin-no-version": {"width": 120, "height": 80, "objects": [rect()]},
    "angle-scale-skew": canvas(rect(angle=20, scaleX=1.5, scaleY=0.5, skewX=15, stroke="black", strokeWidth=4)),
    "flip": canvas(image(), image(left=60, flipX=True)),
    "stroke-uniform": canvas(rect(scaleX=2, scaleY=0.5, stroke="black", strokeWidth=6), rect(top=50, scaleX=2, scaleY=0.5, stroke="black", strokeWidth=6, strokeUniform=True)),
    "stroke-first": canvas(text("Aa", fontSize=60, stroke="orange", strokeWidth=6, paintFirst="stroke")),
    "viewport": canvas(rect(), viewportTransform=[0.5, 0, 0, 0.5, 20, 10], background="#eee"),
    "group": canvas({"type": "group", "left": 20, "top": 10, "width": 60, "height": 40, "angle": 10, "objects": [rect(left=-30, top=-20, width=20, height=20), rect(left=0, top=-10, width=30, height=30, fill="navy")]}),
    "group-in-group": canvas({"type": "group", "left": 20, "top": 10, "width": 60, "height": 40, "scaleX": 1.5, "objects": [{"type": "group", "left": -30, "top": -20, "width": 30, "height": 30, "angle": 45, "objects": [rect(left=-15, top=-15, width=30, height=30)]}]}),
    "group-opacity": canvas({"type": "group", "left": 10, "top": 10, "width": 60, "height": 50, "opacity": 0.5, "objects": [rect(left=-30, top=-25), rect(left=-10, top=-10, fill="navy")]}),
    "invisible": canvas(rect(visible=False), rect(left=60, opacity=0)),
    # paints
    "gradient-pixels": canvas(rect(fill=linear(x2=40))),
    "gradient-percentage": canvas(rect(fill=linear("percentage", x2=1, y2=1), angle=15)),
    "gradient-radial": canvas(rect(fill={"type": "radial", "coords": {"x1": 20, "y1": 15, "r1": 0, "x2": 20, "y2": 15, "r2": 20}, "colorStops": [{"offset": 1, "color": "black"}, {"offset": 0, "color": "white"}]})),
    "pattern": canvas(rect(width=60, height=50, fill={"type": "pattern", "source": DOTS, "repeat": "repeat", "offsetX": 2})),
    "background": canvas(rect(), background="linen", backgroundImage=image(left=0, top=0, opacity=0.5, scaleX=15, scaleY=10), overlay="rgba(0,0,0,0.1)"),
    "shadow": canvas(rect(left=30, angle=45, shadow={"color": "rgba(0,0,0,0.6)", "offsetX": 10, "offsetY": 0, "blur": 6})),
    "clip-circle": canvas(rect(width=80, height=50, clipPath={"type": "circle", "radius": 20, "left": -20, "top": -20})),
    "clip-inverted": canvas(rect(width=80, height=50, clipPath={"type": "circle", "radius": 20, "left": -20, "top": -20, "inverted": True})),
    "blend-multiply": canvas(rect(), rect(left=30, top=25, fill="deepskyblue", globalCompositeOperation="multiply")),
    # pictures
    "image-window": canvas(image(cropX=2, cropY=4, width=6, height=6, scaleX=5, scaleY=5)),
    "image-stretched-version-1": canvas(image(width=50, height=20, scaleX=1, scaleY=1), version="1.7.22"),
    "image-svg": canvas(image(STAR_SVG, width=20, height=10)),
    "image-nearest": canvas(image(imageSmoothing=False, scaleX=6, scaleY=6)),
    # text
    "text-wrap": canvas(text(LOREM)),
    "text-long-word-widens": canvas(text("Incomprehensibilities of it", width=40)),
    "text-graphemes": canvas(text("Incomprehensible", width=60, splitByGrapheme=True)),
    "text-center": canvas(text(LOREM, textAlign="center")),
    "text-right": canvas(text(LOREM, textAlign="right")),
    "text-justify": canvas(text(LOREM, textAlign="justify", width=100)),
    "text-line-height": canvas(text("one\ntwo", lineHeight=2)),
    "text-spacing": canvas(text("fi AV", charSpacing=200)),
    "text-decorations": canvas(text("deco", underline=True, linethrough=True, overline=True, textBackgroundColor="yellow")),
    "text-styles": canvas(text("plain bold big", styles=[{"start": 6, "end": 10, "style": {"fontWeight": "bold", "fill": "red"}}, {"start": 11, "end": 14, "style": {"fontSize": 28}}])),
    "text-hebrew": canvas(text("abc \u05e9\u05dc\u05d5\u05dd def")),
    "text-path": canvas(text("on a path", type="text", textAlign="center", path=ARCH)),
    "text-path-right": canvas(text("turned", type="text", pathSide="right", pathStartOffset=10, underline=True, path={**ARCH, "visible": False})),
    "text-arc": canvas(text("an arc of text", textStyle="arc", width=80)),
    "text-circle": canvas({"type": "text-curved", "left": 20, "top": 10, "fontSize": 16, "fontFamily": "Arial", "text": "around", "diameter": 90, "kerning": 2, "flipped": True}),
    "text-two-passes": canvas(text("ab", stroke="black", strokeWidth=4, fill="lime", styles=[{"start": 1, "end": 2, "style": {"fill": "red"}}])),
    "text-auto-width": canvas({"type": "text", "left": 60, "top": 10, "originX": "center", "fontSize": 20, "fontFamily": "Times New Roman", "text": "Hello"}),
}

GROUND = dict(left=0, top=0, width=120, height=80, strokeWidth=0)
MODES = ["source-over", "source-in", "source-out", "source-atop", "destination-over", "destination-in", "destination-out", "destination-atop", "lighter", "copy", "xor", "multiply", "screen",
         "overlay", "darken", "lighten", "color-dodge", "color-burn", "hard-light", "soft-light", "difference", "exclusion", "hue", "saturation", "color", "luminosity"]
LOOKS = [
    {"type": "Brightness", "brightness": 0.3}, {"type": "Contrast", "contrast": 0.4}, {"type": "Saturation", "saturation": -0.6}, {"type": "Vibrance", "vibrance": 1},
    {"type": "HueRotation", "rotation": 0.5}, {"type": "Grayscale", "mode": "average"}, {"type": "Grayscale", "mode": "lightness"}, {"type": "Grayscale", "mode": "luminosity"},
    {"type": "Invert"}, {"type": "BlackWhite"}, {"type": "Brownie"}, {"type": "Vintage"},
    {"type": "Kodachrome"}, {"type": "Technicolor"}, {"type": "Polaroid"}, {"type": "ColorMatrix", "matrix": [0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0]},
    {"type": "Resize", "scaleX": 0.25, "scaleY": 0.25}, {"type": "Composed", "subFilters": [{"type": "Invert"}, {"type": "Sepia"}]},
]


def grid(count, columns, cell, make):
    """Things in rows, on a canvas of their own."""
    objects = [object for index in range(count) for object in make(index, cell * (index % columns), cell * (index // columns))]
    return canvas(*objects, width=cell * columns, height=cell * -(-count // columns))


def mode(index, x, y):
    """A translucent disc over a square, in a group of its own: what lies under the group stays out of it."""
    disc = {"type": "circle", "left": -4, "top": -4, "radius": 7, "strokeWidth": 0, "fill": "rgba(20,150,60,0.8)", "globalCompositeOperation": MODES[index]}
    return [{"type": "group", "left": x + 1, "top": y + 1, "width": 22, "height": 22, "objects": [rect(left=-11, top=-11, width=14, height=14, strokeWidth=0), disc]}]


def shadowed(**more):
    return {"color": "rgba(0,0,0,0.6)", "offsetX": 5, "offsetY": 5, "blur": 0, **more}


CIRCLE = {"type": "circle", "radius": 20, "left": -20, "top": -20, "strokeWidth": 0}
MORE = {
    # section 3: common properties
    "flip-both": canvas(image(flipX=True, flipY=True), image(left=60, flipY=True, angle=15)),
    "skew-y": canvas(rect(left=40, skewY=20, stroke="black", strokeWidth=4), rect(left=80, width=20, skewX=-20, skewY=10)),
    "opacity": canvas(rect(stroke="black", strokeWidth=8, opacity=0.5), text("faded", left=60, width=50, opacity=0.25, strokeWidth=0)),
    "fill-none": canvas(*(rect(left=4 + 23 * index, width=16, fill=fill, stroke="black") for index, fill in enumerate(["", None, "transparent", "none", "hsl(200 50% 40% / 50%)"]))),
    "box-color": canvas(rect(fill="", stroke="black", strokeWidth=6, backgroundColor="gold", angle=20, left=30), text("Box", left=60, top=40, width=40, backgroundColor="lightblue")),
    "stroke-joins": canvas(*({"type": "polyline", "left": 8 + 37 * index, "top": 15, "points": [{"x": 0, "y": 40}, {"x": 10, "y": 0}, {"x": 20, "y": 40}], "fill": "", "stroke": "black", "strokeWidth": 8,
                              "strokeLineJoin": join, "strokeLineCap": cap, "strokeMiterLimit": limit} for index, (join, cap, limit) in enumerate([("miter", "butt", 10), ("bevel", "square", 4), ("round", "round", 4)]))),
    "stroke-miter-limit": canvas(*({"type": "polyline", "left": 10 + 50 * index, "top": 25, "points": [{"x": 0, "y": 40}, {"x": 8, "y": 0}, {"x": 16, "y": 40}], "fill": "", "stroke": "black", "strokeWidth": 8, **limit} for index, limit in enumerate([{}, {"strokeMiterLimit": 9}]))),
    "stroke-uniform-skew": canvas(rect(left=30, scaleX=1.5, scaleY=0.5, skewX=30, stroke="black", strokeWidth=6, strokeUniform=True)),
    "circle-counter-clockwise": canvas({"type": "circle", "left": 20, "top": 10, "radius": 25, "startAngle": 30, "endAngle": 200, "counterClockwise": True, "fill": "", "stroke": "black", "strokeWidth": 5}),
    "triangle-default": canvas({"type": "triangle", "left": 5, "top": 5, "scaleX": 0.5, "scaleY": 0.5, "fill": "purple"}),
    "image-window-outside": canvas(rect(width=48, height=48, fill="lightgray", strokeWidth=0), image(cropX=-2, cropY=4, width=12, height=12)),
    "image-stroke": canvas(image(strokeWidth=2, stroke="black", paintFirst="stroke"), image(left=60, strokeWidth=2, stroke="black")),
    "group-shadow-inside": canvas({"type": "group", "left": 10, "top": 10, "width": 60, "height": 50, "opacity": 0.5, "objects": [rect(left=-30, top=-25, shadow=shadowed()), rect(left=-10, top=-10, fill="navy")]}),
    "group-not-cached": canvas({"type": "group", "left": 10, "top": 10, "width": 60, "height": 50, "opacity": 0.5, "objectCaching": False, "objects": [rect(left=-30, top=-25), rect(left=-10, top=-10, fill="navy")]}),
    "group-blend-inside": canvas(rect(fill="gold", **{**GROUND, "width": 60}), {"type": "group", "left": 10, "top": 10, "width": 90, "height": 50, "objects": [rect(left=-45, top=-25), rect(left=-20, top=-10, fill="deepskyblue", globalCompositeOperation="multiply")]}),
    # section 4: paint
    "background-gradient": canvas(rect(), background=linear(x2=120), overlay={"type": "pattern", "source": DOTS, "repeat": "repeat"}),
    "background-stays": canvas(rect(), viewportTransform=[0.5, 0, 0, 0.5, 20, 10], background=linear(x2=120), backgroundVpt=False, backgroundImage=image(left=90), overlayImage=image(left=90, opacity=0.5)),
    "shadow-of-stroke": canvas(*(rect(left=8 + 60 * index, fill=fill, stroke="navy", strokeWidth=6, shadow=shadowed(affectStroke=affects)) for index, (fill, affects) in enumerate([("gold", False), ("gold", True)]))),
    "shadow-of-stroke-alone": canvas(rect(fill="", stroke="navy", strokeWidth=6, shadow=shadowed())),
    "shadow-scaled": canvas(*(rect(left=8, top=6 + 38 * index, scaleX=2, scaleY=0.5, shadow=shadowed(blur=4, nonScaling=fixed)) for index, fixed in enumerate([False, True]))),
    "shadow-flipped": canvas(rect(left=30, flipX=True, angle=180, originX="right", originY="bottom", shadow=shadowed())),
    "shadow-of-group": canvas({"type": "group", "left": 10, "top": 10, "width": 60, "height": 50, "shadow": shadowed(blur=4), "objects": [rect(left=-30, top=-25), rect(left=-10, top=-10, fill="navy")]}),
    "shadow-of-picture": canvas(image(src=DOTS, width=4, height=4, scaleX=12, scaleY=12, imageSmoothing=False, shadow=shadowed(color="teal", offsetX=3, offsetY=3))),
    "shadow-of-text": canvas(text("Shadow", fontSize=28, shadow=shadowed(color="teal", offsetX=2, offsetY=2, blur=2))),
    "shadow-css": canvas(rect(shadow="rgba(0,128,0,0.5) 6px 3px 4px")),
    "shadow-not-cached": canvas(*(rect(left=8 + 60 * index, width=30, fill="gold", stroke="navy", strokeWidth=6, objectCaching=False, shadow=shadowed(affectStroke=affects)) for index, affects in enumerate([False, True]))),
    "shadow-of-translucent": canvas(rect(fill="rgba(255,215,0,0.4)", stroke="navy", strokeWidth=8, shadow=shadowed())),
    "shadow-of-framed-picture": canvas(*(image(left=8 + 60 * index, scaleX=3, scaleY=3, stroke="navy", strokeWidth=2, shadow=shadowed(affectStroke=affects)) for index, affects in enumerate([False, True]))),
    "group-in-group-faded": canvas({"type": "group", "left": 10, "top": 10, "width": 90, "height": 60, "objects": [{"type": "group", "left": -45, "top": -30, "width": 60, "height": 50, "opacity": 0.5, "objects": [rect(left=-30, top=-25), rect(left=-10, top=-10, fill="navy")]}, rect(left=20, width=20, stroke="navy", strokeWidth=8, opacity=0.5)]}),
    "clip-eraser": canvas(rect(width=80, height=50, clipPath={**CIRCLE, "radius": 24, "left": -24, "top": -24}, eraser={"type": "eraser", "originX": "center", "originY": "center", "left": 0, "top": 0, "width": 80, "height": 50, "objects": [
        {"type": "path", "left": -40, "top": -4, "path": [["M", 0, 0], ["L", 60, 10]], "fill": None, "stroke": "black", "strokeWidth": 8, "globalCompositeOperation": "destination-out"}]})),
    "clip-hidden": canvas(rect(clipPath={**CIRCLE, "visible": False}), rect(left=60, version="6.9.1", clipPath={**CIRCLE, "visible": False})),
    "clip-of-canvas-inverted": canvas(rect(fill="gold", **GROUND), clipPath={**CIRCLE, "left": 20, "top": 10, "radius": 30, "inverted": True}),
    "gradient-fades": canvas(*(rect(left=8 + 56 * index, strokeWidth=0, version=version, originX="left", originY="top", fill={**linear(x2=40), "colorStops": [{"offset": 0, "color": "red", "opacity": 0.2}, {"offset": 1, "color": "blue"}]}) for index, version in enumerate(["6.9.1", "7.0.0"]))),
    "stroke-uniform-text": canvas(text("Ab", fontSize=10, scaleX=4, scaleY=4, width=20, stroke="navy", strokeWidth=1, strokeUniform=True, fill="gold")),
    "clip-absolute": canvas(rect(left=30, width=60, height=50, angle=20, clipPath={**CIRCLE, "left": 30, "top": 20, "absolutePositioned": True})),
    "clip-nested": canvas(rect(left=30, width=60, height=50, clipPath={**CIRCLE, "clipPath": {"type": "rect", "left": -20, "top": -6, "width": 40, "height": 12, "strokeWidth": 0}})),
    "clip-of-group": canvas({"type": "group", "left": 20, "top": 10, "width": 60, "height": 50, "scaleX": 1.3, "clipPath": {**CIRCLE, "stroke": "red", "strokeWidth": 6}, "objects": [rect(left=-30, top=-25), rect(left=-10, top=-10, fill="navy")]}),
    "clip-by-group": canvas(rect(left=20, width=70, height=60, clipPath={"type": "group", "left": -30, "top": -25, "width": 60, "height": 50, "objects": [rect(left=-30, top=-25, width=20, height=50), rect(left=0, top=-25, width=10, height=50)]})),
    "clip-by-text": canvas(image(scaleX=12, scaleY=8, clipPath=text("Aa", left=-4, top=-4, width=8, fontSize=6, strokeWidth=0, originX="left", originY="top"))),
    "clip-of-canvas": canvas(rect(fill="gold", **GROUND), rect(), clipPath={**CIRCLE, "left": 20, "top": 10, "radius": 30}, overlay="rgba(0,0,255,0.2)"),
    "gradient-transform": canvas(rect(width=80, height=50, strokeWidth=0, fill={**linear("percentage", x2=1), "gradientTransform": [0.5, 0.2, 0, 1, 0.25, 0]})),
    "gradient-offset": canvas(rect(strokeWidth=0, fill={**linear(x2=20), "offsetX": 10})),
    "gradient-two-circles": canvas(rect(width=80, height=50, strokeWidth=0, fill={"type": "radial", "coords": {"x1": 25, "y1": 25, "r1": 5, "x2": 45, "y2": 25, "r2": 30}, "colorStops": {"1": "navy", "0": "white", "0.5": "gold"}})),
    "gradient-of-stroke": canvas(rect(width=80, height=50, fill="", stroke=linear("percentage", x2=1), strokeWidth=12)),
    "gradient-of-text": canvas(text("Gradient", fontSize=26, fill=linear("percentage", x2=1))),
    "pattern-repeats": canvas(*(rect(left=4 + 39 * index, width=34, height=50, strokeWidth=0, backgroundColor="lightyellow", fill={"type": "pattern", "source": QUARTERS, "repeat": repeat, "offsetX": 4, "offsetY": 4}) for index, repeat in enumerate(["repeat-x", "repeat-y", "no-repeat"]))),
    "pattern-transform": canvas(rect(width=80, height=50, strokeWidth=0, fill={"type": "pattern", "source": QUARTERS, "repeat": "repeat", "patternTransform": [1.5, 0.5, -0.5, 1.5, 3, 0]})),
    "pattern-svg": canvas(rect(width=80, height=50, strokeWidth=0, fill={"type": "pattern", "source": STAR_SVG, "repeat": "repeat"}), image(STAR_SVG, width=20, height=10, scaleX=1, scaleY=1)),
    "pattern-of-stroke": canvas(rect(width=80, height=50, fill="", strokeWidth=12, stroke={"type": "pattern", "source": QUARTERS, "repeat": "repeat"})),
    "blend-modes": grid(26, 7, 24, mode),
    "filters-colors": grid(18, 6, 26, lambda index, x, y: [image(WASH, left=x + 1, top=y + 1, width=24, height=24, scaleX=1, scaleY=1, filters=[LOOKS[index]])]),
    "filters-none": canvas(image(filters=[{"type": "Brightness", "brightness": 0}, None, False])),
}
MORE_PICTURES = {name for name in MORE if name.split("-")[0] in {"opacity", "box", "stroke", "shadow", "clip", "gradient", "pattern", "blend", "group", "background"}} | {"image-window-outside", "image-stroke", "filters-colors"}
PICTURES_ONLY = {"blend-modes", "filters-colors"}

PAPER = {"width": 40, "height": 30, "unit": "mm", "dpi": 72, "bleed": 2, "safe": 4}
PRINTCART_SIDE = {"name": "Front", "dimension_unit": "cm", "design_area": {"width": 4, "height": 3, "top": 1, "left": 1}, "show_cut_line": True, "cut_line_margin": {"x": 0.2, "y": 0.2},
                  "show_safe_zone": True, "safe_zone_margin": {"x": 0.5, "y": 0.5}, "bg_type": "color", "bg_color_value": "linen", "include_overlay": False}
PRINTCART = {"data": {"original_side": PRINTCART_SIDE, "side": {}, "viewport": {"width": 120, "height": 90}, "original_output_options": {"dpi": 300, "dimension_unit": "cm"},
                      "layers": [rect(left=30, top=20, width=60, height=50, strokeWidth=0), text("Cut", left=40, top=30, width=40, textAlign="center")]}}
ON_PAPER = {
    "guides-printcart": (dict(guides=True, size="300x"), PRINTCART),
    "guides-native": (dict(guides=True), {"schema": 1, "sides": [{"canvas": PAPER, "background": "navy", "layers": [{"kind": "rect", "x": 5, "y": 5, "width": 30, "height": 20, "fill": "white"}]}]}),
    "guides-none": (dict(guides=True), canvas(rect())),
    "dpi-printcart": (dict(dpi=300), PRINTCART),
    "dpi-native": (dict(dpi=150), {"schema": 1, "sides": [{"canvas": PAPER, "layers": [{"kind": "rect", "width": 40, "height": 15}]}]}),
    "dpi-zakeke": (dict(dpi=254), {"variant": {"sides": [{"ppcm": 40, "areas": [{"width": 30, "height": 20, "items": [{"text": "Hi", "fontFamily": "Liberation Sans", "coordinates": {"x": 5, "y": 5}, "dimensions": {"width": 20, "height": 10}}]}]}]}}),
    "dpi-plain": (dict(dpi=300), canvas(rect())),
}

SAID = {"originX": "center", "originY": "center"}
EXPLAINED = {
    "rules-version-7": canvas(rect(left=60, top=40, scaleX=1.5, scaleY=1.5, angle=30, name="Logo"), text("Incomprehensibilities of it", width=40, left=60, top=20), text("as wide as it is", type="text", splitByGrapheme=True),
                              image(left=20, top=60, flipX=True, cropX=2, width=4), {"type": "line", "x1": 5, "y1": 5, "x2": 40, "y2": 5, "stroke": "black"},
                              {"type": "group", "left": 90, "top": 60, "width": 30, "height": 30, "objects": [rect(left=0, top=0, width=20, height=20, clipPath={**CIRCLE, **SAID, "left": 0, "top": 0})]}, version="7.4.0"),
    "rules-version-1": canvas(image(width=50, height=20, scaleX=1, scaleY=2), rect(left=60, originX="right", originY="bottom"), version="1.7.22"),
    "rules-no-version": {"width": 120, "height": 80, "objects": [rect(), text("arc", textStyle="arc", width=60, **SAID)]},
}

# What other editors and careless hands leave in documents.
FOUND = {
    "found-empty-source": canvas(image("", stroke="navy", strokeWidth=1, backgroundColor="gold"), image(None, left=60), rect(left=60, fill={"type": "pattern", "source": "", "repeat": "repeat"})),
    "found-custom-classes": canvas({"type": "ClippablePhoto", "left": 10, "top": 10, "width": 8, "height": 8, "scaleX": 3, "scaleY": 3, "src": QUARTERS}, {"type": "Headline", "left": 50, "top": 10, "text": "Hi", "fontSize": 20, "fontFamily": "Liberation Sans"},
                                   {"type": "badge", "left": 50, "top": 40, "width": 30, "height": 20, "objects": [rect(left=-15, top=-10, width=30, height=20, strokeWidth=0)]}, {"type": "Star", "left": 90, "top": 40, "points": [{"x": 0, "y": 20}, {"x": 10, "y": 0}, {"x": 20, "y": 20}]}, {"type": "Timer", "left": 5}),
    "found-single-group": {"type": "group", "version": "5.3.0", "left": 20, "top": 300, "width": 60, "height": 30, "angle": 90, "objects": [rect(left=-30, top=-15, width=60, height=30, strokeWidth=0)]},
    "found-odd-values": canvas(rect(left=""), text("x", path=False, top=50), {"type": "polygon", "left": 60, "top": 10, "points": [{"x": 0, "y": 0}, None, {"x": 9, "y": 9}]}, rect(left=100, width=-30), {"type": "circle", "radius": -4}, image(left=90, top=50, width=-8)),
    "found-version-one-circle": {"width": 120, "height": 80, "objects": [{"type": "circle", "left": 10, "top": 10, "radius": 25, "startAngle": 0, "endAngle": 3.14159}]},
    "found-long-word": canvas(*(text("a b c incomprehensible d e f", fontSize=10, left=5, top=2 + 40 * index, width=30, version=version, originX="left", originY="top") for index, version in enumerate(["5.3.0", "6.9.1"]))),
    "found-percent-background": canvas(rect(), background=linear("percentage", x2=1)),
    "found-group-colour": canvas(*({"type": "group", "left": 8 + 56 * index, "top": 10, "width": 50, "height": 40, "backgroundColor": "gold", "version": version, "objects": [rect(left=-25, top=-20, width=20)]} for index, version in enumerate(["5.3.0", "6.9.1"]))),
}

SILENT = {
    "notes-words": canvas(rect(fillRule="odd", paintFirst="both", strokeDashArray=[4, -1]), rect(fill={**linear(x2=40), "type": "conic", "gradientUnits": "em", "colorStops": [3, {"offset": 0, "color": "red"}]}),
                          text("x", direction="up", fontStyle="wavy", textDecoration="underline blink", styles=["bold", {"start": 0, "end": 1, "style": {"fontStyle": "BoldItalic"}}]),
                          text("y", styles={"0": {"first": {}}, "top": {}}), image(filters="Sepia", resizeFilter={"type": "Resize"})),
    "notes-arc": canvas(text("an arc of text", textStyle="arc", width=80, height=40, isAutoFontSize=True, textAlign="justify"), text("no height", isAutoFontSize=True)),
    "notes-version-1": canvas(image(alignX="mid", alignY="mid", meetOrSlice="slice"), version="1.7.22"),
    "notes-zakeke": {"variant": {"sides": [{"ppcm": 20, "areas": [{"width": 30, "height": 20, "items": [
        {"text": "Hi", "fontFamily": "Liberation Sans", "coordinates": {"x": 5, "y": 5}, "dimensions": {"width": 20, "height": 10}, "itemColors": [{"rgbCode": "1,2,3"}, {"rgbCode": "4,5,6"}]},
        {"sourceImageUrl": QUARTERS, "coordinates": {"x": 0, "y": 0}, "dimensions": {"width": 5, "height": 5}, "colorMappings": {"#000": "#fff"}}]}]}]}},
    "notes-artifi": {"CanvasWidth": 120, "CanvasHeight": 80, "DesignJson": {"objects": [
        {"type": "textbox", "text": "x", "left": 60, "top": 40, "fontFamily": "Liberation Sans", "textStyle": "wave", "fontStyle": "BoldItalic", "Rotate180Degree": True, "angle": "30"},
        {"type": "image", "src": QUARTERS, "left": 30, "top": 40, "width": 40, "height": 20, "selectedColors": ["#fff"]}]}},
    "notes-printcart": {"data": {**PRINTCART["data"], "original_side": {**PRINTCART_SIDE, "bg_type": "image", "side_image": {"url": QUARTERS}, "background_included": "false,"}}},
}

NOTES = {
    "notes-missing-family": canvas(text("x", fontFamily="Papyrus Sans")),
    "notes-missing-glyph": canvas(text("\u6f22")),
    "notes-unknown": canvas(rect(), {"type": "hologram", "name": "Ghost"}, rect(wobble=3), rect(wobble=4, name="Two")),
    "notes-filters": canvas(image(filters=[{"type": "Swirl"}, {"type": "Sepia"}, {"type": "BlendColor", "mode": "burn"}])),
    "notes-lenient": canvas(rect(left="15", flipX="false,")),
}

ARTIFI_TEXT = {"type": "textbox", "fontFamily": "Liberation Sans", "text": "one two three", "width": 50, "height": 40}
ENVELOPES = {
    "artifi-view": {"viewName": "Front", "viewCode": "f", "CanvasWidth": 120, "CanvasHeight": 80, "PrintWidth": 360, "PrintHeight": 240,
                    "DesignJson": json.dumps({"background": "linen", "objects": [
                        {"type": "image", "src": QUARTERS, "left": 30, "top": 40, "width": 40, "height": 20, "cropX": 3},
                        {"type": "rect", "left": 90, "top": 20, "width": 20, "height": 10, "Rotate180Degree": True},
                        {"type": "rect", "left": 90, "top": 20, "width": 60, "height": 30, "name": "Guide", "IsVisibleOnOutput": False}]})},
    "artifi-text": {"CanvasWidth": 120, "CanvasHeight": 80, "DesignJson": {"objects": [
        {**ARTIFI_TEXT, "left": 30, "top": 40, "fontSize": 12, "vAlign": "bottom"},
        {**ARTIFI_TEXT, "left": 90, "top": 40, "fontSize": 40, "isAutoFontSize": True}]}},
    "artifi-order": {"Data": {"CartJson": {"designDetails": {"views": [{"viewName": "Front", "viewCode": "7",
        "image": [{"imageName": "Quarters", "originalUrl": QUARTERS}],
        "text": [{"text": "EditMode", "color": "#00f", "fontSize": 42, "fontFamily": "Liberation Sans", "textStyle": "text", "textAlign": "center", "fontStyle": "BoldItalic"},
                 {"text": "second", "fontSize": 20, "fontFamily": "Liberation Sans"}]}]}}}},
    "zakeke": {"variant": {"name": "Red", "sides": [{"name": "Front", "ppcm": 40, "areas": [{"name": "Chest", "items": [
        {"name": "Title", "text": "Hello there", "fontFamily": "Liberation Sans", "coordinates": {"x": 5, "y": 5, "unit": "mm"}, "dimensions": {"width": 25, "height": 5}, "itemColors": [{"rgbCode": "#c00"}]},
        {"sourceImageUrl": QUARTERS, "coordinates": {"x": 5, "y": 12, "unit": "mm"}, "dimensions": {"width": 20, "height": 10}},
        {"json": json.dumps({"type": "rect", "width": 20, "height": 20, "fill": "teal", "strokeWidth": 0}), "coordinates": {"x": 27, "y": 12}, "dimensions": {"width": 5, "height": 5}}]}]}]}},
    "native": {"schema": 1, "name": "Badge", "sides": [{"name": "Front", "canvas": {"width": 30, "height": 20, "unit": "mm", "dpi": 101.6, "bleed": 2}, "background": "white", "layers": [
        {"kind": "rect", "name": "Bar", "width": 30, "height": 5, "fill": {"gradient": "linear", "stops": [{"at": 0, "color": "navy"}, {"at": 1, "color": "teal"}]}},
        {"kind": "image", "name": "Logo", "source": QUARTERS, "x": 28, "y": 7, "anchor": "top-right", "width": 8, "height": 6},
        {"kind": "text", "name": "Guest", "text": "Ada King", "font": "Liberation Sans", "size": "12pt", "x": 2, "y": 7, "width": 16, "height": 6, "vertical_align": "middle", "shrink": True},
        {"kind": "group", "x": 2, "y": 14, "width": 10, "height": 4, "rotate": 10, "layers": [
            {"kind": "ellipse", "width": 4, "height": 4, "fill": "gold"}, {"kind": "polygon", "x": 6, "points": [[0, 4], [2, 0], [4, 4]], "fill": "tomato"}]},
        {"kind": "line", "from": [2, 19], "to": [28, 19], "stroke": "gray", "stroke_width": "0.5pt"},
        {"kind": "path", "d": "M16 14h4v4h-4z", "fill": "plum", "clip": {"layer": {"kind": "ellipse", "anchor": "center", "width": 4, "height": 4}}}]}]},
}

PICTURES = {"filters", "filters-window", "group-opacity", "shadow", "clip-inverted", "blend-multiply", "image-window", "pattern", "gradient-percentage", "stroke-first", "flip", "path-holes", "stroke-uniform"}

LANDSCAPE, CUTOUT = "/photos/landscape.jpg", "/photos/studio-mug-cutout.png"
THUMBS = {
    "thumb-inside": dict(input=LANDSCAPE, size="72x72"),
    "thumb-cover-corner": dict(input=LANDSCAPE, size="48x48", fit="cover", align="bottom-right"),
    "thumb-contain": dict(input=LANDSCAPE, size="64x64", fit="contain"),
    "thumb-ratio": dict(input="/photos/gray.png", size="16:9", fit="cover"),
    "thumb-alpha": dict(input=CUTOUT, size="60x60"),
    "thumb-orientation": dict(input="/photos/orientation-6.jpg", size="60x60"),
    "thumb-svg": dict(input="/clipart/star-badge.svg", size="80x80"),
    "thumb-linear": dict(input=LANDSCAPE, size="72x72", linear=True),
    "thumb-box": dict(input=LANDSCAPE, size="40x", kernel="box"),
}

# Emoji of the project's own colour fonts: alone, joined, translucent, stroked, small and turned.
EMOJI_FONTS = ["colors-0", "colors-1", "pictures-cbdt", "strikes-sbix"]
ONE, FAMILY = "Artboard Colors One", "\U0001F468\u200d\U0001F469\u200d\U0001F467"
EMOJI = {
    "text-emoji-layers": canvas(
        text("a\U0001F600\U0001F308\u2764\uFE0F\u2600\uFE0F", fontFamily=ONE, fontSize=24, fill="green", width=118, left=1, top=1),
        text(f"\U0001F313\U0001F48E{FAMILY}\U0001F1E9\U0001F1EA", fontFamily=ONE, fontSize=20, opacity=0.6, top=32, shadow={"color": "rgba(0,0,0,0.5)", "blur": 2, "offsetX": 2, "offsetY": 2}),
        text("\U0001F600\u2764", fontFamily="Artboard Colors Zero", fontSize=16, top=58, fill="", stroke="red"),
        text("\U0001F600\U0001F600", fontFamily=ONE, fontSize=7, top=62, left=60, angle=20, fill="rgba(0,0,255,0.5)")),
    "text-emoji-pictures": canvas(
        text("\U0001F600 \U0001F600", fontFamily="Artboard Pictures", fontSize=36),
        text("\U0001F600x\U0001F600", fontFamily="Artboard Strikes", fontSize=11, fontStyle="italic", top=55),
        text("\U0001F600", fontFamily="Artboard Strikes", fontSize=30, top=40, left=70, angle=10, opacity=0.7)),
    "text-emoji-joined": canvas(
        text(FAMILY * 5, fontFamily=ONE, fontSize=16, width=45, splitByGrapheme=True),
        text(f"a {FAMILY} {FAMILY} b", fontSize=16, fontFamily=f"Liberation Sans, '{ONE}'", width=45, left=60, textAlign="right"),
        height=90),
}

PIXELZ = dict(templateName="Case", templateOutputFormat="PNG", backgroundType="1", backgroundColor="EEF2F5")
APPLIES = {
    "apply-fixed-bottom": (CUTOUT, dict(PIXELZ, resizeType="2", resizeWidth="80", resizeHeight="80", marginType="1", marginTop="10", marginBottom="10", marginLeft="10", marginRight="10", marginVerticalAlignment="3")),
    "apply-ratio": ("/photos/gray-alpha.png", dict(PIXELZ, resizeType=1, resizeWidth=3, resizeHeight=4)),
    "apply-gradient": (CUTOUT, dict(PIXELZ, backgroundType=3, backgroundColor="FFFFFF", backgroundVerticalGradientColor="404040", resizeType=2, resizeWidth=60, resizeHeight=90)),
    "apply-min-max": (LANDSCAPE, dict(PIXELZ, backgroundType=0, resizeType=3, resizeMinSize=40, resizeMaxSize=64)),
    "apply-shadow": (CUTOUT, dict(PIXELZ, resizeType=2, resizeWidth=100, resizeHeight=100, marginType=2, marginTop=10, marginBottom=10, marginLeft=10, marginRight=10, shadowType=2)),
    "apply-backdrop-shadow": ("/photos/studio-mug.jpg", dict(PIXELZ, backgroundType=3, backgroundColor="F0E080", backgroundVerticalGradientColor="80C0F0", resizeType=2, resizeWidth=120, resizeHeight=100, marginType=2, marginTop=10, marginBottom=10, marginLeft=20, marginRight=20, shadowType=1)),
    "apply-backdrop-none": (LANDSCAPE, dict(PIXELZ, resizeType=2, resizeWidth=72, resizeHeight=72)),
}
NATIVE = {
    "apply-native": (CUTOUT, 'schema = 1\nbackground = "white"\ncanvas = { width = 10, height = 12, unit = "mm", dpi = 150 }\nmargin = "5%"\n\n[[outputs]]\nformat = "png"\n'),
}


def write(name, case, **files):
    folder = CASES / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "case.json").write_text(json.dumps(case) + "\n")
    for file, content in files.items():
        (folder / file.replace("_", ".")).write_text(content)
    return folder


def expect(folder, *files):
    """Asks for an expectation: an empty file that blessing fills."""
    for file in files:
        if not (folder / file).exists():
            (folder / file).touch()


def main():
    for name, design in {**RENDER, **NOTES}.items():
        folder = write(name, {"call": "render", "input": "design.json"}, design_json=json.dumps(design, indent=1) + "\n")
        expect(folder, "notes.txt" if name in NOTES else "scene.txt")
        if name in PICTURES:
            expect(folder, "expected.png")
    for name, design in MORE.items():
        folder = write(name, {"call": "render", "input": "design.json"}, design_json=json.dumps(design, indent=1) + "\n")
        expect(folder, *(["scene.txt"] if name not in PICTURES_ONLY else []), *(["expected.png"] if name in MORE_PICTURES else []))
    for name, (asked, design) in ON_PAPER.items():
        folder = write(name, {"call": "render", "input": "design.json", **asked}, design_json=json.dumps(design, indent=1) + "\n")
        expect(folder, "scene.txt", "notes.txt", *(["expected.png"] if name in ("guides-printcart", "guides-native") else []))
    for name, design in EXPLAINED.items():
        expect(write(name, {"call": "render", "input": "design.json"}, design_json=json.dumps(design, indent=1) + "\n"), "rules.txt")
    for name, design in FOUND.items():
        folder = write(name, {"call": "render", "input": "design.json"}, design_json=json.dumps(design, indent=1) + "\n")
        expect(folder, "scene.txt", "notes.txt", "expected.png")
    for name, design in SILENT.items():
        expect(write(name, {"call": "render", "input": "design.json"}, design_json=json.dumps(design, indent=1) + "\n"), "notes.txt")
    for name, design in ENVELOPES.items():
        size = {"size": "120x"} if name == "artifi-order" else {}
        folder = write(name, {"call": "render", "input": "design.json", **size}, design_json=json.dumps(design, indent=1) + "\n")
        expect(folder, "scene.txt", "rules.txt", "notes.txt", "expected.png")
    for name, design in EMOJI.items():
        case = {"call": "render", "input": "design.json", "fonts": [f"/fonts/{font}.ttf" for font in EMOJI_FONTS]}
        expect(write(name, case, design_json=json.dumps(design, indent=1) + "\n"), "scene.txt", "notes.txt", "expected.png")
    for name, options in THUMBS.items():
        expect(write(name, {"call": "thumb", **options}), "expected.png", "notes.txt")
    for name, (photo, template) in APPLIES.items():
        case = {"call": "apply", "input": photo, "template": "template.json"}
        expect(write(name, case, template_json=json.dumps(template, indent=1) + "\n"), "expected.png", "notes.txt")
    for name, (photo, template) in NATIVE.items():
        expect(write(name, {"call": "apply", "input": photo, "template": "template.toml"}, template_toml=template), "expected.png")
    scaled = write("scale-two", {"call": "render", "input": "design.json", "scale": 2}, design_json=json.dumps(canvas(rect(stroke="navy"), text("Sharp"))) + "\n")
    expect(scaled, "scene.txt")
    small = write("filters-small", {"call": "render", "input": "design.json", "scale": 0.5, "tolerance": 0.5}, design_json=json.dumps(washes()) + "\n")
    expect(small, "scene.txt", "expected.png")
    for side in ("0", "1"):
        expect(write(f"card-side-{side}", {"call": "render", "input": "/card/card.json", "view": side, "size": "120x"}), "scene.txt", "notes.txt", "expected.png")
    missing = json.dumps(canvas(image("gone.png", name="Logo"))) + "\n"
    for choice in ("placeholder", "skip"):
        expect(write(f"missing-{choice}", {"call": "render", "input": "design.json", "missing": choice}, design_json=missing), "scene.txt", "notes.txt")


if __name__ == "__main__":
    main()
