/** The `autofactura` command. Each verb is loaded when asked for; stdout carries only its result. */

import { type Command, UsageError } from './commands/command.ts';

const VERBS: Readonly<Record<string, { readonly usage: string; readonly load: () => Promise<{ run: Command }> }>> = {
  serve: { usage: 'serve', load: () => import('./commands/serve.ts') },
  demo: { usage: 'demo', load: () => import('./commands/demo.ts') },
  sales: { usage: 'sales import FILE.csv [--portal SLUG]', load: () => import('./commands/sales.ts') },
  verify: { usage: 'verify FILE.xml… [--json]', load: () => import('./commands/verify.ts') },
  'sat-status': { usage: 'sat-status FILE.xml… [--json]', load: () => import('./commands/sat-status.ts') },
  cadena: { usage: 'cadena FILE.xml', load: () => import('./commands/cadena.ts') },
  csd: { usage: 'csd check CER KEY [--json]', load: () => import('./commands/csd.ts') },
  build: {
    usage: 'build CASE.json|CASES.ndjson --cer CER --key KEY [--out DIR] [--allow-unstampable]',
    load: () => import('./commands/build.ts'),
  },
  csf: { usage: 'csf PAGE.html [--json]', load: () => import('./commands/csf.ts') },
  pdf: { usage: 'pdf FILE.xml OUT.pdf', load: () => import('./commands/pdf.ts') },
  'lista-69b': { usage: 'lista-69b update --from FILE.csv', load: () => import('./commands/lista-69b.ts') },
  catalogs: { usage: 'catalogs update --from FILE|URL', load: () => import('./commands/catalogs.ts') },
  key: {
    usage: 'key create|list|revoke --portal SLUG [--scope SCOPE…] [--name NAME] [--expires DATE] [--id KEY] [--json]',
    load: () => import('./commands/key.ts'),
  },
  migrate: { usage: 'migrate', load: () => import('./commands/migrate.ts') },
};

async function main([name = '', ...args]: readonly string[]): Promise<number> {
  const verb = VERBS[name];
  if (!verb) {
    const usage = Object.values(VERBS).map((known) => `  autofactura ${known.usage}`);
    console.error(`Usage:\n${usage.join('\n')}`);
    return name === '' || name === 'help' || name === '--help' ? 0 : 2;
  }
  try {
    return await (await verb.load()).run(args);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    if (error instanceof UsageError) console.error(`Usage: autofactura ${verb.usage}`);
    return error instanceof UsageError ? 2 : 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
