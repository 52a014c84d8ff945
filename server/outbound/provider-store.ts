/** The port to the accounts that merchants have with providers. */
import type { Tenant } from '../merchants/tenant.ts';

/** A merchant's account with a provider, in one world. */
export type ProviderAccount = {
  readonly tenant: Tenant;
  readonly role: 'pac' | 'registry' | 'mailer';
  /** `finkok`, `sw`, … : once per tenant and role. */
  readonly provider: string;
  /** 0 is asked first, 1 second; two accounts of a role never share one. */
  readonly position: number;
  /** Under the merchant's data key. */
  readonly sealedCredentials: Uint8Array;
  /** What is not secret: a registry's daily budget. */
  readonly settings: Readonly<Record<string, string | number>>;
  readonly createdAt: number;
};

/** Storage of accounts with their sealed credentials. A tenant has at most one account with each provider in each role. */
export interface ProviderStore {
  /** Inserts or replaces by (tenant, role, provider); the account that had its position moves to the end. */
  putAccount(account: ProviderAccount): Promise<void>;
  /** In the order in which they are asked. */
  listAccounts(tenant: Tenant, role: ProviderAccount['role']): Promise<readonly ProviderAccount[]>;
  /** `in-use`: an unsettled invoice was sent to this PAC and only it can say what became of it. */
  deleteAccount(
    tenant: Tenant,
    role: ProviderAccount['role'],
    provider: string,
  ): Promise<'deleted' | 'unknown' | 'in-use'>;
}
