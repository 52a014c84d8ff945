/** A provider that has an adapter: what an account with it consists of, and how its adapter is created. */
import type { z } from 'zod';
import type { World } from '../merchants/tenant.ts';

/** Where and how an adapter reaches its provider. */
export type ProviderPlace = {
  readonly world: World;
  /** A stand-in on loopback, instead of the provider's own host. */
  readonly baseUrl?: string;
  /** The provider's own limit per call. */
  readonly timeoutMs: number;
};

/** Credentials that belong to the other world. Its message says only that. */
export class OtherWorld extends Error {
  constructor() {
    super('These credentials are of the other world.');
    this.name = 'OtherWorld';
  }
}

/** A provider as it is registered: the schema of its credentials and the factory of its adapter. */
export type KnownProvider<Adapter> = {
  /** As its customers call it. */
  readonly name: string;
  readonly credentials: z.ZodType<object>;
  /**
   * Which account it is, whatever its current password; absent if only the secret identifies it, in which case other credentials count as
   * another account.
   */
  readonly accountOf?: (credentials: object) => string;
  /** The part of an account that is not secret; none when absent. */
  readonly settings?: z.ZodType<Readonly<Record<string, string | number>>>;
  /** Throws a ZodError for credentials of another shape, `OtherWorld` for those of the other world. */
  create(credentials: unknown, place: ProviderPlace): Adapter;
};
