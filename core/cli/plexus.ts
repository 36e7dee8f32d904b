/** `plexus`: the host itself, and what this machine does with its volumes. */
import { acknowledge, alerts } from './alert-verbs.ts';
import { format } from './format-volume.ts';
import { map, unmap } from './map/map-verbs.ts';
import { serveHost } from './serve-host.ts';
import { printEvents } from './print-events.ts';
import { printLog } from './print-log.ts';
import { showStatus, shutDown } from './host-verbs.ts';
import { getSettings, setSettings, settingsAbout } from './host-settings.ts';
import { setTcp, tcpKeys } from './set-tcp.ts';
import { manageUsers } from './users.ts';
import { makeBundle } from './make-bundle.ts';
import { showVersion } from './show-version.ts';
import type { Tool } from './tool.ts';
import { namesMaximum, ownVerb } from './tool.ts';

const serve = ownVerb({
  name: 'serve',
  usage: 'serve [--state DIR] [--listen 127.0.0.1:PORT] [--remote ADDRESS:PORT]',
  about: 'run the host; prints `ready: <address>` when the console can be opened',
  options: ['listen', 'remote'],
  run: serveHost,
});

const status = ownVerb({ name: 'status', usage: 'status', about: 'what the host is and who uses it', run: showStatus });

const shutdown = ownVerb({
  name: 'shutdown',
  usage: '[-f] shutdown',
  about: 'end the host; refused while clients are connected, -f disconnects them after a flush',
  options: ['f'],
  run: shutDown,
});

const tcp = ownVerb({
  name: 'tcp',
  usage: 'tcp -gDG on|off [address=IP] [port=N] [certificate=FILE key=FILE] [allow=IP|CIDR,...]',
  about: "serve the group's volumes over TCP too",
  options: ['g'],
  keys: tcpKeys,
  operandsMinimum: 1,
  operandsMaximum: 1,
  run: setTcp,
});

const events = ownVerb({ name: 'events', usage: 'events', about: 'what changes, one JSON value a line, until the host ends',
  run: printEvents });

const log = ownVerb({
  name: 'log',
  usage: 'log task|alert|audit [--last N]',
  about: 'the last entries of a log of the host',
  options: ['last'],
  operandsMinimum: 1,
  operandsMaximum: 1,
  run: printLog,
});

const get = ownVerb({ name: 'get', usage: 'get [KEY]', about: 'the settings of the host', operandsMaximum: 1, run: getSettings });

const set = ownVerb({
  name: 'set',
  usage: 'set KEY=VALUE ...',
  about: `set on the host, for running groups too: ${settingsAbout}`,
  operandsMinimum: 1,
  operandsMaximum: namesMaximum,
  run: setSettings,
});

const user = ownVerb({
  name: 'user',
  usage: 'user list | add NAME [role=read-only|operator|administrator] | remove NAME | passwd NAME',
  about: 'who may log in from other consoles; the password is asked for, or read from standard input',
  keys: ['role'],
  operandsMinimum: 1,
  operandsMaximum: 2,
  run: manageUsers,
});

const bundle = ownVerb({
  name: 'bundle',
  usage: 'bundle FILE [--hide-names]',
  about: 'a support bundle: configuration, history and logs, never a byte of a volume, a password or a key',
  options: ['hideNames'],
  operandsMinimum: 1,
  operandsMaximum: 1,
  run: makeBundle,
});

const version = ownVerb({ name: 'version', usage: 'version', about: 'the version of the host', run: showVersion });

export const plexus: Tool = {
  name: 'plexus',
  about: 'the host, and volumes on this machine',
  verbs: [serve, status, shutdown, map, unmap, format, alerts, acknowledge, tcp, events, log, get, set, user, bundle, version],
};
