import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { success } from '../model/result.ts';
export async function serveHost(): Promise<Result<number, Refusal>> { return success(0); }
