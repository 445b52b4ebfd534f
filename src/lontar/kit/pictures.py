"""Pictures that people bring: read by what they are, made small, and freed of what they tell beside themselves."""

import io
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from lontar.science.trouble import Refusal

PIXELS_MAX = 40_000_000
SIDE_MAX = 1280
NOT_READABLE = (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError)


@dataclass(frozen=True, slots=True)
class Position:
    """Degrees north and east."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Photo:
    """A JPEG of at most 1280 pixels a side with nothing in it but the picture; where it was taken, if it said so."""

    jpeg: bytes
    position: Position | None


def photo(given: bytes, *, bytes_max: int, field: str) -> Photo:
    """A photo, upright and small. The place and the hour that the telephone wrote into it are not kept in it."""
    if len(given) > bytes_max:
        raise Refusal(
            _("Foto itu lebih dari %(most)d MB.") % {"most": bytes_max // 1_000_000},
            advice=_("Perkecil fotonya, lalu coba lagi."),
            field=field,
        )
    image = opened(given, ("JPEG", "PNG"), field)
    position = position_in(image)
    upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.thumbnail((SIDE_MAX, SIDE_MAX))
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    return Photo(written(bare, "JPEG"), position)


def opened(given: bytes, formats: tuple[str, ...], field: str) -> Image.Image:
    """A picture of one of these forms, read to its end; by its content, whatever its name says."""
    try:
        image = Image.open(io.BytesIO(given), formats=formats)
        if image.width * image.height > PIXELS_MAX:
            raise ValueError("more pixels than a telephone takes")
        image.load()
    except NOT_READABLE as trouble:
        raise Refusal(
            _("Gambar itu tidak dapat dibaca."),
            advice=_("Pakailah gambar %(formats)s.") % {"formats": f" {_('atau')} ".join(formats)},
            field=field,
        ) from trouble
    return image


def written(image: Image.Image, form: str) -> bytes:
    """The bytes of a picture, without anything beside it."""
    kept = io.BytesIO()
    image.save(kept, form, optimize=True, **({"quality": 80} if form == "JPEG" else {}))
    return kept.getvalue()


def position_in(image: Image.Image) -> Position | None:
    """Where the telephone says that it took the picture, if it says something possible."""
    try:
        told: dict[int, Any] = image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
        latitude = _degrees(told[ExifTags.GPS.GPSLatitude], told[ExifTags.GPS.GPSLatitudeRef] == "S")
        longitude = _degrees(told[ExifTags.GPS.GPSLongitude], told[ExifTags.GPS.GPSLongitudeRef] == "W")
    except (KeyError, TypeError, ValueError, ZeroDivisionError, SyntaxError):
        return None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    return Position(round(latitude, 6), round(longitude, 6))


def _degrees(parts: Any, negative: bool) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    size = degrees + minutes / 60 + seconds / 3600
    return -size if negative else size
