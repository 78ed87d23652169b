"""The first words of a page's own content."""

from __future__ import annotations

import pytest

from auditor.extract.text.opening import read_opening


@pytest.mark.parametrize(
    ("html", "opening"),
    [
        ("<title>題</title><nav>選單</nav><h1>園區</h1> <p>簡\n介<footer>地址</footer>", "園區 簡 介"),
        ("<header>首頁</header><p>外<main>內<form>搜尋</form>容</main>", "內 容"),
        ("<p>外<div role=main>內</div>", "內"),
        ("<nav><div role=main>選單</div></nav><p>外", "外"),
        ("<p>甲<script>x</script><style>y</style><noscript>z</noscript><!-- c -->乙<template>t</template>", "甲 乙"),
        ("<p>電話 0912-345-678，A123456789", "電話 09**-***-***，A*********"),
        ("", ""),
        ("<nav>選單</nav>", ""),
    ],
)
def test_only_the_pages_own_content_counts(html: str, opening: str) -> None:
    assert read_opening(html) == opening


def test_it_ends_after_1200_characters() -> None:
    assert read_opening("<p>字 " * 2_000) == ("字 " * 600)
    assert len(read_opening(f"<p>{'字' * 5_000}")) == 1_200


def test_a_number_at_its_end_is_masked_before_it_is_cut() -> None:
    assert read_opening(f"<p>{'字' * 1_194} 0912345678").endswith("字 09***")


def test_however_deep_nothing_raises() -> None:
    assert read_opening("<div>" * 5_000 + "深") == "深"
