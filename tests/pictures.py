"""Pictures as a telephone makes them, for proofs of hand-over."""

import io
from typing import Any

from PIL import Image, ImageDraw


def signature(*, drawn: bool = True, size: tuple[int, int] = (600, 200)) -> bytes:
    """What a canvas gives: black strokes on nothing."""
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    if drawn:
        ImageDraw.Draw(image).line([(20, 150), (200, 40), (420, 160), (560, 60)], fill="black", width=5)
    return _bytes(image, "PNG")


def photo(*, size: tuple[int, int] = (1600, 1200), form: str = "JPEG") -> bytes:
    """A photo that says where it was taken."""
    image = Image.effect_noise(size, 20).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = "Telepon Contoh"
    exif.get_ifd(0x8825)[2] = (10.0, 9.0, 36.0)
    exif[0x0112] = 6  # turned by a quarter
    return _bytes(image, form, exif=exif)


def _bytes(image: Image.Image, form: str, **options: Any) -> bytes:
    kept = io.BytesIO()
    image.save(kept, form, **options)
    return kept.getvalue()
