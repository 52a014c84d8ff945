/** The verbs of the command line, and their help texts. */
import type { Command } from './command.ts';

/** How a verb is shown in the help, and how its module is loaded only when it is run. */
export type Verb = {
  readonly about: string;
  /** Its forms, without the command's own name. */
  readonly usage: readonly string[];
  /** What its options mean, and what it reads from the environment. */
  readonly notes?: readonly string[];
  readonly load: () => Promise<{ readonly run: Command }>;
};

const WHOSE = ['--merchant ID   may be left out while there is only one', '--world W       test (the default) or live'];
const JSON_NOTE = '--json          one JSON object per line, for scripts';

/** By group, in the order in which a beginner needs them. */
export const VERBS: Readonly<Record<string, Readonly<Record<string, Verb>>>> = {
  'Run it': {
    serve: { about: 'the server', usage: ['serve'], load: () => import('./serve.ts') },
    demo: { about: 'a sample shop with sales in every state', usage: ['demo'], load: () => import('./demo.ts') },
    'setup-link': {
      about: 'a link to create the first owner',
      usage: ['setup-link [--json]'],
      notes: ['It works once, for a day, as long as nobody has an account; earlier links stop working.'],
      load: () => import('./setup-link.ts'),
    },
    account: {
      about: 'a link to set a new password',
      usage: ['account reset --email ADDRESS [--remove-second-factor] [--json]'],
      notes: ['It works once, for an hour. Every session of the account ends when it is used.'],
      load: () => import('./account.ts'),
    },
    audit: {
      about: 'check that the audit log is as it was written',
      usage: ['audit check [--merchant ID] [--head SEAL] [--json]', 'audit verify FILE.jsonl [--head SEAL] [--json]'],
      notes: [
        'Every entry is sealed together with the one before it, under the master key. Exit 1 names the first that does not fit.',
        '--head          the last seal that an earlier check printed: detects an end that was cut off since',
        '--merchant ID   may be left out while there is only one',
        'verify          reads a file from "GET /v1/audit-log/export?format=jsonl"',
      ],
      load: () => import('./audit.ts'),
    },
    migrate: { about: 'bring the tables up to date', usage: ['migrate'], load: () => import('./migrate.ts') },
  },
  'Set a shop up (on the data folder of a server, which may be running)': {
    merchant: {
      about: 'who sells: RFC, name, régimen',
      usage: [
        'merchant create --rfc RFC --nombre NAME --regimen 601 --cp 06700 --trade-name NAME [--email E] [--phone P] [--json]',
        'merchant change [--merchant ID] [--rfc …] [--nombre …] [--regimen …] [--trade-name …] [--email …] [--phone …] [--json]',
        'merchant list [--json]',
        'merchant go-live [--manifest-signed-on 2026-11-20] [--slug ADDRESS] [--merchant ID] [--json]',
      ],
      notes: [
        '--nombre          the registered name, as in the Constancia, without SA DE CV and the like',
        '--nombre-as-given keeps an ending that looks like a capital regime, if the registered name has one',
        '--cp              postal code of the first branch, which is created with the merchant',
        '--trade-name      the name that customers know',
        'go-live says everything that is still missing, or creates the portal whose invoices count.',
        '--manifest-signed-on  the day on which the contract and manifest were signed at the PAC',
      ],
      load: () => import('./merchant.ts'),
    },
    branch: {
      about: 'where the merchant sells',
      usage: [
        'branch create --code centro --name Centro --cp 06002 [--merchant ID] [--json]',
        'branch change --code centro [--name …] [--cp …] [--merchant ID] [--json]',
        'branch list [--merchant ID] [--json]',
      ],
      notes: ['--code          the word by which sales refer to it', ...WHOSE.slice(0, 1), JSON_NOTE],
      load: () => import('./branch.ts'),
    },
    portal: {
      about: 'the page where customers get their invoices',
      usage: [
        'portal create [--slug ADDRESS] [--merchant ID] [--world test] [--json]',
        'portal rename --slug ADDRESS --to ADDRESS [--json]',
        'portal list [--merchant ID] [--json]',
        'portal settings ADDRESS [--merchant ID] [--world W] [--json]',
        'portal set ADDRESS SETTINGS.json [--merchant ID] [--world W] [--json]',
        'portal calendar ADDRESS [--month 2026-12] [--branch CODE] [--merchant ID] [--world W] [--json]',
        'portal poster ADDRESS FILE.pdf [--paper letter|a4|table-tent|till-sticker] [--language es-MX|en] [--merchant ID] [--world W] [--json]',
        'portal test ADDRESS [--json]',
      ],
      notes: [
        '--slug          its address after the server’s; from the trade name by default',
        ...WHOSE,
        'An old address keeps leading to the portal, and no other merchant can get it.',
        '"set" changes the settings that are in the file, such as {"deadline": {"kind": "days", "days": 30}}, and leaves the others.',
        '"calendar" lists until which day the sales of each day can be invoiced.',
        '"test" goes through it as a customer would, on the running server, and says what to do if a step fails.',
      ],
      load: () => import('./portal.ts'),
    },
    key: {
      about: 'API keys',
      usage: [
        'key create [--merchant ID] [--world W] [--scopes all | --scopes A,B] [--name NAME] [--expires DATE] [--json]',
        'key list [--merchant ID] [--world W] [--json]',
        'key revoke --id KEY [--merchant ID] [--world W] [--json]',
      ],
      notes: [
        ...WHOSE,
        '--portal SLUG   instead of both: the keys of that portal’s merchant and world',
        'A key is printed once, when it is created.',
      ],
      load: () => import('./key.ts'),
    },
    member: {
      about: 'who works there, and in which role',
      usage: [
        'member list [--merchant ID] [--json]',
        'member invite --email ADDRESS --role ROLE [--branches CODE,CODE] [--merchant ID] [--json]',
        'member change --email ADDRESS --role ROLE [--branches CODE,CODE] [--merchant ID] [--json]',
        'member remove --email ADDRESS [--merchant ID] [--json]',
      ],
      notes: [
        '--role          owner, admin, cashier, accountant or read-only',
        '--branches      only for cashiers: the branches whose sales and invoices they see; all by default',
        'An invitation is a link that works once, within a week. It is printed, not mailed, and works even while sign-up is closed.',
        ...WHOSE.slice(0, 1),
      ],
      load: () => import('./member.ts'),
    },
    csd: {
      about: 'the digital seal',
      usage: ['csd check CER KEY [--json]', 'csd upload CER KEY [--merchant ID] [--world W] [--json]'],
      notes: [...WHOSE, 'AUTOFACTURA_CSD_PASSWORD is the password of the key. An e.firma is recognised and refused.'],
      load: () => import('./csd.ts'),
    },
    pac: {
      about: 'who stamps',
      usage: [
        'pac set PAC [--position 0] [--merchant ID] [--world W] [--json]  < credentials.json',
        'pac test PAC [--merchant ID] [--world W] [--json]',
        'pac list [--merchant ID] [--world W] [--json]',
        'pac remove PAC [--merchant ID] [--world W] [--json]',
      ],
      notes: [
        'PAC is finkok, sw, prodigia, diverza, facturapi or facturama. The test world needs none: its sandbox is built in.',
        'Credentials are a JSON object on standard input or in AUTOFACTURA_PAC_CREDENTIALS: {"username":"…","password":"…"}',
        ...WHOSE,
      ],
      load: () => import('./pac.ts'),
    },
    sales: {
      about: 'bring sales in from a file, and see what became of them',
      usage: [
        'sales import FILE --source ID [--format FORMAT]',
        'sales import FILE.csv [--portal SLUG]',
        'sales list [--folio F] [--total T] [--from 2026-11-01T00:00:00-06:00] [--to …] [--status open] [--limit 50] [--before SALE] [--merchant ID] [--world W] [--json]',
        'sales show SALE [--merchant ID] [--world W] [--json]',
      ],
      notes: [
        '--source ID     what that source reads: a till’s file, JSON, exports of facturapi and gigstack',
        '--portal SLUG   sales that carry their SAT keys, in the columns of the API, for that portal’s merchant and world',
      ],
      load: () => import('./sales.ts'),
    },
    request: {
      about: 'customers’ requests that wait for an answer',
      usage: [
        'request list [--status open] [--merchant ID] [--world W] [--json]',
        'request accept REQUEST [--sale SALE] [--merchant ID] [--json]',
        'request decline REQUEST --reason TEXT [--merchant ID] [--json]',
      ],
      notes: [
        ...WHOSE,
        '--sale SALE     which sale to invoice, if the request does not know it or several match',
        '--reason TEXT   shown to the customer as it is written',
        JSON_NOTE,
      ],
      load: () => import('./request.ts'),
    },
  },
  'Look after invoices': {
    invoice: {
      about: 'see, make, correct or cancel one, or decide one that is in doubt',
      usage: [
        'invoice list [--status S] [--kind K] [--portal P] [--branch B] [--rfc RFC] [--serie S] [--folio F] [--sale SALE] [--from …] [--to …] [--limit 50] [--cursor INVOICE] [--merchant ID] [--world W] [--json]',
        'invoice show INVOICE [--merchant ID] [--world W] [--json]',
        'invoice preview SALE… --rfc RFC --nombre NAME --cp 65000 --regimen 601 --uso G03 [--portal SLUG] [--json]',
        'invoice make SALE… --rfc RFC --nombre NAME --cp 65000 --regimen 601 --uso G03 [--email E | --no-mail] [--itemize-ieps] [--portal SLUG] [--json]',
        'invoice correct INVOICE --rfc RFC --nombre NAME --cp 65000 --regimen 601 --uso G03 [--preview] [--json]',
        'invoice terms INVOICE [--json]',
        'invoice cancel INVOICE --motivo 01|02|03|04 [--substitute INVOICE|FOLIO-FISCAL] [--json]',
        'invoice look-up INVOICE [--json]',
        'invoice adopt INVOICE FILE.xml [--json]',
        'invoice release INVOICE --evidence TEXT [--json]',
      ],
      notes: [
        'preview         the CFDIs that the sales take, and what is issued and cancelled where one is in a global invoice',
        'make            issues them, for a customer who asked; again for the same customer it answers the same ones',
        'correct         the substitute first, then the cancellation of the first one; --preview keeps nothing',
        '--motivo        01 it is replaced, 02 it has errors, 03 the sale did not take place, 04 only for a global invoice',
        '--substitute    with 01: the invoice that replaces it, already stamped and related to it with 04',
        'If the SAT or the customer has not answered by then, the server follows it up.',
        'terms           who has to accept, until when, the last day and the fine after it; cancels nothing',
        'look-up         asks the PAC once more whether an undecided invoice was stamped',
        'adopt           takes its stamped XML, as the PAC’s own site has it',
        'release         frees its sales, from 72 hours after its seal, or at any time if no PAC received it; --evidence is how you know',
      ],
      load: () => import('./invoice.ts'),
    },
    cancellation: {
      about: 'where a cancellation stands',
      usage: [
        'cancellation show ID [--merchant ID] [--world W] [--json]',
        'cancellation look-up ID [--merchant ID] [--world W] [--json]',
      ],
      notes: ['look-up         asks the SAT now; a server asks by itself too', ...WHOSE],
      load: () => import('./cancellation.ts'),
    },
    refund: {
      about: 'what was given back, and its nota de crédito',
      usage: [
        'refund preview SALE --total 100.00 --forma-pago 04 [--date …] [--conceptos LINES.json] [--merchant ID] [--json]',
        'refund register SALE --total 100.00 --forma-pago 04 [--date …] [--reference R] [--conceptos LINES.json] [--merchant ID] [--json]',
        'refund list [--status S] [--sale SALE] [--merchant ID] [--world W] [--json]',
        'refund approve REFUND [--merchant ID] [--json]',
        'refund correct REFUND --nombre NAME --cp 01219 --regimen 612 [--merchant ID] [--json]',
        'refund decline REFUND --reason TEXT [--merchant ID] [--json]',
      ],
      notes: [
        '--conceptos     the goods that came back, as lines of the sale; left out where only money was given back',
        '--date          now where it is left out',
        ...WHOSE,
      ],
      load: () => import('./refund.ts'),
    },
  },
  'Make global invoices and close the month': {
    'global-invoice': {
      about: 'the global invoice of a period',
      usage: [
        'global-invoice preview --branch CODE --from 2026-11-01 [--to 2026-11-30] [--periodicidad 04] [--merchant ID] [--world W] [--json]',
        'global-invoice make --branch CODE --from 2026-11-01 [--to …] [--periodicidad 04] [--serie G] [--merchant ID] [--world W] [--json]',
      ],
      notes: [
        '--periodicidad  01 daily, 02 weekly, 03 1st–15th and 16th–end, 04 monthly, 05 two months (régimen 621 only)',
        '--to            by default the last day of the period',
        ...WHOSE,
        'The server makes them automatically if the branch has a schedule (global-schedule).',
      ],
      load: () => import('./global-invoice.ts'),
    },
    'global-schedule': {
      about: 'when a branch’s global invoices are made automatically',
      usage: [
        'global-schedule list [--merchant ID] [--world W] [--json]',
        'global-schedule set --branch CODE [--periodicidad 04] [--hour 3] [--since 2026-12-01] [--serie G] [--off] [--merchant ID] [--world W] [--json]',
      ],
      notes: [
        '--hour          of the day at the branch, 0 to 20: the SAT gives 24 hours from the end of the period',
        '--since         the cut-off: sales of days before it are in global invoices made elsewhere, and stay out',
        '--off           switches it off; without it, the schedule is on',
        ...WHOSE,
        'Options that you leave out stay as they were set.',
      ],
      load: () => import('./global-schedule.ts'),
    },
    month: {
      about: 'the months whose taxes have been declared',
      usage: [
        'month list [--merchant ID] [--world W] [--json]',
        'month lock 2026-11 [--merchant ID] [--world W] [--json]',
        'month unlock 2026-11 [--merchant ID] [--world W] [--json]',
      ],
      notes: ['A locked month is changed by the accountant alone.', ...WHOSE],
      load: () => import('./month.ts'),
    },
    cuadre: {
      about: 'sales against CFDIs, by day and branch',
      usage: [
        'cuadre --from 2026-11-01 [--to 2026-11-30] [--branch CODE] [--csv] [--merchant ID] [--world W] [--json]',
      ],
      notes: [
        '--csv           the same as GET /v1/cuadre?format=csv, with base and IVA by rate',
        ...WHOSE,
        'Exits with 1 if a day does not balance.',
      ],
      load: () => import('./cuadre.ts'),
    },
  },
  'Look at documents (no server, no database)': {
    verify: {
      about: 'seal, serial, timbre, sums and the SAT’s matrix, of any CFDI',
      usage: ['verify FILE.xml… [--json] [--sat DIR]'],
      load: () => import('./verify.ts'),
    },
    'sat-status': {
      about: 'what the SAT says about stamped CFDIs now',
      usage: ['sat-status FILE.xml… [--json]'],
      load: () => import('./sat-status.ts'),
    },
    cadena: {
      about: 'the cadena original, byte for byte',
      usage: ['cadena FILE.xml'],
      load: () => import('./cadena.ts'),
    },
    build: {
      about: 'sales → sealed XML',
      usage: ['build CASE.json|CASES.ndjson --cer CER --key KEY [--out DIR] [--allow-unstampable]'],
      load: () => import('./build.ts'),
    },
    csf: {
      about: 'the data of a saved Constancia page',
      usage: ['csf PAGE.html [--json]'],
      load: () => import('./csf.ts'),
    },
    pdf: { about: 'the representación impresa', usage: ['pdf FILE.xml OUT.pdf'], load: () => import('./pdf.ts') },
  },
  'Load what the SAT and the DOF publish': {
    catalogs: {
      about: 'c_ClaveProdServ and c_CodigoPostal',
      usage: ['catalogs update --from FILE|URL'],
      load: () => import('./catalogs.ts'),
    },
    'lista-69b': {
      about: 'the list of article 69-B',
      usage: ['lista-69b update --from FILE.csv'],
      load: () => import('./lista-69b.ts'),
    },
    'exchange-rates': {
      about: 'exchange rates, by day',
      usage: ['exchange-rates load FILE.csv'],
      notes: [
        'The file names its columns: fecha (2026-11-20 or 20/11/2026), tipoCambio, and moneda if it is not USD.',
        'Banco de México’s own file will do. A sale without a tipoCambio takes the last one published before its day.',
      ],
      load: () => import('./exchange-rates.ts'),
    },
  },
};

/** The verb with this name. */
export function verbNamed(name: string): Verb | undefined {
  const group = Object.values(VERBS).find((verbs) => Object.hasOwn(verbs, name));
  return group?.[name];
}

/** Every verb and its purpose. */
export function overview(): string {
  const groups = Object.entries(VERBS).map(([title, verbs]) => {
    const lines = Object.entries(verbs).map(([name, { about }]) => `  autofactura ${name.padEnd(16)}${about}`);
    return `${title}\n${lines.join('\n')}`;
  });
  return `Usage: autofactura VERB …   (autofactura VERB --help says more)\n\n${groups.join('\n\n')}`;
}

/** How a verb is used. */
export function usageOf({ usage }: Verb): string {
  return `Usage:\n${usage.map((form) => `  autofactura ${form}`).join('\n')}`;
}

/** The complete help of a verb. */
export function helpOf(verb: Verb): string {
  const notes = verb.notes?.map((note) => `  ${note}`) ?? [];
  return [usageOf(verb), ...(notes.length > 0 ? ['', ...notes] : [])].join('\n');
}
