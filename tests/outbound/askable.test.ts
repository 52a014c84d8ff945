import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { askJson } from '../../server/outbound/ask-json.ts';
import { ASKABLE_AGENT, askableAddresses } from '../../server/outbound/askable.ts';

const never = new AbortController().signal;

it('a shop whose name resolves to this machine is not contacted', async () => {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const asked = { url: new URL(`https://localhost:${port}/wp-json`), signal: never, timeoutMs: 5_000 };

  const answer = await askJson({ ...asked, agent: ASKABLE_AGENT });
  expect(answer).toEqual({ kind: 'unavailable', reason: expect.stringContaining('may not be asked') });
  expect(connections).toBe(0);
  // By any other agent it would be.
  await askJson(asked);
  expect(connections).toBeGreaterThan(0);
  await new Promise((resolve) => server.close(resolve));
});

it.each([
  ['public', ['93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'], true],
  ['private', ['10.0.0.7'], false],
  ['both', ['93.184.215.14', '192.168.1.1'], false],
  ['of a cloud’s metadata', ['169.254.169.254'], false],
  ['mapped', ['::ffff:10.0.0.7'], false],
  ['none', [], false],
])('a name whose addresses are %s: %j', async (_, addresses, isAskable) => {
  const asked = askableAddresses('tienda.example.com', never, { allowLoopback: false, resolve: async () => addresses });
  if (isAskable) expect(await asked).toEqual(addresses);
  else await expect(asked).rejects.toThrow('may not be asked');
});
