/**
 * The address of a remote disk, by the rules that the NBD project gives for its URIs: `nbd://host[:port]/export`,
 * `nbds://` for TLS, `nbd+unix:///export?socket=PATH` and `nbds+unix://`. Of the parameters `socket` and `tls-certificates`
 * (the file of the authority) are known.
 */
import path from 'node:path';
import { exportNameBytesMaximum } from '../format/nbd-wire.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { LinkAddress } from './ports.ts';

export interface RemoteAddress {
  /** One and the same for every way to write it: what the disk is listed under, locked by and found again by. */
  readonly canonical: string;
  readonly link: LinkAddress;
  readonly exportName: string;
  /** Null without TLS. An empty file stands for the authorities of the system. */
  readonly tls: { readonly serverName: string; readonly authorityFile: string } | null;
}

const portDefault = 10_809;
const schemes: Readonly<Record<string, { readonly unix: boolean; readonly secure: boolean }>> = {
  'nbd:': { unix: false, secure: false }, 'nbds:': { unix: false, secure: true },
  'nbd+unix:': { unix: true, secure: false }, 'nbds+unix:': { unix: true, secure: true },
};

/** Whether a location names a remote disk, and not a file or device of this machine. */
export function isRemoteLocation(location: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(location);
}

export function parseRemoteAddress(location: string): Result<RemoteAddress, Refusal> {
  const refuse = (reason: string): Result<never, Refusal> => failure(refusal('argument.invalid', { kind: 'disk', name: location },
    { argument: 'the address', reason }, 'Write nbd://HOST[:PORT]/EXPORT, nbds://... for TLS, or nbd+unix:///EXPORT?socket=PATH.'));
  if (!URL.canParse(location)) return refuse('is no address');
  const url = new URL(location);
  const scheme = schemes[url.protocol];
  if (scheme === undefined) return refuse(`begins with ${url.protocol}//`);
  if (url.username !== '' || url.password !== '' || url.hash !== '') return refuse('names a user or a fragment');
  const unknown = [...url.searchParams.keys()].filter((key) => key !== 'socket' && key !== 'tls-certificates');
  if (unknown.length > 0) return refuse(`has the unknown parameter ${unknown.join(', ')}`);
  const exportName = decoded(url.pathname.slice(1));
  if (exportName === null || Buffer.byteLength(exportName) > exportNameBytesMaximum) return refuse('has an impossible export name');
  const authority = url.searchParams.get('tls-certificates') ?? '';
  if (authority !== '' && (!scheme.secure || !path.isAbsolute(authority))) {
    return refuse(scheme.secure ? 'needs the whole path of the certificate' : 'names a certificate, but no TLS (nbds://)');
  }
  const socket = url.searchParams.get('socket');
  if (scheme.unix) {
    if (socket === null || !path.isAbsolute(socket)) return refuse('needs socket= with the whole path of the socket');
    if (url.hostname !== '') return refuse('names a host and a socket');
    return success(addressOf(url.protocol, { kind: 'unix', path: path.normalize(socket) }, exportName, scheme.secure, authority));
  }
  if (socket !== null) return refuse('names a socket, but is not nbd+unix://');
  const host = (decoded(url.hostname) ?? '').toLowerCase().replace(/^\[|\]$/g, '');
  const port = url.port === '' ? portDefault : Number(url.port);
  if (host === '' || port === 0) return refuse('names no host');
  return success(addressOf(url.protocol, { kind: 'tcp', host, port }, exportName, scheme.secure, authority));
}

function addressOf(protocol: string, link: LinkAddress, exportName: string, secure: boolean, authorityFile: string): RemoteAddress {
  const name = encoded(exportName);
  const parameters = [
    ...(link.kind === 'unix' ? [`socket=${encoded(link.path)}`] : []),
    ...(authorityFile === '' ? [] : [`tls-certificates=${encoded(authorityFile)}`]),
  ];
  const query = parameters.length === 0 ? '' : `?${parameters.join('&')}`;
  const place = link.kind === 'unix' ? '' : `${link.host.includes(':') ? `[${link.host}]` : link.host}:${link.port}`;
  const serverName = link.kind === 'unix' ? 'localhost' : link.host;
  return { canonical: `${protocol}//${place}/${name}${query}`, link, exportName, tls: secure ? { serverName, authorityFile } : null };
}

function encoded(text: string): string {
  return text.split('/').map(encodeURIComponent).join('/');
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
