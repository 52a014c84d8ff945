/** Rows of the provider tables, the same on both engines, and the values that they represent. */
import type { Tenant } from '../server/merchants/tenant.ts';
import type { Notice } from '../server/notices/notice-store.ts';
import type { ProviderAccount } from '../server/outbound/provider-store.ts';

/** A row of `provider_account`. `settings` is JSON. */
export type ProviderAccountRow = {
  readonly merchantId: string;
  readonly world: Tenant['world'];
  readonly role: ProviderAccount['role'];
  readonly provider: string;
  readonly position: number;
  readonly sealedCredentials: Buffer;
  readonly settings: string;
  readonly createdAt: number;
};

/** Converts an account to its row. */
export function toAccountRow({ tenant, sealedCredentials, settings, ...account }: ProviderAccount): ProviderAccountRow {
  const { merchantId, world } = tenant;
  const columns = { settings: JSON.stringify(settings), sealedCredentials: Buffer.from(sealedCredentials) };
  return { merchantId, world, ...account, ...columns };
}

/** Converts a row to an account. */
export function fromAccountRow({ merchantId, world, settings, ...row }: ProviderAccountRow): ProviderAccount {
  return { tenant: { merchantId, world }, ...row, settings: JSON.parse(settings) as ProviderAccount['settings'] };
}

/** A row of `notice`. `params` is JSON. */
export type NoticeRow = Omit<Notice, 'tenant' | 'params' | 'resolvedAt'> & {
  readonly merchantId: string;
  readonly world: Tenant['world'];
  readonly params: string;
  readonly resolvedAt: number | null;
};

/** Converts a row to a notice. */
export function fromNoticeRow({ merchantId, world, params, resolvedAt, ...row }: NoticeRow): Notice {
  const notice = { tenant: { merchantId, world }, ...row, params: JSON.parse(params) as Notice['params'] };
  return resolvedAt === null ? notice : { ...notice, resolvedAt };
}
