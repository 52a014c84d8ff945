/** Finds who did something, by a name that people know. */
import { z } from '@hono/zod-openapi';
import type { Tenant } from '../../merchants/tenant.ts';
import type { Services } from '../api/services.ts';

/** Who did something: a person, an API key, or the server itself. */
export const whoWire = z
  .object({
    id: z.string().openapi({ description: 'The id of a person or key, or `automatic`.' }),
    name: z.string().optional().openapi({ description: 'The name of the person or key.' }),
  })
  .openapi('Who');

/** Who did something, as it is serialized. */
export type Who = z.output<typeof whoWire>;

/** Creates a look-up of names that reads each id once. A person who has left keeps their name in what they did. */
export function createNames({ invoicing: { store } }: Services, tenant: Tenant): (id: string) => Promise<Who> {
  const known = new Map<string, Promise<Who>>();
  const nameOf = async (id: string): Promise<string | undefined> => {
    if (id.startsWith('usr_')) return (await store.accounts.getPerson(id))?.name;
    if (!id.startsWith('key_')) return undefined;
    return (await store.merchants.listApiKeys(tenant)).find((key) => key.id === id)?.name;
  };
  const whoIs = async (id: string): Promise<Who> => {
    const name = await nameOf(id);
    return { id, ...(name !== undefined && { name }) };
  };
  return (id) => {
    const found = known.get(id) ?? whoIs(id);
    known.set(id, found);
    return found;
  };
}
