/** Makes the connections of one opening of a remote disk: each with the next epoch, one at a time. */
import type { NbdEnding } from './nbd-client.ts';
import { NbdClient } from './nbd-client.ts';
import type { NbdOffer } from './nbd-client-negotiation.ts';
import type { Clock, ConnectLink } from './ports.ts';
import type { RemoteAddress } from './remote-address.ts';

export interface RemoteOpening {
  readonly address: RemoteAddress;
  readonly clock: Clock;
  readonly connect: ConnectLink;
  readonly hostId: string;
  /** A GUID of its own for each opening. */
  readonly opening: string;
  /** A writer ends older connections of its host, and no other host may write meanwhile. */
  readonly writes: boolean;
}

export interface ConnectorListener {
  opened(client: NbdClient, offer: NbdOffer): void;
  ended(client: NbdClient, ending: NbdEnding): void;
}

export class RemoteConnector {
  listener: ConnectorListener;
  private readonly opening: RemoteOpening;
  private epoch = 0;

  constructor(opening: RemoteOpening, listener: ConnectorListener) {
    this.opening = opening;
    this.listener = listener;
  }

  connect(): NbdClient {
    const { address, clock, connect, hostId, opening, writes } = this.opening;
    this.epoch += 1;
    const claim = { hostId, opening, epoch: this.epoch, writes };
    const client: NbdClient = new NbdClient({ address, claim, clock, connect }, {
      opened: (offer) => { this.listener.opened(client, offer); },
      ended: (ending) => { this.listener.ended(client, ending); },
    });
    return client;
  }
}
