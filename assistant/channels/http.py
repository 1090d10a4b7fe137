"""Requests to a gateway, and what their failures mean: whether the gateway has the words is certain only when it never got the question."""

import ssl
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import requests
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from assistant.channels.base import ChannelError, Reason, Taken

T = TypeVar("T")
LONGEST_ANSWER = 256 * 1024
_NEVER_CONNECTED = (NewConnectionError, ConnectTimeoutError, NameResolutionError)


class Session(requests.Session):
    """No redirects (words would go elsewhere), no password files or proxies of the surroundings, a limit on time and size."""

    def __init__(self, *, timeout: float) -> None:
        super().__init__()
        self.trust_env = False
        self.seconds = timeout

    def request(self, method: Any, url: Any, **kwargs: Any) -> requests.Response:  # type: ignore[override]
        kwargs.update(allow_redirects=False, stream=True)
        kwargs.setdefault("timeout", self.seconds)
        answer = super().request(method, url, **kwargs)
        body = answer.raw.read(LONGEST_ANSWER + 1, decode_content=True)
        if len(body) > LONGEST_ANSWER:
            answer.close()
            raise requests.exceptions.ContentDecodingError("too long")
        answer._content = body
        return answer


def asked(question: Callable[[], T]) -> T:
    """The gateway's answer, whatever its status. Raises ChannelError; nothing of address or words is in it."""
    try:
        return question()
    except requests.exceptions.ConnectTimeout:
        raise ChannelError(Reason.UNREACHABLE) from None
    except requests.exceptions.Timeout:
        raise ChannelError(Reason.NO_ANSWER, taken=Taken.UNKNOWN) from None
    except requests.exceptions.SSLError as error:
        raise _not_safe(error) from None
    except requests.exceptions.ConnectionError as error:
        if isinstance(getattr(error.args[0] if error.args else None, "reason", None), _NEVER_CONNECTED):
            raise ChannelError(Reason.UNREACHABLE) from None
        raise ChannelError(Reason.NO_ANSWER, taken=Taken.UNKNOWN) from None
    except (requests.exceptions.RequestException, OSError):
        raise ChannelError(Reason.BROKEN, taken=Taken.UNKNOWN) from None
    except Exception as error:
        if "urllib3" not in type(error).__module__:
            raise
        raise ChannelError(Reason.NO_ANSWER, taken=Taken.UNKNOWN) from None


def _not_safe(error: requests.exceptions.SSLError) -> ChannelError:
    """A certificate that nobody vouches for, or a handshake that failed: no word was said. A line that broke later leaves that open."""
    inner: Any = error
    while inner is not None and not isinstance(inner, ssl.SSLError):
        inner = getattr(inner, "reason", None) or next(iter(getattr(inner, "args", ())), None)
    if isinstance(inner, ssl.SSLEOFError | ssl.SSLZeroReturnError) or "BAD_RECORD" in str(getattr(inner, "reason", "")):
        return ChannelError(Reason.NO_ANSWER, taken=Taken.UNKNOWN)
    return ChannelError(Reason.NOT_SAFE)


def meaning(status: int, *, special: Mapping[int, ChannelError] | None = None) -> ChannelError:
    """What a refusal by status means. A server's own fault (500, 502, 504) leaves open whether it took the words; 503 and 429 do not."""
    if special and status in special:
        return special[status]
    if status in (401, 403, 407):
        return ChannelError(Reason.WRONG_KEY)
    if status == 402:
        return ChannelError(Reason.NO_CREDIT)
    if status in (408, 425, 429, 503):
        return ChannelError(Reason.BUSY)
    if status >= 500:
        return ChannelError(Reason.NO_ANSWER, taken=Taken.UNKNOWN)
    if 300 <= status < 400:
        return ChannelError(Reason.UNREACHABLE)  # the address is another one now: the administrator's to mend
    if status >= 400:
        return ChannelError(Reason.REJECTED, permanent=True)
    return ChannelError(Reason.BROKEN, taken=Taken.UNKNOWN)
