/** How a refusal leaves the command line: one line for people, one object for programs. */
import type { Refusal } from '../model/refusal.ts';
import { refusalExitCodes } from '../model/refusal.ts';
import { refusalWords } from '../model/refusal-words.ts';

/** `PLX <tool> ERROR <code> <object>: <fact>. <remedy>` */
export function refusalLine(tool: string, refusal: Refusal): string {
  const { object, message } = spoken(refusal);
  return `PLX ${tool} ERROR ${refusal.code}${object === '' ? '' : ` ${object}`}: ${message}`;
}

/** Documented in the operating guide; keys are added, never renamed or removed. */
export function refusalJson(refusal: Refusal): Readonly<Record<string, unknown>> {
  const { message, remedyCommandLine } = spoken(refusal);
  const { code, subject, evidence, remedy } = refusal;
  return { refusal: { code, exitCode: refusalExitCodes[code], subject, evidence, remedy, message, remedyCommandLine } };
}

interface Spoken {
  readonly object: string;
  readonly message: string;
  readonly remedyCommandLine: string;
}

/** A fault of the words themselves is about a verb, not about an object of the host. */
function spoken(refusal: Refusal): Spoken {
  const { tool, reason } = refusal.evidence;
  if (refusal.code === 'argument.invalid' && typeof tool === 'string' && refusal.remedy.kind === 'advice') {
    return { object: refusal.subject.name, message: `${String(reason)}. ${refusal.remedy.advice}`, remedyCommandLine: '' };
  }
  return refusalWords(refusal);
}
