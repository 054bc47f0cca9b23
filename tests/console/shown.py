"""A page as a browser is given it, without a console around it."""

from services.console.pages import page
from tests.console.examples import MONDAY
from tests.examples import partnership


def shown(name: str, **what: object) -> str:
    """What pages read besides `what` is that of the example partnership, on a Monday."""
    around = {"partnership": partnership(), "now": MONDAY, "agencies": {}, "partners": {}, "you": "person:officer"}
    door = {"believed": True, "person": None, "form_token": "of this browser", "cases_at": "/cases"}
    return page(name, **{**around, **door, "here": "/work", "whole": "/work", "begun": (), "news": (), **what})
