"""Verdicts on what a browser observed of a page against its markup."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.model import ObservationKind, Place, Rendered, Verdict, cant_tell, failed, passed


def judge_observations(
    rendered: Rendered, *kinds: ObservationKind, reason: str = "", cause: str = ""
) -> Iterator[Verdict]:
    """Yield a verdict for each observation of these kinds; the page passes where there is none.

    What is certain fails, with ``cause``; anything else is a question with this reason, one for the page. A verdict's
    data are the observation's ``text``, ``detail``, ``amount`` and ``kind``.
    """
    found = rendered.observed(*kinds)
    if not found:
        yield passed(Place(rendered.final_url))
    for observation in found:
        data = {name: getattr(observation, name) for name in ("text", "detail", "amount")}
        data["kind"] = observation.kind.value
        if observation.certain:
            yield failed(observation.place, cause=cause, **data)
        else:
            yield cant_tell(observation.place, reason, cause=f"{rendered.final_url}|{reason}", **data)
