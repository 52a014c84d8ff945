/** Text as the SAT publishes it and browsers save it: UTF-8, otherwise windows-1252. */
export function decodeSavedText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
