import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import pytest

from components import reachability
from components.settings import Settings

SettingsFactory = Callable[..., Settings]

KUBECONFIG = """\
apiVersion: v1
kind: Config
clusters: [{{name: local, cluster: {{server: "{server}"}}}}]
contexts: [{{name: test, context: {{cluster: local, user: me}}}}]
"""


@pytest.fixture
def closed_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@pytest.fixture
def open_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def kubeconfig(tmp_path: Path) -> Callable[[str], str]:
    def write(content: str) -> str:
        path = tmp_path / "kubeconfig"
        path.write_text(content)
        return str(path)

    return write


def cluster(settings: Settings) -> list[str]:
    return [problem for problem in reachability.problems(settings) if problem.startswith("kubernetes: ")]


def registry(settings: Settings) -> list[str]:
    return [problem for problem in reachability.problems(settings) if problem.startswith("registry: ")]


def test_a_cluster_that_nobody_serves_is_named_with_its_address(
    make_settings: SettingsFactory, kubeconfig: Callable[[str], str], closed_port: int
) -> None:
    server = f"https://127.0.0.1:{closed_port}"
    found = cluster(make_settings(kubeconfig=kubeconfig(KUBECONFIG.format(server=server))))
    assert found == [f"kubernetes: the cluster of context 'test' at {server} does not answer: Connection refused"]


def test_a_cluster_that_answers_is_no_problem(
    make_settings: SettingsFactory, kubeconfig: Callable[[str], str], open_port: int
) -> None:
    content = KUBECONFIG.format(server=f"https://127.0.0.1:{open_port}")
    assert cluster(make_settings(kubeconfig=kubeconfig(content))) == []


def test_an_unknown_context_says_what_to_correct(
    make_settings: SettingsFactory, kubeconfig: Callable[[str], str]
) -> None:
    path = kubeconfig(KUBECONFIG.format(server="https://127.0.0.1:1"))
    found = cluster(make_settings(kubeconfig=path, kubeContext="other"))
    assert len(found) == 1
    assert found[0].startswith(f"kubernetes: no context 'other' in {path}; correct pyairtable:kubeContext")


def test_a_missing_kubeconfig_says_where_it_was_looked_for(make_settings: SettingsFactory, tmp_path: Path) -> None:
    found = cluster(make_settings(kubeconfig=str(tmp_path / "none")))
    assert len(found) == 1
    assert str(tmp_path / "none") in found[0]


@pytest.mark.parametrize(
    "content",
    ["", "[1, 2]", "contexts: 3", "contexts: [{name: test}]", "a: [", "clusters: [{}]", "\0binary"],
)
def test_a_file_that_is_no_kubeconfig_is_one_sentence(
    make_settings: SettingsFactory, kubeconfig: Callable[[str], str], content: str
) -> None:
    path = kubeconfig(content)
    assert cluster(make_settings(kubeconfig=path)) == [f"kubernetes: {path} is not a kubeconfig file"]


def test_the_ambient_kubeconfigs_are_searched_in_order(
    make_settings: SettingsFactory,
    kubeconfig: Callable[[str], str],
    open_port: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = kubeconfig(KUBECONFIG.format(server=f"https://127.0.0.1:{open_port}"))
    monkeypatch.setenv("KUBECONFIG", f"{tmp_path / 'none'}:{path}")
    assert cluster(make_settings(kubeconfig="")) == []


def test_a_context_and_its_cluster_may_be_in_two_files(
    make_settings: SettingsFactory, open_port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one").write_text("contexts: [{name: test, context: {cluster: local}}]")
    server = f"https://127.0.0.1:{open_port}"
    (tmp_path / "two").write_text(f'clusters: [{{name: local, cluster: {{server: "{server}"}}}}]')
    monkeypatch.setenv("KUBECONFIG", f"{tmp_path / 'one'}:{tmp_path / 'two'}")
    assert cluster(make_settings(kubeconfig="")) == []


def test_an_impossible_address_is_one_sentence(
    make_settings: SettingsFactory, kubeconfig: Callable[[str], str]
) -> None:
    found = cluster(make_settings(kubeconfig=kubeconfig(KUBECONFIG.format(server="https://127.0.0.1:99999"))))
    assert len(found) == 1
    assert "https://127.0.0.1:99999 of context 'test' is wrong" in found[0]


def test_a_registry_that_nobody_serves_is_named_with_its_address(
    make_settings: SettingsFactory, closed_port: int
) -> None:
    found = registry(make_settings(registry=f"127.0.0.1:{closed_port}/reg-kris"))
    assert len(found) == 1
    assert found[0].startswith(f"registry: https://127.0.0.1:{closed_port}/v2/ does not answer: ")
    assert found[0].endswith("correct pyairtable:registry")


def test_a_registry_without_tls_does_not_count(make_settings: SettingsFactory) -> None:
    server = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    found = registry(make_settings(registry=f"127.0.0.1:{server.server_port}"))
    server.shutdown()
    server.server_close()
    assert len(found) == 1
    assert "does not answer" in found[0]


@pytest.mark.parametrize(("status", "problems"), [(200, 0), (401, 0), (404, 1), (500, 1)])
def test_a_registry_answers_or_asks_for_a_login(
    make_settings: SettingsFactory, monkeypatch: pytest.MonkeyPatch, status: int, problems: int
) -> None:
    def get(*_: object, **__: object) -> httpx.Response:
        return httpx.Response(status)

    monkeypatch.setattr(httpx, "get", get)
    assert len(registry(make_settings(registry="registry.example/reg-kris"))) == problems


def test_everything_that_does_not_answer_is_reported_at_once(
    make_settings: SettingsFactory, kubeconfig: Callable[[str], str], closed_port: int
) -> None:
    content = KUBECONFIG.format(server=f"https://127.0.0.1:{closed_port}")
    found = reachability.problems(
        make_settings(kubeconfig=kubeconfig(content), registry=f"127.0.0.1:{closed_port}/reg-kris")
    )
    assert len(found) == 2
