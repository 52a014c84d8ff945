/** The links into the panel that the command line prints. */

/** Where the first owner sets the server up. */
export function setupUrl(publicUrl: string, token: string): string {
  return `${publicUrl}/panel/setup?token=${token}`;
}

/** Where somebody sets a new password. */
export function resetUrl(publicUrl: string, token: string): string {
  return `${publicUrl}/panel/reset-password?token=${token}`;
}
