"""Identifiers of another agency, or of none."""

import re
from collections.abc import Iterator

from auditor.model import Context, Head, Meta, Severity, Text, Verdict, cant_tell, failed, page_check, passed
from auditor.standards.dublin_core import RULES, content, filled, known_tags

_AGENCY = re.compile(RULES["identifiers"]["agency"])
_OID = re.compile(RULES["identifiers"]["oid"])


@page_check(
    id="dublin-core-identifier-foreign",
    severity=Severity.MODERATE,
    title=Text(zh="識別碼不是本機關的代碼", en="The identifier is not this agency's"),
    remedy=Text(
        zh="請把 DC.Identifier 的「{value}」改為本機關代碼{expected}。",
        en="Replace “{value}” in DC.Identifier by this agency's code {expected}.",
    ),
    effect=Text(
        zh="這一頁會被歸到其他機關名下，或無法歸類。",
        en="The page is filed under another agency, or under none.",
    ),
    question=Text(
        zh="物件識別碼「{value}」是否屬於本機關（{expected}）？",
        en="Does the object identifier “{value}” belong to this agency ({expected})?",
    ),
)
def dublin_core_identifier_foreign(head: Head, context: Context) -> Iterator[Verdict]:
    """DC.Identifier has the form of an agency code or OID, and names the agency that is configured for the site."""
    expected = context.site.agency_code.strip().upper()
    for name, meta in known_tags(head):
        if name == "DC.Identifier" and filled(meta):
            yield _verdict(meta, expected)


def _verdict(meta: Meta, expected: str) -> Verdict:
    text = content(meta)
    agency, oid = _AGENCY.fullmatch(text.upper()), _OID.fullmatch(text)
    if agency is None and oid is None:
        return failed(meta.place, cause=f"form|{text}", value=text, expected=expected, fault="form")
    if not expected or (agency and agency["code"] == expected) or re.match(rf"{re.escape(expected)}(?![.0-9])", text):
        return passed(meta.place)
    if agency is None:
        return cant_tell(meta.place, "oid-not-comparable", cause=text, value=text, expected=expected)
    return failed(meta.place, cause=agency["code"], value=text, expected=expected, fault="agency")
