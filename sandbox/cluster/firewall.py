"""Nothing of the sandbox leaves this machine, and nothing enters it from outside.

The rules sit in the mangle table, before kube-proxy's and anybody else's accept rules and before any address
translation: a packet from or to the pods', Services' or node's addresses passes only on loopback and on our own bridge.
A second, friendlier rule answers pods at once where the first would let them wait for a time-out.
"""

from sandbox.cluster.commands import run
from sandbox.settings import Settings

BRIDGE = "pyair0"
TAG = "pyairtable-sandbox"
INTO, OUT_OF, REFUSE, ACCEPT = "PYAIR-INTO", "PYAIR-OUT-OF", "PYAIR-REFUSE", "PYAIR-ACCEPT"

# table, built-in chain, our chain, whether our chain must come first. Accepting is left to the end: it only matters
# where the machine's own policy is to drop (Docker's is), and must not overrule rules that a person wrote.
HOOKS = (
    ("mangle", "PREROUTING", INTO, True),
    ("mangle", "POSTROUTING", OUT_OF, True),
    ("filter", "FORWARD", REFUSE, True),
    ("filter", "FORWARD", ACCEPT, False),
    ("filter", "INPUT", ACCEPT, False),
)


def ranges(settings: Settings) -> tuple[str, ...]:
    """Every address range of the sandbox."""
    return (settings.pod_range, settings.service_range, f"{settings.node_address}/32")


def rules(settings: Settings) -> str:
    """All our chains in the language of iptables-restore; restoring them again replaces their content."""
    guarded = ranges(settings)
    lines = ["*mangle", f":{INTO} - [0:0]", f":{OUT_OF} - [0:0]"]
    for chain, flag in ((INTO, "-i"), (OUT_OF, "-o")):
        lines += [_rule(chain, f"{flag} {interface} -j RETURN") for interface in ("lo", BRIDGE)]
        lines += [_rule(chain, f"{side} {block} -j DROP") for block in guarded for side in ("-s", "-d")]
    # kube-proxy makes loopback addresses routable (NodePorts on 127.0.0.1): only loopback may use them.
    lines += [_rule(INTO, "-d 127.0.0.0/8 -j DROP"), "COMMIT"]
    lines += ["*filter", f":{REFUSE} - [0:0]", f":{ACCEPT} - [0:0]"]
    lines += [
        _rule(REFUSE, f"-i {BRIDGE} ! -o {BRIDGE} -j REJECT --reject-with icmp-admin-prohibited"),
        _rule(ACCEPT, f"-i {BRIDGE} -o {BRIDGE} -j ACCEPT"),
        _rule(ACCEPT, f"-i {BRIDGE} -d {settings.node_address}/32 -j ACCEPT"),
        "COMMIT",
    ]
    return "\n".join(lines) + "\n"


def raise_up(settings: Settings) -> None:
    """Puts the rules in place; again and again does no harm.

    Raises:
        SandboxError: iptables refuses.
    """
    run("iptables-restore", "--wait", "--noflush", given=rules(settings))
    for table, chain, ours, first in HOOKS:
        jump = ("-m", "comment", "--comment", TAG, "-j", ours)
        if run("iptables", "-w", "-t", table, "-C", chain, *jump, check=False).returncode != 0:
            run("iptables", "-w", "-t", table, "-I" if first else "-A", chain, *jump)


def take_down() -> None:
    """Removes our rules and those that kube-proxy, the kubelet and CNI leave behind."""
    for family in ("iptables", "ip6tables"):
        saved = run(f"{family}-save", check=False).stdout
        if removal := remove_chains(saved):
            run(f"{family}-restore", "--wait", "--noflush", given=removal)


def remove_chains(saved: str) -> str:
    """What iptables-restore must do so that no chain of ours is left.

    Args:
        saved: the output of iptables-save.

    Returns:
        Input for `iptables-restore --noflush`; empty when there is nothing to remove.
    """
    output: list[str] = []
    for block in saved.split("COMMIT\n"):
        lines = block.splitlines()
        table = next((line for line in lines if line.startswith("*")), None)
        chains = [line[1:].split()[0] for line in lines if line.startswith(":")]
        ours = [chain for chain in chains if _is_ours(chain)]
        if table is None or not ours:
            continue
        jumps = [line for line in lines if line.startswith("-A ") and not _is_ours(line.split()[1])]
        output += [table, *(f":{chain} - [0:0]" for chain in ours)]
        output += ["-D" + line[2:] for line in jumps if _is_ours(_target(line))]
        output += [*(f"-X {chain}" for chain in ours), "COMMIT"]
    return "\n".join([*output, ""])


def _is_ours(chain: str) -> bool:
    return chain.startswith(("PYAIR-", "KUBE-", "CNI-"))


def _target(rule: str) -> str:
    words = rule.split()
    return words[words.index("-j") + 1] if "-j" in words else ""


def _rule(chain: str, match: str) -> str:
    return f"-A {chain} -m comment --comment {TAG} {match}"
