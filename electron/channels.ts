/** The only messages between a window and the main process. All else goes through the port that they bring about. */
export const requestPortChannel = 'plexus:request-port';
export const portChannel = 'plexus:port';
