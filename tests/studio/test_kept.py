"""What is kept is made again where it changed, and only there."""

from teamsim.studio.markup import Kept


def test_what_did_not_change_is_not_made_again() -> None:
    made: list[int] = []
    kept = Kept[int]()

    def made_of(number: int) -> int:
        def make() -> int:
            made.append(number)
            return number

        return kept.made((number, "en"), make)

    assert [made_of(number) for number in (1, 1, 2, 2, 1)] == [1, 1, 2, 2, 1]
    assert made == [1, 2, 1]
