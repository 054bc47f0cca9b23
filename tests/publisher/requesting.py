"""As whoever asked for a copy goes on: by the address and the code that the page showed, and nothing else."""

import re
from dataclasses import dataclass

import httpx

CODE = re.compile(r"<strong>([0-9A-Z]{5}(?:-[0-9A-Z]{5}){3})</strong>")
ADDRESS = re.compile(r'href="(/requests/[0-9a-f-]{36})"')


@dataclass(frozen=True)
class Kept:
    """What a requester wrote down."""

    address: str
    code: str

    @property
    def copy(self) -> str:
        return self.address.replace("/requests/", "/copies/")


def kept(page: httpx.Response) -> Kept:
    (address,), (code,) = ADDRESS.findall(page.text), CODE.findall(page.text)
    return Kept(address, code)


async def looks(public: httpx.AsyncClient, it: Kept, code: str | None = None) -> httpx.Response:
    return await public.post(it.address, data={"code": it.code if code is None else code})


async def reads(public: httpx.AsyncClient, it: Kept, code: str | None = None) -> httpx.Response:
    return await public.post(it.copy, data={"code": it.code if code is None else code})
