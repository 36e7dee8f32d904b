/** Every tool that there is. A binary of the same name is made for each by the build. */
import { plexus } from './plexus.ts';
import type { Tool } from './tool.ts';
import { vxassist } from './vxassist.ts';
import { vxdg } from './vxdg.ts';
import { vxdisk } from './vxdisk.ts';
import { vxedit } from './vxedit.ts';
import { vxmend } from './vxmend.ts';
import { vxprint } from './vxprint.ts';
import { vxsplitlines } from './vxsplitlines.ts';
import { vxstat } from './vxstat.ts';
import { vxtask } from './vxtask.ts';
import { vxvol } from './vxvol.ts';

export const tools: readonly Tool[] = [plexus, vxdisk, vxdg, vxassist, vxvol, vxedit, vxmend, vxprint, vxsplitlines, vxstat, vxtask];

export interface Called {
  readonly tool: Tool;
  readonly words: readonly string[];
}

/**
 * By the name that the program was called by (`vxdisk`, `vxdisk.mjs`), or by the first word (`plexus vxdisk list`). Any other
 * name is `plexus` itself.
 */
export function calledTool(program: string, words: readonly string[]): Called {
  const name = (program.split(/[\\/]/).at(-1) ?? '').replace(/\.[a-z]+$/i, '').toLowerCase();
  const byName = tools.find((tool) => tool.name === name);
  if (byName !== undefined && byName !== plexus) return { tool: byName, words };
  const byWord = tools.find((tool) => tool !== plexus && tool.name === words[0]?.toLowerCase());
  return byWord === undefined ? { tool: plexus, words } : { tool: byWord, words: words.slice(1) };
}
