import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/** Every file and package that must be loaded before the first word of a command line is read. */
function loadedAtOnce(entry: string): ReadonlySet<string> {
  const loaded = new Set([entry]);
  for (const file of loaded) {
    if (!file.startsWith('/')) continue;
    const statements = readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type\b)[^;]*?from '([^']+)';/gm);
    for (const [, target = ''] of statements) loaded.add(target.startsWith('.') ? path.join(path.dirname(file), target) : target);
  }
  return loaded;
}

test('a command line starts without the host and without schemas, which take longer to load than most commands take', () => {
  const loaded = loadedAtOnce(path.join(import.meta.dirname, 'entry.ts'));
  const names = [...loaded].map((file) => path.relative(path.resolve(import.meta.dirname, '..'), file));
  expect(names).toContain('host/client.ts');
  expect([...loaded]).toContain('commander');
  expect([...loaded]).not.toContain('zod');
  expect(names.filter((name) => /^(host\/(serve|host|contract)|group|volume)\b/.test(name))).toEqual([]);
});
