/** Sizes, shares and times as people read them. Binary units under their right names; exact values are for tooltips. */

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

export interface SizeParts {
  readonly number: string;
  readonly unit: string;
}

/** Three significant digits at least, never rounded up to a size that is not there: 1023.99 MiB stays below 1 GiB. */
export function sizeParts(bytes: number): SizeParts {
  let step = 0;
  let value = bytes;
  while (value >= 1024 && step < units.length - 1) {
    value /= 1024;
    step += 1;
  }
  const digits = step === 0 || Number.isInteger(value) ? 0 : value < 10 ? 2 : value < 100 ? 1 : 0;
  const scale = 10 ** digits;
  const number = new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return { number: number.format(Math.floor(value * scale) / scale), unit: units[step] ?? 'B' };
}

export function formatSize(bytes: number): string {
  const { number, unit } = sizeParts(bytes);
  return `${number} ${unit}`;
}

export function formatExactBytes(bytes: number): string {
  return `${new Intl.NumberFormat('en').format(bytes)} bytes`;
}

/** Whole per cent; 100 only when all of it is done. */
export function formatShare(part: number, whole: number): string {
  if (whole <= 0) return '';
  return `${Math.floor((Math.min(part, whole) / whole) * 100)} %`;
}

/** Local time, with the day when it is not today. `nowMilliseconds` decides what today is. */
export function formatTime(iso: string, nowMilliseconds: number): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return '';
  const time = at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  if (at.toDateString() === new Date(nowMilliseconds).toDateString()) return time;
  return `${at.toLocaleDateString('en-GB', { day: '2-digit', month: 'short', year: 'numeric' })} ${time}`;
}

/** Local date and time with the offset from UTC: `2026-03-01 14:05:09 +01:00`. */
export function formatExactTime(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return '';
  const offsetMinutes = -at.getTimezoneOffset();
  const local = new Date(at.getTime() + offsetMinutes * 60_000).toISOString();
  const sign = offsetMinutes < 0 ? '-' : '+';
  const hours = String(Math.floor(Math.abs(offsetMinutes) / 60)).padStart(2, '0');
  const minutes = String(Math.abs(offsetMinutes) % 60).padStart(2, '0');
  return `${local.slice(0, 10)} ${local.slice(11, 19)} ${sign}${hours}:${minutes}`;
}

const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** `Disk2` before `Disk10`. */
export function compareNames(left: string, right: string): number {
  return byName.compare(left, right);
}
