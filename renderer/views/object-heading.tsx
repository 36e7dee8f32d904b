/** Name, kind and the few facts that a person looks for first. */
import type { DiskView, GroupView, HostView, VolumeView } from '../../core/model/views.ts';
import { diskStatusWord, groupStatusWord } from './columns.tsx';
import { ConditionIcon } from '../shell/icons.tsx';
import { formatExactBytes, formatSize } from '../state/formats.ts';
import { glossarySentence } from '../help/glossary-words.ts';
import { texts } from '../texts.ts';
import { conditionOf } from '../state/node-conditions.ts';
import { placeOf } from '../state/node-path.ts';
import type { NodeId } from '../state/node-path.ts';
import { labelOf } from '../state/tree-model.ts';
import type { TreeIndex } from '../state/tree-model.ts';

interface Fact {
  readonly name: string;
  readonly value: string;
  readonly title?: string;
  readonly mono?: boolean;
}

const { facts } = texts;

export function ObjectHeading({ index, node }: { readonly index: TreeIndex; readonly node: NodeId }) {
  const place = placeOf(node);
  const { condition, inherited } = conditionOf(index, node);
  return (
    <div className="object-heading">
      <h1>{labelOf(index, node)}</h1>
      <span className="object-kind" title={glossarySentence(texts.kinds[place.kind])}>{texts.kinds[place.kind]}</span>
      <dl>
        {factsOf(index, node).filter(({ value }) => value !== '').map((fact) => (
          <div key={fact.name} title={fact.title ?? fact.value}>
            <dt>{fact.name}</dt>
            <dd className={fact.mono === true ? 'mono' : undefined}>
              {fact.name === facts.status && condition !== 'healthy' && !inherited && <ConditionIcon condition={condition} />}
              {fact.value}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function factsOf(index: TreeIndex, node: NodeId): readonly Fact[] {
  const place = placeOf(node);
  switch (place.kind) {
    case 'host': return index.host === null ? [] : hostFacts(index.host);
    case 'group': return optional(index.tables.group.get(place.id), groupFacts);
    case 'disk': return optional(index.tables.disk.get(place.id), diskFacts);
    case 'volume': return optional(index.tables.volume.get(place.id), volumeFacts);
    default: return [];
  }
}

function optional<View>(view: View | undefined, list: (view: View) => readonly Fact[]): readonly Fact[] {
  return view === undefined ? [] : list(view);
}

function hostFacts(host: HostView): readonly Fact[] {
  return [
    { name: facts.version, value: host.version },
    { name: facts.process, value: String(host.processId) },
    { name: facts.stateFolder, value: host.stateFolder, mono: true },
  ];
}

function groupFacts(group: GroupView): readonly Fact[] {
  return [
    { name: facts.status, value: groupStatusWord(group), title: group.statusReason },
    size(facts.size, group.sizeBytes), size(facts.free, group.freeBytes),
    { name: facts.guid, value: group.id, mono: true },
  ];
}

function diskFacts(disk: DiskView): readonly Fact[] {
  return [
    { name: facts.status, value: diskStatusWord(disk), title: disk.statusReason },
    size(facts.size, disk.sizeBytes),
    { name: facts.group, value: disk.groupName },
    { name: facts.device, value: disk.location, mono: true },
  ];
}

function volumeFacts(volume: VolumeView): readonly Fact[] {
  return [
    { name: facts.status, value: volume.health, title: volume.healthReason },
    { name: facts.layout, value: texts.layout[volume.layout] },
    size(facts.size, volume.lengthBytes),
    { name: facts.survives, value: facts.mayLose(volume.survivesDisks) },
    clientsFact(volume),
    { name: facts.address, value: volume.uri, mono: true },
  ];
}

function clientsFact(volume: VolumeView): Fact {
  const title = volume.clients.map(({ address }) => address).join(', ');
  return { name: facts.clients, value: volume.started ? String(volume.clients.length) : '', title };
}

function size(name: string, bytes: number): Fact {
  return { name, value: formatSize(bytes), title: formatExactBytes(bytes) };
}
