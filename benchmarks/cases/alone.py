"""What axe-core says alone, with nothing of ours: each page in a plain browser, with the rules that are asked of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from auditor.browser import axe_release
from auditor.model import Outcome
from benchmarks.cases.expected import Expected
from benchmarks.plain import plain_browser

# Only elements of the page itself: those of frames and shadow trees have longer targets, and no expectation here.
_RUN = """const [rules, done] = arguments;
const own = (node) => node.target.length === 1 && typeof node.target[0] === "string";
axe.run(document, { runOnly: { type: "rule", values: rules }, elementRef: true }).then((said) => {
  const of = (list) => said[list].flatMap(({ id, nodes }) => nodes.filter(own).map(({ element }) => [id, element.id]));
  done([of("incomplete"), of("violations")]);
});"""


def said_alone(origin: str, asked: Iterable[Expected]) -> dict[tuple[str, str, str], Outcome]:
    """By page, rule and element's id: what fails and what cannot be told. ``origin`` ends with a slash."""
    rules: dict[str, set[str]] = defaultdict(set)
    for one in asked:
        rules[one.path].add(one.rule)
    source = (axe_release.engine_folder() / "axe.min.js").read_text(encoding="utf-8")
    said = {}
    with plain_browser() as driver:
        for path, named in rules.items():
            driver.get(f"{origin}{path}")
            driver.execute_script(source)
            answer = driver.execute_async_script(_RUN, sorted(named))
            for outcome, found in zip((Outcome.CANT_TELL, Outcome.FAILED), answer, strict=True):
                said |= {(path, rule, element): outcome for rule, element in found}
    return said
