"""Makes the link that opens one sale in a merchant's portal, for a ticket's QR or a mail. Python 3.8 or newer, nothing to install.

    sign_link("https://factura.tu-comercio.mx", os.environ["LINK_SECRET"], slug="tu-portal", source="src_…", folio="A-1001",
              date="2026-11-20T18:32:00-06:00", total="348.00", forma_pago="01")

Only where customers cannot read the secret: on a server or in a till, never in a page.
"""

import datetime
import hashlib
import hmac
import re
import unicodedata
from urllib.parse import quote

_TIME = re.compile(
    r"([1-9][0-9]{3}-[0-9]{2}-[0-9]{2})T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
)


def sign_link(base, secret, *, slug, source, folio, date="", total="", forma_pago=""):
    """The link. `date` and `total` together, and only where it is to make the sale; `forma_pago` may be left out: the source's
    default says it.

    Raises ValueError for a sale that Autofactura could not use, before anybody prints it.
    """
    fault = _fault_of(slug, source, folio, date, total, forma_pago)
    if fault:
        raise ValueError(fault)
    message = "\n".join(["autofactura-link-v1", slug, source, folio, date, total, forma_pago])
    sig = hmac.new(secret.encode(), message.encode(), hashlib.sha256).hexdigest()[:32]
    said = {"source": source, "folio": folio, "date": date, "total": total, "formaPago": forma_pago, "sig": sig}
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in said.items() if value)
    return f"{base.rstrip('/')}/{slug}?{query}"


def _fault_of(slug, source, folio, date, total, forma_pago):
    """Why the server could not use it; None when it can."""
    if any(unicodedata.category(char) == "Cc" for value in (slug, source, folio, date, total, forma_pago) for char in value):
        return "a value has a control character"
    if not all(value.strip(" ") for value in (slug, source, folio)):
        return "slug, source or folio is empty"
    # In units of UTF-16: an emoji is two.
    if len(folio.encode("utf-16-le")) > 200:
        return "folio is longer than 100 characters"
    if bool(date) != bool(total):
        return "date and total go together"
    if date and not _is_instant(date):
        return "date is not like 2026-11-20T18:32:00-06:00"
    if total and not re.fullmatch(r"(?=.*[1-9])[0-9]{1,15}(\.[0-9]{1,2})?", total):
        return "total is not like 1250.50, above zero"
    if forma_pago and not re.fullmatch("[0-9]{2}", forma_pago):
        return "forma_pago is not two digits"
    return None


def _is_instant(text):
    """RFC 3339 with its offset, of a day that is in the calendar."""
    time = _TIME.fullmatch(text)
    try:
        return bool(time and datetime.date.fromisoformat(time.group(1)))
    except ValueError:
        return False
