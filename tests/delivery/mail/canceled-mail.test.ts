import { describe, expect, it } from 'vitest';
import { canceledMail } from '../../../server/delivery/mail/canceled-mail.ts';
import { CAFE_CANCELED } from './mails.ts';

describe('the mail about a cancelled invoice', () => {
  it.each([
    ['es-MX', 'Tu factura A-1042 de Café Jacaranda se canceló', 'ya no tiene validez', 'Facturar otra vez'],
    ['en', 'Your invoice A-1042 from Café Jacaranda was cancelled', 'no longer valid', 'Get an invoice again'],
  ] as const)('says in %s which invoice, that it is not valid, and where to get another', (language, ...words) => {
    const { subject, text, html } = canceledMail({ ...CAFE_CANCELED, language });
    const [title, notValid, button] = words;
    expect(subject).toBe(title);
    for (const form of [text, html])
      for (const part of [notValid, button, CAFE_CANCELED.url, CAFE_CANCELED.invoice.uuid, '$348.00 MXN'])
        expect(form).toContain(part);
  });

  it('offers no other invoice in the place of a nota de crédito: what that was for has its invoice still', () => {
    const invoice = { ...CAFE_CANCELED.invoice, isCreditNote: true };
    const { subject, text, html } = canceledMail({ ...CAFE_CANCELED, invoice });
    expect(subject).toBe('Tu nota de crédito A-1042 de Café Jacaranda se canceló');
    for (const form of [text, html]) {
      expect(form).toContain('no la restes de tu factura');
      expect(form).not.toMatch(/Facturar otra vez|pedirla otra vez|factura de prueba/);
    }
  });

  it('brings no document: what was sent before is not to be used', () => {
    const { attachments } = canceledMail({
      ...CAFE_CANCELED,
      portal: { ...CAFE_CANCELED.portal, theme: { primary: '#000000', accent: '#ffffff' } },
    });
    expect(attachments).toEqual([]);
  });

  it('says in both forms that a test is one, and of a real one nothing of the kind', () => {
    for (const form of ['html', 'text'] as const) {
      expect(canceledMail(CAFE_CANCELED)[form]).toContain('Es una factura de prueba.');
      expect(canceledMail({ ...CAFE_CANCELED, world: 'live' })[form]).not.toContain('prueba');
    }
  });
});
