import { describe, expect, it } from 'vitest';
import { alertMail } from '../../../server/delivery/mail/alert-mail.ts';
import { CAFE } from './mails.ts';

describe('an alert of the team', () => {
  const REAL = { ...CAFE, world: 'live', isTrial: false } as const;
  const lines = (count: number) => Array.from({ length: count }, (_, index) => ({ text: `Aviso ${index + 1}.` }));

  it('has one thing alone, and ten with how many more there are', () => {
    expect(alertMail({ ...REAL, lines: lines(1) }).subject).toBe('Un aviso de facturación · Café Jacaranda');
    expect(alertMail({ ...REAL, lines: lines(10) }).text).not.toContain('más');
    const { subject, text, html } = alertMail({ ...REAL, lines: lines(13) });
    expect(subject).toBe('13 avisos de facturación · Café Jacaranda');
    expect(text).toContain('- Aviso 10.\n\ny 3 más\n');
    expect(html).toContain('y 3 más');
    for (const form of [text, html]) expect(form).not.toContain('Aviso 11');
  });

  it.each([
    ['es-MX', 'Prueba · Un aviso de facturación · Café Jacaranda'],
    ['en', 'Test · An invoicing notice · Café Jacaranda'],
  ] as const)('that is a trial says so in its subject: %s', (language, subject) => {
    expect(alertMail({ ...CAFE, language, isTrial: true, lines: lines(1) }).subject).toBe(subject);
  });

  it('leads to where each is seen, in English too, and nowhere that is not of the web', () => {
    const url = 'https://facturas.cafejacaranda.mx/panel';
    const line = { text: 'An invoice was <refused>.', url: `${url}/inv_1` };
    const { text, html } = alertMail({ ...REAL, language: 'en', lines: [line], url });
    expect(text).toContain(`- An invoice was <refused>.\n  ${url}/inv_1`);
    expect(html).toContain(`href="${url}/inv_1"`);
    expect(html).toContain('An invoice was &lt;refused&gt;.');
    const script = alertMail({ ...REAL, lines: [{ text: 'x', url: 'javascript:alert(1)' }], url: 'data:text/html,x' });
    expect(script.html).not.toMatch(/href="(?:javascript|data)/);
  });
});
