/** The environment, read once and frozen. Nothing else reads `process.env`. */
import { join } from 'node:path';
import { z } from 'zod';
import { parseTrustedProxies, type TrustedProxies } from '../http/api/address.ts';

const environment = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  DATABASE_URL: z.string().min(1).optional(),
  AUTOFACTURA_DATA: z.string().min(1).default('.data'),
  AUTOFACTURA_INBOX: z.string().min(1).optional(),
  AUTOFACTURA_MASTER_KEY: z.string().min(1).optional(),
  AUTOFACTURA_MASTER_KEY_FILE: z.string().min(1).optional(),
  AUTOFACTURA_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  AUTOFACTURA_SANDBOX_PAC_URL: z.url().optional(),
  AUTOFACTURA_PROVIDERS_URL: z.url({ protocol: /^http$/, hostname: /^(?:127\.0\.0\.1|localhost|\[::1\])$/ }).optional(),
  AUTOFACTURA_MAIL_URL: z
    .string()
    .regex(/^(?:smtps?:\/\/|resend:re_)\S+$/)
    .optional(),
  AUTOFACTURA_MAIL_FROM: z.email().optional(),
  AUTOFACTURA_TRUST_PROXY: z
    .string()
    .default('false')
    .transform((text, context) => {
      const trusted = parseTrustedProxies(text);
      if (trusted === undefined) context.addIssue({ code: 'custom' });
      return trusted ?? z.NEVER;
    }),
  AUTOFACTURA_DNS_SERVERS: z
    .string()
    .regex(/^(?:(?:[\d.]+|\[[\da-f:]+\])(?::\d+)?|[\da-f:]+)(?:, *(?:(?:[\d.]+|\[[\da-f:]+\])(?::\d+)?|[\da-f:]+))*$/i)
    .optional(),
  AUTOFACTURA_SIGNUP: z.enum(['closed', 'invitation', 'open']).default('invitation'),
  AUTOFACTURA_SHUTDOWN_SECONDS: z.coerce.number().int().min(1).max(600).default(30),
  AUTOFACTURA_CSD_PASSWORD: z.string().optional(),
  AUTOFACTURA_PAC_CREDENTIALS: z.string().optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
});

/** The parsed configuration. An absent value means its documented default. */
export type Config = {
  readonly host: string;
  /** Absent: 3000, or the next free one. */
  readonly port: number | undefined;
  /** PostgreSQL if `databaseUrl` is set; otherwise an SQLite file in the data folder. */
  readonly store: { readonly databaseUrl?: string; readonly sqlitePath: string };
  /** Where the embedded defaults store their files. */
  readonly dataDir: string;
  /** Where the folders of spreadsheet sources are, one for each. */
  readonly inboxDir: string;
  /** 32 bytes as base64 or hex; the file is read, or created the first time. */
  readonly masterKey: string | undefined;
  readonly masterKeyFile: string | undefined;
  readonly publicUrl: string | undefined;
  /** The sandbox PAC stamps the test world, and only that. */
  readonly sandboxPacUrl: string | undefined;
  /** Stand-ins of the providers on loopback, used instead of the real ones in the test world only. */
  readonly providersUrl: string | undefined;
  /** This server's own carrier of mail, and what its mail comes from. */
  readonly mailUrl: string | undefined;
  readonly mailFrom: string | undefined;
  /** Whose `x-forwarded-for` is believed. */
  readonly trustProxy: TrustedProxies;
  /** Name servers that are asked in place of this machine's. */
  readonly dnsServers: readonly string[];
  /** Whether members of a merchant may invite people, and whether anybody may have an account. */
  readonly signup: 'closed' | 'invitation' | 'open';
  /** How long a server that is asked to stop may take. */
  readonly shutdownMs: number;
  readonly csdPassword: string | undefined;
  /** A PAC's credentials as a JSON object, for `pac set`. */
  readonly pacCredentials: string | undefined;
  readonly logLevel: string;
};

/** Throws an Error that names every variable that is wrong, and never its value. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    const names = parsed.error.issues.map((issue) => String(issue.path[0]));
    throw new Error(`these environment variables are not valid: ${names.join(', ')}`);
  }
  const values = parsed.data;
  return Object.freeze({
    host: values.HOST,
    port: values.PORT,
    store: {
      ...(values.DATABASE_URL !== undefined && { databaseUrl: values.DATABASE_URL }),
      sqlitePath: join(values.AUTOFACTURA_DATA, 'autofactura.db'),
    },
    dataDir: values.AUTOFACTURA_DATA,
    inboxDir: values.AUTOFACTURA_INBOX ?? join(values.AUTOFACTURA_DATA, 'inbox'),
    masterKey: values.AUTOFACTURA_MASTER_KEY,
    masterKeyFile: values.AUTOFACTURA_MASTER_KEY_FILE,
    publicUrl: values.AUTOFACTURA_PUBLIC_URL?.replace(/\/$/, ''),
    sandboxPacUrl: values.AUTOFACTURA_SANDBOX_PAC_URL,
    providersUrl: values.AUTOFACTURA_PROVIDERS_URL?.replace(/\/$/, ''),
    mailUrl: values.AUTOFACTURA_MAIL_URL,
    mailFrom: values.AUTOFACTURA_MAIL_FROM,
    trustProxy: values.AUTOFACTURA_TRUST_PROXY,
    dnsServers: values.AUTOFACTURA_DNS_SERVERS?.split(',').map((each) => each.trim()) ?? [],
    signup: values.AUTOFACTURA_SIGNUP,
    shutdownMs: values.AUTOFACTURA_SHUTDOWN_SECONDS * 1_000,
    csdPassword: values.AUTOFACTURA_CSD_PASSWORD,
    pacCredentials: values.AUTOFACTURA_PAC_CREDENTIALS,
    logLevel: values.LOG_LEVEL,
  });
}

/** The configuration of this process. */
export function processConfig(): Config {
  return readConfig(process.env);
}
