/** The built console as files to be served: which file a request path names, never one outside the folder. */
import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

export type ConsoleFile =
  | { readonly kind: 'file'; readonly type: string; readonly bytes: Buffer }
  | { readonly kind: 'absent' }
  | { readonly kind: 'climbing' };

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.json': 'application/json', '.svg': 'image/svg+xml', '.png': 'image/png', '.ico': 'image/x-icon', '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json', '.map': 'application/json', '.wasm': 'application/wasm',
};

/** `path` is the request's path as it came, still percent-encoded, without the query. */
export async function consoleFile(folder: string, path: string): Promise<ConsoleFile> {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return { kind: 'climbing' };
  }
  const parts = decoded.split('/');
  if (!decoded.startsWith('/') || /[\\\0:]/.test(decoded) || parts.includes('..') || parts.includes('.')) return { kind: 'climbing' };
  const wanted = decoded === '/' ? '/index.html' : decoded;
  const type = contentTypes[extname(wanted).toLowerCase()];
  if (type === undefined) return { kind: 'absent' };
  try {
    const root = await realpath(folder);
    const file = await realpath(join(root, wanted));
    if (!file.startsWith(root + sep)) return { kind: 'climbing' };
    return { kind: 'file', type, bytes: await readFile(file) };
  } catch {
    return { kind: 'absent' };
  }
}
