/** `autofactura portal settings|set|calendar ADDRESS`: everything that a portal asks for and promises, such as its deadline. */
import { readFileSync } from 'node:fs';
import { calendarView } from '../http/merchant/deadline-calendar.ts';
import { ownPortal } from '../http/merchant/own-portal.ts';
import { settingsView } from '../http/merchant/settings.ts';
import { changeSettings } from '../portals/change-settings.ts';
import type { Portal, PortalSettings } from '../portals/portal.ts';
import { settingsWire } from '../portals/settings-wire.ts';
import { type Command, UsageError } from './command.ts';
import { type Args, readArgs } from './merchant-in.ts';
import { recorded } from './operator.ts';
import { readTyped } from './read-typed.ts';
import { withServices } from './with-services.ts';

/** Exits with 0, or throws what is wrong with the settings. */
export const run: Command = async (typed) => {
  const args = readArgs(typed, ['month', 'branch']);
  const [action, slug, file] = args.positionals;
  if (slug === undefined) throw new UsageError('Which portal? Name its address: cafe-luna.');
  const month = args.text('month');
  if (month !== undefined && !/^20\d\d-(0[1-9]|1[0-2])$/.test(month)) throw new UsageError('Which month? 2026-12.');
  const sent = action === 'set' ? settingsIn(file) : {};
  return withServices(args, async ({ services, tenant, config }) => {
    const { store } = services.invoicing;
    const portal = await ownPortal(services, slug, tenant);
    if (action === 'calendar') {
      const branch = args.text('branch');
      const asked = { ...(month !== undefined && { month }), ...(branch !== undefined && { branch }) };
      const { days } = await calendarView(services, portal, asked, 'es-MX');
      for (const day of days) args.print(day, lineOf(day));
      return 0;
    }
    if (action === 'settings') return show(args, portal);
    const deed = { ...tenant, action: 'PATCH /portals/{slug}/settings', target: portal.slug };
    const deps = { store, lookupFacts: services.lookupFacts };
    return show(args, await recorded(config, store, deed, () => changeSettings(deps, portal, sent)));
  });
};

/** The settings in a file, of which those that it leaves out stay as they are. */
function settingsIn(file: string | undefined): Partial<PortalSettings> {
  if (file === undefined) throw new UsageError('Which settings? Name a JSON file, as "portal settings" prints them.');
  const text = readFileSync(file, 'utf8');
  let typed: unknown;
  try {
    typed = JSON.parse(text);
  } catch {
    throw new UsageError(`${file} is not JSON.`);
  }
  if (typeof typed !== 'object' || typed === null) throw new UsageError(`${file} is not a JSON object.`);
  return readTyped(settingsWire.partial(), typed as Record<string, unknown>) as Partial<PortalSettings>;
}

function show(args: Args, portal: Portal): number {
  const settings = settingsView(portal);
  args.print(settings, JSON.stringify(settings, null, 2));
  return 0;
}

function lineOf({ date, until, global }: Awaited<ReturnType<typeof calendarView>>['days'][number]): string {
  return `${date}  invoiced until ${until}${global ? `  global of ${global.from} to ${global.to}` : ''}`;
}
