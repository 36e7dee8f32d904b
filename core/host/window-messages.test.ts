import { expect, test } from 'vitest';
import { portRequestSchema, windowMessageSchema } from './window-messages.ts';

test.each([
  [{ host: '', request: 1 }, true], [{ host: 'inspection-0af', request: 1 }, true], [{ host: '../x', request: 1 }, false],
  [{ host: 'a', request: -1 }, false], [{ host: 'a' }, false], [null, false], [{ host: 'x'.repeat(200), request: 1 }, false],
])('a request for a port %j is one: %s', (asked, fits) => {
  expect(portRequestSchema.safeParse(asked).success).toBe(fits);
});

test.each([
  [{ kind: 'ready' }, true], [{ kind: 'ready', more: 1 }, false], [{ kind: 'quit' }, false], ['ready', false],
  [{ kind: 'place', address: 'plexus://a', title: 'a' }, true], [{ kind: 'place', address: 'x'.repeat(5000), title: 'a' }, false],
  [{ kind: 'menus', menus: [{ name: 'file', label: 'File', sections: [] }] }, true],
  [{ kind: 'menus', menus: [{ name: 'edit', label: 'File', sections: [] }] }, false],
  [{ kind: 'menus', menus: [{ name: 'file', label: 'File', sections: [[{ kind: 'command', id: 'a', role: 'quit' }]] }] }, false],
])('what a page says, %j, fits: %s', (said, fits) => {
  expect(windowMessageSchema.safeParse(said).success).toBe(fits);
});
