import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { success } from '../model/result.ts';
import { readSecret } from './read-secret.ts';
import { runWords } from './test-host.ts';
import type { FakeHost } from './test-host.ts';

const ada = { name: 'ada', role: 'operator' } as const;
const host: FakeHost = {
  secret: 'correct horse',
  answers: {
    'user.list': { users: [ada] }, 'user.add': () => success({ user: ada }), 'user.remove': { user: ada }, 'user.password': { user: ada },
  },
};

test('plexus user adds with a role and the password that was typed, and says nothing', async () => {
  const ran = await runWords(['plexus', 'user', 'add', 'ada', 'role=operator'], host);
  const input = { user: 'ada', role: 'operator', password: 'correct horse' };
  expect(ran).toMatchObject({ code: 0, out: [], calls: [{ name: 'user.add', input }] });
});

test('who is added without a role only looks', async () => {
  const ran = await runWords(['plexus', 'user', 'add', 'ada'], host);
  expect(ran.calls).toMatchObject([{ input: { role: 'read-only' } }]);
});

test('it changes passwords, removes, and lists', async () => {
  expect((await runWords(['plexus', 'user', 'passwd', 'ada'], host)).calls)
    .toEqual([{ name: 'user.password', input: { user: 'ada', password: 'correct horse' } }]);
  expect((await runWords(['plexus', 'user', 'remove', 'ada'], host)).calls).toEqual([{ name: 'user.remove', input: { user: 'ada' } }]);
  expect((await runWords(['plexus', 'user', 'list'], host)).out).toEqual(['USER  ROLE', 'ada   operator']);
  expect((await runWords(['plexus', 'user', 'list', '--json'], host)).out).toEqual(['{"users":[{"name":"ada","role":"operator"}]}']);
});

test.each([
  ['add'], ['list', 'ada'], ['erase', 'ada'], ['add', 'ada', 'role=king'], ['add', 'ada', 'password=secret'],
])('user %s %s %s is refused before the host is asked', async (...words) => {
  const ran = await runWords(['plexus', 'user', ...words], host);
  expect(ran).toMatchObject({ code: 1, calls: [] });
});

test('a password comes from the first line of standard input', async () => {
  const input = new PassThrough();
  input.end('correct horse\r\nmore\n');
  expect(await readSecret(input as unknown as NodeJS.ReadStream, 'Password: ', () => undefined)).toBe('correct horse');
});

test('typed on a terminal it is not shown, and can be corrected', async () => {
  const said: string[] = [];
  const raw: boolean[] = [];
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: (on: boolean) => raw.push(on) });
  const secret = readSecret(input as unknown as NodeJS.ReadStream, 'Password: ', (text) => said.push(text));
  input.write('hor');
  input.write('x\u007fse\r');
  expect(await secret).toBe('horse');
  expect(said).toEqual(['Password: ', '\n']);
  expect(raw).toEqual([true, false]);
});
