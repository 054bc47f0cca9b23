"""What a code is called on a page: the guidance's words beside the letter that documents and events bear."""

from collections.abc import Mapping

from services.console.casework import CLASSES

# By the name of the field that has it, which is the same in a form, in a list and in what a service tells.
_CALLED: Mapping[str, Mapping[str, str]] = {
    "trigger_class": {letter: f"{letter}: {words}" for letter, words in CLASSES.items()},
    # SI 2018/789, regulation 11(2)(a) to (d)
    "criterion": {
        "11a": "11a: it highlights or may highlight improvements needed in safeguarding and promoting welfare",
        "11b": "11b: it highlights or may highlight recurrent themes in safeguarding and promoting welfare",
        "11c": "11c: it highlights or may highlight concerns about two or more organisations working together",
        "11d": "11d: the Panel considered it, and concluded that a local review may be more appropriate",
    },
    "next_step": {
        "practice review": "A local child safeguarding practice review",
        "none": "No further review",
        "other learning": "No practice review, but other learning",
    },
    "place": {"england-and-wales": "England and Wales", "any-uk": "Elsewhere in the United Kingdom alone"},
    "connection": {
        "home": "It is where the child normally lives",
        "incident": "It is where the incident happened",
        "placing": "It placed the child",
    },
    "sex": {"F": "Female", "M": "Male", "U": "Unknown"},
    # The children in need census' own codes
    "child_protection_category": {
        "NEG": "Neglect",
        "PHY": "Physical abuse",
        "SAB": "Sexual abuse",
        "EMO": "Emotional abuse",
        "MUL": "More than one",
    },
    "part": {"easy_read": "Easy Read"},
}
_SAME = {"previous": "trigger_class"}  # another name of the same


def coded(value: object, name: str) -> object:
    """A value that was told under a name: its words where it is a code, else as it is."""
    codes = _CALLED.get(_SAME.get(name, name), {})
    return codes.get(value, value) if isinstance(value, str) else value


def called(name: str, options: tuple[str, ...]) -> tuple[str, ...]:
    """A word for each option, where the field is one whose options are codes; else none. `#`: a row's number."""
    own = next((part for part in reversed(name.split(".")) if part != "#"), name)
    codes = _CALLED.get(own, {})
    return tuple(codes.get(option) or as_said(option) for option in options) if codes else ()


def as_said(option: str) -> str:
    return option[:1].upper() + option[1:] if option.islower() else option
