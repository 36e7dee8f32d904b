/**
 * Opens a remote disk: one attempt, with the reason when it fails. A writer also flushes before anything else is done: what an
 * earlier opening left unflushed at this server is then safe or known to be lost, and nothing is owed.
 */
import { createHash } from 'node:crypto';
import { transmissionFlag } from '../format/nbd-wire.ts';
import { kibibyte } from '../model/limits.ts';
import { refusal } from '../model/refusal.ts';
import type { Evidence, Refusal, RefusalCode } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { deadlineMilliseconds } from './file-disk.ts';
import type { NbdEnding } from './nbd-client.ts';
import type { NbdOffer } from './nbd-client-negotiation.ts';
import type { Clock, ConnectLink } from './ports.ts';
import { parseRemoteAddress } from './remote-address.ts';
import { RemoteConnector } from './remote-connector.ts';
import { RemoteDisk } from './remote-disk.ts';
import { hasUnreturnedCalls, unreturnedReason, unreturnedRemedy } from './unreturned-calls.ts';

/** A server that takes less at once is not worth having. */
export const payloadBytesMinimum = 64 * kibibyte;

export interface RemoteDiskOpening {
  readonly location: string;
  readonly readOnly: boolean;
  /** Only a look: nothing is written, and a server of ours lets the one who writes go on. */
  readonly looks: boolean;
  readonly hostId: string;
  /** A GUID of its own. */
  readonly opening: string;
  readonly clock: Clock;
  readonly connect: ConnectLink;
  readonly deadlineMilliseconds?: (() => number) | undefined;
  readonly blocked?: ((isBlocked: boolean) => void) | undefined;
}

/** One name for a remote disk on this machine, for locks; of any length. */
export function remoteIdentity(canonical: string): string {
  return `remote-${createHash('sha256').update(canonical).digest('hex').slice(0, 32)}`;
}

export function openRemoteDisk(opening: RemoteDiskOpening): Promise<Result<RemoteDisk, Refusal>> {
  const { location, readOnly, looks, clock } = opening;
  const address = parseRemoteAddress(location);
  if (!address.ok) return Promise.resolve(address);
  const identity = remoteIdentity(address.value.canonical);
  if (hasUnreturnedCalls(identity)) {
    return Promise.resolve(refuse('disk.locked', location, { reason: unreturnedReason }, unreturnedRemedy));
  }
  return new Promise((resolve) => {
    const writes = !readOnly && !looks;
    const connector = new RemoteConnector({ ...opening, address: address.value, writes }, {
      opened: (client, offer) => {
        const fault = offerFault(location, offer, readOnly);
        if (fault !== null) {
          client.close();
          resolve(failure(fault));
          return;
        }
        const disk = new RemoteDisk({
          clock, connector, client, offer, readOnly, identity,
          limitMilliseconds: opening.deadlineMilliseconds ?? (() => deadlineMilliseconds), blocked: opening.blocked,
        });
        prepare(disk, writes, location, resolve);
      },
      ended: (_client, ending) => { resolve(failure(endingRefusal(location, ending))); },
    });
    connector.connect();
  });
}

function prepare(disk: RemoteDisk, writes: boolean, location: string, resolve: (opened: Result<RemoteDisk, Refusal>) => void): void {
  const giveUp = (message: string): void => {
    disk.close();
    resolve(refuse('disk.unreadable', location, { message }, 'Look at the server that has the disk, then try again.'));
  };
  disk.learnBeginning((known) => {
    if (!known) giveUp('its beginning cannot be read');
    else if (!writes) resolve(success(disk));
    else if (disk.flush((error) => { if (error === null) resolve(success(disk)); else giveUp(error.message); })) resolve(success(disk));
  });
}

function offerFault(location: string, offer: NbdOffer, readOnly: boolean): Refusal | null {
  const unfit = (message: string, remedy: string): Refusal => refuse('disk.unreadable', location, { message }, remedy).error;
  if (offer.minimumBlockBytes > 1) {
    return unfit(`its server takes only whole blocks of ${offer.minimumBlockBytes} bytes`, 'Have the server take any offset and length.');
  }
  if (offer.payloadBytesMaximum < payloadBytesMinimum) {
    return unfit(`its server takes only ${offer.payloadBytesMaximum} bytes at once`, 'Have the server take at least 64 KiB at once.');
  }
  if (readOnly) return null;
  if ((offer.flags & transmissionFlag.readOnly) !== 0) {
    return refusal('disk.read-only', { kind: 'disk', name: location }, { path: location, reason: 'its server offers it read-only' },
      { kind: 'command', command: { command: 'disk.attach', locations: [location], readOnly: true } });
  }
  if ((offer.flags & transmissionFlag.flush) !== 0) return null;
  return unfit('its server cannot flush, so that nothing on it is ever safe', 'Choose a server that offers FLUSH, or attach it with -r.');
}

function endingRefusal(location: string, ending: NbdEnding): Refusal {
  switch (ending.kind) {
    case 'lost':
      return refuse('disk.gone', location, { state: 'unreachable', reason: ending.reason },
        'Check the address, and that its server runs.').error;
    case 'nonsense':
      return refuse('disk.unreadable', location, { message: `its server answers nonsense (${ending.reason})` },
        'Check that an NBD server answers at this address.').error;
    case 'refused':
      if (ending.hostId !== '') {
        return refuse('disk.locked', location, { holder: `host ${ending.hostId}` },
          'Detach it there, or disconnect that host at the server.').error;
      }
      return refuse('disk.gone', location, { state: 'not offered', reason: ending.reason },
        'Check the name of the export at its server.').error;
  }
}

function refuse(code: RefusalCode, location: string, evidence: Evidence, remedy: string): { readonly ok: false; readonly error: Refusal } {
  return { ok: false, error: refusal(code, { kind: 'disk', name: location }, { location, ...evidence }, remedy) };
}
