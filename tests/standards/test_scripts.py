"""Letters tell that a text is not in the language that it is marked with."""

from __future__ import annotations

import pytest

from auditor.standards import scripts


@pytest.mark.parametrize(
    ("tag", "text", "other"),
    [
        ("en", "歡迎光臨，請多多指教", "zh"),
        ("en-GB", "こちらへようこそ、日本", "ja"),
        ("zh-Hant-TW", "これは中国語ではありません", "ja"),
        ("ko", "這一段其實是中文不是韓文", ""),
        ("ru", "Это русский текст", ""),
        ("de", "Это русский текст", "ru"),
        ("en", "Taipei 臺北市政府服務中心大樓", ""),
        ("zh", "Only Latin letters here", ""),
        ("zh-Latn", "歡迎光臨，請多多指教", ""),
        ("sr", "Ово је српски текст", ""),
        ("en", "中文版", ""),
        ("zh-TW", "超級の好吃拉麵店在台北", ""),
    ],
)
def test_a_script_contradicts_a_language_that_is_written_in_another(tag: str, text: str, other: str) -> None:
    assert scripts.contradicting(tag, scripts.letters_by_script(text)) == other
