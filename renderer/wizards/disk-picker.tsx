/** Which disks: those that can be had at the left, those that were taken at the right. Everything by mouse or keys. */
import { useId, useState } from 'react';
import type { DiskView } from '../../core/model/views.ts';
import { formatSize } from '../state/formats.ts';
import { diskLabel } from '../state/tree-model.ts';
import { wizardTexts } from './wizard-texts.ts';

const { picker } = wizardTexts;
const linesShown = 7;

export interface DiskPickerProps {
  readonly available: readonly DiskView[];
  /** Ids, in the order in which they were taken. */
  readonly selected: readonly string[];
  readonly fault?: string | undefined;
  /** What to say of a disk beside its name. */
  note?(disk: DiskView): string;
  onChange(selected: readonly string[]): void;
}

export function DiskPicker({ available, selected, fault = '', note = sizeNote, onChange }: DiskPickerProps) {
  const [leftMarks, setLeftMarks] = useState<readonly string[]>([]);
  const [rightMarks, setRightMarks] = useState<readonly string[]>([]);
  const faultId = useId();
  const left = available.filter(({ id }) => !selected.includes(id));
  const right = selected.map((id) => available.find((disk) => disk.id === id)).filter((disk) => disk !== undefined);
  const take = (ids: readonly string[]): void => onChange([...selected, ...ids.filter((id) => !selected.includes(id))]);
  const giveBack = (ids: readonly string[]): void => onChange(selected.filter((id) => !ids.includes(id)));
  return (
    <div className="field">
      <div className="disk-picker">
        <DiskList label={picker.available} disks={left} note={note} marks={leftMarks} onMark={setLeftMarks} onOpen={(id) => take([id])} />
        <div className="disk-picker-buttons">
          <button type="button" className="button" onClick={() => take(leftMarks)}>{picker.add}</button>
          <button type="button" className="button" onClick={() => take(left.map(({ id }) => id))}>{picker.addAll}</button>
          <button type="button" className="button" onClick={() => giveBack(rightMarks)}>{picker.remove}</button>
          <button type="button" className="button" onClick={() => giveBack(selected)}>{picker.removeAll}</button>
        </div>
        <DiskList label={picker.selected} disks={right} note={note} marks={rightMarks} onMark={setRightMarks}
          onOpen={(id) => giveBack([id])}
          faultId={fault === '' ? undefined : faultId} />
      </div>
      <p id={faultId} className="field-fault" role="alert">{fault}</p>
    </div>
  );
}

interface DiskListProps {
  readonly label: string;
  readonly disks: readonly DiskView[];
  readonly marks: readonly string[];
  readonly faultId?: string | undefined;
  note(disk: DiskView): string;
  onMark(ids: readonly string[]): void;
  onOpen(id: string): void;
}

function DiskList({ label, disks, marks, faultId, note, onMark, onOpen }: DiskListProps) {
  return (
    <label className="disk-list">
      <span className="field-label">{label}</span>
      <select multiple size={linesShown} className="field-control" value={marks} aria-describedby={faultId}
        aria-invalid={faultId !== undefined}
        onChange={(event) => onMark([...event.currentTarget.selectedOptions].map(({ value }) => value))}>
        {disks.map((disk) => (
          <option key={disk.id} value={disk.id} onDoubleClick={() => onOpen(disk.id)}>{`${diskLabel(disk)}  ${note(disk)}`}</option>
        ))}
      </select>
    </label>
  );
}

function sizeNote(disk: DiskView): string {
  return formatSize(disk.sizeBytes);
}

/** What is still free on a member. */
export function unallocatedNote(disk: DiskView): string {
  return wizardTexts.picker.free(formatSize(disk.unallocatedBytes));
}
