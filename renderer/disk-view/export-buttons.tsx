/** Saves the picture as it looks now, all of its rows. */
import { Download } from 'lucide-react';
import { useRef } from 'react';
import { fitsPng, measureText, renderDiskViewPng, renderDiskViewSvg } from './disk-view-export.ts';
import type { DiskViewModel } from './disk-view-model.ts';
import { diskViewTexts } from './disk-view-texts.ts';
import { readTheme } from './disk-view-theme.ts';

const { exports: words } = diskViewTexts;
const iconSize = 14;

function save(content: Blob, extension: 'svg' | 'png'): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = `${words.fileName}.${extension}`;
  link.click();
  URL.revokeObjectURL(link.href);
}

export function ExportButtons({ model }: { readonly model: DiskViewModel }) {
  const place = useRef<HTMLSpanElement>(null);
  const theme = (): ReturnType<typeof readTheme> => readTheme(place.current ?? document.body);
  const saveSvg = (): void => {
    const look = theme();
    save(new Blob([renderDiskViewSvg(model, look, measureText(look.font))], { type: 'image/svg+xml' }), 'svg');
  };
  const savePng = async (): Promise<void> => {
    const picture = await renderDiskViewPng(model, theme());
    if (picture !== null) save(picture, 'png');
  };
  const fits = fitsPng(model);
  return (
    <span ref={place} className="export-tools">
      <button type="button" className="tool-button" onClick={saveSvg}><Download size={iconSize} aria-hidden="true" /> {words.svg}</button>
      <button type="button" className="tool-button" aria-disabled={!fits} title={fits ? words.png : words.tooLarge(model.disks.length)}
        onClick={() => {
          if (fits) void savePng();
        }}>
        <Download size={iconSize} aria-hidden="true" /> {words.png}
      </button>
    </span>
  );
}
