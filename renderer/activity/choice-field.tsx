/** A choice in the bar above a table: its label is spoken, its value shown. */
export interface ChoiceFieldProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly values: readonly Value[];
  readonly words: Readonly<Record<Value, string>>;
  onChange(value: Value): void;
}

export function ChoiceField<Value extends string>({ label, value, values, words, onChange }: ChoiceFieldProps<Value>) {
  return (
    <select className="text-field" aria-label={label} title={label} value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value as Value)}>
      {values.map((each) => <option key={each} value={each}>{words[each]}</option>)}
    </select>
  );
}
