/**
 * One client, from accept to close.
 *
 * - `negotiating`: bytes go to the negotiation. Ends after a time without progress.
 * - `securing`: STARTTLS is acknowledged, the TLS handshake runs.
 * - `transmitting`: bytes go to the receive loop. The client counts as a user of its volume.
 * - `leaving`: no further request is taken; what is in flight is answered, then the socket is closed.
 * - `closed`: the socket is gone. The volume knows the connection until nothing of it is in flight any more.
 */
import type { Socket } from 'node:net';
import { TLSSocket, type SecureContext } from 'node:tls';
import type { AskedCounts } from './asked-counts.ts';
import { farewellMillisecondsMaximum, negotiationMillisecondsMaximum } from './limits.ts';
import { Negotiation } from './negotiation.ts';
import type { ClaimAnswer, ClientClaim } from '../format/nbd-identity.ts';
import type { ExportDirectory } from './offered-export.ts';
import type { Poller } from './poller.ts';
import { greeting } from './protocol.ts';
import { ReceiveBuffer } from './receive-buffer.ts';
import { ReceiveLoop } from './receive-loop.ts';
import { ReplyBatch } from './reply-batch.ts';
import { Session } from './session.ts';
import { SlabAccount, type SlabPool } from './slab-pool.ts';
import { acceptTransport } from './static-receive-buffer.ts';
import { StreamTransport } from './stream-transport.ts';
import type { Transport, TransportOwner } from './transport.ts';
import { VolumeExport } from './volume-export.ts';

export interface ConnectionFacts {
  readonly number: number;
  readonly address: string;
  readonly since: string;
}

export interface ConnectionServer {
  readonly directory: Pick<ExportDirectory, 'find' | 'list'>;
  readonly pool: SlabPool;
  readonly poller: Poller;
  /** The client has chosen an export, or is gone: lists of clients have changed. */
  changed(connection: Connection): void;
  /** A client broke the protocol or its volume failed under a half-sent reply. */
  violated(connection: Connection, meaning: string): void;
}

type Phase = 'negotiating' | 'securing' | 'transmitting' | 'leaving' | 'closed';

export class Connection implements TransportOwner {
  readonly facts: ConnectionFacts;
  phase: Phase = 'negotiating';
  private readonly server: ConnectionServer;
  private readonly account: SlabAccount;
  private readonly input: ReceiveBuffer;
  private readonly secureContext: SecureContext | null;
  private readonly socket: Socket;
  private readonly timer: NodeJS.Timeout;
  private transport: Transport;
  private negotiation: Negotiation;
  private session: Session | null = null;
  private loop: ReceiveLoop | null = null;
  private volume: VolumeExport | null = null;
  /** Exports that a host of ours has claimed over this connection. */
  private readonly claimed = new Set<VolumeExport>();
  /** The negotiation's replies are not all gone. */
  private blocked = false;
  private farewell: NodeJS.Timeout | null = null;
  private readonly gone: (() => void)[] = [];

  /** `socket` comes from a listener with `pauseOnConnect`; a context means that TLS is required. */
  constructor(server: ConnectionServer, facts: ConnectionFacts, socket: Socket, secureContext: SecureContext | null) {
    this.server = server;
    this.facts = facts;
    this.socket = socket;
    this.secureContext = secureContext;
    this.account = new SlabAccount(server.pool);
    this.input = new ReceiveBuffer(this.account);
    const { directory } = server;
    const exports: ExportDirectory = {
      find: (name) => directory.find(name), list: () => directory.list(), claim: (name, claim) => this.claim(name, claim),
    };
    this.negotiation = new Negotiation(exports, secureContext === null ? 'off' : 'required');
    this.timer = setTimeout(() => this.transport.destroy(), negotiationMillisecondsMaximum).unref();
    this.transport = secureContext === null ? acceptTransport(socket, this.input, this) : new StreamTransport(socket, this.input, this);
    this.sendNegotiation(greeting());
    if (secureContext !== null) socket.resume();
  }

  received(): boolean {
    if (this.loop !== null) return this.serve(this.loop);
    return this.phase === 'negotiating' && this.negotiate();
  }

  drained(): void {
    this.blocked = false;
    this.session?.replies.drained();
    this.resume();
  }

  closed(): void {
    if (this.phase === 'closed') return;
    this.phase = 'closed';
    clearTimeout(this.timer);
    if (this.farewell !== null) clearTimeout(this.farewell);
    this.input.release();
    if (this.session !== null) this.session.closed = true;
    this.loop?.abandon();
    this.server.changed(this);
    this.settle();
  }

  /** Answers what is in flight, takes nothing more, closes. Resolves when nothing is left of the client. */
  leave(): Promise<void> {
    const gone = new Promise<void>((resolve) => this.gone.push(resolve));
    if (this.session === null) this.transport.destroy();
    else this.session.leaving = true;
    if (this.phase === 'transmitting') this.phase = 'leaving';
    this.loop?.abandon();
    this.settle();
    return gone;
  }

  /** What the client has asked of its volume; null until it has chosen one. */
  get asked(): AskedCounts | null {
    return this.session?.asked ?? null;
  }

  destroy(): void {
    this.transport.destroy();
  }

  /** Nothing more of the client is taken, not even what is here already. What is under way goes on, and is not answered. */
  cutOff(): void {
    if (this.phase === 'closed') return;
    void this.leave();
    this.transport.destroy();
  }

  /** Sends what has completed late, and goes on where the loop stopped. */
  private readonly resume = (): void => {
    if (this.phase === 'negotiating' && this.negotiate()) this.transport.startReading();
    else if (this.loop !== null && this.phase === 'transmitting' && this.serve(this.loop)) this.transport.startReading();
    this.settle();
  };

  private claim(name: string, claim: ClientClaim): ClaimAnswer | null {
    const volume = this.server.directory.find(name);
    if (!(volume instanceof VolumeExport)) return null;
    this.claimed.add(volume);
    return volume.claim(this, claim);
  }

  private serve(loop: ReceiveLoop): boolean {
    const starved = loop.run() === 'starved';
    // Whoever is in the middle of a request sends the rest anyway, and it costs less to take it in large parts.
    if (starved && this.session?.inFlight === 0 && this.input.parsed === this.input.filled) this.server.poller.answered();
    return starved;
  }

  /** Whatever of leaving and closing is due now. */
  private settle(): void {
    const { session } = this;
    if (session !== null) session.replies.send();
    if (session !== null && session.inFlight > 0) return;
    if (this.phase === 'closed') {
      session?.replies.release();
      this.volume?.forget(this);
      for (const volume of this.claimed) volume.forget(this);
      for (const resolve of this.gone.splice(0)) resolve();
    } else if (session?.leaving === true && this.farewell === null) {
      this.phase = 'leaving';
      this.transport.end();
      this.farewell = setTimeout(() => this.transport.destroy(), farewellMillisecondsMaximum).unref();
    }
  }

  private negotiate(): boolean {
    const { input } = this;
    for (;;) {
      if (this.blocked) return false;
      const before = input.parsed;
      input.parsed = this.negotiation.take(input.slab.bytes, input.parsed, input.filled);
      if (input.parsed !== before) this.timer.refresh();
      this.sendNegotiation(this.negotiation.takeReplies());
      switch (this.negotiation.state) {
        case 'transmission': return this.transmit();
        case 'start-tls':
          this.phase = 'securing';
          setImmediate(this.secure);
          return false;
        case 'ended':
          this.transport.end();
          this.phase = 'leaving';
          this.farewell = setTimeout(() => this.transport.destroy(), farewellMillisecondsMaximum).unref();
          return false;
        default: if (input.parsed === before || input.parsed === input.filled) return !this.blocked;
      }
    }
  }

  private sendNegotiation(bytes: Uint8Array): void {
    if (bytes.length > 0 && !this.transport.send(bytes, 0, bytes.length)) this.blocked = true;
  }

  private transmit(): boolean {
    const { chosen, choices } = this.negotiation;
    if (!(chosen instanceof VolumeExport)) return false;
    clearTimeout(this.timer);
    this.phase = 'transmitting';
    this.volume = chosen;
    chosen.connections.add(this);
    const negotiated = {
      sizeBytes: chosen.sizeBytes, structuredReplies: choices.structuredReplies, allocationContext: choices.allocationContextOf !== null,
      fastZero: chosen.fastZero,
    };
    const replies = new ReplyBatch(this.account, this.transport);
    replies.full = this.blocked;
    this.session = new Session(chosen, negotiated, this.account, this.input, replies, this.resume);
    this.loop = new ReceiveLoop(this.session, this.violated);
    this.server.changed(this);
    return this.serve(this.loop);
  }

  /** The plain transport ends here; whatever the client sent behind STARTTLS in the clear is a violation. */
  private readonly secure = (): void => {
    const plain = this.transport;
    if (this.phase !== 'securing' || this.secureContext === null || !(plain instanceof StreamTransport)) return;
    if (!plain.detach()) {
      this.socket.destroy();
      this.closed();
      return;
    }
    const secured = new TLSSocket(this.socket, { isServer: true, secureContext: this.secureContext });
    this.negotiation = this.negotiation.secured();
    this.phase = 'negotiating';
    this.transport = new StreamTransport(secured, this.input, this);
  };

  private readonly violated = (meaning: string): void => {
    if (this.session !== null) this.session.closed = true;
    this.server.violated(this, meaning);
    this.transport.destroy();
  };
}
