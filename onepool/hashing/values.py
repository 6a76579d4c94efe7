"""Values of people in their standard form, and their keyed hashes.

Builds use the SQL of `macros/ingestion/kinds.sql` and `macros/cross_db/text.sql`; tests
hold these functions to it.
"""

import hashlib
import re

import phonenumbers

TYPES = ("phone", "email", "loyalty_no", "unionid", "openid", "device_id")
_BLANKS = " \t\r\n\u00a0\u3000\ufeff"
_VIRTUAL = re.compile(
    r"([+]?86|0086)?[ -]*1[0-9]{10}[-_#,转xX].*(?<=[-_#,转xX])[0-9]{3,4}", re.DOTALL
)
_MAINLAND = re.compile(r"(?:[+]?86|0086)?(1[0-9]{10})")
_ABROAD = re.compile(r"[+](?!86)[1-9][0-9]{7,14}")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)+")


def standard_value(identifier_type: str, raw: str) -> str | None:
    """Return a value as staging keeps it; None when it identifies nobody.

    Args:
        identifier_type: one of `TYPES`.
        raw: the value as written: a phone with or without 86, any case of an e-mail.
    """
    text = raw.strip(_BLANKS)
    if not text:
        return None
    if identifier_type == "phone":
        return _phone(text)
    if identifier_type == "email":
        return text.lower() if _EMAIL.fullmatch(text) else None
    return None if "*" in text else text


def _phone(text: str) -> str | None:
    """Return a mainland mobile, or a number abroad, in E.164 by phonenumbers' rules."""
    if _VIRTUAL.fullmatch(text):
        return None
    bare = re.sub("[ ()（）\u3000-]", "", text)
    if mainland := _MAINLAND.fullmatch(bare):
        number = phonenumbers.parse(mainland[1], "CN")
        mobile = phonenumbers.PhoneNumberType.MOBILE
        is_mobile = phonenumbers.number_type(number) == mobile
        return f"+86{mainland[1]}" if is_mobile else None
    return bare if _ABROAD.fullmatch(bare) else None


def keyed_hash(salt: str, identifier_type: str, value: str) -> str:
    """Return the sha256 of a standard value under the salt, 64 hexadecimal digits."""
    return hashlib.sha256(f"{salt}:{identifier_type}:{value}".encode()).hexdigest()
