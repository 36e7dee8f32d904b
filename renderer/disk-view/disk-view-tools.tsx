/** Scale, zoom, heat and export of the picture. */
import { Flame, Maximize2, ZoomIn, ZoomOut } from 'lucide-react';
import { useId } from 'react';
import { diskViewTexts } from './disk-view-texts.ts';
import { zoomMaximum, zoomMinimum } from './disk-view-model.ts';
import type { DiskViewModel } from './disk-view-model.ts';
import { ExportButtons } from './export-buttons.tsx';
import type { ViewScale } from './use-view-scale.ts';

const { tools } = diskViewTexts;
const iconSize = 14;

export interface DiskViewToolsProps {
  readonly view: ViewScale;
  readonly model: DiskViewModel;
  readonly heat: { readonly shown: boolean; readonly possible: boolean; toggle(): void };
}

export function DiskViewTools({ view, model, heat }: DiskViewToolsProps) {
  const { scale: { scale, zoom } } = view;
  const name = useId();
  const choice = (value: 'common' | 'own', label: string) => (
    <label className="scale-choice">
      <input type="radio" name={name} checked={scale === value} onChange={() => view.setScale(value)} />{label}
    </label>
  );
  return (
    <div className="disk-view-tools" role="group" aria-label={tools.label}>
      <fieldset>
        <legend className="visually-hidden">{tools.scale}</legend>
        {choice('common', tools.common)}{choice('own', tools.own)}
      </fieldset>
      <span className="zoom-tools">
        <button type="button" className="tool-button" aria-label={tools.zoomOut} title={`${tools.zoomOut} (−)`}
          disabled={zoom <= zoomMinimum} onClick={() => view.zoomBy(-1, null)}><ZoomOut size={iconSize} aria-hidden="true" /></button>
        <output className="zoom-share">{tools.zoom(Math.round(zoom * 100))}</output>
        <button type="button" className="tool-button" aria-label={tools.zoomIn} title={`${tools.zoomIn} (+)`} disabled={zoom >= zoomMaximum}
          onClick={() => view.zoomBy(1, null)}><ZoomIn size={iconSize} aria-hidden="true" /></button>
        <button type="button" className="tool-button" title={`${tools.fit} (0)`} disabled={zoom === 1} onClick={view.fit}>
          <Maximize2 size={iconSize} aria-hidden="true" /> {tools.fit}
        </button>
      </span>
      <button type="button" className="tool-button" aria-pressed={heat.shown} aria-disabled={!heat.possible}
        title={heat.possible ? tools.heatTitle : tools.noHeat}
        onClick={() => {
          if (heat.possible) heat.toggle();
        }}>
        <Flame size={iconSize} aria-hidden="true" /> {tools.heat}
      </button>
      <ExportButtons model={model} />
    </div>
  );
}
