"""Judges downloaded files; the cause is the file, whichever page links to it."""

from collections.abc import Iterator

from auditor.model import LinkTarget, PartCounts, Place, Value, Verdict, failed, passed


def judge_file(target: LinkTarget, *, is_sound: bool, **data: Value) -> Verdict:
    """Passed or failed at the file's address, with the data of the failure."""
    place = Place(target.url)
    return passed(place) if is_sound else failed(place, cause=target.url, **data)


def judge_file_parts(target: LinkTarget, parts: PartCounts | None) -> Iterator[Verdict]:
    """One verdict on all images, or all tables, of a file; none where it has none, or its format cannot name them."""
    if parts is not None and parts.total:
        yield judge_file(target, is_sound=not parts.lacking, total=parts.total, lacking=parts.lacking)
