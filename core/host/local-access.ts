/** Who works at this machine as the user of the host could do the same to its files: an administrator without a log-in. */
import { userInfo } from 'node:os';
import type { Access } from './contract-session.ts';

export function localAccess(via: string): Access {
  return { role: 'administrator', user: userName(), via, address: '' };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}
