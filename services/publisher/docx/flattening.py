"""What wraps words without saying anything, taken away, so that what reads the document meets the words."""

from xml.etree.ElementTree import Element, SubElement

from services.publisher.docx.behind import W

_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_VML = "{urn:schemas-microsoft-com:vml}"
# A field's result is text like any other, and so is what runs in another direction.
_WRAPS = (f"{W}fldSimple", f"{W}dir", f"{W}bdo")


def flatten(root: Element) -> None:
    for parent in reversed(list(root.iter())):
        _older_of_two(parent)
        for at, child in reversed(list(enumerate(parent))):
            if child.tag in _WRAPS:
                parent[at : at + 1] = list(child)
            elif child.tag == f"{W}ptab":  # a tab all the same: without it two words become one
                parent[at] = Element(f"{W}tab")
            elif child.tag == f"{W}drawing" and (boxes := list(child.iter(f"{W}txbxContent"))):
                parent[at] = _as_older(boxes)


def _older_of_two(parent: Element) -> None:
    """Of what is told in two ways, the older is the one that is read; told in the newer alone, that one."""
    if parent.tag != f"{_COMPATIBLE}AlternateContent":
        return
    choices = parent.findall(f"{_COMPATIBLE}Choice")
    if parent.find(f"{_COMPATIBLE}Fallback") is None and choices:
        choices.pop(0).tag = f"{_COMPATIBLE}Fallback"
    for choice in choices:
        parent.remove(choice)


def _as_older(boxes: list[Element]) -> Element:
    """A box of text as Word wrote it before 2010, which is how it is read."""
    picture = Element(f"{W}pict")
    for box in boxes:
        SubElement(SubElement(picture, f"{_VML}shape"), f"{_VML}textbox").append(box)
    return picture
