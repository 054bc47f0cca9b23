"""Which wrapping keys an installation has, as its settings say: a token's where they name one, else the file's."""

from shared.settings import WrappingSettings
from shared.token_keys import Token, TokenKeys
from shared.wrapping import Wrapping, WrappingKeys


def wrapping_of(settings: WrappingSettings) -> Wrapping:
    """Raises OSError, and ValueError, for files that are not there or not of their kind."""
    if settings.pkcs11_module is None or settings.pkcs11_pin_file is None:
        return WrappingKeys(settings.wrapping_key_file)
    token = Token(settings.pkcs11_module, settings.pkcs11_token, settings.pkcs11_pin_file)
    return TokenKeys(token, settings.wrapping_key_file)
