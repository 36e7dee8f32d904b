/** Entries that take something out of the console: File > Export. */
import { Printer } from 'lucide-react';
import { refusal } from '../../core/model/refusal.ts';
import type { CommandTarget } from '../commands/command-target.ts';
import type { CommandTools, ConsoleCommand, MenuPlace } from '../commands/console-command.ts';
import { fitsPng } from '../disk-view/disk-view-export.ts';
import { pictureOf } from '../disk-view/disk-view-model.ts';
import type { DiskViewModel } from '../disk-view/disk-view-model.ts';
import { recallScale, scaleMemoryOf } from '../disk-view/remembered-scale.ts';
import { nodeOf, nodeOfReference, placeOf } from '../state/node-path.ts';
import type { Place } from '../state/node-path.ts';
import { disksAt } from '../views/contents.ts';
import { ExportTableDialog } from './export-table-dialog.tsx';
import { exportTexts } from './export-texts.ts';
import { GroupReportDialog } from './group-report-dialog.tsx';
import { savePicture } from './save-picture.ts';
import type { PictureFormat } from './save-picture.ts';

const { labels } = exportTexts;
const place: MenuPlace = { menu: 'file', section: 'structure', submenu: 'export' };
/** How wide the largest disk is drawn where no window says so. */
const pictureWidthPixels = 1080;

/** What is chosen, as far as disks lie there; all disks of the host where it is something else. */
function placeOfTarget(target: CommandTarget): Place {
  const [first] = target.selection;
  const node = first === undefined || target.selection.length > 1 ? null : nodeOfReference(first);
  if (node !== null) return placeOf(node);
  const groupId = groupOf(target);
  return placeOf(nodeOf(target.host, groupId === '' ? 'disks' : `group:${groupId}`));
}

function pictureOfTarget(target: CommandTarget): DiskViewModel {
  const shown = placeOfTarget(target);
  const scale = { ...recallScale(scaleMemoryOf(target.index, shown)), fitWidthPixels: pictureWidthPixels };
  return pictureOf(target.index, disksAt(target.index, shown), scale);
}

async function save(target: CommandTarget, tools: CommandTools, format: PictureFormat): Promise<void> {
  const file = await savePicture(pictureOfTarget(target), format);
  if (file !== null) tools.say(exportTexts.pictureSaved(file));
}

/** The group that is chosen, or that the first of what is chosen belongs to; empty where there is none. */
function groupOf({ index, selection: [first] }: CommandTarget): string {
  if (first?.kind === 'group') return first.id;
  const view = first === undefined || first.kind === 'folder' ? undefined : index.tables[first.kind].get(first.id);
  return view !== undefined && 'groupId' in view ? view.groupId : '';
}

export const exportCommands: readonly ConsoleCommand[] = [
  {
    id: 'export.pictureSvg', label: labels.diskViewSvg, risk: 'safe', role: 'read-only', place, appliesTo: () => true,
    run: (target, tools) => void save(target, tools, 'svg'),
  },
  {
    id: 'export.picturePng', label: labels.diskViewPng, risk: 'safe', role: 'read-only', place, appliesTo: () => true,
    refusal: (target) => {
      const model = pictureOfTarget(target);
      if (fitsPng(model)) return null;
      return refusal('argument.invalid', { kind: 'host', name: target.index.host?.name ?? '' },
        { argument: 'PNG', reason: exportTexts.pngTooSmall(model.disks.length) }, exportTexts.asSvg);
    },
    run: (target, tools) => void save(target, tools, 'png'),
  },
  {
    id: 'export.table', label: labels.table, risk: 'safe', role: 'read-only', place, appliesTo: () => true,
    run: (_target, tools) => tools.show(ExportTableDialog, {}),
  },
  {
    id: 'export.report', label: labels.report, icon: Printer, risk: 'safe', role: 'read-only', place,
    appliesTo: (target) => target.index.tables.group.has(groupOf(target)),
    run: (target, tools) => tools.show(GroupReportDialog, { groupId: groupOf(target), past: target.past?.index }),
  },
];
