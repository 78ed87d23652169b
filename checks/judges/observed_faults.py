"""Verdicts on what a browser observed of a page against its markup."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.model import ObservationKind, Place, Rendered, Value, Verdict, cant_tell, failed, passed


def judge_observations(
    rendered: Rendered, *kinds: ObservationKind, reason: str = "", cause: str = ""
) -> Iterator[Verdict]:
    """Yield a verdict for each observation of these kinds; the page passes where there is none.

    What is certain fails, with ``cause``; anything else is a question with this reason, one for the page. A verdict's
    data are the observation's ``text``, its ``detail`` as ``name``, its ``amount`` as ``measured``, where it has them,
    and its ``kind`` where several kinds are judged.
    """
    found = rendered.observed(*kinds)
    if not found:
        yield passed(Place(rendered.final_url))
    for observation in found:
        data: dict[str, Value] = {"text": observation.text}
        data |= {"name": observation.detail} if observation.detail else {}
        data |= {"measured": observation.amount} if observation.amount else {}
        data |= {"kind": observation.kind.value} if len(kinds) > 1 else {}
        if observation.certain:
            yield failed(observation.place, cause=cause, **data)
        else:
            yield cant_tell(observation.place, reason, cause=f"{rendered.final_url}|{reason}", **data)
