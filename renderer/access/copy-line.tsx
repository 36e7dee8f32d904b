/** A line that is meant to be used elsewhere, with its Copy button. */
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { accessTexts as words } from './access-texts.ts';

export function CopyLine({ name, line }: { readonly name: string; readonly line: string }) {
  const [copied, setCopied] = useState(false);
  const Sign = copied ? Check : Copy;
  return (
    <div className="copy-line">
      <dt>{name}</dt>
      <dd>
        <code title={line}>{line}</code>
        <button type="button" className="icon-button" aria-label={words.copyOf(name)} title={copied ? words.copied : words.copy}
          onBlur={() => setCopied(false)} onClick={() => {
            void navigator.clipboard.writeText(line).then(() => setCopied(true));
          }}><Sign size={14} /></button>
        <span role="status" className="visually-hidden">{copied ? words.copied : ''}</span>
      </dd>
    </div>
  );
}
