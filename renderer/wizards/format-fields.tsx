/** The fields of formatting, for the page of New Volume and for the dialog of a volume. */
import { useEffect, useState } from 'react';
import { fileSystemKinds, fileSystems } from '../../core/model/file-systems.ts';
import { useDialogTools } from '../commands/surface-state.ts';
import { CheckField, SelectField, TextField } from '../dialogs/fields.tsx';
import { formatSize } from '../state/formats.ts';
import { checksBlocks, labelOfForm } from './format-form.ts';
import type { FormatForm, FormatRefusals } from './format-form.ts';
import { formatTexts as words } from './format-texts.ts';
import type { Faults } from './wizard-steps.ts';

export interface FormatFieldsProps {
  readonly form: FormatForm;
  readonly faults: Faults<FormatForm>;
  /** The name of the volume. */
  readonly volume: string;
  /** Whether the volume may be left without a file system. */
  readonly optional: boolean;
  change(part: Partial<FormatForm>): void;
}

export function FormatFields({ form, faults, volume, optional, change }: FormatFieldsProps) {
  const { fileSystem } = form;
  const none = fileSystem === 'none';
  const units = none ? [] : fileSystems[fileSystem].allocationUnits;
  return (
    <>
      <SelectField label={words.fileSystem} value={fileSystem} fault={faults.fileSystem} hint={optional ? words.newHint : words.hint}
        choices={[...(optional ? [{ value: 'none' as const, label: words.none }] : []),
          ...fileSystemKinds.map((value) => ({ value, label: fileSystems[value].title }))]}
        onChange={(chosen) => change({ fileSystem: chosen, unit: '' })} />
      <div className="field-pair">
        <TextField label={words.label} value={labelOfForm(form, volume)} disabled={none} fault={faults.fileSystemLabel}
          onChange={(fileSystemLabel) => change({ fileSystemLabel })} />
        <SelectField label={words.unit} value={form.unit} disabled={none} fault={faults.unit} onChange={(unit) => change({ unit })}
          choices={[{ value: '', label: words.standardUnit },
            ...units.map((bytes) => ({ value: String(bytes), label: formatSize(bytes) }))]} />
      </div>
      <CheckField label={words.quick} checked={!none && (form.quick || !checksBlocks(form))} disabled={!checksBlocks(form)}
        hint={words.quickHint} onChange={(quick) => change({ quick })} />
    </>
  );
}

const none: FormatRefusals = new Map();

/** What the host says of its tools; nothing is refused until it has answered. */
export function useFormatRefusals(): FormatRefusals {
  const { call } = useDialogTools();
  const [refusals, setRefusals] = useState(none);
  useEffect(() => {
    let current = true;
    void call('formats.list', {}).then((answer) => {
      if (!current || !answer.ok) return;
      setRefusals(new Map(answer.value.formats.flatMap(({ fileSystem, refusal }) => (refusal === null ? [] : [[fileSystem, refusal]]))));
    });
    return () => { current = false; };
    // The dialog asks when it opens, not when its tools are made anew.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return refusals;
}
