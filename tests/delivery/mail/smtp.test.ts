import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { invoiceMail } from '../../../server/delivery/mail/invoice-mail.ts';
import { createSmtpMailer } from '../../../server/delivery/mail/smtp.ts';
import { askableAddresses } from '../../../server/outbound/askable.ts';
import { longestPauseDuring } from '../../support/turns.ts';
import { CAFE_INVOICE } from './mails.ts';
import { selfSigned, smtpError, startMailServer } from './smtp-servers.ts';

const mail = invoiceMail(CAFE_INVOICE);
const never = new AbortController().signal;
const timeoutMs = 5_000;
const tls = selfSigned();

/** The headers of a message, unfolded. */
function headersOf(message: string): ReadonlyMap<string, string> {
  const head = message.slice(0, message.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ');
  return new Map(
    head.split('\r\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  );
}

describe('a mail through SMTP', () => {
  it('arrives whole, under a Message-ID made of its key', async () => {
    const { port, received } = await startMailServer();
    const mailer = createSmtpMailer({ url: `smtp://127.0.0.1:${port}`, timeoutMs });
    const receipt = '<msg_1@cafejacaranda.mx>';
    expect(await mailer.send(mail, 'msg_1', never)).toEqual({ kind: 'taken', receipt });
    const [{ from, to, message } = { from: '', to: [], message: '' }] = received;
    expect([from, to]).toEqual(['facturas@cafejacaranda.mx', ['ana@example.com']]);
    const headers = headersOf(message);
    expect(headers.get('Message-ID')).toBe(receipt);
    expect(headers.get('To')).toBe('ana@example.com');
    expect(headers.get('Reply-To')).toBe('hola@cafejacaranda.mx');
    expect(headers.get('Auto-Submitted')).toBe('auto-generated');
    expect(message).toContain('multipart/alternative');
    expect(message).toContain('Content-ID: <logo@autofactura>');
    expect(message).toMatch(/Content-Disposition: attachment;\r\n filename=A-1042-6F1C9A52-[\w-]+\.xml/);
  });

  it('is sent to no forbidden address, and only to the one that was checked', async () => {
    const { port, received } = await startMailServer();
    const answers = { 'inside.example.com': ['10.0.0.7'], 'both.example.com': ['93.184.215.14', '127.0.0.1'] };
    const resolve = async (host: string) => answers[host as keyof typeof answers] ?? ['127.0.0.1'];
    const to = (host: string, allowLoopback: boolean) =>
      createSmtpMailer({
        url: `smtp://${host}:${port}`,
        timeoutMs,
        addressesOf: (name, signal) => askableAddresses(name, signal, { allowLoopback, resolve }),
      }).testConnection(never);
    const hosts = ['127.0.0.1', 'localhost', '[::1]', '169.254.169.254', '[::ffff:127.0.0.1]', ...Object.keys(answers)];
    for (const host of hosts) {
      expect(await to(host, false), host).toEqual({
        kind: 'fails',
        reason: expect.stringContaining('may not be asked'),
      });
    }
    expect(received).toEqual([]);
    expect(await to('127.0.0.1', true)).toEqual({ kind: 'works' });
  });

  it('is sent again under the same Message-ID', async () => {
    const { port, received } = await startMailServer();
    const mailer = createSmtpMailer({ url: `smtp://localhost:${port}`, timeoutMs });
    await mailer.send(mail, 'msg_1', never);
    await mailer.send(mail, 'msg_1', never);
    expect(received.map(({ message }) => headersOf(message).get('Message-ID'))).toEqual(
      Array(2).fill('<msg_1@cafejacaranda.mx>'),
    );
  });

  it('is refused when the server refuses it permanently, and the reason names nobody', async () => {
    const { port } = await startMailServer({
      onRcptTo: (_, __, done) => done(smtpError(550, '5.1.1 <ana@example.com> no existe')),
    });
    const reply = await createSmtpMailer({ url: `smtp://127.0.0.1:${port}`, timeoutMs }).send(mail, 'msg_1', never);
    expect(reply).toMatchObject({ kind: 'refused', reason: expect.stringContaining('550 5.1.1') });
    expect(JSON.stringify(reply)).not.toContain('ana@');
  });

  it('is retried later when the server is busy', async () => {
    const { port } = await startMailServer({ onMailFrom: (_, __, done) => done(smtpError(451, 'try again later')) });
    const reply = await createSmtpMailer({ url: `smtp://127.0.0.1:${port}`, timeoutMs }).send(mail, 'msg_1', never);
    expect(reply).toMatchObject({ kind: 'later', reason: expect.stringContaining('451') });
  });

  it('is sent later when the account is refused', async () => {
    const { port, received } = await startMailServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _, done) =>
        username === 'caja@cafe.mx' && password === 'p@ss/1' ? done(null, { user: 1 }) : done(smtpError(535, 'no')),
    });
    const host = `127.0.0.1:${port}`;
    for (const user of ['caja%40cafe.mx:otra@', '']) {
      const wrong = createSmtpMailer({ url: `smtp://${user}${host}`, timeoutMs });
      expect(await wrong.send(mail, 'msg_1', never)).toMatchObject({ kind: 'later' });
    }
    const wrong = createSmtpMailer({ url: `smtp://caja%40cafe.mx:otra@${host}`, timeoutMs });
    expect(await wrong.testConnection(never)).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('535'),
    });
    const right = createSmtpMailer({ url: `smtp://caja%40cafe.mx:p%40ss%2F1@${host}`, timeoutMs });
    expect(await right.testConnection(never)).toEqual({ kind: 'works' });
    expect(received).toEqual([]);
    expect(await right.send(mail, 'msg_1', never)).toMatchObject({ kind: 'taken' });
  });

  it('is retried later when there is no answer, and ends at the deadline', async () => {
    const gone = createSmtpMailer({ url: 'smtp://127.0.0.1:1', timeoutMs });
    expect(await gone.send(mail, 'msg_1', never)).toMatchObject({ kind: 'later' });
    const { port, received } = await startMailServer({ onMailFrom: () => {} });
    const silent = createSmtpMailer({ url: `smtp://127.0.0.1:${port}`, timeoutMs: 60_000 });
    expect(await silent.send(mail, 'msg_1', AbortSignal.timeout(200))).toMatchObject({ kind: 'later' });
    expect(await silent.send(mail, 'msg_1', AbortSignal.abort())).toMatchObject({ kind: 'later' });
    const hasty = createSmtpMailer({ url: `smtp://127.0.0.1:${port}`, timeoutMs: 200 });
    expect(await hasty.send(mail, 'msg_1', never)).toMatchObject({ kind: 'later' });
    expect(received).toEqual([]);
  });
});

describe('a mail server that answers without end', () => {
  const greeting = { 'lines of an unfinished answer': '2-\n', 'one word': 'a' };

  it.each(Object.entries(greeting))('is left after 8 KB of %s, without a pause for anybody else', async (_, part) => {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.write(part.repeat(120_000 / part.length));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const mailer = createSmtpMailer({ url: `smtp://127.0.0.1:${port}`, timeoutMs });

    const paused = await longestPauseDuring(async () => {
      expect(await mailer.testConnection(never)).toEqual({
        kind: 'fails',
        reason: expect.stringContaining('the server answers too much'),
      });
    });
    expect(paused).toBeLessThan(2_000);
  });
});

describe('TLS', () => {
  it('carries a mail on smtps://, to a server whose certificate is trusted, and is cut by the deadline as well', async () => {
    const { port, received } = await startMailServer({ secure: true, ...tls });
    const url = `smtps://localhost:${port}`;
    expect(await createSmtpMailer({ url, timeoutMs, ca: [tls.cert] }).send(mail, 'msg_1', never)).toMatchObject({
      kind: 'taken',
    });
    expect(await createSmtpMailer({ url, timeoutMs }).send(mail, 'msg_2', never)).toMatchObject({ kind: 'later' });
    expect(received).toHaveLength(1);
    const silent = await startMailServer({ secure: true, ...tls, onMailFrom: () => {} });
    const mailer = createSmtpMailer({ url: `smtps://localhost:${silent.port}`, timeoutMs: 60_000, ca: [tls.cert] });
    expect(await mailer.send(mail, 'msg_3', AbortSignal.timeout(300))).toMatchObject({ kind: 'later' });
  });

  it('is required everywhere but on loopback', async () => {
    // 0.0.0.0 reaches this machine and is not called loopback.
    const { port, received } = await startMailServer();
    const mailer = createSmtpMailer({ url: `smtp://0.0.0.0:${port}`, timeoutMs });
    expect(await mailer.send(mail, 'msg_1', never)).toMatchObject({ kind: 'later' });
    expect(await mailer.testConnection(never)).toMatchObject({ kind: 'fails' });
    expect(received).toEqual([]);
  });

  it('starts on smtp:// with STARTTLS', async () => {
    const { port, received } = await startMailServer({ disabledCommands: [], ...tls });
    const url = `smtp://0.0.0.0:${port}`;
    expect(await createSmtpMailer({ url, timeoutMs }).send(mail, 'msg_1', never)).toMatchObject({ kind: 'later' });
    expect(received).toEqual([]);
    expect(await createSmtpMailer({ url, timeoutMs, ca: [tls.cert] }).send(mail, 'msg_1', never)).toMatchObject({
      kind: 'taken',
    });
  });

  it('has no other URLs than those of SMTP', () => {
    expect(() => createSmtpMailer({ url: 'https://smtp.example.com', timeoutMs })).toThrow(TypeError);
    expect(() => createSmtpMailer({ url: 'smtp.example.com', timeoutMs })).toThrow(TypeError);
  });
});
