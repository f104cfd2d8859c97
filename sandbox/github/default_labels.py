"""The labels that every new repository on github.com starts with."""

from sandbox.github.world import World

DEFAULT_LABELS = (
    ("bug", "d73a4a", "Something isn't working"),
    ("documentation", "0075ca", "Improvements or additions to documentation"),
    ("duplicate", "cfd3d7", "This issue or pull request already exists"),
    ("enhancement", "a2eeef", "New feature or request"),
    ("good first issue", "7057ff", "Good for newcomers"),
    ("help wanted", "008672", "Extra attention is needed"),
    ("invalid", "e4e669", "This doesn't seem right"),
    ("question", "d876e3", "Further information is requested"),
    ("wontfix", "ffffff", "This will not be worked on"),
)


def add_default_labels(world: World, repository: int) -> None:
    """Gives a new repository its first labels."""
    for name, color, description in DEFAULT_LABELS:
        label = {"id": world.database.next_number("label"), "name": name, "color": color}
        world.database.put(repository, "label", name, {**label, "description": description, "default": True})
