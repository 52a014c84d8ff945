/**
 * Bounds what an SMTP server may answer. nodemailer has no option for it, and splits an unfinished answer anew at each of its lines: 64 KB of
 * `2-` lines take it half a minute, for which no other request is served. A merchant chooses their server, so it can send that.
 */
import type { Socket } from 'node:net';
import SmtpConnection from 'nodemailer/lib/smtp-connection/index.js';

/** What nodemailer's connection calls with each piece that arrives, decrypted. The type that it exports leaves it out. */
type Reader = { readonly _socket: Socket; _onData(this: Reader, chunk: Buffer): void };

// A conversation has some eight answers of at most 512 bytes each (RFC 5321, section 4.5.3.1.5).
const MAX_ANSWERED = 8 * 1024;

/** From now on a connection that answers more than 8 KB in all ends with an error. */
export function boundSmtpAnswers(): void {
  const reader = SmtpConnection.prototype as unknown as Reader;
  const readUnbounded = reader._onData;
  const answered = new WeakMap<Reader, number>();
  reader._onData = function (chunk) {
    const total = (answered.get(this) ?? 0) + chunk.length;
    answered.set(this, total);
    if (total > MAX_ANSWERED) this._socket.destroy(new Error('the server answers too much'));
    else readUnbounded.call(this, chunk);
  };
}
