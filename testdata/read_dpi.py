"""Reads the resolution of pictures with Pillow, to hold ours against another reader: read_dpi.py FILE=DPI...

Exit 0 when every file says its dpi both ways within half a dot (PNG counts whole pixels to the metre), else 1.
"""
import sys

from PIL import Image


def main():
    bad = 0
    for argument in sys.argv[1:]:
        file, wanted = argument.rsplit("=", 1)
        with Image.open(file) as picture:
            dpi = picture.info.get("dpi")
        good = dpi is not None and all(abs(float(side) - float(wanted)) <= 0.5 for side in dpi)
        print(f"{'good' if good else 'BAD '} {file}: {dpi}, wanted {wanted}")
        bad += not good
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
