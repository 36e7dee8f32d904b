/** Attach or Create Disks: new sparse files, files and devices of the host, or an export of another host. */
import { Field } from '@base-ui/react/field';
import type { DialogProps } from '../commands/console-command.ts';
import { CheckField, RadioField, TextField } from '../dialogs/fields.tsx';
import { checkAttach, diskAttach, pathsOf } from './attach-form.ts';
import type { AttachForm } from './attach-form.ts';
import { FolderBrowser } from './folder-browser.tsx';
import { Wizard } from './wizard-frame.tsx';
import type { StepProps } from './wizard-steps.ts';
import { wizardTexts } from './wizard-texts.ts';

const { attach, titles } = wizardTexts;

/** `paths`: files that a person dropped on the window, or passed to the desktop program. */
export function AttachWizard({ onClose, paths = [] }: DialogProps & { readonly paths?: readonly string[] }) {
  const initial: AttachForm = {
    what: paths.length > 0 ? 'existing' : 'create', folder: '', prefix: 'disk', count: '2', size: '1G', paths: paths.join('\n'),
    address: 'nbd://', readOnly: false,
  };
  return (
    <Wizard title={titles.attach} size="large" initial={initial} onClose={onClose} command={diskAttach}
      steps={[{ title: titles.attach, check: checkAttach, page: AttachPage }]} />
  );
}

function AttachPage(props: StepProps<AttachForm>) {
  const { form, change } = props;
  return (
    <>
      <RadioField label={attach.what} value={form.what} onChange={(what) => change({ what })} choices={[
        { value: 'create', label: attach.create }, { value: 'existing', label: attach.existing }, { value: 'remote', label: attach.remote },
      ]} />
      {form.what === 'create' && <CreateFields {...props} />}
      {form.what === 'existing' && <ExistingFields {...props} />}
      {form.what === 'remote' && (
        <TextField label={attach.address} value={form.address} fault={props.faults.address} mono
          onChange={(address) => change({ address })} />
      )}
      {form.what !== 'create' && (
        <CheckField label={attach.readOnly} checked={form.readOnly} hint={attach.readOnlyHint}
          onChange={(readOnly) => change({ readOnly })} />
      )}
    </>
  );
}

function CreateFields({ form, faults, change }: StepProps<AttachForm>) {
  return (
    <>
      <TextField label={attach.folder} value={form.folder} fault={faults.folder} mono onChange={(folder) => change({ folder })} />
      <FolderBrowser folder={form.folder} onFolder={(folder) => change({ folder })} />
      <div className="field-pair">
        <TextField label={attach.prefix} value={form.prefix} fault={faults.prefix} onChange={(prefix) => change({ prefix })} />
        <TextField label={attach.count} value={form.count} fault={faults.count} onChange={(count) => change({ count })} />
      </div>
      <TextField label={attach.each} value={form.size} fault={faults.size} hint={wizardTexts.sizeHint}
        onChange={(size) => change({ size })} />
    </>
  );
}

function ExistingFields({ form, faults, change }: StepProps<AttachForm>) {
  const fault = faults.paths ?? '';
  return (
    <>
      <Field.Root className="field" invalid={fault !== ''}>
        <Field.Label className="field-label">{attach.paths}</Field.Label>
        <Field.Control className="field-control mono area-control" render={<textarea />} value={form.paths} spellCheck={false}
          onChange={(event) => change({ paths: event.currentTarget.value })} />
        <Field.Description className="field-hint">{attach.pathsHint}</Field.Description>
        <Field.Error className="field-fault" match={fault !== ''}>{fault}</Field.Error>
      </Field.Root>
      <FolderBrowser folder={form.folder} onFolder={(folder) => change({ folder })}
        onTake={(path) => change({ paths: [...pathsOf(form).filter((other) => other !== path), path].join('\n') })} />
    </>
  );
}
