/**
 * The one place where refusals get words. `Volume V1 is in use by 127.0.0.1:50112. Use -f to force. Run: vxvol -gDG -f stop V1`
 * The command line puts `PLX <tool> ERROR <code> <object>: ` before it; the console shows the remedy as a button.
 */
import type { Command } from './command.ts';
import { commandLine } from './command-line.ts';
import type { Refusal, RefusalCode, Remedy } from './refusal.ts';
import { factsOf } from './refusal-facts.ts';
import { refusalPhrases } from './refusal-phrases.ts';

export interface RefusalWords {
  /** The bare name of what the refusal is about. */
  readonly object: string;
  /** A sentence that begins with the object, without its full stop. */
  readonly fact: string;
  /** The way out: a sentence with its full stop, or one that ends in a command line to be pasted, without. */
  readonly remedy: string;
  /** Only the command line of the remedy; empty when it is advice. */
  readonly remedyCommandLine: string;
  /** Fact and remedy in one line. */
  readonly message: string;
}

export function refusalWords(refusal: Refusal): RefusalWords {
  const facts = factsOf(refusal.subject, refusal.evidence);
  const phrase = refusalPhrases[refusal.code](facts);
  const reason = facts.text('reason', '');
  const fact = withoutFullStop(reason === '' || phrase.includes(reason) ? phrase : `${phrase}: ${reason}`);
  const line = refusal.remedy.kind === 'command' ? commandLine(refusal.remedy.command) : '';
  const remedy = remedyWords(refusal.code, refusal.remedy, line);
  return { object: refusal.subject.name, fact, remedy, remedyCommandLine: line, message: `${fact}. ${remedy}` };
}

function remedyWords(code: RefusalCode, remedy: Remedy, line: string): string {
  if (remedy.kind === 'advice') return adviceWords(remedy.advice);
  const lead = forcedRemedies[code];
  return lead !== undefined && isForced(remedy.command) ? `${lead} Run: ${line}` : `Run: ${line}`;
}

/** A full stop behind a command line would be pasted with it; a question has its mark already. */
function adviceWords(advice: string): string {
  const bare = withoutFullStop(advice);
  return /[?!]$/.test(bare) || /\b(?:plexus|vx[a-z]+)(?: [^\s,;]+){1,6}$/.test(bare) ? bare : `${bare}.`;
}

/** What the force means here. A remedy is never forced for other codes. */
const forcedRemedies: Partial<Record<RefusalCode, string>> = {
  'volume.in-use': 'Use -f to force.',
  'group.has-volumes': 'Use -f to destroy them with it.',
  'disk.holds-data': 'Use -f to overwrite it.',
  'plex.last': 'Use -f to give them up.',
  'group.holders-absent': 'Use -f to import without them.',
  'group.foreign': 'Use -C to take it over.',
};

function isForced(command: Command): boolean {
  return ('force' in command && command.force) || ('clearStamp' in command && command.clearStamp);
}

function withoutFullStop(sentence: string): string {
  return sentence.endsWith('.') ? sentence.slice(0, -1) : sentence;
}
