/** The frame of every dialog: title, body, buttons at the right. The focus goes back to the pane that it came from. */
import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useContext, useRef, useState } from 'react';
import type { ReactNode, RefObject } from 'react';
import { DepthContext, DialogStack } from './dialog-stack.tsx';
import { dialogTexts } from './dialog-texts.ts';
import { paneFocus } from './pane-focus.ts';

export interface DialogFrameProps {
  readonly title: string;
  readonly size?: 'small' | 'medium' | 'large' | 'wide' | 'page';
  /** The page of the help, where the title does not tell it; empty in the help itself. */
  readonly help?: string;
  /** From left to right; the primary one last. */
  readonly buttons: ReactNode;
  /** Where the focus begins; else at the first field. */
  readonly initialFocus?: RefObject<HTMLElement | null>;
  readonly children: ReactNode;
  onClose(): void;
  /** Enter in a field presses the primary button. */
  onSubmit?(): void;
}

export function DialogFrame({ title, size = 'medium', help, buttons, initialFocus, children, onClose, onSubmit }: DialogFrameProps) {
  const depth = useContext(DepthContext);
  const popup = useRef<HTMLDivElement>(null);
  // A dialog that lies on another one gives the focus back to the field that it was opened from.
  const [opener] = useState(() => document.activeElement as HTMLElement | null);
  return (
    <Dialog.Root open disablePointerDismissal onOpenChange={(open) => { if (!open) onClose(); }}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-backdrop" />
        <Dialog.Popup ref={popup} className="dialog" data-size={size} data-help={help}
          initialFocus={initialFocus ?? (() => whereWorkBegins(popup.current))}
          finalFocus={() => (depth === 1 ? (paneFocus() ?? true) : (opener?.isConnected === true ? opener : true))}>
          <form className="dialog-form" noValidate onSubmit={(event) => {
            event.preventDefault();
            onSubmit?.();
          }}>
            <header className="dialog-head">
              <Dialog.Title className="dialog-title">{title}</Dialog.Title>
              <Dialog.Close type="button" className="dialog-close" aria-label={dialogTexts.close}>
                <X size={16} aria-hidden="true" />
              </Dialog.Close>
            </header>
            <div className="dialog-body">{children}</div>
            <footer className="dialog-buttons">{buttons}</footer>
          </form>
        </Dialog.Popup>
      </Dialog.Portal>
      <DialogStack depth={depth} />
    </Dialog.Root>
  );
}

/** The first field, else the button that goes on: never the one that closes. */
export function whereWorkBegins(within: HTMLElement | null): HTMLElement | null {
  const wanted = ['.dialog-body :is(input, select, textarea):not(:disabled)', '.dialog-buttons [data-primary]', '.dialog-buttons button'];
  return wanted.map((selector) => within?.querySelector<HTMLElement>(selector) ?? null).find((found) => found !== null) ?? null;
}
