/** Names and values, to be read and to be copied. Empty values are left out. */
export type NamedFact = readonly [name: string, value: string];

export function FactList({ facts }: { readonly facts: readonly NamedFact[] }) {
  return (
    <dl className="fact-list">
      {facts.filter(([, value]) => value !== '').map(([name, value]) => (
        <div key={name}><dt>{name}</dt><dd>{value}</dd></div>
      ))}
    </dl>
  );
}
