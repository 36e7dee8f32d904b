/** `plexus user`: who may log in from other consoles. A password comes from the terminal or standard input, never from the words. */
import type { UserAccount } from '../host/contract.ts';
import type { Refusal } from '../model/refusal.ts';
import { rolesAscending } from '../model/roles.ts';
import type { Role } from '../model/roles.ts';
import type { Result } from '../model/result.ts';
import { failure, success } from '../model/result.ts';
import { usageOf } from './parse-line.ts';
import { tableLines } from './table.ts';
import type { HostConnection, Line, Session } from './tool.ts';

const actions = ['list', 'add', 'remove', 'passwd'] as const;

export async function manageUsers(line: Line, session: Session): Promise<Result<number, Refusal>> {
  const [word = '', user = '', ...more] = line.operands;
  const action = actions.find((known) => known === word.toLowerCase());
  if (action === undefined) return failure(usageOf(line.tool, line.verb, `'${word}' is none of ${actions.join(', ')}`));
  if (more.length > 0 || (action === 'list') !== (user === '')) {
    return failure(usageOf(line.tool, line.verb, action === 'list' ? 'list takes no name' : `${action} takes one name`));
  }
  const role = roleOf(line);
  if (!role.ok) return role;
  const connection = await session.connect();
  if (!connection.ok) return connection;
  if (action === 'list') return list(connection.value, session);
  const answer = await change(action, { user, role: role.value }, connection.value, session);
  if (!answer.ok) return answer;
  if (session.json) session.terminal.out(JSON.stringify(answer.value));
  return success(0);
}

function roleOf(line: Line): Result<Role, Refusal> {
  const given = line.keys.get('role') ?? 'read-only';
  const role = rolesAscending.find((known) => known === given.toLowerCase());
  if (role !== undefined) return success(role);
  return failure(usageOf(line.tool, line.verb, `'${given}' is no role; there are ${rolesAscending.join(', ')}`));
}

async function change(
  action: 'add' | 'remove' | 'passwd', { user, role }: { readonly user: string; readonly role: Role },
  connection: HostConnection, session: Session,
): Promise<Result<{ readonly user: UserAccount }, Refusal>> {
  if (action === 'remove') return connection.call('user.remove', { user });
  const password = await session.readSecret(`Password of ${user}: `);
  return action === 'add' ? connection.call('user.add', { user, role, password }) : connection.call('user.password', { user, password });
}

async function list(connection: HostConnection, session: Session): Promise<Result<number, Refusal>> {
  const answer = await connection.call('user.list', {});
  if (!answer.ok) return answer;
  const rows = answer.value.users.map(({ name, role }) => [name, role]);
  if (session.json) session.terminal.out(JSON.stringify(answer.value));
  else for (const text of tableLines([['USER', 'ROLE'], ...rows])) session.terminal.out(text);
  return success(0);
}
