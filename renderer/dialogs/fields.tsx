/** Fields of dialogs: each with its label, and its fault beside it while it is typed. */
import { Field } from '@base-ui/react/field';
import { useId } from 'react';
import type { ReactNode } from 'react';

interface FieldFrameProps {
  readonly label: string;
  /** What is wrong with the value, in a sentence; empty when nothing is. */
  readonly fault?: string | undefined;
  readonly hint?: string | undefined;
}

function FieldFrame({ label, fault = '', hint = '', children }: FieldFrameProps & { readonly children: ReactNode }) {
  return (
    <Field.Root className="field" data-field={label} invalid={fault !== ''}>
      <Field.Label className="field-label">{label}</Field.Label>
      {children}
      {hint !== '' && fault === '' && <Field.Description className="field-hint">{hint}</Field.Description>}
      <Field.Error className="field-fault" match={fault !== ''}>{fault}</Field.Error>
    </Field.Root>
  );
}

export interface TextFieldProps extends FieldFrameProps {
  readonly value: string;
  readonly disabled?: boolean;
  readonly mono?: boolean;
  /** What is typed is not shown. */
  readonly secret?: boolean;
  readonly beside?: ReactNode;
  onChange(value: string): void;
}

export function TextField({ value, disabled = false, mono = false, secret = false, beside, onChange, ...frame }: TextFieldProps) {
  return (
    <FieldFrame {...frame}>
      <div className="field-line">
        <Field.Control className={mono ? 'field-control mono' : 'field-control'} type={secret ? 'password' : 'text'} value={value}
          disabled={disabled} autoComplete="off"
          spellCheck={false} onValueChange={onChange} />
        {beside}
      </div>
    </FieldFrame>
  );
}

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string;
}

export interface SelectFieldProps<Value extends string> extends FieldFrameProps {
  readonly value: Value;
  readonly choices: readonly Choice<Value>[];
  readonly disabled?: boolean;
  onChange(value: Value): void;
}

export function SelectField<Value extends string>({ value, choices, disabled = false, onChange, ...frame }: SelectFieldProps<Value>) {
  return (
    <FieldFrame {...frame}>
      <Field.Control className="field-control" disabled={disabled} value={value} render={<select />}
        onChange={(event) => onChange(event.currentTarget.value as Value)}>
        {choices.map((choice) => <option key={choice.value} value={choice.value}>{choice.label}</option>)}
      </Field.Control>
    </FieldFrame>
  );
}

export interface RadioFieldProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly Choice<Value>[];
  onChange(value: Value): void;
}

export function RadioField<Value extends string>({ label, value, choices, onChange }: RadioFieldProps<Value>) {
  const name = useId();
  return (
    <fieldset className="field field-set" data-field={label}>
      <legend className="field-label">{label}</legend>
      {choices.map((choice) => (
        <label key={choice.value} className="field-option">
          <input type="radio" name={name} checked={choice.value === value} onChange={() => onChange(choice.value)} />
          <span>{choice.label}{choice.hint !== undefined && <span className="field-hint"> {choice.hint}</span>}</span>
        </label>
      ))}
    </fieldset>
  );
}

export interface CheckFieldProps {
  readonly label: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly hint?: string;
  onChange(checked: boolean): void;
}

export function CheckField({ label, checked, disabled = false, hint = '', onChange }: CheckFieldProps) {
  return (
    <label className="field field-option" data-field={label}>
      <input type="checkbox" checked={checked} disabled={disabled} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span>{label}{hint !== '' && <span className="field-hint"> {hint}</span>}</span>
    </label>
  );
}
