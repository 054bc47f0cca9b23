"""Every route of reviews, with who may read it."""

from fastapi import APIRouter

from services.reviews import http
from services.reviews.chronology_http import chronology_routes
from services.reviews.completeness_http import completeness_routes
from services.reviews.course_http import course_routes
from services.reviews.document_http import document_routes
from services.reviews.gathering_http import gathering_routes
from services.reviews.partner_http import partner_routes
from services.reviews.partners import door
from services.reviews.showing import showing_routes
from services.reviews.staff import for_staff
from services.reviews.standing import standing_routes
from services.reviews.upload_http import upload_routes
from shared.dispatch.sender import Compose
from shared.dispatch.signatures import Secrets
from shared.partnership import Partnership
from shared.service import Service
from shared.web.dispatches import dispatch_routes
from shared.web.reasons import reasons_routes
from shared.web.receipts import receipt_routes
from shared.web.recounts import recount_routes


def routes(service: Service, partnership: Partnership, compose: Compose, secrets: Secrets) -> list[APIRouter]:
    agencies = [agency.id for agency in partnership.agencies]
    all_ = [
        *http.routes(service, door(agencies)),
        *partner_routes(service, agencies),
        gathering_routes(service, partnership),
        chronology_routes(service, partnership),
        completeness_routes(service, partnership),
        upload_routes(service),
        document_routes(service),
        course_routes(service),
        showing_routes(service, partnership),
        reasons_routes(service),
        standing_routes(service, partnership),
        dispatch_routes(service, partnership, compose),
        receipt_routes(service, secrets),
        recount_routes(service),
    ]
    return [for_staff(router, partnership) for router in all_]
