/** Small dialogs about one volume and its mirrors: name, letter, reading, and which mirror is right. */
import type { PlexClaim } from '../../core/model/command.ts';
import { parseDriveLetter } from '../../core/model/name-rules.ts';
import type { PlexView, VolumeView } from '../../core/model/views.ts';
import type { DialogProps } from '../commands/console-command.ts';
import { useDialogHost } from '../commands/surface-state.ts';
import { RadioField, SelectField, TextField } from '../dialogs/fields.tsx';
import { useTreeIndex } from '../state/console-context.ts';
import { letterIssue, volumeNameIssue } from './form-checks.ts';
import { plexChoices } from './mirror-wizards.tsx';
import { Wizard } from './wizard-frame.tsx';
import { wizardTexts } from './wizard-texts.ts';

const { fields, titles } = wizardTexts;

interface OfVolume extends DialogProps {
  readonly volume: VolumeView;
}

export function RenameVolumeWizard({ volume, onClose }: OfVolume) {
  const { volumesOfGroup } = useTreeIndex(useDialogHost());
  const others = (volumesOfGroup.get(volume.groupId) ?? []).filter(({ id }) => id !== volume.id).map(({ name }) => name);
  return (
    <Wizard title={titles.renameVolume} size="small" initial={{ name: volume.name }} onClose={onClose}
      command={({ name }) => ({ command: 'volume.rename', group: volume.groupName, volume: volume.name, newName: name })}
      steps={[{
        title: titles.renameVolume,
        check: ({ name }) => {
          const fault = volumeNameIssue(name, others);
          return fault === undefined ? {} : { name: fault };
        },
        page: ({ form, faults, change }) => (
          <TextField label={fields.newName} value={form.name} fault={faults.name} onChange={(name) => change({ name })} />
        ),
      }]} />
  );
}

export function DriveLetterWizard({ volume, onClose }: OfVolume) {
  const { volumes } = useTreeIndex(useDialogHost());
  return (
    <Wizard title={titles.letter} size="small" initial={{ letter: volume.driveLetter }} onClose={onClose}
      command={({ letter }) => ({
        command: 'volume.assign', group: volume.groupName, volume: volume.name, driveLetter: letter === '' ? ''
          : (parseDriveLetter(letter) ?? letter),
      })}
      steps={[{
        title: titles.letter,
        check: ({ letter }) => {
          const fault = letter === '' ? undefined : letterIssue(letter, volumes, volume.id);
          return fault === undefined ? {} : { letter: fault };
        },
        page: ({ form, faults, change }) => (
          <TextField label={fields.letter} value={form.letter} fault={faults.letter} hint={wizardTexts.letterIsName}
            onChange={(letter) => change({ letter })} />
        ),
      }]} />
  );
}

export function ReadPolicyWizard({ volume, onClose }: OfVolume) {
  const choices = plexChoices(useTreeIndex(useDialogHost()), volume);
  const initial = { policy: volume.readPolicy.kind, plex: choices[0]?.value ?? '' };
  return (
    <Wizard title={titles.policy} initial={initial} onClose={onClose}
      command={({ policy, plex }) => ({
        command: 'volume.rdpol', group: volume.groupName, volume: volume.name, policy, ...(policy === 'prefer' ? { plex } : {}),
      })}
      steps={[{
        title: titles.policy, check: () => ({}),
        page: ({ form, change }) => (
          <>
            <RadioField label={fields.policy} value={form.policy} onChange={(policy) => change({ policy })} choices={[
              { value: 'select', label: wizardTexts.policies.select }, { value: 'round', label: wizardTexts.policies.round },
              { value: 'prefer', label: wizardTexts.policies.prefer },
            ]} />
            <SelectField label={fields.preferred} value={form.plex} disabled={form.policy !== 'prefer'} choices={choices}
              onChange={(plex) => change({ plex })} />
          </>
        ),
      }]} />
  );
}

/** Writes the mirrors that differ anew from the one that a person says is right. */
export function RepairVolumeWizard({ volume, onClose }: OfVolume) {
  const choices = plexChoices(useTreeIndex(useDialogHost()), volume);
  return (
    <Wizard title={titles.repair} initial={{ plex: choices[0]?.value ?? '' }} onClose={onClose}
      command={({ plex }) => ({ command: 'volume.verify', group: volume.groupName, volume: volume.name, from: plex })}
      steps={[{
        title: titles.repair, check: ({ plex }) => (plex === '' ? { plex: wizardTexts.faults.noneThere } : {}),
        page: ({ form, faults, change }) => (
          <SelectField label={fields.goodCopy} value={form.plex} fault={faults.plex} choices={choices}
            onChange={(plex) => change({ plex })} />
        ),
      }]} />
  );
}

export function PlexFixWizard({ plex, groupName, onClose }: DialogProps & { readonly plex: PlexView; readonly groupName: string }) {
  const claims: readonly PlexClaim[] = ['clean', 'active', 'stale', 'empty'];
  const initial: { readonly claim: PlexClaim } = { claim: 'clean' };
  return (
    <Wizard title={titles.fix} initial={initial} onClose={onClose}
      command={({ claim }) => ({ command: 'plex.fix', group: groupName, claim, plexes: [plex.name] })}
      steps={[{
        title: titles.fix, check: () => ({}),
        page: ({ form, change }) => (
          <RadioField label={`${fields.mirror} ${plex.name}`} value={form.claim} onChange={(claim) => change({ claim })}
            choices={claims.map((value) => ({ value, label: wizardTexts.claims[value] }))} />
        ),
      }]} />
  );
}
