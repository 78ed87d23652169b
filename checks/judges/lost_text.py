"""Judges the texts that a stressed layout cuts off, overlays or shortens."""

from collections.abc import Iterator

from auditor.model import LayoutStress, Place, Rendered, Untested, Verdict, cant_tell, failed, passed, require_probe


def judge_lost_text(rendered: Rendered, stress: LayoutStress | Untested | None) -> Iterator[Verdict]:
    """One verdict for each text of the page; one that ends in an ellipsis is for a person (``how``, ``text``).

    Raises ``CannotJudge`` where time was up before the probe.
    """
    probed = require_probe(stress)
    page = Place(rendered.final_url)
    for _ in range(probed.texts - len(probed.lost)):
        yield passed(page)
    for lost in probed.lost:
        if lost.how == "shortened":
            yield cant_tell(lost.place, "shortened", text=lost.text)
        else:
            yield failed(lost.place, how=lost.how, text=lost.text)
