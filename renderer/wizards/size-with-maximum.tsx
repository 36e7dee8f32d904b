/** A size, with the largest that the engine could give one press away. */
import { useState } from 'react';
import type { Command } from '../../core/model/command.ts';
import { refusalWords } from '../../core/model/refusal-words.ts';
import { exactSize, formatSize } from '../../core/model/size-text.ts';
import { useDialogTools } from '../commands/surface-state.ts';
import { TextField } from '../dialogs/fields.tsx';
import { wizardTexts } from './wizard-texts.ts';

export interface SizeWithMaximumProps {
  readonly label: string;
  readonly value: string;
  readonly fault?: string | undefined;
  /** The command whose largest size is asked for. */
  readonly command: Command;
  /** The bytes for this field, where the largest is not the value itself. */
  fieldBytes?(maximumBytes: number): number;
  onChange(value: string): void;
}

export function SizeWithMaximum({ label, value, fault, command, fieldBytes = (bytes) => bytes, onChange }: SizeWithMaximumProps) {
  const { call } = useDialogTools();
  const [said, setSaid] = useState('');
  const ask = async (): Promise<void> => {
    const answer = await call('volume.maximum', { command });
    setSaid(answer.ok ? wizardTexts.atMost(formatSize(answer.value.bytes)) : refusalWords(answer.error).message);
    if (answer.ok && answer.value.bytes > 0) onChange(exactSize(fieldBytes(answer.value.bytes)));
  };
  return (
    <TextField label={label} value={value} fault={fault} hint={said === '' ? wizardTexts.sizeHint : said} onChange={onChange}
      beside={<button type="button" className="button" onClick={() => void ask()}>{wizardTexts.fields.maxSize}</button>} />
  );
}
