"""Files that never touch a disk: what is brought is read by its path, and lies in memory alone.

The readers of tables open a path, some of them in Rust, so an anonymous file of the kernel (memfd) stands behind a path
of this process: `/proc/self/fd/N`. It has no name in any folder, nobody else can open it, and it is gone with its last
reader, also after a crash. Only the machine's swap may hold it: see docs/methods/privacy.md.
"""

import contextlib
import io
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

DESCRIPTORS = Path("/proc/self/fd")


class NoMemoryFiles(OSError):
    """This machine knows no anonymous files, and a plain one on its disk is not written instead."""


def fresh() -> IO[bytes]:
    """An empty file in memory, to be written and then read."""
    if not hasattr(os, "memfd_create") or not DESCRIPTORS.is_dir():
        raise NoMemoryFiles("Lontar takes files in on Linux only: no memfd or no /proc here")
    return os.fdopen(os.memfd_create("lontar"), "w+b")


def path_of(file: IO[bytes]) -> Path:
    """Where this process finds it, as long as it is open; each opening reads from its start."""
    file.flush()
    return DESCRIPTORS / str(file.fileno())


@contextlib.contextmanager
def memory_file(chunks: Iterable[bytes]) -> Iterator[Path]:
    """These bytes as a file with a path, only within the block."""
    with fresh() as file:
        for chunk in chunks:
            file.write(chunk)
        yield path_of(file)


@contextlib.contextmanager
def brought(upload: "UploadedFile[Any]") -> Iterator[Path]:
    """What a form brought, as a file with a path; what lies in such a file already is not copied."""
    if isinstance(upload.file, io.BufferedRandom) and upload.file.name == upload.file.fileno():
        yield path_of(upload.file)
        return
    with memory_file(upload.chunks()) as path:
        yield path


class MemoryUploadHandler(FileUploadHandler):
    """Takes what is too large for Django's own handler in memory, instead of its temporary file on a disk."""

    file: IO[bytes]

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file = fresh()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[Any]":
        self.file.seek(0)
        return UploadedFile(
            file=self.file, name=self.file_name, content_type=self.content_type, size=file_size, charset=self.charset,
            content_type_extra=self.content_type_extra,
        )  # fmt: skip

    def upload_interrupted(self) -> None:
        if hasattr(self, "file"):
            self.file.close()
