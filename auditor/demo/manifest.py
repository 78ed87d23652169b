"""Prints the manifest of planted faults."""

from __future__ import annotations

from auditor.demo.faults import Every, Fault
from auditor.demo.network import DemoNetwork

_SILENCE = "nothing: it is a trap, and an audit must report nothing"


def manifest_text(network: DemoNetwork) -> str:
    """Every fault of the network's manifest: what it represents, on which pages, and the checks that must fail."""
    entries = [_entry(network, fault) for fault in network.manifest]
    faults = sum(bool(fault.expects or fault.site_expects) for fault in network.manifest)
    sites, pages = len(network.portfolio.sites), len(network.kinds)
    end = (
        f"{faults} faults and {len(entries) - faults} traps in the manifest; on these {sites} sites with {pages} pages "
        f"an audit must make {len(network.expected())} findings by check, page and target."
    )
    return "\n\n".join([*entries, end])


def _entry(network: DemoNetwork, fault: Fault) -> str:
    checks = ", ".join(fault.expects + fault.site_expects) or _SILENCE
    pages = fault.page if isinstance(fault.page, str) else ", ".join(fault.page)
    here = {site.id for site in network.portfolio.sites} & set(network.planted[fault.id])
    where = _where(fault) + ("" if here else " (none of them in a network of this size)")
    return f"{fault.id}\n  {fault.why}\n  where   {where}; page {pages}\n  expects {checks}"


def _where(fault: Fault) -> str:
    match fault.where:
        case Every(every, start):
            return f"zones {start}, {start + every}, {start + 2 * every} and so on"
        case str(name):
            return name
        case names:
            return ", ".join(names)
