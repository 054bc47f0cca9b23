"""Where a document leads out of itself: links belong to its words, anything that would be loaded does not."""

from collections.abc import Mapping
from xml.etree import ElementTree

from services.publisher.docx.behind import Dropped
from shared.edge import BadInput

_REFUSED = ("image", "oleobject", "subdocument", "frame", "afchunk", "video", "audio", "control")


def external(xml: Mapping[str, bytes]) -> list[Dropped]:
    """Raises BadInput where something would be loaded. A template's address stays behind: it names folders."""
    others = 0
    for name, part in xml.items():
        if not name.endswith(".rels"):
            continue
        for each in ElementTree.fromstring(part):
            kind = each.get("Type", "").rpartition("/")[2].lower()
            leads_out = each.get("TargetMode", "").lower() == "external"
            if kind in _REFUSED and (leads_out or kind == "afchunk"):
                what = "a picture" if kind == "image" else "a file"
                raise BadInput(("", f"loads something from elsewhere ({what})"))
            others += leads_out and kind != "hyperlink"
    return Dropped.some("addresses of templates and other files", others)
