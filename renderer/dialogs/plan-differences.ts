/** What is different between two plans of one command, for whoever has agreed to the first. */
import { formatSize } from '../../core/model/size-text.ts';
import type { Plan } from '../../core/planner/plan.ts';
import { dialogTexts } from './dialog-texts.ts';

/** One sentence a line; empty when only the number of the group's configuration went on. */
export function planDifferences(before: Plan, after: Plan): readonly string[] {
  const { gone, added, copy } = dialogTexts.plan;
  const lines = (plan: Plan): readonly string[] => [
    ...plan.summary, ...plan.warnings, ...plan.redundancy.map(({ volume, reason }) => `${volume}: ${reason}`),
  ];
  return [
    ...lines(before).filter((line) => !lines(after).includes(line)).map((line) => `${gone}${line}`),
    ...lines(after).filter((line) => !lines(before).includes(line)).map((line) => `${added}${line}`),
    ...(before.bytesToCopy === after.bytesToCopy ? [] : [copy(formatSize(before.bytesToCopy), formatSize(after.bytesToCopy))]),
  ];
}
