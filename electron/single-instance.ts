/**
 * One desktop program a state folder. The lock is Electron's, which goes by the user data folder; so that folder lies in
 * the state folder, and programs on different state folders do not disturb each other. A second start hands what it was
 * asked to open to the first, and ends.
 */
import { isAbsolute, join, resolve } from 'node:path';
import type { App } from 'electron';
import { z } from 'zod';
import { readPlexusLink } from './plexus-link.ts';

const filesMaximum = 64;

const openRequestSchema = z.strictObject({
  /** Where to go; null to stay. */
  address: z.string().nullable(),
  files: z.array(z.string().max(4096).refine((file) => isAbsolute(file))).max(filesMaximum),
});
/** What a start of the program was asked to open. */
export type OpenRequest = Readonly<z.infer<typeof openRequestSchema>>;

export const nothingToOpen: OpenRequest = { address: null, files: [] };

/** True in the first program. Chromium reorders arguments on the way, so that the request goes as data of its own. */
export function claimInstance(
  app: Pick<App, 'setPath' | 'requestSingleInstanceLock' | 'on'>, stateFolder: string, request: OpenRequest,
  onSecondStart: (request: OpenRequest) => void,
): boolean {
  app.setPath('userData', join(stateFolder, 'desktop'));
  if (!app.requestSingleInstanceLock({ ...request })) return false;
  app.on('second-instance', (_event, _arguments, _folder, sent) => onSecondStart(readOpenRequest(sent)));
  return true;
}

/** What another process sent is checked like any input; a link in it is read again. */
export function readOpenRequest(sent: unknown): OpenRequest {
  const read = openRequestSchema.safeParse(sent);
  if (!read.success) return nothingToOpen;
  return { ...read.data, address: read.data.address === null ? null : readPlexusLink(read.data.address) };
}

export interface DesktopArguments {
  readonly state: string | undefined;
  /** Serve without a window: what "Keep serving in the background" starts. */
  readonly background: boolean;
  readonly open: OpenRequest;
}

export const backgroundSwitch = '--background';

/**
 * Chromium's own switches stand among ours; what is not known is left to it. `words` begins after the program, and after
 * its folder where it is not packed. Relative paths are meant from `folder`.
 */
export function readDesktopArguments(words: readonly string[], folder: string): DesktopArguments {
  const at = words.indexOf('--state');
  const joined = words.find((word) => word.startsWith('--state='));
  const named = words.filter((word, position) => !word.startsWith('-') && (at < 0 || position !== at + 1));
  const links = named.filter((word) => /^plexus:/i.test(word));
  return {
    state: at >= 0 ? words[at + 1] : joined?.slice('--state='.length),
    background: words.includes(backgroundSwitch),
    open: {
      address: links.map(readPlexusLink).find((address) => address !== null) ?? null,
      files: named.filter((word) => !/^plexus:/i.test(word)).slice(0, filesMaximum).map((file) => resolve(folder, file)),
    },
  };
}
