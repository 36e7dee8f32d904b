/** New Volume: where, what, under which letter; then the plan. Ends at the new volume. */
import type { DialogProps } from '../commands/console-command.ts';
import { useDialogHost, useDialogTools } from '../commands/surface-state.ts';
import { CheckField, RadioField, SelectField, TextField } from '../dialogs/fields.tsx';
import { firstFreeName } from '../../core/model/name-rules.ts';
import { useTreeIndex } from '../state/console-context.ts';
import { nodeOf } from '../state/node-path.ts';
import { DiskPicker, unallocatedNote } from './disk-picker.tsx';
import { firstFreeLetter } from './form-checks.ts';
import { checkAttributes, checkLetter, checkSelection, volumeMake } from './new-volume-form.ts';
import type { NewVolumeFacts, NewVolumeForm } from './new-volume-form.ts';
import { SizeWithMaximum } from './size-with-maximum.tsx';
import { Wizard } from './wizard-frame.tsx';
import type { StepProps } from './wizard-steps.ts';
import { wizardTexts } from './wizard-texts.ts';

const { fields } = wizardTexts;

export interface NewVolumeProps extends DialogProps {
  /** The group to begin with; empty for the first there is. */
  readonly groupId: string;
  readonly diskIds: readonly string[];
}

export function NewVolumeWizard({ groupId, diskIds, onClose }: NewVolumeProps) {
  const host = useDialogHost();
  const tools = useDialogTools();
  const index = useTreeIndex(host);
  const facts: NewVolumeFacts = {
    groups: index.groups.filter(({ status }) => status === 'imported'), volumes: index.volumes, disks: index.disks,
  };
  const first = facts.groups.find(({ id }) => id === groupId) ?? facts.groups[0];
  const taken = new Set(index.volumes.filter((volume) => volume.groupId === first?.id).map(({ name }) => name.toLowerCase()));
  const initial: NewVolumeForm = {
    groupId: first?.id ?? '', diskChoice: diskIds.length > 0 ? 'manual' : 'auto', diskIds,
    name: firstFreeName((number) => `Volume${number}`, taken), size: '', layout: 'concatenated', columns: '2', stripeUnit: '64K',
    mirrored: false, mirrors: '2', logging: true, letterChoice: 'assign', letter: firstFreeLetter(index.volumes),
  };
  return (
    <Wizard title={wizardTexts.titles.newVolume} initial={initial} onClose={onClose} command={(form) => volumeMake(form, facts)}
      onDone={(_outcome, { name, groupId: inGroup }) => tools.goToNew(({ volumes }) => {
        const made = volumes.find((volume) => volume.name === name && volume.groupId === inGroup);
        return made === undefined ? null : nodeOf(host, `group:${inGroup}/volume:${made.id}`);
      })}
      steps={[
        { title: wizardTexts.select, check: (form) => checkSelection(form, facts), page: (props) => <SelectPage {...props}
          facts={facts} /> },
        { title: wizardTexts.attributes, check: (form) => checkAttributes(form, facts), page: (props) => <AttributesPage {...props}
          facts={facts} /> },
        { title: wizardTexts.letterPage, check: (form) => checkLetter(form, facts), page: LetterPage },
      ]} />
  );
}

type PageProps = StepProps<NewVolumeForm> & { readonly facts: NewVolumeFacts };

function SelectPage({ form, faults, change, facts }: PageProps) {
  return (
    <>
      <SelectField label={fields.group} value={form.groupId} fault={faults.groupId}
        choices={facts.groups.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(groupId) => change({ groupId, diskIds: [] })} />
      <RadioField label={fields.diskChoice} value={form.diskChoice} onChange={(diskChoice) => change({ diskChoice })}
        choices={[{ value: 'auto', label: fields.autoDisks }, { value: 'manual', label: fields.manualDisks }]} />
      {form.diskChoice === 'manual' && (
        <DiskPicker available={facts.disks.filter(({ groupId, status }) => groupId === form.groupId && status === 'online')}
          note={unallocatedNote}
          selected={form.diskIds} fault={faults.diskIds} onChange={(diskIds) => change({ diskIds })} />
      )}
    </>
  );
}

function AttributesPage({ form, faults, change, facts }: PageProps) {
  const striped = form.layout === 'striped';
  return (
    <>
      <div className="field-pair">
        <TextField label={fields.volumeName} value={form.name} fault={faults.name} onChange={(name) => change({ name })} />
        <SizeWithMaximum label={fields.size} value={form.size} fault={faults.size} command={volumeMake(form, facts)}
          onChange={(size) => change({ size })} />
      </div>
      <RadioField label={fields.layout} value={form.layout} onChange={(layout) => change({ layout })}
        choices={[{ value: 'concatenated', label: wizardTexts.layouts.concatenated },
          { value: 'striped', label: wizardTexts.layouts.striped }]} />
      <div className="field-pair">
        <TextField label={fields.columns} value={form.columns} disabled={!striped} fault={faults.columns}
          onChange={(columns) => change({ columns })} />
        <TextField label={fields.stripeUnit} value={form.stripeUnit} disabled={!striped} fault={faults.stripeUnit}
          onChange={(stripeUnit) => change({ stripeUnit })} />
      </div>
      <CheckField label={fields.mirrored} checked={form.mirrored} onChange={(mirrored) => change({ mirrored })} />
      <div className="field-pair">
        <TextField label={fields.totalMirrors} value={form.mirrors} disabled={!form.mirrored} fault={faults.mirrors}
          onChange={(mirrors) => change({ mirrors })} />
        <CheckField label={fields.logging} checked={form.mirrored && form.logging} disabled={!form.mirrored} hint={wizardTexts.loggingHint}
          onChange={(logging) => change({ logging })} />
      </div>
    </>
  );
}

function LetterPage({ form, faults, change }: StepProps<NewVolumeForm>) {
  return (
    <>
      <RadioField label={fields.letter} value={form.letterChoice} onChange={(letterChoice) => change({ letterChoice })}
        choices={[{ value: 'assign', label: fields.assignLetter }, { value: 'none', label: fields.noLetter }]} />
      <TextField label={fields.letter} value={form.letter} disabled={form.letterChoice === 'none'} fault={faults.letter}
        hint={wizardTexts.letterIsName}
        onChange={(letter) => change({ letter })} />
    </>
  );
}
