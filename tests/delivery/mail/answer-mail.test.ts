import { describe, expect, it } from 'vitest';
import { answerMail } from '../../../server/delivery/mail/answer-mail.ts';
import { CAFE_DECLINED } from './mails.ts';

describe('the mail that answers a request', () => {
  for (const language of ['es-MX', 'en'] as const) {
    it(`reads in ${language} as it was agreed when the merchant declines`, async () => {
      const { html, text, subject } = answerMail({ ...CAFE_DECLINED, language });
      await expect(html).toMatchFileSnapshot(`../../golden/mail/declined.${language}.html`);
      await expect(`${subject}\n\n${text}`).toMatchFileSnapshot(`../../golden/mail/declined.${language}.txt`);
    });

    it(`says in ${language} whether the purchase never came or nobody answered, and quotes nobody then`, () => {
      const text = (ending: 'expired' | 'unanswered') =>
        answerMail({ ...CAFE_DECLINED, language, ending, answer: '' }).text;
      expect(text('expired')).toMatch(language === 'en' ? /did not reach the system/ : /no llegó a tiempo al sistema/);
      expect(text('unanswered')).toMatch(language === 'en' ? /did not answer in time/ : /no respondió a tiempo/);
      for (const ending of ['expired', 'unanswered'] as const) expect(text(ending)).not.toContain('«');
    });
  }

  it('shows what the merchant wrote as text, never as markup or a link of its own', () => {
    const answer = '<a href="https://malo.example">Cobra aquí</a> & listo';
    const { html } = answerMail({ ...CAFE_DECLINED, answer });
    expect(html).not.toContain('<a href="https://malo.example"');
    expect(html).toContain('&lt;a href=');
  });
});
