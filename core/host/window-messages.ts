/**
 * What a window and the desktop program say to each other beside the contract: which host a port is for. It is plain data,
 * and what a page sends is checked here like any input: the desktop program drops what does not fit.
 */
import { z } from 'zod';

/** As long as the key of a host can be; one that no host has is answered by a port that closes at once. */
const keyLengthMaximum = 128;

/** `host` is the key of a host beside the own one, as on the path `/contract/<key>`; empty for the own host. */
export const portRequestSchema = z.strictObject({
  host: z.string().max(keyLengthMaximum).regex(/^[\w.-]*$/),
  /** The page's own number for it, which comes back with the port. */
  request: z.number().int().nonnegative(),
});
export type PortRequest = Readonly<z.infer<typeof portRequestSchema>>;

/** What the page's `message` event carries beside the port. */
export interface PortAnswer {
  readonly port: 'plexus:port';
  readonly request: number;
}
