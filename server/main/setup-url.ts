/** The links into the panel that the command line prints. */
import type { Config } from './config.ts';

/** Where people reach the server, as far as the configuration says. */
export function publicUrlOf({ publicUrl, host, port = 3000 }: Pick<Config, 'publicUrl' | 'host' | 'port'>): string {
  return publicUrl ?? `http://${host}:${port}`;
}

/** Where the first owner sets the server up. */
export function setupUrl(publicUrl: string, token: string): string {
  return `${publicUrl}/panel/setup?token=${token}`;
}

/** Where somebody sets a new password. */
export function resetUrl(publicUrl: string, token: string): string {
  return `${publicUrl}/panel/reset-password?token=${token}`;
}
