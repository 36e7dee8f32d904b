/**
 * The first line each way on the TLS port, before the contract begins:
 *   client -> host   { login: { user, password } }
 *   host -> client   { login: { ok: true, hostId, hostName, user, role } } | { login: { ok: false, refusal } }
 * After a refusal the host closes. After a success both sides speak the contract as on the local socket.
 */
import * as z from 'zod';
import type { Refusal } from '../../model/refusal.ts';
import type { Role } from '../../model/roles.ts';

/** A log-in is short: whoever sends more before it is nobody to wait for. */
export const loginBytesMaximum = 8 * 1024;
/** From the connection to the log-in, and from the log-in to its answer. */
export const loginMillisecondsMaximum = 15_000;

export const loginSchema = z.strictObject({
  login: z.strictObject({ user: z.string().max(256), password: z.string().max(1024) }),
});

export interface LoginAnswer {
  readonly login:
    | { readonly ok: true; readonly hostId: string; readonly hostName: string; readonly user: string; readonly role: Role }
    | { readonly ok: false; readonly refusal: Refusal };
}

/** What a host of whatever version may answer; its refusal is shown, never acted upon. */
export const loginAnswerSchema = z.object({
  login: z.discriminatedUnion('ok', [
    z.object({
      ok: z.literal(true), hostId: z.string().max(64), hostName: z.string().max(256), user: z.string().max(256), role: z.string().max(64),
    }),
    z.object({ ok: z.literal(false), refusal: z.object({
      code: z.enum(['login.failed', 'login.limited']), evidence: z.record(z.string(), z.union([z.string().max(1024), z.number()])),
    }) }),
  ]),
});
