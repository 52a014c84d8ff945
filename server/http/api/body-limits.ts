/** How much each route reads of a body: one table with every route that changes something. */
const KB = 1024;
const MB = 1024 * KB;

/** How much of a route's body is read, and what a NUL in it leads to. */
export type BodyLimit = {
  /** The limit in bytes; 0 if the route has no body, and then whatever is sent stays unread. */
  readonly maxBytes: number;
  /**
   * Whether a NUL is refused or cleaned. In our own requests it is refused with its pointer, since no text of ours has one and PostgreSQL does
   * not store it. What providers, tills and files send is cleaned by its reader instead, because their sender cannot fix it and the field may
   * never be read.
   */
  readonly nul: 'refused' | 'cleaned';
  /** Whether it is a file that a thread reads (`receivedFile`). */
  readonly isFile?: true;
};

const refusingNul = (maxBytes: number): BodyLimit => ({ maxBytes, nul: 'refused' });
const cleaningNul = (maxBytes: number): BodyLimit => ({ maxBytes, nul: 'cleaned' });

const UNREAD = refusingNul(0);
const FILE: BodyLimit = { ...cleaningNul(16 * MB), isFile: true };
const SMALL = refusingNul(64 * KB);
const LARGE = refusingNul(MB);

/** The limits by method and path, as OpenAPI writes them, below `/v1`. GET and HEAD have no body. A route that is missing here fails to start. */
export const BODY_LIMITS: Readonly<Record<string, BodyLimit>> = {
  'POST /portals/{slug}/sales/search': SMALL,
  'POST /portals/{slug}/sales/prove': SMALL,
  'POST /portals/{slug}/events': SMALL,
  'POST /portals/{slug}/receptor/check': SMALL,
  'POST /portals/{slug}/constancia': SMALL,
  'POST /portals/{slug}/invoices/preview': SMALL,
  'POST /portals/{slug}/invoices': SMALL,
  'POST /portals/{slug}/carts/preview': SMALL,
  'POST /portals/{slug}/carts': SMALL,
  'POST /portals/{slug}/invoices/recover': SMALL,
  'POST /portals/{slug}/invoices/correct': SMALL,
  'POST /portals/{slug}/invoices/correct/preview': SMALL,
  'POST /portals/{slug}/requests': SMALL,
  'POST /invoices/{id}/email': SMALL,
  'POST /mail/unsubscribe': UNREAD,

  'POST /sales': LARGE,
  'POST /sales/bulk': FILE,
  'POST /notices/dismiss': SMALL,
  'PATCH /merchant': SMALL,
  'POST /merchant/go-live': SMALL,
  'POST /branches': SMALL,
  'PATCH /branches/{code}': SMALL,
  'POST /portals': SMALL,
  'PATCH /portals/{slug}': SMALL,
  'POST /sales/{id}/invoice': SMALL,
  'POST /sales/{id}/invoice/preview': SMALL,
  'POST /carts': SMALL,
  'POST /carts/preview': SMALL,
  'POST /domains': SMALL,
  'POST /domains/{id}/check': UNREAD,
  'DELETE /domains/{id}': UNREAD,
  'POST /sales/{id}/refunds': LARGE,
  'POST /sales/{id}/refunds/preview': LARGE,
  'POST /refunds/{id}/approve': UNREAD,
  'POST /refunds/{id}/correct': SMALL,
  'POST /refunds/{id}/decline': SMALL,
  'POST /global-invoices/preview': SMALL,
  'POST /global-invoices': SMALL,
  'PUT /global-schedules/{branch}': SMALL,
  'POST /csd': SMALL,
  'POST /keys': SMALL,
  'DELETE /keys/{id}': UNREAD,
  'POST /members': SMALL,
  'PATCH /members/{id}': SMALL,
  'DELETE /members/{id}': UNREAD,
  'POST /setup': SMALL,
  'POST /merchants': SMALL,
  'DELETE /sessions/{id}': UNREAD,
  'POST /auth/sign-in': SMALL,
  'POST /auth/sign-out': UNREAD,
  'POST /auth/step-up': SMALL,
  'POST /auth/second-factor': UNREAD,
  'POST /auth/second-factor/confirm': SMALL,
  'DELETE /auth/second-factor': UNREAD,
  'POST /auth/recovery-codes': UNREAD,
  'POST /auth/name': SMALL,
  'POST /auth/email': SMALL,
  'POST /auth/confirm-email': SMALL,
  'POST /auth/sign-up': SMALL,
  'POST /auth/accounts': SMALL,
  'POST /auth/passkeys/options': UNREAD,
  'POST /auth/passkeys': SMALL,
  'DELETE /auth/passkeys/{id}': UNREAD,
  'POST /auth/step-up/passkey/options': UNREAD,
  'POST /auth/step-up/passkey': SMALL,
  'POST /auth/passkey-sign-in/options': UNREAD,
  'POST /auth/passkey-sign-in': SMALL,
  'POST /auth/password': SMALL,
  'POST /auth/forgotten-password': SMALL,
  'POST /auth/reset-password': SMALL,
  'POST /auth/accept-invitation': SMALL,
  'PATCH /portals/{slug}/settings': LARGE,
  'POST /portals/{slug}/test-run': UNREAD,
  'POST /portals/{slug}/mail/preview': SMALL,
  'POST /portals/{slug}/mail/test': SMALL,
  'PUT /products': LARGE,
  'POST /invoices/{id}/sat-status': UNREAD,
  'POST /invoices/{id}/cancel': SMALL,
  'POST /invoices/{id}/copies': SMALL,
  'POST /invoices/{id}/correct': SMALL,
  'POST /invoices/{id}/correct/preview': SMALL,
  'POST /months/{month}/lock': UNREAD,
  'POST /months/{month}/unlock': UNREAD,
  'POST /cancellations/{id}/look-up': UNREAD,
  'POST /invoices/{id}/look-up': UNREAD,
  'POST /invoices/{id}/adopt': LARGE,
  'POST /invoices/{id}/release': SMALL,
  'POST /requests/{id}/accept': SMALL,
  'POST /requests/{id}/decline': SMALL,

  'PUT /pac-accounts/{provider}': SMALL,
  'DELETE /pac-accounts/{provider}': UNREAD,
  'POST /pac-accounts/{provider}/test': UNREAD,
  'PUT /registry-accounts/{provider}': SMALL,
  'DELETE /registry-accounts/{provider}': UNREAD,
  'POST /registry-accounts/{provider}/test': UNREAD,
  'PUT /mail-accounts/{provider}': SMALL,
  'DELETE /mail-accounts/{provider}': UNREAD,
  'POST /mail-accounts/{provider}/test': UNREAD,
  'POST /mail-events/{merchant}/{world}': cleaningNul(64 * KB),

  'POST /sources': SMALL,
  'PUT /sources/{id}': SMALL,
  'DELETE /sources/{id}': UNREAD,
  'PATCH /sources/{id}/payments': SMALL,
  'POST /sources/{id}/replay': UNREAD,
  'POST /sources/{id}/backfill': SMALL,
  'POST /sources/{id}/sales': FILE,
  'POST /sources/{id}/webhook': cleaningNul(MB),

  'POST /webhook-endpoints': SMALL,
  'PUT /webhook-endpoints/{id}': SMALL,
  'DELETE /webhook-endpoints/{id}': UNREAD,
  'POST /webhook-endpoints/{id}/test': UNREAD,
  'POST /webhook-endpoints/{id}/replay': SMALL,
  'POST /webhook-endpoints/{id}/rotate': UNREAD,
  'POST /alert-channels': SMALL,
  'PUT /alert-channels/{id}': SMALL,
  'DELETE /alert-channels/{id}': UNREAD,
  'POST /alert-channels/{id}/test': UNREAD,
  'POST /alert-channels/{id}/replay': SMALL,
};
