/** Everything that is known of one object, for its Properties. */
import { clientNames } from '../../core/model/client-names.ts';
import type { ObjectView } from '../../core/model/views.ts';
import { formatExactBytes, formatExactTime, formatSize } from '../state/formats.ts';
import type { TreeIndex } from '../state/tree-model.ts';
import { texts } from '../texts.ts';
import type { NamedFact } from './fact-list.tsx';
import { propertyTexts as words } from './property-texts.ts';

export function objectFacts(index: TreeIndex, view: ObjectView): readonly NamedFact[] {
  const { tables } = index;
  switch (view.kind) {
    case 'host': return [
      [words.name, view.name], [words.guid, view.id], [words.version, view.version], [words.process, String(view.processId)],
      [words.stateFolder, view.stateFolder],
    ];
    case 'group': return [
      [words.name, view.name], [words.guid, view.id], [words.status, texts.groupStatus[view.status]], [words.reason, view.statusReason],
      [words.health, view.health], [words.version, String(view.version)], [words.sequence, String(view.sequence)],
      [words.stamp, view.stampHost], [words.disks, String(view.diskIds.length)], [words.holders, String(view.holderIds.length)],
      [words.volumes, String(view.volumeIds.length)], size(words.size, view.sizeBytes), size(words.free, view.freeBytes),
    ];
    case 'disk': return [
      [words.name, view.name], [words.internalName, view.internalName], [words.guid, view.id],
        [words.status, texts.diskStatus[view.status]],
      [words.reason, view.statusReason], [words.group, view.groupName], [words.type, view.type], [words.device, view.location],
      size(words.size, view.sizeBytes), size(words.unallocated, view.unallocatedBytes), [words.enclosure, view.enclosure],
      [words.site, view.site], [words.errors, view.errors === 0 ? '' : String(view.errors)], [words.readOnly, yes(view.readOnly)],
    ];
    case 'volume': return [
      [words.name, view.name], [words.guid, view.id], [words.group, view.groupName], [words.layout, texts.layout[view.layout]],
      size(words.size, view.lengthBytes), [words.health, view.health], [words.reason, view.healthReason], [words.state, view.state],
      [words.started, yes(view.started)], [words.readOnly, yes(view.readOnly)], [words.survives, texts.facts.mayLose(view.survivesDisks)],
      [words.mirrors, String(view.plexIds.length)], [words.policy, words.policies[view.readPolicy.kind]],
      [words.letter, view.driveLetter === '' ? '' : `${view.driveLetter}:`],
      [words.wantedLetter, view.wantedDriveLetter === view.driveLetter ? '' : `${view.wantedDriveLetter}:`], [words.address, view.uri],
      [words.guidAddress, view.guidUri], [words.devicePath, view.devicePath], [words.fileSystem, view.fileSystem],
      [words.clients, clientNames(view.clients).join(', ')],
    ];
    case 'plex': return [
      [words.name, view.name], [words.guid, view.id], [words.volume, tables.volume.get(view.volumeId)?.name ?? ''],
        [words.state, view.state],
      [words.flags, view.flags.join(', ')], [words.layout, words.plexLayouts[view.layout]], [words.columns, String(view.columns)],
      [words.stripeUnit, view.stripeUnitBytes === 0 ? '' : formatSize(view.stripeUnitBytes)], size(words.size, view.lengthBytes),
    ];
    case 'subdisk': return [
      [words.name, view.name], [words.guid, view.id], [words.disk, view.diskName],
        [words.volume, tables.volume.get(view.volumeId)?.name ?? ''],
      [words.mirror, tables.plex.get(view.plexId)?.name ?? ''], [words.column, String(view.column)],
      [words.diskOffset, formatExactBytes(view.diskOffsetBytes)], [words.mirrorOffset, formatExactBytes(view.plexOffsetBytes)],
      size(words.size, view.lengthBytes),
    ];
    case 'log': return [
      [words.name, view.name], [words.guid, view.id], [words.disk, view.diskName],
        [words.volume, tables.volume.get(view.volumeId)?.name ?? ''],
      [words.state, view.state], [words.diskOffset, formatExactBytes(view.diskOffsetBytes)], size(words.size, view.lengthBytes),
      size(words.region, view.regionBytes),
    ];
    case 'task': return [
      [words.name, view.name], [words.number, String(view.number)], [words.object, view.subject.name],
        [words.state, texts.taskState[view.state]],
      [words.cause, view.cause], [words.copies, view.copies], [words.whyNotLess, view.whyNotLess], [words.done, formatSize(view.doneBytes)],
      [words.total, formatSize(view.totalBytes)], [words.abortLeaves, view.abortLeaves], [words.startedAt, time(view.startedAt)],
      [words.endedAt, time(view.endedAt)], [words.result, view.result],
    ];
    case 'alert': return [
      [words.message, view.message], [words.severity, texts.severity[view.severity]], [words.code, view.code],
        [words.object, view.subject.name],
      [words.count, String(view.count)], [words.firstAt, time(view.firstAt)], [words.lastAt, time(view.lastAt)],
      [words.state, words.alertStates[view.state]],
    ];
    default: return [[words.name, 'name' in view ? String(view.name) : '']];
  }
}

function size(name: string, bytes: number): NamedFact {
  return [name, `${formatSize(bytes)} (${formatExactBytes(bytes)})`];
}

function time(iso: string): string {
  return iso === '' ? '' : formatExactTime(iso);
}

function yes(value: boolean): string {
  return value ? words.yes : words.no;
}
