import { describe, expect, it } from 'vitest';
import { USUAL_FACTS } from '../../server/portals/lookup-strength.ts';
import type { PortalSettings } from '../../server/portals/portal.ts';
import { settingsFaults, settingsWire } from '../../server/portals/settings-wire.ts';
import { faultDetail } from '../../server/problems/problem.ts';
import { faultsOf } from '../../server/sales/sale-wire.ts';

const CAFE = {
  title: 'Factura tu compra',
  subtitle: 'Café Jacaranda',
  noun: 'compra',
  submitText: 'Generar mi factura',
  lookup: [
    ['folio', 'total'],
    ['folio', 'email'],
  ],
  acknowledgedLookup: [['folio', 'total']],
  hints: { folio: 'Arriba del código de barras' },
  theme: { primary: '#5b2a86', accent: '#f2A900' },
  deadline: { kind: 'month-end', monthsAfter: 1 },
  contact: { email: 'hola@jacaranda.example' },
  allowedOrigins: ['https://jacaranda.example', 'http://localhost:5173'],
  serie: 'CJ',
  allowNoRfc: true,
  itemizeIeps: false,
  enabled: true,
};

/** What changed settings are refused for, by the schema or by what no schema can tell. */
function refused(changes: object): readonly string[] {
  const changed = { ...CAFE, ...changes };
  const read = settingsWire.safeParse(changed);
  const faults = read.success
    ? settingsFaults(read.data as PortalSettings, USUAL_FACTS)
    : faultsOf(read.error, changed);
  return faults.map(({ code, pointer }) => `${code} ${pointer}`);
}

describe('settings', () => {
  it('of a café are accepted as they are', () => {
    expect(settingsWire.parse(CAFE)).toEqual(CAFE);
    expect(refused({})).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['no title', { title: ' ' }, 'required /title'],
    ['a title of 81 letters', { title: 'A'.repeat(81) }, 'text-too-long /title'],
    ['a noun of no trade', { noun: 'pedido' }, 'malformed /noun'],
    ['a colour in words', { theme: { ...CAFE.theme, primary: 'purple' } }, 'colour-malformed /theme/primary'],
    ['a colour that ends a style', { theme: { ...CAFE.theme, accent: '#fff;}' } }, 'colour-malformed /theme/accent'],
    [
      'a logo that is a script',
      { theme: { ...CAFE.theme, logo: 'data:image/svg+xml;base64,AAAA' } },
      'logo-malformed /theme/logo',
    ],
    [
      'a logo from elsewhere',
      { theme: { ...CAFE.theme, logo: 'https://cdn.example/logo.png' } },
      'logo-malformed /theme/logo',
    ],
    [
      'an origin with a path',
      { allowedOrigins: ['https://tienda.example/caja'] },
      'origin-malformed /allowedOrigins/0',
    ],
    ['half a wildcard', { allowedOrigins: ['https://*.example'] }, 'origin-malformed /allowedOrigins/0'],
    ['a serie with a bar', { serie: 'C|J' }, 'malformed /serie'],
    ['a privacy notice by http', { privacyUrl: 'http://tienda.example/aviso' }, 'malformed /privacyUrl'],
    ['a deadline of no days', { deadline: { kind: 'days', days: 0 } }, 'malformed /deadline/days'],
    ['thirteen months', { deadline: { kind: 'month-end', monthsAfter: 13 } }, 'malformed /deadline/monthsAfter'],
    ['no way to look up', { lookup: [] }, 'required /lookup'],
    ['a datum nobody has', { lookup: [['rfc']] }, 'malformed /lookup/0/0'],
    ['a setting we do not know', { colour: 'red' }, 'unknown-field /colour'],
  ])('refuse %s', (_, changes, fault) => {
    expect(refused(changes)).toEqual([fault]);
  });

  it('accept a logo, and any origin if the merchant wants that', () => {
    expect(
      refused({ theme: { ...CAFE.theme, logo: 'data:image/png;base64,iVBORw0KGgo=' }, allowedOrigins: ['*'] }),
    ).toEqual([]);
  });
});

describe('a way of looking up', () => {
  it('without e-mail must exist, because always asking for it would make it compulsory', () => {
    expect(
      refused({
        lookup: [
          ['folio', 'email'],
          ['email', 'total', 'cardLast4'],
        ],
      }),
    ).toEqual(['lookup-without-email /lookup']);
  });

  it.each([
    [['folio']],
    [['total']],
    [['date']],
    [['cardLast4']],
    [['folio', 'date']],
    [['folio', 'folio', 'folio', 'folio']],
  ])('%j can be guessed', (fields) => {
    const [fault] = refused({ lookup: [['folio', 'total'], fields] });
    expect(fault).toMatch(/^lookup-too-(?:weak|common)(?:-anyhow)? \/lookup\/1$/);
  });

  it.each([[['email', 'date']], [['email', 'total']], [['email']], [['email', 'total', 'date']]])(
    '%j is guessed by somebody who knows the person',
    (fields) => {
      expect(refused({ lookup: [['folio', 'total'], fields] })).toEqual(['lookup-too-weak /lookup/1']);
    },
  );

  it.each([[['folio', 'total', 'date']], [['folio', 'cardLast4']], [['total', 'date', 'cardLast4']]])(
    '%j is guessed by anybody who counts folios or tries totals',
    (fields) => {
      expect(refused({ lookup: [fields] })).toEqual(['lookup-too-common /lookup/0']);
    },
  );

  it.each([[['folio', 'total', 'cardLast4']], [['folio', 'email']], [['email', 'cardLast4', 'total']]])(
    '%j is enough',
    (fields) => {
      expect(refused({ lookup: [['folio', 'total'], fields] })).toEqual([]);
    },
  );

  it('that is easily guessed is accepted if its merchant acknowledges it, in any order, and no other one with it', () => {
    const lookup = [
      ['folio', 'total'],
      ['email', 'date'],
    ];
    expect(
      refused({
        lookup,
        acknowledgedLookup: [
          ['total', 'folio'],
          ['email', 'date'],
        ],
      }),
    ).toEqual([]);
    expect(refused({ lookup, acknowledgedLookup: [['email', 'date']] })).toEqual(['lookup-too-common /lookup/0']);
    expect(refused({ lookup, acknowledgedLookup: [['folio', 'total'], ['email']] })).toEqual([
      'lookup-too-weak /lookup/1',
    ]);
  });

  it.each<[string, string[][], string]>([
    [
      'the same as an earlier one',
      [
        ['folio', 'total'],
        ['folio', 'total'],
      ],
      '/lookup/1',
    ],
    [
      'the same in another order',
      [
        ['folio', 'total'],
        ['total', 'folio'],
      ],
      '/lookup/1',
    ],
    [
      'another with more to type',
      [
        ['folio', 'total', 'date'],
        ['folio', 'total'],
      ],
      '/lookup/0',
    ],
    ['a field twice', [['folio', 'total', 'folio']], '/lookup/0'],
  ])('that is %s is refused at its pointer', (_, lookup, pointer) => {
    const acknowledgedLookup = [
      ['folio', 'total'],
      ['folio', 'total', 'date'],
    ];
    expect(refused({ lookup, acknowledgedLookup })).toEqual([`lookup-redundant ${pointer}`]);
  });

  it('that shares some fields with another, and has its own, is not redundant', () => {
    expect(
      refused({
        lookup: [
          ['folio', 'email'],
          ['folio', 'total'],
          ['email', 'total', 'cardLast4'],
        ],
      }),
    ).toEqual([]);
  });

  it('that is refused says why', () => {
    for (const code of [
      'lookup-without-email',
      'lookup-too-weak',
      'lookup-too-weak-anyhow',
      'lookup-too-common',
      'lookup-redundant',
    ])
      expect(faultDetail({ code, pointer: '/lookup' }, 'es-MX')).not.toBe(code);
  });
});
