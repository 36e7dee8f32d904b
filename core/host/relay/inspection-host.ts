/**
 * Looks at disk images without a single write: a throw-away host attaches them read-only, and whoever looks has the role
 * read-only there, so that no command can attach one of them another way.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Refusal } from '../../model/refusal.ts';
import { success } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import { localAccess } from '../local-access.ts';
import type { OtherHost } from './other-host.ts';
import type { StartBeside } from './sample-host.ts';
import { hostInside, runInside } from './session-host.ts';
import { throwAwayFolder } from './throw-away-folder.ts';

export async function inspectImages(locations: readonly string[], startBeside: StartBeside): Promise<Result<OtherHost, Refusal>> {
  const folder = throwAwayFolder('inspection');
  const name = labelOf(locations);
  // Called by its images: the machine's own name is the local host's.
  const host = await startBeside(join(folder.path, 'state'), name);
  if (!host.ok) {
    folder.remove();
    return host;
  }
  const close = async (): Promise<void> => {
    await host.value.close();
    folder.remove();
  };
  const access = localAccess('inspection');
  const attached = await runInside(host.value, { command: 'disk.attach', locations, readOnly: true }, access);
  if (!attached.ok) {
    await close();
    return attached;
  }
  return success(hostInside({
    kind: 'other host', id: `inspection-${randomBytes(6).toString('hex')}`, hostKind: 'inspection', name,
    address: locations.join(', '), user: access.user, state: 'connected', fault: null, asOf: '',
  }, { session: host.value.session, close }, { ...access, role: 'read-only' }));
}

function labelOf([first = '', ...more]: readonly string[]): string {
  const name = first.split(/[\\/]/).at(-1) ?? first;
  return more.length === 0 ? name : `${name} and ${more.length} more`;
}
