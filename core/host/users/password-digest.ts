/** Passwords as what is kept of them: a salted scrypt digest, from which nobody reads the password back. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';

/** Each check costs 32 MiB and some 50 ms: little for a person, much for who tries a dictionary. */
const scryptCost = { N: 2 ** 15, r: 8, p: 1 } as const;
const scryptMemoryBytesMaximum = 128 * 1024 * 1024;
const digestBytes = 32;
/** Checks at one time: more would take memory and the pool's threads from the disks. */
export const checksAtOnceMaximum = 2;

export const passwordDigestSchema = z.object({
  salt: z.string(), digest: z.string(), N: z.number().int().max(2 ** 17), r: z.number().int().max(16), p: z.number().int().max(4),
});
export type PasswordDigest = Readonly<z.infer<typeof passwordDigestSchema>>;

export async function digestPassword(password: string): Promise<PasswordDigest> {
  const salt = randomBytes(16);
  const digest = await derive(password, salt, scryptCost);
  return { salt: salt.toString('base64'), digest: digest.toString('base64'), ...scryptCost };
}

/** Null stands for a user that there is not: it takes as long, so that time does not tell who exists. */
export async function passwordFits(password: string, kept: PasswordDigest | null): Promise<boolean> {
  const { salt, N, r, p } = kept ?? { salt: '', ...scryptCost };
  const digest = await derive(password, Buffer.from(salt, 'base64'), { N, r, p });
  const wanted = Buffer.from(kept?.digest ?? '', 'base64');
  return kept !== null && wanted.length === digest.length && timingSafeEqual(digest, wanted);
}

let running = 0;
const waiting: (() => void)[] = [];

type ScryptCost = Readonly<Record<'N' | 'r' | 'p', number>>;

async function derive(password: string, salt: Buffer, cost: ScryptCost): Promise<Buffer> {
  if (running >= checksAtOnceMaximum) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      scrypt(password.normalize('NFC'), salt, digestBytes, { ...cost, maxmem: scryptMemoryBytesMaximum }, (error, key) =>
        error === null ? resolve(key) : reject(error));
    });
  } finally {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}
