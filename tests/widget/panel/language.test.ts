import { assert } from 'chai';
import { english } from '../../../widget/locales/en-panel.ts';
import { until } from '../visitor-waits.ts';
import { standIn } from './stand-in.ts';
import { clearPage, visit } from './visit.ts';

const FILES = [
  ...['code-step', 'entrance', 'sign-up', 'panel', 'passkey-attempt', 'shell', 'sign-in', 'prove', 'remote', 'texts'],
  ...['branches', 'checklist', 'csd', 'go-live', 'issuer', 'next-step', 'pac', 'step-words', 'test-run', 'try-it'].map(
    (name) => `setup/${name}`,
  ),
  ...['columns', 'new-sale', 'notices', 'pages-of', 'sales-file', 'sold-words'].map((name) => `lists/${name}`),
  ...['cancel', 'cancellation-state', 'correct', 'document-view', 'home', 'invoice', 'invoice-for', 'invoices'].map(
    (name) => `desk/${name}`,
  ),
  ...['cuadre', 'cuadre-day', 'month-lock'].map((name) => `books/${name}`),
  ...['mails', 'motivos', 'plot', 'receptor-fields', 'refund', 'refunds', 'request', 'requests'].map(
    (name) => `desk/${name}`,
  ),
  ...['sale', 'sales', 'search', 'timeline', 'words'].map((name) => `desk/${name}`),
  ...['account', 'action-words', 'audit', 'device', 'invite', 'member-editor', 'recovery-codes'].map(
    (name) => `team/${name}`,
  ),
  ...['own-details', 'passkeys', 'role-words', 'second-factor', 'strength', 'team'].map((name) => `team/${name}`),
  ...['customer-mail', 'domain', 'domain-words', 'notifications', 'team-alerts'].map((name) => `portals/${name}`),
  ...['look-fields', 'lookup-fields', 'portal', 'portal-words', 'portals', 'preview-frame', 'promote'].map(
    (name) => `portals/${name}`,
  ),
  ...['address-form', 'deadline-view', 'english-fields', 'fiscal-fields', 'folio-picture', 'hint-fields'].map(
    (name) => `portals/${name}`,
  ),
  ...['channel-words', 'month-table', 'presets', 'search-check'].map((name) => `portals/${name}`),
];

async function idsIn(file: string): Promise<string[]> {
  const source = await (await fetch(`/widget/panel/${file}.ts`)).text();
  const calls = source.match(/\bmsg\(/g)?.length ?? 0;
  const ids = [...source.matchAll(/\{\s*id: "([\w-]+)",?\s*\}/g)].flatMap((match) => match[1] ?? []);
  assert.equal(ids.length, calls, `every msg of ${file} names its id`);
  return ids;
}

describe('the languages of the panel', () => {
  it('every sentence has its English, and no English is left over', async () => {
    const used = new Set((await Promise.all(FILES.map(idsIn))).flat());
    assert.deepEqual(
      [...used].filter((id) => !Object.hasOwn(english, id)),
      [],
    );
    assert.deepEqual(
      Object.keys(english).filter((id) => !used.has(id)),
      [],
    );
  });

  it('speaks English where it was chosen, asks the server for it, and goes back to Spanish at a press', async () => {
    clearPage();
    localStorage.setItem('autofactura-panel-locale', '"en"');
    const server = standIn();
    const merchant = visit('/panel');
    await merchant.reads('Get Café Jacaranda invoicing');
    assert.equal(server.asked.at(-1)?.language, 'en');
    merchant.press('Menu');
    await until(() => Boolean(merchant.root.querySelector('.open')));
    merchant.press('Español');
    await merchant.reads('Pon a facturar a Café Jacaranda');
    server.restore();
  });
});
