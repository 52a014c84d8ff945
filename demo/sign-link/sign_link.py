"""Makes the link that opens one sale in a merchant's portal, for a ticket's QR or a mail. Python 3.8 or newer, nothing to install.

    sign_link("https://factura.tu-comercio.mx", os.environ["LINK_SECRET"], slug="tu-portal", source="src_…", folio="A-1001",
              date="2026-11-20T18:32:00-06:00", total="348.00", forma_pago="01")

Only where customers cannot read the secret: on a server or in a till, never in a page.
"""

import hashlib
import hmac
import unicodedata
from urllib.parse import quote


def sign_link(base, secret, *, slug, source, folio, date="", total="", forma_pago=""):
    """The link. `date`, `total` and `forma_pago` only where it is to make the sale: all three, or none.

    Raises ValueError for a value with a control character, such as a line break.
    """
    values = [slug, source, folio, date, total, forma_pago]
    if any(unicodedata.category(char) == "Cc" for value in values for char in value):
        raise ValueError("a value has a control character")
    message = "\n".join(["autofactura-link-v1", *values])
    sig = hmac.new(secret.encode(), message.encode(), hashlib.sha256).hexdigest()[:32]
    said = {"source": source, "folio": folio, "date": date, "total": total, "formaPago": forma_pago, "sig": sig}
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in said.items() if value)
    return f"{base.rstrip('/')}/{slug}?{query}"
