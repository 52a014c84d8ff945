import { describe, expect, it } from 'vitest';
import type { Merchant } from '../../server/merchants/merchant.ts';
import { createPortal } from '../../server/portals/create-portal.ts';
import { defaultSettings } from '../../server/portals/default-settings.ts';
import { USUAL_FACTS } from '../../server/portals/lookup-strength.ts';
import { settingsFaults, settingsWire } from '../../server/portals/settings-wire.ts';
import { slugFault, slugOf } from '../../server/portals/slug.ts';
import { Problem } from '../../server/problems/problem.ts';

const LUNA: Merchant = {
  id: 'mer_luna',
  tradeName: 'Café Luna & Sol',
  rfc: 'EKU9003173C9',
  nombre: 'ESCUELA KEMPER URGATE',
  regimenFiscal: '601',
  contact: { email: 'hola@luna.example' },
};

/** Portals of which these addresses are taken already. */
function portalsBut(...taken: readonly string[]) {
  return {
    addPortal: async ({ slug }: { readonly slug: string }) => (taken.includes(slug) ? 'taken' : 'added'),
  } as const;
}

describe('an address', () => {
  it.each([
    ['Café Luna & Sol', 'cafe-luna-y-sol'],
    ['  Ñandú, S.A.  ', 'nandu-s-a'],
    ['7-Once', '7-once'],
    ['Domino’s', 'dominos'],
    ['Panel', 'portal-panel'],
    ['寿司', undefined],
  ])('from «%s» is %s', (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });

  it.each('v1 panel demo docs problems widget assets health openapi.json ayuda'.split(' '))(
    'is not one that the server answers itself: %s',
    (slug) => expect(slugFault(slug)).toBe('slug-reserved'),
  );

  it.each(['', 'ab', 'Café', 'a--b', '-cafe', 'cafe-', 'ca fe', 'a'.repeat(61), '../x'])('is refused: «%s»', (slug) =>
    expect(slugFault(slug)).toBe('slug-malformed'),
  );
});

describe('a new portal', () => {
  it('takes its address from the trade name, with a number if that is taken; a test portal leaves the plain one free', async () => {
    const live = await createPortal(portalsBut('cafe-luna-y-sol', 'cafe-luna-y-sol-2'), LUNA, { world: 'live' });
    expect(live.slug).toBe('cafe-luna-y-sol-3');
    const test = await createPortal(portalsBut(), LUNA, { world: 'test' });
    expect(test.slug).toBe('cafe-luna-y-sol-prueba');
  });

  it.each([
    ['taken', 'slug-taken'],
    ['ayuda', 'slug-reserved'],
    ['Café Luna', 'slug-malformed'],
  ])('with the address «%s» is refused at its field', async (slug, code) => {
    const refused = await createPortal(portalsBut('taken'), LUNA, { world: 'test', slug }).catch((error) => error);
    expect(refused).toBeInstanceOf(Problem);
    expect(refused).toMatchObject({ code: 'invalid-settings', faults: [{ code, pointer: '/slug' }] });
  });

  it('can be used at once: its settings are valid, and one way to search needs no e-mail', () => {
    const settings = defaultSettings(LUNA, 'cafe-luna');
    expect(settingsWire.parse(settings)).toEqual(settings);
    expect(settingsFaults(settings, USUAL_FACTS)).toEqual([]);
    expect(settings).toMatchObject({ enabled: true, serie: 'CL', contact: LUNA.contact });
  });
});
