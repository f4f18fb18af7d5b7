"""Bytes of a table, whatever their encoding, as UTF-8 with plain line ends and no control characters."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np

# UTF-32's mark starts with UTF-16's: it is asked first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = bytes(code for code in (*range(32), 127) if code not in b"\t\n\r")


def cleaned(stream: BinaryIO, size: int) -> Iterator[bytes]:
    """The stream in pieces of about ``size`` bytes: UTF-8, lines ended by a line feed, no other control but the tab.

    What is neither UTF-8 nor marked as UTF-16 or UTF-32 is left as it is: only whole rows can be judged.
    """
    held = b""
    for piece in _decoded(stream, size):
        text = held + piece
        # A carriage return may be the half of a line end.
        held = text[-1:] if text.endswith(b"\r") else b""
        yield plain(text[: len(text) - len(held)])
    if held:
        yield b"\n"


def plain(text: bytes) -> bytes:
    """``text`` with line ends as line feeds and without control characters other than line feed and tab."""
    if b"\r" in text:
        text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    codes = np.frombuffer(text, np.uint8)
    kept = text.count(b"\n") + text.count(b"\t")
    if np.count_nonzero(codes < 32) == kept and b"\x7f" not in text:
        return text
    return text.translate(None, _CONTROLS)


def _decoded(stream: BinaryIO, size: int) -> Iterator[bytes]:
    first = stream.read(size)
    mark, encoding = next(((mark, name) for mark, name in _MARKS if first.startswith(mark)), (b"", _unmarked(first)))
    if encoding == "utf-8":
        yield first[len(mark) :]
        while piece := stream.read(size):
            yield piece
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    piece = first[len(mark) :]
    while piece:
        yield decoder.decode(piece).encode()
        piece = stream.read(size)
    yield decoder.decode(b"", final=True).encode()


def _unmarked(first: bytes) -> str:
    """UTF-16 without its mark shows in the header: every other byte of ASCII is zero."""
    head = first[:2000]
    if len(head) >= 20 and head[1::2].count(0) > len(head) // 2 * 0.9:
        return "utf-16-le"
    if len(head) >= 20 and head[::2].count(0) > len(head) // 2 * 0.9:
        return "utf-16-be"
    return "utf-8"
