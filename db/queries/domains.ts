/** The own domains of every merchant's portals. */
import type { Tenant } from '../../server/merchants/tenant.ts';
import type { PortalDomain } from '../../server/portals/domain.ts';
import { claimOf, isBeingProven, releasedOf } from '../../server/portals/domain-claims.ts';
import type { DomainStore, Due } from '../../server/portals/domain-store.ts';
import type { Engine } from '../engines/engine.ts';
import { sql } from '../engines/kysely.ts';
import { all, change, first, hotStatement, statement, type Work } from '../engines/work.ts';
import { fromJson, present } from '../rows.ts';
import type * as tables from '../schema/schema.ts';

type DomainRow = typeof tables.portalDomain.$inferSelect;

const KEPT = sql<boolean>`state <> 'released'`;
const PROVEN = sql<boolean>`proven_at is not null`;

function fromRow({ seq: _, findings, ...row }: DomainRow): PortalDomain {
  return { ...present(row), findings: fromJson(findings) };
}

/** A change as columns: a property that is `undefined` empties its column, an absent one leaves it. */
function toColumns({ findings, ...moved }: Partial<PortalDomain>) {
  const columns = Object.fromEntries(Object.entries(moved).map(([name, value]) => [name, value ?? null]));
  return { ...columns, ...(findings && { findings: JSON.stringify(findings) }) };
}

/** The own domains of every merchant's portals. */
export function createDomainStore(engine: Engine): DomainStore {
  const { db, run, write, locked } = engine;
  const ofHost = hotStatement('domain_of_host', ({ host }: { host: string }) =>
    db.selectFrom('portalDomain').selectAll().where('host', '=', host).where(PROVEN).where(KEPT),
  );
  const due = statement(({ now, until, limit }: Due) =>
    db
      .updateTable('portalDomain')
      .set({ nextAt: until })
      .where(
        'seq',
        'in',
        locked(
          db
            .selectFrom('portalDomain')
            .select('seq')
            .where(KEPT)
            .where('nextAt', '<=', now)
            .orderBy('nextAt')
            .limit(limit),
          'update-skip-locked',
        ),
      )
      .returningAll(),
  );
  const own = ({ merchantId, world }: Tenant, id: string) =>
    db
      .selectFrom('portalDomain')
      .selectAll()
      .where((eb) => eb.and({ merchantId, world, id }))
      .where(KEPT);
  return {
    add: (domain) => write(() => add(engine, domain)),
    async list({ merchantId, world }) {
      const listed = db
        .selectFrom('portalDomain')
        .selectAll()
        .where((eb) => eb.and({ merchantId, world }))
        .where(KEPT);
      return (await run(all(listed.orderBy('seq')))).map(fromRow);
    },
    async get(tenant, id) {
      const row = await run(first(own(tenant, id)));
      return row && fromRow(row);
    },
    async ofHost(host) {
      const row = await run(ofHost.first({ host }));
      return row && fromRow(row);
    },
    release: (tenant, id) =>
      write(function* () {
        const row = yield* first(locked(own(tenant, id)));
        if (!row) return 'unknown';
        const { seq } = row;
        const left = releasedOf(fromRow(row));
        if (left === 'nothing') yield* change(db.deleteFrom('portalDomain').where('seq', '=', seq));
        else yield* change(db.updateTable('portalDomain').set(toColumns(left)).where('seq', '=', seq));
        return 'released';
      }),
    takeDue: async (ask) => (await write(() => due.all(ask))).map(fromRow),
    async hurry({ merchantId, world }, id, now) {
      const hurried = db.updateTable('portalDomain').set({ nextAt: now });
      await run(change(hurried.where((eb) => eb.and({ merchantId, world, id })).where(KEPT)));
    },
    move: (id, moved) => write(() => move(engine, id, moved)),
  };
}

function* proven({ db, locked }: Engine, host: string): Work<DomainRow | undefined> {
  return yield* first(locked(db.selectFrom('portalDomain').selectAll().where('host', '=', host).where(PROVEN)));
}

function* add(engine: Engine, domain: PortalDomain): Work<PortalDomain | 'taken' | 'portal-has-one'> {
  const { db, locked, insertMany } = engine;
  const { host, merchantId, slug, world } = domain;
  const provenBy = yield* proven(engine, host);
  const claims = db.selectFrom('portalDomain').selectAll();
  const before = yield* first(locked(claims.where('merchantId', '=', merchantId).where('host', '=', host)));
  const atPortal = yield* first(claims.where('slug', '=', slug).where(KEPT));
  const claim = claimOf(domain, { provenBy, own: before, hasPortalOne: atPortal !== undefined });
  if (claim === 'taken' || claim === 'portal-has-one') return claim;
  if (before) {
    const { state, findings, nextAt } = domain;
    const again = { slug, world, state, nextAt: nextAt ?? null, findings: JSON.stringify(findings) };
    yield* change(db.updateTable('portalDomain').set(again).where('seq', '=', before.seq));
    return fromRow({ ...before, ...again });
  }
  const { provenAt = null, activeAt = null, failingSince = null, checkedAt = null, nextAt = null, ...rest } = domain;
  const row = {
    ...rest,
    findings: JSON.stringify(domain.findings),
    provenAt,
    activeAt,
    failingSince,
    checkedAt,
    nextAt,
  };
  const added = yield* insertMany('portalDomain', [row], { on: ['merchantId', 'host'] });
  return added === 1 ? domain : 'portal-has-one';
}

function* move(engine: Engine, id: string, moved: Partial<PortalDomain>): Work<'moved' | 'taken' | 'gone'> {
  const { db, locked } = engine;
  const row = yield* first(locked(db.selectFrom('portalDomain').selectAll().where('id', '=', id).where(KEPT)));
  if (!row) return 'gone';
  if (isBeingProven(fromRow(row), moved) && (yield* proven(engine, row.host))) return 'taken';
  yield* change(db.updateTable('portalDomain').set(toColumns(moved)).where('seq', '=', row.seq));
  return 'moved';
}
