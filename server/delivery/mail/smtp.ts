/**
 * A mailer for any SMTP server, through nodemailer. SMTP has no idempotency: if the answer to the last byte is lost, a retry sends a second
 * mail. Both then have the same Message-ID, derived from the key, by which many mailboxes show them as one.
 */
import { connect, type Socket } from 'node:net';
import { createTransport, type Transporter } from 'nodemailer';
import type { Options as MessageOptions } from 'nodemailer/lib/mailer/index.js';
import type SMTPTransport from 'nodemailer/lib/smtp-transport/index.js';
import { carrierReason, type Mail, type Mailer, type MailReply } from './mailer.ts';
import { boundSmtpAnswers } from './smtp-answers.ts';

boundSmtpAnswers();

/** How to reach an SMTP server. */
export type SmtpOptions = {
  /** `smtps://user:pass@host:465`, or `smtp://…:587` with STARTTLS, which is optional only on loopback. */
  readonly url: string;
  readonly timeoutMs: number;
  /** Certificate authorities to trust instead of the default ones, for a private server. */
  readonly ca?: readonly string[];
  /** Resolves the host, if a merchant chose it; rejects if it must not be contacted. By default the system resolves it. */
  readonly addressesOf?: (host: string, signal: AbortSignal) => Promise<readonly string[]>;
};

/** Creates the mailer. Throws a TypeError for a URL that is not SMTP. */
export function createSmtpMailer(options: SmtpOptions): Mailer {
  const settings = settingsOf(options);
  return {
    async send(mail, idempotencyKey, signal) {
      try {
        const { messageId } = await transport(settings, signal).sendMail(smtpMessage(mail, idempotencyKey));
        return { kind: 'taken', receipt: messageId };
      } catch (error) {
        return replyTo(error);
      }
    },
    async testConnection(signal) {
      try {
        await transport(settings, signal).verify();
        return { kind: 'works' };
      } catch (error) {
        return { kind: refusesTheLogin(error) ? 'refused' : 'fails', reason: reasonOf(error) };
      }
    },
  };
}

/** Converts a mail to nodemailer's message. */
export function smtpMessage(mail: Mail, idempotencyKey: string): MessageOptions {
  const { from, to, replyTo, subject, html, text, attachments, headers } = mail;
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
  return {
    messageId: `<${idempotencyKey.replace(/[^\w.-]/g, '_')}@${domain}>`,
    // Passed as parts, because a string would be parsed as a list of addresses.
    from: { name: from.name, address: from.address },
    to: { name: '', address: to },
    ...(replyTo && { replyTo: { name: '', address: replyTo } }),
    envelope: { from: from.address, to: [to] },
    subject,
    html,
    text,
    headers: { ...headers },
    attachments: attachments.map(({ filename, contentType, content, contentId }) => ({
      filename,
      contentType,
      content: Buffer.from(content),
      ...(contentId !== undefined && { cid: contentId, contentDisposition: 'inline' as const }),
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

type Settings = SMTPTransport.Options & {
  readonly host: string;
  readonly port: number;
  readonly connectionTimeout: number;
  readonly addressesOf: SmtpOptions['addressesOf'];
};

function settingsOf({ url, timeoutMs, ca, addressesOf }: SmtpOptions): Settings {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === 'smtps:';
  if ((!secure && protocol !== 'smtp:') || hostname === '') throw new TypeError('not smtps://… nor smtp://…');
  const host = hostname.replace(/^\[|\]$/g, '');
  const isLoopback = /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host);
  const starts = secure ? {} : isLoopback ? { ignoreTLS: true } : { requireTLS: true };
  const user = decodeURIComponent(username);
  return {
    host,
    port: Number(port) || (secure ? 465 : 587),
    secure,
    ...starts,
    ...(user !== '' && { auth: { user, pass: decodeURIComponent(password) } }),
    ...(ca && { tls: { ca: [...ca] } }),
    addressesOf,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  };
}

/** Sends on a connection of its own, which the caller's signal closes, because nodemailer cannot be aborted. */
function transport(settings: Settings, signal: AbortSignal): Transporter<SMTPTransport.SentMessageInfo> {
  const { addressesOf, ...known } = settings;
  const options: SMTPTransport.Options = {
    ...known,
    getSocket(_, answer) {
      located(settings, signal)
        .then((host) => open(host, settings, signal))
        .then(
          (connection) => answer(null, { connection }),
          (error: Error) => answer(error, undefined),
        );
    },
  };
  return createTransport(options);
}

async function located({ host, addressesOf }: Settings, signal: AbortSignal): Promise<string> {
  return (await addressesOf?.(host, signal))?.[0] ?? host;
}

function open(host: string, { port, connectionTimeout }: Settings, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new Error('the deadline had passed'));
    const socket = connect({ host, port });
    const cut = (): void => void socket.destroy(new Error('deadline'));
    const timer = setTimeout(cut, connectionTimeout);
    signal.addEventListener('abort', cut, { once: true });
    socket.once('connect', () => {
      clearTimeout(timer);
      resolve(socket);
    });
    // This listener stays: an error event without a listener would end the process.
    socket.on('error', reject);
    socket.once('close', () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cut);
    });
  });
}

/** A 5xx to sender, recipient or message is final; a 5xx to STARTTLS or the login is about the account. */
function replyTo(error: unknown): MailReply {
  const { responseCode = 0, code = '' } = smtpError(error);
  // 530: the server requires authentication first.
  const isForGood = ['EENVELOPE', 'EMESSAGE'].includes(code) && responseCode >= 500 && responseCode !== 530;
  return { kind: isForGood ? 'refused' : 'later', reason: reasonOf(error) };
}

/** A 4xx to the login is temporary, such as 454 (RFC 4954, section 6). */
function refusesTheLogin(error: unknown): boolean {
  const { code, responseCode = 535 } = smtpError(error);
  return code === 'EAUTH' && responseCode >= 500;
}

function reasonOf(error: unknown): string {
  const { code = '', command = '', response, message = '' } = smtpError(error);
  return carrierReason(['SMTP', code, command, response ?? message].filter((part) => part !== '').join(' '));
}

type SmtpError = {
  readonly code?: string;
  readonly command?: string;
  readonly response?: string;
  readonly responseCode?: number;
  readonly message?: string;
};

function smtpError(error: unknown): SmtpError {
  return error instanceof Error ? error : { message: String(error) };
}
