"""Fields whose edge hardly differs from what lies around it."""

from collections.abc import Iterator

from auditor.model import ObservationKind, Rendered, Severity, Text, Verdict, page_check
from checks.judges.observed_faults import judge_observations


@page_check(
    id="control-edge-faint",
    severity=Severity.MODERATE,
    wcag=("1.4.11",),
    manual_codes={"110.07": ("GN2141102E",), "115.11": ("GN2141102E",)},
    title=Text(
        zh="欄位的邊框太淡，看不出欄位在哪裡",
        en="Edge of a field too faint to be seen",
    ),
    remedy=Text(
        zh="請把欄位的邊框（或底色）加深，與周圍的對比至少 3:1；現在是 {measured}:1，例如把邊框改為 #767676。",
        en="Darken the border or the ground of the field to a contrast of 3:1 with what lies around it; it "
        "is {measured}:1 now. A border of #767676 will do on white.",
    ),
    effect=Text(
        zh="低視力的民眾找不到要填寫的地方。",
        en="People with low vision do not find where to write.",
    ),
)
def control_edge_faint(rendered: Rendered) -> Iterator[Verdict]:
    """A field has a border or a ground with a contrast of 3:1 to what lies around it (WCAG 1.4.11).

    Fields with shadows, images or effects are left out, and those inside a box that is drawn around them.
    """
    yield from judge_observations(rendered, ObservationKind.EDGE)
