/** What a host without disks shows: where to begin. */
import { tourTaken } from '../help/tour-memory.ts';
import { tourTexts } from '../help/tour-texts.ts';
import { CommandButton } from './command-button.tsx';
import { viewsTexts } from './views-texts.ts';

export function StartPage() {
  const { start: words } = viewsTexts;
  return (
    <div className="start-page">
      <h2>{words.title}</h2>
      <p className="muted">{words.lead}</p>
      <div className="start-commands">
        <CommandButton id="host.sample" label={words.sample} about={words.sampleAbout} />
        <CommandButton id="disk.attach" label={words.attach} about={words.attachAbout} />
        <CommandButton id="host.connect" label={words.connect} about={words.connectAbout} />
      </div>
      <p className="start-tour"><CommandButton id="help.tour" label={tourTaken() ? tourTexts.takeAgain : tourTexts.take} /></p>
    </div>
  );
}
