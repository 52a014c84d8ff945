import { describe, expect, it } from 'vitest';
import { type InvoiceMail, invoiceMail } from '../../../server/delivery/mail/invoice-mail.ts';
import { CAFE_INVOICE, LOGO } from './mails.ts';

const { portal, invoice, pdf: _, ...unprinted } = CAFE_INVOICE;
const REAL: InvoiceMail = { ...CAFE_INVOICE, world: 'live' };

describe('the mail that brings an invoice', () => {
  for (const language of ['es-MX', 'en'] as const) {
    it(`reads in ${language} as it was agreed`, async () => {
      const { html, text, subject } = invoiceMail({ ...CAFE_INVOICE, language });
      await expect(html).toMatchFileSnapshot(`../../golden/mail/invoice.${language}.html`);
      await expect(`${subject}\n\n${text}`).toMatchFileSnapshot(`../../golden/mail/invoice.${language}.txt`);
    });
  }

  it('carries PDF and XML under the names of the downloads, and the logo inside', () => {
    const { attachments, html } = invoiceMail(CAFE_INVOICE);
    const name = 'A-1042-6F1C9A52-0B7D-4E2A-9C51-3A8D2F4B7E10';
    expect(attachments.map(({ filename }) => filename)).toEqual([`${name}.pdf`, `${name}.xml`, 'logo.png']);
    expect(attachments[0]?.content).toBe(CAFE_INVOICE.pdf);
    expect(attachments[1]?.content).toBe(CAFE_INVOICE.xml);
    expect(html).toContain(`src="cid:${attachments[2]?.contentId}"`);
    expect(html).not.toContain('data:');
    expect(Buffer.from(attachments[2]?.content ?? []).toString('base64')).toBe(LOGO.split(',')[1]);
  });

  it('goes without a PDF that could not be printed, and without a logo that there is not', () => {
    const theme = { primary: '#6d28d9', accent: '#ffffff' };
    const { attachments, html } = invoiceMail({ ...unprinted, invoice, portal: { ...portal, theme } });
    expect(attachments.map(({ contentType }) => contentType)).toEqual(['application/xml']);
    expect(html).not.toContain('<img');
    expect(html).toContain('>Café Jacaranda</p>');
  });

  it('says in both forms that a test is not valid, and of a real one nothing of the kind', () => {
    for (const form of ['html', 'text'] as const) {
      expect(invoiceMail(CAFE_INVOICE)[form]).toContain('SIN VALIDEZ FISCAL');
      expect(invoiceMail({ ...CAFE_INVOICE, language: 'en' })[form]).toContain('SIN VALIDEZ FISCAL');
      expect(invoiceMail(REAL)[form]).not.toContain('VALIDEZ');
    }
  });

  it.each([
    ['es-MX', 'compra', ['C-001'], 'Compra: C-001'],
    ['es-MX', 'compra', ['C-001', 'C-002'], 'Compras: C-001, C-002'],
    ['es-MX', 'consumo', ['LM-88', 'LM-89'], 'Consumos: LM-88, LM-89'],
    ['en', 'consumo', ['LM-88'], 'Meal: LM-88'],
    ['en', 'consumo', ['LM-88', 'LM-89'], 'Meals: LM-88, LM-89'],
  ] as const)(
    'in %s names the tickets of a %s, the numbers that its customer knows: %j',
    (language, noun, purchases, named) => {
      const { text, html } = invoiceMail({ ...CAFE_INVOICE, language, noun, invoice: { ...invoice, purchases } });
      expect(text).toContain(`\n${named}\n`);
      expect(html).toContain(`>${purchases.join(', ')}</p>`);
    },
  );

  it.each([
    [
      'es-MX',
      'Tu nota de crédito de Café Jacaranda · A-1042',
      /te devolvió o descontó \$348\.00 MXN/,
      'Nota de crédito: A-1042',
    ],
    [
      'en',
      'Your credit note from Café Jacaranda · A-1042',
      /refunded or discounted \$348\.00 MXN/,
      'Credit note: A-1042',
    ],
  ] as const)(
    'in %s calls a nota de crédito one, without the words that the merchant has for invoices',
    (language, subject, message, row) => {
      const texts = { subject: 'Gracias por tu compra', message: 'Gracias por tu compra de {total}.' };
      const mail = invoiceMail({ ...CAFE_INVOICE, language, texts, invoice: { ...invoice, isCreditNote: true } });
      expect(mail.subject).toBe(subject);
      for (const form of ['html', 'text'] as const) {
        expect(mail[form]).toMatch(message);
        expect(mail[form]).not.toMatch(/Gracias|factura de prueba|esta factura|this invoice/);
      }
      expect(mail.text).toContain(`\n${row}\n`);
    },
  );

  it('is the same mail, byte for byte, when it is made again', () => {
    expect(invoiceMail(CAFE_INVOICE)).toEqual(invoiceMail(CAFE_INVOICE));
  });

  it.each([
    ['#6d28d9', 'color:#ffffff;background:#6d28d9'],
    ['#FFE066', 'color:#000000;background:#ffe066'],
    ['#808080', 'color:#000000;background:#808080'],
    ['red;} body{display:none', 'color:#ffffff;background:#1f2937'],
  ])('a main action on %s can be read', (primary, style) => {
    const theme = { primary, accent: '#ffffff' };
    expect(invoiceMail({ ...CAFE_INVOICE, portal: { ...portal, theme } }).html).toContain(style);
  });

  it('names only the ways to the merchant that there are', () => {
    const silent = invoiceMail({ ...CAFE_INVOICE, portal: { ...portal, contact: {} } });
    expect(silent.replyTo).toBeUndefined();
    expect(silent.text).not.toContain('¿Dudas?');
    expect(silent.html).not.toContain('¿Dudas?');
    const odd = invoiceMail({ ...CAFE_INVOICE, portal: { ...portal, contact: { email: 'a@b.mx\r\nBcc: c@d.mx' } } });
    expect(odd.replyTo).toBeUndefined();
  });
});

describe('the merchant’s own words', () => {
  const mailWith = (texts: InvoiceMail['texts'], more: Partial<InvoiceMail['invoice']> = {}) =>
    invoiceMail({ ...REAL, invoice: { ...invoice, ...more }, texts });

  it('have their variables filled, once, and those that are none left as typed', () => {
    const texts = {
      subject: '{nombre}: {serieFolio} de {comercio}, {monto}',
      message: 'Gracias, {nombre}.\nFueron {total}.\n\n{constructor} {toString} {{total}}',
    };
    const { subject, text, html } = mailWith(texts, { nombre: 'ANA {total}' });
    expect(subject).toBe('ANA {total}: A-1042 de Café Jacaranda, {monto}');
    expect(text).toContain('Gracias, ANA {total}.\nFueron $348.00 MXN.\n\n{constructor} {toString} {$348.00 MXN}');
    expect(html).toContain('Gracias, ANA {total}.<br>Fueron $348.00 MXN.</p><p');
  });

  it('are the usual ones where they are empty', () => {
    expect(mailWith({ subject: ' \r\n ', message: ' \n ' })).toEqual(invoiceMail(REAL));
  });

  it.each([
    ['COMERCIALIZADORA LA PAZ', 'COMERCIALIZADORA LA PAZ'],
    ['GRUPO S.A. DE C.V.', 'GRUPO S.A. DE C.V.'],
    ['PREMIO en https://malo.mx/x?y=1 YA', 'PREMIO en YA'],
    ['ENTRA A WWW.MALO.MX', 'ENTRA A'],
    ['Ve a malo.com/pago.', 'Ve a'],
    ['Ve a MALO。COM', 'Ve a'],
    ['Ve a ｍａｌｏ．ｃｏｍ', 'Ve a'],
    ['Ve a ma\u200blo.com', 'Ve a'],
    ['Escribe a x@malo.mx o tel:5512345678', 'Escribe a o'],
    ['Ve a 10.0.0.1/x', 'Ve a'],
    ['ANA\r\nBcc: eva@malo.mx\u2028HOLA', 'ANA Bcc: HOLA'],
    ['ANA\u202e AL REVES', 'ANA AL REVES'],
  ])('%j is shown as %j', (nombre, shown) => {
    expect(mailWith({ subject: '[{nombre}]', message: '[{nombre}]' }, { nombre })).toMatchObject({
      subject: `[${shown}]`,
      text: expect.stringContaining(`[${shown}]`),
      html: expect.stringContaining(`[${shown}]`),
    });
  });

  it('have no markup in them', () => {
    const { html, text } = mailWith(
      { message: '<b>{nombre}</b> & {comercio}' },
      { nombre: '<img src=x onerror="a()">' },
    );
    expect(html).toContain('&lt;b&gt;&lt;img src=x onerror=&quot;a()&quot;&gt;&lt;/b&gt; &amp; Café Jacaranda');
    expect(text).toContain('<b><img src=x onerror="a()"></b> & Café Jacaranda');
  });
});
