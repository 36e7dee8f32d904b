/** A look into the folders and devices of the host, which this console cannot see by itself. */
import { useState } from 'react';
import type { CallOutputs, FileEntry } from '../../core/host/contract.ts';
import { refusalWords } from '../../core/model/refusal-words.ts';
import { useDialogTools } from '../commands/surface-state.ts';
import { formatSize } from '../state/formats.ts';
import { wizardTexts } from './wizard-texts.ts';

const { attach } = wizardTexts;

export interface FolderBrowserProps {
  /** Where to look first; empty for the home folder of the host. */
  readonly folder: string;
  onFolder(folder: string): void;
  /** Absent where only a folder is wanted. */
  onTake?(path: string): void;
}

export function FolderBrowser({ folder, onFolder, onTake }: FolderBrowserProps) {
  const { call } = useDialogTools();
  const [listing, setListing] = useState<CallOutputs['files.list'] | null>(null);
  const [fault, setFault] = useState('');
  const look = async (wanted: string): Promise<void> => {
    const answer = await call('files.list', { folder: wanted });
    setFault(answer.ok ? '' : refusalWords(answer.error).message);
    if (!answer.ok) return;
    setListing(answer.value);
    onFolder(answer.value.folder);
  };
  const entries = listing === null ? [] : [
    ...listing.entries.filter(({ kind }) => kind === 'folder' || onTake !== undefined), ...(onTake === undefined ? [] : listing.devices),
  ];
  return (
    <div className="field">
      <div className="field-line">
        <button type="button" className="button" onClick={() => void look(folder)}>{attach.browse}</button>
        {listing !== null && <button type="button" className="button" onClick={() => void look(listing.parent)}>{attach.up}</button>}
      </div>
      <p className="field-fault" role="alert">{fault}</p>
      {listing !== null && (
        <ul className="folder-list" aria-label={attach.inFolder(listing.folder)}>
          {entries.map((entry) => (
            <li key={entry.path}>
              <button type="button" onClick={() => (entry.kind === 'folder' ? void look(entry.path) : onTake?.(entry.path))}>
                <span>{nameOf(entry)}</span> <span className="muted">{noteOf(entry)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {listing?.truncated === true && <p className="field-hint">{attach.truncated}</p>}
    </div>
  );
}

function nameOf({ path, kind }: FileEntry): string {
  return kind === 'device' ? path : path.slice(path.search(/[^/\\]+$/));
}

function noteOf({ kind, sizeBytes }: FileEntry): string {
  switch (kind) {
    case 'folder': return attach.folderNote;
    case 'file': return formatSize(sizeBytes);
    case 'device': return `${attach.deviceNote}, ${formatSize(sizeBytes)}`;
  }
}
