"""Personal numbers: identity cards, residence permits, mobile telephones. No text with one leaves the store unmasked.

``masked`` is for every text that leaves: it knows each number in any spelling. ``masked_plain`` is for facts when they
are made: identities of findings depend on facts, so it knows the plain spellings only and stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.standards.folded_text import foldings, starred

IDENTITY = re.compile(r"(?<![A-Za-z0-9])([A-Z])[1289A-D]\d{8}(?!\d)")
"""National identity numbers (國民身分證統一編號) and those of residence permits, old and new."""

MOBILE = re.compile(r"(?<!\d)09\d{2}([- ]?)\d{3}([- ]?)\d{3}(?!\d)")

# without borders, in two halves: twenty times as fast over a whole page
_PERHAPS = (re.compile(r"[A-Z][1289A-D]\d{8}"), re.compile(r"09\d{2}[- ]?\d{3}[- ]?\d{3}"))
_DIGITS = re.compile(r"\d{3}")
"""What both have: found sooner than either."""
_LETTERS = dict(zip("ABCDEFGHJKLMNPQRSTUVXYWZIO", range(10, 36), strict=True))
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 1, 1)
_ENDS = re.compile(r"</(?:\w+:)?(?:p|h|tc|si|table-cell)>")
_TAG = re.compile(r"<[^<>]*>")

_GAP = r"[-. ()_]{0,3}"
_MOBILE_SPELLINGS = (
    re.compile(rf"(?<!\d)(?P<kept>(?:\+|00)?886{_GAP}(?:0{_GAP})?9)(?P<rest>(?:{_GAP}\d){{8}})(?!\d)"),
    re.compile(rf"(?<!\d)(?P<kept>09)(?P<rest>(?:{_GAP}\d){{8}})(?!\d)"),
    re.compile(r"(?<!\d)(?P<kept>0[-. )_]{1,2}9)(?P<rest>\d\d[-. _]{0,2}\d{3}[-. _]{0,2}\d{3})(?!\d)"),
    re.compile(r"(?<![\d/])(?P<kept>09)(?P<rest>\d\d/\d{3}/?\d{3})(?![\d/])"),
)
"""A mobile number in folded text; ``rest`` is what is starred out."""

_GROUPS_LIMIT = 5
_IDENTITY_SPELLING = re.compile(r"([A-Za-z])([-. ]?)([1289A-Da-d])((?:[-. ]?\d){8})(?!\d)")
"""An identity number in folded text, before its borders and check digit are examined."""

_JOINED_NUMBERS = re.compile(r"(?<!\d)(?:(?:[A-Za-z][1289A-Da-d]|09)\d{8}){2,}(?!\d)")
"""Several numbers without a blank between them: the text of elements side by side, as the DOM gives it."""

_HASH = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
    r"|(?=[0-9]{0,40}[A-Fa-f])[0-9A-Fa-f]{16,}|0[xX][0-9A-Fa-f]+)(?![0-9A-Za-z])"
)
"""Hashes and UUIDs: whatever their digits look like, they number no person."""

_DOCUMENT = re.compile(r"(?:第|[文字案編件型料貨]號|統編|發票(?:號碼|字軌)?)[ :]{0,2}$")
"""Words before the number of a document, bill or thing."""

_NUMBERED = re.compile(
    r"(?:第|字|[字文案編件型料貨條證書帳單序批代碼學會籍車]號|統編|編碼|代碼|條碼|發票(?:號碼|字軌)?|收據|IS[BS]N|\bNo\.?|\bID)"
    r"[\s:：＃#]{0,4}$|[A-Za-z_/=\-－~～]$|(?:例如?|範例|格式|示例|e\.?g\.?|example)[\s:：]{0,3}$",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\s{0,3}(?:號|字(?!樓)|元|筆|件|冊|份|案|人次)|[A-Za-z_/]|\.[A-Za-z]|[-－~～]\d")
_OF_DOCUMENTS = re.compile(r"(?:[文字案編件型料貨條證書帳單序批]號|統編|編碼|代碼|條碼|發票|收據|字號|文號|日期)")
"""Words before a number, and behind it, that make it the number of a document, an amount or an example; heads of
columns with such numbers."""

_DATED_BEFORE = re.compile(r"(?<!\d)(?<!\d[-. ])(?:(?:19|20)\d\d|1[0-2]\d)[-./年_]$")
"""A year, common or of the Republic, that a date or a document's number goes on from."""

_WORD_BEFORE = re.compile(r"[A-Za-z0-9_]$")
_CONTINUED = re.compile(r"\d[-.]$")
_DEGREES = re.compile(r"(?<!\d)(?:0|2[1-6]|1[12]\d)\.$")
"""A fraction, or a coordinate in Taiwan, of which the digits are decimals."""

_DATE = re.compile(r"09[-. ]\d\d[-. ](?:19|20)\d\d")
_DATE_DIGITS = re.compile(r"(?:(?:19|20)\d\d|1[0-2]\d)(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])")


def perhaps(text: str) -> bool:
    """Return whether anything in the text may be such a number, plainly spelled; quick, with a few false alarms."""
    return any(pattern.search(text) for pattern in _PERHAPS)


def masked(text: str) -> str:
    """Return the text with the digits of personal numbers starred out, in whatever spelling; for text that leaves.

    Known are ``+886``, dots, brackets, dashes and spaces, full-width and lower-case letters, characters that are not
    seen, tags of inline elements, character references and percent-encoding; numbers of documents, dates and hashes
    stay as they are.
    """
    spans = {span for folded in foldings(text) for span in folded.places(_personal_digits(folded.text))}
    return starred(text, spans) if spans else text


def masked_values(value: object) -> object:
    """Return a value made of dicts, lists, texts and numbers, such as JSON has, with all its texts masked."""
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, dict):
        return {masked_values(key): masked_values(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [masked_values(member) for member in value]
    return value


def masked_plain(text: str) -> str:
    """Return the text of a fact with the digits of plainly spelled personal numbers starred out."""
    if not _DIGITS.search(text):
        return text
    return MOBILE.sub(r"09**\1***\2***", IDENTITY.sub(r"\1*********", text))


def reads_as_mobile(before: str, behind: str, heads: str = "") -> bool:
    """Return whether ten digits that begin with 09 are a telephone number by the text around them.

    ``before`` and ``behind`` are the neighbouring text; ``heads`` is the text of the cells that head a table's cell.
    """
    if _OF_DOCUMENTS.search(heads):
        return False
    return not (_NUMBERED.search(before) or _DATED_BEFORE.search(before) or _COUNTED.match(behind))


def is_identity(number: str) -> bool:
    """Return whether ten characters are a national identity number by their check digit.

    Source: 戶政機關的編碼規則: the letter's two digits weigh 1 and 9, the others 8 down to 1, and the sum ends with 0.
    """
    if not number[1:].isdigit():  # old numbers of residence permits begin with two letters
        return False
    return _checks(number[0], number[1:])


def identities_in(markup: str) -> int:
    """Return how many different identity numbers stand in the XML of a document, whose words may be cut into pieces."""
    if not _PERHAPS[0].search(plain := _TAG.sub("", _ENDS.sub("\n", markup))):
        return 0
    return len({found[0] for found in IDENTITY.finditer(plain) if is_identity(found[0])})


def _checks(letter: str, digits: str) -> bool:
    tens, ones = divmod(_LETTERS[letter], 10)
    weighed = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True))
    return (tens + 9 * ones + weighed) % 10 == 0


def _personal_digits(text: str) -> Iterator[int]:
    """Yield the positions in folded text that are starred out."""
    found = [
        (match.start("rest"), match.end())
        for pattern in _MOBILE_SPELLINGS
        for match in pattern.finditer(text)
        if _is_mobile(text, match)
    ]
    found += [(match.start(3), match.end()) for match in _IDENTITY_SPELLING.finditer(text) if _is_holder(text, match)]
    for joined in _JOINED_NUMBERS.finditer(text):
        starts = range(joined.start(), joined.end(), 10)
        found += [(at + (2 if text[at] == "0" else 1), at + 10) for at in starts]
    hashes = (
        [match.span() for match in _HASH.finditer(text) if not _JOINED_NUMBERS.fullmatch(match[0])] if found else []
    )
    for start, end in found:
        if not any(first <= start and end <= last for first, last in hashes):
            yield from (place for place in range(start, end) if text[place].isalnum())


def _is_mobile(text: str, match: re.Match[str]) -> bool:
    """Return whether a match is a mobile number by what stands before it and by its groups."""
    if "886" in match["kept"]:
        return True
    before, number = text[max(0, match.start() - 12) : match.start()], match[0]
    if _DATED_BEFORE.search(before) or _DEGREES.search(before) or _DATE.match(number):
        return False
    if number.isdigit():
        return not _DOCUMENT.search(before)
    groups = re.findall(r"\d+", number)
    whole = len(groups) <= _GROUPS_LIMIT and all(len(group) > 1 for group in groups[1:])
    return whole and not _CONTINUED.search(before)


def _is_holder(text: str, match: re.Match[str]) -> bool:
    """Return whether a match is the number of a person: by its check digit in any spelling, plainly written without."""
    letter, gap, second, rest = match.groups()
    before = text[max(0, match.start() - 12) : match.start()]
    joined = bool(_WORD_BEFORE.search(before))
    if joined and (letter.islower() or (before[-1] != "_" and not before[-1].islower())):
        return False
    if second.isalpha() and second.isupper() != letter.isupper():
        return False
    if letter.islower() and gap == " ":  # "a 123 456 789" is an article with a figure
        return False
    digits = re.sub(r"[-. ]", "", second + rest).upper()
    if _checks(letter.upper(), f"{_LETTERS[digits[0]] % 10}{digits[1:]}" if second.isalpha() else digits):
        return True
    plain = len(match[0]) == 10 and letter.isupper() and not joined
    return plain and not _DATE_DIGITS.match(digits) and not _DOCUMENT.search(before)
