import { randomUUID } from 'node:crypto';
import type { Random } from './ports.ts';

export class SystemRandom implements Random {
  guid(): string {
    return randomUUID();
  }

  fraction(): number {
    return Math.random();
  }
}
