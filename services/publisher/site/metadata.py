"""A published report as schema.org describes one, in JSON-LD: a block of data on its page, never run."""

import json

from markupsafe import Markup

from services.publisher.views.site import PublicReview
from shared.events.publisher import PublicText
from shared.partnership import Partnership


def metadata(partnership: Partnership, review: PublicReview, text: PublicText) -> Markup:
    """Inside a script element only `<` could end it, so that none is written as such."""
    described = {
        "@context": "https://schema.org",
        "@type": "Report",
        "name": text.title,
        "reportNumber": review.reference,
        "url": f"{partnership.site.url}/reviews/{review.reference}",
        "datePublished": review.published_on.isoformat(),
        **({"dateModified": review.corrected_on.isoformat()} if review.corrected_on else {}),
        "inLanguage": "en-GB",
        "genre": review.kind,
        **({"author": {"@type": "Person", "name": text.reviewer}} if text.reviewer else {}),
        "publisher": {"@type": "Organization", "name": partnership.name, "email": partnership.contact},
        "about": list(review.themes),
        **({"expires": review.until.isoformat()} if review.until else {}),
    }
    return Markup(json.dumps(described, ensure_ascii=False).replace("<", "\\u003c"))
