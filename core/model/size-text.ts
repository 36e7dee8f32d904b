/** Sizes as people write and read them. All suffixes are binary. */
import type { Subject } from './identity.ts';
import { gibibyte, kibibyte, mebibyte, sectorBytes, tebibyte, volumeBytesMaximum } from './limits.ts';
import { refusal } from './refusal.ts';
import type { Refusal } from './refusal.ts';
import { failure, success } from './result.ts';
import type { Result } from './result.ts';

const unitBytes: Readonly<Record<string, number>> = { s: sectorBytes, k: kibibyte, m: mebibyte, g: gibibyte, t: tebibyte };
const sizePattern = /^([+-]?)(\d+(?:\.\d+)?|\.\d+)(?:([skmgt])?(i?b)?)$/i;

/**
 * Bytes of a text such as `100` (MiB), `64K`, `1.5G`, `8s`, `1GB`, `2TiB`, `512B` (bytes). Fractions are rounded up to whole
 * sectors. Refused with `size.invalid`: zero, negative, too large, not a number.
 */
export function parseSize(text: string, subject: Subject): Result<number, Refusal> {
  const match = sizePattern.exec(text.trim());
  if (match === null) return failure(sizeRefusal(subject, text, 'is not a number with one of the suffixes s, K, M, G, T'));
  const [, sign = '', digits = '', suffix, bytesSuffix] = match;
  const unit = suffix === undefined ? (bytesSuffix === undefined ? mebibyte : 1) : (unitBytes[suffix.toLowerCase()] ?? mebibyte);
  const exactBytes = Number(digits) * unit * (sign === '-' ? -1 : 1);
  const bytes = Number.isInteger(exactBytes) ? exactBytes : Math.ceil(exactBytes / sectorBytes) * sectorBytes;
  const fault = sizeFault(bytes);
  return fault === '' ? success(bytes) : failure(sizeRefusal(subject, text, fault));
}

/** What is wrong with a number of bytes as a size, as the end of a sentence; empty when nothing is. */
export function sizeFault(bytes: number): string {
  if (Number.isNaN(bytes)) return 'is not a number';
  if (bytes < 0) return 'is negative';
  if (bytes === 0) return 'is zero';
  if (bytes > volumeBytesMaximum) return `is more than ${formatSize(volumeBytesMaximum)}`;
  if (!Number.isInteger(bytes)) return 'is not a whole number of bytes';
  return '';
}

export function sizeRefusal(subject: Subject, given: string, reason: string): Refusal {
  return refusal('size.invalid', subject, { given, reason }, 'Give a size such as 512M, 1.5G or 2T; a bare number is MiB.');
}

/** For the command line: exact, and shortest (`1536M` for one and a half GiB). */
export function exactSize(bytes: number): string {
  const units: readonly (readonly [string, number])[] = [
    ['T', tebibyte],
    ['G', gibibyte],
    ['M', mebibyte],
    ['K', kibibyte],
    ['s', sectorBytes],
  ];
  const fitting = units.find(([, unit]) => bytes % unit === 0 && bytes !== 0);
  return fitting === undefined ? `${bytes}B` : `${bytes / fitting[1]}${fitting[0]}`;
}

/** For people: `1.5 GiB`. At most two decimals, rounded down, so that what is said to be there is there. */
export function formatSize(bytes: number): string {
  const units: readonly (readonly [string, number])[] = [
    ['TiB', tebibyte],
    ['GiB', gibibyte],
    ['MiB', mebibyte],
    ['KiB', kibibyte],
  ];
  const fitting = units.find(([, unit]) => Math.abs(bytes) >= unit);
  return fitting === undefined ? `${bytes} bytes` : `${Math.trunc((bytes / fitting[1]) * 100) / 100} ${fitting[0]}`;
}
