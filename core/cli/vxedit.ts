/** `vxedit`: names. Volumes are renamed here and nowhere else; groups have `vxdg rename`. */
import { success } from '../model/result.ts';
import { givenGroup } from './line-parts.ts';
import type { Tool } from './tool.ts';
import { changeVerb } from './tool.ts';

const rename = changeVerb({
  name: 'rename',
  usage: '-gDG rename OLD NEW',
  about: 'give a volume another name; its clients stay connected',
  options: ['g'],
  operandsMinimum: 2,
  operandsMaximum: 2,
  build: (line) => success({ command: 'volume.rename', group: givenGroup(line), volume: line.operands[0]!, newName: line.operands[1]! }),
});

export const vxedit: Tool = { name: 'vxedit', about: 'names of volumes', verbs: [rename] };
