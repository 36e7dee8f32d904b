/** Disk View as a file, in the colours that the page has now. */
import { measureText, renderDiskViewPng, renderDiskViewSvg } from '../disk-view/disk-view-export.ts';
import type { DiskViewModel } from '../disk-view/disk-view-model.ts';
import { diskViewTexts } from '../disk-view/disk-view-texts.ts';
import { readTheme } from '../disk-view/disk-view-theme.ts';
import { saveFile } from './save-file.ts';

export type PictureFormat = 'svg' | 'png';

/** The name of the file; null where the browser could not make the picture. */
export async function savePicture(model: DiskViewModel, format: PictureFormat): Promise<string | null> {
  const theme = readTheme(document.body);
  const picture = format === 'png' ? await renderDiskViewPng(model, theme)
    : new Blob([renderDiskViewSvg(model, theme, measureText(theme.font))], { type: 'image/svg+xml' });
  const name = `${diskViewTexts.exports.fileName}.${format}`;
  if (picture !== null) saveFile(name, picture);
  return picture === null ? null : name;
}
