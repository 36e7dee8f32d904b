/**
 * The rows of the alerts on disk. The file is written whole, so that it is always one state of the list; a row that is not
 * understood, and a file of another version, are given up: the alert log has them.
 */
import { join } from 'node:path';
import * as z from 'zod';
import { isAlertCode } from '../model/alert-kinds.ts';
import type { AlertCode } from '../model/alert-kinds.ts';
import type { Remedy } from '../model/refusal.ts';
import type { AlertView } from '../model/views.ts';
import { commandSchema } from './contract.ts';
import { readTextIfThere, writeFileDurably } from './durable-file.ts';
import { systemReason } from './state-folder.ts';

const fileVersion = 1;
const text = z.string();

const remedySchema: z.ZodType<Remedy> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('command'), command: commandSchema }), z.strictObject({ kind: z.literal('advice'), advice: text }),
]);

const rowSchema: z.ZodType<AlertView> = z.strictObject({
  kind: z.literal('alert'), id: text, severity: z.enum(['information', 'warning', 'error', 'critical']),
  code: text.refine((code): code is AlertCode => isAlertCode(code)),
  subject: z.strictObject({ kind: z.enum(['host', 'disk', 'group', 'volume', 'plex', 'subdisk', 'log']), name: text, id: text.optional() })
    .transform(({ id, ...subject }) => (id === undefined ? subject : { ...subject, id })),
  groupId: text, groupName: text, message: text,
  evidence: z.record(text, z.union([text, z.number(), z.boolean(), z.array(text)])),
  cause: text, clearsWhen: text, remedy: remedySchema, firstAt: text, lastAt: text, count: z.number().int().min(1),
  state: z.enum(['new', 'acknowledged', 'cleared']), acknowledgedBy: text, acknowledgedAt: text, clearedAt: text,
});

const fileSchema = z.object({ version: z.literal(fileVersion), rows: z.array(z.unknown()) });

export function readAlertRows(stateFolder: string): readonly AlertView[] {
  try {
    const { rows } = fileSchema.parse(JSON.parse(readTextIfThere(fileOf(stateFolder)) ?? `{"version":${fileVersion},"rows":[]}`));
    return rows.flatMap((row) => rowSchema.safeParse(row).data ?? []);
  } catch {
    return [];
  }
}

/** Why they could not be written; empty when they are. */
export function writeAlertRows(stateFolder: string, rows: readonly AlertView[]): string {
  try {
    writeFileDurably(fileOf(stateFolder), `${JSON.stringify({ version: fileVersion, rows })}\n`);
    return '';
  } catch (error) {
    return systemReason(error);
  }
}

function fileOf(stateFolder: string): string {
  return join(stateFolder, 'alerts.json');
}
