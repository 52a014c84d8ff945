/** What a merchant prints to promote a portal, read back as a customer's phone and a ticket printer read it. */

import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { escPosQr } from '../../server/print/escpos.ts';
import { POSTER_PAPERS } from '../../server/print/poster.ts';
import { PUBLIC_URL, read, readProblem, startApi, type TestApi } from '../support/api.ts';
import { readEscPos } from '../support/escpos-reading.ts';
import { hasPoppler, pdfInfo, pdfText, pdfWords, squeezed } from '../support/pdf-reading.ts';
import { hasZbar, jsqrReads, pageOf, zbarReads } from '../support/qr-reading.ts';

const poppler = hasPoppler();
const zbar = hasZbar();

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ sealed: [] });
});
afterAll(() => api.stop());

const get = (path: string, key = api.key): Promise<Response> =>
  api.request(`/v1${path}`, { headers: { authorization: `Bearer ${key}` } });
const file = async (path: string, key = api.key): Promise<Uint8Array> => {
  const answer = await get(path, key);
  expect([path, answer.status]).toEqual([path, 200]);
  return new Uint8Array(await answer.arrayBuffer());
};
const poster = (query: string, slug = DEMO_PORTAL, key = api.key) =>
  file(`/portals/${slug}/promotion/poster?${query}`, key);

const FACES = { letter: 1, a4: 1, 'table-tent': 2, 'till-sticker': 4 } as const;
/** Centimetres that a code has to measure at least, without its quiet zone. */
const SIDES = { letter: 8, a4: 8, 'table-tent': 6, 'till-sticker': 4.5 } as const;
const SIZES = {
  letter: '612 x 792 pts (letter)',
  a4: '595.28 x 841.89 pts (A4)',
  'table-tent': '792 x 612 pts (letter)',
  'till-sticker': '612 x 792 pts (letter)',
} as const;

/** jsqr reads one code: the first of a sheet, at 100 dots an inch. */
async function firstFace(pdf: Uint8Array, paper: keyof typeof FACES): Promise<Uint8Array> {
  const page = sharp(pageOf(pdf, 100));
  const { width, height } = await page.metadata();
  const [across, down] = ({ 1: [1, 1], 2: [2, 1], 4: [2, 2] } as const)[FACES[paper]];
  return page
    .extract({ left: 0, top: 0, width: Math.floor(width / across), height: Math.floor(height / down) })
    .png()
    .toBuffer();
}

describe.skipIf(!poppler)('a poster', { timeout: 120_000 }, () => {
  it.each(POSTER_PAPERS)(
    '200: %s is one sheet on which every code opens the portal, even from a bad photo',
    async (paper) => {
      const pdf = await poster(`paper=${paper}`);
      expect(pdfInfo(pdf)).toMatchObject({ Pages: '1', 'Page size': SIZES[paper] });
      const opened = `${PUBLIC_URL}/${DEMO_PORTAL}?c=poster`;
      const seen = jsqrReads(await firstFace(pdf, paper));
      const sideCm = ((seen?.side ?? 0) / 100) * 2.54;
      expect(seen?.text).toBe(opened);
      expect(sideCm).toBeGreaterThan(SIDES[paper]);
      // A phone at arm's length needs modules of a millimetre.
      expect((sideCm * 10) / (seen?.modules ?? Infinity)).toBeGreaterThan(1);
      if (!zbar) return;
      for (const dpi of [150, 72])
        expect([dpi, zbarReads(pageOf(pdf, dpi))]).toEqual([dpi, Array(FACES[paper]).fill(opened)]);
      const photo = await sharp(pageOf(pdf, 100))
        .rotate(4, { background: '#777' })
        .blur(1)
        .jpeg({ quality: 40 })
        .toBuffer();
      expect(zbarReads(await sharp(photo).png().toBuffer())).toContain(opened);
    },
  );

  it.each([
    [
      'es-MX',
      [
        'Factura tu compra',
        'Escanea el código',
        'o escribe en tu navegador',
        'Escribe los datos de tu ticket',
        'Tienes hasta el último día del mes siguiente al de tu compra.',
        '¿Dudas? +52 55 5555 0142',
      ],
    ],
    [
      'en',
      [
        'Invoice your purchase',
        'Scan the code',
        'or type in your browser',
        'Type what your receipt says',
        'You have until the last day of the month after your purchase.',
        'Questions?',
      ],
    ],
  ])(
    '200: in %s it says whose portal it is, what to do, its written address, the deadline, and whom to ask',
    async (language, words) => {
      const text = pdfText(await poster(`language=${language}`));
      for (const expected of [
        ...words,
        'Café Jacaranda',
        'factura.example.mx/cafe-jacaranda',
        'hola@jacaranda.example',
      ])
        expect(text).toContain(squeezed(expected));
    },
  );

  it('200: uses the words of the trade, in English even if the portal is only in Spanish', async () => {
    const key = await api.createKey({ merchantId: 'mer_milpa' });
    const spanish = pdfText(await poster('', 'la-milpa', key));
    for (const expected of ['Factura tu consumo', 'Escribe los datos de tu cuenta'])
      expect(spanish).toContain(squeezed(expected));
    expect(pdfText(await poster('language=en', 'la-milpa', key))).toContain(squeezed('Invoice your meal'));
  });

  it('200: says, for a test portal, that its invoices have no fiscal validity', async () => {
    expect(pdfText(await poster(''))).toContain(squeezed('no tienen validez fiscal'));
  });

  it('200: still fits one readable sheet with long names, an emoji, an invalid logo and a bright yellow', async () => {
    const settings = await api.services.invoicing.store.portals.getPortal(DEMO_PORTAL);
    await api.change(DEMO_PORTAL, {
      title: 'Factura aquí tu compra de café, pan y todo lo demás que te llevaste hoy 🥐',
      theme: { primary: '#ffd54a', accent: '#fff8e1', logo: 'data:image/png;base64,AAAA' },
      contact: { email: 'facturacion.y.atencion.a.clientes@cafeteria-la-jacaranda-de-la-roma.example' },
    });
    try {
      for (const paper of POSTER_PAPERS) {
        const pdf = await poster(`paper=${paper}`);
        expect([paper, pdfInfo(pdf).Pages]).toEqual([paper, '1']);
        expect(jsqrReads(await firstFace(pdf, paper))?.text).toBe(`${PUBLIC_URL}/${DEMO_PORTAL}?c=poster`);
        expect(pdfText(pdf)).toContain(
          squeezed('Factura aquí tu compra de café, pan y todo lo demás que te llevaste hoy […]'),
        );
      }
    } finally {
      if (settings) await api.change(DEMO_PORTAL, settings.settings);
    }
  });

  it('200: puts the phone above the e-mail on a sticker that is too narrow to have both on one line', async () => {
    const portal = await api.services.invoicing.store.portals.getPortal(DEMO_PORTAL);
    const topsOf = async (email: string): Promise<readonly (number | undefined)[]> => {
      await api.change(DEMO_PORTAL, { contact: { phone: '5512345678', email } });
      const words = pdfWords(await poster('paper=till-sticker'));
      return ['5512345678', email].map((wanted) => words.find(({ text }) => text === wanted)?.top);
    };
    try {
      const [phone, email] = await topsOf('facturas@jacaranda.example');
      expect(phone).toBe(email);
      const [above = 0, below = 0] = await topsOf('facturacion.clientes@abarrotesyferreterialaesperanza.example');
      expect(below - above).toBeGreaterThan(6);
    } finally {
      if (portal) await api.change(DEMO_PORTAL, portal.settings);
    }
  });

  it('200: is cut and folded along a line from edge to edge of the paper', async () => {
    for (const paper of ['table-tent', 'till-sticker'] as const) {
      const page = sharp(pageOf(await poster(`paper=${paper}`), 100));
      const { width, height } = await page.metadata();
      // Near the bottom edge, in the coloured foot: the line is light.
      const lightest = async (left: number, wide: number): Promise<number> => {
        const foot = page.clone().extract({ left, top: height - 30, width: wide, height: 20 });
        return Math.max(...(await foot.greyscale().raw().toBuffer()));
      };
      const [line, ground] = [await lightest(Math.floor(width / 2) - 1, 3), await lightest(5, 10)];
      expect([paper, line - ground > 20]).toEqual([paper, true]);
    }
  });

  it('404: for another merchant’s portal; 400: in an unknown size; 403: without the scope', async () => {
    await readProblem(await get('/portals/la-milpa/promotion/poster'), 404);
    await readProblem(await get(`/portals/${DEMO_PORTAL}/promotion/poster?paper=a0`), 400);
    await readProblem(
      await get(`/portals/${DEMO_PORTAL}/promotion/poster`, await api.createKey({ scopes: ['sales:read'] })),
      403,
    );
  });
});

describe('the portal’s QR', () => {
  const qr = (query: string) => file(`/portals/${DEMO_PORTAL}/promotion/qr?${query}`);
  const OPENED = `${PUBLIC_URL}/${DEMO_PORTAL}?c=ticket`;

  it('200: has the same address, with the requested channel, as PNG, SVG and text', async () => {
    expect(jsqrReads(await qr('format=png'))?.text).toBe(OPENED);
    expect(
      jsqrReads(
        await sharp(await qr('format=svg'))
          .resize(300)
          .png()
          .toBuffer(),
      )?.text,
    ).toBe(OPENED);
    expect(Buffer.from(await qr('format=text')).toString()).toBe(OPENED);
    expect(jsqrReads(await qr('format=png&channel=pie'))?.text).toBe(`${PUBLIC_URL}/${DEMO_PORTAL}?c=pie`);
  });

  it.each(['png', 'svg'])(
    '200: has its quiet zone of four modules as %s, so it can be read on black too',
    async (format) => {
      const code = await sharp(await qr(`format=${format}`))
        .resize(330, 330, { kernel: 'nearest' })
        .png()
        .toBuffer();
      const onBlack = await sharp(code)
        .extend({ top: 90, bottom: 90, left: 90, right: 90, background: '#000' })
        .png()
        .toBuffer();
      expect(jsqrReads(onBlack)?.text).toBe(OPENED);
      if (zbar) expect(zbarReads(onBlack)).toEqual([OPENED]);
    },
  );

  it.each([
    ['58', 384, 32],
    ['80', 576, 48],
  ])(
    '200: fits, on a roll of %s mm, within %i dots, and its lines within %i characters',
    async (roll, dots, characters) => {
      const ticket = readEscPos(await qr(`format=escpos&roll=${roll}`));
      expect(ticket.qr).toMatchObject({ text: OPENED, level: 'M', model: 2 });
      const modules = jsqrReads(await qr('format=png'))?.modules ?? 0;
      expect((modules + 8) * ticket.qr.dots).toBeLessThanOrEqual(dots);
      // Half a millimetre a module, at 8 dots a millimetre.
      expect(ticket.qr.dots).toBeGreaterThanOrEqual(4);
      expect(ticket.lines[0]).toBe('Factura tu compra');
      expect(ticket.lines.join('')).toContain('factura.example.mx/cafe-jacaranda');
      for (const line of ticket.lines) expect(line.length).toBeLessThanOrEqual(characters);
      expect(ticket.alignments).toEqual([1, 0]);
    },
  );

  it('200: breaks a long title between its words, and a long address where it has a slash, a dot or a hyphen', async () => {
    const title = 'Factura aquí tu compra de abarrotes, cremería y ferretería';
    const portal = await api.services.invoicing.store.portals.getPortal(DEMO_PORTAL);
    await api.change(DEMO_PORTAL, { title });
    try {
      expect(readEscPos(await qr('format=escpos&roll=58')).lines.slice(0, 2)).toEqual([
        'Factura aqui tu compra de',
        'abarrotes, cremeria y ferreteria',
      ]);
    } finally {
      if (portal) await api.change(DEMO_PORTAL, portal.settings);
    }
    const address = 'facturacion.abarrotesyferreterialaesperanza.com.mx/tlaquepaque';
    const { lines } = readEscPos(escPosQr({ url: `https://${address}`, heading: '', address }, 58));
    expect(lines).toEqual(['facturacion.', 'abarrotesyferreterialaesperanza.', 'com.mx/tlaquepaque', '']);
  });

  it('200: lets nothing in a merchant’s own title be a command to the printer', async () => {
    const portal = await api.services.invoicing.store.portals.getPortal(DEMO_PORTAL);
    await api.change(DEMO_PORTAL, { title: 'Factúrala\u001d\u0028k\u001b@ ñandú €' });
    try {
      expect(readEscPos(await qr('format=escpos')).lines[0]).toBe('Facturala(k@ nandu');
    } finally {
      if (portal) await api.change(DEMO_PORTAL, portal.settings);
    }
  });
});

describe('the QR of a sale’s ticket', () => {
  it('200: opens that sale at the portal, on both paper widths and as a picture', async () => {
    await api.buy({ folio: 'TK-778', total: '348.00' });
    const sales = await read<{ sales: { id: string; folio: string }[] }>(await get('/sales?limit=5'));
    const id = sales.sales.find(({ folio }) => folio === 'TK-778')?.id ?? '';
    const address = Buffer.from(await file(`/sales/${id}/ticket-qr?portal=${DEMO_PORTAL}&format=text`)).toString();
    const url = new URL(address);
    expect([url.pathname, url.searchParams.get('c')]).toEqual([`/${DEMO_PORTAL}`, 'ticket']);
    const opened = await api.request(`/v1/portals/${DEMO_PORTAL}/sales/${url.searchParams.get('t')}`);
    expect(await read(opened)).toMatchObject({ folio: 'TK-778', status: 'open' });
    expect(jsqrReads(await file(`/sales/${id}/ticket-qr?portal=${DEMO_PORTAL}`))?.text).toBe(address);
    for (const [roll, dots] of [
      ['58', 384],
      ['80', 576],
    ] as const) {
      const { qr } = readEscPos(await file(`/sales/${id}/ticket-qr?portal=${DEMO_PORTAL}&format=escpos&roll=${roll}`));
      const modules = jsqrReads(await file(`/sales/${id}/ticket-qr?portal=${DEMO_PORTAL}`))?.modules ?? 0;
      expect(qr.text).toBe(address);
      expect((modules + 8) * qr.dots).toBeLessThanOrEqual(dots);
      expect(qr.dots).toBeGreaterThanOrEqual(4);
    }
  });

  it('404: for another merchant’s sale or portal; 403: with only settings:read', async () => {
    await api.buy({ folio: 'LM-900' }, 'la-milpa');
    await readProblem(await get(`/sales/sale_none/ticket-qr?portal=${DEMO_PORTAL}`), 404);
    const { sales } = await read<{ sales: { id: string }[] }>(await get('/sales?limit=1'));
    const [own] = sales;
    await readProblem(await get(`/sales/${own?.id}/ticket-qr?portal=la-milpa`), 404);
    const other = await api.createKey({ merchantId: 'mer_milpa' });
    await readProblem(await get(`/sales/${own?.id}/ticket-qr?portal=la-milpa`, other), 404);
    const key = await api.createKey({ scopes: ['settings:read'] });
    await readProblem(await get(`/sales/${own?.id}/ticket-qr?portal=${DEMO_PORTAL}`, key), 403);
  });
});

describe('the page for a till’s display', () => {
  const open = (slug: string, headers: Record<string, string> = {}) =>
    api.request(`/${slug}/pantalla`, { headers: { accept: 'text/html', ...headers } });

  it('200: shows the code, the written address and the deadline, and runs and reloads nothing', async () => {
    const answer = await open(DEMO_PORTAL);
    const text = await answer.text();
    expect(answer.status).toBe(200);
    const [svg = ''] = /<svg[\s\S]*<\/svg>/.exec(text) ?? [];
    expect(jsqrReads(await sharp(Buffer.from(svg)).resize(400).png().toBuffer())?.text).toBe(
      `${PUBLIC_URL}/${DEMO_PORTAL}?c=pantalla`,
    );
    for (const expected of [
      'Café Jacaranda',
      'Factura tu compra',
      'factura.example.mx/cafe-jacaranda',
      'Tienes hasta el último día del mes siguiente',
      'no tienen validez fiscal',
    ])
      expect(text).toContain(expected);
    expect(text).not.toMatch(/<script|http-equiv|<link| on\w+=| style=/);
    const policy = answer.headers.get('content-security-policy') ?? '';
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|script-src|connect-src/);
    expect(text).toContain(`<style nonce="${nonce}">`);
  });

  it('200: is in English for a display that prefers it, if the portal has English', async () => {
    expect(await (await open(DEMO_PORTAL, { 'accept-language': 'en-US' })).text()).toContain('Invoice your purchase');
    expect(await (await open('la-milpa', { 'accept-language': 'en-US' })).text()).toContain('Factura tu consumo');
  });

  it('404: for an unknown portal; 503: for one that is switched off', async () => {
    expect((await open('nada')).status).toBe(404);
    await api.change('el-yunque', { enabled: false });
    const off = await open('el-yunque');
    expect(off.status).toBe(503);
    expect(await off.text()).not.toContain('<svg');
  });
});
