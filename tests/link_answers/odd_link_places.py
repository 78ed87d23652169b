"""Places of a page where an address stands, some of which nobody follows."""

from __future__ import annotations

from link_case import MISSING, Case

_FOUND = (
    "<object data='{u}'></object>", "<embed src='{u}'>", "<video poster='{u}'></video>",
    "<video src=/v.mp4><track src='{u}'></video>", "<picture><source srcset='{u} 2x'><img alt='' src=/p.png></picture>",
    "<input type=image alt=x src='{u}'>", "<link rel=preload as=image href=/p.png imagesrcset='{u} 2x'>",
    "<map name=m1><area alt=x href='{u}'></map><img alt='' src=/p.png usemap=#m1>",
    "<form action='{u}'><input name=q></form>",
    "<form action=/end><button formaction='{u}'>x</button></form>", "<svg><a xlink:href='{u}'><text>x</text></a></svg>",
    "<svg><image href='{u}'/></svg>", "<table><tr><td background='{u}'>x</td></tr></table>",
    "<script type=module src='{u}'></script>", "<iframe title=x src='{u}'></iframe>",
    "<style>@import url({u});</style>", "<style>p {background: image-set('{u}' 1x)}</style>",
    "<style>p {cursor: url({u}), auto}</style>", "<style>@font-face {font-family: a; src: url({u})}</style>",
    "<style>p::before {content: url(\"{u}\")}</style>", "<p style='list-style: url({u})'>x</p>",
    "<link rel=icon href='{u}'>", "<link rel='alternate' hreflang=en href='{u}'>", "<link rel=manifest href='{u}'>",
    "<meta property='og:image' content='{u}'>", "<iframe title=x srcdoc=\"<a href='{u}'>x</a>\"></iframe>",
    "<noscript><a href='{u}'>x</a></noscript>", "<img alt='' src=/p.png data-src='{u}'>",
    "<a href=# onclick=\"location.href='{u}'\">x</a>", "<audio><source src='{u}'></audio>",
    "<a href='\n{u}\t'>x</a>", "<A HREF={u}>x</A>", "<a\nhref\n=\n'{u}'>x</a>",
    "<input type=button value=x onclick=\"window.open('{u}')\">",
)  # fmt: skip
_NOT_FOUND = (
    "<!-- <a href='{u}'>x</a> -->", "<textarea><a href='{u}'>x</a></textarea>", "<xmp><a href='{u}'>x</a></xmp>",
    "<script type='text/template'><a href='{u}'>x</a></script>", "<q cite='{u}'>x</q>", "<title><a href='{u}'></title>",
    "<p data-note='{u}'>x</p>",
)  # fmt: skip

PLACES: tuple[Case, ...] = (
    *(Case(f"place-{number}", MISSING, "bad", "a visitor's browser requests it, or a click does", markup)
      for number, markup in enumerate(_FOUND)),
    *(Case(f"no-place-{number}", MISSING, "absent", "nothing leads there", markup)
      for number, markup in enumerate(_NOT_FOUND)),
)  # fmt: skip
"""Places where an address stands; each is missing, so that what is found is reported."""
