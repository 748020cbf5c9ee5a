"""The register of scenes and the manual say the same; cues are read as they are written."""

from pathlib import Path

import pytest

from simulator.refusals import Refused
from simulator.scenes import GROUPS, REGISTER, Cue, cue, cues, cues_in
from simulator.scenes.register import Scene

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "simulator.md"
TESTS = Path(__file__).parent


def row(scene: Scene) -> str:
    """A scene's line in the manual."""
    parameters = " ".join(f"`{name}={value}`" for name, value in scene.defaults.items())
    return f"| `{scene.name}` | {parameters} | {scene.sentence} |"


def chapter() -> str:
    """The manual's chapter of scenes: a table for each group."""
    parts = []
    for group in GROUPS:
        scenes = [scene for scene in REGISTER.values() if scene.arrange.__module__ == group.__name__]
        parts += [
            f"### {(group.__doc__ or '').rstrip('.')}",
            "",
            "| scene | parameters | what happens |",
            "|---|---|---|",
        ]
        parts += [*map(row, scenes), ""]
    return "\n".join(parts).strip()


def test_the_manual_has_every_scene_with_its_parameters_and_no_other() -> None:
    told = MANUAL.read_text("utf-8").partition("<!-- scenes -->")[2].partition("<!-- /scenes -->")[0]

    assert told.strip() == chapter(), f"the chapter should read:\n{chapter()}"


def test_every_scene_is_played_in_some_test() -> None:
    played = "".join(path.read_text("utf-8") for path in TESTS.glob("test_*.py"))

    assert [name for name in REGISTER if name not in played] == []


def test_every_group_of_scenes_enters_some() -> None:
    entered = {scene.arrange.__module__ for scene in REGISTER.values()}

    assert entered == {group.__name__ for group in GROUPS}
    folder = TESTS.parents[1] / "simulator" / "scenes"
    assert {path.stem for path in folder.glob("*.py")} - {"__init__", "play", "register"} == {
        name.rsplit(".", 1)[1] for name in entered
    }


@pytest.mark.parametrize(
    ("prompt", "left", "found"),
    [
        ("a fox", "a fox", []),
        ("a fox [[scene:flood]]", "a fox", [Cue("flood")]),
        ("[[scene:cut after=3 how=reset]] a\n[[scene:drip]] b", "a\n b", [
            Cue("cut", (("after", "3"), ("how", "reset"))), Cue("drip"),
        ]),
        ('[[scene:video_failed text="No such fox."]]', "", [Cue("video_failed", (("text", "No such fox."),))]),
    ],
)  # fmt: skip
def test_markers_are_taken_out_of_the_prompt(prompt: str, left: str, found: list[Cue]) -> None:
    assert cues_in(prompt) == (left, found)


def test_a_cue_can_be_written_down_and_read_again() -> None:
    for text in ('video_failed code=x text="No such fox; none."', "cut after=3", "flood"):
        assert cue(str(cue(text))) == cue(text)
    written = "; ".join(str(each) for each in cues("flood; drip bytes=2"))
    assert cues(written) == cues("flood; drip bytes=2")


def test_a_semicolon_inside_quotes_does_not_end_a_cue() -> None:
    assert cues('video_failed text="one; two"; flood') == [Cue("video_failed", (("text", "one; two"),)), Cue("flood")]


@pytest.mark.parametrize("text", ["nope", "cut afterwards=3", "cut after=soon", 'cut "'])
def test_what_is_not_in_the_register_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="scene"):
        cue(text)
