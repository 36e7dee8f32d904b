/** The tokens as a canvas needs them: resolved, once for each look of the page (light, dark, forced colours). */
import type { BlockHue } from './block-look.ts';
import type { Condition } from '../state/conditions.ts';

export interface HuePair {
  readonly strong: string;
  readonly tint: string;
}

export interface DiskViewTheme {
  readonly surface: string;
  readonly ink: string;
  readonly muted: string;
  readonly edge: string;
  readonly hairline: string;
  readonly accent: string;
  readonly selected: string;
  readonly selectedInk: string;
  readonly hues: Readonly<Record<BlockHue, HuePair>>;
  /** What a block of each step of heat is filled with, 0 for idle, and the words on it. */
  readonly heat: readonly { readonly fill: string; readonly ink: string }[];
  readonly conditions: Readonly<Record<Condition, string>>;
  readonly font: string;
  /** System colours: tints carry no meaning and bands become 2 px lines. */
  readonly forced: boolean;
}

const hueTokens: Readonly<Record<BlockHue, string>> = {
  'concatenated': 'concatenated', 'spanned': 'concatenated', 'striped': 'striped', 'mirrored': 'mirrored',
  'mirrored striped': 'mirrored-striped', 'log': 'log', 'none': 'unknown',
};

/** `colourOf` says what a token stands for: a resolved colour for a canvas, `var(--name)` for a picture within the page. */
export function makeTheme(colourOf: (token: string) => string, font: string, forced: boolean): DiskViewTheme {
  const hue = (name: BlockHue): HuePair => ({ strong: colourOf(hueTokens[name]), tint: colourOf(`${hueTokens[name]}-tint`) });
  return {
    surface: colourOf('surface'), ink: colourOf('ink'), muted: colourOf('muted'), edge: colourOf('control-edge'),
    hairline: colourOf('hairline'), accent: colourOf('accent'), selected: colourOf('selected'), selectedInk: colourOf('selected-ink'),
    hues: {
      'concatenated': hue('concatenated'), 'spanned': hue('spanned'), 'striped': hue('striped'), 'mirrored': hue('mirrored'),
      'mirrored striped': hue('mirrored striped'), 'log': hue('log'), 'none': hue('none'),
    },
    conditions: {
      healthy: colourOf('healthy'), warning: colourOf('warning'), failed: colourOf('failed'), unknown: colourOf('unknown'),
    },
    heat: [0, 1, 2, 3, 4, 5].map((step) => ({
      fill: colourOf(step === 0 ? 'surface' : `heat-${step}`), ink: colourOf(step > 3 && !forced ? 'on-accent' : 'ink'),
    })),
    font, forced,
  };
}

export const forcedColoursQuery = '(forced-colors: active)';

/**
 * Resolved through an element, because only a colour of an element is computed: a token itself may say `light-dark()` or
 * the name of a system colour.
 */
export function readTheme(inside: HTMLElement): DiskViewTheme {
  const probe = inside.ownerDocument.createElement('span');
  probe.style.forcedColorAdjust = 'none';
  probe.hidden = true;
  inside.append(probe);
  const style = getComputedStyle(probe);
  const colourOf = (token: string): string => {
    probe.style.color = `var(--${token})`;
    return style.color;
  };
  const theme = makeTheme(colourOf, style.fontFamily, matchMedia(forcedColoursQuery).matches);
  probe.remove();
  return theme;
}

/** Told whenever what `readTheme` would say may have changed. Returns what ends it. */
export function watchTheme(changed: () => void): () => void {
  const queries = ['(prefers-color-scheme: dark)', forcedColoursQuery].map((query) => matchMedia(query));
  const themeAttribute = new MutationObserver(changed);
  for (const query of queries) query.addEventListener('change', changed);
  themeAttribute.observe(document.documentElement, { attributes: true });
  return () => {
    for (const query of queries) query.removeEventListener('change', changed);
    themeAttribute.disconnect();
  };
}
