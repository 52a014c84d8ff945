import { expect, it } from 'vitest';
import { defaultSettings } from '../../server/portals/default-settings.ts';
import { USUAL_FACTS } from '../../server/portals/lookup-strength.ts';
import { settingsFaults } from '../../server/portals/settings-wire.ts';
import { presetOf, type Trade } from '../../widget/panel/portals/presets.ts';

const TRADES: readonly Trade[] = ['shop', 'restaurant', 'retail', 'services', 'parking'];

it.each(TRADES)('a new portal of a %s begins with settings that the server takes as they are', (trade) => {
  const { english: _, sold: __, poster: ___, ...preset } = presetOf(trade);
  const settings = { ...defaultSettings({ contact: {} }, 'cafe-luna'), ...preset };
  expect(settingsFaults(settings, USUAL_FACTS)).toEqual([]);
  expect(Object.keys(preset.hints).sort()).toEqual([...new Set(preset.lookup.flat())].sort());
});
