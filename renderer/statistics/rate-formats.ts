/** Rates and latencies as people read them. */
import { formatSize } from '../state/formats.ts';
import { statisticsTexts } from './statistics-texts.ts';

export function formatCallRate(callsPerSecond: number): string {
  return callsPerSecond.toLocaleString('en', { maximumFractionDigits: callsPerSecond < 10 ? 1 : 0 });
}

export function formatThroughput(bytesPerSecond: number): string {
  return statisticsTexts.perSecond(formatSize(Math.round(bytesPerSecond)));
}

export function formatLatency(milliseconds: number): string {
  return statisticsTexts.milliseconds(milliseconds.toLocaleString('en', { maximumSignificantDigits: 3 }));
}
