/** What kind of host is shown where it is no living one of its own, and why one that was lost is not dialled again. */
import { refusalWords } from '../../core/model/refusal-words.ts';
import { useCommandSurface } from '../commands/surface-state.ts';
import { tourTaken } from '../help/tour-memory.ts';
import { tourTexts } from '../help/tour-texts.ts';
import { Tour } from '../help/tour.tsx';
import { ConditionIcon } from '../shell/icons.tsx';
import { useHost, usePlaceHost } from '../state/console-context.ts';
import { formatTime } from '../state/formats.ts';
import { localHost } from '../state/host-state.ts';
import { ConnectDialog } from './connect-dialog.tsx';
import { hostsTexts } from './hosts-texts.ts';

export function HostBanner() {
  const key = usePlaceHost();
  const view = useHost(localHost, ({ objects }) => objects.tables['other host'].get(key), undefined);
  const surface = useCommandSurface();
  if (view === undefined) return null;
  const { banner } = hostsTexts;
  if (view.hostKind === 'sample') return <SampleBanner />;
  if (view.hostKind === 'inspection') return <div className="banner" role="note">{banner.inspection}</div>;
  if (view.hostKind === 'bundle') {
    return <div className="banner" role="note">{banner.bundle(formatTime(view.asOf, Date.now()))}</div>;
  }
  if (view.fault === null) return null;
  const { address, user } = view;
  return (
    <div className="banner" role="alert">
      <ConditionIcon condition="warning" />
      <span>{refusalWords(view.fault).message}</span>
      <button type="button" className="button" onClick={() => surface.toolsOf(localHost).show(ConnectDialog, { address, user })}>
        {banner.again}
      </button>
    </div>
  );
}

/** Whoever sees a sample for the first time is offered the tour. */
function SampleBanner() {
  const surface = useCommandSurface();
  return (
    <div className="banner" role="note">
      <span>{hostsTexts.banner.sample}</span>
      {!tourTaken() && (
        <button type="button" className="button" onClick={() => surface.toolsOf(localHost).show(Tour, {})}>{tourTexts.take}</button>
      )}
    </div>
  );
}
