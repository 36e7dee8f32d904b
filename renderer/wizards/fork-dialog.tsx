/** A group that went on in two places: the sides beside each other, one of which a person keeps. */
import { useEffect, useState } from 'react';
import type { GroupSide } from '../../core/host/contract.ts';
import type { Refusal } from '../../core/model/refusal.ts';
import type { GroupView } from '../../core/model/views.ts';
import type { DialogProps } from '../commands/console-command.ts';
import { useDialogTools } from '../commands/surface-state.ts';
import { DialogFrame } from '../dialogs/dialog-frame.tsx';
import { dialogTexts } from '../dialogs/dialog-texts.ts';
import { FactList } from '../dialogs/fact-list.tsx';
import { RefusalBox } from '../dialogs/refusal-box.tsx';
import { formatExactTime } from '../state/formats.ts';
import { wizardTexts } from './wizard-texts.ts';

const { fork } = wizardTexts;
/** More of a side's history than this does not help to choose. */
const entriesShown = 6;

export function ForkDialog({ group, onClose }: DialogProps & { readonly group: GroupView }) {
  const tools = useDialogTools();
  const [sides, setSides] = useState<readonly GroupSide[] | null>(null);
  const [refused, setRefused] = useState<Refusal | null>(null);
  useEffect(() => {
    let shown = true;
    void tools.call('group.sides', { group: group.id }).then((answer) => {
      if (!shown) return;
      if (answer.ok) setSides(answer.value.sides);
      else setRefused(answer.error);
    });
    return () => { shown = false; };
    // The sides are asked for once: another look is another dialog.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [group.id]);
  return (
    <DialogFrame title={wizardTexts.titles.fork} size="large" onClose={onClose}
      buttons={<button type="button" className="button" onClick={onClose}>{dialogTexts.cancel}</button>}>
      {refused !== null && <RefusalBox refusal={refused} onRemedy={(remedy) => tools.perform(remedy)} />}
      {sides === null && refused === null && <p className="plan-waiting" role="status">{fork.asking}</p>}
      {sides?.length === 0 && <p>{fork.none}</p>}
      {sides !== null && sides.length > 0 && (
        <>
          <p className="plan-section">{fork.choose}</p>
          <div className="fork-sides">
            {sides.map((side, at) => (
              <Side key={side.disks[0]?.diskId ?? at} side={side} at={at + 1} onKeep={() => {
                onClose();
                tools.perform({
                  command: 'group.import', group: group.id, clearStamp: false, force: false, selectedCopy: side.disks[0]?.diskId ?? '',
                });
              }} />
            ))}
          </div>
        </>
      )}
    </DialogFrame>
  );
}

function Side({ side, at, onKeep }: { readonly side: GroupSide; readonly at: number; onKeep(): void }) {
  return (
    <section className="fork-side" aria-label={fork.side(at)}>
      <h3 className="plan-heading">{fork.side(at)}</h3>
      <FactList facts={[
        [fork.sequence, String(side.sequence)], [fork.lastAt, side.lastAt === '' ? '' : formatExactTime(side.lastAt)],
        [fork.host, side.hostName === '' ? fork.deported : side.hostName],
        [fork.disks, side.disks.map(({ name, device }) => (device === '' ? name : `${name} (${device})`)).join(', ')],
        [fork.absent, side.absentDisks.join(', ')],
      ]} />
      <h4 className="plan-heading">{fork.entries}</h4>
      <ul className="plan-lines">
        {side.entries.slice(0, entriesShown).map(({ sequence, at: time, what }) => (
          <li key={sequence}>{what} <span className="muted">{time === '' ? '' : formatExactTime(time)}</span></li>
        ))}
      </ul>
      <button type="button" className="button" data-danger onClick={onKeep}>{fork.keep}</button>
    </section>
  );
}
