/** New Volume: where, what, under which letter, with which file system; then the plan. Ends at the new volume's Access tab. */
import { fileSystems } from '../../core/model/file-systems.ts';
import type { CommandTools, DialogProps } from '../commands/console-command.ts';
import { useDialogHost, useDialogTools } from '../commands/surface-state.ts';
import { CheckField, RadioField, SelectField, TextField } from '../dialogs/fields.tsx';
import { firstFreeName } from '../../core/model/name-rules.ts';
import { useTreeIndex } from '../state/console-context.ts';
import { nodeOf } from '../state/node-path.ts';
import { DiskPicker, unallocatedNote } from './disk-picker.tsx';
import { firstFreeLetter, sizeBytesOf } from './form-checks.ts';
import { FormatFields, useFormatRefusals } from './format-fields.tsx';
import { checkFormat, formatLine, noFormat, wishOf } from './format-form.ts';
import { formatTexts } from './format-texts.ts';
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
  const refusals = useFormatRefusals();
  const groupNameOf = (form: NewVolumeForm): string => facts.groups.find(({ id }) => id === form.groupId)?.name ?? '';
  const first = facts.groups.find(({ id }) => id === groupId) ?? facts.groups[0];
  const taken = new Set(index.volumes.filter((volume) => volume.groupId === first?.id).map(({ name }) => name.toLowerCase()));
  const initial: NewVolumeForm = {
    groupId: first?.id ?? '', diskChoice: diskIds.length > 0 ? 'manual' : 'auto', diskIds,
    name: firstFreeName((number) => `Volume${number}`, taken), size: '', layout: 'concatenated', columns: '2', stripeUnit: '64K',
    mirrored: false, mirrors: '2', logging: true, letterChoice: 'assign', letter: firstFreeLetter(index.volumes),
    ...noFormat,
  };
  return (
    <Wizard title={wizardTexts.titles.newVolume} initial={initial} onClose={onClose} command={(form) => volumeMake(form, facts)}
      followingLine={(form) => formatLine(form, groupNameOf(form), form.name)}
      onDone={(_outcome, form) => {
        tools.showTab('access');
        tools.goToNew(({ volumes }) => {
          const made = volumes.find((volume) => volume.name === form.name && volume.groupId === form.groupId);
          return made === undefined ? null : nodeOf(host, `group:${form.groupId}/volume:${made.id}`);
        });
        void formatNew(tools, groupNameOf(form), form);
      }}
      steps={[
        { title: wizardTexts.select, check: (form) => checkSelection(form, facts), page: (props) => <SelectPage {...props}
          facts={facts} /> },
        { title: wizardTexts.attributes, check: (form) => checkAttributes(form, facts), page: (props) => <AttributesPage {...props}
          facts={facts} /> },
        { title: wizardTexts.letterPage, check: (form) => checkLetter(form, facts), page: LetterPage },
        { title: formatTexts.page, check: (form) => checkFormat(form, form.name, sizeBytesOf(form.size), refusals),
          page: (props) => <FormatFields {...props} volume={props.form.name} optional /> },
      ]} />
  );
}

/** The volume is there whether it can be formatted or not: what stands in the way is shown over it. */
async function formatNew(tools: CommandTools, group: string, form: NewVolumeForm): Promise<void> {
  const wish = wishOf(form, form.name);
  if (wish === null) return;
  const answer = await tools.call('volume.format', { ...wish, group, volume: form.name });
  if (answer.ok) tools.say(formatTexts.begun(fileSystems[wish.fileSystem].title, form.name));
  else tools.refuse(answer.error);
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
