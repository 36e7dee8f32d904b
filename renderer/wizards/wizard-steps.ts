/** A wizard as values: a form, and steps that each look after some of its fields. */
import type { ReactNode } from 'react';

/** By field, what is wrong with it in a sentence. A field without an entry is well. */
export type Faults<Form> = { readonly [Key in keyof Form]?: string };

export interface StepProps<Form> {
  readonly form: Form;
  /** Of fields that were touched, and of all once somebody wanted to go on. */
  readonly faults: Faults<Form>;
  change(part: Partial<Form>): void;
}

export interface WizardStep<Form> {
  readonly title: string;
  /** Pure: the same form has the same faults. */
  check(form: Form): Faults<Form>;
  page(props: StepProps<Form>): ReactNode;
}

/** The faults that may be shown: nobody is blamed for a field that they have not reached yet. */
export function shownFaults<Form>(faults: Faults<Form>, touched: ReadonlySet<keyof Form>, all: boolean): Faults<Form> {
  if (all) return faults;
  return Object.fromEntries(Object.entries(faults).filter(([field]) => touched.has(field as keyof Form))) as Faults<Form>;
}

export function isSound<Form>(faults: Faults<Form>): boolean {
  return Object.values(faults).every((fault) => fault === undefined || fault === '');
}
