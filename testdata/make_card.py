"""Makes testdata/card: a save-the-date card, 5 x 7 inches, front and back, as Printcart design documents.

    python3 make_card.py

Needs numpy and Pillow for the photo (studio.py). The layers are fabric 5.3 objects over a viewport of 500 x 700, so 100 viewport
pixels are one inch. Each side is written alone in the form of the vendor's events, {"data": {...}}, and both together in
card.json, {"designs": [front, back]}. The pictures that the layers name lie beside the documents.
"""
import io
import json
import shutil
from pathlib import Path

from PIL import Image

import studio

HERE = Path(__file__).parent
OUT = HERE / "card"
CLIPART = {"leaf-branch.svg": (240, 90), "wreath.svg": (200, 200), "ribbon.svg": (360, 90), "heart.svg": (100, 92)}
WIDTH, HEIGHT = 500, 700

INK, GOLD, CREAM, SAGE, ROSE, LAKE = "#2f3b45", "#a9854f", "#fbf6ec", "#5d7a66", "#b9604f", "#20414d"
SANS, SERIF, MONO = "Liberation Sans", "Liberation Serif", "Liberation Mono"


# --- fabric objects ------------------------------------------------------------------------------------------------------

def thing(kind, name, left, top, width, height, origin="center", **more):
    """What every fabric object carries. `origin` is "center" for both axes, or "left" for left and top."""
    x, y = ("center", "center") if origin == "center" else ("left", "top")
    out = {"type": kind, "version": "5.3.0", "name": name, "originX": x, "originY": y, "left": left, "top": top,
           "width": width, "height": height, "fill": None, "stroke": None, "strokeWidth": 0, "scaleX": 1, "scaleY": 1,
           "angle": 0, "opacity": 1, "visible": True}
    return out | more


def rect(name, left, top, width, height, **more):
    return thing("rect", name, left, top, width, height, "left", **more)


def circle(name, x, y, radius, **more):
    return thing("circle", name, x, y, 2 * radius, 2 * radius, radius=radius, **more)


def line(name, x1, y1, x2, y2, colour, weight, **more):
    """Centred between its ends; fabric keeps the ends relative to that centre."""
    dx, dy = (x2 - x1) / 2, (y2 - y1) / 2
    return thing("line", name, (x1 + x2) / 2, (y1 + y2) / 2, abs(x2 - x1), abs(y2 - y1), stroke=colour, strokeWidth=weight,
                 x1=-dx, y1=-dy, x2=dx, y2=dy, **more)


def polygon(name, x, y, points, **more):
    """The points are relative to any origin; fabric centres their bounding box on (x, y)."""
    xs, ys = zip(*points)
    return thing("polygon", name, x, y, max(xs) - min(xs), max(ys) - min(ys), points=[{"x": a, "y": b} for a, b in points], **more)


def path(name, x, y, width, height, commands, **more):
    return thing("path", name, x, y, width, height, path=commands, **more)


def text(name, content, top, size, colour, left=WIDTH / 2, width=380, family=SANS, align="center", kind="textbox", lines=1, **more):
    """Centred on `left` unless aligned left; `top` is the top of the first line box, which is 1.13 x the size high."""
    x = "left" if align == "left" else "center"
    height = round(size * 1.13 * (1 + (lines - 1) * more.get("lineHeight", 1.16)), 2)
    out = thing(kind, name, left, top, width, height, text=content, fontSize=size, fontFamily=family, textAlign=align,
                fontWeight="normal", fontStyle="normal", underline=False, lineHeight=1.16, charSpacing=0, styles=[])
    return out | {"originX": x, "originY": "top", "fill": colour} | ({"minWidth": 20} if kind == "textbox" else {}) | more


def clipart(name, src, x, y, scale, **more):
    width, height = CLIPART[src]
    return thing("image", name, x, y, width, height, src=src, scaleX=scale, scaleY=scale, cropX=0, cropY=0, **more)


def gradient(kind, stops, **coordinates):
    """Percentage units: the unit square is the object's box."""
    return {"type": kind, "gradientUnits": "percentage", "coords": coordinates, "offsetX": 0, "offsetY": 0,
            "colorStops": [{"offset": o, "color": c} for o, c in stops]}


def group(name, x, y, width, height, objects):
    """Children are placed relative to the group's centre."""
    return thing("group", name, x, y, width, height, objects=objects)


def star(outer, inner, points=5):
    from math import cos, pi, sin
    corners = [(outer if i % 2 == 0 else inner, pi * i / points) for i in range(2 * points)]
    return [(round(r * sin(a), 3), round(-r * cos(a), 3)) for r, a in corners]


# --- the two sides -------------------------------------------------------------------------------------------------------

def front():
    flourish = [["M", -118, 0], ["C", -88, -15, -62, 13, -22, 0], ["M", 22, 0], ["C", 62, -13, 88, 15, 118, 0]]
    return [
        rect("Frame", 22, 22, 454.8, 654.8, stroke=GOLD, strokeWidth=1.2),
        rect("Inner frame", 28, 28, 443.4, 643.4, stroke=GOLD, strokeWidth=0.6),
        thing("image", "Photo", 43.75, 43.75, 1000, 800, "left", src="photo.jpg", scaleX=0.4125, scaleY=0.4125, cropX=100, cropY=0),
        rect("Photo shade", 43.75, 43.75, 412.5, 120, fill=gradient(
            "linear", [(0, "rgba(18,28,48,0.62)"), (1, "rgba(18,28,48,0)")], x1=0, y1=0, x2=0, y2=1)),
        text("Heading", "SAVE THE DATE", 74, 19, "#ffffff", charSpacing=320, fontWeight="bold"),
        line("Heading rule", 222, 106, 278, 106, "#ffffff", 1, opacity=0.8),
        clipart("Branch left", "leaf-branch.svg", 138, 408, 0.62, angle=14, flipX=True),
        clipart("Branch right", "leaf-branch.svg", 362, 408, 0.62, angle=-14),
        circle("Seal", 250, 374, 47, fill=gradient(
            "radial", [(0, "#fffdf8"), (0.7, "#fbf3e2"), (1, "#ecdcbd")], x1=0.5, y1=0.42, r1=0, x2=0.5, y2=0.5, r2=0.5),
            stroke=GOLD, strokeWidth=1.6),
        circle("Seal ring", 250, 374, 41, stroke=GOLD, strokeWidth=0.8, strokeDashArray=[2.2, 2.6]),
        text("Monogram", "C & J", 358, 28, GOLD, width=84, family=SERIF, kind="i-text", fontStyle="italic"),
        text("Names", "Clara & Jonas", 446, 58, INK, width=400, family=SERIF, kind="i-text", fontStyle="italic"),
        path("Flourish", 250, 531, 236, 8.66, flourish, stroke=GOLD, strokeWidth=1.3, strokeLineCap="round"),
        clipart("Heart", "heart.svg", 250, 531, 0.2),
        text("Intro", "are getting married on", 552, 14, SAGE, family=SERIF, fontStyle="italic"),
        text("Date", "Saturday, 12 June 2027", 574, 25, INK, family="Times New Roman"),
        text("Place", "LAKESIDE HOUSE, HALLSTATT", 611, 11.5, GOLD, charSpacing=140),
        text("Note", "Formal invitation to follow", 637, 12.5, SAGE, family=SERIF, fontStyle="italic", opacity=0.9),
    ]


def hour(name, y, time, title, note):
    """One row of the day: time, title and a line of explanation, left-aligned beside its icon."""
    return [
        text(f"{name} time", time, y - 29, 11.5, ROSE, left=196, width=240, align="left", fontWeight="bold"),
        text(f"{name} title", title, y - 14, 21, INK, left=196, width=240, align="left", family=SERIF),
        text(f"{name} note", note, y + 12, 11, SAGE, left=196, width=240, align="left", family="Arial"),
    ]


def icon(name, y, objects):
    disc = circle("Disc", 0, 0, 24, fill="#fffdf8", stroke=GOLD, strokeWidth=1.4)
    return group(name, 146, y, 49.4, 49.4, [disc, *objects])


def back():
    rings = [circle("Ring", -5, 2, 8.5, stroke=GOLD, strokeWidth=2), circle("Ring", 5, 2, 8.5, stroke=GOLD, strokeWidth=2),
             polygon("Stone", -5, -9.5, [(-3.5, 0), (0, -3.5), (3.5, 0), (0, 3.5)], fill=ROSE)]
    boat = [thing("triangle", "Sail", 2.5, -4, 13, 17, fill=SAGE), thing("triangle", "Jib", -7, -1.5, 7, 12, fill="#9db8a4", angle=-4),
            polygon("Hull", 0, 10, [(-13, 0), (13, 0), (9, 6), (-9, 6)], fill=LAKE)]
    plate = [thing("ellipse", "Plate", 0, 1, 26, 16, rx=13, ry=8, fill="#f1e4cb", stroke=GOLD, strokeWidth=1.2),
             thing("ellipse", "Well", 0, 1, 15, 8, rx=7.5, ry=4, fill="#fffdf8", stroke=GOLD, strokeWidth=0.7),
             line("Steam", 0, -14, 0, -9, ROSE, 1.4, strokeLineCap="round"),
             line("Steam", -5, -12.5, -5, -9, ROSE, 1.4, strokeLineCap="round"),
             line("Steam", 5, -12.5, 5, -9, ROSE, 1.4, strokeLineCap="round")]
    dance = [polygon("Star", -1, 1, star(13, 5.4), fill="#e3a63b", angle=-8), polygon("Small star", 12, -11, star(4.5, 1.9), fill=ROSE)]
    return [
        circle("Glow", 250, 20, 330, opacity=0.55, fill=gradient(
            "radial", [(0, "rgba(233,178,120,0.85)"), (1, "rgba(233,178,120,0)")], x1=0.5, y1=0.5, r1=0, x2=0.5, y2=0.5, r2=0.5)),
        rect("Panel", 36, 36, 428, 628, rx=16, ry=16, fill=gradient(
            "linear", [(0, "#fffaf1"), (0.6, CREAM), (1, "#f3e6d0")], x1=0, y1=0, x2=0, y2=1)),
        rect("Panel stitching", 45, 45, 409, 609, rx=11, ry=11, stroke=GOLD, strokeWidth=1, strokeDashArray=[6, 5], opacity=0.75),
        clipart("Wreath", "wreath.svg", 250, 124, 0.66),
        text("Monogram", "C & J", 98, 28, GOLD, width=90, family=SERIF, kind="i-text", fontStyle="italic"),
        text("Year", "2027", 132, 12, SAGE, width=60, charSpacing=200),
        text("Title", "Our Day by the Lake", 198, 36, INK, family=SERIF, fontStyle="italic"),
        line("Title rule", 190, 249, 310, 249, GOLD, 1),
        polygon("Title diamond", 250, 249, [(-6, 0), (0, -4), (6, 0), (0, 4)], fill=GOLD),
        line("Thread", 146, 296, 146, 492, GOLD, 1.2, strokeDashArray=[3, 4]),
        icon("Ceremony icon", 294, rings), *hour("Ceremony", 294, "14:30", "Ceremony", "In the garden, under the old lime tree"),
        icon("Boat icon", 360, boat), *hour("Boat", 360, "16:00", "Boat ride", "Cake and coffee on the water"),
        icon("Dinner icon", 426, plate), *hour("Dinner", 426, "18:30", "Dinner", "At one long table in the barn"),
        icon("Dance icon", 492, dance), *hour("Dance", 492, "21:00", "Music and dancing", "Until the stars go home"),
        clipart("Ribbon", "ribbon.svg", 250, 576, 0.86, angle=-1.5),
        text("Reply", "Please reply by 1 May", 555, 18, "#fff7ee", width=250, family=SERIF, angle=-1.5),
        text("Contact", "clara.and.jonas@example.com\n+43 1 234 56 78", 616, 10, INK, width=300, family=MONO, lines=2, lineHeight=1.3),
    ]


# --- the documents -------------------------------------------------------------------------------------------------------

def side(identity, name, colour):
    picture = None
    return {
        "type": None, "id": identity, "name": name, "scale": 100, "dimension_unit": "inch", "status": "publish",
        "design_area": {"width": 5, "height": 7, "top": 0, "left": 0},
        "show_cut_line": False, "cut_line_margin": {"x": 0, "y": 0},
        "show_safe_zone": True, "safe_zone_margin": {"x": 0.2, "y": 0.2},
        "side_image_size": {"width": 5, "height": 7}, "side_image": picture,
        "bg_type": "color", "bg_color_value": colour, "img_overlay": picture,
        "background_included": True, "show_overlay": False, "include_overlay": False,
        "created_at": "2026-05-04T09:00:00.000000Z", "updated_at": "2026-05-04T09:00:00.000000Z",
    }


def design(identity, its_side, layers):
    return {
        "id": identity, "note": "Save the date, 5 x 7 inches", "status": "processing",
        "side": its_side,
        "product": {"id": "5b0f6c1e-3d0a-4d55-9b1c-0c8e5a7d1f10", "name": "Greeting card 5 x 7", "dynamic_side": False,
                    "viewport_width": WIDTH, "viewport_height": HEIGHT, "scale": 100, "dpi": 300, "dimension_unit": "inch",
                    "status": "publish", "enable_design": True, "enable_upload": False},
        "original_side": its_side,
        "original_output_options": {"dpi": 300, "dimension_unit": "inch"},
        "viewport": {"width": WIDTH, "height": HEIGHT},
        "created_at": "2026-05-04T09:00:00.000000Z", "updated_at": "2026-05-04T09:00:00.000000Z",
        "layers": layers,
    }


def write(name, document):
    text_form = json.dumps(document, indent=1, ensure_ascii=False)
    (OUT / name).write_text(text_form + "\n", encoding="utf-8", newline="\n")


def main():
    OUT.mkdir(exist_ok=True)
    one = design("8d1f5a52-7d43-4c0e-9f1a-2b6a5f3c9e01", side("1e7c2d94-55a1-4b7e-8a55-0f2f9c6f7a01", "Front", CREAM), front())
    two = design("8d1f5a52-7d43-4c0e-9f1a-2b6a5f3c9e02", side("1e7c2d94-55a1-4b7e-8a55-0f2f9c6f7a02", "Back", LAKE), back())
    write("card-front.json", {"data": one, "message": "Created successfully"})
    write("card-back.json", {"data": two, "message": "Created successfully"})
    write("card.json", {"designs": [one, two]})
    for name in CLIPART:
        shutil.copyfile(HERE / "clipart" / name, OUT / name)
    photo = io.BytesIO()
    Image.fromarray(studio.mountains((1200, 800))).save(photo, "JPEG", quality=84)
    (OUT / "photo.jpg").write_bytes(photo.getvalue())


if __name__ == "__main__":
    main()
