/** What a connection needs of a socket, whatever kind of socket it is. */

export interface Transport {
  /**
   * Hands bytes [start, end) to the system. True: it has them all and the buffer is free. False: it will take them, they
   * must not change, and the owner's `drained` is called when everything handed over so far is gone.
   */
  send(bytes: Uint8Array, start: number, end: number): boolean;
  /** After the owner's `received` returned false: bytes may come again. */
  startReading(): void;
  /** Sends what is queued, then closes. */
  end(): void;
  destroy(): void;
}

export interface TransportOwner {
  /** New bytes are in the receive buffer. False: no more until `startReading`. */
  received(): boolean;
  drained(): void;
  /** Called once, whoever closed it. */
  closed(): void;
}
