import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { runCli } from '../support/cli.ts';
import { openWorkshop } from '../support/csd-files.ts';

// Each command is a process.
vi.setConfig({ testTimeout: 120_000 });

const workshop = openWorkshop();
afterAll(() => workshop.remove());

const DATA = workshop.file('.');
const cli = (args: readonly string[], env: Readonly<Record<string, string | undefined>> = {}) =>
  runCli(args, {
    AUTOFACTURA_DATA: DATA,
    DATABASE_URL: undefined,
    AUTOFACTURA_PUBLIC_URL: 'https://factura.example.mx',
    ...env,
  });

/** The JSON that a command answers. */
async function answer(args: readonly string[], env = {}): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await cli([...args, '--json'], env);
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout);
}

const FARMACIA = ['--rfc', 'EKU9003173C9', '--nombre', 'ESCUELA KEMPER URGATE', '--regimen', '601', '--cp', '64000'];

describe('setting a shop up from nothing', () => {
  it('creates a merchant, a branch, a portal and a key, one command each, and lists them', async () => {
    const made = await answer(['merchant', 'create', ...FARMACIA, '--trade-name', 'Farmacia Luna']);
    expect(made).toMatchObject({ merchant: expect.stringMatching(/^mer_/), branches: [{ codigoPostal: '64000' }] });
    const merchant = ['--merchant', String(made.merchant)];
    const branch = ['branch', 'create', ...merchant, '--code', 'tijuana', '--name', 'Tijuana', '--cp', '22000'];
    expect(await answer(branch)).toMatchObject({ code: 'tijuana', zone: 'America/Tijuana', frontera: 'north' });
    expect(await answer(['portal', 'create', ...merchant, '--slug', 'farmacia-luna', '--world', 'test'])).toMatchObject(
      {
        ...{ slug: 'farmacia-luna', url: 'https://factura.example.mx/farmacia-luna', world: 'test' },
      },
    );
    const { id, key } = await answer(['key', 'create', ...merchant, '--world', 'test', '--scopes', 'all']);
    expect(key).toMatch(/^sk_test_/);
    expect(await answer(['key', 'list', ...merchant])).toMatchObject({ id, world: 'test' });
    await answer(['key', 'revoke', '--id', String(id), ...merchant]);
    expect(await answer(['key', 'list', ...merchant])).toHaveProperty('revokedAt');
    expect(await answer(['merchant', 'list'])).toMatchObject({ tradeName: 'Farmacia Luna', rfc: 'EKU9003173C9' });
    expect(await answer(['portal', 'rename', '--slug', 'farmacia-luna', '--to', 'luna'])).toMatchObject({
      slug: 'luna',
    });
    expect(await answer(['portal', 'list'])).toMatchObject({ slug: 'luna', enabled: true });
  });

  it('prints the setup link with the address where the server listens, even if it is not the usual port', async () => {
    const data = workshop.file('another-port');
    mkdirSync(data);
    writeFileSync(join(data, 'server-url'), 'http://127.0.0.1:3007\n');
    const { url } = await answer(['setup-link'], { AUTOFACTURA_DATA: data, AUTOFACTURA_PUBLIC_URL: undefined });
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:3007\/panel\/setup\?token=/);
  });

  it('reports every fault at its option and creates nothing', async () => {
    const wrong = [
      'merchant',
      'create',
      '--rfc',
      'EKU',
      '--nombre',
      'ESCUELA SA DE CV',
      '--regimen',
      '612',
      '--cp',
      '00000',
    ];
    const { code, stdout, stderr } = await cli([...wrong, '--trade-name', 'Mal']);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr.trim().split('\n')).toEqual([
      expect.stringMatching(/^--rfc: .*12 o 13 caracteres/),
      expect.stringMatching(/^--cp: /),
    ]);
    expect(await answer(['merchant', 'list'])).toMatchObject({ tradeName: 'Farmacia Luna' });
  });

  it('does not create the same shop twice, and says which one exists', async () => {
    const again = await cli(['merchant', 'create', ...FARMACIA, '--trade-name', 'Farmacia Luna']);
    expect(again).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/is here already: mer_/) });
  });

  it('shows how to use a verb with --help, and after an unknown option with exit code 2', async () => {
    expect(await cli(['portal', '--help'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('portal create'),
    });
    const misused = await cli(['merchant', 'create', '--rcf', 'X']);
    expect(misused).toMatchObject({ code: 2, stderr: expect.stringContaining('autofactura merchant create') });
  });
});

describe('what a shop needs to issue', () => {
  it('stores its seal, and never an e.firma', async () => {
    const emisor = { rfc: 'EKU9003173C9', nombre: 'ESCUELA KEMPER URGATE' };
    const [csd, fiel] = [await workshop.csd(emisor), await workshop.csd(emisor, 'fiel')];
    const [files, env] = [[csd.cer, csd.key], { AUTOFACTURA_CSD_PASSWORD: csd.password }];
    expect(await answer(['csd', 'upload', ...files, '--world', 'test'], env)).toMatchObject({
      ...{ rfc: 'EKU9003173C9', environment: 'test', noCertificado: expect.stringMatching(/^30001/) },
    });
    const refused = await cli(['csd', 'upload', fiel.cer, fiel.key], env);
    expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('e.firma') });
    // A test certificate seals nothing that counts.
    const live = await cli(['csd', 'upload', ...files, '--world', 'live'], env);
    expect(live).toMatchObject({ code: 1, stdout: '' });
    const wrong = await cli(['csd', 'upload', ...files], { AUTOFACTURA_CSD_PASSWORD: 'otra' });
    expect(wrong).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('contraseña') });
  });

  it('stores its account with a PAC, whose credentials are never an argument or an output', async () => {
    const secret = '{"username":"pac@luna.example","password":"S3creto-del-PAC"}';
    const set = await cli(['pac', 'set', 'finkok', '--world', 'live'], { AUTOFACTURA_PAC_CREDENTIALS: secret });
    expect(set).toMatchObject({ code: 0, stdout: 'Finkok: set\n' });
    const listed = await cli(['pac', 'list', '--world', 'live', '--json']);
    expect(listed.stdout).toBe('{"pac":"finkok","name":"Finkok","position":0}\n');
    const lacking = await cli(['pac', 'set', 'finkok', '--world', 'live'], {
      AUTOFACTURA_PAC_CREDENTIALS: '{"username":"x"}',
    });
    expect(lacking).toMatchObject({ code: 1, stderr: expect.stringContaining('password') });
    expect(await cli(['pac', 'list'])).toMatchObject({ code: 0, stdout: '' });
  });
});
