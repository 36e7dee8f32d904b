/** What each role may do, through a real session over TLS; `docs/roles.md` says the same. */
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import type { Command } from '../model/command.ts';
import { invariant } from '../model/invariant.ts';
import { roleForCommand, roleForPlan, rolesAscending, roleSuffices } from '../model/roles.ts';
import type { Role } from '../model/roles.ts';
import { calls, commandSchema } from './contract.ts';
import type { CallName, CallRule } from './contract.ts';
import { dialRemoteHost } from './relay/remote-dial.ts';
import { TestCarrier } from './relay/test-carrier.ts';
import { remoteHostAddress } from './relay/remote-address.ts';
import { relayLine } from './relay/relayed-line.ts';
import { testFolder } from './test-folder.ts';
import { testSessionHost } from './test-session-host.ts';
import { remoteCertificate } from './users/remote-certificate.ts';
import { listenRemotely } from './users/remote-listener.ts';
import { UserFile } from './users/user-file.ts';

const callNames = Object.keys(calls) as CallName[];
const commands = commandSchema.options.map((option) => ({
  name: option.shape.command.value, sample: sampleOf(jsonSchema(option)) as Command,
}));

interface JsonSchema {
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly type?: string;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

function jsonSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: 'input' }) as JsonSchema;
}

/** The least value that the schema takes. */
function sampleOf(schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  const choice = schema.anyOf?.[0] ?? schema.oneOf?.[0];
  if (choice !== undefined) return sampleOf(choice);
  if (schema.type === 'object') {
    return Object.fromEntries((schema.required ?? []).map((key) => [key, sampleOf(schema.properties?.[key] ?? {})]));
  }
  const samples: Readonly<Record<string, unknown>> = { string: 'x', number: 1, integer: 1, boolean: false, array: [] };
  return samples[schema.type ?? ''];
}

/** A session of a user with this role, from elsewhere, with a host that does whatever passes its door. */
async function sessionOf(role: Role): Promise<TestCarrier> {
  const folder = testFolder();
  const users = new UserFile(folder);
  await users.add('ada', role, 'correct horse');
  const certificate = await remoteCertificate(folder, 'host');
  const wanted = remoteHostAddress('127.0.0.1:0', 'the address', 0);
  invariant(certificate.ok && wanted.ok, 'there is a certificate');
  const listener = await listenRemotely(wanted.value, {
    host: testSessionHost(), hostName: 'host', users, certificate: certificate.value, audit: () => undefined, nowSeconds: () => 0,
  });
  invariant(listener.ok, 'it listens');
  onTestFinished(() => listener.value.close());
  const address = remoteHostAddress(listener.value.address, 'the address');
  invariant(address.ok, 'it has an address');
  const reached = await dialRemoteHost({ address: address.value, user: 'ada', password: 'correct horse', distrust: () => null });
  invariant(reached.ok, 'ada logs in');
  const opening = Promise.resolve({ ok: true as const, value: reached.value.line });
  const told = { reached: () => undefined, lost: () => undefined };
  return TestCarrier.greet({ open: (_key, carrier) => relayLine(opening, carrier, told) }, '');
}

/** `done`, or the code of the refusal of the door; a refusal of the input comes after the role, so it counts as let through. */
async function outcome(session: TestCarrier, id: number, call: string, input: unknown): Promise<string> {
  const answer = await session.answer(id, call, input);
  return answer.ok || answer.refusal.code === 'argument.invalid' ? 'done' : answer.refusal.code;
}

describe.each(rolesAscending)('a remote user with the role %s', (role) => {
  test('gets through the door of exactly the calls and commands that the tables give it', async () => {
    const session = await sessionOf(role);
    const got: Record<string, string> = {};
    const wanted: Record<string, string> = {};
    let id = 0;
    for (const name of callNames) {
      const { role: needed, local }: CallRule = calls[name];
      got[name] = await outcome(session, ++id, name, sampleOf(jsonSchema(calls[name].input)));
      wanted[name] = !roleSuffices(role, needed) ? 'role.missing' : local === true ? 'call.local-only' : 'done';
    }
    const first = commands[0]!.name;
    wanted['command.run'] = roleSuffices(role, roleForCommand(first)) ? 'done' : 'role.missing';
    wanted['command.plan'] = roleSuffices(role, roleForPlan(first)) ? 'done' : 'role.missing';
    wanted['volume.maximum'] = wanted['command.plan'];
    for (const { name, sample } of commands) {
      got[`run ${name}`] = await outcome(session, ++id, 'command.run', { command: sample });
      wanted[`run ${name}`] = roleSuffices(role, roleForCommand(name)) ? 'done' : 'role.missing';
      got[`plan ${name}`] = await outcome(session, ++id, 'command.plan', { command: sample });
      wanted[`plan ${name}`] = roleSuffices(role, roleForPlan(name)) ? 'done' : 'role.missing';
    }
    got['log.read audit'] = await outcome(session, id + 1, 'log.read', { log: 'audit', last: 1 });
    wanted['log.read audit'] = role === 'administrator' ? 'done' : 'role.missing';
    expect(got).toEqual(wanted);
  });
});

describe('docs/roles.md', () => {
  let text = '';
  beforeAll(() => (text = document()));

  test('says what the contract says', async () => {
    await expect(text).toMatchFileSnapshot('../../docs/roles.md');
  });
});

const head = `# Roles

Who may do what. Made from the contract by a test; the host enforces it for every call of every client, and writes to the audit
log who asked for a change, with which role, from where, and what came of it.

- **read-only** looks.
- **operator** looks, pauses and aborts tasks, acknowledges alerts.
- **administrator** does everything. Whoever works at the host's own machine as the host's user is one without a log-in.

Users of other consoles get their role from \`plexus user add\`.
`;

function document(): string {
  const mark = (role: Role, needed: Role): string => (roleSuffices(role, needed) ? 'yes' : '');
  const row = (name: string, needed: Role, remark: string): string =>
    `| \`${name}\` | ${rolesAscending.map((role) => mark(role, needed)).join(' | ')} | ${remark} |`;
  const table = (title: string, rows: readonly string[]): string =>
    [`\n## ${title}\n`, `| | ${rolesAscending.join(' | ')} | |`, '|---|---|---|---|---|', ...rows, ''].join('\n');
  const remarks: Partial<Record<CallName, string>> = {
    'command.run': 'each command by its own row below', 'command.plan': 'a command that names files of the host: administrator',
'log.read': 'the audit log: administrator', 'settings.get': 'secrets: administrator',
    'host.status': 'the address that opens the console: administrator',
  };
  const callRows = callNames.map((name) => {
    const { role, local }: CallRule = calls[name];
    return row(name, role, local === true ? "at the host's own machine only" : remarks[name] ?? '');
  });
  const commandRows = commands.map(({ name }) =>
    row(name, roleForCommand(name), roleForPlan(name) === 'read-only' ? '' : 'so for its plan'));
  return head + table('Calls', callRows) + table('Commands', commandRows);
}
