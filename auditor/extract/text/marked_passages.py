"""Finds passages that need markup: pictographs, right-to-left text, error messages, sensory instructions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from auditor.extract.html.dom import Element, Text
from auditor.extract.html.page_reader import ElementContext, PageReader
from auditor.extract.text.visible_text import TextCollector
from auditor.model import Passage, PassageKind, Place
from auditor.standards.conventions import contains_words, pattern

# Emoji that are shown as pictures by themselves or by a variation selector, and faces drawn with signs. Typographic
# signs (stars, ticks, telephones) are text.
_PICTOGRAPH = re.compile(
    r"[\U0001F004\U0001F0CF\U0001F18E\U0001F191-\U0001F19A\U0001F1E6-\U0001F1FF\U0001F300-\U0001FAFF]"
    r"|[\u2190-\u2bff]\ufe0f"
    r"|[(（][\^>;TQ=][_.\-oω▽∀][\^<;TQ=][)）]"
    r"|(?<!\w)[:;]-[()DP](?!\w)"
)
_FACE = re.compile(r"[(（][\^>;TQ=]")
_PICTURE = re.compile("[\U0001f000-\U0001faff]")
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_DIRECTION_MARK = re.compile(r"[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_WORDS = re.compile(r"[^\W\d_].*[^\W\d_]", re.DOTALL)
_ERROR = re.compile(r"(?<![a-z])(?:error|invalid(?![a-z]*-?input))(?![a-z]{3})", re.IGNORECASE)
# Bootstrap and its like give these names to notes, marks and buttons too: the words have to state what is wrong.
_CAUTION = re.compile(r"(?<![a-z])(?:warning|danger|alert)(?![a-z]{3})", re.IGNORECASE)
_NO_MESSAGES = frozenset(
    {"a", "button", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "label", "legend", "option", "summary", "textarea", "th"}
)
_VALID = frozenset({"false", "", None})
# A colour, shape or side beside a control: hardly any page has that by chance. Each begins with a single class of
# characters, for which a text is searched ten times as fast.
_SENSES = (
    re.compile(
        "[側方邊角形色選按下擊擇面以用為](?:(?<=[側方邊角形色])的?[選按圖連欄方圓區符清表]"
        "|(?<=[選按下擊擇面])[左右上下][側方邊角上下]|(?<=[以用為])[紅綠藍黃橘橙灰紫])"
    ),
    re.compile(
        r"\s(?:(?<=[drewynt]\s)\s*(?:menu|button|icon|link|box|field|column|panel|symbol|list|text|one|label)"
        r"|in\s+(?:red|green|blue|yellow|orange|gr[ae]y|purple)"
        r"|(?<=the\s)\s*(?:star|circle|square|triangle|diamond|arrow))",
        re.IGNORECASE,
    ),
)
_NO_SENTENCES = frozenset({"a", "button", "caption", "h1", "h2", "h3", "h4", "h5", "h6", "legend", "summary", "title"})
_INLINE = frozenset({"abbr", "b", "em", "font", "i", "mark", "s", "small", "span", "strong", "u"})
_NEAREST = 6
_LONGEST_SENTENCE = 400
_HIGHEST = 64
_LONGEST = 80


def find_marked_passages(reader: PageReader, texts: TextCollector) -> tuple[Passage, ...]:
    """The passages of the visible text, each with the mark that it has: one for each run of text and kind."""
    return (
        *(
            _pictograph(reader, text, context, sign)
            for text, context, sign in texts.matches(_PICTOGRAPH, _may_hold_signs)
        ),
        *_errors(reader, texts),
        *(
            _passage(reader, text, context, PassageKind.SENSORY, sign)
            for text, context, sign in texts.matches(pattern("sensory"), _may_be_sensory)
            if _is_instruction(text, sign)
        ),
        *(_script(reader, text, context) for text, context, _ in texts.matches(_RIGHT_TO_LEFT, _is_foreign)),
    )


def _errors(reader: PageReader, texts: TextCollector) -> Iterator[Passage]:
    """Error messages of forms: by names or roles of their elements, or by the invalid field that refers to them."""
    if not reader.found.get("controls") or not reader.source.may_show_errors:
        return
    referred = _referred_ids(reader)
    for text, context, words in texts.matches(_WORDS, lambda _: True):
        above = list(islice(_ancestors(text), 2))
        is_referred = any(element.attr("id") in referred for element in above)
        if is_referred or (context.form is not None and _is_message(above, words)):
            yield _passage(reader, text, context, PassageKind.ERROR, text.data)


def _referred_ids(reader: PageReader) -> frozenset[str]:
    """The ids of messages that invalid fields refer to (WAI-ARIA 1.2, ``aria-errormessage``, ``aria-invalid``)."""
    invalid = [field for field in reader.tree.select("[aria-invalid]") if field.attr("aria-invalid") not in _VALID]
    named = (field.attr(name) or "" for field in invalid for name in ("aria-errormessage", "aria-describedby"))
    return frozenset(id_ for ids in named for id_ in ids.split())


def _is_message(above: list[Element], words: str) -> bool:
    """Whether words in these elements are an error message: by a name for errors, or a cautioning one and the words."""
    if any(element.tag in _NO_MESSAGES or element.attr("role") == "button" for element in above):
        return False
    names = [f"{element.attr('id') or ''} {element.attr('class') or ''}" for element in above]
    if any(map(_ERROR.search, names)):
        return True
    cautions = any(map(_CAUTION.search, names)) or any(element.attr("role") == "alert" for element in above)
    return cautions and contains_words("error_message", words)


def _is_instruction(text: Text, sign: str) -> bool:
    """Whether the sentence around a thing named by its looks bids visitors do something; captions of blocks do not."""
    above = list(islice(_ancestors(text), _NEAREST))
    if any(element.tag in _NO_SENTENCES for element in above):
        return False
    sentence = next((element.text for element in above if element.tag not in _INLINE), text.data)[:_LONGEST_SENTENCE]
    return contains_words("instructing", sign) or contains_words("instructing", sentence.replace(sign, " "))


def _may_be_sensory(text: str) -> bool:
    return any(sense.search(text) for sense in _SENSES)


def _passage(reader: PageReader, text: Text, context: ElementContext, kind: PassageKind, words: str) -> Passage:
    return Passage(_place(reader, text, context), kind, reader.masked(" ".join(words.split())[:_LONGEST]))


def _may_hold_signs(text: str) -> bool:
    # plain searches and single classes: each is ten times as fast over a page as the whole pattern
    if any(sign in text for sign in (":-", ";-", "\ufe0f")) or _FACE.search(text):
        return True
    return not text.isascii() and _PICTURE.search(text) is not None


def _is_foreign(text: str) -> bool:
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def _pictograph(reader: PageReader, text: Text, context: ElementContext, sign: str) -> Passage:
    mark = next(filter(None, map(_explanation, _ancestors(text))), "")
    return Passage(_place(reader, text, context), PassageKind.PICTOGRAPH, sign, mark)


def _script(reader: PageReader, text: Text, context: ElementContext) -> Passage:
    turned = next(filter(None, map(_direction, _ancestors(text))), "")
    mark = turned or ("mark" if _DIRECTION_MARK.search(text.data) else "")
    shown = reader.masked(" ".join(text.data.split())[:_LONGEST])
    return Passage(_place(reader, text, context), PassageKind.RIGHT_TO_LEFT, shown, mark)


def _place(reader: PageReader, text: Text, context: ElementContext) -> Place:
    parent = text.parent
    return reader.place(parent, context) if isinstance(parent, Element) else Place(reader.url)


def _ancestors(text: Text) -> Iterator[Element]:
    """The elements around the text, at most 64 of them."""
    parent = text.parent
    for _ in range(_HIGHEST):
        if not isinstance(parent, Element):
            return
        yield parent
        parent = parent.parent


def _explanation(element: Element) -> str:
    if element.tag in {"body", "html"}:
        return ""
    return (element.attr("title") or element.attr("aria-label") or "").strip()


def _direction(element: Element) -> str:
    return element.tag if element.tag in {"bdi", "bdo"} else (element.attr("dir") or "").strip().lower()
