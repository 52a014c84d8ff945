/** A campaign: customers ask for their invoices until they have them, while something happens to the server or to what it stands on. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from './crash-scene.ts';
import { askUntilSettled, downloadXml, invoiceOf, UNIVERSIDAD } from './customer.ts';
import { convict, convictLedger, readLedger, type Testimony } from './judge.ts';
import { openServedScene, type ServedScene } from './served-scene.ts';
import { JACARANDA, type Ticket } from './shop.ts';

/** One line of the table that `npm run torture` ends with. */
export type CampaignRow = {
  readonly campaign: string;
  readonly engine: Engine;
  readonly servers: number;
  readonly sales: number;
  readonly kills: number;
  readonly lost: number;
  readonly doubled: number;
  readonly wrong: number;
  readonly stuck: number;
  /** Servers that ended without being asked to. */
  readonly exits: number;
  /** Milliseconds from when things were well again until 99 % of what waited was stamped; absent where nothing waited. */
  readonly settleP99?: number;
  /** Everything that was wrong, in words. */
  readonly findings: readonly string[];
};

export type CampaignOptions = { readonly engine: Engine; readonly servers: 1 | 2; readonly sales: number };

/** What happens. Answers since when things are well again, in epoch milliseconds, where something waited for that. */
export type Disturbance = (stage: Stage) => Promise<number | undefined>;

export type Stage = ServedScene & {
  readonly tickets: readonly Ticket[];
  /** Lets every customer in; resolves when each has an invoice in whatever state. */
  everybodyAsks(): Promise<void>;
  /** States of the invoices of all sales, `none` where there is none. */
  states(): Promise<readonly string[]>;
};

/** Generous, for a busy machine: a customer who has no invoice by then counts as stuck. */
const PATIENCE_MS = 180_000;
const LOOK_MS = 25;

/** Runs one on new data. Servers run when `disturb` is called, and its customers ask when it says so. */
export async function runCampaign(
  campaign: string,
  { engine, servers, sales }: CampaignOptions,
  disturb: Disturbance,
): Promise<CampaignRow> {
  const scene = await openServedScene(engine, servers);
  try {
    await scene.start();
    const tickets = await scene.shop.sell(Array.from({ length: sales }, () => undefined));
    let testimonies: Promise<readonly (Testimony | string)[]> | undefined;
    const states = () => Promise.all(tickets.map((ticket) => stateOf(scene, ticket)));
    const letIn = async () => {
      testimonies = Promise.all(tickets.map((ticket) => testimonyOf(scene, ticket)));
      while ((await states()).includes('none')) await sleep(LOOK_MS);
    };
    const wellSince = await disturb({
      ...scene,
      tickets,
      states,
      everybodyAsks() {
        const asking = letIn();
        // A disturbance that fails before it waits for them has given the reason: the scene that closes under them has nothing to add.
        asking.catch(() => {});
        return asking;
      },
    });
    const judged = await judge(scene, tickets, (await testimonies) ?? []);
    const settled = wellSince === undefined ? {} : { settleP99: await settledAfter(scene, tickets, wellSince) };
    return {
      campaign,
      engine,
      servers,
      sales,
      ...scene.counts(),
      ...countFindings(judged),
      ...settled,
      findings: judged,
    };
  } finally {
    await scene.close();
  }
}

/** Sorts what the judge says by the table's columns. */
export function countFindings(findings: readonly string[]): Pick<CampaignRow, 'lost' | 'doubled' | 'wrong' | 'stuck'> {
  const count = (kind: RegExp) => findings.filter((what) => kind.test(what)).length;
  const [lost, doubled, stuck] = [count(/lost: /), count(/duplicated: /), count(/not settled|of \d+ sales after/)];
  return { lost, doubled, stuck, wrong: findings.length - lost - doubled - stuck };
}

async function stateOf({ shop }: ServedScene, { saleId }: Ticket): Promise<string> {
  const sale = await shop.store.sales.get(JACARANDA, saleId);
  return (sale?.invoiceId && (await shop.store.invoices.get(sale.invoiceId))?.state) || 'none';
}

async function testimonyOf(scene: ServedScene, ticket: Ticket): Promise<Testimony | string> {
  try {
    const answer = await askUntilSettled(scene.url, ticket, UNIVERSIDAD, PATIENCE_MS);
    if (answer.status === 422) return `refused: ${answer.text}`;
    const { uuid, serie, folio, ...invoice } = invoiceOf(answer);
    const xml = await downloadXml(scene.url(), invoice).catch(() => '');
    if (!xml.includes('<cfdi:Comprobante')) return testimonyOf(scene, ticket);
    return { total: ticket.total, receptor: UNIVERSIDAD.rfc, uuid, serie, folio, xml };
  } catch (error) {
    return String(error);
  }
}

async function judge(
  { pac }: ServedScene,
  tickets: readonly Ticket[],
  testimonies: readonly (Testimony | string)[],
): Promise<readonly string[]> {
  const stamps = await readLedger(pac.url);
  return [
    ...testimonies.flatMap((testimony) => (typeof testimony === 'string' ? [testimony] : convict(stamps, testimony))),
    ...convictLedger(
      stamps,
      tickets.map(({ total }) => total),
    ),
  ];
}

/** Of those that were stamped after it: what was stamped before did not wait. */
async function settledAfter({ shop }: ServedScene, tickets: readonly Ticket[], wellSince: number): Promise<number> {
  const times: number[] = [];
  for (const { saleId } of tickets) {
    const sale = await shop.store.sales.get(JACARANDA, saleId);
    const invoice = sale?.invoiceId === undefined ? undefined : await shop.store.invoices.get(sale.invoiceId);
    if (invoice?.stamped) times.push(Math.max(0, invoice.stamped.at - wellSince));
  }
  times.sort((a, b) => a - b);
  return times[Math.max(0, Math.ceil(times.length * 0.99) - 1)] ?? Number.NaN;
}
