/**
 * Any mail server, through nodemailer. SMTP knows no idempotency: when the answer to the last byte is lost, a
 * repetition is a second mail. Both then carry one Message-ID, made of the key, by which many mailboxes show them as one.
 */
import { connect, type Socket } from 'node:net';
import { createTransport, type Transporter } from 'nodemailer';
import type { Options as MessageOptions } from 'nodemailer/lib/mailer/index.js';
import type SMTPTransport from 'nodemailer/lib/smtp-transport/index.js';
import { carrierReason, type Mail, type Mailer, type MailReply } from './mailer.ts';

/** How to reach an SMTP server. */
export type SmtpOptions = {
  /** `smtps://user:pass@host:465`, or `smtp://…:587` with STARTTLS, which only loopback may go without. */
  readonly url: string;
  readonly timeoutMs: number;
  /** Certificates to trust instead of the usual ones, for a server of one's own. */
  readonly ca?: readonly string[];
  /** Where its host is, where somebody else chose it; rejects when it may not be asked. Without it the system says. */
  readonly addressesOf?: (host: string, signal: AbortSignal) => Promise<readonly string[]>;
};

/** Throws a TypeError for a URL that is not of SMTP. */
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
        return { kind: 'fails', reason: reasonOf(error) };
      }
    },
  };
}

/** The mail as nodemailer takes it. */
export function smtpMessage(mail: Mail, idempotencyKey: string): MessageOptions {
  const { from, to, replyTo, subject, html, text, attachments, headers } = mail;
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
  return {
    messageId: `<${idempotencyKey.replace(/[^\w.-]/g, '_')}@${domain}>`,
    // As parts: a string would be read as a list of addresses.
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

/** On a connection of its own, which the caller's deadline cuts: nodemailer itself has no way to stop. */
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
    // It stays: an error of a socket that nobody listens to would end the process.
    socket.on('error', reject);
    socket.once('close', () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cut);
    });
  });
}

/** For good is a 5xx to sender, recipient or message; one to STARTTLS or the login is of the account. */
function replyTo(error: unknown): MailReply {
  const { responseCode = 0, code = '' } = smtpError(error);
  // 530: it wants a login before it looks at any mail.
  const isForGood = ['EENVELOPE', 'EMESSAGE'].includes(code) && responseCode >= 500 && responseCode !== 530;
  return { kind: isForGood ? 'refused' : 'later', reason: reasonOf(error) };
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
