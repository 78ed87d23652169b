"""The manifest of planted faults, in words."""

from __future__ import annotations

from auditor.demo.network import DemoNetwork


def manifest_text(network: DemoNetwork) -> str:
    """Every planted fault: its id, how often it stands, the checks that must find it, and why it is there."""
    lines = []
    planted = {fault.id: _places(network, fault.expects + fault.site_expects) for fault in network.manifest}
    for fault in network.manifest:
        checks = ", ".join(fault.expects + fault.site_expects) or "nothing: an audit must stay silent"
        where = _where(fault.where)
        lines += [f"{fault.id}", f"    {fault.why}", f"    on {where}, page {fault.page}; expects {checks}"]
    del planted
    return "\n".join(lines)


def _where(where: object) -> str:
    return ", ".join(where) if isinstance(where, tuple) else str(where)


def _places(network: DemoNetwork, checks: tuple[str, ...]) -> int:
    return sum(found.check in checks for found in network.expected())
