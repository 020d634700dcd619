"""The learner's pages: first page, a moment of a conversation, a question, and answering both."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.urls import reverse

from bench.declare import Declaration, Supply, Target
from bench.world import WALKERS, Person, World

# The first ones showed the way; readers are in the middle of things; the rest answer.
READERS = slice(WALKERS, WALKERS + 64)


def _answering(world: World, kind: str) -> list[Person]:
    rest = world.learners[READERS.stop :]
    half = len(rest) // 2
    return rest[:half] if kind == "scenario" else rest[half:]


def home(world: World) -> Supply:
    readers = world.learners[READERS]
    return lambda number: _again(readers[number % len(readers)].get(reverse("progress:home")))


def showing(kind: str) -> Callable[[World], Supply]:
    """Halfway a step, each client somebody else."""

    def prepare(world: World) -> Supply:
        readers, walk = world.learners[READERS], world.walked(kind)
        world.in_the_middle(kind, readers, answered=walk.attempt.answers.count() // 2)
        return lambda number: _again(readers[number % len(readers)].get(walk.url))

    return prepare


def answering(kind: str) -> Callable[[World], Supply]:
    """Each client takes one learner after another through the whole step."""

    def prepare(world: World) -> Supply:
        people, walk = _answering(world, kind), world.walked(kind)
        world.in_the_middle(kind, people, answered=0)

        def supply(number: int) -> Iterator[bytes]:
            for person in world.share_of(people, number):
                for body in walk.bodies:
                    yield person.post(walk.url, body)

        return supply

    return prepare


def reset(kind: str) -> Callable[[World], int]:
    return lambda world: world.back_to_the_start(kind, _answering(world, kind))


def _again(request: bytes) -> Iterator[bytes]:
    while True:
        yield request


TARGETS: list[Declaration] = [
    Target(name="first page of the learner", prepare=home, beside={"W": 1.6}, marker=b"</html>"),
    Target(name="showing a moment of a conversation", prepare=showing("scenario"), beside={"W": 1.6}, marker=b"</html>"),
    Target(
        name="a reply in a conversation",
        prepare=answering("scenario"),
        beside={"F": 0.75},
        expects=302,
        reset=reset("scenario"),
    ),
    Target(name="showing a question", prepare=showing("quiz"), beside={"W": 1.6}, marker=b"</html>"),
    Target(
        name="an answer to a question",
        prepare=answering("quiz"),
        beside={"F": 0.75},
        expects=302,
        reset=reset("quiz"),
    ),
]
