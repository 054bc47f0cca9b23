"""From the cleaned parts of a document to HTML, by mammoth, which is given nothing else of the file."""

import io
import zipfile
from collections.abc import Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import mammoth

from services.publisher.docx.package import Package
from shared.edge import BadInput

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='List Paragraph'] => p:fresh
comment-reference =>
"""


def html_of(package: Package, parts: Mapping[str, Element]) -> str:
    """Raises BadInput where mammoth cannot make anything of it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in package.parts.items():
            archive.writestr(name, ElementTree.tostring(parts[name]) if name in parts else content)
    file.seek(0)
    try:
        made = mammoth.convert_to_html(
            file,
            style_map=_STYLES,
            include_embedded_style_map=False,
            external_file_access=False,
            convert_image=mammoth.images.img_element(_no_picture),
        )
    except Exception:  # whatever is wrong inside, it is the document's fault, and nothing of it is told
        raise BadInput(("", "is damaged: it cannot be read")) from None
    return str(made.value)


def _no_picture(_: object) -> dict[str, str]:
    return {}
