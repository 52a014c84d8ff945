import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parseXmlAnswer } from '../../server/outbound/xml-answer.ts';
import { cancellationOf } from '../../server/pac/cancellation-state.ts';
import { createConsultaCfdi } from '../../server/pac/consulta-cfdi.ts';
import { createFinkokSatStatus } from '../../server/pac/finkok-sat-status.ts';
import type { Cancelable, Cancelacion, PrintedCfdi, SatStatus, SatStatusService } from '../../server/pac/sat-status.ts';
import { readSatStatus } from '../../server/pac/sat-status-texts.ts';
import { openLab, uuidIn } from '../contracts/pac/lab.ts';
import { SUBJECTS } from '../contracts/pac/subjects.ts';
import { ACCOUNTS, WRONG_ACCOUNTS } from '../stand-ins/accounts.ts';
import { clear, seenRequests, setQuirk, spawnStandIns } from '../stand-ins/spawn.ts';

const PAUSE_MS = 30;
const NOBODY = 'http://127.0.0.1:9';

const CFDI: PrintedCfdi = {
  uuid: '66EA0F5A-0B6C-4D6D-A0C4-3C9B2A0D9E11',
  rfcEmisor: 'EKU9003173C9',
  rfcReceptor: 'URE180429TM6',
  total: '116.00',
  sello: `${'A'.repeat(336)}ab/d+23=`,
};

let directory: string;
let standIns: Awaited<ReturnType<typeof spawnStandIns>>;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'sat-status-'));
  standIns = await spawnStandIns(directory);
});
afterEach(() => Promise.all(['sat', 'finkok'].map((name) => clear(at(name)))));
afterAll(async () => {
  await standIns.stop();
  rmSync(directory, { recursive: true });
});

const at = (name: string): string => `${standIns.url}/${name}`;
const soon = (ms = 20_000): AbortSignal => AbortSignal.timeout(ms);
const sat = (baseUrl = at('sat'), timeoutMs = 5_000): SatStatusService =>
  createConsultaCfdi({ baseUrl, timeoutMs, pauseMs: PAUSE_MS });
const byFinkok = (
  baseUrl = at('finkok'),
  credentials: typeof WRONG_ACCOUNTS.finkok | typeof ACCOUNTS.finkok = ACCOUNTS.finkok,
) => createFinkokSatStatus({ credentials, baseUrl, timeoutMs: 5_000 });
const withUuid = (n: number): PrintedCfdi => ({
  ...CFDI,
  uuid: `${CFDI.uuid.slice(0, -2)}${String(n).padStart(2, '0')}`,
});
const askedFor = async (): Promise<readonly (string | undefined)[]> =>
  (await seenRequests(at('sat'))).map(({ body }) => /&id=([^&]+)/.exec(body)?.[1]);

describe.each([
  ['the SAT', 'sat', () => sat(), (baseUrl: string) => sat(baseUrl)],
  ['the SAT by way of Finkok', 'finkok', () => byFinkok(), (baseUrl: string) => byFinkok(baseUrl)],
])('%s', (_, standIn, create, createAt) => {
  it.each([
    ['sat-none', 'found', { kind: 'in-force' }],
    ['sat-en-proceso', 'found', { kind: 'waiting-receptor' }],
    ['sat-rechazada', 'found', { kind: 'refused-by-receptor' }],
    ['sat-no-cancelable', 'found', { kind: 'blocked' }],
    ['sat-sin-aceptacion', 'found', { kind: 'canceled', how: 'sin-aceptacion' }],
    ['sat-con-aceptacion', 'found', { kind: 'canceled', how: 'con-aceptacion' }],
    ['sat-plazo-vencido', 'found', { kind: 'canceled', how: 'plazo-vencido' }],
    ['sat-not-yet', 'not-found', { kind: 'unknown' }],
    ['sat-malformed', 'malformed', { kind: 'unknown' }],
    ['sat-new-words', 'unavailable', { kind: 'unknown' }],
  ])('answering as with %s is %s, and therefore %j', async (quirk, kind, state) => {
    await setQuirk(at(standIn), quirk, 1);
    const status = await create().consult(CFDI, soon());
    expect(status.kind).toBe(kind);
    expect(cancellationOf(status)).toEqual(state);
  });

  it('is asked about one CFDI and answers about that one', async () => {
    await setQuirk(at(standIn), `sat-sin-aceptacion ${CFDI.uuid}`);
    const [canceled, other] = [await create().consult(CFDI, soon()), await create().consult(withUuid(7), soon())];
    expect([canceled, other]).toMatchObject([{ estado: 'cancelado' }, { estado: 'vigente' }]);
  });

  it('is unavailable if it is down or too slow', async () => {
    expect(await createAt(NOBODY).consult(CFDI, soon())).toMatchObject({ kind: 'unavailable' });
    expect(await create().consult(CFDI, AbortSignal.abort())).toMatchObject({ kind: 'unavailable' });
  });
});

describe('an acuse', () => {
  it('never makes a CFDI cancelled: only the SAT’s status does', async () => {
    const subject = SUBJECTS.find(({ name }) => name === 'finkok');
    if (!subject) throw new Error('no adapter to Finkok');
    const lab = await openLab(subject, at('finkok'), []);
    const document = lab.document();
    const uuid = uuidIn(await lab.pac().stamp(document, soon())) ?? '';
    const request = await lab.cancellation(uuid, document);
    // The SAT's status is minutes behind what it took.
    await Promise.all(['sat', 'finkok'].map((name) => setQuirk(at(name), 'sat-lags')));
    expect(await lab.pac().cancel?.(request, soon())).toMatchObject({ kind: 'requested', acuse: /201/ });
    for (const service of [sat(), byFinkok()])
      expect(cancellationOf(await service.consult({ ...CFDI, uuid }, soon()))).toEqual({ kind: 'in-force' });
  });
});

describe('the SAT’s own service', () => {
  it('is called as recorded: SOAP 1.1, its action, the printed expression in CDATA, and no credentials', async () => {
    await sat().consult(CFDI, soon());
    const [asked] = await seenRequests(at('sat'));
    expect([asked?.method, asked?.path]).toEqual(['POST', '/ConsultaCFDIService.svc']);
    expect(asked?.headers).toEqual({
      'content-type': 'text/xml; charset=utf-8',
      soapaction: 'http://tempuri.org/IConsultaCFDIService/Consulta',
      'content-length': String(Buffer.byteLength(asked?.body ?? '')),
      host: new URL(standIns.url).host,
      connection: 'keep-alive',
    });
    expect(asked?.body).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>' +
        '<Consulta xmlns="http://tempuri.org/"><expresionImpresa><![CDATA[?re=EKU9003173C9&rr=URE180429TM6&tt=116.0' +
        '&id=66EA0F5A-0B6C-4D6D-A0C4-3C9B2A0D9E11&fe=ab/d+23=]]></expresionImpresa></Consulta></s:Body></s:Envelope>',
    );
  });

  it.each([
    ['an & in an RFC as &amp;', { rfcEmisor: 'H&E951128469' }, '?re=H&amp;E951128469&rr='],
    ['an Ñ as it is', { rfcReceptor: 'RAQÑ7701212M3' }, '&rr=RAQÑ7701212M3&tt='],
    ['a total without idle zeros', { total: '116.250000' }, '&tt=116.25&id='],
    ['a whole total with one decimal', { total: '1000' }, '&tt=1000.0&id='],
    ['all six decimals when there are so many', { total: '0.333333' }, '&tt=0.333333&id='],
  ])('receives %s', async (_, changes, part) => {
    expect(await sat().consult({ ...CFDI, ...changes }, soon())).toMatchObject({ kind: 'found' });
    expect((await seenRequests(at('sat')))[0]?.body).toContain(part);
  });

  it.each([
    ['a UUID that is none', { uuid: `${CFDI.uuid}&id=x` }],
    ['an RFC that is none', { rfcEmisor: 'EKU9003173C9&rr=XAXX010101000' }],
    ['a total that is none', { total: '1e3' }],
    ['a negative total', { total: '-1.00' }],
    ['no seal', { sello: '' }],
    ['a seal that would end the CDATA', { sello: 'xxxxx]]>' }],
  ])('is not asked with %s, which is malformed', async (_, changes) => {
    expect(await sat().consult({ ...CFDI, ...changes }, soon())).toEqual({ kind: 'malformed' });
    expect(await seenRequests(at('sat'))).toEqual([]);
  });

  it('reports an issuer on the list of 69-B, which Finkok does not check', async () => {
    const efos = (service: SatStatusService) => service.consult(CFDI, soon());
    expect(await efos(sat())).toMatchObject({ emisor69b: 'clear' });
    await Promise.all(['sat', 'finkok'].map((name) => setQuirk(at(name), 'sat-69b')));
    expect(await efos(sat())).toMatchObject({ emisor69b: 'listed' });
    expect(await efos(byFinkok())).toMatchObject({ emisor69b: 'not-checked' });
  });

  it.each(['sat-no-body', 'sat-html', 'sat-slow'])(
    'with %s is unavailable, and answers when asked again',
    async (quirk) => {
      const service = sat(at('sat'), 300);
      await setQuirk(at('sat'), quirk, 1);
      expect(await service.consult(CFDI, soon())).toMatchObject({ kind: 'unavailable' });
      expect(await service.consult(CFDI, soon())).toMatchObject({ kind: 'found' });
    },
  );

  it('with another status than 200 is unavailable', async () => {
    expect(await sat(at('siat')).consult(CFDI, soon())).toEqual({
      kind: 'unavailable',
      reason: 'HTTP 404, no ConsultaResult',
    });
  });
});

describe('Finkok', () => {
  it('receives the six fields in the order of its WSDL', async () => {
    await byFinkok().consult({ ...CFDI, rfcEmisor: 'H&E951128469' }, soon());
    const [asked] = await seenRequests(at('finkok'));
    expect(asked?.path).toBe('/servicios/soap/cancel');
    expect(asked?.headers).toMatchObject({ soapaction: '"get_sat_status"' });
    const { username, password } = ACCOUNTS.finkok;
    expect(asked?.body).toContain(
      `<ns1:username>${username}</ns1:username><ns1:password>${password}</ns1:password>` +
        `<ns1:taxpayer_id>H&amp;E951128469</ns1:taxpayer_id><ns1:rtaxpayer_id>URE180429TM6</ns1:rtaxpayer_id>` +
        `<ns1:uuid>${CFDI.uuid}</ns1:uuid>` +
        '<ns1:total>116.00</ns1:total>',
    );
  });

  it('that refuses the account is unavailable, and the reply does not contain its password', async () => {
    const status = await byFinkok(at('finkok'), WRONG_ACCOUNTS.finkok).consult(CFDI, soon());
    expect(status).toEqual({ kind: 'unavailable', reason: '300 - Usuario o contraseña inválidos' });
  });
});

describe('the queue before the SAT', () => {
  it('asks in order, with a pause between the start of one request and the next', async () => {
    const service = sat();
    const cfdis = [1, 2, 3, 4, 5].map(withUuid);
    const start = performance.now();
    const kinds = await Promise.all(cfdis.map(async (cfdi) => (await service.consult(cfdi, soon())).kind));
    expect(performance.now() - start).toBeGreaterThanOrEqual(4 * PAUSE_MS);
    expect(kinds).toEqual(cfdis.map(() => 'found'));
    expect(await askedFor()).toEqual(cfdis.map(({ uuid }) => uuid));
  });

  it('asks one at a time: the next waits until the SAT has answered, or its time is up', async () => {
    const service = sat(at('sat'), 300);
    await setQuirk(at('sat'), 'sat-slow', 1);
    const start = performance.now();
    const [slow, next] = await Promise.all([
      service.consult(withUuid(1), soon()),
      service.consult(withUuid(2), soon()),
    ]);
    expect(performance.now() - start).toBeGreaterThanOrEqual(299);
    expect([slow.kind, next.kind]).toEqual(['unavailable', 'found']);
  });

  it('releases a caller that gives up at once, unasked, and delays nobody for it', async () => {
    const service = sat(at('sat'), 2_000);
    await setQuirk(at('sat'), 'sat-slow', 1);
    const leaving = [new AbortController(), new AbortController()] as const;
    const settled: string[] = [];
    const consult = async (n: number, signal: AbortSignal): Promise<string> => {
      const { kind } = await service.consult(withUuid(n), signal);
      settled.push(`${n} ${kind}`);
      return kind;
    };
    const first = consult(1, leaving[0].signal);
    const second = consult(2, leaving[1].signal);
    const third = consult(3, soon());
    await expect.poll(askedFor).toHaveLength(1);
    leaving[1].abort();
    await second;
    leaving[0].abort();
    await Promise.all([first, third]);
    expect(settled).toEqual(['2 unavailable', '1 unavailable', '3 found']);
    expect(await askedFor()).toEqual([1, 3].map((n) => withUuid(n).uuid));
  });
});

describe('the stand-in', () => {
  it.each([
    ['idle zeros', 'tt=116.00'],
    ['no decimal', 'tt=116'],
  ])('answers N - 601 to a total with %s', async (_, tt) => {
    await sat().consult(CFDI, soon());
    const [asked] = await seenRequests(at('sat'));
    const { 'content-type': type = '', soapaction = '' } = asked?.headers ?? {};
    const send = (body: string | undefined, headers: Record<string, string>) =>
      fetch(`${at('sat')}/ConsultaCFDIService.svc`, { method: 'POST', headers, body: body ?? '' });
    const good = { 'content-type': type, soapaction };
    expect(await (await send(asked?.body.replace('tt=116.0', tt), good)).text()).toContain('N - 601');
    expect((await send(asked?.body, { ...good, soapaction: 'Consulta' })).status).toBe(500);
    expect((await send(asked?.body, { ...good, 'content-type': 'application/soap+xml' })).status).toBe(415);
    expect((await send(asked?.body.replace('tempuri.org/"', 'tempuri.org"'), good)).status).toBe(500);
  });
});

const OBTENIDO = 'S - Comprobante obtenido satisfactoriamente.';

/** The texts of CodigoEstatus, Estado, EsCancelable, EstatusCancelacion, ValidacionEFOS. */
type Texts = readonly [string, string, string?, string?, string?];

function read([codigo, estado, cancelable = '', estatus = '', efos = '']: Texts): SatStatus {
  const answer = parseXmlAnswer(
    `<a><CodigoEstatus>${codigo}</CodigoEstatus><EsCancelable>${cancelable}</EsCancelable><Estado>${estado}</Estado>` +
      `<EstatusCancelacion>${estatus}</EstatusCancelacion><ValidacionEFOS>${efos}</ValidacionEFOS></a>`,
  );
  if (!answer) throw new Error('the texts are no XML');
  return readSatStatus(answer);
}

describe('the SAT’s texts', () => {
  it.each<[Texts, string]>([
    [[OBTENIDO, 'Vigente', 'Cancelable sin aceptación', '', '200'], 'vigente sin-aceptacion none clear'],
    [[OBTENIDO, 'Vigente', 'Cancelable con aceptación', '', '201'], 'vigente con-aceptacion none clear'],
    [[OBTENIDO, 'Vigente', 'No cancelable', '', '100'], 'vigente no-cancelable none listed'],
    [[OBTENIDO, 'Vigente', 'Cancelable con aceptación', 'En proceso'], 'vigente con-aceptacion en-proceso not-checked'],
    [[OBTENIDO, 'Vigente', '', 'Solicitud rechazada'], 'vigente undefined rechazada not-checked'],
    [[OBTENIDO, 'Cancelado', 'No cancelable', 'Plazo vencido'], 'cancelado no-cancelable plazo-vencido not-checked'],
    [[OBTENIDO, 'Cancelado', '', 'Cancelado sin aceptación'], 'cancelado undefined sin-aceptacion not-checked'],
    [[OBTENIDO, 'Cancelado', '', 'Cancelado con aceptación'], 'cancelado undefined con-aceptacion not-checked'],
    [
      ['  s  -  comprobante', ' VIGENTE ', 'no  CANCELABLE', 'EN\nPROCESO'],
      'vigente no-cancelable en-proceso not-checked',
    ],
    [[OBTENIDO, 'Cancelado', '', 'cancelado SIN aceptacio\u0301n'], 'cancelado undefined sin-aceptacion not-checked'],
  ])('%j mean %s', (texts, expected) => {
    const status = read(texts);
    if (status.kind !== 'found') throw new Error(JSON.stringify(status));
    expect(`${status.estado} ${status.cancelable} ${status.cancelacion} ${status.emisor69b}`).toBe(expected);
  });

  it.each([
    ['N - 601: La expresión impresa proporcionada no es válida.', 'malformed'],
    ['N - 602: Comprobante no encontrado.', 'not-found'],
    ['n-602', 'not-found'],
  ])('%s means %s', (codigo, kind) => {
    expect(read([codigo, 'No Encontrado'])).toEqual({ kind });
  });

  it.each<[string, Texts]>([
    ['CodigoEstatus', ['N - 603: Otra cosa.', 'Vigente']],
    ['CodigoEstatus', ['N - 6020', 'No Encontrado']],
    ['CodigoEstatus', ['Sin servicio', 'Cancelado']],
    ['CodigoEstatus', ['S', 'Cancelado']],
    ['CodigoEstatus', ['', 'Cancelado']],
    ['Estado', [OBTENIDO, 'Cancelado por la autoridad']],
    ['Estado', [OBTENIDO, 'No Encontrado']],
    ['Estado', [OBTENIDO, '']],
    ['EsCancelable', [OBTENIDO, 'Cancelado', 'Cancelable a veces']],
    ['EstatusCancelacion', [OBTENIDO, 'Cancelado', '', 'Cancelado por sorteo']],
  ])('with an unknown %s prove nothing: %j', (field, texts) => {
    expect(read(texts)).toMatchObject({ kind: 'unavailable', reason: expect.stringContaining(field) });
  });
});

describe('a cancellation', () => {
  const cancelables: readonly (Cancelable | undefined)[] = [
    undefined,
    'sin-aceptacion',
    'con-aceptacion',
    'no-cancelable',
  ];
  const cancelaciones: readonly Cancelacion[] = [
    'none',
    'en-proceso',
    'sin-aceptacion',
    'con-aceptacion',
    'plazo-vencido',
    'rechazada',
  ];
  const statesWhen = (estado: 'vigente' | 'cancelado'): readonly string[] =>
    cancelables.flatMap((cancelable) =>
      cancelaciones.map((cancelacion) => {
        const emisor69b = 'clear' as const;
        const status = { kind: 'found', estado, ...(cancelable && { cancelable }), cancelacion, emisor69b } as const;
        return cancellationOf(status).kind;
      }),
    );

  it('is done with Estado Cancelado, whatever the other fields say, and with nothing else', () => {
    expect(new Set(statesWhen('cancelado'))).toEqual(new Set(['canceled']));
    expect(statesWhen('vigente')).not.toContain('canceled');
  });

  it('of a CFDI in force whose other field says cancelled is unknown, and asked about again', () => {
    expect(cancellationOf(read([OBTENIDO, 'Vigente', '', 'Cancelado sin aceptación']))).toEqual({ kind: 'unknown' });
    expect(cancellationOf(read([OBTENIDO, 'Vigente', '', 'Plazo vencido']))).toEqual({ kind: 'unknown' });
  });

  it('that the receptor has to answer waits for the receptor, even if the SAT calls it not cancelable', () => {
    const state = (estatus: string) => cancellationOf(read([OBTENIDO, 'Vigente', 'No cancelable', estatus])).kind;
    expect(['En proceso', 'Solicitud rechazada', ''].map(state)).toEqual([
      'waiting-receptor',
      'refused-by-receptor',
      'blocked',
    ]);
  });

  it('does not say how it was cancelled if the SAT does not', () => {
    expect(cancellationOf(read([OBTENIDO, 'Cancelado', 'No cancelable', '']))).toEqual({ kind: 'canceled' });
  });
});
