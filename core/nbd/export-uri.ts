/** The address of an export as clients take it: `nbd+unix:///<name>?socket=<path>` or `nbd://<address>:<port>/<name>`. */

export function unixUri(socketPath: string, name: string): string {
  return `nbd+unix:///${encodeSegments(name)}?socket=${encodeSegments(socketPath)}`;
}

export function tcpUri(listener: { readonly address: string; readonly port: number; readonly secure: boolean }, name: string): string {
  const host = listener.address.includes(':') ? `[${listener.address}]` : listener.address;
  return `${listener.secure ? 'nbds' : 'nbd'}://${host}:${listener.port}/${encodeSegments(name)}`;
}

function encodeSegments(text: string): string {
  return text.split('/').map(encodeURIComponent).join('/');
}
