/** Everything that any adapter asks anybody, each with the shape it was recorded in. */
import { createConsultaCfdi } from '../../../server/pac/consulta-cfdi.ts';
import { createFinkokSatStatus } from '../../../server/pac/finkok-sat-status.ts';
import { KNOWN_PACS } from '../../../server/pac/known-pacs.ts';
import type { Pac } from '../../../server/pac/pac.ts';
import { createConstanciaReader } from '../../../server/taxpayers/constancia.ts';
import { parseConstanciaQr } from '../../../server/taxpayers/constancia-qr.ts';
import { KNOWN_SOURCES } from '../../../server/taxpayers/known-sources.ts';
import { ACCOUNTS } from '../../stand-ins/accounts.ts';
import * as diverza from './diverza.ts';
import * as facturama from './facturama.ts';
import * as facturapi from './facturapi.ts';
import * as finkok from './finkok.ts';
import * as prodigia from './prodigia.ts';
import * as sat from './sat.ts';
import { EMISOR, PRINTED, RECEPTOR, type Recorded, type Scene, SUSTITUTO } from './scene.ts';
import * as sw from './sw.ts';

const TIMEOUT_MS = 20_000;
const LIMIT_MS = 10_000;

export type Verb = 'stamp' | 'lookup' | 'cancel' | 'testConnection' | 'check' | 'consult' | 'satStatus' | 'read';

export type Operation = {
  readonly title: string;
  /** The stand-in that is asked. */
  readonly provider: string;
  readonly verb: Verb;
  readonly ask: (url: string, scene: Scene) => Promise<unknown>;
  readonly recorded: Recorded;
};

export type PacName = keyof typeof ACCOUNTS;

/** A fresh adapter, which holds no session yet. */
export function pacAt(url: string, name: PacName, world: 'test' | 'live' = 'test', account?: object): Pac {
  const pac = KNOWN_PACS[name]?.create(account ?? ACCOUNTS[name], { world, baseUrl: url, timeoutMs: LIMIT_MS });
  if (!pac) throw new Error(`no adapter ${name}`);
  return pac;
}

const inTime = (): AbortSignal => AbortSignal.timeout(TIMEOUT_MS);

type Row = readonly [title: string, provider: PacName, recorded: Recorded];

const stamps = ([title, provider, recorded]: Row, world: 'test' | 'live' = 'test'): Operation => ({
  ...{ title, provider, recorded, verb: 'stamp' },
  ask: (url, { document }) => pacAt(url, provider, world).stamp(document, inTime()),
});

const lookups = ([title, provider, recorded]: Row): Operation => ({
  ...{ title, provider, recorded, verb: 'lookup' },
  ask: async (url, { document }) => pacAt(url, provider).lookup?.(document, inTime()),
});

const cancels = ([title, provider, recorded]: Row, motivo: '01' | '02' = '02'): Operation => ({
  ...{ title, provider, recorded, verb: 'cancel' },
  ask: async (url, { document: { clientRef }, uuid, signedXml }) => {
    const request = { uuid, clientRef, rfcEmisor: EMISOR, motivo, signedXml } as const;
    const replaced = motivo === '01' ? { ...request, folioSustitucion: SUSTITUTO } : request;
    return pacAt(url, provider).cancel?.(replaced, inTime());
  },
});

const tries = ([title, provider, recorded]: Row, account?: object): Operation => ({
  ...{ title, provider, recorded, verb: 'testConnection' },
  ask: (url) => pacAt(url, provider, 'test', account).testConnection(inTime()),
});

const checks = ([title, provider, recorded]: Row): Operation => ({
  ...{ title, provider, recorded, verb: 'check' },
  ask: async (url) => {
    const place = { world: 'test', baseUrl: url, timeoutMs: LIMIT_MS } as const;
    return KNOWN_SOURCES[provider]?.create(ACCOUNTS[provider], place).check(RECEPTOR, inTime());
  },
});

export const OPERATIONS: readonly Operation[] = [
  stamps(['Finkok is asked to stamp exactly as recorded', 'finkok', finkok.STAMP]),
  lookups(['Finkok is asked for an earlier stamp exactly as recorded', 'finkok', finkok.STAMPED]),
  cancels(['Finkok is given a signed cancellation exactly as recorded', 'finkok', finkok.CANCEL_SIGNATURE]),
  tries(['Finkok is asked about a UUID of nobody exactly as recorded', 'finkok', finkok.QUERY_PENDING]),
  {
    title: 'Finkok is asked for the SAT’s status exactly as recorded',
    ...{ provider: 'finkok', verb: 'satStatus', recorded: finkok.GET_SAT_STATUS },
    ask: (baseUrl) => {
      const options = { credentials: ACCOUNTS.finkok, baseUrl, timeoutMs: LIMIT_MS };
      return createFinkokSatStatus(options).consult(PRINTED, inTime());
    },
  },
  stamps(['SW is asked for a token and to stamp exactly as recorded', 'sw', sw.STAMP]),
  cancels(['SW is given a signed cancellation exactly as recorded', 'sw', sw.CANCEL_XML]),
  tries(['SW is asked for the stamps left exactly as recorded', 'sw', sw.BALANCE]),
  tries(['SW is asked for no token by who has a permanent one', 'sw', sw.BALANCE_BY_TOKEN], {
    token: sw.PERMANENT_TOKEN,
  }),
  checks(['SW is asked for an RFC exactly as recorded', 'sw', sw.LRFC]),
  stamps(['Prodigia is asked to try a stamp exactly as recorded', 'prodigia', prodigia.STAMP_TEST]),
  stamps(['Prodigia is asked to stamp in earnest exactly as recorded', 'prodigia', prodigia.STAMP_LIVE], 'live'),
  tries(['Prodigia is tried with the operation recorded for stamps, and no CFDI', 'prodigia', prodigia.TRY]),
  stamps(['Diverza is asked to stamp exactly as recorded', 'diverza', diverza.STAMP]),
  cancels(['Diverza is asked to cancel as recorded, with a motive that is our guess', 'diverza', diverza.CANCEL]),
  cancels(
    [
      'Diverza is asked to cancel as recorded, with a replacement that is our guess',
      'diverza',
      diverza.CANCEL_REPLACED,
    ],
    '01',
  ),
  tries(['Diverza is tried with the question for an RFC as recorded', 'diverza', diverza.TRY]),
  checks(['Diverza is asked for an RFC exactly as recorded', 'diverza', diverza.RFC_STATUS]),
  stamps(['Facturama is asked to stamp, and for its XML, exactly as recorded', 'facturama', facturama.STAMP]),
  lookups(['Facturama is asked for its list, and an XML, exactly as recorded', 'facturama', facturama.LIST_AND_XML]),
  cancels(['Facturama is asked to cancel exactly as recorded', 'facturama', facturama.CANCEL]),
  cancels(
    ['Facturama gets the UUID that replaces a CFDI exactly as recorded', 'facturama', facturama.CANCEL_REPLACED],
    '01',
  ),
  tries(['Facturama is tried with its list as recorded', 'facturama', facturama.TRY]),
  checks(['Facturama is asked for a receptor’s data exactly as recorded', 'facturama', facturama.VALIDATE]),
  stamps(['Facturapi is asked to stamp, and for its XML, exactly as recorded', 'facturapi', facturapi.STAMP]),
  lookups(['Facturapi is asked for a reference, and an XML, exactly as recorded', 'facturapi', facturapi.LIST_AND_XML]),
  cancels(['Facturapi is asked to cancel exactly as recorded', 'facturapi', facturapi.CANCEL]),
  cancels(
    ['Facturapi gets the UUID that replaces a CFDI exactly as recorded', 'facturapi', facturapi.CANCEL_REPLACED],
    '01',
  ),
  tries(['Facturapi is asked whether the key is good exactly as recorded', 'facturapi', facturapi.CHECK]),
  checks(['Facturapi is given a customer, and has it deleted, exactly as recorded', 'facturapi', facturapi.CUSTOMER]),
  {
    title: 'the SAT is asked for a status exactly as recorded',
    ...{ provider: 'sat', verb: 'consult', recorded: sat.CONSULTA },
    ask: (baseUrl) => createConsultaCfdi({ baseUrl, timeoutMs: LIMIT_MS }).consult(PRINTED, inTime()),
  },
  {
    title: 'the SAT is asked for the page of a Constancia exactly as recorded, and for nothing else of the QR',
    ...{ provider: 'siat', verb: 'read', recorded: sat.CONSTANCIA },
    ask: async (base) => {
      const page = 'https://siat.sat.gob.mx/app/qr/faces/pages/mobile/validadorqr.jsf';
      const qr = parseConstanciaQr(`${page}?D1=10&D2=1&D3=14010011225_H%26E951128469&otro=1`);
      return qr && createConstanciaReader({ base }).read(qr, inTime());
    },
  },
];
