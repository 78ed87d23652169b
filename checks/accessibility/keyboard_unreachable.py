"""Controls that only a mouse can reach."""

from collections.abc import Iterator

from auditor.model import (
    MouseOnlyControl,
    ObservationKind,
    Rendered,
    Severity,
    Text,
    Verdict,
    cant_tell,
    failed,
    page_check,
    passed,
    require_probe,
)


@page_check(
    id="keyboard-unreachable",
    severity=Severity.SERIOUS,
    wcag=("2.1.1",),
    manual_codes={"110.07": ("GN1210100E", "GN1210101E"), "115.11": ("GN1210100E", "FA1210102E")},
    title=Text(zh="只有滑鼠能用，鍵盤到不了", en="Only a mouse can reach it, not the keyboard"),
    remedy=Text(
        zh="請改用 <button> 或 <a href>；只在滑鼠移過時展開的選單，樣式表要同時寫 :focus-within。",
        en="Use <button> or <a href>; a menu that opens under the mouse also opens by :focus-within in the styles.",
    ),
    effect=Text(
        zh="不能用滑鼠的民眾無法使用這個功能。",
        en="People who cannot use a mouse cannot use this.",
    ),
    question=Text(
        zh="請只用鍵盤試試看：到得了嗎？到不了的話，同樣的內容在別處是否到得了？",
        en="Please try by keyboard alone: can it be reached, and if not, is the same to be had elsewhere?",
    ),
)
def keyboard_unreachable(rendered: Rendered) -> Iterator[Verdict]:
    """What works on a click has a stop of the Tab key, and a menu that opens under the mouse opens for the keyboard.

    Clicks are found by attributes, by listeners of scripts and by trying (WCAG 2.1.1, F54, F59). Undecided for what the
    walk passed by, for a hidden menu whose first entry leads to a page of its own, and where a click was tried
    and changed something that may be had elsewhere. Every stop of the walk counts as passed. ``fault``: click, hover.
    """
    probes = rendered.driven
    walk = require_probe(probes.walk)
    for stop in walk.stops:
        yield passed(stop.place)
    for place in walk.missed:
        yield cant_tell(place, "passed-by")
    listened = [found for found in rendered.observations or () if found.kind is ObservationKind.CLICK_ONLY]
    selectors = {observation.place.selector for observation in listened}
    mouse = [control for control in probes.mouse if not _is_known(control, selectors)]
    known = {control.place.selector for control in mouse}
    yield from map(_for_the_mouse, mouse)
    for observation in listened:
        if observation.place.selector not in known:
            yield failed(observation.place, fault="click", text=observation.text)


def _for_the_mouse(control: MouseOnlyControl) -> Verdict:
    if control.way_round:
        return cant_tell(control.place, "another-way-perhaps", fault=control.how)
    return failed(control.place, fault=control.how)


def _is_known(control: MouseOnlyControl, listened: set[str]) -> bool:
    """Whether a listener of clicks on the element itself decides more than what its click did when it was tried."""
    return control.how == "click" and control.way_round and control.place.selector in listened
