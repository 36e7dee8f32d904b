/** Refusals in words, for programs around the host that do not know the model. */
export { refusalWords } from '../model/refusal-words.ts';
export type { Refusal } from '../model/refusal.ts';
