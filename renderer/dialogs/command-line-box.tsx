/** A command line that does the same, to be taken away. */
import { useState } from 'react';
import { dialogTexts } from './dialog-texts.ts';

export interface CommandLineBoxProps {
  readonly line: string;
  readonly label?: string;
}

export function CommandLineBox({ line, label = dialogTexts.commandLine }: CommandLineBoxProps) {
  const [copied, setCopied] = useState('');
  if (line === '') return null;
  return (
    <div className="command-line-box">
      <span className="field-label">{label}</span>
      <code className="command-line">{line}</code>
      <button type="button" className="button" onClick={() => {
        void navigator.clipboard.writeText(line).then(() => setCopied(line));
      }}>{dialogTexts.copy}</button>
      <span role="status" className="muted">{copied === line ? dialogTexts.copied : ''}</span>
    </div>
  );
}
