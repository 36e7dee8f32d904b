/** The calls about users. The door lets them through at this machine only. */
import { success } from '../../model/result.ts';
import type { Refusal } from '../../model/refusal.ts';
import type { Result } from '../../model/result.ts';
import type { CallHandlers } from '../call-dispatch.ts';
import type { UserAccount } from '../contract.ts';
import type { UserFile } from './user-file.ts';

export function userCalls(users: UserFile): Pick<CallHandlers, 'user.list' | 'user.add' | 'user.remove' | 'user.password'> {
  return {
    'user.list': () => {
      const list = users.list();
      return list.ok ? success({ users: list.value }) : list;
    },
    'user.add': async ({ user, role, password }) => answer(await users.add(user, role, password)),
    'user.remove': async ({ user }) => answer(await users.remove(user)),
    'user.password': async ({ user, password }) => answer(await users.setPassword(user, password)),
  };
}

function answer(account: Result<UserAccount, Refusal>): Result<{ readonly user: UserAccount }, Refusal> {
  return account.ok ? success({ user: account.value }) : account;
}
