/**
 * What is really sent, by every operation of every adapter, against the shapes that were recorded of each provider
 * (`recorded/`). The stand-ins only take the requests down: what is right is not theirs to say.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { comprobanteXml } from '../../server/cfdi/comprobante-xml.ts';
import type { CsdPair, Sealer } from '../../server/csd/csd.ts';
import { openCsd } from '../../server/csd/open-csd.ts';
import { FACTURAMA_HOSTS } from '../../server/outbound/facturama-account.ts';
import { FACTURAPI_HOST } from '../../server/outbound/facturapi-account.ts';
import { CONSULTA_CFDI_HOST } from '../../server/pac/consulta-cfdi.ts';
import { DIVERZA_HOSTS } from '../../server/pac/diverza.ts';
import { FINKOK_HOSTS } from '../../server/pac/finkok.ts';
import { KNOWN_PACS } from '../../server/pac/known-pacs.ts';
import { PRODIGIA_HOST } from '../../server/pac/prodigia.ts';
import { SW_HOSTS } from '../../server/pac/sw.ts';
import { constanciaUrl, parseConstanciaQr } from '../../server/taxpayers/constancia-qr.ts';
import { KNOWN_SOURCES } from '../../server/taxpayers/known-sources.ts';
import { uuidIn } from '../contracts/pac/lab.ts';
import { ACCOUNTS } from '../stand-ins/accounts.ts';
import type { SeenRequest } from '../stand-ins/bench.ts';
import { clear, seenRequests, spawnStandIns } from '../stand-ins/spawn.ts';
import { OPERATIONS, type Operation, type PacName, pacAt } from './recorded/operations.ts';
import { readRequest, treeOf } from './recorded/request.ts';
import { cancelacion } from './recorded/sat.ts';
import { EMISOR, type Scene, SUSTITUTO } from './recorded/scene.ts';
import { carriedOf, secretsOfCsd, secretsOfOthers } from './recorded/secrets.ts';
import { issuePair, sealedXml, ticket } from './sandbox/sealed-ticket.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const FECHA = '2026-11-20T12:00:00';
const NO_UUID = '00000000-0000-0000-0000-000000000000';

type Capture = { readonly scene: Scene; readonly requests: readonly SeenRequest[] };

let directory: string;
let standIns: Awaited<ReturnType<typeof spawnStandIns>>;
let pair: CsdPair;
let sealer: Sealer;
const captures = new Map<string, Capture>();

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'recorded-shapes-'));
  [standIns, pair] = await Promise.all([spawnStandIns(directory), issuePair()]);
  const opened = openCsd({ ...pair, cer: Buffer.from(pair.cer), key: Buffer.from(pair.key) });
  if (opened.kind !== 'opened') throw new Error(opened.faults.join());
  sealer = opened.sealer;
  for (const operation of OPERATIONS) captures.set(operation.title, await capture(operation));
});
afterAll(async () => {
  await standIns.stop();
  rmSync(directory, { recursive: true });
});

/** Asks on a stand-in that has nothing but, for what is said of a stamp, that stamp. */
async function capture({ provider, verb, ask }: Operation): Promise<Capture> {
  const url = `${standIns.url}/${provider}`;
  const document = documentFor(provider);
  const isOfStamp = verb === 'lookup' || verb === 'cancel';
  const stamped = isOfStamp
    ? await pacAt(url, provider as PacName).stamp(document, AbortSignal.timeout(20_000))
    : undefined;
  // Whether the stand-in liked the stamp is not judged here: what is sent is held all the same.
  const uuid = uuidIn(stamped) ?? NO_UUID;
  const signedXml = sealer.signCancellation({ rfcEmisor: EMISOR, fecha: FECHA, uuid, motivo: '02' });
  const scene = { document, uuid, signedXml, noCertificado: sealer.certificate.noCertificado };
  await clear(url);
  await ask(url, scene);
  return { scene, requests: await seenRequests(url) };
}

function documentFor(provider: string): Scene['document'] {
  const comprobante = ticket();
  const { folio = '', fecha } = comprobante;
  const isSealedByThem = provider === 'facturama' || provider === 'facturapi';
  const xml = isSealedByThem ? comprobanteXml(comprobante) : sealedXml(comprobante, sealer);
  return { xml, clientRef: `ref${folio}`, folio, fecha };
}

function captured(title: string): Capture {
  const found = captures.get(title);
  if (!found) throw new Error(`nothing was captured of "${title}"`);
  return found;
}

function hold({ recorded }: Operation, requests: readonly SeenRequest[], scene: Scene): void {
  expect(requests.map(readRequest)).toStrictEqual(recorded(scene));
}

describe('a request to a provider:', () => {
  it.each(OPERATIONS.map((operation) => [operation.title, operation] as const))('%s', (title, operation) => {
    const { scene, requests } = captured(title);
    hold(operation, requests, scene);
  });

  it('has a recorded shape for every verb of every adapter', () => {
    const pacs = Object.keys(KNOWN_PACS).flatMap((name) => {
      const verbs = Object.entries(pacAt(standIns.url, name as PacName)).filter(
        ([, verb]) => typeof verb === 'function',
      );
      return verbs.map(([verb]) => `${name} ${verb}`);
    });
    const sources = Object.keys(KNOWN_SOURCES).map((name) => `${name} check`);
    const others = ['sat consult', 'siat read'];
    const held = new Set(OPERATIONS.map(({ provider, verb }) => `${provider} ${verb}`));
    expect([...held].sort()).toEqual([...pacs, ...sources, ...others].sort());
  });

  it.each([
    ['02', { Motivo: '02' }],
    ['01', { Motivo: '01', FolioSustitucion: SUSTITUTO }],
  ] as const)(
    'to cancel with motivo %s is the SAT’s Cancelacion, signed, and not a blank more',
    (motivo, attributes) => {
      const plain = { rfcEmisor: EMISOR, fecha: FECHA, uuid: NO_UUID };
      const signed = sealer.signCancellation(
        motivo === '01' ? { ...plain, motivo, folioSustitucion: SUSTITUTO } : { ...plain, motivo },
      );
      const recorded = cancelacion({ UUID: NO_UUID, ...attributes }, FECHA, sealer.certificate.noCertificado);
      expect(treeOf(signed)).toStrictEqual(recorded);
    },
  );

  it('goes to the recorded hosts (wire-contracts 2.1, 3.1, 4, 5, 6, 7, 11 and 13)', () => {
    const qr = parseConstanciaQr(
      'https://siat.sat.gob.mx/app/qr/faces/pages/mobile/validadorqr.jsf?D1=10&D2=1&D3=14010011223_PEGM850312PC8',
    );
    const hosts = { FINKOK_HOSTS, SW_HOSTS, PRODIGIA_HOST, DIVERZA_HOSTS, FACTURAMA_HOSTS, FACTURAPI_HOST };
    expect({ ...hosts, CONSULTA_CFDI_HOST, constancia: qr && constanciaUrl(qr).origin }).toEqual({
      FINKOK_HOSTS: { test: 'https://demo-facturacion.finkok.com', live: 'https://facturacion.finkok.com' },
      SW_HOSTS: {
        test: { services: 'https://services.test.sw.com.mx', api: 'https://api.test.sw.com.mx' },
        live: { services: 'https://services.sw.com.mx', api: 'https://api.sw.com.mx' },
      },
      PRODIGIA_HOST: 'https://timbrado.pade.mx',
      DIVERZA_HOSTS: { test: 'https://serviciosdemo.diverza.com', live: 'https://servicios.diverza.com' },
      FACTURAMA_HOSTS: { test: 'https://apisandbox.facturama.mx', live: 'https://api.facturama.mx' },
      FACTURAPI_HOST: 'https://www.facturapi.io',
      CONSULTA_CFDI_HOST: 'https://consultaqr.facturaelectronica.sat.gob.mx',
      constancia: 'https://siat.sat.gob.mx',
    });
  });
});

describe('no provider receives', () => {
  const everything = () =>
    OPERATIONS.flatMap(({ title, provider }) =>
      captured(title).requests.map((request) => ({ title, provider, request })),
    );

  it('a private key or its password, however it is wrapped', () => {
    const secrets = secretsOfCsd(pair);
    const carried = everything().filter(({ request }) => carriedOf(request, secrets) !== undefined);
    expect(carried.map(({ title }) => title)).toEqual([]);
  });

  it('our credentials for another provider', () => {
    const carried = everything().filter(
      ({ provider, request }) => carriedOf(request, secretsOfOthers(provider)) !== undefined,
    );
    expect(carried.map(({ title }) => title)).toEqual([]);
  });

  it('either of them undetected: bare, in an address, or in base64 within base64', () => {
    const plain = { method: 'POST', path: '/', headers: {}, body: '' };
    const wrapped = (bytes: string | Uint8Array) => Buffer.from(bytes).toString('base64');
    const { password } = ACCOUNTS.finkok;
    const forms: readonly SeenRequest[] = [
      { ...plain, body: `<password>${password}</password>` },
      { ...plain, path: `/?clave=${encodeURIComponent(password)}` },
      { ...plain, headers: { authorization: `Basic ${wrapped(`caja:${password}`)}` } },
      { ...plain, body: JSON.stringify({ content: wrapped(`<a>${wrapped(password)}</a>`) }) },
    ];
    expect(forms.map((form) => carriedOf(form, secretsOfOthers('sw')))).toEqual(forms.map(() => password));
    const keys = [wrapped(pair.key), wrapped(`<key>${wrapped(pair.key)}</key>`), Buffer.from(pair.key).toString('hex')];
    for (const body of keys) expect(carriedOf({ ...plain, body }, secretsOfCsd(pair))).toBeDefined();
  });
});

describe('a request that differs from its recording is detected', () => {
  const inBody = (from: string | RegExp, to: string) => (request: SeenRequest) =>
    withBody(request, request.body.replace(from, to));
  const withHeader = (name: string, value: string) => (request: SeenRequest) => ({
    ...request,
    headers: { ...request.headers, [name]: value },
  });
  const withQuery = (more: string) => (request: SeenRequest) => ({ ...request, path: `${request.path}${more}` });
  const accounts = /(<ns1:username>.*<\/ns1:username>)(<ns1:password>.*<\/ns1:password>)/;

  it.each<[string, provider: string, Operation['verb'], (request: SeenRequest) => SeenRequest]>([
    ['an Accept', 'prodigia', 'stamp', withHeader('accept', '*/*')],
    ['a User-Agent', 'diverza', 'stamp', withHeader('user-agent', 'node')],
    ['a cookie', 'siat', 'read', withHeader('cookie', 'a=b')],
    ['a header of another value', 'finkok', 'stamp', withHeader('soapaction', 'stamp')],
    ['an option more', 'prodigia', 'stamp', withQuery('&opciones=GENERAR_PDF')],
    ['a parameter more', 'siat', 'read', withQuery('&otro=1')],
    ['a length that is not its own', 'sw', 'stamp', withHeader('content-length', '7')],
    ['an element more', 'finkok', 'stamp', inBody('</ns1:stamp>', '<ns1:pdf/></ns1:stamp>')],
    ['elements in another order', 'finkok', 'stamp', inBody(accounts, '$2$1')],
    ['another namespace', 'finkok', 'stamp', inBody('finkok.com/stamp', 'finkok.com/cancel')],
    ['an attribute', 'finkok', 'cancel', inBody('<ns1:xml>', '<ns1:xml tipo="b64">')],
    ['a comment', 'sat', 'consult', inBody('<s:Body>', '<s:Body><!-- caja -->')],
    ['a text between elements', 'sat', 'consult', inBody('<s:Body>', '<s:Body>\n')],
    ['a blank in the document', 'prodigia', 'stamp', inBody('><', '> <')],
    ['a part more', 'sw', 'stamp', (request) => withBody(request, partTwice(request.body))],
    ['a part of another name', 'sw', 'stamp', inBody('name="xml"; filename', 'name="cfdi"; filename')],
    ['a key more', 'diverza', 'stamp', inBody('"section":', '"password":"x","section":')],
    ['a key less', 'diverza', 'check', inBody('"issuer":{"rfc":"EKU9003173C9"},', '')],
    ['a number with other digits', 'facturama', 'stamp', inBody('"UnitPrice":100.000000', '"UnitPrice":100')],
    ['a number as text', 'facturapi', 'stamp', inBody('"quantity":1', '"quantity":"1"')],
  ])('with %s: %s, %s', (_, provider, verb, change) => {
    const operation = OPERATIONS.find((each) => each.provider === provider && each.verb === verb);
    if (!operation) throw new Error(`${provider} is never asked to ${verb}`);
    const { scene, requests } = captured(operation.title);
    const at = requests.findIndex((request) => JSON.stringify(change(request)) !== JSON.stringify(request));
    expect(at).toBeGreaterThanOrEqual(0);
    const changed = requests.map((request, index) => (index === at ? change(request) : request));
    expect(() => hold(operation, changed, scene)).toThrow();
  });
});

function withBody(request: SeenRequest, body: string): SeenRequest {
  return { ...request, body, headers: { ...request.headers, 'content-length': String(Buffer.byteLength(body)) } };
}

function partTwice(body: string): string {
  const [, part = ''] = /^(--[^\r]+\r\n.*?)--[^\r]+--\r\n$/s.exec(body) ?? [];
  return part + body;
}
