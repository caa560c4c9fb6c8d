"""Calls over the web that cannot hold the job up: no redirects, nothing of the answer is read, and an end in any case."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

SECONDS = 10.0


class CallError(Exception):
    """Why nobody took it. `final`: this message will not be taken however often it is sent; others may be."""

    def __init__(self, reason: str, *, final: bool = False) -> None:
        super().__init__(reason)
        self.final = final


def within(seconds: float, call: Callable[[], Any]) -> Any:
    """The call's result. CallError if it takes longer: it is left behind, on a thread that ends with the process."""
    outcome: list[Any] = []

    def run() -> None:
        try:
            outcome.append((call(), None))
        except BaseException as error:
            outcome.append((None, error))

    thread = threading.Thread(target=run, daemon=True, name="driftcheck-call")
    thread.start()
    thread.join(seconds)
    if not outcome:
        raise CallError(f"no answer within {seconds:g} seconds")
    result, error = outcome[0]
    if error is not None:
        raise error
    return result


def send(
    url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None, seconds: float = SECONDS
) -> None:
    """POST the body, or GET if there is none. CallError unless the answer is 2xx."""
    within(seconds, lambda: _send(url, body, dict(headers or {}), seconds))


def _send(url: str, body: bytes | None, headers: dict[str, str], seconds: float) -> None:
    import http.client
    import urllib.error
    import urllib.request

    class NoRedirects(urllib.request.HTTPRedirectHandler):
        """What was signed for one address goes to no other."""

        def redirect_request(self, *arguments: Any) -> None:
            return None

    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    if at:
        token = base64.b64encode(unquote(user).encode()).decode()
        headers["Authorization"] = f"Basic {token}"
        url = parts._replace(netloc=host).geturl()
    headers.setdefault("User-Agent", "driftcheck")
    try:
        request = urllib.request.Request(url, data=body, headers=headers)  # noqa: S310 - checked where it was read
        urllib.request.build_opener(NoRedirects).open(request, timeout=seconds).close()
    except urllib.error.HTTPError as error:
        error.close()
        if 300 <= error.code < 400:
            raise CallError(f"it answers {error.code}, a redirect, which is not followed: give the final URL") from None
        final = 400 <= error.code < 500 and error.code not in (401, 403, 404, 408, 425, 429)
        raise CallError(f"it answers {error.code}", final=final) from None
    except urllib.error.URLError as error:
        raise CallError(str(getattr(error.reason, "strerror", None) or error.reason)) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise CallError(str(getattr(error, "strerror", None) or error) or type(error).__name__) from None
