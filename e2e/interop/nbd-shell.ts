/** libnbd's Python shell: a real client that can also be told to break the rules. A failed `assert` fails the test. */
import { run, succeed } from '../programs.ts';
import type { Ended } from '../programs.ts';

/** Names that the snippets use: the URI, a second handle, and what an error's number is called. */
const prelude = `
import errno, os, time, threading
def second(uri):
    other = nbd.NBD()
    other.connect_uri(uri)
    return other
def error_of(call):
    try:
        call()
    except nbd.Error as error:
        return errno.errorcode.get(error.errnum, str(error.errnum))
    return 'no error'
def pattern(seed, length):
    return (bytes([seed & 255, (seed >> 8) & 255, 0x5a, 0xa5]) * ((length + 3) // 4))[:length]
`;

function words(uri: string, code: string, before: string): readonly string[] {
  return ['-c', `${prelude}\nuri = ${JSON.stringify(uri)}\n${before}\nh.connect_uri(uri)`, '-c', code];
}

/** `before` runs on the handle before it connects. Resolves to what the snippet printed. */
export function nbdShell(uri: string, code: string, before = ''): Promise<string> {
  return succeed('nbdsh', words(uri, code, before));
}

export function tryNbdShell(uri: string, code: string, before = ''): Promise<Ended> {
  return run('nbdsh', words(uri, code, before));
}
