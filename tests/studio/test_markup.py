"""Pages as plain data, and states one after the other."""

from teamsim.studio.history import History
from teamsim.studio.markup import button, choice, tag
from tests.studio.reading import found, intents, texts


def test_an_element_is_its_name_attributes_and_children() -> None:
    assert tag("p", "Hello", None, class_="note", hidden=False, aria_label="x") == [
        "p",
        {"class": "note", "aria-label": "x"},
        ["Hello"],
    ]


def test_a_button_sends_its_intent() -> None:
    made = button("Undo", {"kind": "undo"}, title="Ctrl+Z")
    assert intents(made) == {"click": {"kind": "undo"}}
    assert texts(tag("div", made, tag("b", "now"))) == "Undo now"


def test_a_list_marks_what_is_chosen() -> None:
    made = choice({"en": "English", "zh": "中文"}, "zh", {"kind": "lang"})
    assert [item[1].get("selected") for item in made[2]] == [None, ""]
    assert found(made, value="zh")


def test_a_new_state_takes_the_place_of_what_was_undone() -> None:
    line = History(0)
    for state in (1, 2):
        line.do(state)
    line.undo()
    line.do(3)
    assert not line.can_redo
    line.undo()
    line.undo()
    line.undo()
    assert (line.now, line.can_undo) == (0, False)
    line.redo()
    assert line.now == 1


def test_the_same_topic_is_one_step() -> None:
    line = History(0)
    for state in (1, 2, 3):
        line.do(state, "ramp")
    line.undo()
    assert line.now == 0
