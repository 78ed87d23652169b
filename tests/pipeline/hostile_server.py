"""``python hostile_server.py PORT``: a site with markup, formulas and made-up numbers of persons in every place that a
report shows: titles, descriptions, link texts, addresses, ids, alternative texts, captions, labels, file names.

``NUMBERS`` holds each number as digits (mobile ones without their first zero), ``SPELLINGS`` how it is written.
"""

from __future__ import annotations

import html
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MARKUP = (
    "<script>alert(1)</script>", '"><svg/onload=alert(2)>', "' onmouseover='alert(3)", '=HYPERLINK("http://x.test")',
    "+1+1", "-2+3", "@SUM(1)", "\t=1+1", "＝1+1", "＋1", "－1", "＠A1", " =1+1", "]]>&lt;x", "{{7*7}}", "${7*7}",
    "\x1b[31mred\x07", "[red]rich[/red]", "\u202e=drow", "| a | b |\n# h", "`code`", "A\x00B", "<!--", "</title><b>",
)  # fmt: skip
SPELLINGS = (
    "09{0}", "+886-9{0}", "8869{0}", "(09{1}){2}", "09{1}.{2}", "09{1}–{2}", "09{1} {3} {4}", "０９{0}",
    "09{1}&shy;{2}", "09{1}<b>{2}</b>", "09{1}&nbsp;{2}",
)  # fmt: skip
PLACES = (
    "<p>{0}</p>", "<a href='/gone/t{1}'>{0}</a>", "<img src='/x{1}.gif' alt='{0}'>",
    "<img src='/y{1}.gif' title='{0}'>", "<h2>{0}</h2>", "<table><caption>{0}</caption><tr><th>{0}<td>x</table>",
    "<iframe src='/page' title='{0}'></iframe>",
    "<form><input value='{0}' placeholder='{0}'></form>", "<a href='/page' aria-label='{0}'>x</a>", "<!-- {0} -->",
)  # fmt: skip
"""Places that may hold an element only where it is a text; ``{1}`` makes addresses differ."""


def _spelled(number: int) -> tuple[str, str]:
    """A number as digits, and one of its spellings."""
    digits = f"{70_000_000 + number * 137:08}"
    spelling = SPELLINGS[number % len(SPELLINGS)]
    return f"9{digits}", spelling.format(digits, digits[:2], digits[2:], digits[2:5], digits[5:])


def _identity(number: int) -> tuple[str, str]:
    """A number of an identity card with a right last digit, and one of its spellings."""
    body = f"1{2_345_600 + number:07}"
    weights = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1)
    total = sum(int(digit) * weight for digit, weight in zip(f"10{body}", weights, strict=True))
    whole = f"A{body}{-total % 10}"
    spelled = (whole, whole.lower(), f"A {whole[1:]}", f"Ａ{whole[1:]}", f"{whole[:5]}&shy;{whole[5:]}")
    return whole.lower(), spelled[number % len(spelled)]


PERSONS = [_spelled(number) for number in range(len(PLACES) * len(SPELLINGS))] + [
    _identity(number) for number in range(len(PLACES))
]
NUMBERS = frozenset(digits for digits, _ in PERSONS)


def personal_page() -> str:
    """A page with each number in one of the places."""
    parts = []
    for index, (_, written) in enumerate(PERSONS):
        place = PLACES[(index // len(SPELLINGS)) % len(PLACES)]
        parts.append(place.format(written if place.startswith(("<p", "<a", "<h", "<t")) else _plain(written), index))
    first = PERSONS[0][1]
    return (
        f"<!doctype html><html lang='zh-Hant'><head><title>{first}</title><meta name='description' content='{first}'>"
        f"<meta name='DC.Creator' content='{first}'></head><body><main><h1>{first}</h1>{''.join(parts)}"
        f"<a href='/gone/{first}.pdf'>pdf</a><a href='/gone/q?tel={first}'>q</a><a href='tel:{first}'>tel</a>"
        "</main></body></html>"
    )


def _plain(written: str) -> str:
    """The spelling without elements, for attributes."""
    return written.replace("<b>", "").replace("</b>", "")


def home() -> str:
    """A page of markup and formulas in texts, attributes and addresses."""
    parts = []
    for number, text in enumerate(MARKUP):
        shown = html.escape(text)
        parts.append(
            f'<p><a href="/gone/{number}" title="{shown}">{shown}</a>'
            f'<img src="/z{number}.gif" id="{shown}" class="{shown}">'
            f'<a href="/gone/{shown}">{shown}</a></p>'
        )
    odd = "<a href='javascript:alert(4)'>js</a><a href='data:text/html,<script>alert(5)</script>'>d</a>"
    return (
        "<!doctype html><html lang='zh-Hant'><head><title>=cmd|'/C calc'!A0 &lt;/title&gt;&lt;script&gt;alert(6)"
        "</title><meta name='DC.Title' content='@SUM(A1)'><meta name='description' content='=1+1&lt;script&gt;'></head>"
        f"<body><main><h1>{html.escape(MARKUP[0])}</h1>{''.join(parts)}{odd}<a href='/personal'>p</a></main>"
        "</body></html>"
    )


class Handler(BaseHTTPRequestHandler):
    """Serves the three pages; everything else is missing."""

    def do_GET(self) -> None:
        pages = {"/": home, "/personal": personal_page, "/page": lambda: "<!doctype html><title>page</title><h1>p</h1>"}
        page = pages.get(self.path.partition("?")[0])
        self.send_response(200 if page else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write((page() if page else "<title>404</title>找不到").encode("utf-8", "surrogatepass"))

    do_HEAD = do_GET  # noqa: N815 - the name that the library calls

    def log_message(self, *_: object) -> None:
        pass


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
