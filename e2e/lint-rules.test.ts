/** Each rule of the project must catch a planted violation, and must let the lawful neighbour pass. */
import path from 'node:path';
import { ESLint } from 'eslint';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');

const typedRules = ['switch-exhaustiveness-check', 'no-floating-promises', 'no-misused-promises', 'await-thenable'];

/** Planted files do not exist, so the rules that need types are left out here; they have their own test below. */
const linter = new ESLint({
  cwd: root,
  overrideConfigFile: path.join(root, 'e2e/eslint.config.mjs'),
  overrideConfig: [{
    languageOptions: { parserOptions: { project: null } },
    rules: Object.fromEntries(typedRules.map((rule) => [`@typescript-eslint/${rule}`, 'off'])),
  }],
});

async function rulesBrokenBy(filePath: string, code: string, eslint = linter): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: path.join(root, filePath) });
  return [...new Set((result?.messages ?? []).map((message) => message.ruleId ?? message.message))];
}

/** A program of this one file, which is not on the disk: types for a planted example without compiling the project. */
function programOf(file: string, code: string): ts.Program {
  const options: ts.CompilerOptions = { target: ts.ScriptTarget.ES2023, strict: true, types: [] };
  const host = ts.createCompilerHost(options);
  const planted = path.join(root, file);
  const readSource = host.getSourceFile;
  host.getSourceFile = (name, version, ...rest) => (
    name === planted ? ts.createSourceFile(name, code, version) : readSource(name, version, ...rest)
  );
  return ts.createProgram([planted], options, host);
}

const plantedFile = 'core/model/planted.ts';

interface Case { readonly name: string; readonly file: string; readonly code: string; readonly rule: string | null }

const cases: readonly Case[] = [
  { name: 'a folder importing one below it', rule: 'plexus/folder-order', file: 'core/volume/planted.ts',
    code: "import '../group/runtime.ts';" },
  { name: 'a type imported from below', rule: 'plexus/folder-order', file: 'core/model/planted.ts',
    code: "export type X = import('../planner/plan.ts').Plan;" },
  { name: 'a re-export from below', rule: 'plexus/folder-order', file: 'core/geometry/planted.ts',
    code: "export * from '../volume/layer.ts';" },
  { name: 'a folder that has no place in the order', rule: 'plexus/folder-order', file: 'core/extras/planted.ts',
    code: "import '../model/result.ts';" },
  { name: 'a folder importing one above it', file: 'core/group/planted.ts', code: "import '../volume/layer.ts';", rule: null },
  { name: 'a test using the simulation', rule: null, file: 'core/volume/planted.test.ts',
    code: "import '../simulation/simulated-disk.ts';" },
  { name: 'core importing the console', rule: 'plexus/folder-order', file: 'core/cli/planted.ts',
    code: "import '../../renderer/store.ts';" },
  { name: 'core importing Electron', rule: 'plexus/folder-order', file: 'core/host/planted.ts',
    code: "import type { X } from '../../electron/main.ts';" },
  { name: 'the console taking code from core', rule: 'plexus/folder-order', file: 'renderer/planted.tsx',
    code: "import { calls } from '../core/host/contract.ts';" },
  { name: 'the console taking code from the model', rule: null, file: 'renderer/planted.tsx',
    code: "import { refusalWords } from '../core/model/refusal-words.ts';" },
  { name: 'the console taking types from core', rule: null, file: 'renderer/planted.tsx',
    code: "import type { HostFrame } from '../core/host/contract.ts';" },
  { name: 'the console importing Electron', rule: 'plexus/folder-order', file: 'renderer/planted.ts',
    code: "import '../electron/menu.ts';" },
  { name: 'Electron reaching past the host', rule: 'plexus/folder-order', file: 'electron/planted.ts',
    code: "import { x } from '../core/group/runtime.ts';" },
  { name: 'Electron importing the host', file: 'electron/planted.ts', code: "import { x } from '../core/host/host.ts';", rule: null },

  { name: 'files in the engine', file: 'core/volume/planted.ts', code: "import { readFileSync } from 'node:fs';", rule: 'plexus/ports' },
  { name: 'sockets in the engine', file: 'core/group/planted.ts', code: "import net from 'net';", rule: 'plexus/ports' },
  { name: 'processes in the engine', rule: 'plexus/ports', file: 'core/filesystem/planted.ts',
    code: "export const x = import('node:child_process');" },
  { name: 'a library in the engine', file: 'core/group/planted.ts', code: "import { z } from 'zod';", rule: 'plexus/ports' },
  { name: 'the date in the engine', file: 'core/group/planted.ts', code: 'export const x = Date.now();', rule: 'plexus/ports' },
  { name: 'a date made of a number', file: 'core/group/planted.ts', code: 'export const x = new Date(5);', rule: null },
  { name: 'a date made of a text', file: 'core/group/planted.ts', code: "export const x = Date.parse('2026-01-01');", rule: null },
  { name: 'the present date', file: 'core/group/planted.ts', code: 'export const x = new Date();', rule: 'plexus/ports' },
  { name: 'a stopwatch in the engine', file: 'core/volume/planted.ts', code: 'export const x = performance.now();', rule: 'plexus/ports' },
  { name: 'a timer in the engine', file: 'core/volume/planted.ts', code: 'setTimeout(() => undefined, 5);', rule: 'plexus/ports' },
  { name: 'chance in the engine', file: 'core/simulation/planted.ts', code: 'export const x = Math.random();', rule: 'plexus/ports' },
  { name: 'random ids in the engine', rule: 'plexus/ports', file: 'core/group/planted.ts',
    code: "import { randomUUID } from 'node:crypto';" },
  { name: 'a clock by the back door', rule: 'plexus/ports', file: 'core/simulation/planted.ts',
    code: 'export const x = process.hrtime();' },
  { name: 'printing in the engine', file: 'core/volume/planted.ts', code: "console.log('x');", rule: 'plexus/ports' },
  { name: 'compression in a pure folder', rule: 'plexus/ports', file: 'core/planner/planted.ts',
    code: "import { crc32 } from 'node:zlib';" },
  { name: 'compression in the formats', file: 'core/format/planted.ts', code: "import { crc32 } from 'node:zlib';", rule: null },
  { name: 'buffers in a pure folder', rule: 'plexus/ports', file: 'core/geometry/planted.ts',
    code: "import { Buffer } from 'node:buffer';" },
  { name: 'a hash in the simulation', file: 'core/simulation/planted.ts', code: "import { createHash } from 'node:crypto';", rule: null },
  { name: 'a schema in the formats', file: 'core/format/planted.ts', code: "import { z } from 'zod';", rule: null },
  { name: 'files of a stand-in', file: 'core/volume/planted-fixture.ts', code: "import 'node:fs';", rule: null },
  { name: 'files in the device folder', file: 'core/device/planted.ts', code: "import 'node:fs';", rule: null },
  { name: 'a timer in the drain', file: 'core/simulation/drain.ts', code: 'setImmediate(() => undefined);', rule: null },
  { name: 'a local of that name', rule: null, file: 'core/group/planted.ts',
    code: 'export const f = (performance: number) => performance + 1;' },
  { name: 'a type of that name', file: 'core/group/planted.ts', code: 'export type T = Date;', rule: null },

  { name: 'IPC outside Electron', rule: 'plexus/one-contract', file: 'renderer/planted.ts',
    code: "declare const ipcRenderer: { send(x: string): void }; ipcRenderer.send('x');" },
  { name: 'IPC inside Electron', rule: null, file: 'electron/planted.ts',
    code: "declare const ipcMain: { on(x: string): void }; ipcMain.on('x');" },
  { name: 'a second connection of the console', rule: 'plexus/one-contract', file: 'renderer/planted.ts',
    code: "export const x = new WebSocket('ws://127.0.0.1');" },
  { name: 'the connection of the console', rule: null, file: 'renderer/link/connection.ts',
    code: "export const x = new WebSocket('ws://127.0.0.1');" },
  { name: 'WebSockets beside the host', rule: 'plexus/one-contract', file: 'core/cli/planted.ts',
    code: "import { WebSocketServer } from 'ws';" },
  { name: 'WebSockets in the host', file: 'core/host/planted.ts', code: "import { WebSocketServer } from 'ws';", rule: null },

  { name: 'a throw in core', rule: 'plexus/no-throw', file: 'core/host/planted.ts',
    code: "export const f = () => { throw new Error('x'); };" },
  { name: 'the throw of the invariant', rule: null, file: 'core/model/invariant.ts',
    code: "export const f = () => { throw new Error('x'); };" },
  { name: 'an unexpected error passed on at the edge', file: 'core/host/planted.ts', rule: null,
    code: 'export const f = () => { try { return f; } catch (error) { void 0; throw error; } };' },
  { name: 'an error passed on inside the engine', file: 'core/group/planted.ts', rule: 'plexus/no-throw',
    code: 'export const f = () => { try { return f; } catch (error) { void 0; throw error; } };' },
  { name: 'a hook in a condition', rule: 'react-hooks/rules-of-hooks', file: 'renderer/planted.tsx',
    code: "import { useState } from 'react'; export function A(p: { x: boolean }) { if (p.x) { useState(1); } return null; }" },
  { name: 'a loose comparison', file: 'core/model/planted.ts', code: 'export const f = (a: unknown) => a == 1;', rule: 'eqeqeq' },
];

describe('lint rules', () => {
  it.each(cases)('$name: $rule', async ({ file, code, rule }) => {
    expect(await rulesBrokenBy(file, `${code}\n`)).toEqual(rule === null ? [] : [rule]);
  });

  it('rules with types catch a missed case and a forgotten promise', async () => {
    const code = `
      export function f(x: 'a' | 'b'): void { switch (x) { case 'a': break; } }
      export function g(): void { Promise.resolve(1); }
    `;
    const typed = new ESLint({
      cwd: root,
      overrideConfigFile: path.join(root, 'e2e/eslint.config.mjs'),
      overrideConfig: [{ languageOptions: { parserOptions: { project: null, programs: [programOf(plantedFile, code)] } } }],
    });
    expect((await rulesBrokenBy(plantedFile, code, typed)).sort())
      .toEqual(['@typescript-eslint/no-floating-promises', '@typescript-eslint/switch-exhaustiveness-check']);
  }, 60_000);
});
