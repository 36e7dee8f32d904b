/** Every bound of the NBD server. Bytes unless named otherwise. */
import { kibibyte, mebibyte } from '../model/limits.ts';

/** The longest payload of a request or a reply, as told to clients. */
export const payloadBytesMaximum = 32 * mebibyte;
/** A refused write's payload is read and dropped up to here; a longer one ends the connection. */
export const droppedPayloadBytesMaximum = 64 * mebibyte;

/** The most that enters the gate in one call (design section 5). */
export const pieceBytes = 256 * kibibyte;
/** The data of one chunk of a structured read. A Unix socket takes about 200 KiB at once, and waiting for it is dear. */
export const readChunkBytes = 128 * kibibyte;
/** A write up to this length enters the gate whole; of a longer one pieces of at least this much. */
export const wholeWriteBytes = 64 * kibibyte;
/** Pieces of a long write are cut at multiples of this, so that no crash can tear a sector that a client wrote whole. */
export const pieceAlignmentBytes = 4 * kibibyte;

/** Room in front of received bytes, for the unfinished request that the slab before ended with. */
export const slabReserveBytes = wholeWriteBytes + 4 * kibibyte;
export const slabBytes = pieceBytes + slabReserveBytes;
/**
 * A request starts below this. Three more can be in use by what runs already (a late reply, a block status, the region
 * that is received into next); together they stay below the 4 MiB of payload that a connection may buffer (design rule 12).
 */
export const slabsPerConnectionMaximum = 9;
/** Slabs of one read that is answered in one part, because the client knows no chunks. */
export const slabsPerWholeReadMaximum = 8;
/** Slabs that a server keeps for later, over all connections. */
export const slabsSpareMaximum = 32;
/** No less than this is free in the region that a socket next receives into. */
export const receiveRoomBytesMinimum = 64 * kibibyte;
/** Replies are handed to the socket as soon as they are this long. */
export const sendBytes = 128 * kibibyte;
/** A read that completes late is copied into the batch of replies up to this length; a longer one is sent from where it is. */
export const copiedReplyBytesMaximum = 32 * kibibyte;

export const connectionsMaximum = 1024;
export const requestsInFlightMaximum = 1024;

/** TRIM and WRITE_ZEROES reach the layer in pieces of this length, other requests run in between. */
export const hintPieceBytes = 128 * mebibyte;
export const blockStatusBytesMaximum = 64 * mebibyte;
/** A block status reply is sent with what is known after this time. */
export const blockStatusMillisecondsMaximum = 20;
/** Zeros are looked for in blocks of this length, aligned within the volume. */
export const blockStatusGranularityBytes = 64 * kibibyte;

/** Data of one option; a longer one is refused after its data were dropped, up to the second bound. */
export const optionBytesMaximum = 16 * kibibyte;
export const droppedOptionBytesMaximum = mebibyte;
/** Replies of the negotiation that may wait for the socket before further options are read. */
export const pendingReplyBytesMaximum = 64 * kibibyte;
export const optionsMaximum = 65_536;
export const metaContextQueriesMaximum = 64;
/** From connecting to the transmission phase, counted anew with each option. */
export const negotiationMillisecondsMaximum = 60_000;
/** How long a leaving client may take to accept the replies to what it had asked. */
export const farewellMillisecondsMaximum = 2_000;

/** How long a thread looks for the next request before it sleeps, and after how many batches at most it tries that again. */
export const pollMillisecondsMaximum = 0.05;
export const pollPauseBatchesMaximum = 256;
/** An empty turn of the event loop takes a few microseconds; one of this length was spent waiting for a processor. */
export const crowdedMilliseconds = 0.5;
