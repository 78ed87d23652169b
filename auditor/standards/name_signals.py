"""Signals that a name or its content changed hands, from what a page shows (``PageContent``). Pure.

No word decides alone: words of title and heading, offers, the share of sentences, and the words by which news, laws and
research speak of the same things are weighed against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from auditor.model import Change, PageContent, Signal, SignalKind
from auditor.standards import name_hosts, scripts
from auditor.standards.function_words import count_function_words
from auditor.standards.registrable_names import is_government
from auditor.standards.spam_words import SpamWords, is_placeholder_title, joined, searchable, spam_words, words_of
from auditor.standards.word_overlap import overlap_percent

_PROOFS = 6
_FEW_WORDS = 2
_MANY_WORDS = 4
_MANY_OFFERS = 3
_MOST_HARMLESS = 3
_SHORT_PAGE = 1_500
_ARTICLE = 600
_EMPTY_PAGE = 40
_RELATED = 25
_UNLIKE = 8
_ENOUGH_LETTERS = 30
_ENOUGH_FUNCTION_WORDS = 4


def content_signals(content: PageContent, host: str) -> tuple[Signal, ...]:
    """Return the signals of a page by itself; ``host`` (``name:port``) is the host that answered.

    Names that nobody can buy (``is_government``) are never suspected of sale, only of content put into them.
    """
    if is_government(host):
        found = [Signal(signal.kind, Change.INJECTED, signal.proof) for signal in _spam(content)]
        return tuple(found)
    return (*_sale(content), *_parking(content), *_spam(content), *_placeholder(content))


def strong(signals: Iterable[Signal]) -> tuple[Signal, ...]:
    """Return the strong ones among signals, each kind once."""
    return tuple({signal.kind: signal for signal in signals if signal.kind.is_strong}.values())


def browser_signals(content: PageContent, as_browser: PageContent, host: str) -> tuple[Signal, ...]:
    """Return the signals of what a browser gets, where those of what a program gets are fewer; with ``CLOAKED``."""
    seen = strong(content_signals(as_browser, host))
    if len(seen) <= len(strong(content_signals(content, host))):
        return ()
    return (*seen, Signal(SignalKind.CLOAKED, seen[0].change, (content.title[:120],)))


def end_signals(linked: str, end: str, content: PageContent | None, known: Iterable[str]) -> tuple[Signal, ...]:
    """Return the signals of a redirect from a host to an address under another registrable name.

    ``linked`` is the host that was linked to, ``end`` the address without scheme that answered, ``known`` the texts of
    links to it and what its page showed before.
    """
    host = end.partition("/")[0]
    if is_government(linked) or is_government(host):
        return ()
    if name_hosts.is_market(end):
        return (Signal(SignalKind.SALE_HOST, Change.PARKED, (linked, end)),)
    if name_hosts.leads_elsewhere(linked) or name_hosts.leads_elsewhere(host) or content is None:
        return ()
    related = relation(" ".join(known), content)
    if related is False:
        return (Signal(SignalKind.UNRELATED_NAME, Change.TAKEN_OVER, (linked, host, content.title[:120])),)
    return () if related else (Signal(SignalKind.MOVED_NAME, Change.TAKEN_OVER, (linked, host)),)


def relation(known: str, content: PageContent) -> bool | None:
    """Return whether a page has to do with what is known of it; None where the two cannot be compared.

    A shop where no shop was linked to is unrelated in any language.
    """
    shown = " ".join((content.title, *content.headings, content.description, content.text[:1_500]))
    common = overlap_percent(known, shown)
    if common is None:
        return None
    if common >= _RELATED:
        return True
    is_shop = len(words_of("shop", searchable(shown))) >= _MANY_OFFERS and not words_of("shop", searchable(known))
    return False if is_shop or _comparable(known, shown) else None


def before_signals(before: PageContent, now: PageContent) -> tuple[Signal, ...]:
    """Return the signal of a page that is in another language than before and has nothing in common with it.

    A page that offers a choice of languages, or keeps a name of before, is a site in two languages.
    """
    old, new = _whole(before), _whole(now)
    first, second = language_of(before), language_of(now)
    if not first or not second or first == second:
        return ()
    common = overlap_percent(old, new)
    if common is None or common > _UNLIKE or _keeps_name(old, new) or words_of("languages", searchable(new)):
        return ()
    return (Signal(SignalKind.UNLIKE_BEFORE, Change.TAKEN_OVER, (before.title[:120], now.title[:120])),)


def root_signals(root: PageContent, url: str, host: str) -> tuple[Signal, ...]:
    """Return the signal of a host whose first page shows that it changed hands."""
    found = strong(content_signals(root, host))
    return (Signal(SignalKind.ROOT, found[0].change, (url, *found[0].proof)),) if found else ()


def language_of(content: PageContent) -> str:
    """Return the language of a page by its letters and little words; empty where too few show it."""
    text = _whole(content)
    letters = scripts.letters_by_script(text)
    total = sum(letters.values())
    if total < _ENOUGH_LETTERS:
        return ""
    script = max(letters, key=lambda name: letters[name])
    if letters.get("kana", 0) > total * 0.1:
        return "ja"
    if script != "latin":
        return script
    _, found = count_function_words(text)
    best = max(found, key=lambda name: found[name])
    return best if found[best] >= _ENOUGH_FUNCTION_WORDS else content.language.partition("-")[0] or "latin"


def _sale(content: PageContent) -> Iterator[Signal]:
    """The page offers its name, or shows that name or hosting ran out; an article about such pages does not count."""
    heads, text = joined((content.title, *content.headings)), searchable(content.text)
    whole = words_of("sale.whole", heads)
    inside = words_of("sale.whole", text) if content.length <= _SHORT_PAGE else frozenset()
    if not whole and not inside:
        return
    beside = words_of("sale.beside", f"{heads} | {text}")
    if _is_article(content) or (content.length > _SHORT_PAGE and len(beside) < _MANY_OFFERS):
        return
    if whole or len(beside) >= _FEW_WORDS or content.length <= _SHORT_PAGE / 5:
        yield Signal(SignalKind.SALE_WORDS, Change.PARKED, _proof((*sorted(whole), *sorted(inside), *sorted(beside))))


def _parking(content: PageContent) -> Iterator[Signal]:
    services = [part for part in content.parts if name_hosts.is_parking_service(part)]
    target = content.jump.partition("://")[2]
    if target and name_hosts.is_market(target):
        yield Signal(SignalKind.SALE_HOST, Change.PARKED, (target,))
    if (services or content.marks) and not _is_article(content):
        yield Signal(SignalKind.PARKING_SERVICE, Change.PARKED, _proof((*services, *content.marks)))


def _spam(content: PageContent) -> Iterator[Signal]:
    title, heads = searchable(content.title), joined(content.headings)
    below = heads or joined((content.description, content.text[:300]))
    text = joined((content.title, *content.headings, content.description, content.text))
    found = spam_words(text)
    if found is None:
        return
    harmless = words_of("harmless", text) | words_of("lawful", text)
    top = f"{title} | {heads}"
    in_title, in_head = spam_words(title), spam_words(below)
    has_core = bool((in_title and in_title.core) or (in_head and in_head.core))
    guarded = bool(words_of("harmless", top)) or (bool(words_of("lawful", top)) and not has_core)
    if _is_harmless(found, len(harmless), guarded=guarded):
        yield Signal(SignalKind.WORD, Change.TAKEN_OVER, _proof(sorted(found.core | found.topic)))
        return
    if has_core and _stands_above(in_title, in_head, found, harmless=bool(words_of("harmless", text))):
        above = (word for part in (in_title, in_head) if part for word in sorted(part.core | part.topic))
        yield Signal(SignalKind.SPAM_TITLE, Change.TAKEN_OVER, _proof(above))
    if len(found.core) >= _MANY_WORDS and len(found.offers) >= _MANY_OFFERS:
        words = (*sorted(found.core), *sorted(found.offers))
        yield Signal(SignalKind.SPAM_OFFERS, Change.TAKEN_OVER, _proof(words))
    yield Signal(SignalKind.WORD, Change.TAKEN_OVER, _proof(sorted(found.core | found.topic)))


def _stands_above(title: SpamWords | None, head: SpamWords | None, found: SpamWords, *, harmless: bool) -> bool:
    """Whether such words are what title and heading are about, and the page solicits for it."""
    several = len(found.core) >= _FEW_WORDS
    if title and head:
        return bool(found.offers) or len(found.core) >= _MANY_WORDS - 1 or (several and not harmless)
    return several and not harmless and len(found.offers) >= (1 if title and title.core else _FEW_WORDS)


def injected_title(title: str, headings: Iterable[str]) -> frozenset[str]:
    """Return the core words of title and headings of a page of ours that strange content replaced; empty for others."""
    top, heads = searchable(title), joined(headings)
    first, second = spam_words(top), spam_words(heads)
    if first is None or second is None or words_of("harmless", f"{top} | {heads}"):
        return frozenset()
    return first.core | second.core if first.core and second.core else frozenset()


def _is_harmless(found: SpamWords, harmless: int, *, guarded: bool) -> bool:
    """Whether the page speaks of such things: its words for that, in title or heading first, outweigh its offers."""
    solicited = len(found.core) + len(found.offers)
    if guarded and not (len(found.core) > _MANY_WORDS and solicited > 2 * harmless + _MANY_OFFERS):
        return True
    return harmless >= _MOST_HARMLESS and 2 * harmless >= solicited


def _placeholder(content: PageContent) -> Iterator[Signal]:
    if is_placeholder_title(content.title) or (content.length < _EMPTY_PAGE and not content.jump):
        yield Signal(SignalKind.PLACEHOLDER, Change.PARKED, (content.title[:120],))


def _is_article(content: PageContent) -> bool:
    """Whether a page is written text: many sentences, or some with a day or an author."""
    return content.prose > _ARTICLE or (content.dated and content.prose > _ARTICLE / 4)


def _whole(content: PageContent) -> str:
    return " ".join((content.title, *content.headings, content.description, content.text))


def _comparable(known: str, shown: str) -> bool:
    """Whether two texts share a script in which both have enough letters, so that common words could be seen."""
    first, second = scripts.letters_by_script(known), scripts.letters_by_script(shown)
    return any(count >= 4 and second.get(script, 0) >= _ENOUGH_LETTERS for script, count in first.items())


def _keeps_name(old: str, new: str) -> bool:
    """Whether Latin words of one text stand in the other: a site in two languages keeps its names and addresses."""
    latin = " ".join(word for word in old.split() if word.isascii() and len(word) > 3)
    other = " ".join(word for word in new.split() if word.isascii() and len(word) > 3)
    first, second = overlap_percent(latin, new), overlap_percent(other, old)
    return bool(first and first >= _RELATED) or bool(second and second >= _RELATED)


def _proof(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))[:_PROOFS]
