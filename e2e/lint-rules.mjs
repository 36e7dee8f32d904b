/**
 * The project's own lint rules: what design sections 1 and 2 ask for and no published rule checks.
 *
 * - folder-order: a folder of core/ imports only folders above it; the console takes nothing but types from core.
 * - ports: the engine touches the world only through its ports, and the four pure folders not even that.
 * - one-contract: IPC and WebSockets have one home each.
 * - no-throw: an operating error is a value; only `invariant()` throws.
 */
import path from 'node:path';
import { isBuiltin } from 'node:module';

const root = path.resolve(import.meta.dirname, '..');

/** Design section 1: each may import those before it. */
export const coreFolders = [
  'model', 'geometry', 'planner', 'format', 'device', 'filesystem', 'volume', 'group', 'snapshot', 'replication',
  'nbd', 'host', 'cli', 'simulation',
];
const worldlyFolders = new Set(['device', 'nbd', 'host', 'cli']);
const pureFolders = new Set(['model', 'geometry', 'planner', 'format']);
const drainFile = 'core/simulation/drain.ts';

/** Tests, and what stands in for the world in tests and says so by its name. */
const testFile = /\.test(-double)?\.tsx?$|-fixture\.tsx?$|(^|\/)(test|fake)-[^/]*\.tsx?$/;

/** Where a file stands: its path from the root, its top folder, its folder in core, and whether it is of the tests. */
function placeOf(file) {
  const relative = path.relative(root, file).split(path.sep).join('/');
  const [top, folder] = relative.split('/');
  return { relative, top, folder: top === 'core' ? folder : '', test: testFile.test(relative) };
}

/** Calls `check(source, typeOnly, importedNames, node)` for every way in which a file can name another module. */
function eachImport(check) {
  const namesOf = (specifiers) => specifiers.map((one) => one.imported?.name ?? one.local?.name ?? '*');
  return {
    ImportDeclaration: (node) => check(node.source.value, node.importKind === 'type', namesOf(node.specifiers), node),
    ExportNamedDeclaration: (node) => node.source && check(node.source.value, node.exportKind === 'type', namesOf(node.specifiers), node),
    ExportAllDeclaration: (node) => check(node.source.value, node.exportKind === 'type', ['*'], node),
    ImportExpression: (node) => node.source.type === 'Literal' && check(node.source.value, false, ['*'], node),
    TSImportType: (node) => check(String(node.source?.value ?? node.argument?.literal?.value ?? ''), true, ['*'], node),
  };
}

/** Why `from` may not import `to`; empty when it may. */
function orderBroken(from, to, typeOnly) {
  if (to.top === from.top && from.top !== 'core') return '';
  if (from.top === 'core') {
    if (to.top !== 'core') return `core may not import from ${to.top}/`;
    if (from.test && to.folder === 'simulation') return '';
    const rankFrom = coreFolders.indexOf(from.folder);
    const rankTo = coreFolders.indexOf(to.folder);
    if (rankFrom < 0 || rankTo < 0) return `core/${rankFrom < 0 ? from.folder : to.folder} has no place in the order of folders`;
    return rankTo > rankFrom ? `core/${from.folder} may not import core/${to.folder}, which stands below it` : '';
  }
  if (from.top === 'renderer' && to.top === 'core') {
    return typeOnly || from.test || to.folder === 'model' ? '' : 'the console takes from core only core/model, and types';
  }
  if (from.top === 'renderer') return to.top === 'assets' ? '' : `the console may not import from ${to.top}/`;
  if (from.top === 'electron' && to.top === 'core') {
    return to.folder === 'host' || typeOnly || from.test ? '' : 'the main process takes from core only core/host, and types';
  }
  if (from.top === 'electron') return `electron may not import from ${to.top}/`;
  return '';
}

const folderOrder = {
  meta: { type: 'problem', schema: [], messages: { order: '{{why}}' } },
  create(context) {
    const from = placeOf(context.filename);
    return eachImport((source, typeOnly, _names, node) => {
      if (!source.startsWith('.')) return;
      const why = orderBroken(from, placeOf(path.resolve(path.dirname(context.filename), source)), typeOnly);
      if (why) context.report({ node, messageId: 'order', data: { why } });
    });
  },
};

/** Which of the platform's names the engine must not use; each has a port that stands in for it. */
const worldlyGlobals = new Set([
  'Date', 'performance', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'fetch', 'WebSocket', 'XMLHttpRequest', 'crypto',
  'globalThis', 'global', 'window', 'require', 'Worker', 'MessageChannel', 'BroadcastChannel', 'EventSource', 'process', 'console',
]);
/** The simulation is a program: it has arguments and prints. */
const programGlobals = new Set(['process', 'console']);
const hashNames = new Set(['createHash', 'hash', 'Hash']);

/** Why a port-bound folder may not import `source`; empty when it may. */
function importBroken(place, source, typeOnly, names) {
  if (source.startsWith('.')) return '';
  const bare = source.replace(/^node:/, '');
  if (source === 'zod' && place.folder === 'format') return '';
  if (!isBuiltin(source)) return typeOnly ? '' : `core/${place.folder} imports no library (${source})`;
  if (bare === 'zlib' && (place.folder === 'format' || !pureFolders.has(place.folder))) return '';
  if (pureFolders.has(place.folder)) return `core/${place.folder} is pure: it may not import ${source}`;
  if (bare === 'buffer' || bare === 'util') return '';
  if (bare === 'crypto') {
    return names.every((name) => hashNames.has(name)) ? '' : 'of node:crypto the engine uses hashes only; random comes from its port';
  }
  return `core/${place.folder} reaches the world through its ports, not through ${source}`;
}

/** `new Date(milliseconds)` and `Date.parse(text)` read no clock. */
function formatsTime({ name, parent }) {
  if (name !== 'Date') return false;
  if (parent.type === 'NewExpression') return parent.arguments.length > 0;
  return parent.type === 'MemberExpression' && (parent.property.name === 'parse' || parent.property.name === 'UTC');
}

/** Every reference to a name that the file does not declare itself. */
function globalReferences(sourceCode) {
  const scope = sourceCode.scopeManager.globalScope;
  const undeclared = scope.variables.filter((variable) => variable.defs.length === 0).flatMap((variable) => variable.references);
  return [...scope.through, ...undeclared].filter((reference) => reference.isValueReference !== false);
}

const ports = {
  meta: { type: 'problem', schema: [], messages: { world: '{{why}}' } },
  create(context) {
    const place = placeOf(context.filename);
    if (place.top !== 'core' || place.test || worldlyFolders.has(place.folder) || place.relative === drainFile) return {};
    const report = (node, why) => context.report({ node, messageId: 'world', data: { why } });
    return {
      ...eachImport((source, typeOnly, names, node) => {
        const why = importBroken(place, source, typeOnly, names);
        if (why) report(node, why);
      }),
      MemberExpression(node) {
        const name = `${node.object.name}.${node.property.name}`;
        if (name === 'Math.random') report(node, 'random numbers come from the Random port');
        if (name === 'process.hrtime' || name === 'process.nextTick') report(node, 'time comes from the Clock port');
      },
      'Program:exit'() {
        for (const { identifier } of globalReferences(context.sourceCode)) {
          if (!worldlyGlobals.has(identifier.name)) continue;
          if (place.folder === 'simulation' && programGlobals.has(identifier.name)) continue;
          if (formatsTime(identifier)) continue;
          report(identifier, `the engine may not use ${identifier.name}; there is a port for it`);
        }
      },
    };
  },
};

const oneContract = {
  meta: { type: 'problem', schema: [], messages: { contract: '{{why}}' } },
  create(context) {
    const place = placeOf(context.filename);
    if (place.test || place.top === 'e2e' || place.top === 'bench') return {};
    const report = (node, why) => context.report({ node, messageId: 'contract', data: { why } });
    return {
      ...eachImport((source, typeOnly, _names, node) => {
        const lawful = typeOnly || place.relative.startsWith('core/host/');
        if (source === 'ws' && !lawful) report(node, 'only core/host speaks WebSocket as a server');
      }),
      Identifier(node) {
        if (/^ipc(Renderer|Main)$/.test(node.name) && place.top !== 'electron') report(node, `${node.name} stays inside electron/`);
      },
      NewExpression(node) {
        const opens = node.callee.name === 'WebSocket' || node.callee.property?.name === 'WebSocket';
        if (opens && place.relative !== 'renderer/link/connection.ts' && !place.relative.startsWith('core/host/')) {
          report(node, 'the console opens its connection in renderer/link/connection.ts only');
        }
      },
    };
  },
};

/** `throw error` inside `catch (error)`: at the edge of the world, what was not expected is passed on as it came. */
function passesOn(node) {
  for (let above = node.parent; above; above = above.parent) {
    if (above.type === 'CatchClause') return node.argument.type === 'Identifier' && above.param?.name === node.argument.name;
  }
  return false;
}

const noThrow = {
  meta: { type: 'problem', schema: [], messages: { thrown: 'an operating error is a value; a broken invariant goes through invariant()' } },
  create(context) {
    const place = placeOf(context.filename);
    // The simulation is itself a test: what it throws is a promise found broken.
    const exempt = place.test || place.folder === 'simulation' || place.relative === 'core/model/invariant.ts';
    if (place.top !== 'core' || exempt) return {};
    return {
      ThrowStatement(node) {
        if (!(worldlyFolders.has(place.folder) && passesOn(node))) context.report({ node, messageId: 'thrown' });
      },
    };
  },
};

export default { rules: { 'folder-order': folderOrder, ports, 'one-contract': oneContract, 'no-throw': noThrow } };
