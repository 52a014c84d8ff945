import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Lab, openLab, uuidIn } from '../contracts/pac/lab.ts';
import { SUBJECTS } from '../contracts/pac/subjects.ts';
import { spawnStandIns } from '../stand-ins/spawn.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let directory: string;
let standIns: Awaited<ReturnType<typeof spawnStandIns>>;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'pac-quirks-'));
  standIns = await spawnStandIns(directory);
});
afterAll(async () => {
  await standIns.stop();
  rmSync(directory, { recursive: true });
});

async function labOf(name: string): Promise<Lab> {
  const subject = SUBJECTS.find((each) => each.name === name);
  if (!subject) throw new Error(`no adapter ${name}`);
  const lab = await openLab(subject, `${standIns.url}/${name}`, []);
  await lab.reset();
  return lab;
}

describe('SW', () => {
  it.each(['sw-307-tfd-only', 'sw-307-in-detail'])(
    'brings the first stamp of a repeat answered as %s',
    async (quirk) => {
      const lab = await labOf('sw');
      const [pac, document] = [lab.pac(), lab.document()];
      const first = uuidIn(await pac.stamp(document, lab.signal()));
      await lab.quirk(quirk, 1);
      const again = await pac.stamp(document, lab.signal());
      expect(again).toMatchObject({ kind: 'stamped', repeated: true });
      expect([uuidIn(again), (await lab.stampsOf(document)).length]).toEqual([first, 1]);
    },
  );

  it('renews an expired token and asks again, once', async () => {
    const lab = await labOf('sw');
    const pac = lab.pac();
    await pac.stamp(lab.document(), lab.signal());
    await lab.quirk('sw-token-expired', 1);
    const document = lab.document();
    expect((await pac.stamp(document, lab.signal())).kind).toBe('stamped');
    expect((await lab.stampsOf(document))[0]?.asked).toBe(1);
  });

  it('without a body is unknown', async () => {
    const lab = await labOf('sw');
    await lab.quirk('sw-body-less', 1);
    expect((await lab.pac().stamp(lab.document(), lab.signal())).kind).toBe('unknown');
  });

  it('receives the document as its SDKs send it: one part named xml, with the reference as customid', async () => {
    const lab = await labOf('sw');
    const document = lab.document();
    await lab.pac().stamp(document, lab.signal());
    const asked = (await lab.requests()).find(({ path }) => path === '/v4/cfdi33/stamp/v4');
    expect(asked?.headers).toMatchObject({
      customid: document.clientRef,
      authorization: expect.stringMatching(/^Bearer /),
    });
    expect(asked?.body).toContain('name="xml"; filename="xml"\r\nContent-Type: text/xml\r\n\r\n<?xml');
  });
});

describe('Finkok', () => {
  it.each([
    ['finkok-unregistered', { kind: 'not-sent', account: 'suspended' }],
    ['finkok-sat-down', { kind: 'unknown' }],
  ])('with %s answers about the account or not at all, never about the document', async (quirk, reply) => {
    const lab = await labOf('finkok');
    await lab.quirk(quirk, 1);
    expect(await lab.pac().stamp(lab.document(), lab.signal())).toMatchObject(reply);
  });

  it.each([
    ['finkok-no-cancelable', { kind: 'rejected', code: 'no_cancelable' }],
    ['finkok-cancel-708', { kind: 'unknown' }],
    ['finkok-empty-folios', { kind: 'unknown' }],
  ])('asked to cancel with %s is believed', async (quirk, reply) => {
    const lab = await labOf('finkok');
    const pac = lab.pac();
    const uuid = uuidIn(await pac.stamp(lab.document(), lab.signal())) ?? '';
    await lab.quirk(quirk, 1);
    const signedXml = `<Cancelacion><Folios><Folio UUID="${uuid}"/></Folios><Signature/></Cancelacion>`;
    const request = { uuid, clientRef: 'ref-4711', rfcEmisor: 'EKU9003173C9', motivo: '02', signedXml } as const;
    expect(await pac.cancel?.(request, lab.signal())).toMatchObject(reply);
  });

  it('receives SOAP 1.1 with the operation as its action and the document in base64', async () => {
    const lab = await labOf('finkok');
    const document = lab.document();
    await lab.pac().stamp(document, lab.signal());
    const [asked] = await lab.requests();
    expect(asked?.path).toBe('/servicios/soap/stamp');
    expect(asked?.headers).toMatchObject({ soapaction: '"stamp"', 'content-type': 'text/xml; charset=utf-8' });
    expect(asked?.body).toContain(`<ns1:xml>${Buffer.from(document.xml).toString('base64')}</ns1:xml><ns1:username>`);
  });
});

describe('Prodigia', () => {
  it('never receives an Accept header, and is always asked for the stamp of a repeat', async () => {
    const lab = await labOf('prodigia');
    await lab.pac().stamp(lab.document(), lab.signal());
    const [asked] = await lab.requests();
    expect(asked?.headers.accept).toBeUndefined();
    expect(asked?.path).toMatch(/^\/servicio\/rest\/timbrado40Prueba\?contrato=.*REGRESAR_CON_ERROR_307_XML/);
  });

  it('that has locked the account is asked only once when it is tested', async () => {
    const lab = await labOf('prodigia');
    await lab.quirk('prodigia-locked');
    expect(await lab.pac().testConnection(lab.signal())).toMatchObject({ kind: 'refused', account: 'credentials' });
    expect(await lab.requests()).toHaveLength(1);
  });
});

describe('Diverza', () => {
  it('never receives a document without its reference', async () => {
    const lab = await labOf('diverza');
    const document = lab.document();
    await lab.pac().stamp(document, lab.signal());
    const [asked] = await lab.requests();
    expect(JSON.parse(asked?.body ?? '{}').document).toMatchObject({ 'ref-id': document.clientRef, format: 'xml' });
  });
});
