"""Whether any of some values can be read in bytes: as they are, in the ways that text is written into other text.

UTF-8 and UTF-16, upper and lower case, hexadecimal, percent and JSON escapes, base64 wherever in a triple it
begins; and the same within whatever was compressed by zlib or gzip.
"""

import base64
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import quote, quote_plus

_COMPRESSED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
_INFLATED_BYTES = 8 * 1024 * 1024


class Search:
    """For all of the values at once: each byte is looked at twice, however many they are."""

    def __init__(self, values: Iterable[str]) -> None:
        self._means: dict[bytes, str] = {}
        values = tuple(values)
        self._without_case = self._of(values, _without_case)
        self._base64 = self._of(values, _base64)

    def __call__(self, content: bytes) -> set[str]:
        """Those of the values that can be read in it."""
        texts = [content, *_inflated(content)]
        return {self._means[form] for text in texts for form in self._forms(text)}

    def _of(self, values: Iterable[str], forms_of: Callable[[str], set[bytes]]) -> re.Pattern[bytes]:
        forms = {form: value for value in values for form in forms_of(value)}
        self._means |= forms
        return re.compile(b"|".join(re.escape(form) for form in sorted(forms)))

    def _forms(self, text: bytes) -> Iterator[bytes]:
        yield from self._without_case.findall(text.lower())
        yield from self._base64.findall(text)


def _without_case(value: str) -> set[bytes]:
    plain = value.lower()
    utf_8 = plain.encode()
    found = {
        utf_8,
        plain.encode("utf-16-be")[1:],  # without its first zero: so it is in the other order too
        quote(plain, safe="").lower().encode(),
        quote_plus(plain).lower().encode(),
        plain.replace("/", "\\/").encode(),
    }
    for written in _in_every_case(value):
        found.add(written.encode().hex().encode())
        found.add("".join(f"%{byte:02x}" for byte in written.encode()).encode())
        found.add("".join(f"\\u{ord(letter):04x}" for letter in written).encode())
    return found


def _base64(value: str) -> set[bytes]:
    """Without the first and last letters, which depend on what stands beside it."""
    found: set[bytes] = set()
    for written in map(str.encode, _in_every_case(value)):
        for before in range(3):
            whole = base64.b64encode(b"\0" * before + written)
            inner = whole[(8 * before + 5) // 6 : (before + len(written)) * 8 // 6]
            found |= {inner, inner.replace(b"+", b"-").replace(b"/", b"_")}
    return found


def _in_every_case(value: str) -> set[str]:
    return {value, value.lower(), value.upper()}


def _inflated(content: bytes) -> Iterator[bytes]:
    for begins in _COMPRESSED.finditer(content):
        inflating = zlib.decompressobj(zlib.MAX_WBITS | 32)
        try:
            yield inflating.decompress(content[begins.start() : begins.start() + _INFLATED_BYTES], _INFLATED_BYTES)
        except zlib.error:
            continue  # two bytes that only look like a beginning
