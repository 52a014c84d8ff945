/** Creates and changes a merchant's source, and rebuilds its sales accordingly. */
import { assertHostsMayBeAsked, type ChosenHostsDeps, urlsAmong } from '../outbound/chosen-hosts.ts';
import { credentialsRefused } from '../outbound/provider-accounts.ts';
import type { PutSource, SourceAccounts, SourceUpload } from './accounts.ts';
import type { Intake } from './intake/intake-context.ts';
import { retrySales } from './retry-source.ts';
import type { SourceAccount, SourceSettings } from './settings.ts';

/** What setting up a source may touch. */
export type SetUpSourceDeps = ChosenHostsDeps & {
  readonly intake: Intake;
  readonly sourceAccounts: Pick<SourceAccounts, 'create' | 'change'>;
};

/** The settings to change; those that are left out stay. */
export type SettingsChange = { readonly [Name in keyof SourceSettings]?: SourceSettings[Name] | undefined };

/** The changes to a source. */
export type SourceChange = {
  readonly name?: string | undefined;
  readonly credentials?: object | undefined;
  readonly settings: SettingsChange;
};

/** Creates a source. Throws `host-refused`, and `malformed-request` for credentials that do not fit its type or world. */
export async function setUpSource(
  deps: SetUpSourceDeps,
  tenant: SourceAccount['tenant'],
  upload: SourceUpload,
): Promise<SourceAccount> {
  await assertHostsMayBeAsked(deps, tenant, urlsAmong(upload.credentials));
  return accountOf(await deps.sourceAccounts.create(tenant, upload, deps.intake.now()));
}

/** Changes a source. New settings rebuild all its uninvoiced sales; otherwise only the failed ones. Throws as `setUpSource` does. */
export async function changeSource(
  deps: SetUpSourceDeps,
  account: SourceAccount,
  { name, credentials, settings }: SourceChange,
): Promise<SourceAccount> {
  const { store, now } = deps.intake;
  const { defaults, payments, states } = settings;
  const changed = {
    defaults: defaults ?? account.settings.defaults,
    payments: payments ?? account.settings.payments,
    states: states ?? account.settings.states ?? {},
  };
  await assertHostsMayBeAsked(deps, account.tenant, urlsAmong(credentials ?? {}));
  const put = await deps.sourceAccounts.change(account, {
    settings: changed,
    ...(name !== undefined && { name }),
    ...(credentials !== undefined && { credentials }),
  });
  const kept = accountOf(put);
  const isOther = [defaults, payments, states].some((each) => each !== undefined);
  // Sales to which it still applies raise it again.
  if (isOther) await store.notices.resolve(account.tenant, 'forma-pago-assumed', account.id, now());
  await retrySales(deps.intake, account.id, isOther ? 'all' : 'problems');
  return kept;
}

function accountOf(put: PutSource): SourceAccount {
  if (put.kind !== 'put') throw credentialsRefused(put);
  return put.account;
}
