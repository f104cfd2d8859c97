"""`git clone`, `fetch` and `push` over http, by dulwich's smart protocol handlers.

Public repositories are read without a token; pushing needs one, as the password or user name of basic authentication,
and meets the same rulesets as the API.
"""

import gzip
import io
import logging

from dulwich.errors import HangupException
from dulwich.objects import ObjectID
from dulwich.protocol import CAPABILITY_FILTER, ReceivableProtocol, pkt_line
from dulwich.refs import Ref
from dulwich.repo import Repo
from dulwich.server import Backend, PackHandler, ReceivePackHandler, UploadPackHandler
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.github.errors import ApiError, MovedError, not_found
from sandbox.github.pushes import record_push
from sandbox.github.repository import Repository
from sandbox.github.rules import RefChange, check
from sandbox.github.tokens import Actor, Tokens
from sandbox.github.world import World

SERVICES = ("git-upload-pack", "git-receive-pack")
DELETED = b"0" * 40
CHALLENGE = {"WWW-Authenticate": 'Basic realm="GitHub"'}

log = logging.getLogger(__name__)


class _OneRepository(Backend):
    def __init__(self, repo: Repo) -> None:
        self._repo = repo

    def open_repository(self, path: str) -> Repo:  # noqa: ARG002, dulwich's interface
        return self._repo


class _WholeUploadPack(UploadPackHandler):
    """Offers no partial clones: dulwich would leave objects out and then refuse to send them when they are asked for.

    A client that wants one (pip does) gets everything instead.
    """

    def capabilities(self) -> list[bytes]:
        """What a client may ask for."""
        return [each for each in super().capabilities() if each != CAPABILITY_FILTER]

    @classmethod
    def innocuous_capabilities(cls) -> list[bytes]:
        """What a client may say all the same; git names the filter also where none is offered."""
        return [*super().innocuous_capabilities(), CAPABILITY_FILTER]


class _GuardedReceivePack(ReceivePackHandler):
    """Asks the rulesets before every ref that a push moves."""

    world: World
    repository: Repository
    actor: Actor

    def _on_update(self, ref_name: Ref, old_sha: ObjectID, new_sha: ObjectID) -> bytes | None:  # noqa: ARG002
        ref = ref_name.decode()
        if ref == f"refs/heads/{self.repository.default_branch}" and new_sha == DELETED:
            return b"refusing to delete the current branch"
        try:
            new = None if new_sha == DELETED else new_sha.decode()
            check(RefChange(self.world, self.repository, ref, new, self.actor))
        except ApiError as error:
            return error.message.replace("\n\n", " ").strip().encode()
        return None


def git_routes(world: World, tokens: Tokens) -> list[Route]:
    """The three addresses that a git client asks."""

    async def serve(request: Request) -> Response:
        content = await request.body()
        if request.headers.get("content-encoding") == "gzip":
            content = gzip.decompress(content)
        return await run_in_threadpool(_answer, world, tokens, request, content)

    base = "/{owner}/{repo}"
    return [
        Route(f"{base}/info/refs", serve, methods=["GET"]),
        *(Route(f"{base}/{service}", serve, methods=["POST"]) for service in SERVICES),
    ]


def _answer(world: World, tokens: Tokens, request: Request, content: bytes) -> Response:
    action = request.url.path.rsplit("/", 1)[-1]
    service = request.query_params.get("service", "") if action == "refs" else action
    if service not in SERVICES:
        return PlainTextResponse("Please upgrade your git client.\n", 403)
    actor = tokens.actor(request.headers.get("authorization", ""))
    try:
        with world.lock, world.database.transaction():
            repository = world.by_name(request.path_params["owner"], request.path_params["repo"].removesuffix(".git"))
            if actor is None and (service == "git-receive-pack" or not repository.public):
                raise not_found()
            if action == "refs":
                return _reply(service, "advertisement", _advertise(world, repository, service))
            return _reply(service, "result", _exchange(world, repository, service, actor, content))
    except MovedError as moved:
        rest = request.url.path.split("/", 3)[3]
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(
            f"{world.url}/{world.owner}/{world.by_id(moved.repository).name}.git/{rest}{query}", 301
        )
    except ApiError:
        if actor is None:  # without a token, a private repository looks like a missing one
            return PlainTextResponse("Authentication failed\n", 401, CHALLENGE)
        return PlainTextResponse("Repository not found.\n", 404)


def _reply(service: str, what: str, content: bytes) -> Response:
    return Response(content, media_type=f"application/x-{service}-{what}", headers={"Cache-Control": "no-cache"})


def _advertise(world: World, repository: Repository, service: str) -> bytes:
    output = io.BytesIO()
    output.write(pkt_line(f"# service={service}\n".encode()) + pkt_line(None))
    protocol = ReceivableProtocol(io.BytesIO().read, output.write)
    kind = _WholeUploadPack if service == "git-upload-pack" else ReceivePackHandler
    handler: PackHandler = kind(
        _OneRepository(world.git(repository.id).repo), ["/"], protocol, stateless_rpc=True, advertise_refs=True
    )
    handler.handle()
    return output.getvalue()


def _exchange(world: World, repository: Repository, service: str, actor: Actor | None, content: bytes) -> bytes:
    output = io.BytesIO()
    protocol = ReceivableProtocol(io.BytesIO(content).read, output.write)
    git = world.git(repository.id)
    backend = _OneRepository(git.repo)
    before = git.refs("refs/")
    if service == "git-upload-pack" or actor is None:
        handler: PackHandler = _WholeUploadPack(backend, ["/"], protocol, stateless_rpc=True)
    else:
        guarded = _GuardedReceivePack(backend, ["/"], protocol, stateless_rpc=True)
        guarded.world, guarded.repository, guarded.actor = world, repository, actor
        handler = guarded
    try:
        handler.handle()
    except HangupException:
        log.info("the git client hung up")
    after = git.refs("refs/")
    for ref in sorted(before.keys() | after.keys()):
        if before.get(ref) != after.get(ref):
            record_push(world, world.by_id(repository.id), ref)
    return output.getvalue()
