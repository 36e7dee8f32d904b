/** A word of the glossary in a text: its sentence shows while it has the pointer or the focus; a press opens the glossary. */
import { Tooltip } from '@base-ui/react/tooltip';
import { glossary } from './glossary.ts';

export interface GlossaryTermProps {
  readonly word: string;
  readonly text: string;
  onOpen(word: string): void;
}

export function GlossaryTerm({ word, text, onOpen }: GlossaryTermProps) {
  const sentence = glossary[word] ?? '';
  return (
    <Tooltip.Root>
      <Tooltip.Trigger type="button" className="glossary-term" aria-description={sentence} onClick={() => onOpen(word)}>
        {text}
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Positioner className="menu-positioner" sideOffset={4}>
          <Tooltip.Popup className="glossary-tooltip">{sentence}</Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
