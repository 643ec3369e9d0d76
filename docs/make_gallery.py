#!/usr/bin/env python3
"""Writes the documents of docs/gallery.md: docs/gallery/NAME.json, fabric documents in which every cell shows one property.

Only our own figures and the photo of testdata/photos stand in them. docs/make_pictures.sh renders them.
"""
import json
from pathlib import Path

HERE = Path(__file__).parent / "gallery"
INK, PALE, CORAL, TEAL, GOLD, NAVY = "#22303c", "#eef1f4", "#e4572e", "#17888a", "#f3a712", "#2e4057"
FAMILY = "Liberation Sans"
PHOTO = "photos/landscape.jpg"


def words(string, left, top, width=0, size=13, kind="textbox", **more):
    return {"type": kind, "text": string, "left": left, "top": top, "width": width, "fontSize": size, "fontFamily": FAMILY, "fill": INK, "strokeWidth": 0, **more}


def box(left, top, width, height, **more):
    return {"type": "rect", "left": left, "top": top, "width": width, "height": height, "strokeWidth": 0, "fill": CORAL, **more}


def sheet(name, cells, columns, cell=(150, 130), label=22):
    """Cells in rows, each a function of its left top corner, with a caption below."""
    width, height = cell
    objects = []
    for index, (caption, make) in enumerate(cells):
        x, y = 10 + width * (index % columns), 10 + height * (index // columns)
        objects += make(x, y)
        objects.append(words(caption, x, y + height - label - 4, width - 10, 11, textAlign="center", fill="#5b6b7a"))
    rows = -(-len(cells) // columns)
    document = {"version": "5.3.0", "width": 10 + width * columns, "height": 10 + height * rows, "background": "#ffffff", "objects": objects}
    (HERE / f"{name}.json").write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")


def gradient(kind="linear", coords=None, colors=(CORAL, GOLD, TEAL), **more):
    coords = coords or {"x1": 0, "y1": 0, "x2": 1, "y2": 0}
    stops = [{"offset": index / (len(colors) - 1), "color": color} for index, color in enumerate(colors)]
    return {"type": kind, "gradientUnits": "percentage", "coords": coords, "colorStops": stops, **more}


def circle(left, top, radius, **more):
    return {"type": "circle", "left": left, "top": top, "radius": radius, "strokeWidth": 0, **more}


def star(left, top, size=90, **more):
    points = [(0.5, 0), (0.62, 0.35), (1, 0.36), (0.7, 0.58), (0.81, 0.95), (0.5, 0.74), (0.19, 0.95), (0.3, 0.58), (0, 0.36), (0.38, 0.35)]
    return {"type": "polygon", "left": left, "top": top, "points": [{"x": size * x, "y": size * y} for x, y in points], "fill": GOLD, "strokeWidth": 0, **more}


TILE = "data:image/svg+xml," + f"<svg xmlns='http://www.w3.org/2000/svg' width='16' height='16'><path d='M0 0h8v8h-8zM8 8h8v8h-8z' fill='{TEAL}'/><circle cx='12' cy='4' r='3' fill='{CORAL}'/></svg>".replace("<", "%3C").replace(">", "%3E").replace("#", "%23")


def pattern(**more):
    return {"type": "pattern", "source": TILE, "repeat": "repeat", **more}


def photo(left, top, width, height, **more):
    return {"type": "image", "src": PHOTO, "left": left, "top": top, "width": 640, "height": 480, "scaleX": width / 640, "scaleY": height / 480, **more}


def shadow(**more):
    return {"color": "rgba(20,30,40,0.55)", "offsetX": 7, "offsetY": 7, "blur": 8, **more}


ROUND = circle(-38, -38, 38)
PAINT = [
    ("linear gradient", lambda x, y: [box(x + 20, y, 100, 90, fill=gradient())]),
    ("radial, two circles", lambda x, y: [box(x + 20, y, 100, 90, fill=gradient("radial", {"x1": 0.35, "y1": 0.35, "r1": 0.05, "x2": 0.5, "y2": 0.5, "r2": 0.5}))]),
    ("gradientTransform", lambda x, y: [box(x + 20, y, 100, 90, fill=gradient(gradientTransform=[0.5, 0.5, -0.5, 0.5, 0.3, 0]))]),
    ("gradient of a stroke", lambda x, y: [star(x + 25, y + 4, 84, fill="", stroke=gradient(), strokeWidth=8)]),
    ("pattern", lambda x, y: [box(x + 20, y, 100, 90, fill=pattern())]),
    ("patternTransform", lambda x, y: [box(x + 20, y, 100, 90, fill=pattern(patternTransform=[1.2, 0.7, -0.7, 1.2, 0, 0]))]),
    ("shadow", lambda x, y: [star(x + 25, y, shadow=shadow())]),
    ("its offset never turns", lambda x, y: [box(x + 65, y + 2, 62, 62, angle=45, shadow=shadow())]),
    ("affectStroke", lambda x, y: [box(x + 25, y + 5, 80, 70, fill="", stroke=NAVY, strokeWidth=8, shadow=shadow(affectStroke=True))]),
    ("shadow of a cut-out", lambda x, y: [box(x + 30, y, 80, 80, fill=TEAL, clipPath={**ROUND, "inverted": True, "radius": 24, "left": -24, "top": -24}, shadow=shadow())]),
    ("clipPath", lambda x, y: [photo(x + 12, y, 120, 90, clipPath=circle(-220, -220, 220))]),
    ("inverted", lambda x, y: [photo(x + 12, y, 120, 90, clipPath=circle(-160, -160, 160, inverted=True))]),
    ("clip paths nest", lambda x, y: [photo(x + 12, y, 120, 90, clipPath=circle(-220, -220, 220, clipPath=box(-240, -70, 480, 140)))]),
    ("clipped by text", lambda x, y: [photo(x + 2, y + 10, 140, 80, clipPath=words("MUG", -310, -140, 620, 260, fontWeight="bold", textAlign="center"))]),
    ("stroke first", lambda x, y: [words("Aa", x, y - 8, 140, 80, textAlign="center", fill=GOLD, stroke=NAVY, strokeWidth=9, paintFirst="stroke", strokeLineJoin="round")]),
    ("strokeUniform, skewed", lambda x, y: [box(x + 30, y + 12, 50, 110, scaleY=0.5, skewX=25, fill=PALE, stroke=TEAL, strokeWidth=8, strokeUniform=True)]),
    ("dashes, caps, joins", lambda x, y: [star(x + 25, y + 4, 84, fill="", stroke=CORAL, strokeWidth=5, strokeDashArray=[1, 9], strokeLineCap="round")]),
    ("group opacity", lambda x, y: [box(x + 10, y + 35, 125, 20, fill=NAVY), {"type": "group", "left": x + 20, "top": y, "width": 100, "height": 90, "opacity": 0.6, "objects": [circle(-50, -40, 35, fill=CORAL), circle(-20, -30, 35, fill=GOLD)]}]),
    ("crop window, partly empty", lambda x, y: [box(x + 12, y, 120, 90, fill=PALE), {**photo(x + 12, y, 120, 90), "cropX": 200}]),
    ("backgroundColor", lambda x, y: [star(x + 35, y + 10, 76, backgroundColor="#cfe8e6", angle=12)]),
]

MODES = ["source-over", "source-in", "source-out", "source-atop", "destination-over", "destination-in", "destination-out", "destination-atop", "lighter", "copy", "xor", "multiply", "screen",
         "overlay", "darken", "lighten", "color-dodge", "color-burn", "hard-light", "soft-light", "difference", "exclusion", "hue", "saturation", "color", "luminosity"]


def blended(mode):
    """Two discs in a group: the mode stays inside of it."""
    return lambda x, y: [{"type": "group", "left": x + 8, "top": y, "width": 86, "height": 70, "objects": [
        circle(-43, -33, 28, fill=gradient(coords={"x1": 0, "y1": 0, "x2": 0, "y2": 1}, colors=(CORAL, GOLD))),
        circle(-13, -23, 28, fill=gradient(colors=("rgba(23,136,138,1)", "rgba(46,64,87,0.6)")), globalCompositeOperation=mode)]}]


LOOKS = [
    ("none", []), ("Brightness 0.2", [{"type": "Brightness", "brightness": 0.2}]), ("Contrast 0.3", [{"type": "Contrast", "contrast": 0.3}]), ("Saturation -0.6", [{"type": "Saturation", "saturation": -0.6}]),
    ("Vibrance 1", [{"type": "Vibrance", "vibrance": 1}]), ("HueRotation 0.5", [{"type": "HueRotation", "rotation": 0.5}]), ("Gamma", [{"type": "Gamma", "gamma": [1.8, 1, 0.6]}]),
    ("Grayscale", [{"type": "Grayscale"}]), ("Invert", [{"type": "Invert"}]), ("Sepia", [{"type": "Sepia"}]), ("BlackWhite", [{"type": "BlackWhite"}]), ("Brownie", [{"type": "Brownie"}]),
    ("Vintage", [{"type": "Vintage"}]), ("Kodachrome", [{"type": "Kodachrome"}]), ("Technicolor", [{"type": "Technicolor"}]), ("Polaroid", [{"type": "Polaroid"}]),
    ("Blur 0.15", [{"type": "Blur", "blur": 0.15}]), ("Convolute: edges", [{"type": "Convolute", "matrix": [-1, -1, -1, -1, 8, -1, -1, -1, -1], "opaque": True}]), ("Noise 120", [{"type": "Noise", "noise": 120}]),
    ("Pixelate 48", [{"type": "Pixelate", "blocksize": 48}]), ("BlendColor tint", [{"type": "BlendColor", "color": TEAL, "mode": "tint", "alpha": 0.6}]),
]

LATIN = "Sphinx of black quartz, judge my vow"
WAVE = {"type": "path", "path": "M 0 40 C 40 -10 80 -10 120 30 S 200 70 240 20", "fill": "", "stroke": "#c9d3dc", "strokeWidth": 1}


def aligned(align, **more):
    return lambda x, y: [box(x, y, 220, 78, fill=PALE), words(LATIN, x + 10, y + 8, 200, 17, textAlign=align, **more)]


TEXT = [(align, aligned(align)) for align in ["left", "center", "right", "justify", "justify-left", "justify-right"]] + [
    ("direction rtl", lambda x, y: [box(x, y, 220, 78, fill=PALE), words("שלום עולם, artboard 2.0 כאן", x + 10, y + 12, 200, 20, direction="rtl", textAlign="right")]),
    ("splitByGrapheme", aligned("left", splitByGrapheme=True)),
    ("styles by character", lambda x, y: [words("Every letter as it likes", x, y + 14, 220, 24, textAlign="center", styles=[
        {"start": 0, "end": 5, "style": {"fontWeight": "bold", "fill": CORAL}}, {"start": 6, "end": 12, "style": {"fontFamily": "Liberation Serif", "fontStyle": "italic", "fontSize": 32, "fill": TEAL}},
        {"start": 13, "end": 15, "style": {"textBackgroundColor": GOLD}}, {"start": 19, "end": 24, "style": {"fontFamily": "Liberation Mono", "underline": True}}])]),
    ("sub- and superscript", lambda x, y: [words("E = mc2, H2O", x, y + 20, 220, 32, textAlign="center", styles=[
        {"start": 6, "end": 7, "style": {"fontSize": 19, "deltaY": -11}}, {"start": 10, "end": 11, "style": {"fontSize": 19, "deltaY": 3.5}}])]),
    ("decorations", lambda x, y: [words("under over through", x, y + 20, 220, 22, textAlign="center", styles=[
        {"start": 0, "end": 5, "style": {"underline": True}}, {"start": 6, "end": 10, "style": {"overline": True}}, {"start": 11, "end": 18, "style": {"linethrough": True}}])]),
    ("charSpacing", lambda x, y: [words("AVATAR", x, y + 4, 220, 24, textAlign="center"), words("AVATAR", x, y + 38, 220, 24, textAlign="center", charSpacing=300)]),
    ("lineHeight", lambda x, y: [words("one\ntwo\nthree", x + 10, y, 90, 17, lineHeight=1), words("one\ntwo\nthree", x + 120, y, 90, 17, lineHeight=1.5)]),
    ("a long word widens its box", lambda x, y: [box(x + 40, y + 14, 60, 50, fill=PALE), words("Incomprehensible", x + 40, y + 20, 60, 20)]),
    ("gradient, stroke, shadow", lambda x, y: [words("Poster", x, y, 220, 56, textAlign="center", fontWeight="bold", fill=gradient(), stroke=NAVY, strokeWidth=1.5, shadow=shadow(offsetX=3, offsetY=3, blur=4))]),
    ("pattern", lambda x, y: [words("Tiles", x, y, 220, 62, textAlign="center", fontWeight="bold", fill=pattern())]),
    ("along a path", lambda x, y: [words("letters stand on a curve", x - 10, y + 6, kind="text", size=19, path=WAVE, textAlign="center")]),
    ("on its other side", lambda x, y: [words("and below it too", x - 10, y + 6, kind="text", size=19, path=WAVE, pathSide="right", textAlign="center")]),
    ("on an arc", lambda x, y: [words("an arc as wide as its box", x + 30, y + 4, 160, 20, textStyle="arc", height=60)]),
    ("around a circle", lambda x, y: [{"type": "circle-text", "left": x + 70, "top": y - 4, "text": "round and round and round · ", "fontSize": 12, "fontFamily": FAMILY, "fill": INK, "diameter": 84, "strokeWidth": 0}]),
    ("vAlign, isAutoFontSize", lambda x, y: [box(x + 10, y, 90, 78, fill=PALE), words("low", x + 10, y, 90, 18, height=78, vAlign="bottom", textAlign="center"),
                                               box(x + 120, y, 90, 78, fill=PALE), words("shrinks to fit its box", x + 120, y, 90, 60, height=78, isAutoFontSize=True, textAlign="center")]),
]


def main():
    HERE.mkdir(exist_ok=True)
    sheet("paint", PAINT, 5)
    sheet("blend", [(mode, blended(mode)) for mode in MODES], 7, (112, 100))
    sheet("filters", [(name, lambda x, y, filters=filters: [photo(x, y, 96, 72, filters=filters)]) for name, filters in LOOKS], 7, (106, 100))
    sheet("text", TEXT, 4, (240, 116))
    guides = {"name": "Front", "dimension_unit": "cm", "design_area": {"width": 9, "height": 5}, "bg_type": "color", "bg_color_value": "#f7ecd9",
              "cut_line_margin": {"x": 0.3, "y": 0.3}, "safe_zone_margin": {"x": 0.7, "y": 0.7}}
    layers = [box(0, 0, 360, 40, fill=TEAL), words("Cut here, stay inside", 40, 84, 280, 27, textAlign="center"), box(0, 192, 360, 8, fill=CORAL)]
    (HERE / "guides.json").write_text(json.dumps({"data": {"original_side": guides, "viewport": {"width": 360, "height": 200}, "layers": layers}}, indent=1) + "\n")


if __name__ == "__main__":
    main()
