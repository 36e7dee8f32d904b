/** How much of the volumes is shown. */
import { volumeViewTexts } from './volume-view-texts.ts';

const { tools } = volumeViewTexts;

export interface VolumeViewToolsProps {
  readonly details: boolean;
  onDetails(details: boolean): void;
  onExpandAll(): void;
  onCollapseAll(): void;
}

export function VolumeViewTools({ details, onDetails, onExpandAll, onCollapseAll }: VolumeViewToolsProps) {
  return (
    <div className="volume-view-tools" role="group" aria-label={tools.label}>
      <button type="button" className="tool-button" onClick={onExpandAll}>{tools.expandAll}</button>
      <button type="button" className="tool-button" onClick={onCollapseAll}>{tools.collapseAll}</button>
      <label><input type="checkbox" checked={details} onChange={(event) => onDetails(event.target.checked)} /> {tools.details}</label>
    </div>
  );
}
