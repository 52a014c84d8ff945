/** A name server on a loopback port, for the zone that a test writes. */
import type { AddressInfo } from 'node:net';
import dns2 from 'dns2';

/** By name, then by type. A name that is missing does not exist. */
export type Zone = Record<string, { A?: readonly string[]; CNAME?: string; TXT?: readonly string[] }>;

export type NameServer = {
  /** `127.0.0.1:4711`. */
  readonly address: string;
  /** What it answers from now on; `broken` is SERVFAIL to everything. */
  answer(zone: Zone | 'broken'): void;
  stop(): Promise<void>;
};

const { Packet } = dns2;
const [NXDOMAIN, SERVFAIL] = [3, 2];

type Question = { readonly name: string; readonly type: number };

export async function startNameServer(): Promise<NameServer> {
  let zone: Zone | 'broken' = {};
  const server = dns2.createUDPServer((request, send) => {
    const response = Packet.createResponseFromRequest(request);
    const [question] = request.questions as unknown as readonly Question[];
    if (zone === 'broken') response.header.rcode = SERVFAIL;
    else if (question) {
      const answers = recordsOf(zone, question);
      if (answers === undefined) response.header.rcode = NXDOMAIN;
      else response.answers.push(...(answers as never[]));
    }
    send(response);
  });
  await new Promise<void>((resolve) => {
    server.once('listening', () => resolve());
    server.bind(0, '127.0.0.1');
  });
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    answer: (next) => {
      zone = next;
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** As a resolver answers: the alias, and behind it the records of the name that it leads to. */
function recordsOf(zone: Zone, { name, type }: Question): readonly object[] | undefined {
  const records = zone[name.toLowerCase()];
  if (!records) return undefined;
  const base = { name, class: Packet.CLASS.IN, ttl: 1 };
  const { CNAME, A = [], TXT = [] } = records;
  if (CNAME !== undefined) {
    const alias = { ...base, type: Packet.TYPE.CNAME, domain: CNAME };
    return [alias, ...(type === Packet.TYPE.CNAME ? [] : (recordsOf(zone, { name: CNAME, type }) ?? []))];
  }
  if (type === Packet.TYPE.A) return A.map((address) => ({ ...base, type, address }));
  return type === Packet.TYPE.TXT ? TXT.map((data) => ({ ...base, type, data })) : [];
}
