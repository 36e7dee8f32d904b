/** Computes, from tokens.css itself, the contrast of every pair of tokens that components may put together. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const source = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');
const themes = ['light', 'dark'] as const;

function colour(token: string, theme: (typeof themes)[number]): readonly [number, number, number] {
  const match = new RegExp(`--${token}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(source);
  const hex = match?.[theme === 'light' ? 1 : 2];
  if (hex === undefined) throw new Error(`tokens.css has no plain colour --${token}`);
  const channel = (at: number): number => Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return [channel(1), channel(3), channel(5)];
}

function luminance(rgb: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(front: string, back: string, theme: (typeof themes)[number]): number {
  const [darker = 0, lighter = 0] = [luminance(colour(front, theme)), luminance(colour(back, theme))].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

const surfaces = ['canvas', 'surface'];
const layouts = ['concatenated', 'striped', 'mirrored', 'mirrored-striped', 'log'];
const states = ['healthy', 'warning', 'failed', 'unknown'];

const pairs: readonly (readonly [front: string, back: string, least: number])[] = [
  ...surfaces.flatMap((back) => [
    ['ink', back, 7] as const, ['muted', back, 5.8] as const, ['accent', back, 4.5] as const, ['control-edge', back, 3.3] as const,
    ...[...layouts, ...states].map((front) => [front, back, 4.5] as const),
  ]),
  ['ink', 'selected', 8.8], ['muted', 'selected', 4.5], ['on-accent', 'accent', 4.5],
  // Marks on a selected row: badges, state icons, layout chips.
  ...[...states, 'accent'].map((front) => [front, 'selected', 3] as const),
  ...states.map((state) => ['ink', `${state}-tint`, 7] as const),
  ...layouts.flatMap((layout) => [
    ['ink', `${layout}-tint`, 11] as const, ['muted', `${layout}-tint`, 5.2] as const, [layout, `${layout}-tint`, 4] as const,
  ]),
  // Words on the steps of heat, and each step beside the one before it.
  ...['heat-1', 'heat-2', 'heat-3'].map((back) => ['ink', back, 5.5] as const),
  ...['heat-4', 'heat-5'].map((back) => ['on-accent', back, 4.5] as const),
  ...[['heat-1', 'heat-2'], ['heat-2', 'heat-3'], ['heat-3', 'heat-4'], ['heat-4', 'heat-5']].map(([one = '', next = '']) =>
    [next, one, 1.25] as const),
  // The banner of a lost host.
  ['warning', 'warning-tint', 3],
];

describe.each(themes)('in the %s theme', (theme) => {
  it.each(pairs)('%s on %s is at least %d', (front, back, least) => {
    expect(contrast(front, back, theme)).toBeGreaterThanOrEqual(least);
  });
});

it('every colour in the style sheets is a token', () => {
  const renderer = join(import.meta.dirname, '..');
  const sheets = readdirSync(renderer, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.css'));
  expect(sheets).toContain(join('table', 'table.css'));
  for (const sheet of sheets.filter((file) => !file.endsWith('tokens.css'))) {
    const text = readFileSync(join(renderer, sheet), 'utf8').replaceAll(/\/\*[^]*?\*\//g, '');
    expect(text.match(/#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch)\(/gi), sheet).toBeNull();
  }
});
