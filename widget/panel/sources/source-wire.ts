/** Sources of sales as the API returns them. */
import type { Fault } from '../wire.ts';

/** What a source's sales leave out. */
export type SourceDefaults = {
  readonly claveProdServ: string;
  readonly claveUnidad: string;
  readonly impuestos?: readonly { readonly tipoFactor: string; readonly tasaOCuota?: string }[];
  readonly formaPago?: string;
  readonly branch?: string;
};

/** What has arrived from a source. */
export type SourceHealth = {
  readonly events: number;
  readonly badSignatures: number;
  readonly lastEventAt?: string;
  readonly lastBadSignatureAt?: string;
  /** How many sales its list has brought. */
  readonly listed: number;
};

/** A source of sales, without its credentials. */
export type Source = {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly webhookUrl?: string;
  readonly defaults: SourceDefaults;
  /** What its own words for an order's state mean. */
  readonly states?: Readonly<Record<string, string>>;
  readonly createdAt: string;
};

/** A source in the list, with its health. */
export type ListedSource = Source & { readonly health: SourceHealth };

/** What could not become a sale, and why. */
export type SourceQueue = {
  readonly problems: readonly { readonly sale: string; readonly since: string; readonly errors: readonly Fault[] }[];
  readonly unread: readonly {
    readonly id: string;
    readonly type: string;
    readonly reason: string;
    readonly receivedAt: string;
  }[];
};

/** How far a backfill has come. */
export type Backfill = {
  readonly status: 'all' | 'more' | 'unavailable' | 'no-list';
  readonly sales: number;
  readonly reason?: string;
};

/** How much of a source waits. */
export const waitingIn = ({ problems, unread }: SourceQueue): number => problems.length + unread.length;
