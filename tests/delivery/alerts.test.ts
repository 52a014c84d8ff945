import { describe, expect, it } from 'vitest';
import { escapeSlack, slackMessage } from '../../server/delivery/alert/slack.ts';
import { escapeCard, teamsMessage } from '../../server/delivery/alert/teams.ts';
import { type Alert, alertOf } from '../../server/delivery/alert/words.ts';
import type { News } from '../../server/delivery/news.ts';
import { EVENT_TYPES } from '../../server/outbox/event.ts';

const linkOf = ({ subject }: News): string => `https://factura.example.com/panel/${subject}?a=1&b=2`;

function news(count: number, over: Partial<News> = {}): readonly News[] {
  return Array.from({ length: count }, (_, at) => ({
    ...{ id: `evt_${at}`, tenant: { merchantId: 'mer_1', world: 'live' as const }, type: 'invoice.stamped' as const },
    ...{ subject: `inv_${at}`, portalSlug: 'tienda', at },
    ...over,
  }));
}

const HOSTILE: Alert = {
  title: '<!channel> & <https://evil.example|click>',
  lines: [{ text: '*bold* [x](https://evil.example) `code` <b>', url: 'https://f.example/a|b>(c)?d=e&f' }],
  more: '_y_ <@U1> más',
  isTrial: false,
  open: 'Ver',
};

type Card = {
  readonly body: readonly { readonly type: string; readonly text: string }[];
  readonly actions: readonly { readonly type: string; readonly title: string; readonly url: string }[];
};

function cardIn(message: string): Card {
  const { type, attachments } = JSON.parse(message);
  expect(type).toBe('message');
  expect(attachments).toHaveLength(1);
  expect(attachments[0]).toMatchObject({
    contentType: 'application/vnd.microsoft.card.adaptive',
    content: { type: 'AdaptiveCard', version: '1.2' },
  });
  return attachments[0].content;
}

describe('an alert to the team', () => {
  it('about one event has its sentence, its portal and its link', () => {
    expect(alertOf(news(1), 1, 'es-MX', linkOf)).toEqual({
      title: 'Factura timbrada',
      lines: [{ text: 'Factura timbrada · tienda · inv_0', url: 'https://factura.example.com/panel/inv_0?a=1&b=2' }],
      isTrial: false,
      open: 'Ver',
    });
    expect(alertOf(news(1), 1, 'en', linkOf)).toMatchObject({ title: 'Invoice stamped', open: 'Open' });
  });

  it('about many has ten lines, and the number of the others', () => {
    const spanish = alertOf(news(10), 57, 'es-MX', linkOf);
    expect(spanish).toMatchObject({ title: '57 novedades en Autofactura', more: 'y 47 más' });
    expect(spanish.lines).toHaveLength(10);
    expect(alertOf(news(10), 57, 'en', linkOf)).toMatchObject({
      title: '57 news from Autofactura',
      more: 'and 47 more',
    });
    expect(alertOf(news(10), 10, 'es-MX', linkOf).more).toBeUndefined();
  });

  it('has words for every kind of event in both languages', () => {
    for (const type of [...EVENT_TYPES, 'test'] as const) {
      const [spanish, english] = (['es-MX', 'en'] as const).map((language) =>
        alertOf(news(1, { type }), 1, language, linkOf),
      );
      expect(spanish?.title, type).toMatch(/^\p{Lu}/u);
      expect(english?.title, type).not.toBe(spanish?.title);
    }
  });

  it('says that it is from the test world', () => {
    const tenant = { merchantId: 'mer_1', world: 'test' } as const;
    expect(alertOf(news(1, { tenant }), 1, 'es-MX', linkOf).lines[0]?.text).toMatch(/^PRUEBA · /);
  });

  it('is marked as a test if nothing in it is real: in the test world, or when a channel is tested', () => {
    const tenant = { merchantId: 'mer_1', world: 'test' } as const;
    const trial = news(1, { type: 'test' });
    expect(alertOf(news(2, { tenant }), 2, 'es-MX', linkOf).isTrial).toBe(true);
    expect(alertOf(trial, 1, 'es-MX', linkOf).isTrial).toBe(true);
    expect(alertOf([...trial, ...news(1)], 2, 'es-MX', linkOf).isTrial).toBe(false);
  });
});

describe('Slack', () => {
  it('has one line and its link for one event', () => {
    const { text, ...rest } = JSON.parse(slackMessage(alertOf(news(1), 1, 'es-MX', linkOf)));
    expect(text).toBe(
      '*Factura timbrada*\n• <https://factura.example.com/panel/inv_0?a=1&amp;b=2|Factura timbrada · tienda · inv_0>',
    );
    expect(rest).toEqual({ unfurl_links: false, unfurl_media: false });
  });

  it('has many events in one message', () => {
    const { text } = JSON.parse(slackMessage(alertOf(news(10), 12, 'es-MX', linkOf)));
    expect(text.split('\n')).toHaveLength(12);
    expect(text).toMatch(/\ny 2 más$/);
  });

  it('gets nothing that would become a link or a mention of somebody or everybody', () => {
    const { text } = JSON.parse(slackMessage(HOSTILE));
    const links = text.match(/<[^>]*>/g);
    expect(links).toEqual([`<https://f.example/a%7Cb%3E(c)?d=e&amp;f|${escapeSlack(HOSTILE.lines[0]?.text ?? '')}>`]);
    expect(escapeSlack('<!here> & <@U1>')).toBe('&lt;!here&gt; &amp; &lt;@U1&gt;');
  });
});

describe('Teams', () => {
  it('is shown one card with a button', () => {
    const { body, actions } = cardIn(teamsMessage(alertOf(news(1), 1, 'es-MX', linkOf)));
    expect(body.map(({ text }) => text)).toEqual(['Factura timbrada', 'Factura timbrada · tienda · inv\\_0']);
    expect(actions).toEqual([
      { type: 'Action.OpenUrl', title: 'Ver', url: 'https://factura.example.com/panel/inv_0?a=1&b=2' },
    ]);
  });

  it('is shown many as links in one card', () => {
    const { body, actions } = cardIn(teamsMessage(alertOf(news(10), 12, 'en', linkOf)));
    expect(body).toHaveLength(12);
    expect(body[1]?.text).toBe('[Invoice stamped · tienda · inv\\_0](https://factura.example.com/panel/inv_0?a=1&b=2)');
    expect(body.at(-1)?.text).toBe('and 2 more');
    expect(actions).toEqual([]);
  });

  it('gets no Markdown from anybody’s text', () => {
    const { body } = cardIn(teamsMessage(HOSTILE));
    const linked = body.map(({ text }) => text.replace(/\\./g, '')).join('\n');
    expect(linked.match(/\[[^\]]*\]\([^)]*\)/g)).toEqual([
      '[bold xhttps://evil.example code b](https://f.example/a|b%3E%28c%29?d=e&f)',
    ]);
    expect(linked).not.toMatch(/[*`~]/);
    expect(escapeCard('- a')).toBe('\\- a');
    expect(escapeCard('1. a')).toBe('\\1. a');
  });

  it('gets at most 28 KB, with fewer lines if they are too long', () => {
    const lines = Array.from({ length: 10 }, (_, at) => ({
      text: `${at}`,
      url: `https://f.example/${'x'.repeat(6_000)}`,
    }));
    const message = teamsMessage({ title: 'a', lines, isTrial: false, open: 'Ver' });
    expect(Buffer.byteLength(message)).toBeLessThanOrEqual(28 * 1024);
    const { body } = cardIn(message);
    expect(body).toHaveLength(6);
    expect(body.at(-1)?.text).toBe('…');
  });
});
