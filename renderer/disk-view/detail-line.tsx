/** What the keyboard is on, in one line: for those who use no pointer, what the tooltip is for those who do. */
import type { BlockWords } from './block-facts.ts';

export function DetailLine({ words }: { readonly words: BlockWords | null }) {
  return (
    <div className="detail-line">
      {words !== null && (
        <>
          <strong>{words.title}</strong>
          {words.facts.map(({ name, value }) => (
            <span key={name} className="detail-fact" title={value}><span className="detail-name">{name}</span> {value}</span>
          ))}
        </>
      )}
    </div>
  );
}
