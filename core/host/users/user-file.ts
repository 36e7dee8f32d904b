/**
 * Who may log in from elsewhere: `<state>/users.json` (0600). There is no account until somebody makes one.
 *
 * Invariants:
 * - Of a password only its digest is kept.
 * - Names are one without regard to case; what is shown is what was typed when the user was added.
 * - A file that cannot be understood lets nobody in, and is not replaced.
 */
import { join } from 'node:path';
import * as z from 'zod';
import { refusal } from '../../model/refusal.ts';
import type { Refusal } from '../../model/refusal.ts';
import { failure, success } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import { rolesAscending } from '../../model/roles.ts';
import type { Role } from '../../model/roles.ts';
import type { UserAccount } from '../contract.ts';
import { readTextIfThere, writeFileDurably } from '../durable-file.ts';
import { stateFolderRefusal, systemReason } from '../state-folder.ts';
import { digestPassword, passwordDigestSchema, passwordFits } from './password-digest.ts';

export const usersMaximum = 256;
export const passwordLengthMinimum = 8;

const userSchema = z.object({ name: z.string(), role: z.enum(rolesAscending), password: passwordDigestSchema });
type User = z.infer<typeof userSchema>;
const fileSchema = z.object({ version: z.literal(1), users: z.array(userSchema) });

export class UserFile {
  readonly #folder: string;
  readonly #listeners = new Set<(name: string) => void>();

  constructor(stateFolder: string) {
    this.#folder = stateFolder;
  }

  list(): Result<readonly UserAccount[], Refusal> {
    const users = this.#read();
    return users.ok ? success(users.value.map(({ name, role }) => ({ name, role }))) : users;
  }

  async add(name: string, role: Role, password: string): Promise<Result<UserAccount, Refusal>> {
    const fault = nameFault(name) ?? passwordFault(name, password);
    if (fault !== null) return failure(fault);
    const digest = await digestPassword(password);
    return this.#change(name, (users, known) => {
      if (known !== undefined) {
        const advice = 'Change its password with plexus user passwd, or remove it first.';
        return failure(refusal('user.exists', host, { user: known.name }, advice));
      }
      if (users.length >= usersMaximum) {
        return failure(refusal('limit.reached', host, { limit: 'users', maximum: usersMaximum }, 'Remove one first.'));
      }
      return success([...users, { name, role, password: digest }]);
    });
  }

  async setPassword(name: string, password: string): Promise<Result<UserAccount, Refusal>> {
    const fault = passwordFault(name, password);
    if (fault !== null) return failure(fault);
    const digest = await digestPassword(password);
    return this.#change(name, (users, known) => known === undefined ? failure(unknownUser(name, users))
      : success(users.map((user) => (user === known ? { ...user, password: digest } : user))));
  }

  async remove(name: string): Promise<Result<UserAccount, Refusal>> {
    return this.#change(name, (users, known) => known === undefined ? failure(unknownUser(name, users))
      : success(users.filter((user) => user !== known)));
  }

  /** The account whose password it is; null for a wrong password and for a user that there is not, after the same time. */
  async check(name: string, password: string): Promise<Result<UserAccount | null, Refusal>> {
    const users = this.#read();
    if (!users.ok) return users;
    const user = find(users.value, name);
    const fits = await passwordFits(password, user?.password ?? null);
    return success(fits && user !== undefined ? { name: user.name, role: user.role } : null);
  }

  /** Hears the name of each user that was removed or has another password: who is logged in by the old one has to go. */
  listen(listener: (name: string) => void): void {
    this.#listeners.add(listener);
  }

  #change(
    name: string, change: (users: readonly User[], known: User | undefined) => Result<readonly User[], Refusal>,
  ): Result<UserAccount, Refusal> {
    const users = this.#read();
    if (!users.ok) return users;
    const known = find(users.value, name);
    const next = change(users.value, known);
    if (!next.ok) return next;
    try {
      writeFileDurably(join(this.#folder, 'users.json'), `${JSON.stringify({ version: 1, users: next.value }, null, 2)}\n`);
    } catch (error) {
      return failure(stateFolderRefusal(this.#folder, systemReason(error)));
    }
    if (known !== undefined) for (const listener of this.#listeners) listener(known.name);
    const { role, name: shown } = find(next.value, name) ?? known ?? { role: 'read-only' as const, name };
    return success({ name: shown, role });
  }

  #read(): Result<readonly User[], Refusal> {
    try {
      const text = readTextIfThere(join(this.#folder, 'users.json'));
      return success(text === null ? [] : fileSchema.parse(JSON.parse(text)).users);
    } catch (error) {
      return failure(stateFolderRefusal(this.#folder, `users.json cannot be understood: ${systemReason(error)}`));
    }
  }
}

const host = { kind: 'host', name: '' } as const;

function find(users: readonly User[], name: string): User | undefined {
  return users.find((user) => user.name.toLowerCase() === name.toLowerCase());
}

function unknownUser(name: string, users: readonly User[]): Refusal {
  return refusal('user.unknown', host, { user: name, known: users.map((user) => user.name) }, 'See the users with plexus user list.');
}

function nameFault(name: string): Refusal | null {
  if (/^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/.test(name)) return null;
  return refusal('argument.invalid', host, { argument: 'the user', given: name, reason: 'is no name for a user' },
    'Use up to 64 letters, digits and . _ @ -, beginning with a letter or digit.');
}

function passwordFault(name: string, password: string): Refusal | null {
  const reason = password.length < passwordLengthMinimum ? `is shorter than ${passwordLengthMinimum} characters`
    : password.toLowerCase() === name.toLowerCase() ? 'is the name of the user' : '';
  return reason === '' ? null : refusal('argument.invalid', host, { argument: 'the password', reason }, 'Choose another one.');
}
