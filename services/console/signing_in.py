"""The way in and out where people sign in: to the issuer and back, once; a new session; and the end of it."""

from dataclasses import replace
from urllib.parse import urlencode

import structlog
from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from services.console.around import Around, you
from services.console.own_sessions import OwnSessions
from services.console.people.begun import Begun, NotBegun, SignIns, TooManyBegun
from services.console.people.browsers import browser_of
from services.console.people.cookies import Cookies, new_secret
from services.console.people.door import session_seconds
from services.console.people.id_token import Forged, ShortKey, proven_seconds_ago
from services.console.people.issuers import Issuers
from services.console.people.person import NotOurs, person_of, second_factor
from services.console.people.provider import Proven, Provider, ProviderAway
from services.console.people.sessions import Left, Proof, Session, Sessions
from services.console.session import LOCK_MINUTES, within
from services.console.typed import led_from_elsewhere, sent
from shared import looking
from shared.faults import OURS

log = structlog.get_logger()
_AWAY = (TimeoutError, *OURS)


class SigningIn:
    """`providers` by issuer's id; `url`: where people reach the console."""

    def __init__(
        self,
        around: Around,
        issuers: Issuers,
        providers: dict[str, Provider],
        sign_ins: SignIns,
        sessions: Sessions,
        cookies: Cookies,
        url: str,
    ) -> None:
        self._around = around
        self._issuers = issuers
        self._providers = providers
        self._sign_ins = sign_ins
        self._sessions = sessions
        self._cookies = cookies
        self._url = url
        self._own = OwnSessions(around, sessions, cookies)

    async def who(self, request: Request) -> Response:
        return RedirectResponse(f"/sign-in?{request.url.query}", 303)

    async def say_who(self, request: Request) -> Response:
        """Nobody is believed."""
        return self._around.page(request, "no-action", 404)

    async def ask(self, request: Request) -> Response:
        """Who can prove who they are; to whoever is signed in already only where that must be done again."""
        back, minutes = within(request.query_params.get("back", "/")), _minutes(request)
        if you(request) and minutes is None:
            return RedirectResponse(back, 303)
        said = {"back": back, **({} if minutes is None else {"minutes": str(minutes)})}
        issuers = [(each.name, f"/sign-in/to/{each.id}?{urlencode(said)}") for each in self._issuers.issuers]
        return self._around.page(request, "sign-in", issuers=issuers, again=minutes is not None)

    async def begin(self, request: Request, issuer: str) -> Response:
        """To the issuer, with what only it and this browser can bring back together."""
        if (provider := self._providers.get(issuer)) is None:
            return self._refused(request, "no-issuer", 404)
        # Whoever the issuer remembers would be signed in without a word: they are asked.
        if led_from_elsewhere(request):
            return RedirectResponse(f"/sign-in?{request.url.query}", 303)
        browser = self._cookies.browser(request)
        fresh = browser or new_secret()
        minutes = _minutes(request)
        # Never without: the issuer's own session would undo what ended ours here.
        max_age = 60 * (LOCK_MINUTES if minutes is None else minutes)
        state, begun = new_secret(), Begun.new(issuer, within(request.query_params.get("back", "/")), max_age)
        try:
            asked = replace(begun.asked(state), anew=minutes is not None)
            address = await provider.address_to_sign_in(asked)
            await self._sign_ins.keep(state, fresh, begun)  # nothing is kept of what leads nowhere
        except (ProviderAway, TooManyBegun, *_AWAY) as error:
            return self._away(request, issuer, error)
        answer = RedirectResponse(address, 303)
        if not browser:
            self._cookies.keep_browser(answer, fresh)
        return answer

    async def came_back(self, request: Request) -> Response:
        """From the issuer: a session of its own for this browser, or a page that says why not."""
        said = request.query_params
        try:
            begun = await self._sign_ins.take(said.get("state", ""), self._cookies.browser(request))
            return await self._came_back(request, begun)
        except NotBegun:
            return self._refused(request, "not-begun", 400)
        except Forged as error:
            return self._refused(request, f"forged-{error.rule}", 400)
        except ShortKey as error:
            return self._refused(request, "short-key", 403, source=error.issuer)
        except NotOurs as error:
            return self._refused(request, error.rule, 403)
        except Left:
            return self._refused(request, "left", 403)
        except (ProviderAway, *_AWAY) as error:
            return self._away(request, "", error)

    async def _came_back(self, request: Request, begun: Begun) -> Response:
        said, issuer = request.query_params, self._issuers.get(begun.issuer)
        if issuer is None or said.get("iss", issuer.issuer) != issuer.issuer:  # RFC 9207: another's answer
            raise Forged("issuer")
        if not (code := said.get("code", "")):
            return self._refused(request, "declined", 403)
        proven = await self._providers[issuer.id].proven(code, begun.asked(said["state"]))
        looking.now().note = "proved anew" if you(request) else "signed in"
        id_, old = await self._begun(request, begun.issuer, proven), self._cookies.session(request)
        if old:
            await self._sessions.end(old)
        answer = RedirectResponse(within(begun.back), 303)
        self._cookies.keep_session(answer, id_, session_seconds())
        self._cookies.keep_browser(answer, self._cookies.browser(request))  # for as long again
        log.info("sign_in.done")
        return answer

    async def _begun(self, request: Request, issuer: str, proven: Proven) -> str:
        it = self._issuers.get(issuer)
        assert it is not None
        ago = proven_seconds_ago(proven.claims, self._providers[issuer].now())
        person, noted = person_of(it, proven.claims), looking.now()
        noted.actor, noted.org, noted.issuer = person.id, person.organisation, issuer
        more = second_factor(it, proven.claims)
        if it.second_factor_always and not more:
            raise NotOurs("no-second-factor")
        browser = browser_of(request.headers.get("User-Agent", ""))
        how = Proof(issuer, ago, more, proven.id_token, browser)
        return await self._sessions.begin(person, how)

    async def account(self, request: Request) -> Response:
        return await self._own.page(request)

    async def end_one(self, request: Request) -> Response:
        return await self._own.end_one(request)

    async def leave(self, request: Request) -> Response:
        """Ends this session, or all of this person's; and leads to where the issuer ends its own."""
        everywhere = bool((await sent(request)).fields.get("everywhere"))
        held, there = self._cookies.session(request), ""
        try:
            session = await self._sessions.of(held, somebody=False)
            await self._sessions.end(held)
            _noted("signed out everywhere" if everywhere else "signed out", session)
            if session and everywhere and not session.over:
                await self._sessions.end_all(session.person.id)
            if session and (provider := self._providers.get(session.issuer)):
                back_to = f"{self._url}/signed-out"
                there = await provider.address_to_sign_out(self._sessions.id_token(session), back_to)
        except _AWAY:
            return self._around.page(request, "signed-out", 503, there="", ended=False)
        answer = self._around.page(request, "signed-out", there=there, ended=True)
        self._cookies.drop_session(answer)
        return answer

    async def locked(self, request: Request) -> Response:
        """Nobody was at the desk: this session is over, and whoever goes on proves anew who they are."""
        try:
            held = self._cookies.session(request)
            session = await self._sessions.of(held, somebody=False)
            await self._sessions.end(held)
            _noted("locked", session)
        except _AWAY:
            log.warning("sign_in.session_not_ended")  # the cookie goes in any case, and it idles out
        answer = self._around.page(request, "locked", back=within(request.query_params.get("back", "/")))
        self._cookies.drop_session(answer)
        return answer

    def _refused(self, request: Request, rule: str, status: int, **known: str) -> Response:
        """Told to whoever looks after this in the log: the rule, and nothing of what came."""
        log.warning("sign_in.refused", rule=rule, **known)
        noted = looking.now()
        noted.note, noted.reason, noted.turned_away = "sign-in refused", rule, True
        return self._around.page(request, "not-signed-in", status, rule=rule)

    def _away(self, request: Request, issuer: str, error: BaseException) -> Response:
        log.warning("sign_in.away", source=issuer, error_type=type(error).__name__)
        return self._around.page(request, "not-signed-in", 503, rule="away")


def _noted(note: str, session: Session | None) -> None:
    """For the audit log; nothing where nobody was signed in."""
    if session:
        looking.now().note, looking.now().actor = note, session.person.id


def _minutes(request: Request) -> int | None:
    """How long ago, at most, they may have proven who they are; None where it was not said."""
    said = request.query_params.get("minutes", "")
    return min(int(said), LOCK_MINUTES) if said.isascii() and said.isdecimal() and len(said) < 9 else None
