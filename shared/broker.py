"""A broker's address, and who we are there.

Kafka checks a password when somebody connects, and rights at each request: see docs/decisions/0097.
"""

import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from faststream.security import BaseSecurity, SASLScram512
from pydantic import SecretStr

MECHANISM = "SCRAM-SHA-512"


@dataclass(frozen=True)
class Login:
    """Whom Kafka knows us as. `authorities`, a PEM file: the line is encrypted, and the broker proves itself."""

    user: str
    password: SecretStr
    authorities: Path | None = None

    @property
    def context(self) -> ssl.SSLContext | None:
        """Raises OSError when the authorities' file cannot be read, ssl.SSLError when it holds none."""
        return ssl.create_default_context(cafile=self.authorities) if self.authorities else None


class Broker(str):
    """`host:port`. To whoever wants text it is the address alone: nothing that writes it down tells the password.

    Without a login it is a broker that asks nobody who they are, as a plain address is.
    """

    __slots__ = ("login",)
    login: Login | None

    def __new__(cls, address: str, login: Login | None = None) -> Self:
        made = super().__new__(cls, address)
        made.login = login
        return made

    def __getnewargs__(self) -> tuple[str, Login | None]:  # type: ignore[override]
        return str(self), self.login

    def as_(self, user: str, password: str) -> "Broker":
        """The same broker, for somebody else."""
        authorities = self.login.authorities if self.login else None
        return Broker(str(self), Login(user, SecretStr(password), authorities))


def client(bootstrap: str) -> dict[str, Any]:
    """The options that every client of aiokafka connects with."""
    login = login_of(bootstrap)
    if not login:
        return {"bootstrap_servers": str(bootstrap)}
    return {
        "bootstrap_servers": str(bootstrap),
        "security_protocol": "SASL_SSL" if login.authorities else "SASL_PLAINTEXT",
        "sasl_mechanism": MECHANISM,
        "sasl_plain_username": login.user,
        "sasl_plain_password": login.password.get_secret_value(),
        "ssl_context": login.context,
    }


def security(bootstrap: str) -> BaseSecurity | None:
    """The same for FastStream."""
    login = login_of(bootstrap)
    if not login:
        return None
    password = login.password.get_secret_value()
    return SASLScram512(login.user, password, ssl_context=login.context, use_ssl=login.authorities is not None)


def user_of(bootstrap: str) -> str:
    """For people: whom Kafka takes us for."""
    login = login_of(bootstrap)
    return login.user if login else "ANONYMOUS"


def login_of(bootstrap: str) -> Login | None:
    """None where nobody is asked who they are."""
    return bootstrap.login if isinstance(bootstrap, Broker) else None
