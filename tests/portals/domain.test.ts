import { describe, expect, it } from 'vitest';
import {
  afterCheck,
  type Findings,
  mayHaveCertificate,
  type PortalDomain,
  parseHost,
} from '../../server/portals/domain.ts';

const HOUR_MS = 3_600_000;
const START = Date.UTC(2026, 10, 20, 18);

const claimed: PortalDomain = {
  ...{
    id: 'dom_1',
    merchantId: 'mer_tulipan',
    world: 'live',
    slug: 'tulipan',
    host: 'factura.tulipan.mx',
    token: 'a1',
  },
  ...{ state: 'pending', findings: { txt: 'missing', points: 'nowhere', answers: 'untried' }, createdAt: START },
};
const found = (findings: Partial<Findings>): Findings => ({ txt: 'ok', points: 'ok', answers: 'ok', ...findings });
const checked = (findings: Partial<Findings>, before: PortalDomain = claimed, now = START): PortalDomain => ({
  ...before,
  ...afterCheck(before, found(findings), now),
});

describe('a host', () => {
  it.each([
    ['factura.tulipan.mx', 'factura.tulipan.mx'],
    [' Factura.Tulipan.MX. ', 'factura.tulipan.mx'],
    ['facturación.ñandú.mx', 'xn--facturacin-obb.xn--and-6ma2c.mx'],
    ['tulipan.com.mx', 'tulipan.com.mx'],
  ])('«%s» is %s', (text, host) => expect(parseHost(text)).toBe(host));

  it.each([
    '',
    'tulipan',
    'localhost',
    'caja.local',
    'erp.internal',
    '127.0.0.1',
    '0x7f.1',
    '[::1]',
    'https://factura.tulipan.mx',
    'factura.tulipan.mx/pagar',
    'factura.tulipan.mx:8443',
    '*.tulipan.mx',
    '-a.tulipan.mx',
    'a..mx',
    'a b.mx',
    'usuario@tulipan.mx',
    `${'a'.repeat(64)}.mx`,
  ])('«%s» is not one that everybody could reach', (text) => expect(parseHost(text)).toBeUndefined());
});

describe('after a check, a domain', () => {
  it('waits while it is not proven, even if it answers: pointing a name here does not prove whose it is', () => {
    expect(checked({ txt: 'missing' })).toMatchObject({ state: 'pending', provenAt: undefined });
    expect(mayHaveCertificate(checked({ txt: 'missing' }))).toBe(false);
  });

  it('may get its certificate once it is proven and leads here, and is active once it answers', () => {
    const verified = checked({ answers: 'certificate' });
    expect(verified).toMatchObject({ state: 'verified', provenAt: START });
    expect(mayHaveCertificate(verified)).toBe(true);
    expect(checked({}, verified)).toMatchObject({ state: 'active', activeAt: START });
  });

  it('is active behind a CDN whose addresses are not ours, because it answers', () => {
    expect(checked({ points: 'elsewhere' }).state).toBe('active');
  });

  it('fails from the first definite answer on, and is active again with the next good one', () => {
    const failing = checked({ points: 'elsewhere', answers: 'other-server' }, checked({}), START + HOUR_MS);
    expect(failing).toMatchObject({ state: 'failing', failingSince: START + HOUR_MS });
    expect(mayHaveCertificate(failing)).toBe(false);
    expect(checked({}, failing, START + 2 * HOUR_MS)).toMatchObject({ state: 'active', failingSince: undefined });
  });

  it('stays as it is while no name server answers', () => {
    const active = checked({});
    expect(checked({ points: 'unknown', answers: 'untried' }, active).state).toBe('active');
    expect(mayHaveCertificate(checked({ points: 'unknown', answers: 'untried' }, active))).toBe(true);
  });

  it.each([
    [0, 30_000],
    [4 * HOUR_MS, HOUR_MS],
    [30 * 24 * HOUR_MS, 24 * HOUR_MS],
  ])('that still waits after %i ms is checked again in %i ms: often at first, finally once a day', (age, wait) => {
    const now = START + age;
    expect(checked({ txt: 'missing', answers: 'untried' }, claimed, now).nextAt).toBe(now + wait);
  });
});
