import { describe, expect, it } from 'vitest';
import { reminderMail } from '../../../server/delivery/mail/reminder-mail.ts';
import { CAFE_REMINDER } from './mails.ts';

const { url, unsubscribeUrl } = CAFE_REMINDER;
const IN = {
  'es-MX': CAFE_REMINDER,
  en: { ...CAFE_REMINDER, language: 'en', lastDay: 'November 30, 2026', deadline: 'November 30, 2026' },
} as const;

describe('the reminder of a sale', () => {
  for (const language of ['es-MX', 'en'] as const) {
    it(`reads in ${language} as it was agreed`, async () => {
      const { html, text, subject } = reminderMail(IN[language]);
      await expect(html).toMatchFileSnapshot(`../../golden/mail/reminder.${language}.html`);
      await expect(`${subject}\n\n${text}`).toMatchFileSnapshot(`../../golden/mail/reminder.${language}.txt`);
    });
  }

  it('says until when, leads to the portal, and can be stopped from the mail and from its program', () => {
    const { subject, text, html, headers } = reminderMail(CAFE_REMINDER);
    expect(subject).toBe('Puedes facturar tu consumo en Café Jacaranda hasta el 30 de noviembre de 2026');
    expect(headers).toEqual({
      'Auto-Submitted': 'auto-generated',
      'List-Unsubscribe': `<${unsubscribeUrl}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    });
    for (const form of [text, html])
      for (const part of [url, unsubscribeUrl, 'LM-88', '$412.00 MXN', 'No quiero recordatorios'])
        expect(form).toContain(part);
  });

  it('says in both forms that a test is one, and of a real one nothing of the kind', () => {
    for (const form of ['html', 'text'] as const) {
      expect(reminderMail(CAFE_REMINDER)[form]).toContain('Es una venta de prueba.');
      expect(reminderMail({ ...CAFE_REMINDER, world: 'live' })[form]).not.toContain('prueba');
    }
  });

  it('has its way to stop whole, however long its token is, and no header where it is no URL', () => {
    const long = `https://facturas.cafejacaranda.mx/v1/mail/unsubscribe?token=${'a'.repeat(600)}`;
    expect(reminderMail({ ...CAFE_REMINDER, unsubscribeUrl: long }).headers?.['List-Unsubscribe']).toBe(`<${long}>`);
    const none = reminderMail({ ...CAFE_REMINDER, unsubscribeUrl: 'no' });
    expect(none.headers).toEqual({ 'Auto-Submitted': 'auto-generated' });
  });
});
