/** nginx and Caddy as server/main/README.md configures them, before a server of ours. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type RunningProxy = { readonly url: string; stop(): Promise<void> };
export type ProxyKind = 'nginx' | 'caddy';

/** Root's shell has it in its path, others' may not. */
const PATH = `${process.env.PATH ?? ''}:/usr/sbin:/sbin`;

/** Starts one before `target` (`http://127.0.0.1:4711`), on a free port of every IPv4 and IPv6 loopback address. */
export async function startProxy(kind: ProxyKind, target: string): Promise<RunningProxy> {
  const directory = mkdtempSync(join(tmpdir(), `autofactura-${kind}-`));
  const port = await freePort();
  const file = join(directory, 'config');
  const documented = exampleOf(kind === 'nginx' ? 'nginx' : 'caddyfile').replace(
    '127.0.0.1:3000',
    new URL(target).host,
  );
  writeFileSync(file, kind === 'nginx' ? nginxFile(directory, port, documented) : caddyFile(port, documented));
  const args = kind === 'nginx' ? ['-c', file, '-p', directory] : ['run', '--config', file, '--adapter', 'caddyfile'];
  const running = await run(kind, args, directory);
  const url = `http://127.0.0.1:${port}`;
  await running.until(() => isAnswering(`${url}/health`));
  return { url, stop: running.stop };
}

type Program = { until(isReady: () => Promise<boolean>): Promise<void>; stop(): Promise<void> };

/** Starts the proxy; `until` rejects with what it said when it ends before it is ready. */
async function run(kind: ProxyKind, args: readonly string[], directory: string): Promise<Program> {
  const env = { ...process.env, PATH, HOME: directory, XDG_DATA_HOME: directory, XDG_CONFIG_HOME: directory };
  const child = spawn(kind, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const failed = new Promise<never>((_, reject) => {
    child.once('error', () => reject(new Error(`${kind} is not on this machine: install it and run the tests again`)));
    child.once('close', (code) => reject(new Error(`${kind} ended with ${code}: ${output}`)));
  });
  failed.catch(() => undefined);
  let isOver = false;
  const ready = async (isReady: () => Promise<boolean>): Promise<void> => {
    while (!isOver && !(await isReady())) await new Promise((resolve) => setTimeout(resolve, 50));
  };
  return {
    until: (isReady) =>
      Promise.race([ready(isReady), failed]).finally(() => {
        isOver = true;
      }),
    async stop() {
      child.kill('SIGTERM');
      await ended;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The nth example of that README in that language, which is what operators copy. */
function exampleOf(language: string, nth = 0): string {
  const fenced = new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs');
  const example = [...readFileSync('server/main/README.md', 'utf8').matchAll(fenced)][nth]?.[1];
  if (example === undefined) throw new Error(`server/main/README.md has no example for ${language}`);
  return example;
}

export type DomainProxy = RunningProxy & {
  readonly port: number;
  /** The certificate (PEM) of the authority that signs for this Caddy alone. */
  readonly authority: string;
  readonly authorityFile: string;
};

/** Caddy as that README configures it for portals' own domains, before `target`; its certificates are its own authority's. */
export async function startDomainProxy(target: string, ownHost: string): Promise<DomainProxy> {
  const directory = mkdtempSync(join(tmpdir(), 'autofactura-domains-'));
  const [port, plain] = [await freePort(), await freePort()];
  const file = join(directory, 'config');
  const test = `admin off\n local_certs\n skip_install_trust\n default_bind 127.0.0.1\n https_port ${port}\n http_port ${plain}\n`;
  const documented = exampleOf('caddyfile', 1).replaceAll('127.0.0.1:3000', new URL(target).host);
  writeFileSync(file, documented.replace('{\n', `{\n ${test}`).replace('factura.tu-comercio.mx', ownHost));
  const running = await run('caddy', ['run', '--config', file, '--adapter', 'caddyfile'], directory);
  const authorityFile = join(directory, 'caddy/pki/authorities/local/root.crt');
  await running.until(async () => existsSync(authorityFile) && (await isOpen(port)));
  const authority = readFileSync(authorityFile, 'utf8');
  return { url: `https://${ownHost}:${port}`, port, authority, authorityFile, stop: running.stop };
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.on('close', () => undefined).unref();
  });
}

function nginxFile(directory: string, port: number, location: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${directory}/${name};`)
    .join('\n');
  return `daemon off; worker_processes 1; pid ${directory}/pid; error_log stderr warn; user root;
events {}
http {
  access_log off;
  ${temporary}
  server { listen 127.0.0.1:${port}; listen [::1]:${port}; ${location} }
}`;
}

function caddyFile(port: number, site: string): string {
  const bound = site.replace('factura.tu-comercio.mx {', `http://:${port} {\n  bind 127.0.0.1 ::1\n`);
  return `{\n  admin off\n  auto_https off\n}\n${bound}`;
}

function isAnswering(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
