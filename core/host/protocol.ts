/**
 * What both ends of a conversation over the contract know before the first call. Apart from `contract.ts`, because a client
 * needs none of the schemas, and making them takes longer than most command lines.
 */
export const protocolVersion = 1;
/** A frame longer than this ends the connection. */
export const frameBytesMaximum = 16 * 1024 * 1024;
/** The same for frames from the host, whose snapshots grow with the number of objects. */
export const hostFrameBytesMaximum = 256 * 1024 * 1024;
/**
 * Where the console's WebSocket is found on the console's address. `/contract/<key>` speaks to another host that is
 * connected here: its frames pass as they are.
 */
export const webSocketPath = '/contract';

/** How often a watcher may be sent counters, and how seldom. */
export const watchMillisecondsMinimum = 1000;
export const watchMillisecondsMaximum = 3_600_000;
