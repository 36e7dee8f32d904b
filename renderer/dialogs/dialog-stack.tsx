/** The open dialogs, each inside the one below it, so that keys and focus belong to the topmost. */
import { createContext } from 'react';
import { DialogHostContext, useSurface } from '../commands/surface-state.ts';

/** How many dialogs lie below, this one counted. */
export const DepthContext = createContext(0);

export function DialogStack({ depth }: { readonly depth: number }) {
  const dialog = useSurface((state) => state.dialogs[depth]);
  if (dialog === undefined) return null;
  return (
    <DepthContext.Provider key={dialog.number} value={depth + 1}>
      <DialogHostContext.Provider value={dialog.host}>{dialog.element}</DialogHostContext.Provider>
    </DepthContext.Provider>
  );
}
