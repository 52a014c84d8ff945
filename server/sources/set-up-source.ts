/** Sets up and changes a merchant's source, and makes its sales again by what was changed. */
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

/** The settings that are changed; those that are left out stay. */
export type SettingsChange = { readonly [Name in keyof SourceSettings]?: SourceSettings[Name] | undefined };

/** What is changed of a source. */
export type SourceChange = {
  readonly name?: string | undefined;
  readonly credentials?: object | undefined;
  readonly settings: SettingsChange;
};

/** Sets up a source. Throws `host-refused`, and `malformed-request` for credentials that are not its type's or this world's. */
export async function setUpSource(
  deps: SetUpSourceDeps,
  tenant: SourceAccount['tenant'],
  upload: SourceUpload,
): Promise<SourceAccount> {
  await assertHostsMayBeAsked(deps, tenant, urlsAmong(upload.credentials));
  return accountOf(await deps.sourceAccounts.create(tenant, upload, deps.intake.now()));
}

/** Changes a source. Its uninvoiced sales are made again by other settings; otherwise only those that failed. Throws as `setUpSource`. */
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
  // The sales that this is still true for raise it again.
  if (isOther) await store.notices.resolve(account.tenant, 'forma-pago-assumed', account.id, now());
  await retrySales(deps.intake, account.id, isOther ? 'all' : 'problems');
  return kept;
}

function accountOf(put: PutSource): SourceAccount {
  if (put.kind !== 'put') throw credentialsRefused(put);
  return put.account;
}
