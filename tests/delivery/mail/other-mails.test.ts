import { describe, expect, it } from 'vitest';
import { alertMail } from '../../../server/delivery/mail/alert-mail.ts';
import { reminderMail } from '../../../server/delivery/mail/reminder-mail.ts';
import { CAFE } from './mails.ts';

const REMINDER = {
  ...CAFE,
  noun: 'consumo',
  sale: { folio: 'LM-88', total: '$412.00 MXN' },
  deadline: '30 de noviembre de 2026',
  url: 'https://facturas.cafejacaranda.mx/cafe?t=abc',
  unsubscribeUrl: 'https://facturas.cafejacaranda.mx/v1/mail/stop?token=abc',
} as const;

describe('the reminder of a sale', () => {
  it('says until when, leads to the portal, and can be stopped from the mail and from its program', () => {
    const { subject, text, html, headers } = reminderMail(REMINDER);
    expect(subject).toBe('Puedes facturar tu consumo en Café Jacaranda hasta el 30 de noviembre de 2026');
    expect(headers).toEqual({
      'Auto-Submitted': 'auto-generated',
      'List-Unsubscribe': `<${REMINDER.unsubscribeUrl}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    });
    for (const form of [text, html]) {
      expect(form).toContain(REMINDER.url);
      expect(form).toContain(REMINDER.unsubscribeUrl);
      expect(form).toContain('LM-88');
      expect(form).toContain('$412.00 MXN');
      expect(form).toContain('Es una venta de prueba.');
    }
  });

  it('reads in English', () => {
    const { subject, text } = reminderMail({ ...REMINDER, language: 'en', deadline: 'November 30, 2026' });
    expect(subject).toBe('You can invoice your purchase at Café Jacaranda until November 30, 2026');
    expect(text).toContain('Get no more reminders:\nhttps://');
  });

  it('has its way to stop whole, however long its token is, and no header where it is no URL', () => {
    const unsubscribeUrl = `https://facturas.cafejacaranda.mx/stop?token=${'a'.repeat(600)}`;
    expect(reminderMail({ ...REMINDER, unsubscribeUrl }).headers?.['List-Unsubscribe']).toBe(`<${unsubscribeUrl}>`);
    expect(reminderMail({ ...REMINDER, unsubscribeUrl: 'no' }).headers).toEqual({ 'Auto-Submitted': 'auto-generated' });
  });
});

describe('an alert of the team', () => {
  const lines = (count: number) => Array.from({ length: count }, (_, index) => ({ text: `Aviso ${index + 1}.` }));

  it('has one thing alone, and ten with how many more there are', () => {
    expect(alertMail({ ...CAFE, lines: lines(1) }).subject).toBe('Un aviso de facturación · Café Jacaranda');
    expect(alertMail({ ...CAFE, lines: lines(10) }).text).not.toContain('más');
    const { subject, text, html } = alertMail({ ...CAFE, lines: lines(13) });
    expect(subject).toBe('13 avisos de facturación · Café Jacaranda');
    expect(text).toContain('- Aviso 10.\n\ny 3 más\n');
    expect(html).toContain('y 3 más');
    for (const form of [text, html]) expect(form).not.toContain('Aviso 11');
  });

  it('leads to where each is seen, in English too, and nowhere that is not of the web', () => {
    const url = 'https://facturas.cafejacaranda.mx/panel';
    const line = { text: 'An invoice was <refused>.', url: `${url}/inv_1` };
    const { text, html } = alertMail({ ...CAFE, language: 'en', lines: [line], url });
    expect(text).toContain(`- An invoice was <refused>.\n  ${url}/inv_1`);
    expect(html).toContain(`href="${url}/inv_1"`);
    expect(html).toContain('An invoice was &lt;refused&gt;.');
    const script = alertMail({ ...CAFE, lines: [{ text: 'x', url: 'javascript:alert(1)' }], url: 'data:text/html,x' });
    expect(script.html).not.toMatch(/href="(?:javascript|data)/);
  });
});
