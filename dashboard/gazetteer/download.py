"""Fetch a file over HTTP: what an interruption left is taken up again, and a file is there whole or not at all."""

from __future__ import annotations

import http.client
import ipaddress
import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dashboard import __version__
from dashboard.errors import GazetteerError

MAX_DOWNLOAD = 1 << 30  # bytes; allCountries.zip has 400 MB
TIMEOUT = 30.0  # seconds without an answer or a byte
PAUSES = (1.0, 3.0, 9.0)  # seconds before another try
CHUNK = 1 << 16

Progress = Callable[[str, int, int | None], None]  # file, bytes there, bytes in all where known


@dataclass(frozen=True, slots=True)
class _Part:
    """What an interrupted download left: the bytes, and the server's mark of the version that they are of."""

    path: Path

    @property
    def _note(self) -> Path:
        return self.path.with_name(self.path.name + ".json")

    def resume(self, url: str) -> tuple[int, str]:
        """(bytes there, mark of their version); (0, "") where nothing can be taken up."""
        try:
            note = json.loads(self._note.read_text(encoding="utf-8"))
            size = self.path.stat().st_size
            return (size, str(note["mark"])) if size and note["url"] == url and note["mark"] else (0, "")
        except (OSError, ValueError, KeyError, TypeError):
            return 0, ""

    def note(self, url: str, mark: str) -> None:
        self._note.write_text(json.dumps({"url": url, "mark": mark}), encoding="utf-8")

    def forget(self) -> None:
        self.path.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)

    def finish(self, target: Path) -> None:
        self.path.replace(target)
        self._note.unlink(missing_ok=True)


class _BrokenError(Exception):
    """The connection failed in a way that another try may mend."""


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows to no address that is less safe than the one asked."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        check_address(newurl, plain=urlsplit(req.full_url).scheme == "http")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def check_address(url: str, *, plain: bool = False) -> None:
    """Raise GazetteerError unless ``url`` is https; plain http where ``plain``, or to this machine."""
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme == "http" and parts.hostname and (plain or _is_loopback(parts.hostname)):
        return
    raise GazetteerError(f"{url} is no https address to download from.")


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def fetch(
    url: str, target: Path, *, progress: Progress = lambda *_: None, sleep: Callable[[float], None] = time.sleep
) -> None:
    """Download ``url`` to ``target``, taking up what ``target``.part holds of the same version.

    A broken connection is tried again after 1, 3 and 9 seconds. Raises GazetteerError: what came stays in the part for the
    next call. ``url`` must be one that ``check_address`` has passed.
    """
    part = _Part(target.with_name(target.name + ".part"))
    opener = urllib.request.build_opener(_Redirects)
    reason = ""
    for pause in (0.0, *PAUSES):
        if pause:
            sleep(pause)
        try:
            _once(opener, url, part, progress, target.name)
            part.finish(target)
            return
        except _BrokenError as error:
            reason = str(error)
        except OSError as error:
            raise GazetteerError(f"{target} cannot be written: {(error.strerror or str(error)).lower()}.") from error
    raise GazetteerError(f"{url} could not be fetched ({reason}). Run the command again: it goes on from where it was.")


def _once(opener: urllib.request.OpenerDirector, url: str, part: _Part, progress: Progress, name: str) -> None:
    start, mark = part.resume(url)
    headers = {"User-Agent": f"conflict-dashboard/{__version__}", "Accept-Encoding": "identity"}
    if start:
        headers |= {"Range": f"bytes={start}-", "If-Range": mark}
    with _open(opener, url, headers, part) as answer:
        start, length = _start(answer, start, mark, part)
        total = start + length if length is not None else None
        if (total or 0) > MAX_DOWNLOAD:
            part.forget()
            raise GazetteerError(f"{url} has {total} bytes, far more than a country's dump. Nothing was added.")
        if not start:
            part.note(url, _mark(answer))
        done = start
        with part.path.open("ab" if start else "wb") as sink:
            progress(name, done, total)
            for chunk in _chunks(answer):
                done += len(chunk)
                if done > MAX_DOWNLOAD:
                    break
                sink.write(chunk)
                progress(name, done, total)
    if done > MAX_DOWNLOAD:
        part.forget()
        raise GazetteerError(f"{url} does not end where a country's dump would. Nothing was added.")
    if total is not None and done != total:
        raise _BrokenError(f"it stopped after {done} of {total} bytes")


def _open(
    opener: urllib.request.OpenerDirector, url: str, headers: dict[str, str], part: _Part
) -> http.client.HTTPResponse:
    try:
        request = urllib.request.Request(url, headers=headers)  # noqa: S310 - check_address has passed it
        answer: http.client.HTTPResponse = opener.open(request, timeout=TIMEOUT)
        return answer
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == 416:  # the part is as long as the file, or longer: it is none of it
            part.forget()
        elif error.code < 500 and error.code not in {408, 429}:
            raise GazetteerError(f"{url} cannot be had: the server says {error.code} {error.reason}.") from error
        raise _BrokenError(f"the server says {error.code} {error.reason}") from error
    except (OSError, http.client.HTTPException) as error:  # URLError and timeouts are OSErrors
        raise _BrokenError(str(getattr(error, "reason", error)) or type(error).__name__) from error
    except ValueError as error:
        raise GazetteerError(f"{url} is no address ({error}).") from error


def _start(answer: http.client.HTTPResponse, start: int, mark: str, part: _Part) -> tuple[int, int | None]:
    """(where the body begins in the file, its length where known); a server that sends it all starts over."""
    given = answer.headers.get("Content-Length", "")
    length = int(given) if given.isascii() and given.isdigit() else None
    if answer.status != 206:
        return 0, length
    said = re.match(r"bytes (\d+)-", answer.headers.get("Content-Range", ""))
    if not said or int(said[1]) != start or (_mark(answer) and _mark(answer) != mark):
        part.forget()
        raise _BrokenError("the server sent another part than the one asked for")
    return start, length


def _mark(answer: http.client.HTTPResponse) -> str:
    """What tells one version of the file from another (RFC 9110, 13.1.5): a strong ETag, else the date of change."""
    tag: str = answer.headers.get("ETag", "")
    return tag if tag and not tag.startswith("W/") else answer.headers.get("Last-Modified", "")


def _chunks(answer: http.client.HTTPResponse) -> Any:
    try:
        while chunk := answer.read(CHUNK):
            yield chunk
    except http.client.IncompleteRead as error:
        yield error.partial
        raise _BrokenError("the connection was cut") from error
    except (OSError, http.client.HTTPException) as error:
        raise _BrokenError(str(error) or type(error).__name__) from error
