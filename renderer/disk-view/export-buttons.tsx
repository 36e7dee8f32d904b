/** Saves the picture as it looks now, all of its rows. */
import { Download } from 'lucide-react';
import { exportTexts } from '../export/export-texts.ts';
import { savePicture } from '../export/save-picture.ts';
import { fitsPng } from './disk-view-export.ts';
import type { DiskViewModel } from './disk-view-model.ts';
import { diskViewTexts } from './disk-view-texts.ts';

const { exports: words } = diskViewTexts;
const iconSize = 14;

export function ExportButtons({ model }: { readonly model: DiskViewModel }) {
  const fits = fitsPng(model);
  return (
    <span className="export-tools">
      <button type="button" className="tool-button" onClick={() => void savePicture(model, 'svg')}>
        <Download size={iconSize} aria-hidden="true" /> {words.svg}
      </button>
      <button type="button" className="tool-button" aria-disabled={!fits}
        title={fits ? words.png : exportTexts.pictureTooLarge(model.disks.length)}
        onClick={() => {
          if (fits) void savePicture(model, 'png');
        }}>
        <Download size={iconSize} aria-hidden="true" /> {words.png}
      </button>
    </span>
  );
}
