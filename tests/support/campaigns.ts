/** The campaigns of `npm run torture` and of its short form in `npm test`, each as one call that answers its line of the table. */
import { type CampaignOptions, type CampaignRow, countFindings, type Disturbance, runCampaign } from './campaign.ts';
import type { Engine } from './crash-scene.ts';
import { databaseStorm } from './database-storm.ts';
import {
  CAN_FILL_DISK,
  CAN_MOVE_CLOCK,
  clockOff,
  diskFull,
  killedInOutage,
  orderlyStop,
  pacAway,
} from './disturbances.ts';
import { storm } from './storm.ts';

const MINUTE_S = 60;
const DAY_S = 86_400;

export type Campaign = {
  readonly name: string;
  /** Of those that a disturbance of the PAC, the clock or the process makes; the storms have their own sizes. */
  readonly disturb: Disturbance;
  /** The only engine that it is about, where there is one. */
  readonly engine?: Engine;
};

/** `outageMs` is how long the PAC is away. */
export function disturbances(outageMs: number): readonly Campaign[] {
  const clocks: readonly (readonly [string, number])[] = [
    ['10 min ahead', 10 * MINUTE_S],
    ['10 min behind', -10 * MINUTE_S],
    ['72 h ahead', 3 * DAY_S],
    ['72 h behind', -3 * DAY_S],
  ];
  const away = `${Math.round(outageMs / 1_000)} s`;
  return [
    { name: `PAC refuses for ${away}`, disturb: pacAway('refuses connections', outageMs) },
    { name: `PAC hangs for ${away}`, disturb: pacAway('never answers', outageMs) },
    { name: 'killed in an outage', disturb: killedInOutage },
    { name: 'SIGTERM', disturb: orderlyStop },
    ...(CAN_FILL_DISK ? [{ name: 'disk full', disturb: diskFull, engine: 'SQLite' as const }] : []),
    ...(CAN_MOVE_CLOCK ? clocks.map(([name, off]) => ({ name: `clock ${name}`, disturb: clockOff(off) })) : []),
  ];
}

/** Runs one; what it throws is in its line, as one that is wrong. */
export async function runOne({ name, disturb }: Campaign, options: CampaignOptions): Promise<CampaignRow> {
  try {
    return await runCampaign(name, options, disturb);
  } catch (error) {
    return failed(name, options, error);
  }
}

/** Servers killed at random moments. */
export async function killStorm(engine: Engine, sales: number, seed: number): Promise<CampaignRow> {
  try {
    const { kills, convictions, alarms } = await storm({ engine, sales, seed });
    const findings = [...convictions, ...alarms];
    const row = { campaign: `kills, seed ${seed}`, engine, servers: 1, sales, kills, exits: 0 };
    return { ...row, ...countFindings(findings), findings };
  } catch (error) {
    return failed(`kills, seed ${seed}`, { engine, servers: 1, sales }, error);
  }
}

/** PostgreSQL cut off, crashed and frozen, so many times each. */
export async function databaseAway(servers: 1 | 2, rounds: number): Promise<CampaignRow> {
  const campaign = `database away × ${3 * rounds}`;
  try {
    const { sales, ended, failures, convictions } = await databaseStorm({ servers, rounds });
    const findings = [...convictions, ...failures];
    return {
      campaign,
      engine: 'PostgreSQL',
      servers,
      sales,
      kills: 0,
      exits: ended,
      ...countFindings(findings),
      findings,
    };
  } catch (error) {
    return failed(campaign, { engine: 'PostgreSQL', servers, sales: 0 }, error);
  }
}

function failed(campaign: string, options: CampaignOptions, error: unknown): CampaignRow {
  const findings = [error instanceof Error ? error.message : String(error)];
  return { campaign, ...options, kills: 0, exits: 0, ...countFindings(findings), findings };
}

/** Whether nothing was lost, doubled, wrong or stuck, and no server ended by itself. */
export function isClean({ lost, doubled, wrong, stuck, exits }: CampaignRow): boolean {
  return lost + doubled + wrong + stuck + exits === 0;
}
