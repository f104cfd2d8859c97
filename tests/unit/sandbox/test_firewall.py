"""Rules that keep the sandbox on this machine."""

import pytest

from sandbox.cluster import firewall
from sandbox.settings import Settings

SAVED = """\
*nat
:PREROUTING ACCEPT [0:0]
:DOCKER - [0:0]
:KUBE-SERVICES - [0:0]
:CNI-HOSTPORT-DNAT - [0:0]
-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
-A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
-A DOCKER -i docker0 -j RETURN
-A KUBE-SERVICES -j CNI-HOSTPORT-DNAT
COMMIT
# Completed
*filter
:FORWARD DROP [0:0]
-A FORWARD -i docker0 -j ACCEPT
COMMIT
"""


def rules_of(chain: str) -> list[str]:
    rules = firewall.rules(Settings()).splitlines()
    prefix = f"-A {chain} -m comment --comment {firewall.TAG} "
    return [rule.removeprefix(prefix) for rule in rules if rule.startswith(prefix)]


@pytest.mark.parametrize(("chain", "flag"), [(firewall.INTO, "-i"), (firewall.OUT_OF, "-o")])
@pytest.mark.parametrize("block", ["100.64.0.0/16", "100.65.0.0/16", "100.66.0.1/32"])
def test_each_range_is_dropped_on_every_interface_but_loopback_and_the_bridge(
    chain: str, flag: str, block: str
) -> None:
    rules = rules_of(chain)
    assert rules[:2] == [f"{flag} lo -j RETURN", f"{flag} pyair0 -j RETURN"]
    assert f"-s {block} -j DROP" in rules
    assert f"-d {block} -j DROP" in rules


def test_only_loopback_itself_reaches_loopback_addresses() -> None:
    assert rules_of(firewall.INTO)[-1] == "-d 127.0.0.0/8 -j DROP"


def test_removing_takes_our_chains_and_the_jumps_to_them() -> None:
    removal = firewall.remove_chains(SAVED).splitlines()
    assert removal == [
        "*nat",
        ":KUBE-SERVICES - [0:0]",
        ":CNI-HOSTPORT-DNAT - [0:0]",
        '-D PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES',
        "-X KUBE-SERVICES",
        "-X CNI-HOSTPORT-DNAT",
        "COMMIT",
    ]


def test_removing_leaves_the_machines_own_rules_alone() -> None:
    assert "DOCKER" not in firewall.remove_chains(SAVED)
    assert "docker0" not in firewall.remove_chains(SAVED)


def test_nothing_to_remove_means_no_call_at_all() -> None:
    assert firewall.remove_chains("*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n") == ""
