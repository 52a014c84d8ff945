import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { PortalView } from '../../server/http/portal/public-views.ts';
import { read, readProblem, startApi, type TestApi } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ sealed: [] });
});
afterAll(() => api.stop());

const ALT = 'El folio es el número de arriba, junto a «Ticket».';

/** A photograph of a ticket, larger than it is shown. */
const ticket = sharp({ create: { width: 1200, height: 1600, channels: 3, background: '#f4f1ea' } });
const bytesOf = { png: () => ticket.png(), jpeg: () => ticket.jpeg(), webp: () => ticket.webp() } as const;

const put = (folioPicture: unknown): Promise<Response> =>
  api.request(`/v1/portals/${DEMO_PORTAL}/settings`, {
    method: 'PATCH',
    body: JSON.stringify({ folioPicture }),
    headers: { authorization: `Bearer ${api.key}`, 'content-type': 'application/json' },
  });
const urlOf = (bytes: Uint8Array, type: string): string =>
  `data:image/${type};base64,${Buffer.from(bytes).toString('base64')}`;
const shown = async (language = 'es-MX'): Promise<PortalView['lookup']['picture']> =>
  (
    await read<PortalView>(
      await api.request(`/v1/portals/${DEMO_PORTAL}`, { headers: { 'accept-language': language } }),
    )
  ).lookup.picture;

test.each(['png', 'jpeg', 'webp'] as const)(
  '200: a picture of where the folio is printed, sent as %s, is stored small and without metadata',
  async (type) => {
    const photo = await bytesOf[type]()
      .withExif({ IFD0: { Artist: 'Lucía' } })
      .toBuffer();
    expect((await put({ image: urlOf(photo, type), alt: ALT })).status).toBe(200);
    const picture = await shown();
    const answer = await api.request(picture?.url ?? '');
    const bytes = Buffer.from(await answer.arrayBuffer());
    const { format, width, height, exif } = await sharp(bytes).metadata();
    expect([answer.status, answer.headers.get('content-type'), format]).toEqual([200, 'image/webp', 'webp']);
    expect([width, height, exif, bytes.length < 60 * 1024]).toEqual([675, 900, undefined, true]);
    expect(answer.headers.get('cache-control')).toContain('immutable');
  },
);

test('200: it is described in words, in each language, and its address changes with it', async () => {
  const [one, other] = await Promise.all([
    ticket.clone().png().toBuffer(),
    ticket.clone().resize(800).negate().png().toBuffer(),
  ]);
  const english = { alt: 'The folio is the number at the top, next to “Ticket”.' };
  await put({ image: urlOf(one, 'png'), alt: ALT, english });
  const before = await shown();
  expect([before?.alt, (await shown('en'))?.alt]).toEqual([ALT, english.alt]);
  await put({ image: urlOf(other, 'png'), alt: ALT });
  expect((await shown())?.url).not.toBe(before?.url);
  expect((await shown('en'))?.alt).toBe(ALT);
});

test('200: sent back as it was returned, it stays as it is; once removed, it is not offered and its address answers 404', async () => {
  await put({ image: urlOf(await ticket.clone().jpeg().toBuffer(), 'jpeg'), alt: ALT });
  const kept = await read<{ folioPicture: { image: string } }>(await settings());
  const picture = await shown();
  expect((await put({ ...kept.folioPicture, alt: 'Está arriba.' })).status).toBe(200);
  expect((await shown())?.url).toBe(picture?.url);
  expect((await put(null)).status).toBe(200);
  expect(await shown()).toBeUndefined();
  await readProblem(await api.request(`/v1/portals/${DEMO_PORTAL}/folio-picture`), 404);
});

test.each([
  ['what is no image', () => Buffer.from('%PDF-1.7'), 'png', 'image-not-what-it-says'],
  ['a PNG called a WebP', () => ticket.clone().png().toBuffer(), 'webp', 'image-not-what-it-says'],
  ['half a WebP', async () => (await ticket.clone().webp().toBuffer()).subarray(0, 60), 'webp', 'image-damaged'],
  [
    'a WebP with something behind it',
    async () => Buffer.concat([await ticket.clone().webp().toBuffer(), Buffer.from('PK')]),
    'webp',
    'image-not-what-it-says',
  ],
  ['a WebP that moves', () => animation(), 'webp', 'image-animated'],
] as const)('422: %s is refused at its field', async (_, bytes, type, code) => {
  const problem = await readProblem(await put({ image: urlOf(await bytes(), type), alt: ALT }), 422);
  expect(problem.errors).toMatchObject([{ pointer: '/folioPicture/image', code }]);
});

test('422: without a description for those who cannot see it, it is refused', async () => {
  const image = urlOf(await ticket.clone().png().toBuffer(), 'png');
  const problem = await readProblem(await put({ image, alt: ' ' }), 422);
  expect(problem.errors).toMatchObject([{ pointer: '/folioPicture/alt', code: 'required' }]);
});

function settings(): Promise<Response> {
  return api.request(`/v1/portals/${DEMO_PORTAL}/settings`, { headers: { authorization: `Bearer ${api.key}` } });
}

/** Two frames, one red and one blue. */
async function animation(): Promise<Buffer> {
  const frames = ['red', 'blue'].map((background) =>
    sharp({ create: { width: 9, height: 9, channels: 3, background } }),
  );
  return sharp(await Promise.all(frames.map((frame) => frame.png().toBuffer())), { join: { animated: true } })
    .webp()
    .toBuffer();
}
