/** nginx and Caddy as server/main/README.md configures them, before a server of ours. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
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
  const env = { ...process.env, PATH, HOME: directory, XDG_DATA_HOME: directory, XDG_CONFIG_HOME: directory };
  const child = spawn(kind, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const failed = new Promise<never>((_, reject) => {
    child.once('error', () => reject(new Error(`${kind} is not on this machine: install it and run the tests again`)));
    child.once('close', (code) => reject(new Error(`${kind} ended with ${code}: ${said}`)));
  });
  failed.catch(() => undefined);
  const url = `http://127.0.0.1:${port}`;
  await Promise.race([answering(`${url}/health`), failed]);
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The example of that README in that language, which is what operators copy. */
function exampleOf(language: string): string {
  const [, example] =
    new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(readFileSync('server/main/README.md', 'utf8')) ?? [];
  if (example === undefined) throw new Error(`server/main/README.md has no example for ${language}`);
  return example;
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

async function answering(url: string): Promise<void> {
  for (;;) {
    const isThere = await fetch(url).then(
      () => true,
      () => false,
    );
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
