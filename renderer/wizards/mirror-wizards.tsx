/** Add, Remove and Break Mirror. */
import { columnsPerPlexMaximum, plexesPerVolumeMaximum } from '../../core/model/limits.ts';
import { parseDriveLetter } from '../../core/model/name-rules.ts';
import type { PlexView, VolumeView } from '../../core/model/views.ts';
import type { DialogProps } from '../commands/console-command.ts';
import { useDialogHost } from '../commands/surface-state.ts';
import { SelectField, TextField } from '../dialogs/fields.tsx';
import { useTreeIndex } from '../state/console-context.ts';
import type { TreeIndex } from '../state/tree-model.ts';
import { letterIssue, volumeNameIssue, wholeIssue } from './form-checks.ts';
import { diskNames } from './new-volume-form.ts';
import { PlacementFields, placementFault } from './placement-fields.tsx';
import type { Placement } from './placement-fields.tsx';
import { Wizard } from './wizard-frame.tsx';
import { wizardTexts } from './wizard-texts.ts';

const { fields, titles } = wizardTexts;

interface OfVolume extends DialogProps {
  readonly volume: VolumeView;
}

/** The mirrors of a volume, in their order, as choices with the disks that they lie on. */
export function plexChoices(index: TreeIndex, volume: VolumeView): readonly { readonly value: string; readonly label: string }[] {
  const subdisks = [...index.tables.subdisk.values()].filter(({ volumeId }) => volumeId === volume.id);
  return volume.plexIds.map((id) => index.tables.plex.get(id)).filter((plex): plex is PlexView => plex !== undefined).map((plex) => {
    const disks = [...new Set(subdisks.filter(({ plexId }) => plexId === plex.id).map(({ diskName }) => diskName))];
    return { value: plex.name, label: `${plex.name}, ${plex.state}, ${disks.join(', ')}` };
  });
}

interface AddMirrorForm extends Placement {
  readonly mirrors: string;
  readonly layout: 'like' | 'spanned' | 'stripe';
  readonly columns: string;
}

export function AddMirrorWizard({ volume, onClose }: OfVolume) {
  const index = useTreeIndex(useDialogHost());
  const disks = (index.disksOfGroup.get(volume.groupId) ?? []).filter(({ status }) => status === 'online');
  const initial: AddMirrorForm = { mirrors: '1', layout: 'like', columns: '2', diskChoice: 'auto', diskIds: [] };
  return (
    <Wizard title={titles.addMirror} size="large" initial={initial} onClose={onClose}
      command={({ mirrors, layout, columns, diskChoice, diskIds }) => ({
        command: 'volume.mirror', group: volume.groupName, volume: volume.name, mirrors: Number(mirrors),
        ...(layout === 'like' ? {} : { type: layout }), ...(layout === 'stripe' ? { columns: Number(columns) } : {}),
        disks: diskChoice === 'auto' ? [] : diskNames(diskIds, disks), excludedDisks: [],
      })}
      steps={[{
        title: titles.addMirror,
        check: (form) => {
          const mirrors = wholeIssue(form.mirrors, 1, plexesPerVolumeMaximum - volume.plexIds.length);
          const columns = form.layout === 'stripe' ? wholeIssue(form.columns, 2, columnsPerPlexMaximum) : undefined;
          return { ...(mirrors === undefined ? {} : { mirrors }), ...(columns === undefined ? {} : { columns }), ...placementFault(form) };
        },
        page: ({ form, faults, change }) => (
          <>
            <TextField label={fields.mirrors} value={form.mirrors} fault={faults.mirrors} onChange={(mirrors) => change({ mirrors })} />
            <SelectField label={fields.layout} value={form.layout} onChange={(layout) => change({ layout })} choices={[
              { value: 'like', label: wizardTexts.mirrorLayouts.like }, { value: 'spanned', label: wizardTexts.mirrorLayouts.spanned },
              { value: 'stripe', label: wizardTexts.mirrorLayouts.stripe },
            ]} />
            {form.layout === 'stripe' && (
              <TextField label={fields.columns} value={form.columns} fault={faults.columns} onChange={(columns) => change({ columns })} />
            )}
            <PlacementFields form={form} fault={faults.diskIds} disks={disks} change={change} />
          </>
        ),
      }]} />
  );
}

export function RemoveMirrorWizard({ volume, onClose }: OfVolume) {
  const choices = plexChoices(useTreeIndex(useDialogHost()), volume);
  return (
    <Wizard title={titles.removeMirror} initial={{ plex: choices.at(-1)?.value ?? '' }} onClose={onClose}
      command={({ plex }) => ({ command: 'volume.rmmirror', group: volume.groupName, volume: volume.name, plex, disks: [] })}
      steps={[{
        title: titles.removeMirror, check: ({ plex }) => (plex === '' ? { plex: wizardTexts.faults.noneThere } : {}),
        page: ({ form, faults, change }) => (
          <SelectField label={fields.mirror} value={form.plex} fault={faults.plex} choices={choices}
            onChange={(plex) => change({ plex })} />
        ),
      }]} />
  );
}

export function BreakMirrorWizard({ volume, plexName, onClose }: OfVolume & { readonly plexName?: string }) {
  const index = useTreeIndex(useDialogHost());
  const choices = plexChoices(index, volume);
  const names = (index.volumesOfGroup.get(volume.groupId) ?? []).map(({ name }) => name);
  const initial = { plex: plexName ?? choices.at(-1)?.value ?? '', name: `${volume.name}-copy`.slice(0, 31), letter: '' };
  return (
    <Wizard title={titles.breakMirror} initial={initial} onClose={onClose}
      command={({ plex, name, letter }) => ({
        command: 'volume.break', group: volume.groupName, volume: volume.name, plex, newName: name,
        ...(letter === '' ? {} : { driveLetter: parseDriveLetter(letter) ?? letter }),
      })}
      steps={[{
        title: titles.breakMirror,
        check: (form) => {
          const name = volumeNameIssue(form.name, names);
          const letter = form.letter === '' ? undefined : letterIssue(form.letter, index.volumes, '');
          return { ...(name === undefined ? {} : { name }), ...(letter === undefined ? {} : { letter }) };
        },
        page: ({ form, faults, change }) => (
          <>
            <SelectField label={fields.mirror} value={form.plex} choices={choices} onChange={(plex) => change({ plex })} />
            <div className="field-pair">
              <TextField label={fields.volumeName} value={form.name} fault={faults.name} onChange={(name) => change({ name })} />
              <TextField label={fields.letter} value={form.letter} fault={faults.letter} hint={fields.noLetter}
                onChange={(letter) => change({ letter })} />
            </div>
          </>
        ),
      }]} />
  );
}
