/** The two ends of a relayed conversation. Frames pass as the text that came: nobody reads them on the way. */

/** Towards the console: a WebSocket, a local socket, a message port. */
export interface TextCarrier {
  send(text: string): void;
  /** Bytes handed over and not yet gone out. */
  readonly bufferedBytes: number;
  /** Runs once, when all that was handed over has gone out. */
  whenDrained(run: () => void): void;
  close(): void;
}

/** Towards the other host. */
export interface RelayedConversation {
  take(text: string): void;
  /** The console has gone. */
  end(): void;
}

export interface Relay {
  /** Null when no host has the key. A host that cannot be reached closes the carrier; its view says why. */
  open(key: string, carrier: TextCarrier): RelayedConversation | null;
}
