"""Define a workflow, run it, look at the run."""

from typing import Any

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

from . import probes
from .workflow import Step, Workflow

app = FastAPI(title="PyAirtable workflow engine", version="0.9.3", description=__doc__ or "")
app.include_router(probes.router)
app.middleware("http")(probes.count)

KEPT_RUNS = 1_000


class Run(BaseModel):
    id: int
    workflow: str
    results: dict[str, Any]


workflows = {
    "order-total": Workflow(
        name="order-total",
        steps=(
            Step(name="lines", action="count"),
            Step(name="total", action="sum"),
            Step(name="report", action="collect", after=("lines", "total")),
        ),
    )
}
runs: dict[int, Run] = {}


@app.get("/workflows")
async def list_workflows() -> list[Workflow]:
    return list(workflows.values())


@app.put("/workflows/{name}")
async def define(name: str, workflow: Workflow) -> Workflow:
    workflows[name] = workflow.model_copy(update={"name": name})
    return workflows[name]


@app.post("/workflows/{name}/runs", status_code=201, responses={404: {"description": "No such workflow."}})
async def start(name: str, values: dict[str, Any]) -> Run:
    if name not in workflows:
        raise HTTPException(404, f"there is no workflow {name}")
    run = Run(id=max(runs, default=0) + 1, workflow=name, results=workflows[name].run(values))
    runs[run.id] = run
    runs.pop(run.id - KEPT_RUNS, None)
    return run


@app.get("/runs/{number}", responses={404: {"description": "No such run."}})
async def show(number: int) -> Run:
    if number not in runs:
        raise HTTPException(404, f"there is no run {number}")
    return runs[number]
