import { expect, it } from 'vitest';
import { editsText, shortcutOf, shortcutText } from './shortcuts.ts';

const none = { ctrlKey: false, altKey: false, shiftKey: false, metaKey: false };

it('names a stroke with its modifiers in one order', () => {
  expect(shortcutOf({ ...none, key: 'p', ctrlKey: true, shiftKey: true })).toBe('Control+Shift+P');
  expect(shortcutOf({ ...none, key: 'P', metaKey: true, shiftKey: true })).toBe('Control+Shift+P');
  expect(shortcutOf({ ...none, key: 'Enter', altKey: true })).toBe('Alt+Enter');
  expect(shortcutOf({ ...none, key: 'F5', shiftKey: true })).toBe('Shift+F5');
  expect(shortcutOf({ ...none, key: '?', shiftKey: true })).toBe('?');
});

it('shows what is printed on the keys', () => {
  expect(shortcutText('Control+Shift+P', false)).toBe('Ctrl+Shift+P');
  expect(shortcutText('Control+Shift+P', true)).toBe('⌘⇧P');
});

it('leaves a text field the keys that it needs, and nothing more', () => {
  expect(editsText({ ...none, key: 'Delete' })).toBe(true);
  expect(editsText({ ...none, key: 'a' })).toBe(true);
  expect(editsText({ ...none, key: 'F5' })).toBe(false);
  expect(editsText({ ...none, key: 'p', ctrlKey: true, shiftKey: true })).toBe(false);
});
