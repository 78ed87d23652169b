"""Renders a draft as the HTML of a page: head, header with access keys, main part, footer."""

from __future__ import annotations

from html import escape

from auditor.demo.draft import PageDraft

_PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="{charset}">
<title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<!-- 分類檢索 Start -->
{metas}
<!-- 分類檢索 End -->
<link rel="icon" href="/images/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/style.css">
</head>
<body>
<a class="skip" href="#C">{skip}</a>
<header>
<a class="brick" href="#U" id="U" accesskey="U" title="{above}">:::</a>
{header}
</header>
<main>
<a class="brick" href="#C" id="C" accesskey="C" title="{centre}">:::</a>
{main}
</main>
<footer>
<a class="brick" href="#Z" id="Z" accesskey="Z" title="{below}">:::</a>
{footer}
</footer>
</body>
</html>
"""
_WORDS = {
    False: {
        "lang": "zh-Hant-TW",
        "skip": "跳到主要內容區塊",
        "above": "上方功能區塊",
        "centre": "中央內容區塊",
        "below": "下方相關連結區塊",
    },
    True: {
        "lang": "en",
        "skip": "Skip to the main content",
        "above": "Top block",
        "centre": "Main content",
        "below": "Bottom block",
    },
}


def render(draft: PageDraft) -> bytes:
    """The page's HTML in its charset. Raises ``ValueError`` when a planted change finds nothing to change."""
    regions = {region: "\n".join(parts.values()) for region, parts in draft.parts.items()}
    metas = "\n".join(f'<meta name="{escape(name)}" content="{escape(value)}">' for name, value in draft.metas)
    html = _PAGE.format(
        charset=draft.charset, title=escape(draft.title), metas=metas, **regions, **_WORDS[draft.english]
    )
    for pattern, replacement in draft.rewrites:
        html, found = pattern.subn(replacement, html)
        if not found:
            raise ValueError(f"{draft.url}: nothing to plant into, {pattern.pattern!r} is not on the page")
    return html.encode(draft.charset, "xmlcharrefreplace")


def page_list(items: list[str]) -> str:
    """An unordered list of HTML items."""
    return "<ul>\n" + "\n".join(f"<li>{item}</li>" for item in items) + "\n</ul>"


def link_html(href: str, text: str, **attributes: str) -> str:
    """A link; ``new`` among the attributes adds what a link to a new window needs."""
    if attributes.pop("new", ""):
        attributes |= {"target": "_blank", "rel": "noopener", "title": f"{text}(另開新視窗)"}
    written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    return f'<a href="{escape(href)}"{written}>{escape(text)}</a>'


def paragraphs(texts: tuple[str, ...] | list[str]) -> str:
    """Each text as a paragraph."""
    return "\n".join(f"<p>{escape(text)}</p>" for text in texts)


def table_html(caption: str, heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A table with a caption, column heads, and the first cell of each row as the row's head."""
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    body = "\n".join(
        f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in rest)}</tr>'
        for first, *rest in rows
    )
    return (
        f"<table>\n<caption>{escape(caption)}</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{body}\n</tbody>\n</table>"
    )


def news_list(items: list[tuple[str, str, str]], *, inside: bool = False) -> str:
    """A list of news (ISO day, title, address), with the day before the link, or inside it."""
    if inside:
        return page_list([link_html(href, f"{day} {title}") for day, title, href in items])
    return page_list([f'<time datetime="{day}">{day}</time> {link_html(href, title)}' for day, title, href in items])
