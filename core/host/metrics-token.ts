/**
 * Who may read the metrics: whoever knows the secret of `<state>/metrics.token` (0600), which only the host's own user can
 * read. A monitor has no browser and so no cookie; a secret of its own opens the metrics and nothing else.
 */
import { randomBytes, timingSafeEqual, createHash } from 'node:crypto';
import { join } from 'node:path';
import { readTextIfThere, writeFileDurably } from './durable-file.ts';

export const metricsPath = '/metrics';
const tokenPattern = /^[A-Za-z0-9_-]{43}$/;

/** Made at the first start, and anew when the file is no secret any more; empty when there is none and none can be kept. */
export function metricsToken(stateFolder: string): string {
  const file = metricsTokenFile(stateFolder);
  try {
    const known = readTextIfThere(file)?.trim() ?? '';
    if (tokenPattern.test(known)) return known;
    const made = randomBytes(32).toString('base64url');
    writeFileDurably(file, `${made}\n`);
    return made;
  } catch {
    return '';
  }
}

export function metricsTokenFile(stateFolder: string): string {
  return join(stateFolder, 'metrics.token');
}

/** `Authorization: Bearer SECRET`. */
export function bearsToken(authorization: string | undefined, token: string): boolean {
  const given = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return token !== '' && timingSafeEqual(digest(given), digest(token));
}
