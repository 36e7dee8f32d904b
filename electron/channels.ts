/** The channels between a window and the desktop program. What passes over them is in `core/host/window-messages.ts`. */

/** The page asks for a port to a host, and gets it. All talk with the host goes through that port. */
export const requestPortChannel = 'plexus:request-port';
export const portChannel = 'plexus:port';
/** What a page says to the program, and the program to a page. */
export const windowChannel = 'plexus:window';
export const programChannel = 'plexus:program';
