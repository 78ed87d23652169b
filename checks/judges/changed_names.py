"""Whether a link target changed hands: two strong signals settle it, one is a question, weak ones count for nothing."""

from collections import Counter
from collections.abc import Iterator

from auditor.model import Change, LinkTarget, Place, Value, Verdict, cant_tell, failed, passed

ENOUGH = 2


def change_of(target: LinkTarget) -> Change | None:
    """Return what most of a target's strong signals point to; None without any."""
    counts = Counter(signal.change for signal in target.suspicions)
    return max(counts, key=lambda change: counts[change], default=None)


def judge_change(target: LinkTarget, change: Change) -> Iterator[Verdict]:
    """Yield the verdict on one kind of change; a target fails at most one kind. One that is not alive gets none."""
    place, found = Place(target.url), target.suspicions
    if change_of(target) is change:
        kinds = tuple(dict.fromkeys(signal.kind.value for signal in found))
        proof = tuple(dict.fromkeys(word for signal in found for word in signal.proof))
        data: dict[str, Value] = {"detail": kinds[0], "signals": kinds, "proof": proof}
        if len(kinds) >= ENOUGH:
            yield failed(place, cause=target.url, **data)
        else:
            yield cant_tell(place, kinds[0].replace("_", "-"), cause=target.url, **data)
    elif target.state.is_alive:
        yield passed(place)
