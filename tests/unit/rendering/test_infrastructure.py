"""What the infrastructure repository does when a service's pipeline hands an image over, GitHub's client played."""

import base64
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import catalog
from rendering import render
from rendering.repositories import source

ROOT = Path(__file__).resolve().parents[3]
DIGEST = "sha256:" + "a1" * 32
COMMIT = "c" * 40
# Writes down how it was called, one JSON array a line; answers from files named after the first two words.
GH = """#!/usr/bin/env python3
import json, os, pathlib, sys
folder = pathlib.Path(os.environ["PLAYED"])
with (folder / "calls").open("a") as calls:
    calls.write(json.dumps(sys.argv[1:]) + "\\n")
answer = folder / "-".join(sys.argv[1:3]).replace("/", "_")
if sys.argv[1:2] == ["api"] and "/git/ref/" in sys.argv[2] and not (folder / "branch").exists():
    sys.exit(1)
if answer.exists():
    print(answer.read_text())
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A clone of the rendered repository."""
    plan = catalog.load(ROOT / "services.yaml")
    (entry,) = [entry for entry in plan.repositories if entry.kind == "infrastructure"]
    clone = tmp_path / "clone"
    for path, file in render(source(entry, plan)).items():
        (clone / path).parent.mkdir(parents=True, exist_ok=True)
        (clone / path).write_bytes(file.content)
    git = ["git", "-c", "user.name=test", "-c", "user.email=test@example.org", "-C", str(clone)]
    for command in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "first"]):
        subprocess.run([*git, *command], check=True)
    return clone


@pytest.fixture
def played(tmp_path: Path) -> Path:
    """The folder of the played client: what it answers, and what it was asked."""
    folder = tmp_path / "played"
    (folder / "bin").mkdir(parents=True)
    gh = folder / "bin" / "gh"
    gh.write_text(GH)
    gh.chmod(0o755)
    (folder / "pr-create").write_text("https://github.example/pull/7")
    return folder


Offer = Callable[..., list[list[str]]]


@pytest.fixture
def offer(repository: Path, played: Path) -> Offer:
    def run(service: str = "auth-service", digest: str = DIGEST, commit: str = COMMIT) -> list[list[str]]:
        environment = {
            "PATH": f"{played / 'bin'}:{os.environ['PATH']}",
            "PLAYED": str(played),
            "SERVICE": service,
            "DIGEST": digest,
            "COMMIT": commit,
            "GITHUB_REPOSITORY": "Reg-Kris/pyairtable-infrastructure",
        }
        for command in (["python3", "images.py", "pin", service, digest], ["sh", ".github/offer-pin.sh"]):
            subprocess.run(command, cwd=repository, env=environment, check=True, capture_output=True)
        calls = played / "calls"
        return [json.loads(line) for line in calls.read_text().splitlines()] if calls.exists() else []

    return run


def _content(calls: list[list[str]]) -> dict[str, str]:
    (put,) = [call for call in calls if "PUT" in call]
    (content,) = [word.removeprefix("content=") for word in put if word.startswith("content=")]
    return json.loads(base64.b64decode(content))


def test_an_image_is_offered_from_a_branch_of_its_own(offer: Offer, repository: Path) -> None:
    calls = offer()
    assert _content(calls) == {"auth-service": DIGEST}
    head = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=repository, check=True, capture_output=True, text=True
    ).stdout.strip()
    (branch,) = [call for call in calls if call[1].endswith("/git/refs")]
    assert branch[2:6] == ["--raw-field", "ref=refs/heads/pin/auth-service/a1a1a1a1a1a1", "--raw-field", f"sha={head}"]
    (created,) = [call for call in calls if call[:2] == ["pr", "create"]]
    assert created[created.index("--head") + 1] == "pin/auth-service/a1a1a1a1a1a1"
    assert COMMIT in created[created.index("--body") + 1]


def test_a_pin_keeps_the_other_services_images(offer: Offer, repository: Path) -> None:
    (repository / "images.json").write_text(json.dumps({"chat-service": DIGEST}))
    assert _content(offer()) == {"auth-service": DIGEST, "chat-service": DIGEST}


def test_an_image_that_runs_or_was_offered_already_is_not_offered_again(
    offer: Offer, repository: Path, played: Path
) -> None:
    (played / "branch").touch()
    assert [call[:1] for call in offer()] == [["api"]]
    (played / "calls").unlink()
    subprocess.run(
        ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "--quiet", "--all", "-m", "pinned"],
        cwd=repository,
        check=True,
    )
    assert offer() == []


def test_a_newer_image_closes_the_offer_of_an_older_one(offer: Offer, played: Path) -> None:
    (played / "pr-list").write_text("3\n5")
    calls = offer()
    assert [call[:3] for call in calls if call[:2] == ["pr", "close"]] == [["pr", "close", "3"], ["pr", "close", "5"]]
    order = [call[:2] for call in calls]
    assert order.index(["pr", "create"]) < order.index(["pr", "close"])


@pytest.mark.parametrize(
    ("service", "digest"),
    [("no-service", DIGEST), ("auth-service", "latest"), ("$(touch pwned)", DIGEST), ("auth-service", DIGEST + ";id")],
)
def test_what_is_no_service_or_no_digest_reaches_nobody(
    offer: Offer, repository: Path, played: Path, service: str, digest: str
) -> None:
    with pytest.raises(subprocess.CalledProcessError) as refused:
        offer(service, digest)
    assert refused.value.stderr.decode().count("\n") == 1
    assert not (played / "calls").exists()
    assert json.loads((repository / "images.json").read_text()) == {}
    assert not (repository / "pwned").exists()


def test_a_commit_that_is_none_is_not_repeated(offer: Offer) -> None:
    (created,) = [call for call in offer(commit="[x](y)") if call[:2] == ["pr", "create"]]
    assert "[x]" not in " ".join(created)


@pytest.mark.parametrize("target", ["lint", "test"])
def test_its_own_checks_pass(repository: Path, target: str) -> None:
    done = subprocess.run(["make", target], cwd=repository, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
